"""A loss that a publish is stopped for may be allowed at the desk, by somebody who has read what it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import desk as desks
from tests.helpers.desk import Browser, key_of

pytestmark = pytest.mark.slow


def test_a_publisher_allows_what_would_be_lost(tmp_path: Path) -> None:
    gone = {f"articles/2021/2021-04-0{number}-tin-{number}.md": number for number in range(1, 7)}
    more = {source: desks.LIVE.replace("Bài đang đăng", f"Tin {number}") for source, number in gone.items()}
    content = desks.newsroom(tmp_path, more=more)
    targets = tmp_path / "targets.toml"
    live = tmp_path / "trang"
    targets.write_text(f'[thu]\nkind = "folder"\nurl = "http://127.0.0.1:9"\npath = "{live}"\ncompress = false\n')
    with desks.running(content, tmp_path / "cache", "--targets", str(targets)) as desk:
        ask = Browser(desk.address)
        first = ask.ask("POST", "/dang/thu", {}).json
        assert first["ok"], first
        for source in gone:
            at = f"/bai/{key_of(source)}/trang-thai"
            base = ask.opened(source)["base"]
            assert ask.ask("POST", at, {"to": "hidden", "base": base}).code == 200
        assert ask.ask("POST", "/gui", {}).json["ok"]
        held = ask.ask("POST", "/dang/thu", {}).json
        assert not held["ok"]
        assert held["allow"] == ["allow-deletions"]
        assert "6 " in held["text"]
        assert (live / "current" / "bai-viet" / "tin-1" / "index.html").exists()  # readers still get what they got
        for odd in (["allow-everything"], ["force"], ["--force"], [1], "allow-deletions"):
            assert not ask.ask("POST", "/dang/thu", {"allow": odd}).json.get("ok"), odd
        done = ask.ask("POST", "/dang/thu", {"allow": held["allow"]}).json
        assert done["ok"], done
        assert not (live / "current" / "bai-viet" / "tin-1" / "index.html").exists()
