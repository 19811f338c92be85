"""Stock Pelican for the comparison: its own readers, generators, writer, feeds and pagination, and a theme that makes
the pages of `benchmarks/same_pages.py`. README.md beside this file says what is alike and what is not."""

import datetime as dt
import os
import tomllib
from pathlib import Path

from benchmarks.stock import filters
from benchmarks.stock.simple import *  # noqa: F403 — the same addresses, lists and feeds
from plugins.build.assets import first_style
from plugins.build.typesetting import headline, unbroken

_ROOT = Path(__file__).resolve().parent.parent.parent
_STATIC = _ROOT / "theme" / "static"
_SITE = tomllib.loads((_ROOT / "content" / "site.toml").read_text(encoding="utf-8"))
_PLAN = tomllib.loads((_ROOT / "content" / "plan.toml").read_text(encoding="utf-8"))["plans"][0]
_LAST = max(phase["last"] for phase in _PLAN["phases"])

SITENAME = _SITE["name"]
SITESUBTITLE = _SITE["tagline"]
DEFAULT_DATE_FORMAT = "%d/%m/%Y"
MARKDOWN = {"extensions": ["markdown.extensions.tables"], "output_format": "html5"}
FORMATTED_FIELDS: list[str] = []  # a sapo is plain text

# Where `-e CACHE_CONTENT=true LOAD_CONTENT_CACHE=true` has what was read kept: off is Pelican's own choice.
CACHE_PATH = os.environ.get("COLUMN_CACHE", "cache")
GZIP_CACHE = False

THEME = "theme"
THEME_STATIC_PATHS = [str(_STATIC / name) for name in ("no-script.css", "icon.svg", "touch-icon.png")]
JINJA_ENVIRONMENT = {"trim_blocks": True, "lstrip_blocks": True, "auto_reload": False}
JINJA_FILTERS = {
    "front": filters.front,
    "headline": headline,
    "json": filters.json,
    "near": filters.near,
    "once": filters.once,
    "text": filters.text,
    "unbroken": unbroken,
}
JINJA_GLOBALS = {
    "site": _SITE,
    "plan": _PLAN,
    "ended": _LAST if dt.date.today() > _LAST else None,
    "topics": {topic["slug"]: topic for topic in _PLAN["topics"]},
    "forms": {form["slug"]: form for form in _PLAN["forms"]},
    "weekdays": ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"),
    "style": filters.Asset("column", "css", filters.style_sheets(_STATIC / "css")),
    "first_style": first_style(_STATIC.parent),
    "script": filters.Asset("column", "js", sorted((_STATIC / "js").glob("*.js"))),
}

CATEGORY_URL = "chu-de/{slug}/"
TAG_URL = "the/{slug}/"
MONTH_ARCHIVE_URL = "luu-tru/{date:%Y}/{date:%m}/"
PAGINATED_TEMPLATES = {"category": None, "tag": None, "period_archives": None}

DIRECT_TEMPLATES = ["index", "categories", "tags", "archives", "sitemap", "feeds", "robots", "404", "style", "script"]
CATEGORIES_SAVE_AS = "chu-de/index.html"
TAGS_SAVE_AS = "the/index.html"
ARCHIVES_SAVE_AS = "luu-tru/index.html"
SITEMAP_SAVE_AS = "sitemap.xml"
FEEDS_SAVE_AS = "feeds.opml"
ROBOTS_SAVE_AS = "robots.txt"
STYLE_SAVE_AS = JINJA_GLOBALS["style"].path
SCRIPT_SAVE_AS = JINJA_GLOBALS["script"].path
