"""What a web server includes from the target: redirects of the live release and what is gone, outside the folder it
serves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

from ..core.publishing.server_configs import (
    caddy_redirects,
    caddy_short,
    nginx_queries,
    nginx_redirects,
    nginx_short,
)
from ..core.short_addresses import is_short
from .backend import Backend


@runtime_checkable
class Including(Protocol):
    """A place beside which a web server runs."""

    def include(self, files: Mapping[str, str]) -> set[str]:
        """Write files into `server/`, by name; those that changed."""


def write_includes(backend: Backend, redirects: Mapping[str, str], gone: Sequence[str] = ()) -> list[str]:
    """Bring the included files up to date; a note when the web server should read them again. gone: site paths that
    answer 410. Nothing is said of new short addresses: until they are read the site's own page leads on."""
    short = {old: new for old, new in redirects.items() if is_short(old)}
    redirects = {old: new for old, new in redirects.items() if old not in short}
    if not isinstance(backend, Including):
        asked = sum("?" in old for old in redirects)
        words = "địa chỉ cũ có phần “?…” chỉ chuyển được ở nơi hiểu _redirects; nơi khác chúng về trang nhất"
        return [f"{asked} {words}"] if asked else []
    short_ones = {"queries-short.nginx": nginx_short(short), "redirects-short.caddy": caddy_short(short)}
    moved = {
        "redirects.nginx": nginx_redirects(redirects, gone),
        "queries.nginx": nginx_queries(redirects, gone),
        "redirects.caddy": caddy_redirects(redirects, gone),
    }
    changed = backend.include({**short_ones, **moved})
    return ["bảng chuyển hướng đã đổi: nạp lại cấu hình máy chủ web để dùng bảng mới"] if changed & moved.keys() else []
