"""What other programs left to be written is brought to the disk beside a build, and nobody waits for it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from plugins.build import moves


def test_nobody_waits_and_nothing_is_held_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMN_WORKERS", "2")
    begun, go_on = tmp_path / "begun", tmp_path / "go-on"

    def slow_disk(folder: Path) -> None:
        (folder / "begun").touch()
        while not (folder / "go-on").exists():
            time.sleep(0.01)
        (folder / "done").touch()

    monkeypatch.setattr(moves, "sync", slow_disk)
    reading, writing = os.pipe()
    moves.sync_beside(tmp_path)
    os.close(writing)
    assert os.read(reading, 1) == b""  # who reads what a build says to its end would wait for the disk
    os.close(reading)
    while not begun.exists():
        time.sleep(0.01)
    go_on.touch()
    while not (tmp_path / "done").exists():
        time.sleep(0.01)
    (child,) = moves._syncing
    for _ in range(1_000):  # each build asks again whether it has ended
        moves.sync_beside(tmp_path)
        if child not in moves._syncing:
            break
        time.sleep(0.01)
    assert child not in moves._syncing
    while moves._syncing:
        os.waitpid(moves._syncing.pop(), 0)


def test_with_one_core_the_build_alone_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMN_WORKERS", "1")
    monkeypatch.setattr(moves, "sync", lambda folder: (folder / "begun").touch())
    moves.sync_beside(tmp_path)
    time.sleep(0.05)
    assert not (tmp_path / "begun").exists()
