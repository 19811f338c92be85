"""Each of Pelican's settings, set: the table says what becomes of it, and a built site shows that it does."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pelican
import pytest
from pelican.settings import DEFAULT_CONFIG

from plugins.build.pelican_settings import SETTINGS
from plugins.verbs import guide
from tests.helpers.building import ROOT, TINY, warm

DRIVER = """
import hashlib, json, sys
from pathlib import Path
from plugins.build.attempt import Options, attempt

content, work = Path(sys.argv[1]), Path(sys.argv[2])
conf = (Path(sys.argv[3]) / "pelicanconf.py").read_text()
result = {}
for name, lines in json.load(sys.stdin).items():
    settings = work / "conf.py"
    settings.write_text(conf + lines + "\\n")
    done = attempt(Options(content=content, output=work / "output", settings=settings))
    files = {}
    for path in sorted((work / "output").rglob("*")):
        if path.is_file():
            files[path.relative_to(work / "output").as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    result[name] = [done.ok, done.report, files]
print("RESULT" + json.dumps(result))
"""

TOLD: dict[str, Any] = {
    "ARTICLE_PATHS": ["blog"],
    "PAGE_PATHS": ["static-pages"],
    "STATIC_CHECK_IF_MODIFIED": True,
    "STATIC_CREATE_LINKS": True,
    "READERS": {"html": None},
    "DOCUTILS_SETTINGS": {"smart_quotes": True},
    "PYGMENTS_RST_OPTIONS": {"linenos": "table"},
    "TYPOGRIFY": True,
    "TYPOGRIFY_IGNORE_TAGS": ["pre"],
    "TYPOGRIFY_OMIT_FILTERS": ["amp"],
    "TYPOGRIFY_DASHES": "oldschool",
    "FORMATTED_FIELDS": ["summary", "note"],
    "FILENAME_METADATA": "(?P<slug>.*)",
    "PATH_METADATA": "(?P<category>[^/]*)/.*",
    "DEFAULT_DATE": "fs",
    "DEFAULT_CATEGORY": "tin",
    "USE_FOLDER_AS_CATEGORY": 0.5,
    "SUMMARY_MAX_LENGTH": 5,
    "SUMMARY_MAX_PARAGRAPHS": 1,
    "SUMMARY_END_SUFFIX": "[…]",
    "ARTICLE_TRANSLATION_ID": "group",
    "PAGE_TRANSLATION_ID": "group",
    "INTRASITE_LINK_REGEX": "[[](?P<what>.*?)[]]",
    "WITH_FUTURE_DATES": 0.5,
    "SLUGIFY_SOURCE": "basename",
    "SLUGIFY_USE_UNICODE": True,
    "SLUGIFY_PRESERVE_CASE": True,
    "SLUG_REGEX_SUBSTITUTIONS": [["a", "b"]],
    "CATEGORY_REGEX_SUBSTITUTIONS": [["a", "b"]],
    "TAG_REGEX_SUBSTITUTIONS": [["a", "b"]],
    "AUTHOR_REGEX_SUBSTITUTIONS": [["a", "b"]],
    "DELETE_OUTPUT_DIRECTORY": True,
    "OUTPUT_RETENTION": [".git"],
    "OUTPUT_SOURCES": True,
    "OUTPUT_SOURCES_EXTENSION": ".src",
    "DEFAULT_ORPHANS": 3,
    "PAGINATED_TEMPLATES": {"index": 3},
    "ARTICLE_ORDER_BY": "title",
    "PAGE_ORDER_BY": "title",
    "NEWEST_FIRST_ARCHIVES": False,
    "REVERSE_CATEGORY_ORDER": True,
    "RSS_FEED_SUMMARY_ONLY": False,
    "FEED_APPEND_REF": True,
    "TEMPLATE_EXTENSIONS": [".html", ".jinja"],
    "CSS_FILE": "tokens.css",  # one that is there: Pelican itself drops others
    "DISPLAY_PAGES_ON_MENU": False,
    "DISPLAY_CATEGORIES_ON_MENU": False,
    "DEFAULT_DATE_FORMAT": "%Y",
    "DATE_FORMATS": {"vi": "%Y"},
    "LOCALE": ["C"],
    "GITHUB_URL": "https://example.vn/git",
    "TWITTER_USERNAME": "chuyenmuc",
    "STYLESHEET_URL": "/x.css",
    "LINKS_WIDGET_NAME": "x",
    "SOCIAL_WIDGET_NAME": "x",
    "CACHE_CONTENT": True,
    "CONTENT_CACHING_LAYER": "generator",
    "CACHE_PATH": "x",
    "GZIP_CACHE": False,
    "CHECK_MODIFIED_METHOD": "md5",
    "LOAD_CONTENT_CACHE": True,
}
"""Settings that are set and not used; those of themes of others' among them."""

_LAYERS = "THEME_TEMPLATES_OVERRIDES = [__import__('os').path.dirname(__file__) + '/over']\n"
HONOURED: dict[str, tuple[str, str]] = {
    "SITENAME": ("", "SITENAME = 'Tên khác'"),
    "SITESUBTITLE": ("", "SITESUBTITLE = 'Một dòng khác'"),
    "SITEURL": ("", "SITEURL = 'https://khac.example'"),
    "FEED_DOMAIN": ("", "FEED_DOMAIN = 'https://tin.example'"),
    "TIMEZONE": ("", "TIMEZONE = 'Asia/Tokyo'"),
    "DEFAULT_LANG": ("", "DEFAULT_LANG = 'en'"),
    "AUTHOR": ("", "AUTHOR = 'Ban biên tập'"),
    "DEFAULT_METADATA": ("", "DEFAULT_METADATA = {'tags': ['thêm', 'nữa']}"),
    "MENUITEMS": ("", "MENUITEMS = [('Mục thêm', 'https://them.example/')]"),
    "LINKS": ("", "LINKS = (('Nơi khác', 'https://noi.example/'),)"),
    "SOCIAL": ("", "SOCIAL = (('Mạng', 'https://mang.example/'),)"),
    "ARTICLE_EXCLUDES": ("", "ARTICLE_EXCLUDES = ['articles/cu']"),
    "PAGE_EXCLUDES": ("", "PAGE_EXCLUDES = ['pages/cu']"),
    "IGNORE_FILES": ("", "IGNORE_FILES = ['2021-03-03-*']"),
    "STATIC_PATHS": ("", "STATIC_PATHS = ['images/nui.jpg']"),
    "STATIC_EXCLUDES": ("STATIC_PATHS = ['kem']", "STATIC_EXCLUDES = ['kem/trong']"),
    "STATIC_EXCLUDE_SOURCES": ("STATIC_PATHS = ['articles/cu']", "STATIC_EXCLUDE_SOURCES = False"),
    "EXTRA_PATH_METADATA": (
        "STATIC_PATHS = ['articles/tep-kem.pdf']",
        "EXTRA_PATH_METADATA = {'articles/tep-kem.pdf': {'path': 'tep.pdf'}}",
    ),
    "MARKDOWN": ("", "MARKDOWN = {'extensions': ['smarty'], 'extension_configs': {}}"),
    "DEFAULT_PAGINATION": ("", "DEFAULT_PAGINATION = 1"),
    "RELATIVE_URLS": ("", "RELATIVE_URLS = True"),
    "FEED_MAX_ITEMS": ("", "FEED_MAX_ITEMS = 2"),
    "THEME": ("", "THEME = __import__('os').path.dirname(__file__) + '/giao-dien'"),
    "THEME_TEMPLATES_OVERRIDES": ("", _LAYERS),
    "THEME_STATIC_PATHS": ("", "THEME_STATIC_PATHS = ['static/css']"),
    "DIRECT_TEMPLATES": (_LAYERS, "DIRECT_TEMPLATES = ['them']"),
    "TEMPLATE_PAGES": ("", "TEMPLATE_PAGES = {'tep.tmpl': 'tep.html'}"),
    "JINJA_ENVIRONMENT": ("", "JINJA_ENVIRONMENT = {'trim_blocks': False}"),
    "JINJA_FILTERS": (_LAYERS, "JINJA_FILTERS = {'goi': lambda text: 'bộ lọc'}"),
    "JINJA_GLOBALS": (_LAYERS, "JINJA_GLOBALS = {'chung': 'biến chung'}"),
    "JINJA_TESTS": (_LAYERS, "JINJA_TESTS = {'dung': lambda value: True}"),
    "PLUGINS": ("", "PLUGIN_PATHS.append(__import__('os').path.dirname(__file__))\nPLUGINS.append('viet_them')"),
}
"""Setting → what else is set, and how it is set so that the site shows it."""
ELSEWHERE = {"PATH", "OUTPUT_PATH", "PLUGIN_PATHS", "PELICAN_CLASS", "LOG_FILTER", "PORT", "BIND"}
"""What test_pelican_command.py and the plugins' own test see to."""


def refused_value(name: str) -> Any:
    if name == "PAGINATION_PATTERNS":
        return [[1, "{url}", "{save_as}"], [2, "{base_name}/p{number}/", "{base_name}/p{number}.html"]]
    return "khac/{slug}.html"


REFUSED = {
    name: refused_value(name)
    for name, setting in SETTINGS.items()
    if setting.fate == "refused" and name != "ARTICLE_PERMALINK_STRUCTURE"  # Pelican makes …_URL of it
}


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tiny site, one article and one page more in folders of their own, and what settings name."""
    folder = tmp_path_factory.mktemp("settings")
    content = Path(shutil.copytree(TINY, folder / "content"))
    (content / "articles/cu").mkdir()
    (content / "articles/cu/2021-03-03-them-vao.md").write_text(
        "Title: Bài thêm\nDate: 2021-03-03\nCategory: hoc-tap\nSummary: Thêm.\n\nMột “câu” -- nữa.\n",
        encoding="utf-8",
    )
    original = content / "articles/2022-04-05-dinh-chinh.md"
    original.write_text("Lang: vi\n" + original.read_text(encoding="utf-8"), encoding="utf-8")
    (content / "pages/cu").mkdir()
    (content / "pages/cu/them.md").write_text("Title: Trang thêm\n\nChữ.\n", encoding="utf-8")
    (content / "tep.tmpl").write_text("{{ articles|length }} {{ SITENAME }}", encoding="utf-8")
    (content / "kem/trong").mkdir(parents=True)
    (content / "kem/trong/tep.txt").write_text("trong", encoding="utf-8")
    shutil.copytree(ROOT / "theme", folder / "giao-dien")
    footer = folder / "giao-dien/templates/partials/footer.html"
    footer.write_text(footer.read_text(encoding="utf-8") + "<!-- giao diện riêng -->", encoding="utf-8")
    over = folder / "over"
    over.mkdir()
    (over / "them.html").write_text('{% extends "base.html" %}{% block main %}thêm{% endblock %}', encoding="utf-8")
    page = (ROOT / "theme/templates/notfound.html").read_text(encoding="utf-8")
    marks = (
        "{{ chung is defined and chung or '' }}{% if 'goi' is filter %}{{ 'x'|goi }}{% endif %}"
        "{% if 'dung' is test %}phép thử{% endif %}"
    )
    (over / "tag.them").write_text("thẻ với khuôn khác", encoding="utf-8")
    (over / "notfound.html").write_text(page + "{# lớp trên #}", encoding="utf-8")
    (over / "partials").mkdir()
    text = (ROOT / "theme/templates/partials/footer.html").read_text(encoding="utf-8")
    (over / "partials/footer.html").write_text(f"{text}<p>lớp trên {marks}</p>", encoding="utf-8")
    (folder / "viet_them.py").write_text(
        "from pathlib import Path\nfrom pelican import signals\n\n\n"
        "def write(pelican):\n    Path(pelican.output_path, 'them.txt').write_text('thêm')\n\n\n"
        "def register():\n    signals.finalized.connect(write)\n",
        encoding="utf-8",
    )
    return folder


def run(work: Path, tries: dict[str, str]) -> dict[str, tuple[bool, str, dict[str, str]]]:
    """Build with each try's lines appended to the settings, in one process."""
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, str(work / "content"), str(work), str(ROOT)],
        input=json.dumps(tries),
        cwd=ROOT,
        env={
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            "COLUMN_CACHE": str(warm(work / "cache")),
            "COLUMN_WORKERS": "1",
            "PATH": "/usr/bin:/bin",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert "RESULT" in done.stdout, done.stderr + done.stdout
    result: dict[str, tuple[bool, str, dict[str, str]]] = json.loads(done.stdout.partition("RESULT")[2])
    return result


def lines(settings: dict[str, Any]) -> str:
    return "\n".join(f"{name} = {value!r}" for name, value in settings.items())


def test_every_setting_of_pelican_has_a_row() -> None:
    assert sorted(DEFAULT_CONFIG.keys() - SETTINGS.keys()) == [], "a new setting: say in the table what becomes of it"


def test_the_page_is_that_of_the_table() -> None:
    text = guide.SETTINGS_PAGE.read_text(encoding="utf-8")
    assert guide.render(text) == text, "run: python3 tasks.py guide"


def test_every_row_is_tried_here() -> None:
    fates = {name: setting.fate for name, setting in SETTINGS.items()}
    told = {name for name, fate in fates.items() if fate in {"counterpart", "unused", "foreign"}}
    assert told == TOLD.keys()
    assert {name for name, fate in fates.items() if fate == "honoured"} == HONOURED.keys() | ELSEWHERE


@pytest.mark.slow
def test_what_is_not_used_is_told_and_changes_nothing(work: Path) -> None:
    result = run(work, {"as shipped": "", "told": lines(TOLD)})
    (_, report, before), (ok, told, after) = result["as shipped"], result["told"]
    assert ok, told
    assert before == after
    assert [name for name in TOLD if f"• {name}: " not in told] == []
    assert [name for name in SETTINGS if f"• {name}: " in report] == []


@pytest.mark.slow
def test_what_would_move_pages_is_refused_and_the_site_stays(work: Path) -> None:
    result = run(work, {"as shipped": "", "refused": lines(REFUSED)})
    (_, _, before), (ok, report, after) = result["as shipped"], result["refused"]
    assert not ok
    assert before == after
    assert [name for name in REFUSED if f"  {name} = " not in report] == []
    assert "ARTICLE_PATHS" not in report


@pytest.mark.long
def test_each_alone_is_told_or_refused_like_all_together(work: Path) -> None:
    every = {**TOLD, **REFUSED}
    result = run(work, {"as shipped": "", **{name: lines({name: value}) for name, value in every.items()}})
    _, _, before = result.pop("as shipped")
    for name, (ok, report, after) in result.items():
        assert before == after, name
        assert ok == (name in TOLD), (name, report)
        assert (f"• {name}: " if ok else f"  {name} = ") in report, (name, report)
        others = [
            other for other in SETTINGS if other != name and (f"• {other}: " in report or f"  {other} = " in report)
        ]
        assert not others, (name, report)


OF_THEMES: dict[str, tuple[str, str]] = {
    "DEFAULT_ORPHANS": ("DEFAULT_PAGINATION = 2", "DEFAULT_ORPHANS = 1"),
    "PAGINATED_TEMPLATES": (
        "DEFAULT_PAGINATION = 2",
        "PAGINATED_TEMPLATES = {'index': 3, 'tag': None, 'category': None, 'author': None}",
    ),
    "ARTICLE_ORDER_BY": ("", "ARTICLE_ORDER_BY = 'title'"),
    "PAGE_ORDER_BY": ("", "PAGE_ORDER_BY = 'reversed-title'"),
    "NEWEST_FIRST_ARCHIVES": ("", "NEWEST_FIRST_ARCHIVES = False"),
    "REVERSE_CATEGORY_ORDER": ("", "REVERSE_CATEGORY_ORDER = True"),
    "CSS_FILE": ("", "CSS_FILE = 'wide.css'"),
    "TEMPLATE_EXTENSIONS": (_LAYERS, "TEMPLATE_EXTENSIONS = ['.them', '.html']"),
    "DISPLAY_PAGES_ON_MENU": ("", "DISPLAY_PAGES_ON_MENU = False"),
    "DISPLAY_CATEGORIES_ON_MENU": ("", "DISPLAY_CATEGORIES_ON_MENU = False"),
    "DEFAULT_DATE_FORMAT": ("", "DEFAULT_DATE_FORMAT = 'năm %Y'"),
    "DATE_FORMATS": ("", "DATE_FORMATS = {'vi': 'năm %Y'}"),
    "LOCALE": ("", "LOCALE = ['C']"),
    "GITHUB_URL": ("", "GITHUB_URL = 'https://kho.example/ma'"),
    "TWITTER_USERNAME": ("SOCIAL = (('a', 'https://a.example/'),)", "TWITTER_USERNAME = 'chuyenmuc'"),
    "STYLESHEET_URL": ("", "STYLESHEET_URL = 'https://kieu.example/x.css'"),
    "LINKS_WIDGET_NAME": ("LINKS = (('a', 'https://a.example/'),)", "LINKS_WIDGET_NAME = 'Nơi khác'"),
    "SOCIAL_WIDGET_NAME": ("SOCIAL = (('a', 'https://a.example/'),)", "SOCIAL_WIDGET_NAME = 'Mạng khác'"),
}
"""Likewise of what only themes of others' show, with one of Pelican's own."""


@pytest.mark.slow
def test_with_a_theme_of_others_its_settings_show_in_the_site(work: Path) -> None:
    assert OF_THEMES.keys() == {name for name, setting in SETTINGS.items() if setting.fate == "foreign"}
    wrong, unseen = {}, list(OF_THEMES)
    for theme in ("notmyidea", "simple"):  # the second is asked for what the first does not show
        begin = f"THEME = {str(Path(pelican.__file__).parent / 'themes' / theme)!r}\n"
        tried = {name: [begin + "\n".join(OF_THEMES[name][:many]) for many in (1, 2)] for name in unseen}
        result = run(work, {one: one for pair in tried.values() for one in pair})  # each once: many bases are alike
        for name, pair in tried.items():
            built = [result[one] for one in pair]
            if told := [report for ok, report, _ in built if not ok or f"• {name}: " in report]:
                wrong[name] = "\n".join(told)
            elif built[0][2] != built[1][2]:
                unseen.remove(name)
    wrong |= {name: "changes nothing" for name in unseen if name != "LOCALE"}  # which there are is the machine's
    assert not wrong, "\n".join(f"{name}: {why}" for name, why in wrong.items())


@pytest.mark.slow
def test_what_is_honoured_shows_in_the_site(work: Path) -> None:
    tried = {name: (base, f"{base}\n{value}") for name, (base, value) in HONOURED.items()}
    result = run(work, {lines: lines for pair in tried.values() for lines in pair})  # each once: most bases are alike
    wrong = {}
    for name, (base, whole) in tried.items():
        (ok, report, before), (also, told, after) = result[base], result[whole]
        if not (ok and also):
            wrong[name] = report + told
        elif before == after:
            wrong[name] = "changes nothing"
        elif f"• {name}: " in told:
            wrong[name] = "told as unused"
    assert not wrong, "\n".join(f"{name}: {why}" for name, why in wrong.items())


MISSPELT = {
    "STATIC_PATH": "STATIC_PATHS",
    "SITE_URL": "SITEURL",
    "TIMEZNOE": "TIMEZONE",
    "MENU_ITEMS": "MENUITEMS",
    "RELATIVE_URL": "RELATIVE_URLS",
    "FEED_MAX_ITEM": "FEED_MAX_ITEMS",
    "ARTICLE_EXLUDES": "ARTICLE_EXCLUDES",
    "LINK": "LINKS",
    "COLUMN_HEADER": "COLUMN_HEADERS",
}
OF_OTHERS = ["SITEMAP", "SITETITLE", "SEO_REPORT", "IMAGE_PROCESS", "SITELOGO", "MAIN_MENU", "GOOGLE_ANALYTICS", "POST"]
"""Settings of plugins and themes that people use."""


@pytest.mark.slow
def test_a_misspelt_setting_is_told_with_what_was_meant(work: Path) -> None:
    ok, told, _ = run(work, {"tried": lines(dict.fromkeys([*MISSPELT, *OF_OTHERS], "x"))})["tried"]
    assert ok, told
    line = "• {}: không có thiết lập này; có phải {} không?"
    assert [name for name, meant in MISSPELT.items() if line.format(name, meant) not in told] == [], told
    assert [name for name in OF_OTHERS if f"• {name}" in told] == []


@pytest.mark.slow
def test_more_articles_than_a_feed_holds_is_told(work: Path) -> None:
    tries = {str(value): f"FEED_MAX_ITEMS = {value!r}" for value in (41, 1000, 0, 40, 100, 3)}
    told = {value: report for value, (ok, report, _) in run(work, tries).items() if ok}
    assert told.keys() == tries.keys()
    assert [value for value, report in told.items() if "• FEED_MAX_ITEMS = " in report] == ["41", "1000", "0"]
    refused = run(work, {str(value): f"FEED_MAX_ITEMS = {value!r}" for value in ("nhiều", -1, 2.5)})
    assert not any(ok for ok, _, _ in refused.values())
    assert all("FEED_MAX_ITEMS = " in report for _, report, _ in refused.values())


@pytest.mark.slow
def test_settings_of_earlier_commits_ask_for_nothing_new(work: Path) -> None:
    earlier = """
ARTICLE_PATHS = []
PAGE_PATHS = []
STATIC_PATHS = []
THEME_STATIC_PATHS = []
DIRECT_TEMPLATES = []
READERS = {"rst": None, "html": None}
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
JINJA_ENVIRONMENT = {
    "autoescape": True, "trim_blocks": True, "lstrip_blocks": True, "undefined": __import__("jinja2").StrictUndefined,
}
"""
    result = run(work, {"as shipped": "", "earlier": earlier})
    (_, _, before), (ok, told, after) = result["as shipped"], result["earlier"]
    assert ok, told
    assert before == after
    assert [name for name in SETTINGS if f"• {name}: " in told] == []
