"""`kit SUBJECT`: what a speaker takes along about a month, a topic or a demand of the plan: hand-out, slides, a leaflet
to fold, and text for a group chat."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from ..core.addresses import article_path
from ..core.reports.handout import gather
from ..core.reports.kit import chat_text, make_slides
from ..system import build_inputs
from .handout_files import as_epub, as_html, as_pdf, look, subject_of, write_files
from .kit_files import leaflet_pdf, slides_html


def run(content: Path, wanted: str, to: Path | None, site_url: str, at: datetime | None) -> int:
    """Write the files and say where they are."""
    checked, column = look(content, at)
    subject = subject_of(column, wanted)
    site, address = column.site, (site_url or column.site.url).rstrip("/")
    pieces = gather(column, subject.key, subject.title, subject.articles, lambda a: checked.store.html(a.source), _path)
    handout, slides = as_html(pieces, site, address), slides_html(make_slides(pieces, site.name, address), pieces, site)
    files = {
        f"tai-lieu-{subject.key}.html": handout.encode(),
        f"tai-lieu-{subject.key}.pdf": as_pdf(handout),
        f"tai-lieu-{subject.key}.epub": as_epub(pieces, site, address),
        f"trang-chieu-{subject.key}.html": slides.encode(),
        f"trang-chieu-{subject.key}.pdf": as_pdf(slides),
        f"to-gap-{subject.key}.pdf": leaflet_pdf(pieces, site, f"{address}{subject.path}" if address else ""),
        f"tin-nhan-{subject.key}.txt": chat_text(pieces, site.name, address).encode(),
    }
    write_files((to or build_inputs.shelf("bo-tai-lieu")) / subject.key, files)
    if not address:
        sys.stdout.write(
            "• chưa có địa chỉ trang: tờ gấp không có mã QR; đặt url trong site.toml hoặc dùng --site-url\n"
        )
    return 0


def _path(article) -> str:  # type: ignore[no-untyped-def]
    return article_path(article.slug)
