"""Plugins and themes of others', from their packages, on the column: each does its documented job."""

from __future__ import annotations

import gzip
import importlib
import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.helpers.building import CONTENT, ROOT, TINY, warm
from tests.helpers.processes import run_module

pytestmark = pytest.mark.slow
SITE = "https://column.example"
PACKAGES = {
    name: f"pelican.plugins.{name}"
    for name in ("sitemap", "seo", "minify", "readtime", "precompress", "image_process", "series", "neighbors")
}
ARTICLES = {"cung-phut-hai", "cung-phut-mot", "doi-moi", "dinh-chinh", "corrections", "ten-moi"}
HEADERS = "Series: Loạt bài thử\nSeries_index: {}\n"

_GZIP_ALONE = "PRECOMPRESS_BROTLI = PRECOMPRESS_ZOPFLI = False\n"
"""The others take longer than all the rest together, and these tests look at what gzip makes."""


def build(
    tmp_path: Path, content: Path, plugins: list[str], more: str = "", output: str = "output", code: int = 0
) -> tuple[Path, str]:
    """The output folder and what was said; PLUGINS as given, further settings as lines."""
    conf = tmp_path / "conf.py"
    conf.write_text(
        (ROOT / "pelicanconf.py").read_text(encoding="utf-8")
        + f"PLUGIN_PATHS = [{str(ROOT)!r}, {str(tmp_path)!r}]\nTHEME = {str(ROOT / 'theme')!r}\n"
        + f"PLUGINS = {plugins!r}\nSITEURL = {SITE!r}\n{_GZIP_ALONE}{more}\n",
        encoding="utf-8",
    )
    arguments = (str(content), "-o", str(tmp_path / output), "-s", str(conf))
    cache = warm(tmp_path / "cache", content=CONTENT if content == CONTENT else TINY)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMN_CACHE": str(cache)}
    done = run_module("pelican", *arguments, cwd=tmp_path, env=environment)
    assert done.returncode == code, done.stdout + done.stderr
    return tmp_path / output, done.stdout + done.stderr


def placed(name: str, last: bool) -> list[str]:
    pytest.importorskip(PACKAGES[name])
    return ["plugins.column", name] if last else [name, "plugins.column"]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the tiny site with two articles of a series."""
    folder = Path(shutil.copytree(TINY, tmp_path / "content"))
    for number, name in enumerate(("2022-03-01-cung-phut-hai.md", "2022-05-01-ten-moi.md"), 1):
        article = folder / "articles" / name
        article.write_text(HEADERS.format(number) + article.read_text(encoding="utf-8"), encoding="utf-8")
    return folder


WITH_SERIES = "COLUMN_HEADERS = ['Series', 'Series_index']\n"
"""Lets the fixture's articles pass the gate."""


def over(tmp_path: Path, shown: str) -> str:
    """Settings with a layer over the theme whose articles also show something."""
    folder = tmp_path / "over"
    folder.mkdir()
    article = (ROOT / "theme/templates/article.html").read_text(encoding="utf-8")
    end = article.rindex("{% endblock %}")
    (folder / "article.html").write_text(article[:end] + shown + article[end:], encoding="utf-8")
    return WITH_SERIES + f"THEME_TEMPLATES_OVERRIDES = [{str(folder)!r}]\n"


def text(output: Path, slug: str) -> str:
    return (output / "bai-viet" / slug / "index.html").read_text(encoding="utf-8")


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


places = pytest.mark.parametrize("last", [False, True], ids=["first", "last"])


@places
def test_sitemap_lists_every_page(content: Path, tmp_path: Path, last: bool) -> None:
    output, _ = build(tmp_path, content, placed("sitemap", last), WITH_SERIES)
    found = set(re.findall(f"<loc>{SITE}/(.*?)</loc>", (output / "sitemap.xml").read_text(encoding="utf-8")))
    pages = {path.relative_to(output).parent.as_posix() for path in output.rglob("index.html")}
    assert {f"bai-viet/{slug}/" for slug in ARTICLES} <= found
    assert {"", "gioi-thieu/", "chu-de/hoc-tap/", "ke-hoach/"} <= found
    assert all((path.strip("/") or ".") in pages for path in found)
    assert "ten-cu" not in str(found)


@places
def test_seo_enhances_articles_and_writes_its_robots_file(content: Path, tmp_path: Path, last: bool) -> None:
    more = WITH_SERIES + "SEO_REPORT = True\nSEO_ENHANCER = True\nSEO_ENHANCER_OPEN_GRAPH = True\n"
    more += f"SEO_ENHANCER_SITEMAP_URL = '{SITE}/sitemap.xml'\n"
    output, said = build(tmp_path, content, placed("seo", last), more)
    soup = BeautifulSoup(text(output, "doi-moi"), "html.parser")
    kinds = [json.loads(script.string).get("@type") for script in soup("script", type="application/ld+json")]  # type: ignore[arg-type]
    assert {"Article", "BreadcrumbList"} <= {kind for kind in kinds if isinstance(kind, str)}
    assert "Sitemap: https://column.example/sitemap.xml" in (output / "robots.txt").read_text(encoding="utf-8")
    assert "robots.txt: do phần mở rộng viết" in said
    assert "bai-viet/doi-moi/" in (tmp_path / "seo_report.html").read_text(encoding="utf-8")


@places
def test_minify_makes_pages_smaller(content: Path, tmp_path: Path, last: bool) -> None:
    plain, _ = build(tmp_path, content, ["plugins.column"], WITH_SERIES, "plain")
    output, _ = build(tmp_path, content, placed("minify", last), WITH_SERIES)
    for path in plain.rglob("*.html"):
        assert (output / path.relative_to(plain)).stat().st_size < path.stat().st_size


@places
def test_precompress_finds_every_file(content: Path, tmp_path: Path, last: bool) -> None:
    output, _ = build(tmp_path, content, placed("precompress", last), WITH_SERIES)
    for path in output.rglob("*.html"):
        packed = path.with_name(path.name + ".gz")
        assert gzip.decompress(packed.read_bytes()) == path.read_bytes()
    again, said = build(tmp_path, content, placed("precompress", last), WITH_SERIES)
    assert "ghi 0, xoá 0" in said, "what is as it was is not written again"
    assert (again / "index.html.gz").is_file()


@places
def test_readtime_neighbors_and_series_reach_templates(content: Path, tmp_path: Path, last: bool) -> None:
    names = [placed(name, last=True)[1] for name in ("readtime", "neighbors", "series")]
    shown = (
        "{% if pelican.article.readtime is defined %}<p>đọc {{ pelican.article.readtime }} phút</p>{% endif %}"
        "{% if pelican.article.prev_article %}<p>trước: {{ pelican.article.prev_article.url }}</p>{% endif %}"
        "{% if pelican.article.series is defined %}<p>loạt {{ pelican.article.series.name }} "
        "{{ pelican.article.series.index }}/{{ pelican.article.series.all|length }}</p>{% endif %}"
    )
    plugins = ["plugins.column", *names] if last else [*names, "plugins.column"]
    output, _ = build(tmp_path, content, plugins, over(tmp_path, shown))
    assert all("<p>đọc " in text(output, slug) for slug in ARTICLES - {"corrections"})  # readtime skips translations
    assert "trước: bai-viet/" in text(output, "ten-moi")
    assert "loạt Loạt bài thử 1/2" in text(output, "cung-phut-hai")
    assert "loạt Loạt bài thử 2/2" in text(output, "ten-moi")
    assert "loạt " not in text(output, "doi-moi")


@places
def test_image_process_makes_its_derivatives(content: Path, tmp_path: Path, last: bool) -> None:
    shown = '<img class="image-process-nho" src="/images/nui.jpg" alt="">'
    more = over(tmp_path, shown) + "STATIC_PATHS = ['images/nui.jpg']\n"
    more += "IMAGE_PROCESS = {'nho': ['scale_in 40 40 True']}\n"
    output, _ = build(tmp_path, content, placed("image_process", last), more)
    source = BeautifulSoup(text(output, "doi-moi"), "html.parser").find("img", class_="image-process-nho")
    assert source
    made = output / str(source["src"]).lstrip("/")  # type: ignore[index]
    assert made.is_file()
    assert "derivatives/nho" in made.as_posix()


def test_headers_that_no_setting_names_are_refused(content: Path, tmp_path: Path) -> None:
    _, said = build(tmp_path, content, ["plugins.column"], code=1)
    assert "không có tên “Series_index”" in said


@places
def test_all_of_them_at_once(content: Path, tmp_path: Path, last: bool) -> None:
    """After the column on the shipped content, before it on the small site."""
    names = [placed(name, last=True)[1] for name in PACKAGES]
    more = WITH_SERIES + "IMAGE_PROCESS = {}\nSEO_ENHANCER = True\n"
    plugins = ["plugins.column", *names] if last else [*names, "plugins.column"]
    output, said = build(tmp_path, CONTENT if last else content, plugins, more)
    articles = list((output / "bai-viet").glob("*/index.html"))
    published = [path for path in articles if "http-equiv" not in path.read_text(encoding="utf-8")]
    assert f"Processed {len(published)} articles" in " ".join(said.split())
    listed = (output / "sitemap.xml").read_text(encoding="utf-8")
    assert all(f"/bai-viet/{path.parent.name}/" in listed for path in published)
    assert all(path.with_name("index.html.gz").is_file() for path in articles)


def test_plugins_leave_the_columns_pages_as_they_are(content: Path, tmp_path: Path) -> None:
    plain, _ = build(tmp_path, content, ["plugins.column"], WITH_SERIES, "plain")
    output, _ = build(tmp_path, content, placed("neighbors", last=True), WITH_SERIES)
    assert files(output) == files(plain)
    back, _ = build(tmp_path, content, ["plugins.column"], WITH_SERIES)
    assert files(back) == files(plain)


def plugin(tmp_path: Path, code: str) -> list[str]:
    (tmp_path / "cua_nguoi_khac.py").write_text("from pelican import signals\n\n\n" + code, encoding="utf-8")
    return ["cua_nguoi_khac", "plugins.column"]


SIGNALS = """
said = []


def note(name):
    def receiver(sender, **values):
        said.append(name)
    return receiver


receivers = {name: note(name) for name in (
    "initialized", "get_generators", "article_generator_init", "page_generator_init", "article_generator_preread",
    "article_generator_context", "content_object_init", "article_generator_pretaxonomy", "article_generator_finalized",
    "page_generator_finalized", "static_generator_finalized", "all_generators_finalized", "get_writer",
    "feed_generated", "feed_written", "article_generator_write_article", "content_written", "article_writer_finalized",
    "page_generator_write_page", "page_writer_finalized", "finalized")}


def show(pelican):
    from pathlib import Path
    first = list(dict.fromkeys(said))
    Path(pelican.output_path, "signals.txt").write_text("\\n".join(first))


def register():
    for name, receiver in receivers.items():
        getattr(signals, name).connect(receiver)
    signals.finalized.connect(show)
"""


def test_signals_come_in_the_order_that_pelican_documents(content: Path, tmp_path: Path) -> None:
    output, _ = build(tmp_path, content, plugin(tmp_path, SIGNALS), WITH_SERIES)
    assert (output / "signals.txt").read_text().split() == [
        "initialized",
        "get_generators",
        "article_generator_init",
        "page_generator_init",
        "article_generator_preread",
        "article_generator_context",
        "content_object_init",
        "article_generator_pretaxonomy",
        "article_generator_finalized",
        "page_generator_finalized",
        "static_generator_finalized",
        "all_generators_finalized",
        "get_writer",
        "article_generator_write_article",
        "feed_generated",
        "feed_written",
        "content_written",
        "article_writer_finalized",
        "page_generator_write_page",
        "page_writer_finalized",
        "finalized",
    ]


CHANGES = """
def change(generator):
    for article in generator.articles:
        article._content = article._content.replace("</p>", " (thêm bởi phần mở rộng)</p>", 1)


def register():
    signals.article_generator_finalized.connect(change)
"""


def test_what_a_plugin_changes_in_a_text_is_published(content: Path, tmp_path: Path) -> None:
    output, _ = build(tmp_path, content, plugin(tmp_path, CHANGES), WITH_SERIES)
    assert "thêm bởi phần mở rộng" in text(output, "doi-moi")
    assert "thêm bởi phần mở rộng" in (output / "rss.xml").read_text(encoding="utf-8")


def test_what_no_feed_can_hold_is_refused_with_its_article(content: Path, tmp_path: Path) -> None:
    changes = CHANGES.replace("thêm bởi", "thêm\\x0b bởi")
    assert changes != CHANGES
    _, said = build(tmp_path, content, plugin(tmp_path, changes), WITH_SERIES, code=1)
    assert "một plugin để lại ký tự U+000B" in said
    assert "Traceback" not in said


FAILS = """
def fail(pelican):
    raise RuntimeError("hỏng lúc cuối")


def register():
    signals.finalized.connect(fail)
"""


@places
def test_a_plugin_that_fails_at_the_end_leaves_the_old_site(content: Path, tmp_path: Path, last: bool) -> None:
    output, _ = build(tmp_path, content, ["plugins.column"], WITH_SERIES)
    before = files(output)
    (content / "pages/gioi-thieu.md").write_text("Title: Đã đổi\n\nChữ khác.\n", encoding="utf-8")
    names = plugin(tmp_path, FAILS)
    _, said = build(tmp_path, content, names[::-1] if last else names, WITH_SERIES, code=1)
    assert "hỏng lúc cuối" in said
    assert "trang cũ được giữ nguyên" in said
    assert files(output) == before


LOOKS = """
def look(generator):
    seen = [generator.drafts, generator.hidden_articles, generator.drafts_translations]
    assert not any(seen), seen
    assert all("KHONG-DUOC-LO" not in article.content for article in generator.articles)
    en = [a for a in generator.translations if a.lang == "en"]
    assert [a.slug for a in en] == ["corrections"], en
    assert en[0].translations[0].slug == "dinh-chinh"


def register():
    signals.article_generator_finalized.connect(look)
"""


def test_no_plugin_sees_what_is_not_public(content: Path, tmp_path: Path) -> None:
    output, _ = build(tmp_path, content, plugin(tmp_path, LOOKS), WITH_SERIES)
    assert all(b"KHONG-DUOC-LO" not in data for data in files(output).values())


TAKES_OVER = """
from markdown.extensions import Extension
from markdown.inlinepatterns import LINK_RE, LinkInlineProcessor
from pelican.generators import Generator
from pelican.readers import MarkdownReader
from pelican.writers import Writer


class OwnLinks(LinkInlineProcessor):
    pass


class Links(Extension):
    def extendMarkdown(self, md):
        md.inlinePatterns.register(OwnLinks(LINK_RE, md), "own_link", 200)


class OwnReader(MarkdownReader):
    def read(self, path):
        return "<p>đọc cách khác</p>", {"title": "khác", "date": "2022-01-01"}


class OwnWriter(Writer):
    def write_words(self, name, words):
        with self._open_w(self.output_path + "/" + name, "utf-8") as file:
            file.write(words)


class OwnGenerator(Generator):
    def generate_output(self, writer):
        writer.write_words("rieng.txt", "ghi bằng bộ ghi riêng")


def settle(pelican):
    pelican.settings["MARKDOWN"] = {"extensions": [Links()], "extension_configs": {}}


def read(readers):
    readers.reader_classes["md"] = OwnReader


def feed(context, feed):
    for item in feed.items:
        item["title"] = "đổi tên"


def generator(pelican):
    return OwnGenerator


def writer(pelican):
    return OwnWriter


def register():
    signals.initialized.connect(settle)
    signals.readers_init.connect(read)
    signals.feed_generated.connect(feed)
    signals.get_generators.connect(generator)
    signals.get_writer.connect(writer)
"""


@places
def test_what_a_plugin_takes_over_works_or_is_told(content: Path, tmp_path: Path, last: bool) -> None:
    names = plugin(tmp_path, TAKES_OVER)
    output, said = build(tmp_path, content, names[::-1] if last else names, WITH_SERIES)
    assert (output / "rieng.txt").read_text(encoding="utf-8") == "ghi bằng bộ ghi riêng"
    assert "writers found" not in said
    assert "OwnReader đọc tệp Markdown theo cách riêng: không có tác dụng" in said
    assert "đổi nguồn tin qua feed_generated: không có tác dụng" in said
    assert "MARKDOWN: " in said
    assert all("đọc cách khác".encode() not in data for data in files(output).values())
    assert "đổi tên" not in (output / "rss.xml").read_text(encoding="utf-8")


NESTED = """
from pelican import Pelican


def another(pelican):
    if pelican.settings.get("SITENAME") != "con":
        Pelican({**pelican.settings, "SITENAME": "con"}).run()


def register():
    signals.get_writer.connect(another)
"""


@places
def test_a_site_inside_a_build_is_refused_with_what_to_do(content: Path, tmp_path: Path, last: bool) -> None:
    names = plugin(tmp_path, NESTED)
    _, said = build(tmp_path, content, names[::-1] if last else names, WITH_SERIES, code=1)
    assert "dựng trang con ngay trong lần dựng" in said
    assert "Translation_of" in said


# ── themes ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def theme_of(package: str, *inside: str) -> str:
    module: Any = pytest.importorskip(package) if package != "pelican" else importlib.import_module(package)
    return str(Path(module.__file__).parent.joinpath(*inside))


THEMES = {
    "simple": ("pelican", "themes", "simple"),
    "notmyidea": ("pelican", "themes", "notmyidea"),
    "engineering": ("pelican_engineering_theme", "theme"),
    "jwk": ("jwk_theme",),
}


@pytest.mark.parametrize("name", THEMES)
def test_a_theme_of_others_shows_every_article(content: Path, tmp_path: Path, name: str) -> None:
    more = WITH_SERIES + f"THEME = {theme_of(*THEMES[name])!r}\nDEFAULT_PAGINATION = 2\n"
    output, said = build(tmp_path, content, ["plugins.column"], more)
    shown = {path.parent.name for path in (output / "bai-viet").glob("*/index.html")}
    assert shown == ARTICLES
    for slug in ARTICLES:
        soup = BeautifulSoup(text(output, slug), "html.parser")
        assert len(soup.get_text(" ", strip=True)) > 200
    fronts = [output / "index.html", *output.glob("trang/*/index.html")]
    linked = {
        match for front in fronts for match in re.findall(r"bai-viet/([\w-]+)/", front.read_text(encoding="utf-8"))
    }
    assert linked >= ARTICLES - {"corrections"}, "translations stand beside their originals"
    for page in output.rglob("*.html"):
        for link in BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")("a", href=True):
            if str(link["href"]).startswith(f"{SITE}/bai-viet/"):
                assert (output / str(link["href"]).removeprefix(f"{SITE}/").partition("#")[0] / "index.html").is_file()
    assert "giao diện của người khác" in said
    assert all(b"KHONG-DUOC-LO" not in data for data in files(output).values())
    assert (output / "rss.xml").is_file()
    listed = re.findall(f"<loc>{SITE}/(.*?)</loc>", (output / "sitemap-trang.xml").read_text(encoding="utf-8"))
    assert listed
    assert all((output / path / "index.html").is_file() for path in listed)


def test_a_theme_of_others_and_the_columns_again(content: Path, tmp_path: Path) -> None:
    plain, _ = build(tmp_path, content, ["plugins.column"], WITH_SERIES, "plain")
    simple = WITH_SERIES + f"THEME = {theme_of(*THEMES['simple'])!r}\n"
    output, _ = build(tmp_path, content, ["plugins.column"], simple)
    clean, _ = build(tmp_path, content, ["plugins.column"], simple, "clean")
    assert files(output) == files(clean)
    build(tmp_path, content, ["plugins.column"], WITH_SERIES)
    assert files(output) == files(plain)
