"""A speaker's kit as files: slides in one page with keys and notes, the same as PDF 16:9, a leaflet on one sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..core.errors import SettingsError
from ..core.reports.kit import make_leaflet
from .handout_files import as_pdf, pages_of
from .reports import render

if TYPE_CHECKING:
    from ..core.plan.site import Site
    from ..core.reports.handout import MonthHandout
    from ..core.reports.kit import Slide

_MOST_POINTS = 16
"""Points that a leaflet has room for at the very best."""


def slides_html(slides: Sequence[Slide], handout: MonthHandout, site: Site) -> str:
    """One page that is whole by itself: keys turn the slides where there is script, without it they stand under one
    another."""
    return render("slides.html", slides=slides, title=handout.title, site=site)


def leaflet_pdf(handout: MonthHandout, site: Site, address: str) -> bytes:
    """One sheet of A4 to fold twice, with as much as fits on it. address: where its code leads, "" for no code."""
    code = _code(address) if address else ""
    for most in range(_MOST_POINTS, 0, -1):
        leaflet = make_leaflet(handout, most)
        html = render("leaflet.html", leaflet=leaflet, site=site, code=code, address=address)
        if most == 1 or pages_of(html) == 1:
            break
    return as_pdf(html)


def _code(address: str) -> str:
    """The QR code as an address of its own."""
    try:
        import segno
    except ImportError as error:
        raise SettingsError("môi trường này chưa có segno; hãy chạy “python3 tasks.py kit …”") from error
    return str(segno.make(address, error="m").svg_data_uri(border=2))
