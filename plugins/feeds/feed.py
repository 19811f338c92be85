"""A feed of articles, before any format: the list it is of, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.column.collections import Articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One list as a feed. path: the list's site path; kind, slug: of the list, "" for the whole column; articles: those
    those it holds, the newest of the list; full: with whole texts; language: of them all; page: the site path of the
    list, where it is not the feed's."""

    path: str
    kind: str
    slug: str
    title: str
    description: str
    articles: Articles
    full: bool
    language: str
    page: str = ""
