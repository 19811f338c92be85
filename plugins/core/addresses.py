"""Addresses: the one place that knows where every page and feed of the site lives."""

from __future__ import annotations

KIND_FOLDERS: dict[str, str] = {
    "topic": "chu-de",
    "phase": "giai-doan",
    "form": "hinh-thuc",
    "document": "van-kien",
    "priority": "uu-tien",
    "unit": "don-vi",
    "tag": "the",
    "month": "luu-tru",
}
"""Kind of list → its folder. Terms live at /folder/slug/."""

RESERVED = frozenset(
    {
        *KIND_FOLDERS.values(),
        "bai-viet",
        "ke-hoach",
        "rss",
        "tim-kiem",
        "du-lieu",
        "anh",
        "tep",
        "theme",
        "pagefind",
        "trang",
        "tai-lieu",
        "su-kien",
        "hoi-dap",
        "so-theo-doi",
        "dinh-chinh",
        "index",
        "404",
    }
)
"""First path parts that editors' own pages can't take."""


def article_path(slug: str) -> str:
    """Site path of an article; never changes with title, date or topic."""
    return f"/bai-viet/{slug}/"


def term_path(kind: str, slug: str) -> str:
    """Site path of a term's newest list."""
    return f"/{KIND_FOLDERS[kind]}/{slug}/"


def month_path(month: str) -> str:
    """Site path of a month's archive; month is "YYYY-MM"."""
    return f"/luu-tru/{month[:4]}/{month[5:]}/"


def numbered_path(newest: str, number: int) -> str:
    """Site path of a numbered list page; number counts from the oldest, 1-based."""
    return f"{newest}trang/{number}/"


def plan_path(plan: str) -> str:
    """Site path of a plan's page."""
    return f"/ke-hoach/{plan}/"


def item_path(plan: str, item: str) -> str:
    """Site path of a plan item's list."""
    return f"/ke-hoach/{plan}/{item}/"


def questions_path(year: int) -> str:
    """Site path of the readers' questions received in a year; 0 is the page of the newest ones."""
    return f"/hoi-dap/{year}/" if year else "/hoi-dap/"


def event_path(slug: str) -> str:
    """Site path of an event."""
    return f"/su-kien/{slug}/"


def output_file(path: str) -> str:
    """The file, relative to the output folder, that serves a site path."""
    return path.lstrip("/") + "index.html" if path.endswith("/") else path.lstrip("/")
