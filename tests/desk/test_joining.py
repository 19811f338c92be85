"""What other newsrooms send is joined so that a desk which is killed at any step of it, or finds somebody's uncommitted
work in the way, loses no word of anybody."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from plugins.desk import commits, landing
from plugins.desk.commits import Repository
from plugins.desk.files import ConflictError, Folder, opened, written
from plugins.desk.landing import note_what_stands
from plugins.desk.merging import merged
from plugins.desk.people import ADMIN, Person
from plugins.desk.sync import Sync
from tests.helpers import desk as desks
from tests.helpers.desk import DRAFT_FILE, LIVE_FILE
from tests.helpers.desk import git as said
from tests.helpers.rounds import rounds

HERE = Person("Hòa", "hoa@example.vn", ADMIN)


class KilledError(BaseException):
    """Raised where a test kills the desk."""


class Newsroom:
    """A desk's files and git without its server, and another newsroom that sends to the same repository."""

    def __init__(self, folder: Path) -> None:
        if not (folder / "kho").exists():
            desks.newsroom(folder)
            said(folder, "clone", "-q", "xa.git", "ban")
        self.content, self.far, self.away = folder / "kho" / "content", folder / "ban", folder / "xa.git"
        for own in (self.content, self.far):
            said(own, "remote", "set-url", "origin", str(self.away))
        self.begin()

    def begin(self) -> None:
        """The desk, as it starts after whatever happened."""
        self.folder, self.git = Folder(self.content), Repository(self.content)
        self.folder.clear()
        self.git.clear()
        note_what_stands(self.git)
        self.saving = threading.RLock()
        home = self.content.parent.parent / "nha"
        self.sync = Sync(self.git, self.folder, home, self.saving, lambda: None)

    def elsewhere(self, file: str, old: str, new: str) -> None:
        """The other newsroom changes a file and sends it."""
        said(self.far, "pull", "-q", "--no-rebase")
        path = self.far / file
        path.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_bytes().decode() if path.exists() else ""
        path.write_bytes((text.replace(old, new) if old else new).encode())
        said(self.far, "add", "-A")
        said(self.far, "commit", "-qm", "Bạn sửa")
        said(self.far, "push", "-q")

    def text(self, source: str = DRAFT_FILE) -> str:
        """What stands on this disk."""
        return (self.content / source).read_bytes().decode()

    def write(self, text: str, source: str = DRAFT_FILE) -> None:
        """Somebody changes a file here, past the desk."""
        (self.content / source).write_bytes(text.encode())

    def save(self, text: str, base: str, source: str = DRAFT_FILE) -> None:
        """As the desk saves: over the file that it began from, and at once a commit."""
        with self.saving:
            data = written(text)
            self.folder.write(source, data, base)
            self.git.commit({source: data}, HERE, "Sửa bài")

    def base(self, source: str = DRAFT_FILE) -> str:
        """Git's name of what stands on this disk."""
        return opened((self.content / source).read_bytes()).base

    def sent(self, source: str = DRAFT_FILE) -> str:
        """What everybody has."""
        return said(self.away, "show", f"main:content/{source}") + "\n"

    def status(self) -> str:
        """What differs here from the last commit."""
        return said(self.content.parent, "status", "--porcelain")


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


ONE, TWO = "Đoạn thứ nhất của bài nháp.", "Đoạn thứ hai của bài nháp."
FILE = f"content/{DRAFT_FILE}"


@contextmanager
def killed_at(step: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Kill the desk before one of the things that it does to git or to the disk; yields how many it did."""
    done = [0]

    def counted(act: Callable[..., Any]) -> Callable[..., Any]:
        def acted(*values: Any, **named: Any) -> Any:
            if done[0] == step:
                raise KilledError
            done[0] += 1
            return act(*values, **named)

        return acted

    with monkeypatch.context() as patch:
        patch.setattr(commits, "run", counted(commits.run))
        patch.setattr(Folder, "_exchange", counted(Folder._exchange))
        patch.setattr(landing.shutil, "move", counted(landing.shutil.move))
        yield done


def save_and_send(room: Newsroom) -> None:
    room.save(room.text().replace(ONE, "Đoạn của tôi."), room.base())
    room.sync.once()


def save_again(room: Newsroom, began: str, mine: str) -> None:
    """The page of who typed it has it still, and was never told that it is saved."""
    if "Đoạn của tôi." in room.text():
        room.save(room.text(), room.base())
        return
    theirs = opened((room.content / DRAFT_FILE).read_bytes())
    if theirs.text != began:
        with pytest.raises(ConflictError):
            room.save(mine, opened(began.encode()).base)
        mine, whole = merged(mine, began, theirs.text)
        assert whole
    room.save(mine, theirs.base)


@pytest.mark.slow
def test_a_kill_at_any_step_loses_no_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Newsroom(tmp_path / "dau")
    first.elsewhere(FILE, TWO, "Đoạn của bạn.")
    first.elsewhere(f"content/{LIVE_FILE}", "mười hai", "mười ba")
    first.elsewhere("content/articles/2030/2030-05-01-moi.md", "", desks.DRAFT)
    step, over = 0, False
    while not over:
        folder = tmp_path / str(step)
        shutil.copytree(tmp_path / "dau", folder, symlinks=True)
        room = Newsroom(folder)
        began = room.text()
        with killed_at(step, monkeypatch), suppress(KilledError):
            save_and_send(room)
            over = True
        assert room.text() in {began.replace(ONE, mine).replace(TWO, theirs)
                               for mine in (ONE, "Đoạn của tôi.") for theirs in (TWO, "Đoạn của bạn.")}  # fmt: skip
        room.begin()
        room.sync.once()
        save_again(room, began, began.replace(ONE, "Đoạn của tôi."))
        assert room.sync.once().kind == "sent"
        assert room.sent() == room.text() == began.replace(ONE, "Đoạn của tôi.").replace(TWO, "Đoạn của bạn.")
        assert "mười ba" in room.text(LIVE_FILE)
        assert (room.content / "articles/2030/2030-05-01-moi.md").exists()
        assert room.status() == ""
        said(room.content.parent, "fsck", "--strict")
        shutil.rmtree(folder)
        step += rounds(13, 1)
    assert step > 20


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["unix", "windows"])
def test_what_lies_here_uncommitted_is_joined_and_goes_on(room: Newsroom, ends: str) -> None:
    if ends != "\n":
        room.elsewhere(FILE, "\n", ends)
        room.sync.once()
    room.write(room.text().replace(ONE, "Sửa bằng Notepad."))
    room.elsewhere(FILE, TWO, "Đoạn của bạn.")
    assert room.sync.once().kind == "sent"
    both = desks.DRAFT.replace(ONE, "Sửa bằng Notepad.").replace(TWO, "Đoạn của bạn.").replace("\n", ends)
    assert room.text() == both
    assert room.status().split() == ["M", FILE]  # and is nobody's commit before somebody saves it
    text = opened((room.content / DRAFT_FILE).read_bytes()).text
    with room.saving:
        data = written(text + "Hết.\n", windows=ends != "\n")
        room.folder.write(DRAFT_FILE, data, room.base())
        room.git.commit({DRAFT_FILE: data}, HERE, "Sửa bài")
    assert room.sync.once().kind == "sent"
    for words in ("Sửa bằng Notepad.", "Đoạn của bạn.", "Hết."):
        assert words in room.sent()
    assert room.status() == ""


def test_what_lies_here_uncommitted_in_the_same_place_waits_for_a_person(room: Newsroom) -> None:
    room.write(room.text().replace(ONE, "Sửa bằng Notepad."))
    room.elsewhere(FILE, ONE, "Đoạn của bạn.")
    head = room.git.head()
    state = room.sync.once()
    clash = state.clashes[DRAFT_FILE]
    assert state.kind == "clash"
    assert "Đoạn của bạn." in clash.theirs
    assert ONE in clash.began
    assert (room.git.head(), "Sửa bằng Notepad." in room.text()) == (head, True)
    room.save(room.text().replace("Sửa bằng Notepad.", "Cả hai."), room.base())
    room.sync.choose(DRAFT_FILE, clash.blob)
    assert room.sync.once().kind == "sent"
    assert "Cả hai." in room.sent()
    assert room.status() == ""


def test_a_file_that_is_no_article_is_not_mixed(room: Newsroom) -> None:
    room.write(room.text("site.toml") + "# sửa dở\n", "site.toml")
    room.elsewhere("content/site.toml", "Chuyên mục mẫu", "Chuyên mục khác")
    state = room.sync.once()
    assert "site.toml" in state.said
    assert room.text("site.toml").endswith("# sửa dở\n")
    assert "Chuyên mục mẫu" in said(room.content.parent, "show", "HEAD:content/site.toml")
    said(room.content.parent, "checkout", "content/site.toml")
    assert room.sync.once().kind == "sent"
    assert "Chuyên mục khác" in room.text("site.toml")


def test_what_is_taken_away_elsewhere_and_changed_here_stays(room: Newsroom) -> None:
    room.write(room.text() + "Chữ chưa ghi.\n")
    said(room.far, "rm", "-q", FILE, f"content/{LIVE_FILE}")
    said(room.far, "commit", "-qm", "Bạn xoá")
    said(room.far, "push", "-q")
    assert room.sync.once().kind == "sent"
    assert "Chữ chưa ghi." in room.text()
    assert not (room.content / LIVE_FILE).exists()


def test_what_is_gone_here_comes_back_with_others_words(room: Newsroom) -> None:
    (room.content / DRAFT_FILE).unlink()
    room.elsewhere(FILE, TWO, "Đoạn của bạn.")
    assert room.sync.once().kind == "sent"
    assert "Đoạn của bạn." in room.text()


def test_files_keep_their_kind(room: Newsroom) -> None:
    """A link stays one and leads nowhere; a program stays one; a folder that is in the way is told."""
    (room.far / "content" / "pages").mkdir()
    (room.far / "content" / "pages" / "lien-ket.md").symlink_to("../site.toml")
    program = room.far / "content" / "pages" / "chay.sh"
    program.write_text("exit\n")
    program.chmod(0o755)
    room.elsewhere(FILE, TWO, "Đoạn của bạn.")
    assert room.sync.once().kind == "sent"
    assert os.readlink(room.content / "pages" / "lien-ket.md") == "../site.toml"
    assert os.access(room.content / "pages" / "chay.sh", os.X_OK)
    assert room.status() == ""
    (room.content / "articles" / "2031").mkdir()
    (room.content / "articles" / "2031" / "2031-01-01-a.md").mkdir()
    room.elsewhere("content/articles/2031/2031-01-01-a.md", "", desks.DRAFT)
    assert "thư mục" in room.sync.once().said


def test_a_link_on_the_way_is_not_followed(room: Newsroom, tmp_path: Path) -> None:
    outside = tmp_path / "ngoai"
    outside.mkdir()
    (room.content / "articles" / "2031").symlink_to(outside)
    room.elsewhere("content/articles/2031/2031-01-01-a.md", "", desks.DRAFT)
    assert "liên kết" in room.sync.once().said
    assert not list(outside.iterdir())


def test_who_was_first_is_joined_before_the_next_try(room: Newsroom) -> None:
    """A push that is refused because somebody was first is no broken line."""
    hook = room.away / "hooks" / "pre-receive"
    hook.write_text(f"#!/bin/sh\ntest -e {room.away}/lan-hai || {{ touch {room.away}/lan-hai; exit 1; }}\n")
    hook.chmod(0o755)
    room.save(room.text() + "Thêm.\n", room.base())
    assert room.sync.once().kind == "sent"
    assert room.sent().endswith("Thêm.\n")


def test_locks_of_before_the_machine_started_go(room: Newsroom) -> None:
    old, young = room.git.own / "HEAD.lock", room.git.own / "index.lock"
    for lock in (old, young):
        lock.write_bytes(b"")
    os.utime(old, (1, 1))
    (room.git.own / "desk-la").mkdir()
    room.git.clear()
    assert not old.exists()
    assert young.exists()  # of somebody who works now
    assert not (room.git.own / "desk-la").exists()
    room.save(room.text() + "Thêm.\n", room.base())  # whoever holds the index keeps nobody from committing
    young.unlink()
    assert room.sync.once().kind == "sent"
