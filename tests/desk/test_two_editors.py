"""Two editors, kills and pushes in any order: no word is lost, no commit has a foreign file."""

from __future__ import annotations

import random
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from tests.helpers import desk as desks
from tests.helpers.desk import DRAFT_FILE, LIVE_FILE, Browser, git, key_of
from tests.helpers.rounds import LONG

STEPS = 500 if LONG else 14


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1])
def test_no_word_is_lost(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    content = desks.newsroom(tmp_path)
    git(tmp_path, "clone", "-q", "xa.git", "ban")
    other, said = tmp_path / "ban", []
    (content / "la.txt").write_text("tệp của người khác")  # lies there all the time and must never be committed
    desk = desks.start(content, tmp_path / "cache")
    try:
        for step in range(STEPS):
            act = draw.choice(("save", "save", "save", "far", "send", "kill"))
            ask = Browser(desk.address)
            if act == "kill":
                desk.kill()
                if desk.process.stdout:
                    desk.process.stdout.close()
                desk = desks.start(content, tmp_path / "cache")
            elif act == "send":
                ask.ask("POST", "/gui", {})
                _settle(ask)
            elif act == "far":  # another newsroom writes into the other article
                word = f"xa{step}"
                git(other, "pull", "-q", "--no-rebase")
                path = other / "content" / LIVE_FILE
                path.write_text(f"{path.read_text(encoding='utf-8')}\n{word}\n", encoding="utf-8")
                git(other, "commit", "-qam", word)
                _push(other)
                said.append((LIVE_FILE, word))
            else:
                source = draw.choice((DRAFT_FILE, LIVE_FILE))
                word = f"gần{step}"
                opened = ask.opened(source)
                # the first lines are this desk's, the last ones the other newsroom's: both can be kept
                body = f"{word}\n\n{opened['body']}"
                done = ask.ask("PUT", f"/bai/{key_of(source)}", {**opened, "body": body, "correction": "typo"})
                if done.code == 200:
                    said.append((source, word))
                else:
                    assert done.code == 409, done.text
        ask = Browser(desk.address)
        for _ in range(5):
            if ask.ask("POST", "/gui", {}).json["ok"]:
                break
            _settle(ask)
        for source, word in said:
            assert word in git(tmp_path / "xa.git", "show", f"main:content/{source}").split(), (source, word)
        names = set(git(content.parent, "log", "--format=", "--name-only").split())
        assert "content/la.txt" not in names
        git(content.parent, "fsck", "--strict")
    finally:
        desk.kill()
        if desk.process.stdout:
            desk.process.stdout.close()
        shutil.rmtree(tmp_path, ignore_errors=True)


def _push(other: Path) -> None:
    """Send, after taking in what the desk sent meanwhile."""
    for _ in range(20):
        git(other, "pull", "-q", "--no-rebase")
        with suppress(AssertionError):
            git(other, "push", "-q")
            return
    raise AssertionError("the desk was always first")


def _settle(ask: Browser) -> None:
    """A person sees both versions of what clashes and keeps every line of both."""
    for source in (DRAFT_FILE, LIVE_FILE):
        at = f"/bai/{key_of(source)}"
        if "Bài này cũng được sửa ở nơi khác" not in ask.ask("GET", at).text:
            continue
        both = ask.ask("POST", f"{at}/noi", ask.opened(source)).json
        mine = both["mine"].rstrip("\n").split("\n")
        more = [line for line in both["theirs"].split("\n") if line and line not in mine]
        text = "\n".join([*mine, *(part for line in more for part in ("", line))]) + "\n"
        given = {"head": "", "changes": {}, "body": text, "base": both["base"], "clash": both["clash"]}
        answer = ask.ask("PUT", at, {**given, "correction": "typo"})
        assert answer.code == 200, answer.text
        ask.ask("POST", "/gui", {})
