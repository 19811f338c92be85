"""Publishing from the desk: only what everybody has goes out, and who writes meanwhile is not kept waiting."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.helpers import desk as desks
from tests.helpers.building import ROOT, warm
from tests.helpers.desk import LIVE_FILE, Browser, git, key_of
from tests.helpers.serving import serving

pytestmark = pytest.mark.slow


@pytest.fixture
def own_room(tmp_path: Path) -> Iterator[tuple[Path, Browser]]:
    """content/ and a page of its desk, with a target beside them."""
    content = desks.newsroom(tmp_path)
    targets = tmp_path / "targets.toml"
    live = f'path = "{tmp_path}/trang"\ncompress = false\n'
    targets.write_text(f'[thu]\nkind = "folder"\nurl = "http://127.0.0.1:9"\n{live}')
    with desks.running(content, tmp_path / "cache", "--targets", str(targets)) as desk:
        yield content, Browser(desk.address)


def test_only_what_everybody_has_goes_out(own_room: tuple[Path, Browser]) -> None:
    content, ask = own_room
    root = content.parent
    # by hand, past the desk
    (content / LIVE_FILE).write_text(desks.LIVE.replace("mười hai", "mười ba"), encoding="utf-8")
    assert "chưa commit" in ask.ask("POST", "/dang/thu", {}).json["words"]
    git(root, "commit", "-qam", "Sửa bằng tay")
    assert "1 lần lưu chưa gửi" in ask.ask("POST", "/dang/thu", {}).json["words"]
    assert "1 lần lưu chưa gửi" in ask.ask("GET", "/dang").text
    # a branch that leads nowhere, where others wait for it
    git(root, "branch", "--unset-upstream")
    refused = ask.ask("POST", "/dang/thu", {}).json["words"]
    assert "git push -u origin main" in refused
    git(root, "push", "-q", "-u", "origin", "main")
    told = ask.ask("POST", "/dang/thu", {}).json
    assert told["ok"], told
    assert told["report"]["commit"] == git(content.parent.parent / "xa.git", "rev-parse", "main")
    # code that came from elsewhere
    other = root.parent / "ban"
    git(root.parent, "clone", "-q", "xa.git", "ban")
    (other / "code.py").write_text("print(3)\n")
    git(other, "commit", "-qam", "Mã")
    git(other, "push", "-q")
    ask.ask("POST", "/gui", {})
    assert "chờ người quản trị xem" in ask.ask("POST", "/dang/thu", {}).json["words"]
    assert ask.ask("POST", "/ma-nguon", {}).json["ok"]
    assert ask.ask("POST", "/dang/thu", {}).json["ok"]


def test_what_is_live_is_known_whoever_published_it(tmp_path: Path) -> None:
    """A pipeline publishes past the desk; then the desk does, and goes back: the list says what is not on the page."""
    content = desks.newsroom(tmp_path)
    with serving(tmp_path / "trang" / "current") as address:
        targets = tmp_path / "targets.toml"
        live = f'path = "{tmp_path}/trang"\ncompress = false\n'
        targets.write_text(f'[thu]\nkind = "folder"\nurl = "{address}"\n{live}')
        command = [sys.executable, "-m", "plugins.command", "publish", "thu", "--targets", str(targets)]
        cache = {"COLUMN_CACHE": str(warm(tmp_path / "o-noi-khac"))}
        own = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **cache}
        subprocess.run([*command, "--content", str(content)], cwd=ROOT, env=own, check=True, capture_output=True)
        text = desks.LIVE.replace("mười hai", "mười ba")
        (content / LIVE_FILE).write_text(text, encoding="utf-8")
        git(content.parent, "commit", "-qam", "Sửa bằng tay")
        git(content.parent, "push", "-q")
        with desks.running(content, tmp_path / "cache", "--targets", str(targets)) as desk:
            ask = Browser(desk.address)
            told = until(lambda: ask.ask("GET", "/?trang-thai=sua-doi").text, "Bài đang đăng để thử")
            assert "Bài nháp để thử" not in told
            shown = ask.ask("GET", f"/bai/{key_of(LIVE_FILE)}/so-sanh?voi=live").text
            assert "<del>hai</del> <ins>ba</ins>" in shown
            assert "bản đang trên trang" in shown
            assert ask.ask("POST", "/dang/thu", {}).json["ok"]
            assert "Bài đang đăng để thử" not in ask.ask("GET", "/?trang-thai=sua-doi").text
            assert ask.ask("POST", "/dang/thu/quay-lai", {"why": "thử"}).json["ok"]
            assert "Bài đang đăng để thử" in ask.ask("GET", "/?trang-thai=sua-doi").text


def until(said: Callable[[], str], words: str) -> str:
    """What is said once it has these words."""
    late = time.monotonic() + 120
    while words not in (told := said()):
        assert time.monotonic() < late, told
        time.sleep(0.05)
    return told


def test_who_saves_waits_only_while_the_folder_is_read(tmp_path: Path) -> None:
    """What is saved once the mark stands does not go out, and the release says the commit that it was made of."""
    content = desks.newsroom(tmp_path)
    targets, mark = tmp_path / "targets.toml", tmp_path / "read"
    live = f'path = "{tmp_path}/trang"\ncompress = false\n'
    targets.write_text(f'[thu]\nkind = "folder"\nurl = "http://127.0.0.1:9"\n{live}')
    command = [sys.executable, "-m", "plugins.command", "publish", "thu", "--targets", str(targets), "--format", "json"]
    own = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMN_CACHE": str(warm(tmp_path / "cache"))}
    with subprocess.Popen(
        [*command, "--content", str(content), "--read-mark", str(mark)], cwd=ROOT, env=own, stdout=subprocess.PIPE
    ) as process:
        while not mark.exists():
            assert process.poll() is None
            time.sleep(0.005)
        head = git(content.parent, "rev-parse", "HEAD")
        (content / LIVE_FILE).write_text(desks.LIVE.replace("mười hai", "mười ba"), encoding="utf-8")
        git(content.parent, "commit", "-qam", "Lưu trong lúc đăng")
        said, _ = process.communicate()
    report = json.loads(said)
    assert report["commit"] == head
    page = tmp_path / "trang" / "current" / "bai-viet" / "bai-dang" / "index.html"
    assert "mười hai" in page.read_text(encoding="utf-8")
