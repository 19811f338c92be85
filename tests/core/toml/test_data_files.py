"""All data files by one way: no value hides characters, leads elsewhere than it says, or is of no day."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from plugins.core.column.misnamed import KNOWN, find_misnamed
from plugins.core.errors import SettingsError
from plugins.core.plan.plan_file import read_plans
from plugins.core.plan.site_file import read_site
from plugins.core.problem import Problem
from plugins.core.registers.questions_file import parse_questions
from plugins.core.registers.register_files import TABLES, read_registers
from plugins.core.toml.rows import Table
from plugins.publish.target_file import load_targets
from tests.helpers.plans import plan_text, row
from tests.publish.test_targets import FOLDER

TODAY = dt.date(2026, 1, 1)
BAD = ("\\u0000", "\\u0007", "\\u007f", "\\u0085", "\\u2028", "\\u202e", "\\u2066", "\\ufffd", "\\uffff", "\\U0001fffe")
"""As TOML escapes them; the file itself is plain ASCII."""
SITE = (
    'name = "@"\ntagline = "@"\nhub = "@"\nurl = "@"\n[agency]\nname = "@"\nphone = "@"\nurl = "@"\n[feedback]\n'
    'consent = "@"\nform_url = "@"\n[security]\ncontact = "@"\npolicy = "@"\n[[related]]\nname = "A"\nurl = "@"\n'
)
PLAN = plan_text(
    "a",
    number="@",
    title="@",
    issuer="@",
    source="@",
    units=[row("u", "@", url="@")],
    topics=[row("t", "@", quote="@")],
)
LEDGER = (
    '[[questions]]\nnumber = 1\nreceived = 2025-01-01\nstate = "da-tra-loi"\nquestion = "@"\n'
    'answered = 2025-01-02\nanswer = "@"\n'
)


def register(table: Table, name: str) -> Iterator[str]:
    """The lines of one row with every field of text."""
    yield f"[[{name}]]"
    for cell in table.cells:
        if cell.kind in {"text", "link", "slug"}:
            yield f'{cell.name} = "@"'
        elif cell.kind == "texts":
            yield f'{cell.name} = ["Chữ", "@"]'
    for child in table.children:
        yield from register(child, f"{name}.{child.name}")


def read_targets(text: str) -> tuple[Problem, ...]:
    path = Path(text)
    try:
        load_targets(path)
    except SettingsError as error:
        rows = [re.match(r"targets\.toml:(\d+): ([^:]+): (.*)", line) for line in str(error).splitlines()]
        return tuple(
            Problem(path="targets.toml", line=int(row[1]), field=row[2], message=row[3], rule="") for row in rows if row
        )
    return ()


FILES: dict[str, tuple[str, Callable[[str], tuple[Problem, ...]]]] = {
    "site.toml": (SITE, lambda text: read_site(text, TODAY)[1]),
    "plan.toml": (PLAN, lambda text: read_plans(text)[1]),
    "hoi-dap.toml": (LEDGER, lambda text: parse_questions(text, TODAY)[1]),
    **{
        file: (
            "\n".join(register(table, table.name)) + "\n",
            lambda text, file=file: read_registers({file: text}, TODAY)[1],  # type: ignore[misc]
        )
        for file, table in TABLES.items()
    },
}


def places(text: str) -> list[int]:
    return [number for number, line in enumerate(text.split("\n"), 1) if "@" in line]


def test_every_data_file_is_among_these() -> None:
    assert FILES.keys() == set(KNOWN)


@pytest.mark.parametrize("file", FILES)
def test_no_value_hides_a_character(file: str) -> None:
    text, read = FILES[file]
    for number, line in enumerate(places(text)):
        lines = text.split("\n")
        lines[line - 1] = lines[line - 1].replace("@", f"Chữ {BAD[number % len(BAD)]} thử")
        told = [p for p in read("\n".join(lines).replace("@", "Chữ")) if p.line == line and "U+" in p.message]
        assert [problem.severity for problem in told] == ["error"], (file, lines[line - 1])


@pytest.mark.parametrize("escape", BAD)
def test_no_escape_gets_through(escape: str) -> None:
    for text, read in FILES.values():
        assert any("U+" in problem.message for problem in read(text.replace("@", f"x{escape}y"))), escape


@pytest.mark.parametrize("escape", ["\\u200b", "\\u00ad", "\\ufeff", "\\u3164", "\\ue000", "\u2060"])
@pytest.mark.parametrize("file", FILES)
def test_what_the_eye_misses_is_told_as_in_articles(file: str, escape: str) -> None:
    """A word with such a sign is found by no search; what is quoted because it should not be written may have it."""
    text, read = FILES[file]
    asked = [number for number in places(text) if not text.split("\n")[number - 1].startswith(("slug", "avoid"))]
    found = [problem for problem in read(text.replace("@", f"chữ{escape}thử")) if "U+" in problem.message]
    assert {problem.severity for problem in found} == {"warning"}
    assert set(asked) <= {problem.line for problem in found}


@pytest.mark.parametrize("address", ["https://chinhphu.vn@evil.example/", "https://x;script-src/", "https://$http_x/"])
@pytest.mark.parametrize("file", FILES)
def test_no_address_leads_elsewhere(file: str, address: str) -> None:
    text, read = FILES[file]
    lines = text.split("\n")
    asked = [number for number in places(text) if re.match(r"(?:\w*url|hub|policy|contact) ", lines[number - 1])]
    told = {problem.line for problem in read(text.replace("@", address)) if "http" in problem.message}
    assert set(asked) <= told


@pytest.mark.parametrize(
    ("key", "value"), [("url", "https://$x"), ("url", "https://a.vn;x"), ("path", "/srv/a\\u202eb")]
)
def test_targets_are_judged_alike(key: str, value: str, tmp_path: Path) -> None:
    rows = {**FOLDER, key: f'"{value}"'}
    path = tmp_path / "targets.toml"
    path.write_text("[here]\n" + "".join(f"{name} = {text}\n" for name, text in rows.items()), encoding="utf-8")
    assert {problem.field for problem in read_targets(str(path))} == {key}


@pytest.mark.parametrize(
    ("line", "message", "severity"),
    [
        ('zone = "Factory"', "không có múi giờ", "error"),
        ('zone = "localtime"', "không có múi giờ", "error"),
        ('zone = "posixrules"', "không có múi giờ", "error"),
        ('zone = "right/Asia/Ho_Chi_Minh"', "không có múi giờ", "error"),
        ('zone = "FACTORY"', "không có múi giờ", "error"),
        ('authority = "....,2022-01-01"', "phải là “tên miền,ngày”", "error"),
        ('authority = "thu,2022-01-01"', "phải là “tên miền,ngày”", "error"),
        ('authority = "thu.example,2022-99-99"', "ngày sau dấu phẩy không có thật", "error"),
        ('authority = "thu.example,2021-02-29"', "ngày sau dấu phẩy không có thật", "error"),
        ('authority = "thu.example,٢٠٢٢-01-01"', "phải là “tên miền,ngày”", "error"),
        ('authority = "thu.example,2026-01-02"', "ở tương lai", "error"),
        ('authority = "thu.example,0000"', "không có thật", "error"),
        ('[security]\ncontact = "a@b.vn"\nexpires = "2021-02-31"', "ngày có thật", "error"),
        ('[security]\ncontact = "a@b.vn"\nexpires = "٢٠٢٧-01-01"', "ngày có thật", "error"),
        ('[security]\ncontact = "a@b.vn"\nexpires = "2026-01-01"', "đã hết hạn", "warning"),
        ('[security]\ncontact = "https://a@b.vn"\nexpires = "2027-01-01"', "địa chỉ thư", "error"),
    ],
)
def test_what_a_site_says_of_itself_is_real(line: str, message: str, severity: str) -> None:
    (problem,) = read_site(line + "\n", TODAY)[1]
    assert line.split("\n")[problem.line - 1].startswith(problem.field)
    assert problem.severity == severity
    assert message in problem.message


def test_what_passes_still_passes() -> None:
    text = (
        'zone = "UTC"\nauthority = "thu.example,2022"\n'
        '[security]\ncontact = "mailto:a@b.vn"\nexpires = "2027-06-30"\n[feedback]\nform_url = "https://thư.vn/f"\n'
    )
    site, problems = read_site(text, TODAY)
    assert problems == ()
    assert site.zone == "UTC"
    expired, problems = read_site(text.replace("2027", "2025"), TODAY)
    assert [problem.severity for problem in problems] == ["warning"]
    assert expired.zone == "UTC", "a day that passes must not take all else of the site away"


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("site.toml.txt", "site.toml"),
        ("Site.toml", "site.toml"),
        ("site.tml", "site.toml"),
        ("site (1).toml", "site.toml"),
        ("site.yaml", "site.toml"),
        ("site", "site.toml"),
        ("articles/site.toml", "site.toml"),
        ("Hoi-Dap.toml", "hoi-dap.toml"),
        ("hoi_dap.toml", "hoi-dap.toml"),
        ("hỏi-đáp.toml", "hoi-dap.toml"),
        ("hoi-dap.toml.bak", "hoi-dap.toml"),
        ("thuat-nhu.toml", "thuat-ngu.toml"),
        ("So-Theo-Doi/mo-hinh.toml", "so-theo-doi/mo-hinh.toml"),
        ("mo-hinh.toml", "so-theo-doi/mo-hinh.toml"),
        ("so-theo-doi/muctieu.toml", "so-theo-doi/muc-tieu.toml"),
        ("ky-niem.toml.lnk", "ky-niem.toml"),
        ("tai-lieu/tai-lieu - Copy.toml", "tai-lieu/tai-lieu.toml"),
    ],
)
def test_a_data_file_under_another_name_is_told(path: str, meant: str) -> None:
    (lost,) = find_misnamed([path, *(file for file in KNOWN if file != meant)])
    assert (lost.path, lost.severity) == (path, "error")
    assert f"có phải ý bạn là {meant}?" in lost.message
    (copy,) = find_misnamed([path, *KNOWN])
    assert copy.severity == "warning"


def test_other_files_are_left_alone() -> None:
    files = ["images/plan.jpg", "articles/plan.pdf", "articles/site.txt", "ghi-chu.txt", "articles/custom.csv", *KNOWN]
    assert not list(find_misnamed(files))
    assert not list(find_misnamed(["plan.txt", *KNOWN], used={"plan.txt"}))
    (strange,) = find_misnamed(["so-theo-doi/khac-han.toml", *KNOWN])
    assert strange.severity == "warning"
