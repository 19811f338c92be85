"""What all headers tell is kept between runs: an edited text asks no other article, and whatever else changes does."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from plugins.core.site_map import SYNDICATED
from plugins.reading.check import Checked, check
from plugins.reading.reader import body_parser
from plugins.reading.sources import scan
from plugins.system import build_inputs
from plugins.verbs.check import plain_settings
from tests.helpers.building import ROOT
from tests.helpers.processes import run_module

if TYPE_CHECKING:
    from plugins.core.column.column import Column

TINY = Path(__file__).parent.parent / "site" / "content"
NOW = dt.datetime(2026, 1, 1, 9, tzinfo=dt.UTC)
EDITED = "articles/2022-03-01-cung-phut-mot.md"
Check = Callable[..., Checked]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The tiny site."""
    return Path(shutil.copytree(TINY, tmp_path / "content"))


@pytest.fixture
def check_only(content: Path, tmp_path: Path) -> Check:
    """Checks the tiny site as a build does."""
    settings = plain_settings()

    def run(instant: dt.datetime = NOW, home: str = "store") -> Checked:
        shape = build_inputs.shape(settings)
        return check(content, scan(content), tmp_path / home, body_parser(settings), shape, instant)

    return run


@pytest.fixture
def look(check_only: Check) -> Check:
    """Likewise; the column is there."""

    def run(instant: dt.datetime = NOW, home: str = "store") -> Checked:
        checked = check_only(instant, home)
        assert checked.column is not None, checked.problems
        return checked

    return run


def unpacked(checked: Checked) -> list[str]:
    """The articles whose records were looked into."""
    assert checked.column
    return sorted(checked.column.articles[0].records)  # type: ignore[call-overload]  # a dict of those


def told(column: Column | None) -> object:
    """All that the column says of its articles."""
    assert column
    articles = [
        (article.record, article.date, article.terms, article.whole_digest, [a.id for a in column.related(article)])
        for article in column.articles
    ]
    lists = {kind: {slug: [a.id for a in rows] for slug, rows in by.items()} for kind, by in column.lists.items()}
    newest = [[a.id for a in column.newest(kind, slug, 2)] for kind in SYNDICATED for slug in lists[kind]]
    return (
        articles,
        lists,
        newest,
        column.tags,
        column.waiting,
        column.next_change,
        column.since,
        column.metadata_digest,
    )


def edit(content: Path, old: str, new: str, file: str = EDITED) -> None:
    """Replace some words of an article."""
    path = content / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_an_edited_text_asks_no_other_article(content: Path, look: Check) -> None:
    first = look()
    assert len(unpacked(first)) > 5
    edit(content, "Bài này không có ảnh.", "Một đoạn mới.\n\nBài này không có ảnh nào.")
    second = look()
    assert unpacked(second) == []
    assert second.parsed == 1
    assert told(second.column) == told(look(home="other").column)
    before, after = first.column, second.column
    assert before
    assert after
    assert before.metadata_digest == after.metadata_digest
    changed = [
        a.source for a, b in zip(before.articles, after.articles, strict=True) if a.whole_digest != b.whole_digest
    ]
    assert changed == [EDITED]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Tags: khóa 1", "Tags: khóa 12"),
        ("Title: Hai bài", "Title: Cả hai bài"),
        ("2022-03-01 07:30", "2022-03-01 07:31"),
        ("Bài này không", "## Một mục\n\nBài này không"),
        ("(2022-03-01-cung-phut-hai.md)", "(2022-04-05-dinh-chinh.md)"),
    ],
)
def test_any_header_heading_or_link_asks_all(content: Path, look: Check, old: str, new: str) -> None:
    look()
    edit(content, old, new)
    checked = look()
    assert len(unpacked(checked)) > 5
    assert told(checked.column) == told(look(home="other").column)


def test_a_new_file_asks_all(content: Path, look: Check) -> None:
    look()
    (content / "images" / "moi.txt").write_text("một tệp", encoding="utf-8")
    assert len(unpacked(look())) > 5


NEWEST = """Title: Bài mới nhất
Date: 2025-12-30 08:00
Category: dao-duc
Form: bao-chi
Tags: khóa 1, mới tinh
Authors: Ban biên tập
Summary: Bài mới, chưa bài nào biết tới.
Picture: /images/moi.png
Picture-alt: Một ô vuông
Picture-credit: Ảnh: Ban biên tập

Xem [bài một](2022-03-01-cung-phut-mot.md) và [RSS](/rss/).
"""
ADDED = "articles/2025-12-30-moi-nhat.md"


def write(content: Path, text: str, file: str = ADDED) -> None:
    """A new article; its picture is new as well."""
    (content / file).write_text(text, encoding="utf-8")
    if "moi.png" in text:
        Image.new("RGB", (640, 480)).save(content / "images" / "moi.png")


def without_picture(text: str) -> str:
    """The same article with no file of its own."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("Picture"))


def test_a_new_article_asks_only_those_it_leads_to(content: Path, look: Check) -> None:
    first = look().column
    write(content, NEWEST)
    checked = look()
    assert unpacked(checked) == [EDITED]
    assert checked.parsed == 1
    assert told(checked.column) == told(look(home="other").column)
    assert checked.problems == look(home="third").problems
    assert {(problem.path, problem.rule) for problem in checked.problems} == {(ADDED, "plan-agrees")}
    assert look().problems == checked.problems
    assert "images/moi.png" in checked.facts
    assert first
    assert checked.column.metadata_digest != first.metadata_digest  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Authors:", "Aliases: noi-cu\nAuthors:"),
        ("Authors:", "Aliases: noi-cu, noi-cu-hon\nAuthors:"),
        ("Authors:", "Aliases: khoa-1\nAuthors:"),
        ("Authors:", "Slug: noi-moi\nId: ma-moi\nAuthors:"),
        ("Authors: Ban biên tập", "Authors: Người viết; Ban biên tập"),
        ("Tags: khóa 1, mới tinh", "Tags: mới tinh"),
    ],
)
def test_what_nobody_else_claims_joins_and_makes_the_same_column(
    content: Path, look: Check, old: str, new: str
) -> None:
    edit(content, "Tags: khóa 1", "Tags: khóa 1\nAuthors: Người viết")
    look()
    write(content, without_picture(NEWEST).replace(old, new))
    joined, clean = look(), look(home="other")
    assert unpacked(joined) == [EDITED]
    assert told(joined.column) == told(clean.column)
    assert joined.problems == clean.problems
    assert joined.column
    assert clean.column
    aliases = [[article.aliases for article in checked.column.articles] for checked in (joined, clean)]  # type: ignore[union-attr]
    assert aliases[0] == aliases[1]


def test_an_alias_that_joined_is_held_against_the_next_article(content: Path, look: Check, check_only: Check) -> None:
    look()
    write(content, without_picture(NEWEST).replace("Authors:", "Aliases: noi-cu\nAuthors:"))
    look()
    write(
        content,
        without_picture(NEWEST).replace("12-30", "12-31").replace("Authors:", "Slug: noi-cu\nAuthors:"),
        "articles/2025-12-31-khac.md",
    )
    checked = check_only()
    assert checked.column is None
    assert checked.problems == check_only(home="other").problems


@pytest.mark.slow
def test_new_articles_join_one_after_another(content: Path, look: Check) -> None:
    look()
    for number in range(4):
        text = without_picture(NEWEST).replace("12-30", f"12-{20 + number}").replace("mới tinh", f"thẻ {number // 2}")
        write(content, text, f"articles/2025-12-{20 + number}-moi-{number}.md")
        write(
            content, text.replace("08:00", "08:00\nStatus: draft"), f"articles/2025-12-{20 + number}-nhap-{number}.md"
        )
        write(content, text.replace("2025-12", "2027-12"), f"articles/2027-12-{20 + number}-hen-{number}.md")
        checked = look()
        assert unpacked(checked) == [EDITED]
        assert told(checked.column) == told(look(home="other").column)
    edit(content, "Xem", "Hãy xem", "articles/2025-12-21-moi-1.md")
    edited = look()
    assert unpacked(edited) == []
    assert told(edited.column) == told(look(home="third").column)
    edit(content, "Tags: khóa 1, thẻ 0", "Tags: khóa 1", "articles/2025-12-20-moi-0.md")
    assert told(look().column) == told(look(home="fourth").column)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Date: 2025-12-30 08:00", "Date: 2022-03-01 07:30"),
        ("Date: 2025-12-30 08:00", "Date: 2022-03-01 07:29"),
        ("Authors:", "Lang: en\nTranslation_of: 2022-03-01-cung-phut-mot\nAuthors:"),
        ("/rss/", "/bai-viet/cung-phut-mot/"),
        ("Authors: Ban biên tập", "Authors: NGƯỜI VIẾT"),
        ("Authors: Ban biên tập", "Modified: 2030-01-01 08:00\nAuthors: Ban biên tập"),
    ],
)
def test_a_new_article_in_doubt_asks_all(content: Path, look: Check, old: str, new: str) -> None:
    edit(content, "Tags: khóa 1", "Tags: khóa 1\nAuthors: Người viết")
    look()
    write(content, without_picture(NEWEST).replace(old, new))
    checked = look()
    assert len(unpacked(checked)) > 5
    assert told(checked.column) == told(look(home="other").column)
    assert checked.problems == look(home="third").problems


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("Authors:", "Slug: cung-phut-mot\nAuthors:", "one-address"),
        ("Authors:", "Slug: cu-ky\nAuthors:", "one-address"),
        ("Tags: khóa 1", "Tags: Khoá 1", "one-tag"),
        ("Tags: khóa 1", "Tags: Khóa 1", "one-tag"),
        ("Category: dao-duc", "Category: dao-duk", "plan-terms"),
        ("cung-phut-mot.md", "cung-phut-muoi.md", "references"),
        ("cung-phut-mot.md", "cung-phut-mot.md#khong-co", "references"),
        ("2022-03-01-cung-phut-mot.md", "2022-05-02-ban-nhap.md", "references"),
        ("(/rss/)", "(/the/khong-co/)", "references"),
        ("/images/moi.png", "/images/khac.png", "references"),
    ],
)
def test_a_new_article_that_does_not_fit_is_refused(
    content: Path, check_only: Check, old: str, new: str, rule: str
) -> None:
    edit(content, "Tags: khóa 1", "Tags: khóa 1\nAliases: cu-ky")
    assert check_only().column
    write(content, NEWEST.replace(old, new))
    checked = check_only()
    assert checked.column is None
    assert rule in {problem.rule for problem in checked.problems}
    assert checked.problems == check_only(home="other").problems
    (content / ADDED).unlink()
    assert check_only().column


def test_it_holds_for_its_span_of_time_and_its_day_alone(content: Path, look: Check) -> None:
    edit(content, "Summary: Bài không có ảnh", "Expires: 2026-01-01 17:00\nSummary: Bài không có ảnh")
    edit(content, "[đây là bài hai](2022-03-01-cung-phut-hai.md)", "một bài")
    look()
    assert unpacked(look(NOW + dt.timedelta(minutes=59))) == []
    gone = look(NOW + dt.timedelta(hours=1))
    assert gone.column.metadata_digest != look(NOW).column.metadata_digest  # type: ignore[union-attr]
    assert EDITED not in [article.source for article in gone.column.articles]  # type: ignore[union-attr]
    assert len(unpacked(look(NOW + dt.timedelta(hours=9)))) > 5  # the next day in the site's zone
    assert EDITED in [article.source for article in look().column.articles]  # type: ignore[union-attr]


def test_damage_and_other_versions_are_as_if_nothing_were_kept(content: Path, look: Check, tmp_path: Path) -> None:
    right = told(look().column)
    path = tmp_path / "store" / "arranged"
    data = path.read_bytes()
    other = data.replace(b"column-arranged-", b"column-arranged-0", 1)
    for damaged in (b"", data[:40], data[:-1], other, b"x" * len(data)):
        path.write_bytes(damaged)
        checked = look()
        assert len(unpacked(checked)) > 5
        assert told(checked.column) == right
    assert unpacked(look()) == []


def test_problems_across_files_are_found_anew(content: Path, look: Check) -> None:
    edit(content, "Summary: Bài không có ảnh", "Modified: 2030-01-01 08:00\nSummary: Bài không có ảnh")
    rules = [problem.rule for problem in look().problems]
    assert "future-change" in rules
    assert [problem.rule for problem in look().problems] == rules
    assert "future-change" not in [p.rule for p in look(dt.datetime(2031, 1, 1, tzinfo=dt.UTC)).problems]


def test_a_warning_of_a_picture_names_its_line_after_an_edit_above(content: Path, look: Check) -> None:
    Image.new("RGB", (64, 48)).save(content / "images" / "vuong.jpg", "PNG")
    edit(content, "Bài này không", "![Ô vuông](/images/vuong.jpg)\n\nBài này không")
    (first,) = [problem for problem in look().problems if problem.rule == "picture-file"]
    edit(content, "![Ô vuông]", "Thêm một đoạn.\n\n![Ô vuông]")
    checked = look()
    assert unpacked(checked) == [EDITED]
    (second,) = [problem for problem in checked.problems if problem.rule == "picture-file"]
    assert (second.path, second.line) == (first.path, first.line + 2)


def test_a_kept_note_names_the_line_that_its_header_has_now(content: Path, look: Check) -> None:
    edit(content, "Summary: Bài không có ảnh", "Series: Một mình\nSummary: Bài không có ảnh")

    def line() -> int:
        (note,) = [problem for problem in look().problems if problem.rule == "series-alone"]
        return note.line

    kept = line()
    assert line() == kept > 1
    edit(content, "Series: Một mình\n", "")
    edit(content, "Title:", "Series: Một mình\nTitle:")
    assert line() == 1
    edit(content, "Bài này không", "Bài này thì không")
    assert line() == 1


@pytest.mark.slow
def test_a_rule_across_files_is_one_row(tmp_path: Path) -> None:
    """Two articles with one title: a row added to the table refuses the new one, whatever is kept and however asked."""
    project, content = tmp_path / "project", tmp_path / "content"
    shutil.copytree(ROOT / "plugins", project / "plugins", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "theme", project / "theme")
    shutil.copy(ROOT / "pelicanconf.py", project)
    shutil.copy(ROOT / "requirements.lock", project)
    shutil.copytree(TINY, content)
    table = project / "plugins/core/column/claims.py"
    row = """CLAIMS.append(
    Claim(
        name="title",
        rule="one-address",
        header="Title",
        claims=lambda record: (record.title,),
        problem=lambda claim, _, where: f"“{claim}” là tên của {where}",
    )
)
"""
    table.write_text(table.read_text(encoding="utf-8") + "\n\n" + row, encoding="utf-8")

    def build(*options: str) -> tuple[int, str]:
        folders = ("--content", str(content), "--output", str(tmp_path / "output"))
        environment = {**os.environ, "PYTHONPATH": str(project), "COLUMN_CACHE": str(tmp_path / "cache")}
        done = run_module("plugins.command", "build", *folders, *options, cwd=project, env=environment)
        return done.returncode, done.stderr

    assert build()[0] == 0
    path = next(content.rglob("2022-03-01-cung-phut-mot.md"))
    path.with_name("2025-01-01-them.md").write_text(
        path.read_text(encoding="utf-8").replace("2022-03-01", "2025-01-01"), encoding="utf-8"
    )
    for options in ((), ("--force",)):
        code, told = build(*options)
        assert code == 1
        assert "là tên của" in told
