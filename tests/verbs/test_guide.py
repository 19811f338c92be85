"""The editors' guide says what the code does: tables, dates and inner links are held against it."""

import ast
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from plugins.core.all_rules import RULES
from plugins.core.article.headers import HEADERS
from plugins.core.text.dates import DateError, parse_instant
from plugins.verbs import guide

ROOT = Path(__file__).resolve().parent.parent.parent
TEXT = guide.GUIDE.read_text(encoding="utf-8")


def test_tables_are_those_of_the_code() -> None:
    assert guide.render(TEXT) == TEXT, "run: python3 tasks.py guide"


def test_every_header_and_rule_is_in_the_guide() -> None:
    guide.render(TEXT)
    missing = [kind.name for kind in HEADERS.values() if f"| `{kind.name}` |" not in TEXT]
    missing += [slug for slug in RULES if f"- `{slug}`: " not in TEXT]
    assert missing == []


@pytest.mark.slow
def test_every_rule_that_code_names_is_declared() -> None:
    guide.render(TEXT)
    named: dict[str, str] = {}
    for path in sorted((ROOT / "plugins").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                for slug in _rules_in(node):
                    named[slug] = path.name
    assert {slug: file for slug, file in named.items() if slug not in RULES} == {}
    assert len(named) > 20


def _rules_in(call: ast.Call) -> list[str]:
    """Rule slugs written in a call that makes a problem."""
    given = [keyword.value for keyword in call.keywords if keyword.arg == "rule"]
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in {"complain", "_problem"}:
        given += call.args
    texts = [node.value for node in given if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [text for text in texts if re.fullmatch(r"[a-z]+(-[a-z]+)+", text)]


@pytest.mark.parametrize("row", re.findall(r"^\| `(\d[^`]*)` \| (.+) \|$", TEXT, re.MULTILINE), ids=lambda row: row[0])
def test_the_dates_shown_are_taken_as_the_guide_says(row: tuple[str, str]) -> None:
    written, result = row
    if "bị từ chối" in result:
        with pytest.raises(DateError):
            parse_instant(written, ZoneInfo("Asia/Ho_Chi_Minh"))
    else:
        instant = parse_instant(written, ZoneInfo("Asia/Ho_Chi_Minh"))
        assert f"ngày {instant.day} tháng {instant.month}" in result


def test_links_inside_the_guide_lead_somewhere() -> None:
    headings = re.findall(r"^#+ (.+)$", TEXT, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", TEXT)) - anchors == set()
    files = re.findall(r"\]\((?!#|https?:)([^)]+)\)", _shown(TEXT))
    assert [file for file in files if not (guide.GUIDE.parent / file).exists()] == []


def _shown(text: str) -> str:
    """The guide without its examples and its list of rules."""
    return re.sub(r"```.*?```|^- `[^\n]*$|`[^`\n]+`", "", text, flags=re.DOTALL | re.MULTILINE)
