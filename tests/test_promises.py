"""docs/promises.md: every row names a test that exists."""

from __future__ import annotations

import ast
import re

from tests.building import ROOT


def test_every_promise_names_a_test_that_exists() -> None:
    rows = [line for line in (ROOT / "docs/promises.md").read_text(encoding="utf-8").splitlines() if line[:2] == "| "]
    assert len(rows) > 10
    for row in rows[1:]:
        found = re.search(r"\| `(tests/[\w/]+\.py)::(\w+)` \|$", row)
        assert found, row
        module = ast.parse((ROOT / found[1]).read_text(encoding="utf-8"))
        assert found[2] in {node.name for node in ast.walk(module) if isinstance(node, ast.FunctionDef)}, row
