"""The made-up column of three plans over twelve years, small: every page right, as its benchmark looks at them all."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.family import look, look_at_lists, write_family
from tests.helpers.building import run_build


@pytest.mark.slow
def test_every_page_is_right(tmp_path: Path) -> None:
    content = tmp_path / "content"
    owners = write_family(content, 120)
    day = ("--at", "2030-06-01T08:00+07:00")
    run_build(content, tmp_path / "output", tmp_path / "cache", "--site-url", "https://vi-du.vn", *day)
    assert look(content, tmp_path / "output", owners) == []
    assert look_at_lists(content, tmp_path / "output", owners) == []
