"""Desks of small newsrooms, and a browser tab that is let in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.helpers import desk as desks

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A newsroom's folder: kho/content and xa.git, for all tests of a module; each works on an article of its own."""
    folder = tmp_path_factory.mktemp("toa-soan")
    more = {
        f"articles/2030/2030-02-0{number}-bai-{number}.md": desks.DRAFT.replace("Bài nháp", f"Bài thứ {number}")
        for number in range(1, 8)
    }
    live = {
        f"articles/2021/2021-04-0{number}-tin-{number}.md": desks.LIVE.replace("Bài đang đăng", f"Tin thứ {number}")
        for number in range(1, 8)
    }
    desks.newsroom(folder, more=more | live)
    target = f'[thu]\nkind = "folder"\nurl = "http://127.0.0.1:9"\npath = "{folder}/trang/thu"\ncompress = false\n'
    (folder / "targets.toml").write_text(target)
    return folder


@pytest.fixture(scope="module")
def content(room: Path) -> Path:
    """Its content folder."""
    return room / "kho" / "content"


@pytest.fixture(scope="module")
def desk(room: Path, content: Path) -> Iterator[desks.Desk]:
    """Its desk."""
    with desks.running(content, room / "cache", "--targets", str(room / "targets.toml")) as running:
        yield running


@pytest.fixture
def ask(desk: desks.Desk) -> desks.Browser:
    """Requests as a page of the desk makes them."""
    return desks.Browser(desk.address)


@pytest.fixture
def tab(context: BrowserContext, desk: desks.Desk) -> Iterator[Page]:
    """A wide tab that was let in; what it asks of another machine, and an error of its script, is a fault."""
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    faults: list[str] = []
    home = desk.address.partition("/?")[0]
    page.on(
        "request", lambda asked: None if asked.url.startswith((home, "data:", "blob:")) else faults.append(asked.url)
    )
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(desk.address)
    yield page
    if not page.is_closed():
        desks.leave(page)
    assert not faults
