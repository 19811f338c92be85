"""Addresses: from what a page is of to its site path, by the rows of the site map."""

from __future__ import annotations

from .site_map import LISTS, ROWS, RSS, UNIT_LISTS

KIND_FOLDERS: dict[str, str] = {kind: ROWS[kind].folder for kind in LISTS}
"""Kind of list → its folder. Terms live at /folder/slug/."""
_ARTICLE = ROWS["article"].path.partition("{")[0]
_PLANS = ROWS["plans"].path
_FEEDS = ROWS["rss"].path
_MONTHS, _QUESTIONS, _EVENTS, _HANDOUTS = (ROWS[name].path for name in ("months", "questions", "events", "handouts"))


def article_path(slug: str) -> str:
    """Site path of an article; never changes with title, date or topic."""
    return f"{_ARTICLE}{slug}/"


def term_path(kind: str, slug: str) -> str:
    """Site path of a term's newest list."""
    return f"/{KIND_FOLDERS[kind]}/{slug}/"


def unit_list_path(kind: str, slug: str) -> str:
    """Site path of a unit's articles on one topic or of one year; slug: "unit/topic" or "unit/YYYY"."""
    unit, _, value = slug.partition("/")
    return f"{term_path('unit', unit)}{'chu-de' if kind == 'unit_topic' else 'nam'}/{value}/"


def list_path(kind: str, slug: str) -> str:
    """Site path of the newest page of any list but an item's."""
    if kind == "month":
        return month_path(slug)
    return unit_list_path(kind, slug) if kind in UNIT_LISTS else term_path(kind, slug)


def month_path(month: str) -> str:
    """Site path of a month's archive; month is "YYYY-MM"."""
    return f"{_MONTHS}{month[:4]}/{month[5:]}/"


def archive_path(month: str, number: int, language: str = "", file: str = RSS) -> str:
    """Site path of a closed part of the whole column's feed; number: 1-based within the month; language: of a language
    that is not the site's; file: one of FEED_FILES."""
    folder = f"{language_path(language)}{month}/" if language else month_path(month)
    stem, _, ending = file.partition(".")
    return f"{folder}{stem}{'' if number == 1 else f'-{number}'}.{ending}"


def language_path(language: str) -> str:
    """Where the feeds of all articles in a language lie that is not the site's."""
    return f"{_FEEDS}{language}/"


def numbered_path(newest: str, number: int) -> str:
    """Site path of a numbered list page; number counts from the oldest, 1-based."""
    return f"{newest}trang/{number}/"


def plan_path(plan: str) -> str:
    """Site path of a plan's page."""
    return f"{_PLANS}{plan}/"


def item_path(plan: str, item: str) -> str:
    """Site path of a plan item's list."""
    return f"{_PLANS}{plan}/{item}/"


def questions_path(year: int) -> str:
    """Site path of the readers' questions received in a year; 0 is the page of the newest ones."""
    return f"{_QUESTIONS}{year}/" if year else _QUESTIONS


def event_path(slug: str) -> str:
    """Site path of an event."""
    return f"{_EVENTS}{slug}/"


def handout_path(month: str) -> str:
    """Site path of a month's hand-out; month is "YYYY-MM"."""
    return f"{_HANDOUTS}{month}/"


def output_file(path: str) -> str:
    """The file, relative to the output folder, that serves a site path."""
    return path.lstrip("/") + "index.html" if path.endswith("/") else path.lstrip("/")
