"""What became of the last build's output is the same whether this process looks or one beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.build import output_status
from plugins.build.state import load_build_state
from tests.helpers.building import TINY, run_build


def test_a_process_beside_this_one_sees_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output, cache = tmp_path / "output", tmp_path / "cache"
    run_build(TINY, output, cache)
    ((home, state),) = [(path.parent, load_build_state(path)[0]) for path in cache.rglob("outputs/*/state")]
    monkeypatch.setenv("COLUMN_WORKERS", "2")

    def seen() -> output_status.OutputStatus:
        found = []
        for few in (len(state.outputs), len(state.outputs) - 1):  # type: ignore[union-attr]
            monkeypatch.setattr(output_status, "_FEW", few)
            found.append(output_status.begin(output, home, state)())
        assert found[0] == found[1]
        return found[0]

    assert seen() == ([], False, True)
    (output / "index.html").write_text("đổi tay", encoding="utf-8")
    (output / "la.html").write_text("tệp lạ", encoding="utf-8")
    assert seen() == (["index.html"], True, True)
    assert output_status.begin(output, home, None)() == ([], False, False)
