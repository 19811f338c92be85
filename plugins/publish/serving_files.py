"""What a web server includes from the target: redirects of the live release and what is gone, outside the folder it
serves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

from ..core.publishing.server_configs import caddy_redirects, nginx_queries, nginx_redirects
from .backend import Backend


@runtime_checkable
class Including(Protocol):
    """A place beside which a web server runs."""

    def include(self, name: str, text: str) -> bool:
        """Write a file into `server/`; whether it changed."""


def write_includes(backend: Backend, redirects: Mapping[str, str], gone: Sequence[str] = ()) -> list[str]:
    """Bring the included files up to date; a note when the web server should read them again. gone: site paths that
    answer 410."""
    if not isinstance(backend, Including):
        asked = sum("?" in old for old in redirects)
        words = "địa chỉ cũ có phần “?…” chỉ chuyển được ở nơi hiểu _redirects; nơi khác chúng về trang nhất"
        return [f"{asked} {words}"] if asked else []
    changed = [
        backend.include(name, make(redirects, gone))
        for name, make in (
            ("redirects.nginx", nginx_redirects),
            ("queries.nginx", nginx_queries),
            ("redirects.caddy", caddy_redirects),
        )
    ]
    return ["bảng chuyển hướng đã đổi: nạp lại cấu hình máy chủ web để dùng bảng mới"] if any(changed) else []
