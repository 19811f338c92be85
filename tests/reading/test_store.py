"""The store between builds: what it keeps, what it writes again, and that no process sees another's past."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from plugins.core.article.record import read_article
from plugins.core.body.parser import BodyParser
from plugins.reading.store import Store
from tests.helpers.building import ROOT

SHAPE = b"shape"
FILES = 50


def _write(store: Store, names: list[str], words: str) -> None:
    """Put articles into the store as a build does."""
    parser, zone = BodyParser(), ZoneInfo("Asia/Ho_Chi_Minh")

    def readings():  # type: ignore[no-untyped-def]
        for name in names:
            data = f"Title: Bài {name}\nDate: 2021-07-05\nCategory: a\nSummary: Tóm tắt.\n\n{words}\n".encode()
            yield name, b"mark", store.key(name, data), read_article(data, name, zone, parser)

    (number,) = store.numbers(1)
    store.entries.update(store.append(number, readings()))


def _save(store: Store) -> None:
    store.save(dict.fromkeys(store.entries, True))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store = Store.load(tmp_path / "store", SHAPE)
    _write(store, [f"articles/{number}.md" for number in range(FILES)], "Chữ đầu.")
    _save(store)
    return tmp_path / "store"


def _elsewhere(folder: Path, path: str) -> str:
    """An article's text as a new process reads it, with the number of entries."""
    code = (
        "import sys; from pathlib import Path; from plugins.reading.store import Store; "
        "s = Store.load(Path(sys.argv[1]), b'shape'); print(len(s.entries), s.text(sys.argv[2]))"
    )
    command = [sys.executable, "-c", code, str(folder), path]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def test_one_edit_after_another_leaves_the_index_alone(folder: Path) -> None:
    index = (folder / "index").read_bytes()
    for number in range(2):
        store = Store.load(folder, SHAPE)
        _write(store, [f"articles/{number}.md"], f"Chữ sửa {number}.")
        _save(store)
    assert (folder / "index").read_bytes() == index
    assert _elsewhere(folder, "articles/0.md") == f"{FILES} Chữ sửa 0."
    assert _elsewhere(folder, "articles/1.md") == f"{FILES} Chữ sửa 1."
    assert _elsewhere(folder, "articles/2.md") == f"{FILES} Chữ đầu."


def test_what_is_gone_stays_gone(folder: Path) -> None:
    store = Store.load(folder, SHAPE)
    del store.entries["articles/7.md"]
    _save(store)
    store = Store.load(folder, SHAPE)
    _write(store, ["articles/8.md"], "Chữ sửa.")
    _save(store)
    assert _elsewhere(folder, "articles/8.md") == f"{FILES - 1} Chữ sửa."


def test_nothing_new_writes_nothing(folder: Path) -> None:
    store = Store.load(folder, SHAPE)
    _write(store, ["articles/3.md"], "Chữ sửa.")
    _save(store)
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    _save(Store.load(folder, SHAPE))
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_a_process_that_stays_sees_what_another_wrote(folder: Path) -> None:
    assert len(Store.load(folder, SHAPE).entries) == FILES
    (folder / "index").write_bytes(b"column-store-0\n")
    store = Store.load(folder, SHAPE)
    assert not store.entries
    assert "hỏng" in store.note


def test_another_shape_is_another_store(folder: Path) -> None:
    store = Store.load(folder, b"other")
    assert not store.entries
    assert "đã đổi" in store.note
