"""What becomes of each of Pelican's settings: one table, which the build, docs/pelican-settings.md and the tests read.

A setting that is set and does nothing here is told in one line; one that would move pages that readers, feeds and
search engines know is refused. What has Pelican's own default counts as not set.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pelican.settings import DEFAULT_CONFIG

from ..core.addresses import month_path
from ..core.article.rules import LANGUAGES
from ..core.errors import SettingsError
from ..core.plan.site import FEED_ITEMS, PAGE_SIZE
from ..core.site_map import ATOM, ROWS, RSS
from .setting_shapes import wrong_shapes

Fate = Literal["honoured", "foreign", "counterpart", "unused", "refused"]
"""honoured: means what Pelican says; foreign: so with a theme or plugin of others', told without one; counterpart: the
column has something of its own for it, which is told; unused: told; refused: it would change addresses."""


class Setting(NamedTuple):
    """One setting of Pelican. why: what the build says of it, in one clause, "" for what is honoured just so; quiet:
    values beside Pelican's default that ask for nothing else than what is done anyway."""

    name: str
    fate: Fate
    why: str = ""
    quiet: tuple[Any, ...] = ()


def _path(row: str, kind: str = "") -> str:
    """A row's path as Pelican writes addresses."""
    return ROWS[row].path[1:].replace(f"{{{kind}}}", "{slug}")


_ARTICLE, _PAGE, _TOPIC, _TAG = (_path(kind, kind) for kind in ("article", "page", "topic", "tag"))
_AUTHOR = "tac-gia/{slug}/"
"""Only themes of others' have pages of authors."""
_PLACES = {
    "ARTICLE": _ARTICLE,
    "ARTICLE_LANG": _ARTICLE,
    "DRAFT": _ARTICLE,
    "DRAFT_LANG": _ARTICLE,
    "PAGE": _PAGE,
    "PAGE_LANG": _PAGE,
    "DRAFT_PAGE": _PAGE,
    "DRAFT_PAGE_LANG": _PAGE,
    "CATEGORY": _TOPIC,
    "TAG": _TAG,
    "AUTHOR": _AUTHOR,
    "INDEX": "",
    "CATEGORIES": _path("topics"),
    "TAGS": _path("tags"),
    "ARCHIVES": _path("months"),
    "AUTHORS": _AUTHOR.replace("{slug}/", ""),
}
"""What Pelican has addresses for → where it lies here."""
ADDRESSES = {f"{name}_URL": place for name, place in _PLACES.items()} | {
    f"{name}_SAVE_AS": f"{place}index.html" for name, place in _PLACES.items()
}
"""Pelican's settings of addresses, as the column has them."""
NUMBERED = [(1, "{url}", "{save_as}"), (2, "{base_name}/trang/{number}/", "{base_name}/trang/{number}/index.html")]
"""Likewise of the further pages of a list."""
FEEDS = {
    **{f"FEED_ALL_{kind}": file for kind, file in (("RSS", RSS), ("ATOM", ATOM))},
    **{f"CATEGORY_FEED_{kind}": _TOPIC + file for kind, file in (("RSS", RSS), ("ATOM", ATOM))},
    **{f"TAG_FEED_{kind}": _TAG + file for kind, file in (("RSS", RSS), ("ATOM", ATOM))},
}
"""Pelican's settings of feeds → the column's own, for the links of foreign themes."""
_FEED_NAMES = [
    f"{kind}{form}"
    for kind in ("FEED_", "FEED_ALL_", "CATEGORY_FEED_", "TAG_FEED_", "AUTHOR_FEED_", "TRANSLATION_FEED_")
    for form in ("ATOM", "RSS")
]
_OFF = frozenset(
    f"{name}_SAVE_AS"
    for name in (
        *(name for name in _PLACES if "DRAFT" in name),
        *["CATEGORY", "TAG", "AUTHOR", "CATEGORIES", "TAGS", "AUTHORS", "ARCHIVES"],
    )
)
"""Pages of which Pelican's users often ask for none; asking so asks for nothing here."""
_MOVES = "địa chỉ là cố định, vì RSS, máy tìm kiếm và liên kết cũ dựa vào đó; của chuyên mục: "
_DATES = "ngày hiện theo lối Việt Nam (plugins/core/text/dates.py)"
_SLUGS = "địa chỉ lấy từ tên tệp hoặc dòng “Slug:” của bài"
_FOLDERS = "bài là mọi tệp .md trong content, trừ content/pages (trang) và content/su-kien (sự kiện)"
_HEADER = "bài tự ghi ở phần đầu: "
_CACHE = "chuyên mục có bộ nhớ riêng, biết mọi đầu vào (.cache, docs/decisions/builds.md)"
_ONLY_MARKDOWN = "bài chỉ viết bằng Markdown"
_ORDER = "bài xếp theo ngày, mới trước"
_WHOLE = "thư mục đích được thay trọn một lần, không sót tệp cũ; tệp thêm thì để vào STATIC_PATHS"
_OTHERS_THEME = "giao diện của chuyên mục không dùng"

_TABLE = (
    # ── what the site is ─────────────────────────────────────────────────────────────────────────────────────────
    Setting("SITENAME", "honoured", "thắng “name” của content/site.toml"),
    Setting("SITESUBTITLE", "honoured", "thắng “tagline” của content/site.toml"),
    Setting("SITEURL", "honoured", "thắng “url” của content/site.toml; --site-url thắng cả hai"),
    Setting("FEED_DOMAIN", "honoured", "gốc địa chỉ của chính các nguồn tin"),
    Setting("TIMEZONE", "honoured", "thắng “zone” của content/site.toml"),
    Setting("DEFAULT_LANG", "honoured", "ngôn ngữ của bài không ghi “Lang:”; vi hoặc en", quiet=("vi",)),
    Setting("AUTHOR", "honoured", "tác giả của bài không ghi “Author:”"),
    Setting("DEFAULT_METADATA", "honoured", "phần đầu mặc định của mọi bài"),
    Setting("MENUITEMS", "honoured", "thêm vào danh mục"),
    Setting("LINKS", "honoured", "thêm vào liên kết cuối trang"),
    Setting("SOCIAL", "honoured", "thêm vào liên kết cuối trang"),
    # ── what is read ─────────────────────────────────────────────────────────────────────────────────────────────
    Setting("PATH", "honoured", "tasks.py: --content"),
    Setting("ARTICLE_EXCLUDES", "honoured"),
    Setting("PAGE_EXCLUDES", "honoured"),
    Setting("IGNORE_FILES", "honoured"),
    Setting("STATIC_PATHS", "honoured", "ảnh và tệp mà bài dùng thì tự được đăng, không cần ghi", quiet=([],)),
    Setting("STATIC_EXCLUDES", "honoured"),
    Setting("STATIC_EXCLUDE_SOURCES", "honoured"),
    Setting("EXTRA_PATH_METADATA", "honoured", "cho tệp của STATIC_PATHS"),
    Setting("STATIC_CHECK_IF_MODIFIED", "unused", "tệp giống hệt thì giữ nguyên"),
    Setting("STATIC_CREATE_LINKS", "unused", "trang đã đăng không được đổi khi sửa tệp nguồn"),
    Setting("ARTICLE_PATHS", "counterpart", _FOLDERS, quiet=([], ["articles"])),
    Setting("PAGE_PATHS", "counterpart", _FOLDERS, quiet=([],)),
    Setting("READERS", "unused", _ONLY_MARKDOWN, quiet=({"rst": None, "html": None}, {"rst": None})),
    Setting("MARKDOWN", "honoured", "extensions và extension_configs"),
    Setting("DOCUTILS_SETTINGS", "unused", _ONLY_MARKDOWN),
    Setting("PYGMENTS_RST_OPTIONS", "unused", _ONLY_MARKDOWN),
    Setting("TYPOGRIFY", "unused", "sửa dấu theo lối tiếng Anh; thay bằng tiện ích smarty của MARKDOWN"),
    Setting("TYPOGRIFY_IGNORE_TAGS", "unused", "xem TYPOGRIFY"),
    Setting("TYPOGRIFY_OMIT_FILTERS", "unused", "xem TYPOGRIFY"),
    Setting("TYPOGRIFY_DASHES", "unused", "xem TYPOGRIFY"),
    Setting("FORMATTED_FIELDS", "unused", "phần đầu là chữ thường, không phải Markdown"),
    Setting("FILENAME_METADATA", "counterpart", _HEADER + "Date:, Slug:"),
    Setting("PATH_METADATA", "counterpart", _HEADER + "Category:, Slug: …"),
    Setting("DEFAULT_DATE", "counterpart", _HEADER + "Date: (ngày của tệp đổi theo máy)"),
    Setting("DEFAULT_CATEGORY", "counterpart", _HEADER + "Category:"),
    Setting("USE_FOLDER_AS_CATEGORY", "counterpart", _HEADER + "Category:", quiet=(False,)),
    Setting("SUMMARY_MAX_LENGTH", "counterpart", _HEADER + "Summary:"),
    Setting("SUMMARY_MAX_PARAGRAPHS", "counterpart", _HEADER + "Summary:"),
    Setting("SUMMARY_END_SUFFIX", "counterpart", _HEADER + "Summary:"),
    Setting("ARTICLE_TRANSLATION_ID", "counterpart", _HEADER + "Translation_of:"),
    Setting("PAGE_TRANSLATION_ID", "counterpart", _HEADER + "Translation_of:"),
    Setting("INTRASITE_LINK_REGEX", "unused", "liên kết là {filename}, {static}, {attach}, {category}, {tag}, {index}"),
    Setting("WITH_FUTURE_DATES", "counterpart", "bài hẹn giờ chỉ lên trang khi đến giờ", quiet=(False,)),
    Setting("SLUGIFY_SOURCE", "counterpart", _SLUGS),
    Setting("SLUGIFY_USE_UNICODE", "counterpart", _SLUGS),
    Setting("SLUGIFY_PRESERVE_CASE", "counterpart", _SLUGS),
    Setting("SLUG_REGEX_SUBSTITUTIONS", "counterpart", _SLUGS),
    Setting("CATEGORY_REGEX_SUBSTITUTIONS", "counterpart", "slug của chủ đề ghi trong content/plan.toml"),
    Setting("TAG_REGEX_SUBSTITUTIONS", "counterpart", "slug của thẻ là tên thẻ bỏ dấu"),
    Setting("AUTHOR_REGEX_SUBSTITUTIONS", "counterpart", "slug của tác giả là tên tác giả bỏ dấu"),
    # ── what is made ─────────────────────────────────────────────────────────────────────────────────────────────
    Setting("OUTPUT_PATH", "honoured", "tasks.py: --output"),
    Setting("DELETE_OUTPUT_DIRECTORY", "counterpart", _WHOLE),
    Setting("OUTPUT_RETENTION", "counterpart", _WHOLE),
    Setting("OUTPUT_SOURCES", "unused", "nguồn có những dòng không dành cho người đọc"),
    Setting("OUTPUT_SOURCES_EXTENSION", "unused", "xem OUTPUT_SOURCES"),
    Setting("DEFAULT_PAGINATION", "honoured", "số bài mỗi trang danh sách; không đặt là 20", quiet=(20,)),
    Setting("DEFAULT_ORPHANS", "foreign", "trang danh sách đếm từ bài cũ nhất, không có trang lẻ"),
    Setting("PAGINATED_TEMPLATES", "foreign", "danh sách nào dài cũng được chia trang; xem DEFAULT_PAGINATION"),
    Setting("RELATIVE_URLS", "honoured"),
    Setting("ARTICLE_ORDER_BY", "foreign", _ORDER),
    Setting("PAGE_ORDER_BY", "foreign", "trang xếp theo tên tệp"),
    Setting("NEWEST_FIRST_ARCHIVES", "foreign", _ORDER),
    Setting("REVERSE_CATEGORY_ORDER", "foreign", "chủ đề xếp theo content/plan.toml"),
    Setting("FEED_MAX_ITEMS", "honoured", "nhiều nhất 40; bài cũ hơn nằm trong kho của nguồn tin (RFC 5005)"),
    Setting("RSS_FEED_SUMMARY_ONLY", "unused", "nguồn tin của thẻ có sapo, các nguồn khác có toàn văn"),
    Setting("FEED_APPEND_REF", "unused", "địa chỉ trong nguồn tin là địa chỉ thật của bài"),
    # ── the theme ────────────────────────────────────────────────────────────────────────────────────────────────
    Setting("THEME", "honoured"),
    Setting("THEME_TEMPLATES_OVERRIDES", "honoured"),
    Setting("THEME_STATIC_PATHS", "honoured", "tệp tĩnh của giao diện chuyên mục tự được đăng", quiet=([],)),
    Setting("THEME_STATIC_DIR", "refused", _MOVES + "theme/"),
    Setting("CSS_FILE", "foreign", _OTHERS_THEME, quiet=("",)),
    Setting("DIRECT_TEMPLATES", "honoured", "thêm trang của mình; trang chuẩn thì đã có", quiet=([],)),
    Setting("TEMPLATE_PAGES", "honoured"),
    Setting("TEMPLATE_EXTENSIONS", "foreign", "khuôn của chuyên mục là .html"),
    Setting("JINJA_ENVIRONMENT", "honoured", "trừ autoescape và undefined: khuôn của chuyên mục cần cả hai"),
    Setting("JINJA_FILTERS", "honoured"),
    Setting("JINJA_GLOBALS", "honoured"),
    Setting("JINJA_TESTS", "honoured"),
    Setting("DISPLAY_PAGES_ON_MENU", "foreign", _OTHERS_THEME),
    Setting("DISPLAY_CATEGORIES_ON_MENU", "foreign", _OTHERS_THEME),
    Setting("DEFAULT_DATE_FORMAT", "foreign", _DATES),
    Setting("DATE_FORMATS", "foreign", _DATES),
    Setting("LOCALE", "foreign", _DATES),
    *(
        Setting(name, "foreign", _OTHERS_THEME)
        for name in ("GITHUB_URL", "TWITTER_USERNAME", "STYLESHEET_URL", "LINKS_WIDGET_NAME", "SOCIAL_WIDGET_NAME")
    ),
    # ── how it runs ──────────────────────────────────────────────────────────────────────────────────────────────
    Setting("PLUGINS", "honoured"),
    Setting("PLUGIN_PATHS", "honoured"),
    Setting("PELICAN_CLASS", "honoured"),
    Setting("LOG_FILTER", "honoured"),
    Setting("PORT", "honoured"),
    Setting("BIND", "honoured"),
    Setting("CACHE_CONTENT", "counterpart", _CACHE),
    Setting("CONTENT_CACHING_LAYER", "counterpart", _CACHE),
    Setting("CACHE_PATH", "counterpart", _CACHE + "; đặt nơi khác bằng biến COLUMN_CACHE"),
    Setting("GZIP_CACHE", "counterpart", _CACHE),
    Setting("CHECK_MODIFIED_METHOD", "counterpart", _CACHE),
    Setting("LOAD_CONTENT_CACHE", "counterpart", _CACHE + "; bỏ qua bằng --force"),
    # ── addresses ────────────────────────────────────────────────────────────────────────────────────────────────
    *(
        Setting(name, "refused", f"{_MOVES}/{place}", quiet=(place, *(("",) if name in _OFF else ())))
        for name, place in ADDRESSES.items()
    ),
    *(
        Setting(f"{kind}_ARCHIVE_{end}", "refused", _MOVES + month_path("YYYY-MM"), quiet=("", None))
        for kind in ("YEAR", "MONTH", "DAY")
        for end in ("URL", "SAVE_AS")
    ),
    Setting("PAGINATION_PATTERNS", "refused", _MOVES + "…/trang/N/"),
    Setting("STATIC_URL", "refused", "tệp của STATIC_PATHS giữ đường dẫn; đổi riêng từng tệp bằng EXTRA_PATH_METADATA"),
    Setting("STATIC_SAVE_AS", "refused", "xem STATIC_URL"),
    Setting("ARTICLE_PERMALINK_STRUCTURE", "refused", f"{_MOVES}/{_ARTICLE}"),
    *(
        Setting(
            name + end,
            "refused",
            _MOVES + (f"/{FEEDS[name]}" if name in FEEDS else "xem trang /rss/"),
            quiet=("", None, *((FEEDS[name],) if name in FEEDS else ())),
        )
        for name in _FEED_NAMES
        for end in ("", "_URL")
    ),
)
SETTINGS: dict[str, Setting] = {setting.name: setting for setting in _TABLE}
"""Name → row."""


def is_set(setting: Setting, settings: Mapping[str, Any]) -> bool:
    """Whether a setting asks for something else than Pelican's default and what is done anyway."""
    name = setting.name
    if name not in settings or settings[name] == DEFAULT_CONFIG.get(name):
        return False
    return all(settings[name] != value for value in setting.quiet)


def refuse(settings: Mapping[str, Any]) -> None:
    """SettingsError with a line for every setting that can't be followed and must not be passed over."""
    lines = [
        f"{setting.name} = {settings[setting.name]!r}: {setting.why}"
        for setting in SETTINGS.values()
        if setting.fate == "refused" and is_set(setting, settings)
    ]
    language = settings.get("DEFAULT_LANG", LANGUAGES[0])
    if language not in LANGUAGES:
        lines.append(f"DEFAULT_LANG = {language!r}: chuyên mục có chữ cho {', '.join(LANGUAGES)}")
    size = settings.get("DEFAULT_PAGINATION") or PAGE_SIZE
    if not isinstance(size, int) or size < 1:
        lines.append(f"DEFAULT_PAGINATION = {size!r}: là số bài mỗi trang, từ 1")
    items = settings.get("FEED_MAX_ITEMS")
    if items is not None and (not isinstance(items, int) or items < 0):
        lines.append(f"FEED_MAX_ITEMS = {items!r}: là số bài trong một nguồn tin, từ 1 đến {FEED_ITEMS}")
    zone = settings.get("TIMEZONE", "UTC")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        lines.append(f"TIMEZONE = {zone!r}: không có múi giờ này; ví dụ Asia/Ho_Chi_Minh")
    lines += wrong_shapes(settings)
    if lines:
        raise SettingsError("\n".join(["thiết lập của Pelican không theo được:", *(f"  {line}" for line in lines)]))


def unused(settings: Mapping[str, Any], *, foreign: bool) -> list[str]:
    """A line for every setting that is set and changes nothing, or less than it asks for. foreign: with a theme of
    others'."""
    silent = {"counterpart", "unused"} | (set() if foreign else {"foreign"})
    told = [
        f"{setting.name}: không dùng; {setting.why}"
        for setting in SETTINGS.values()
        if setting.fate in silent and is_set(setting, settings)
    ]
    feed = SETTINGS["FEED_MAX_ITEMS"]
    if is_set(feed, settings) and not 0 < int(settings[feed.name] or 0) <= FEED_ITEMS:
        told.append(f"{feed.name} = {settings[feed.name]!r}: nguồn tin giữ {FEED_ITEMS} bài; {feed.why}")
    return told


def as_column(settings: Mapping[str, Any]) -> dict[str, Any]:
    """What Pelican's own generators are to find: the column's addresses, and nothing to read or write but what
    STATIC_PATHS, TEMPLATE_PAGES and DIRECT_TEMPLATES ask for."""
    asked = {name: settings[name] for name in ("STATIC_PATHS", "THEME_STATIC_PATHS", "DIRECT_TEMPLATES")}
    default = {name: value == DEFAULT_CONFIG[name] for name, value in asked.items()}
    standard = DEFAULT_CONFIG["DIRECT_TEMPLATES"]
    return {
        **ADDRESSES,
        **dict.fromkeys(_SILENCED),
        **dict.fromkeys([name + end for name in _FEED_NAMES for end in ("", "_URL")]),
        **{f"{kind}_ARCHIVE_{end}": "" for kind in ("YEAR", "MONTH", "DAY") for end in ("URL", "SAVE_AS")},
        "AUTHOR_SAVE_AS": "",
        "ARTICLE_PATHS": [],
        "PAGE_PATHS": [],
        "FORMATTED_FIELDS": DEFAULT_CONFIG["FORMATTED_FIELDS"],
        "WITH_FUTURE_DATES": True,
        "READERS": {"rst": None},
        **{name: [] if default[name] else value for name, value in asked.items()},
        "DIRECT_TEMPLATES": [name for name in asked["DIRECT_TEMPLATES"] if name not in standard],
    }


_SILENCED = (
    *("TYPOGRIFY", "OUTPUT_SOURCES", "STATIC_CREATE_LINKS", "STATIC_CHECK_IF_MODIFIED"),
    *("CACHE_CONTENT", "LOAD_CONTENT_CACHE", "DELETE_OUTPUT_DIRECTORY"),
)
"""Switches of Pelican that stay off."""


def markdown() -> str:
    """The table of docs/pelican-settings.md."""
    rows = ["| Setting | Here | As the build tells it |", "|---|---|---|"]
    rows += [
        f"| `{setting.name}` | {setting.fate} | {setting.why.replace('|', '/')} |" for setting in SETTINGS.values()
    ]
    return "\n".join(rows)
