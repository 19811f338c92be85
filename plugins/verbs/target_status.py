"""`status TARGET`: what is live, what waits, and whether anything is wrong, for operators and for monitoring.

Private: it names what editors have not published yet. Its exit code says the worst that was found.
"""

from __future__ import annotations

import datetime as dt
import json
import socket
import ssl
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from ..core.article.visibility import hidden
from ..core.errors import ColumnError
from ..core.publishing import live_record
from ..publish.ancestry import Repository, commit_of
from ..publish.backend import Backend, TargetState
from ..publish.backends import backend_of
from ..publish.built import tools
from ..publish.guard import live_manifest
from ..publish.last_run import LastRun, read_last, take_news
from ..publish.signed_record import live_record_of
from ..publish.target_file import load_target
from ..publish.targets import PublishTarget
from ..reading.sources import is_article
from .check import look

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CODES = {"bytes": 14, "certificate": 13, "timer": 12, "stale": 11, "held": 4}
"""Kind of fault → exit code; the highest that was found is the command's."""


class Fault(NamedTuple):
    """kind: a key of CODES; text: for people."""

    kind: str
    text: str


def run_status(
    targets: Path, name: str, content: Path, form: str, hours: float, days: int, *, bytes_too: bool, news: bool
) -> int:
    """Print the state. hours: after which a run of this machine is overdue, 0 for never; days: a certificate has to
    last; bytes_too: also read every file on the target; news: only what changed since the last such question."""
    target = load_target(targets, name)
    if news:
        return _tell_news(name)
    backend = backend_of(target)
    standing = backend.standing()
    last = read_last(name)
    facts = {**_live(target, backend, standing), **_local(standing, content), "waiting": _waiting(content)}
    faults = [
        *_hold(standing),
        *_stale(facts, held=standing.notes.hold is not None),
        *_timer(last, hours),
        *_certificate(target.url, days),
        *(_bytes(backend) if bytes_too and standing.live else ()),
    ]
    if form == "json":
        rows = [fault._asdict() for fault in faults]
        sys.stdout.write(json.dumps({"target": name, **facts, "faults": rows}, ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write(_as_text(name, facts, faults))
    return max((CODES[fault.kind] for fault in faults), default=0)


def _live(target: PublishTarget, backend: Backend, standing: TargetState) -> dict[str, Any]:
    live = standing.live
    if live is None:
        return {"release": "", "commit": "", "published": "", "serial": 0, "articles": 0, "tools": {}}
    data = live_record_of(backend, standing)
    record = live_record.parse(data) if data else None
    manifest = live_manifest(backend, standing, target.name)
    assert manifest
    pages = (file for file in manifest.files if file.startswith("bai-viet/") and file.endswith("/index.html"))
    here = tools()
    differing = {
        tool: [manifest.tools.get(tool, ""), here.get(tool, "")]
        for tool in sorted(manifest.tools.keys() | here.keys())
        if manifest.tools.get(tool) != here.get(tool)
    }
    return {
        "release": live.name,
        "commit": live.commit,
        "published": _iso(record.published if record else live.published),
        "expires": _iso(record.expires) if record and record.expires else "",
        "serial": record.serial if record else 0,
        "articles": sum(1 for _ in pages),
        "tools": differing,
    }


def _local(standing: TargetState, content: Path) -> dict[str, Any]:
    """This clone beside what is live."""
    commit, clean = commit_of(content)
    live = standing.live.commit if standing.live else ""
    relation = Repository(content).relation(live, commit) if live and commit else ""
    return {"here": commit, "clean": clean, "relation": relation}


def _waiting(content: Path) -> dict[str, int]:
    """Day on which articles will appear → how many; "nháp" counts drafts."""
    now = dt.datetime.now(dt.UTC)
    try:
        checked = look(content, None)
    except (ColumnError, OSError):
        return {}
    days: Counter[str] = Counter()
    for source, entry in checked.store.entries.items():
        record = entry.record(source) if is_article(source) else None
        if record is None or not hidden(record, now):
            continue
        if record.status != "published":
            days["nháp"] += 1
        elif dt.datetime.fromisoformat(record.date) > now:
            days[f"{dt.datetime.fromisoformat(record.date).astimezone(ZONE):%Y-%m-%d}"] += 1
    return dict(sorted(days.items()))


def _hold(standing: TargetState) -> Iterator[Fault]:
    for hold in standing.notes.holds:
        why = f": {hold.why}" if hold.why else ""
        yield Fault("held", f"đang giữ ở bản {hold.back_to} từ {_iso(hold.since)} bởi {hold.by}{why}")


def _stale(facts: dict[str, Any], *, held: bool) -> Iterator[Fault]:
    if not held and facts["relation"] == "newer" and facts["clean"]:
        yield Fault("stale", f"máy này có commit {facts['here'][:12]} mới hơn bản đang phục vụ mà chưa đăng")
    if facts.get("expires") and dt.datetime.fromisoformat(facts["expires"]).timestamp() < time.time():
        yield Fault("stale", f"trang-thai.json hết hạn từ {facts['expires']}: không ai gia hạn")


def _timer(last: LastRun | None, hours: float) -> Iterator[Fault]:
    if last and last.state not in {"ok", "held"}:
        first = (last.text.splitlines() or [""])[0]
        yield Fault("timer", f"lần chạy cuối không xong từ {_iso(last.since)} ({last.state}): {first}")
    if hours and (last is None or time.time() - last.at > hours * 3600):
        when = _iso(last.at) if last else "chưa bao giờ"
        yield Fault("timer", f"lần chạy cuối ở máy này: {when}, quá {hours:g} giờ")


def _certificate(url: str, days: int) -> Iterator[Fault]:
    """Days that the site's certificate will last; nothing for a site without one."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not days:
        return
    assert parts.hostname
    try:
        context = ssl.create_default_context()
        with (
            socket.create_connection((parts.hostname, parts.port or 443), timeout=10) as plain,
            context.wrap_socket(plain, server_hostname=parts.hostname) as secure,
        ):
            certificate = secure.getpeercert() or {}
    except ssl.SSLCertVerificationError as error:
        yield Fault("certificate", f"{parts.hostname}: chứng chỉ không dùng được ({error.verify_message})")
        return
    except OSError as error:
        yield Fault("certificate", f"{parts.hostname}: không hỏi được chứng chỉ ({type(error).__name__})")
        return
    left = (ssl.cert_time_to_seconds(str(certificate["notAfter"])) - time.time()) / 86_400
    if left < days:
        yield Fault("certificate", f"{parts.hostname}: chứng chỉ còn {left:.0f} ngày")


def _bytes(backend: Backend) -> Iterator[Fault]:
    found = backend.check(lambda *_: None)
    if found:
        few = ", ".join(file for file, _ in found[:5]) + (" …" if len(found) > 5 else "")
        yield Fault("bytes", f"{len(found)} tệp trên đích khác bản đã đăng: {few}")


def _tell_news(name: str) -> int:
    """For a notifier: say the state once when it has changed, nothing otherwise. Exit code 0 when there was nothing."""
    news = take_news(name)
    if news is None:
        return 0
    word = "đã trở lại bình thường" if news.state == "ok" else f"trạng thái {news.state} từ {_iso(news.since)}"
    sys.stdout.write(f"{name}: {word}\n{news.text}\n")
    return 1


def _as_text(name: str, facts: dict[str, Any], faults: list[Fault]) -> str:
    serial = f", bản ghi số {facts['serial']}" if facts["serial"] else ""
    lines = [
        f"{name}: bản {facts['release'] or '(chưa có)'}, {facts['articles']} bài, đăng {facts['published']}{serial}",
        f"  commit đang phục vụ {facts['commit'][:12] or 'không có'}; ở máy này {facts['here'][:12] or 'không có'}"
        + ("" if facts["clean"] else ", có thay đổi chưa commit"),
        *(f"  chờ đăng {day}: {count} bài" for day, count in facts["waiting"].items()),
        *(f"  {tool}: trang dựng bằng {then[:12]}, ở đây {here[:12]}" for tool, (then, here) in facts["tools"].items()),
        *(f"  LỖI ({fault.kind}): {fault.text}" for fault in faults),
    ]
    return "\n".join(lines) + "\n"


def _iso(moment: float) -> str:
    return dt.datetime.fromtimestamp(round(moment), ZONE).isoformat() if moment else ""
