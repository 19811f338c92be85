"""The command line: what it is asked wrongly it says, and what it says gets through."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.building import ROOT, run_build

TINY = Path(__file__).parent / "site" / "content"


@pytest.mark.slow
@pytest.mark.parametrize(
    "address",
    [
        "javascript:hit()",
        "https://a b",
        'https://x"><script>hit()</script>',
        "example.vn",
        "https://a.vn/?q=1",
        "//a.vn",
    ],
)
def test_an_address_that_is_none(tmp_path: Path, address: str) -> None:
    done = run_build(TINY, tmp_path / "output", tmp_path / "cache", f"--site-url={address}", code=1)
    assert "phải là địa chỉ http(s) đầy đủ" in done.stderr
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize("instant", ["hôm qua", "05/07/2021", "0001-01-01", "9999-12-31T23:59"])
def test_an_instant_that_is_none(tmp_path: Path, instant: str) -> None:
    done = run_build(TINY, tmp_path / "output", tmp_path / "cache", "--at", instant, code=2)
    assert "argument --at" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    "surroundings", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "LANG": ""}, {"LC_ALL": "POSIX"}]
)
def test_reports_are_vietnamese_in_any_locale(tmp_path: Path, surroundings: dict[str, str]) -> None:
    command = [sys.executable, "-m", "plugins.command", "build", "--content", str(TINY)]
    environment = {**os.environ, **surroundings, "PYTHONPATH": str(ROOT), "COLUMN_CACHE": str(tmp_path / "cache")}
    done = subprocess.run(
        [*command, "--output", str(tmp_path / "output")], cwd=ROOT, env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert "Xong: 7 bài".encode() in done.stdout or "Xong: 6 bài".encode() in done.stdout


def test_folders_that_are_none(tmp_path: Path) -> None:
    done = run_build(tmp_path / "no", tmp_path / "output", tmp_path / "cache", code=1)
    assert "không có thư mục nội dung này" in done.stderr
    (tmp_path / "file").touch()
    done = run_build(TINY, tmp_path / "file", tmp_path / "cache", code=1)
    assert "không phải thư mục" in done.stderr
