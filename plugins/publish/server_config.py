"""A target's web server configuration, from the same table as the site's own `_headers`."""

from __future__ import annotations

from urllib.parse import urlsplit

from ..core.errors import SettingsError
from ..core.plan.site_file import read_site
from ..core.publishing import server_configs
from ..core.publishing.http_headers import Policy
from ..system import build_inputs
from .targets import FolderTarget, PublishTarget


def policy_for(url: str) -> Policy:
    """The header policy of the project's site when it is served at `url`."""
    from ..build.assets import first_style
    from ..pages.server_files import policy_of

    try:
        site, _ = read_site((build_inputs.ROOT / "content" / "site.toml").read_text(encoding="utf-8"))
    except FileNotFoundError:
        site, _ = read_site("")
    return policy_of(site, url, first_style(build_inputs.ROOT / "theme"))


def configuration(target: PublishTarget, server: str, *, brotli: bool, entrance: bool = False) -> str:
    """nginx's or Caddy's configuration for a folder that lies on the web server; entrance: only the part of it that
    stands before there is a certificate."""
    if not isinstance(target, FolderTarget):
        raise SettingsError(f"đích “{target.name}” thuộc loại {target.kind}: không có máy chủ web riêng để cấu hình")
    if urlsplit(target.url).path:
        raise SettingsError(f"{target.url}: cấu hình viết sẵn chỉ dành cho trang đặt ở gốc tên miền")
    if entrance:
        return _entrance(target, server)
    site = server_configs.ServedSite(
        url=target.url,
        root=f"{target.path}/current",
        includes=f"{target.path}/server",
        certificate=target.certificate,
        certificate_key=target.certificate_key,
        brotli=brotli,
    )
    policy = policy_for(target.url)
    return server_configs.nginx(site, policy) if server == "nginx" else server_configs.caddy(site, policy)


def _entrance(target: PublishTarget, server: str) -> str:
    text = server_configs.nginx_entrance(target.url) if server == "nginx" else ""
    if not text:
        allowed = "nginx và địa chỉ https:// ở cổng thường; Caddy tự xin chứng chỉ, không cần phần này"
        raise SettingsError(f"--entrance với {server}, {target.url}: chỉ dùng cho {allowed}")
    return f"{server_configs.TITLE}{text}"
