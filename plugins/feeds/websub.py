"""`ping`: tell the WebSub hub which feeds changed since it was last told, after the site was published.

Never part of a build: a hub fetches what it is told about, so it must be told when the new bytes are where readers get
them. The first changed feed is fetched from its public address to make sure of that.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable
from hashlib import blake2b
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from ..core.errors import PublishError, SettingsError, StoreError
from ..core.plan import site_file
from ..core.publishing.http_headers import feed_type
from ..core.text.web_address import is_web_address
from ..system import build_inputs
from ..system.cache_file import load_cached, save_cached

ATTEMPTS = 3
TIMEOUT = 10.0
"""Seconds a hub may take to answer."""
PAUSE = 1.0
"""Seconds before the second attempt; doubled before each further one."""
_MAGIC = b"column-pinged-1\n"
_AGENT = "dua-nghi-quyet-vao-cuoc-song"


def run(content: Path, output: Path, site_url: str, hub: str) -> int:
    """Ping about what changed; returns the exit code. site_url, hub: "" for what site.toml says."""
    address, hub = _settings(content, site_url, hub)
    record = build_inputs.cache() / "pinged" / blake2b(address.encode(), digest_size=8).hexdigest()
    told = _load(record) or _load(build_inputs.home(output) / "pinged")  # where earlier versions kept it
    found = dict(changed_feeds(output, address, told))
    if not found:
        sys.stdout.write("Không có nguồn tin nào đổi từ lần báo trước; không báo gì.\n")
        return 0
    _make_sure_published(output, address, next(iter(found)))
    for number, (feed, digest) in enumerate(found.items()):
        try:
            publish(hub, feed)
        except PublishError as error:
            raise PublishError(
                f"{error}; đã báo {number} nguồn tin, còn {len(found) - number}, hãy chạy lại sau"
            ) from None
        told[feed] = digest
        _save(record, told)
    sys.stdout.write(f"Đã báo {hub}: {len(found)} nguồn tin có bản mới.\n")
    return 0


def changed_feeds(output: Path, address: str, told: dict[str, str]) -> Iterable[tuple[str, str]]:
    """(public address, digest) of every feed whose bytes differ from those the hub was told about, in fixed order."""
    for folder, folders, names in os.walk(output):
        folders.sort()
        for name in sorted(filter(feed_type, names)):
            path = Path(folder, name)
            feed = f"{address}/{path.relative_to(output).as_posix()}"
            digest = blake2b(path.read_bytes(), digest_size=16).hexdigest()
            if told.get(feed) != digest:
                yield feed, digest


def publish(hub: str, feed: str) -> None:
    """Tell the hub that a feed changed. Raises PublishError once every attempt failed or the hub refuses.

    WebSub leaves the publisher's request open: hubs after PubSubHubbub 0.4 § 6 read `hub.url`, others `hub.topic`.
    """
    data = urlencode({"hub.mode": "publish", "hub.url": feed, "hub.topic": feed}).encode()
    request = Request(hub, data=data, headers={"User-Agent": _AGENT})  # noqa: S310 — http(s) only, checked in _settings
    pause, fault = PAUSE, ""
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(pause)
            pause *= 2
        try:
            with urlopen(request, timeout=TIMEOUT):  # noqa: S310 — likewise
                return
        except HTTPError as error:
            fault = f"trả lời {error.code} {error.reason}"
            if error.code < 500 and error.code != 429:
                break
        except (URLError, HTTPException, TimeoutError, OSError) as error:
            fault = str(getattr(error, "reason", error)) or type(error).__name__
    raise PublishError(f"{hub}: hub không nhận tin về {feed} ({fault})")


def _settings(content: Path, site_url: str, hub: str) -> tuple[str, str]:
    path = content / site_file.FILE
    site, _ = site_file.read_site(path.read_text(encoding="utf-8") if path.is_file() else "")
    address, hub = (site_url or site.url).rstrip("/"), hub or site.hub
    for name, value in (("--site-url", address), ("hub", hub)):
        if not is_web_address(value):
            raise SettingsError(f"ping cần {name}: địa chỉ http(s) trong site.toml hoặc trên dòng lệnh")
    return address, hub


def _make_sure_published(output: Path, address: str, feed: str) -> None:
    request = Request(feed, headers={"User-Agent": _AGENT, "Cache-Control": "no-cache"})  # noqa: S310 — likewise
    try:
        with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 — likewise
            live = answer.read()
    except (URLError, HTTPException, TimeoutError, OSError) as error:
        raise PublishError(
            f"{feed}: không đọc được ({getattr(error, 'reason', error)}); hãy đăng trang trước"
        ) from None
    if live != (output / feed.removeprefix(f"{address}/")).read_bytes():
        raise PublishError(f"{feed}: trang công khai chưa có bản vừa dựng; hãy đăng trang trước rồi báo hub")


def _load(path: Path) -> dict[str, str]:
    try:
        body = load_cached(path, _MAGIC)
        return {str(feed): str(digest) for feed, digest in json.loads(body or b"{}").items()}
    except (OSError, StoreError, ValueError, AttributeError):
        return {}


def _save(path: Path, told: dict[str, str]) -> None:
    save_cached(path, _MAGIC, json.dumps(told, sort_keys=True).encode(), lasting=True)
