"""The site map's rows: each is made by a module that is there, and no other module types an address of its own."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from plugins.core.site_map import RESERVED, ROWS, is_fixed, left_out

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"
ELSEWHERE = {"core/site_map.py", "verbs/screens.py"}
"""The map itself, and the addresses of this project's own content that its pictures are taken of."""


@pytest.mark.parametrize("row", ROWS.values(), ids=lambda row: row.name)
def test_a_row_is_made_by_a_module(row) -> None:  # type: ignore[no-untyped-def]
    assert (PLUGINS / f"{row.made_by.replace('.', '/')}.py").is_file()
    assert row.path.startswith("/")
    assert row.path.count("{") < 2
    assert row.title or not (row.menu or row.footer) or row.kind


def _strings(path: Path) -> list[tuple[int, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    strings = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docs)
    return [(node.lineno, node.value) for node in strings if isinstance(node.value, str)]


@pytest.mark.slow
def test_no_address_is_typed_elsewhere() -> None:
    folders = {row.folder for row in ROWS.values() if row.folder}
    paths = {row.path for row in ROWS.values()} - {"/", "/_headers", "/_redirects", "/robots.txt"}
    found = [
        f"{file}:{line}: {text}"
        for path in sorted(PLUGINS.rglob("*.py"))
        if (file := path.relative_to(PLUGINS).as_posix()) not in ELSEWHERE
        for line, text in _strings(path)
        if text in paths or (text.startswith("/") and text[1:].partition("/")[0] in folders)
    ]
    assert not found


def test_what_is_fixed() -> None:
    assert is_fixed("/hinh-thuc/")
    assert is_fixed("/rss.xml")
    assert is_fixed("/su-kien/lich.ics")
    assert not is_fixed("/don-vi/"), "a plan without units has no such page"
    assert not is_fixed("/dinh-chinh/rss.xml")
    assert not is_fixed("/404.html")


def test_reserved() -> None:
    assert {"chu-de", "the", "bai-viet", "su-kien", "tim-kiem", "theme", "anh", "tep", "trang", "index"} <= RESERVED


def test_a_site_without_search() -> None:
    active = [f"plugins.{row.made_by}" for row in ROWS.values()]
    assert left_out(active, search=True) == frozenset()
    assert left_out(active, search=False) == {"search.page", "search.index"}


def test_templates_type_no_address_of_the_site() -> None:
    """They ask the map: `"plan"|site_path(slug)`."""
    first = "|".join(sorted(row.folder for row in ROWS.values() if row.folder and row.folder.isascii()))
    typed = re.compile(rf'(?:\}}\}}|["\'])/(?:{first})/')
    found = [
        f"{path.name}: {match[0]}"
        for path in (PLUGINS.parent / "theme/templates").rglob("*.html")
        for match in typed.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found
