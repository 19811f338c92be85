"""CSV for spreadsheets: no text computes, every text comes back."""

import ast
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.text.spreadsheet_rows import as_csv
from tests.helpers.building import ROOT


@pytest.mark.parametrize(
    "text",
    ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "\xa0@x", "=HYPERLINK()"],
)
def test_no_text_is_a_formula(text: str) -> None:
    ((cell,),) = csv.reader(io.StringIO(as_csv([[text]]).removeprefix("\ufeff"), newline=""))
    assert cell == f"'{text}"


@given(st.lists(st.lists(st.one_of(st.text("a=+;,\"'\t\nạ "), st.integers(-9, 9)), min_size=1), min_size=1))
def test_every_text_comes_back_and_splits_nowhere(rows: list[list[str | int]]) -> None:
    text = as_csv(rows).removeprefix("\ufeff")
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert [[cell.removeprefix("'") for cell in row] for row in read] == [
        [str(cell).removeprefix("'") for cell in row] for row in rows
    ]
    assert not any(cell.startswith(("=", "+", "\t")) for row in read for cell in row)


@pytest.mark.slow
def test_no_other_module_writes_csv() -> None:
    for path in (ROOT / "plugins").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and path.name != "spreadsheet_rows.py":
                assert node.attr not in {"writer", "DictWriter", "writerow", "writerows"}, path
            if isinstance(node, ast.ImportFrom):
                assert node.module != "csv", path
