"""The folder of a connection's socket: private, short, and nobody's left behind."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from plugins.publish.ssh_sockets import socket_folder


def test_what_killed_publishes_left_goes_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    finished = subprocess.Popen(["true"])
    finished.wait()
    with tempfile.TemporaryDirectory(prefix="p-") as parent:
        monkeypatch.setattr(tempfile, "tempdir", parent)
        names = {
            "dead": f"dnq-{finished.pid}-abcdefgh",
            "alive": f"dnq-{os.getpid()}-abcdefgh",
            "old": "dnq-abcdefg1",
            "fresh": "dnq-abcdefg2",
            "foreign": "dnq-notes-of-mine",
            "linked": f"dnq-{finished.pid}-abcdefg3",
        }
        place = {word: Path(parent) / name for word, name in names.items()}
        for word, path in place.items():
            if word != "linked":
                path.mkdir()
                (path / "s").write_text("")
        place["linked"].symlink_to(place["foreign"])
        yesterday = time.time() - 2 * 86_400
        os.utime(place["old"], (yesterday, yesterday))
        with socket_folder() as folder:
            assert os.path.dirname(folder) == parent
            assert os.stat(folder).st_mode & 0o777 == 0o700
            assert {word for word, path in place.items() if path.exists()} == {"alive", "fresh", "foreign", "linked"}
            assert (place["foreign"] / "s").exists()
        assert not os.path.exists(folder)


def test_a_folder_that_is_too_long_for_a_socket_is_passed_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    long = tmp_path / ("t" * 80)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    with socket_folder() as folder:
        assert len(f"{folder}/s.0123456789abcdef") < 100
