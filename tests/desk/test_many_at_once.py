"""Many people at one desk: each gets the answer to what they asked, whatever threads do; and answers don't wait for the
network's own pauses."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from plugins.desk.app import listen
from plugins.desk.opening import complete_settings
from plugins.desk.room import Room
from plugins.system import build_inputs
from tests.helpers import desk as desks
from tests.helpers.rounds import rounds


@pytest.mark.slow
def test_everybody_gets_their_own_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMN_CACHE", str(tmp_path / "cache"))
    files = {
        f"articles/2021/2021-05-{number:02}-tin-{number}.md": desks.LIVE.replace("Bài đang đăng", f"Tin {number}")
        for number in range(1, 13)
    }
    content = desks.newsroom(tmp_path, more=files)
    room = Room(content, complete_settings(content, tmp_path / "output", build_inputs.ROOT / "pelicanconf.py", ""))
    room.refresh()

    def asked(turn: int) -> tuple[str, list[str], bytes | None]:
        source, text = sorted(files.items())[turn % len(files)]
        looked = room.look(source, f"{text}\n[gãy {turn}](gay-{turn}.md)\n" if turn % 3 else f"{text}\nLượt {turn}.\n")
        page = room.page(source, looked.reading)
        return source, [problem.message for problem in looked.problems if problem.severity == "error"], page

    turns = range(rounds(60, 1500))
    alone = [asked(turn) for turn in turns]
    with ThreadPoolExecutor(8) as pool:
        # a state of the folder is exchanged meanwhile
        (content / "articles" / "2021" / "2021-05-13-them.md").write_text(desks.DRAFT, encoding="utf-8")
        refreshed = pool.submit(room.refresh)
        together = list(pool.map(asked, turns))
        assert refreshed.result()
    for turn, (one, other) in enumerate(zip(alone, together, strict=True)):
        assert one == other
        assert (f"gay-{turn}.md" in one[1][0]) if turn % 3 else not one[1]
        assert (f"gãy {turn}" if turn % 3 else f"Lượt {turn}.").encode() in (one[2] or b"")


def test_answers_leave_at_once() -> None:
    listening = listen(0, None)
    with listening, socket.create_connection(listening.getsockname()), listening.accept()[0] as accepted:
        assert accepted.proto == socket.IPPROTO_TCP  # what asyncio looks at before it sets TCP_NODELAY
