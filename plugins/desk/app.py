"""The desk as a server: all routes behind the guard, on loopback, on a socket of a proxy's, or not at all."""

from __future__ import annotations

import logging
import os
import socket
import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from ..core.errors import SettingsError
from ..system import build_inputs
from . import article_routes, asset_routes, import_routes, list_routes, picture_routes, publish_routes
from .desk import Desk
from .guard import KEY, Guard
from .opening import complete_settings
from .people import ProxiedPeople, person_here

LOOPBACK = ("127.0.0.1", "localhost")
_TURN = 0.0005
"""Seconds for which one thread may keep others from working: messages, which take a millisecond, come between pages and
saves, which take longer."""


def serve(
    content: Path,
    settings: Path,
    site_url: str,
    port: int,
    *,
    unix: Path | None = None,
    people: Path | None = None,
    secret: Path | None = None,
    targets: Path,
) -> int:
    """Open the desk until it is interrupted; returns the exit code. unix: socket for a proxy instead of a port; people:
    desk.toml, with secret: a proxy says who asks."""
    if not content.is_dir():
        raise SettingsError(f"{content}: không có thư mục nội dung này")
    if bool(people) != bool(secret):
        raise SettingsError("--people và --secret đi cùng nhau: proxy nói ai đang hỏi, và chứng minh mình là proxy")
    if unix and not people:
        raise SettingsError("--socket cần --people và --secret: ai mở được socket cũng là người của tòa soạn")
    proxied = ProxiedPeople(people, secret) if people and secret else None
    listening = listen(port, unix)
    desk = Desk(content, complete_settings(content, build_inputs.ROOT / "output", settings, site_url), targets)
    desk.open()
    own = listening.getsockname()[1] if not unix else 0
    hosts = frozenset() if proxied else frozenset(f"{name}:{own}" for name in LOOPBACK)
    guard = Guard(
        application(desk, targets, shared=proxied is not None),
        hosts=hosts,
        person=None if proxied else person_here(content),
        proxied=proxied,
    )
    where = str(unix) if unix else f"http://127.0.0.1:{own}/" + ("" if proxied else f"?{KEY}={guard.key}")
    sys.stdout.write(f"Bàn biên tập: {where} (Ctrl+C để dừng)\n")
    if not desk.git.here:
        sys.stdout.write("• thư mục này không có git: không có lịch sử, không lấy lại được bản cũ, không ghi ai sửa\n")
    sys.stdout.flush()
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    config = uvicorn.Config(
        guard, log_level="warning", access_log=False, server_header=False, proxy_headers=False, timeout_keep_alive=30,
        lifespan="off", limit_concurrency=400,
    )  # fmt: skip
    sys.setswitchinterval(_TURN)
    try:
        uvicorn.Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    finally:
        desk.sync.end()
        if unix:
            unix.unlink(missing_ok=True)
    return 0


def application(desk: Desk, targets: Path, *, shared: bool) -> Starlette:
    """All routes. shared: on a machine of several people, where files of one are no other's."""
    routes = [
        *list_routes.ROUTES,
        *article_routes.ROUTES,
        *import_routes.ROUTES,
        *picture_routes.ROUTES,
        *publish_routes.ROUTES,
        *asset_routes.ROUTES,
    ]
    app = Starlette(routes=routes)
    app.state.desk, app.state.targets, app.state.shared = desk, targets, shared
    return app


def listen(port: int, unix: Path | None) -> socket.socket:
    """A socket on loopback, or a unix one for a proxy of this machine. SettingsError when it can't be had."""
    try:
        if unix:
            unix.unlink(missing_ok=True)
            listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            before = os.umask(0o117)
            try:
                listening.bind(str(unix))
            finally:
                os.umask(before)
        else:
            listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # else answers wait 40 ms
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(("127.0.0.1", port))
        listening.listen(256)
    except OSError as error:
        where = f"{unix}" if unix else f"cổng {port}"
        raise SettingsError(f"{where}: không mở được ({error.strerror}); chọn chỗ khác bằng --port") from None
    return listening
