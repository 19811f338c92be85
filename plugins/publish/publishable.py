"""What of the agency's own words keeps a site from going out, or will soon: places to fill in, days that pass."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from ..core.errors import PublishError
from ..core.plan import site_file
from ..core.plan.placeholders import WANTED, unfilled
from ..core.toml.lines import Lines


def refuse_placeholders(content: Path, url: str) -> None:
    """What is still to be filled in never leaves the machine: readers would take it for the agency's word, and ids
    can't be mended later. A rehearsal that is served on this very machine may do without an authority."""
    rehearsal = urlsplit(url).hostname in {"127.0.0.1", "localhost", "::1"}
    path = content / site_file.FILE
    text = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    site, _ = site_file.read_site(text)
    lines = Lines(text)
    rows = []
    for name in unfilled(site):
        if rehearsal and name == "authority" and not site.authority:
            continue
        table, _, key = name.rpartition(".")
        rows.append(f"  {site_file.FILE}:{lines.find(table, 0, key)}: {name}: {WANTED[key]}")
    if rows:
        raise PublishError("chưa đăng gì: còn chỗ chưa điền, điền rồi đăng lại\n" + "\n".join(rows))


def expiring(site: Path) -> Iterator[str]:
    """security.txt is void after its day (RFC 9116): told a month ahead."""
    try:
        text = (site / ".well-known/security.txt").read_text(encoding="utf-8")
    except FileNotFoundError:
        return
    for line in text.splitlines():
        if line.startswith("Expires: ") and datetime.fromisoformat(line[9:]).timestamp() < time.time() + 30 * 86_400:
            yield f"security.txt hết hạn ngày {line[9:19]}: sửa [security] expires trong content/site.toml"
