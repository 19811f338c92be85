"""What every page of the site leads to: the menu and the footer, from the rows of the site map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.site_map import ROWS, Row
from ..core.views.view_models import Frame, NavLink

if TYPE_CHECKING:
    from ..core.column.column import Column
    from ..core.views.presenter import Presenter
    from .assets import Bundle


_OUTSIDE = "-"
"""The section of links that settings add to the menu: that of no page."""


def make_frame(column: Column, present: Presenter, assets: Bundle, left_out: frozenset[str]) -> Frame:
    """The frame of all pages. left_out: modules of plugins/ whose outputs the site goes without."""
    rows = [row for row in ROWS.values() if column.has(row.needs) and row.made_by not in left_out]

    def link(row: Row, section: str = "") -> NavLink:
        return NavLink(name=row.title, url=present.href(row.path), section=section or row.section)

    own = {
        page.article.slug: NavLink(name=page.article.title, url=present.href(page.url), section=page.article.slug)
        for page in column.pages
    }
    others = {
        row.path.strip("/"): link(row)
        for row in rows
        if row.footer == "page" and not row.kind and column.has(row.shown_needs)
    }
    return Frame(
        site=column.site,
        plans=column.plans.plans,
        nav=(
            *(link(row) for row in rows if row.menu and column.has(row.shown_needs)),
            *(NavLink(name=own.name, url=own.url, section=_OUTSIDE) for own in column.site.menu),
        ),
        pages=own | others,
        feeds=(),
        assets=assets.view,
        search=ROWS["search"].made_by not in left_out,
        root=present.prefix,
        extras=tuple(link(row, row.folder) for row in rows if row.footer == "extra"),
    )
