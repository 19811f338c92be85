"""One of each kind of change works when it is made, in a copy, in just the files that decisions/adding.md names."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.helpers.building import ROOT, warm
from tests.helpers.processes import run_module

pytestmark = pytest.mark.slow
DOCUMENT = (ROOT / "docs/decisions/adding.md").read_text(encoding="utf-8")


class Edit(NamedTuple):
    """new is put into a text that stands once in the file, before it or where `|` marks; a new file without one."""

    file: str
    anchor: str
    new: str


FIELD = (
    Edit(
        "plugins/core/article/headers.py",
        '    HeaderKind(name="Sample"',
        '    HeaderKind(name="Dateline", about="nơi viết bài"),\n',
    ),
    Edit(
        "plugins/core/article/rules.py",
        "METADATA_RULES: ",
        '''@rule("dateline", GROUP)
def dateline(draft: Draft) -> None:
    """Dateline dài tối đa 40 ký tự."""
    draft.values["dateline"] = draft.text("dateline")
    if len(draft.values["dateline"]) > 40:
        draft.complain("dateline", "dateline", "dài quá 40 ký tự")


''',
    ),
    Edit("plugins/core/article/rules.py", '|)\n"""In the order', "    dateline,\n"),
    Edit("plugins/core/article/record.py", "    words: int\n", "    dateline: str\n"),
    Edit("plugins/core/article/article.py", "    words: int\n", "    dateline: str\n"),
    Edit(
        "theme/templates/article.html",
        '<p class="sapo">',
        '{% if article.dateline %}<p class="dateline">{{ article.dateline }}</p>{% endif %}\n',
    ),
)
PAGE = (
    Edit(
        "plugins/pages/statistics.py",
        "",
        '''"""How many articles each month has."""

from collections.abc import Iterator

from ..build.context import BuildContext, from_metadata
from ..build.generator import outputs
from ..core.addresses import output_file
from ..core.digests import digest_text
from ..core.output import Output, Part
from ..core.site_map import ROWS


@from_metadata
def statistics_outputs(context: BuildContext) -> Iterator[Output]:
    row = ROWS["statistics"]
    months = [(context.present.term_name("month", m), len(own)) for m, own in context.column.lists["month"].items()]
    parts = {"months": Part(digest_text(repr(months)), lambda: months)}
    head = lambda: context.head(row.title, row.about, row.path, row.section)
    yield context.renderer.page(output_file(row.path), "statistics.html", head, parts, row.section)


def register() -> None:
    outputs.connect(statistics_outputs)
''',
    ),
    Edit(
        "theme/templates/statistics.html",
        "",
        '{% extends "base.html" %}\n{% block main %}<h1>{{ head.title }}</h1>'
        "{% for name, count in months %}<p>{{ name }}: {{ count }}</p>{% endfor %}{% endblock %}\n",
    ),
    Edit(
        "plugins/core/site_map.py",
        '        Row("search", ',
        '        Row("statistics", "/thong-ke/", "pages.statistics", title="Thống kê", about="Số bài theo tháng.",'
        ' section="statistics", menu=True, listed="always"),\n',
    ),
    Edit("plugins/column.py", '    "plugins.search.page",\n', '    "plugins.pages.statistics",\n'),
)
OUTPUT = (
    Edit(
        "plugins/feeds/titles.py",
        "",
        '''"""Every title, one a line."""

from collections.abc import Iterator

from ..build.context import BuildContext, from_metadata
from ..build.generator import outputs
from ..core.digests import digest_text
from ..core.output import Output


@from_metadata
def title_outputs(context: BuildContext) -> Iterator[Output]:
    text = "".join(f"{article.title}\\n" for article in context.column.articles)
    yield context.output("tua-de.txt", digest_text(text), text.encode)


def register() -> None:
    outputs.connect(title_outputs)
''',
    ),
    Edit("plugins/column.py", '    "plugins.search.page",\n', '    "plugins.feeds.titles",\n'),
)
CHECK = (
    Edit(
        "plugins/core/article/rules.py",
        "METADATA_RULES: ",
        '''@rule("calm-title", GROUP)
def calm_title(draft: Draft) -> None:
    """Title không kết thúc bằng dấu chấm than."""
    if draft.text("title").endswith("!"):
        draft.complain("calm-title", "title", "bỏ dấu chấm than")


''',
    ),
    Edit("plugins/core/article/rules.py", '|)\n"""In the order', "    calm_title,\n"),
)
CLAIM = (
    Edit(
        "plugins/core/column/claims.py",
        "CLAIMS: list[Claim] = [",
        'declare("one-title", GROUP, "Không hai bài nào có cùng Title.")\n',
    ),
    Edit(
        "plugins/core/column/claims.py",
        '    Claim(\n        name="author",',
        """    Claim(
        name="title",
        rule="one-title",
        header="Title",
        claims=lambda record: (record.title,),
        problem=lambda claim, other, where: f"tựa “{claim}” đã có ở {where}",
        form=fold,
    ),
""",
    ),
)
TARGET = (
    Edit(
        "plugins/publish/targets.py",
        "KINDS: ",
        '''@dataclass(frozen=True, slots=True, kw_only=True)
class DriveTarget(PublishTarget):
    """A memory stick."""

    kind: ClassVar[str] = "drive"
    label: str

    def faults(self) -> Iterator[Fault]:
        yield from PublishTarget.faults(self)
        if not self.label.isupper():
            yield "label", "viết bằng chữ hoa"


''',
    ),
    Edit("plugins/publish/targets.py", "S3Target, |GitTarget)}", "DriveTarget, "),
    Edit(
        "plugins/publish/backends.py",
        "    raise TypeError(target)",
        """        case DriveTarget():
            from .drive import DrivePlace

            return DrivePlace(target)
""",
    ),
    Edit("plugins/publish/backends.py", "FolderTarget, |GitTarget", "DriveTarget, "),
    Edit(
        "plugins/publish/drive.py",
        "",
        '''"""A memory stick as a target: a folder where it is mounted."""

from .folder import FolderPlace
from .targets import DriveTarget


class DrivePlace(FolderPlace):
    def __init__(self, target: DriveTarget) -> None:
        super().__init__(target.name, f"/media/{target.label}", target.keep)
''',
    ),
)
REGISTER = (
    Edit(
        "plugins/core/registers/registers.py",
        "@dataclass(frozen=True, slots=True, kw_only=True)\nclass Mention(",
        '''@dataclass(frozen=True, slots=True, kw_only=True)
class Hotline(RegisterEntry):
    """A number to call."""

    slug: str
    name: str
    number: str


''',
    ),
    Edit(
        "plugins/core/registers/registers.py",
        "    incomplete: tuple[Mention, ...] = ()",
        "    hotlines: tuple[Hotline, ...] = ()\n",
    ),
    Edit("plugins/core/registers/register_files.py", "    Handout,\n|    Mention,", "    Hotline,\n"),
    Edit("plugins/core/registers/register_files.py", "FILES = (", 'HOTLINES = "so-theo-doi/duong-day.toml"\n'),
    Edit("plugins/core/registers/register_files.py", "CORRECTIONS, |HANDOUTS)", "HOTLINES, "),
    Edit(
        "plugins/core/registers/register_files.py",
        "TABLES: dict",
        """_HOTLINES = Table(
    name="hotlines", cells=(_SLUG, _NAME, TomlCell(name="number", about="số gọi", required=True))
)
""",
    ),
    Edit("plugins/core/registers/register_files.py", "    HANDOUTS: _HANDOUTS,", "    HOTLINES: _HOTLINES,\n"),
    Edit(
        "plugins/core/registers/register_files.py",
        "        incomplete=tuple(incomplete),",
        '        hotlines=_all(Hotline, values["hotlines"]),\n',
    ),
    Edit(
        "plugins/core/site_map.py",
        '        Row("search", ',
        '        Row("hotlines", "/so-theo-doi/duong-day/", "pages.registers", title="Đường dây nóng",'
        ' about="Gọi khi cần.", section="register", listed="always"),\n',
    ),
    Edit(
        "plugins/pages/registers.py",
        "    for page in paginate(rows",
        """    hotlines = registers.hotlines
    parts = {"hotlines": Part(digest_text(repr(hotlines)), lambda: hotlines)}
    yield _page(context, ROWS["hotlines"].path, "hotlines.html", parts, empty=not hotlines)
""",
    ),
    Edit(
        "theme/templates/hotlines.html",
        "",
        '{% extends "base.html" %}\n{% block main %}{% for line in hotlines %}'
        '<p id="{{ line.slug }}">{{ line.name }}: {{ line.number }}</p>{% endfor %}{% endblock %}\n',
    ),
)
KINDS = {
    "A header field shown on an article's page": (FIELD, 5),
    "A page kind": (PAGE, 4),
    "An output": (OUTPUT, 2),
    "A check of one article": (CHECK, 1),
    "A check across articles": (CLAIM, 1),
    "A kind of publish target": (TARGET, 3),
    "A register": (REGISTER, 6),
}
"""Title in adding.md → the edits, and how many files they may touch."""

ARTICLE = """Title: {title}
Date: 2022-05-06 07:00
Category: dao-duc
Dateline: {place}
Summary: Một bài để thử.

Xem [thống kê](/thong-ke/) và [các số](/so-theo-doi/duong-day/).
"""


def apply(edit: Edit, root: Path) -> None:
    file = root / edit.file
    if not edit.anchor:
        assert not file.exists()
        file.write_text(edit.new, encoding="utf-8")
        return
    text = file.read_text(encoding="utf-8")
    before, _, after = edit.anchor.rpartition("|")
    assert text.count(before + after) == 1, f"{edit.file}: {edit.anchor!r} stands {text.count(before + after)} times"
    file.write_text(text.replace(before + after, before + edit.new + after), encoding="utf-8")


class Copy(NamedTuple):
    root: Path
    content: Path

    def run(self, *command: str, code: int = 0) -> str:
        environment = {**os.environ, "PYTHONPATH": str(self.root), "COLUMN_CACHE": str(self.root / "cache")}
        done = subprocess.run(
            [sys.executable, *command], cwd=self.root, env=environment, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def build(self, code: int = 0) -> str:
        options = ["--content", str(self.content), "--output", str(self.root / "output")]
        environment = {**os.environ, "PYTHONPATH": str(self.root), "COLUMN_CACHE": str(self.root / "cache")}
        done = run_module("plugins.command", "build", *options, cwd=self.root, env=environment)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def page(self, path: str) -> str:
        return (self.root / "output" / path).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    root = tmp_path_factory.mktemp("copy")
    for name in ("plugins", "theme", "pelicanconf.py", "pyproject.toml"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, root / name)
    shutil.copytree(ROOT / "tests/site/content", root / "content")
    warm(root / "cache", "pictures")
    for edits, _ in KINDS.values():
        for edit in edits:
            apply(edit, root)
    made = Copy(root, root / "content")
    (made.content / "articles/2022-05-06-them.md").write_text(
        ARTICLE.format(title="Bài thêm", place="Sơn La"), encoding="utf-8"
    )
    (made.content / "so-theo-doi").mkdir()
    (made.content / "so-theo-doi/duong-day.toml").write_text(
        '[[hotlines]]\nslug = "truc-ban"\nname = "Trực ban"\nnumber = "0123"\n', encoding="utf-8"
    )
    made.build()
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_a_change_touches_the_files_that_are_named_and_no_more(kind: str) -> None:
    edits, most = KINDS[kind]
    touched = {edit.file for edit in edits}
    assert len(touched) <= most
    section = DOCUMENT.partition(f"**{kind}**")[2].partition("**")[0]
    for edit in edits:
        if edit.anchor:
            assert f"`{edit.file.removeprefix('plugins/')}`" in section, edit.file


def test_the_field_is_on_its_page(copy: Copy) -> None:
    assert '<p class="dateline">Sơn La</p>' in copy.page("bai-viet/them/index.html")


def test_the_page_is_in_the_menu_and_in_the_sitemap(copy: Copy) -> None:
    assert "Tháng 5" in copy.page("thong-ke/index.html")
    assert '<a href="/thong-ke/"' in copy.page("index.html")
    assert "/thong-ke/" in copy.page("sitemap-trang.xml")


def test_the_output_is_written(copy: Copy) -> None:
    assert "Bài thêm\n" in copy.page("tua-de.txt")


def test_the_register_has_its_page(copy: Copy) -> None:
    assert "Trực ban: 0123" in copy.page("so-theo-doi/duong-day/index.html")


def test_the_checks_hold_for_a_new_article_too(copy: Copy) -> None:
    new = copy.content / "articles/2022-05-07-nua.md"
    try:
        new.write_text(ARTICLE.format(title="Bài THÊM", place="Sơn La"), encoding="utf-8")
        assert "đã có ở articles/2022-05-06-them.md" in copy.build(code=1)
        new.write_text(ARTICLE.format(title="Nghe đây!", place="x" * 41), encoding="utf-8")
        told = copy.build(code=1)
        assert "bỏ dấu chấm than" in told
        assert "dài quá 40 ký tự" in told
    finally:
        new.unlink()


def test_the_target_is_read_judged_and_carried_out(copy: Copy) -> None:
    (copy.root / "targets.toml").write_text(
        '[usb]\nkind = "drive"\nurl = "https://a.example"\nlabel = "{}"\n'.format("TIN")
    )
    program = (
        "from pathlib import Path; from plugins.publish.target_file import load_target;"
        "from plugins.publish.backends import backend_of;"
        "print(backend_of(load_target(Path('targets.toml'), 'usb')).path)"
    )
    assert "/media/TIN" in copy.run("-c", program)
    (copy.root / "targets.toml").write_text('[usb]\nkind = "drive"\nurl = "https://a.example"\nlabel = "tin"\n')
    assert "viết bằng chữ hoa" in copy.run("-c", program, code=1)
