"""The cache does not keep for ever what belonged to folders that are gone."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from plugins.system import build_inputs
from plugins.system.file_lock import held
from plugins.system.workspaces import GONE, KINDS, UNKNOWN, note_place, prune_workspaces
from tests.helpers.building import CONTENT, run_build

_ARTICLE = "Title: Bài\nDate: 2021-05-01 07:30\nCategory: bau-cu-ky-hop-thu-nhat\nSummary: Tóm tắt.\n\nNội dung.\n"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLUMN_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def workspaces(cache: Path, folder: Path, age: float, *, noted: bool = True) -> list[Path]:
    """One of every kind, last touched so many seconds ago."""
    if noted:
        note_place(folder)
    made = [cache / kind / build_inputs.name_of(folder) for kind in KINDS]
    for home in made:
        (home / "spare").mkdir(parents=True)
        (home / "state").write_text("kept")
        moment = time.time() - age
        for path in (home / "spare", home / "state", home):
            os.utime(path, (moment, moment))
    return made


def test_only_what_belongs_to_a_folder_that_is_gone_goes(cache: Path, tmp_path: Path) -> None:
    there, gone, fresh, old, older = (tmp_path / name for name in ("there", "gone", "fresh", "old", "older"))
    there.mkdir()
    kept = workspaces(cache, there, UNKNOWN * 2)
    doomed = workspaces(cache, gone, GONE + 60)
    kept += workspaces(cache, fresh, GONE - 60)
    kept += workspaces(cache, old, UNKNOWN - 60, noted=False)
    doomed += workspaces(cache, older, UNKNOWN + 60, noted=False)
    assert set(prune_workspaces()) == set(doomed)
    assert all(home.is_dir() for home in kept)
    assert not any(home.exists() for home in doomed)
    assert sorted(os.listdir(cache / "places")) == sorted(build_inputs.name_of(folder) for folder in (there, fresh))
    assert prune_workspaces() == []


def test_what_somebody_works_in_stays(cache: Path, tmp_path: Path) -> None:
    (home, *_) = workspaces(cache, tmp_path / "gone", GONE + 60)
    with held(home / "lock", 0, lambda: None):
        moment = time.time() - GONE - 60
        os.utime(home / "lock", (moment, moment))
        os.utime(home, (moment, moment))
        assert home not in prune_workspaces()
    assert home.is_dir()


@pytest.mark.slow
def test_a_build_takes_away_what_another_output_left(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    content = tmp_path / "content"
    (content / "articles").mkdir(parents=True)
    shutil.copy(CONTENT / "plan.toml", content)
    (content / "articles/bai.md").write_text(_ARTICLE)
    run_build(content, tmp_path / "first", cache)
    shutil.rmtree(tmp_path / "first")
    (left,) = (cache / "outputs").iterdir()
    moment = time.time() - GONE - 60
    for path in (*left.iterdir(), left):
        os.utime(path, (moment, moment), follow_symlinks=False)
    run_build(content, tmp_path / "second", cache)
    assert not left.exists()
    assert len(list((cache / "outputs").iterdir())) == 1
    assert len(list((cache / "articles").iterdir())) == 1
