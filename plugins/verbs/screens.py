"""`screens`: the pictures of the README, taken from the real site in a real browser."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ..build.attempt import Options, build
from ..core.errors import BuildError
from ..system import build_inputs
from . import browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """name: of the picture; path: of the page; width, height: of the window, in CSS pixels."""

    name: str
    path: str
    width: int = 1280
    height: int = 900
    colours: Literal["light", "dark"] = "light"


_ARTICLE = "/bai-viet/ke-hoach-23-giao-nhung-viec-gi/"
SCREENS = (
    Screen(name="front", path="/"),
    Screen(name="article", path=_ARTICLE),
    Screen(name="dark", path="/", colours="dark"),
    Screen(name="phone", path=_ARTICLE, width=390, height=844),
    Screen(name="plan", path="/ke-hoach/23-kh-duk/"),
)


def take(folder: Path) -> int:
    """Build the project's own site and write one WebP per screen into `folder`."""
    path = browser.find_or_install()
    if not path:
        raise BuildError("cần trình duyệt Chromium để chụp trang")
    from playwright.sync_api import sync_playwright

    output = build_inputs.cache() / "screens"
    if code := build(Options(content=build_inputs.ROOT / "content", output=output)):
        return code
    folder.mkdir(parents=True, exist_ok=True)
    with _serving(output) as address, sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(browser.FLAGS))
        for screen in SCREENS:
            (folder / f"{screen.name}.webp").write_bytes(_shot(started, address, screen))
        started.close()
    return 0


def _shot(started: Browser, address: str, screen: Screen) -> bytes:
    from PIL import Image

    context = started.new_context(
        viewport={"width": screen.width, "height": screen.height}, color_scheme=screen.colours, locale="vi-VN"
    )
    page = context.new_page()
    page.goto(address + screen.path, wait_until="networkidle")
    picture = Image.open(io.BytesIO(page.screenshot()))
    context.close()
    data = io.BytesIO()
    picture.convert("RGB").save(data, "WEBP", quality=82, method=6)
    return data.getvalue()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 — the base class's name
        pass


@contextmanager
def _serving(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
