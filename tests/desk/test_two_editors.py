"""Two editors, kills and pushes in any order: no word is lost, no commit has a foreign file."""

from __future__ import annotations

import random
import shutil
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import desk as desks
from tests.helpers.desk import DRAFT_FILE, LIVE_FILE, Answer, Browser, git, key_of
from tests.helpers.rounds import rounds

ACTS = ("type", "type", "type", "save", "save", "open", "far", "send", "kill", "kill while saving")


class Newsroom:
    """A desk with two editors at it, and another newsroom that sends to the same repository. said: words that somebody
    was told are saved, by file."""

    def __init__(self, folder: Path, draw: random.Random) -> None:
        self.folder, self.draw = folder, draw
        self.content = desks.newsroom(folder)
        git(folder, "clone", "-q", "xa.git", "ban")
        (self.content / "la.txt").write_text("tệp của người khác")  # lies there all the time, and no commit may have it
        self.said: list[tuple[str, str]] = []
        self.typed: dict[tuple[int, str], list[str]] = {}
        self.texts: dict[tuple[int, str], dict[str, Any]] = {}
        self.desk = desks.start(self.content, folder / "cache")

    def end(self) -> None:
        """As a power cut does."""
        self.desk.kill()
        if self.desk.process.stdout:
            self.desk.process.stdout.close()

    def ask(self) -> Browser:
        """A page of the desk as it runs now."""
        return Browser(self.desk.address)

    def act(self, what: str, step: int) -> None:
        """One thing that somebody does."""
        who, source = self.draw.randrange(2), self.draw.choice((DRAFT_FILE, LIVE_FILE))
        if what == "kill":
            self.again()
        elif what == "send":
            self.send()
        elif what == "far":
            self.far(f"xa{step}")
        elif what == "open":
            self.open(who, source)
        elif what == "type":
            self.type(who, source, f"{'ab'[who]}{step}")
        else:
            self.save(who, source, killed=what == "kill while saving")

    def again(self) -> None:
        """The desk goes down and comes back; pages that are open know it only by what they asked before."""
        self.end()
        self.desk = desks.start(self.content, self.folder / "cache")

    def open(self, who: int, source: str) -> None:
        """An editor opens an article, and lets go of what was typed there and never saved."""
        self.texts[who, source], self.typed[who, source] = self.ask().opened(source), []

    def type(self, who: int, source: str, word: str) -> None:
        """One editor writes at the beginning, the other before the last paragraph."""
        if (who, source) not in self.texts:
            self.open(who, source)
        text = self.texts[who, source]
        parts = text["body"].rstrip("\n").split("\n\n")
        parts.insert(0 if who == 0 else len(parts) - 1, word)
        self.texts[who, source] = {**text, "body": "\n\n".join(parts) + "\n"}
        self.typed[who, source].append(word)

    def save(self, who: int, source: str, *, killed: bool) -> None:
        """Save, over whatever the other one saved meanwhile; who meets it sees both and keeps every line."""
        if not self.typed.get((who, source)):
            return
        ask, mine = self.ask(), self.texts[who, source]
        given = {**mine, "correction": "typo"}
        if killed:
            answers: list[Answer] = []
            saving = threading.Thread(target=lambda: _quietly(ask, source, given, answers))
            saving.start()
            time.sleep(self.draw.uniform(0, 0.3))  # anywhere in the work
            self.again()
            saving.join()
            if not answers or answers[0].code != 200:
                return  # nobody was told that it is saved: the page still has it
            answer = answers[0]
        else:
            answer = self.joined(source, given)
        self.said += [(source, word) for word in self.typed[who, source]]
        self.texts[who, source] = {**mine, **{name: answer.json[name] for name in ("head", "body", "base")}}
        self.typed[who, source] = []

    def joined(self, source: str, given: dict[str, Any]) -> Answer:
        """Saved in the end, with every line of both."""
        ask, at = self.ask(), f"/bai/{key_of(source)}"
        answer = ask.ask("PUT", at, given)
        while answer.code == 409:
            both = ask.ask("POST", f"{at}/noi", given).json
            text = both["joined"] if both["whole"] else _union(both["mine"], both["theirs"])
            given = {"head": "", "changes": {}, "body": text, "base": both["base"], "correction": "typo"}
            answer = ask.ask("PUT", at, {**given, "clash": both["clash"]})
        assert answer.code == 200, answer.text
        return answer

    def far(self, word: str) -> None:
        """The other newsroom writes at the end of an article, and sends it."""
        other, source = self.folder / "ban", self.draw.choice((DRAFT_FILE, LIVE_FILE))
        path = other / "content" / source
        for _ in range(20):
            git(other, "fetch", "-q")
            git(other, "reset", "-q", "--hard", "origin/main")
            path.write_text(f"{path.read_text(encoding='utf-8')}\n{word}\n", encoding="utf-8")
            git(other, "commit", "-qam", word)
            with suppress(AssertionError):  # the desk sent something meanwhile
                git(other, "push", "-q")
                break
        else:
            raise AssertionError("the desk was always first")
        self.said.append((source, word))

    def send(self) -> bool:
        """Send now; what clashes with the other newsroom's is seen by a person, who keeps every line of both."""
        ask = self.ask()
        if ask.ask("POST", "/gui", {}).json["ok"]:
            return True
        for source in (DRAFT_FILE, LIVE_FILE):
            at = f"/bai/{key_of(source)}"
            if "Bài này cũng được sửa ở nơi khác" not in ask.ask("GET", at).text:
                continue
            both = ask.ask("POST", f"{at}/noi", ask.opened(source)).json
            given = {"head": "", "changes": {}, "body": _union(both["mine"], both["theirs"]), "base": both["base"]}
            answer = ask.ask("PUT", at, {**given, "clash": both["clash"], "correction": "typo"})
            assert answer.code in {200, 409}, answer.text
        return bool(ask.ask("POST", "/gui", {}).json["ok"])


def _union(mine: str, theirs: str) -> str:
    known = mine.rstrip("\n").split("\n")
    more = [line for line in theirs.split("\n") if line and line not in known]
    return "\n".join([*known, *(part for line in more for part in ("", line))]) + "\n"


def _quietly(ask: Browser, source: str, given: dict[str, Any], answers: list[Answer]) -> None:
    with suppress(OSError):  # the desk was killed
        answers.append(ask.ask("PUT", f"/bai/{key_of(source)}", given))


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1])
def test_no_word_is_lost(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    room = Newsroom(tmp_path, draw)
    try:
        for step in range(rounds(24, 500)):
            room.act(draw.choice(ACTS), step)
        assert any(room.send() for _ in range(5))
        for source in (DRAFT_FILE, LIVE_FILE):
            there = git(tmp_path / "xa.git", "show", f"main:content/{source}").split()
            assert not [word for file, word in room.said if file == source and word not in there]
            assert (room.content / source).read_text(encoding="utf-8").split() == there
        own = git(room.content.parent, "log", "--no-merges", "--committer=ban-bien-tap", "--format=%x00", "--name-only")
        for files in filter(None, (part.split() for part in own.split("\0"))):
            assert len(files) == 1
            assert files[0] in {f"content/{DRAFT_FILE}", f"content/{LIVE_FILE}"}
        assert "content/la.txt" not in git(room.content.parent, "log", "--format=", "--name-only").split()
        git(room.content.parent, "fsck", "--strict")
    finally:
        room.end()
        shutil.rmtree(tmp_path, ignore_errors=True)
