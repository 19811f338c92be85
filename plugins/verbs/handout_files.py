"""A month's hand-out as files: HTML in one piece, tagged PDF (PDF/UA-1) by WeasyPrint, EPUB 3."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import ContentError, SettingsError
from ..core.reports.kit import Subject, SubjectError, find_subject
from .check import look_whole
from .epub import Book, Chapter, write_epub
from .pdf_marks import finish
from .reports import render

if TYPE_CHECKING:
    from datetime import datetime

    from ..core.column.column import Column
    from ..core.plan.site import Site
    from ..core.reports.handout import MonthHandout
    from ..reading.check import Checked

_FACES = ("Noto Serif", "Noto Sans")


def look(content: Path, at: datetime | None) -> tuple[Checked, Column]:
    """What hand-outs are made of. SettingsError while the content has errors, which are told by then."""
    try:
        return look_whole(content, at)
    except ContentError as error:
        raise SettingsError("nội dung còn lỗi (xem trên); sửa xong hãy làm tài liệu") from error


def subject_of(column: Column, wanted: str) -> Subject:
    """What a person asks a hand-out about. SettingsError when nothing is known by that name."""
    try:
        return find_subject(column, wanted)
    except SubjectError as error:
        raise SettingsError(str(error)) from error


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by their names and say where each is."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        path = folder / name
        path.write_bytes(data)
        sys.stdout.write(f"{os.path.relpath(path)} ({len(data) // 1024 + 1} KB)\n")


def as_html(handout: MonthHandout, site: Site, base_url: str) -> str:
    """One self-contained page for screen and A4."""
    return render("handout.html", handout=handout, site=site, base_url=base_url)


def as_pdf(html: str) -> bytes:
    """The page as a tagged PDF with its fonts embedded. Needs WeasyPrint and faces that draw Vietnamese."""
    return bytes(_page(html).write_pdf(finisher=finish, pdf_variant="pdf/ua-1"))


def pages_of(html: str) -> int:
    """How many sheets the page takes."""
    return len(_page(html).render().pages)


def _page(html: str) -> Any:
    _require_faces()
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except ImportError as error:
        raise SettingsError("môi trường này chưa có WeasyPrint; hãy chạy “python3 tasks.py digest …”") from error
    except OSError as error:
        packages = "libpango-1.0-0, libpangoft2-1.0-0, libharfbuzz-subset0"
        raise SettingsError(f"máy chưa có thư viện Pango mà WeasyPrint cần; cài {packages}") from error
    only_itself = URLFetcher(allowed_protocols=("data",), fail_on_errors=True)  # nothing is fetched from anywhere
    return HTML(string=html, url_fetcher=only_itself)


def _require_faces() -> None:
    """A face without Vietnamese would put ạ ở ộ into the PDF in another face, or as boxes."""
    if not shutil.which("fc-list"):
        return
    for face in _FACES:
        asked = ["fc-list", f"{face}:lang=vi", "family"]
        if not subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip():
            raise SettingsError(f"máy chưa có phông “{face}” cho tiếng Việt; cài gói fonts-noto-core")


def as_epub(handout: MonthHandout, site: Site, base_url: str) -> bytes:
    """An EPUB 3: a title page, then a chapter per topic."""
    authority = site.authority or "chuyen-muc.invalid,2021"
    chapters = [Chapter(title=handout.title, body=render("handout_title.html", handout=handout, site=site))]
    for section in handout.sections:
        body = render("handout_section.html", section=section, base_url=base_url, level=1)
        chapters.append(Chapter(title=section.topic.name, body=body))
    book = Book(
        identifier=f"tag:{authority}:tai-lieu/{handout.month}",
        title=handout.title,
        creator=site.agency.name or site.name,
        language="vi",
        modified=handout.changed,
        chapters=tuple(chapters),
        css=render("handout.css"),
    )
    return write_epub(book)
