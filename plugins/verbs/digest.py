"""`digest 2021-07`: the month's hand-out for speakers, as PDF, EPUB and HTML; with --publish also on the column.

Publishing puts the two files and a line of `tai-lieu.toml` into content/, for the editors to look at and keep; the
next build shows them under /tai-lieu/.
"""

from __future__ import annotations

import hashlib
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ..core.addresses import article_path
from ..core.errors import SettingsError
from ..core.registers import register_files
from ..core.reports.handout import MonthHandout, make_handout
from ..core.reports.kit import MONTH
from ..system import build_inputs
from .handout_files import as_epub, as_html, as_pdf, look, subject_of, write_files
from .toml_writer import table

if TYPE_CHECKING:
    from ..core.column.column import Column
    from ..core.registers.registers import Handout

_HEAD = "# Tài liệu đăng ở /tai-lieu/, do lệnh digest --publish ghi. Muốn gỡ một tháng, xoá bảng của tháng ấy.\n"


def run(content: Path, month: str, to: Path | None, site_url: str, at: datetime | None, *, publish: bool) -> int:
    """Write the files and say where they are."""
    if not MONTH.fullmatch(month):
        raise SettingsError(f"“{month}” không phải tháng; viết năm-tháng, ví dụ 2021-07")
    checked, column = look(content, at)
    subject_of(column, month)  # which says what months there are, when this is none of them
    handout = make_handout(column, month, lambda a: checked.store.html(a.source), lambda a: article_path(a.slug))
    base_url = (site_url or column.site.url).rstrip("/")
    html = as_html(handout, column.site, base_url)
    files = {"html": html.encode(), "pdf": as_pdf(html), "epub": as_epub(handout, column.site, base_url)}
    named = {f"tai-lieu-{month}.{ending}": data for ending, data in files.items()}
    write_files(to or build_inputs.shelf("tai-lieu"), named)
    if publish:
        _publish(content, column, handout, files)
    return 0


def _publish(content: Path, column: Column, handout: MonthHandout, files: dict[str, bytes]) -> None:
    folder = Path(register_files.HANDOUTS).parent
    (content / folder).mkdir(parents=True, exist_ok=True)
    for ending in ("pdf", "epub"):
        (content / folder / f"tai-lieu-{handout.month}.{ending}").write_bytes(files[ending])
    before = {entry.month: entry for entry in column.registers.handouts}
    now = datetime.now(ZoneInfo(column.site.zone)).replace(second=0, microsecond=0)
    rows = {month: _row(entry) for month, entry in before.items()}
    published = before[handout.month].published if handout.month in before else now
    stem = f"{folder.as_posix()}/tai-lieu-{handout.month}"
    rows[handout.month] = table(
        "handouts",
        month=handout.month,
        title=handout.title,
        published=published,
        pdf=f"{stem}.pdf",
        pdf_size=len(files["pdf"]),
        epub=f"{stem}.epub",
        epub_size=len(files["epub"]),
        digest=hashlib.sha256(files["pdf"] + files["epub"]).hexdigest(),
    )
    text = "\n".join([_HEAD, *(rows[month] for month in sorted(rows))])
    path = content / register_files.HANDOUTS
    path.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{os.path.relpath(path)}: {handout.title} sẽ có ở /tai-lieu/ từ lần dựng trang sau\n")


def _row(entry: Handout) -> str:
    return table("handouts", **{name: getattr(entry, name) for name in entry.__slots__})
