"""The site map: every page, feed and file of the site, one row each, in the order of the menu.

Gate, menu, footer, directories, sitemap, feeds, reserved addresses and serving rules read these rows; a test holds them
to built sites both ways. What a row depends on is named, not computed: `event` stands for "there is an event readers
may see"; `column/site_paths.py` finds what there is in content, `Column.has` in the column.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass

RSS, ATOM, JSON = FEED_FILES = ("rss.xml", "atom.xml", "feed.json")
"""Last part of a feed's address, format by format."""
UNIT_LISTS = ("unit_topic", "unit_year")
"""Kinds of lists that lie below their unit's."""


@dataclass(frozen=True, slots=True)
class Row:
    """One page of the site, or all those of a kind, or files.

    path: site path; of a kind it holds the kind's name in braces, which stands for one of its values. title, about: as
    readers see them; section: what the menu marks. needs: what there must be for it to be made, "" for always; feeds:
    last parts of the addresses of its feeds; feed_needs: what there must be for these. numbered: what its further pages
    (`trang/N/`) count, "" when it has none. menu, footer: whether they lead to it ("extra": after the editors' pages);
    shown_needs: what there must be for that. listed: what there must be for the sitemap to name it, "always", or ""
    for never. linked: editors may link to its address. hashed: each file is named after its content. open: pages of
    other sites may read it. made_by: module of plugins/ that makes it.
    """

    name: str
    path: str
    made_by: str
    _: KW_ONLY
    title: str = ""
    about: str = ""
    section: str = ""
    needs: str = ""
    feeds: tuple[str, ...] = ()
    feed_needs: str = ""
    numbered: str = ""
    menu: bool = False
    footer: str = ""
    shown_needs: str = ""
    listed: str = ""
    linked: bool = True
    hashed: bool = False
    open: bool = False

    @property
    def kind(self) -> str:
        """What the braces in its path hold, "" when it is one page."""
        return self.path.partition("{")[2].partition("}")[0]

    @property
    def folder(self) -> str:
        """The first part of its path, "" when that is open."""
        first, more, _ = self.path[1:].partition("/")
        return "" if "{" in first or not more else first

    def at(self, value: str) -> str:
        """The site path of one of its kind."""
        return self.path.replace(f"{{{self.kind}}}", value)


ROWS: dict[str, Row] = {
    row.name: row
    for row in (
        # ── what the menu leads to ───────────────────────────────────────────────────────────────────────────────
        Row(
            "front",
            "/",
            "pages.front",
            title="Trang nhất",
            section="front",
            menu=True,
            listed="always",
            feeds=FEED_FILES,
        ),
        Row(
            "topics",
            "/chu-de/",
            "pages.directories",
            title="Chủ đề",
            about="Các nội dung mà kế hoạch yêu cầu tuyên truyền.",
            section="topic",
            menu=True,
            listed="always",
        ),
        Row(
            "plans",
            "/ke-hoach/",
            "pages.plans",
            title="Kế hoạch",
            about="Các kế hoạch mà chuyên mục thực hiện.",
            section="plan",
            menu=True,
            listed="always",
        ),
        Row(
            "forms",
            "/hinh-thuc/",
            "pages.directories",
            title="Hình thức",
            about="Các hình thức tuyên truyền mà kế hoạch nêu.",
            section="form",
            menu=True,
            listed="always",
        ),
        Row(
            "documents",
            "/van-kien/",
            "pages.directories",
            title="Văn kiện",
            about="Những văn kiện mà chuyên mục đưa vào cuộc sống.",
            section="document",
            needs="document",
            menu=True,
            listed="document",
        ),
        Row(
            "units",
            "/don-vi/",
            "pages.directories",
            title="Đơn vị",
            about="Những đơn vị thực hiện kế hoạch.",
            section="unit",
            needs="unit",
            menu=True,
            listed="unit",
        ),
        Row(
            "events",
            "/su-kien/",
            "pages.events",
            title="Sự kiện",
            about="Hội nghị, tọa đàm, phong trào thi đua và ngày kỷ niệm theo kế hoạch; đăng ký vào lịch của bạn.",
            section="event",
            numbered="past_event",
            feeds=(RSS,),
            feed_needs="event",
            menu=True,
            shown_needs="event",
            listed="event",
        ),
        Row(
            "months",
            "/luu-tru/",
            "pages.directories",
            title="Lưu trữ",
            about="Mọi bài của chuyên mục theo tháng.",
            section="month",
            menu=True,
            listed="always",
        ),
        Row("rss", "/rss/", "pages.editors", title="RSS", section="rss", menu=True, listed="always"),
        # ── what the footer leads to ─────────────────────────────────────────────────────────────────────────────
        Row("page", "/{page}/", "pages.editors", footer="page", listed="always"),
        Row(
            "registers",
            "/so-theo-doi/",
            "pages.registers",
            title="Sổ theo dõi",
            about="Những điều chuyên mục ghi lại có nguồn và có ngày, để ai cũng tra được.",
            section="register",
            footer="page",
            listed="always",
        ),
        Row(
            "corrections",
            "/dinh-chinh/",
            "pages.registers",
            title="Đính chính",
            about="Mọi đính chính của chuyên mục, mới nhất ở trên.",
            section="register",
            numbered="correction",
            feeds=(RSS,),
            feed_needs="correction",
            footer="page",
            listed="correction",
        ),
        Row(
            "handouts",
            "/tai-lieu/",
            "pages.handouts",
            title="Tài liệu tuyên truyền miệng",
            about="Tài liệu theo tháng cho báo cáo viên: số liệu có nguồn, trích dẫn, thời gian đọc; bản PDF và EPUB.",
            section="handout",
            feeds=(RSS,),
            feed_needs="handout",
            footer="page",
            shown_needs="handout",
            listed="handout",
        ),
        Row(
            "listening",
            "/nghe/",
            "pages.listening",
            title="Nghe",
            about="Những bài có bản nghe, mới nhất ở trên; đăng ký như một podcast.",
            section="listening",
            needs="audio",
            numbered="audio",
            feeds=(RSS,),
            feed_needs="audio",
            footer="page",
            listed="audio",
        ),
        Row(
            "dossiers",
            "/ho-so/",
            "pages.directories",
            title="Hồ sơ, loạt bài",
            about="Những loạt bài theo một việc từ đầu đến cuối.",
            section="series",
            needs="series",
            footer="page",
            listed="series",
        ),
        *(
            Row(name, path, "pages.directories", title=title, section=kind, needs=kind, listed=kind)
            for name, path, title, kind in (
                ("phases", "/giai-doan/", "Giai đoạn", "phase"),
                ("priorities", "/uu-tien/", "Ưu tiên", "priority"),
            )
        ),
        Row(
            "tags",
            "/the/",
            "pages.directories",
            title="Thẻ",
            about="Mọi thẻ của chuyên mục, xếp theo vần chữ cái tiếng Việt.",
            section="tag",
            listed="always",
        ),
        Row(
            "questions",
            "/hoi-dap/",
            "pages.feedback",
            title="Hỏi đáp",
            about="Phản hồi của bạn đọc: số, ngày nhận, trạng thái và câu trả lời của chuyên mục.",
            section="hoi-dap",
            feeds=(RSS,),
            feed_needs="answer",
            footer="extra",
            listed="always",
        ),
        Row(
            "data",
            "/du-lieu/",
            "feeds.open_data",
            title="Dữ liệu mở",
            section="data",
            footer="extra",
            listed="always",
            open=True,
        ),
        # ── lists of articles, by kind ───────────────────────────────────────────────────────────────────────────
        *(
            Row(kind, path, "pages.lists", title=title, section=kind, feeds=FEED_FILES, numbered=kind, listed=kind)
            for kind, path, title in (
                ("topic", "/chu-de/{topic}/", "Chủ đề"),
                ("form", "/hinh-thuc/{form}/", "Hình thức"),
                ("document", "/van-kien/{document}/", "Văn kiện"),
                ("unit", "/don-vi/{unit}/", "Đơn vị"),
            )
        ),
        *(
            Row(kind, f"/don-vi/{{{kind}}}/", "pages.lists", title="Đơn vị", numbered=kind, listed=kind)
            for kind in UNIT_LISTS
        ),
        *(
            Row(kind, path, "pages.lists", title=title, section=kind, feeds=FEED_FILES, numbered=kind, listed=kind)
            for kind, path, title in (
                ("tag", "/the/{tag}/", "Thẻ"),
                ("series", "/ho-so/{series}/", "Hồ sơ"),
            )
        ),
        *(
            Row(kind, path, "pages.lists", title=title, section=kind, numbered=kind, listed=kind)
            for kind, path, title in (
                ("phase", "/giai-doan/{phase}/", "Giai đoạn"),
                ("priority", "/uu-tien/{priority}/", "Ưu tiên"),
                ("month", "/luu-tru/{month}/", "Lưu trữ"),
            )
        ),
        Row(
            "item",
            "/ke-hoach/{item}/",
            "pages.lists",
            title="Mục của kế hoạch",
            section="item",
            feeds=FEED_FILES,
            numbered="item",
            listed="item",
        ),
        # ── single things ────────────────────────────────────────────────────────────────────────────────────────
        Row("article", "/bai-viet/{article}/", "pages.articles"),
        Row("redirect", "/bai-viet/{alias}/", "pages.redirects"),
        Row("moved", "/{moved}", "pages.redirects"),
        Row("short", "/n/{short}", "pages.redirects", linked=False),
        Row("plan", "/ke-hoach/{plan}/", "pages.plans", section="plan", listed="plan"),
        Row("event", "/su-kien/{event}/", "pages.events", section="event", listed="event"),
        Row("question_year", "/hoi-dap/{question_year}/", "pages.feedback", section="hoi-dap", listed="question_year"),
        Row("handout", "/tai-lieu/{handout}/", "pages.handouts", section="handout", listed="handout"),
        Row("handout_file", "/tai-lieu/{file}", "pages.handouts", linked=False),
        Row(
            "models",
            "/so-theo-doi/mo-hinh/",
            "pages.registers",
            title="Mô hình hay, cách làm sáng tạo",
            about="Ai làm, ở đâu, kết quả gì, theo nguồn nào và bao giờ xem lại.",
            section="register",
            feeds=(RSS,),
            feed_needs="model",
            listed="model",
        ),
        Row(
            "targets",
            "/so-theo-doi/muc-tieu/",
            "pages.registers",
            title="Mục tiêu, chỉ tiêu",
            about="Giá trị, đơn vị tính, nguồn và ngày của từng số liệu.",
            section="register",
            feeds=(RSS,),
            feed_needs="target",
            listed="target",
        ),
        Row(
            "terms",
            "/so-theo-doi/thuat-ngu/",
            "pages.registers",
            title="Thuật ngữ và tên gọi",
            about="Cách viết thống nhất của chuyên mục, tên cũ và tên mới của các cơ quan.",
            section="register",
            listed="glossary_term",
        ),
        Row("search", "/tim-kiem/", "search.page", title="Tìm kiếm", section="search"),
        Row("not_found", "/404.html", "pages.editors", linked=False),
        # ── files for programs ───────────────────────────────────────────────────────────────────────────────────
        Row("archive", "/luu-tru/{archive}", "feeds.article_feeds"),
        Row("language_feed", "/rss/{language_feed}", "feeds.article_feeds"),
        Row("opml", "/feeds.opml", "feeds.opml"),
        Row("calendar", "/su-kien/lich.ics", "feeds.calendars"),
        Row("form_calendar", "/su-kien/hinh-thuc/{event_form}.ics", "feeds.calendars"),
        Row("unit_calendar", "/su-kien/don-vi/{event_unit}.ics", "feeds.calendars"),
        Row("event_calendar", "/su-kien/{event}/su-kien.ics", "feeds.calendars"),
        Row("articles_data", "/du-lieu/bai-viet.json", "feeds.open_data"),
        Row("articles_schema", "/du-lieu/bai-viet.schema.json", "feeds.open_data"),
        Row("plans_data", "/du-lieu/ke-hoach.json", "feeds.open_data"),
        Row("plans_schema", "/du-lieu/ke-hoach.schema.json", "feeds.open_data"),
        Row("year_data", "/du-lieu/bai-viet-{data_year}.json", "feeds.open_data"),
        Row("sitemap", "/sitemap.xml", "feeds.sitemaps"),
        Row("pages_sitemap", "/sitemap-trang.xml", "feeds.sitemaps"),
        Row("news_sitemap", "/sitemap-tin-moi.xml", "feeds.sitemaps"),
        Row("month_sitemap", "/sitemap-{sitemap_month}.xml", "feeds.sitemaps"),
        Row("opensearch", "/opensearch.xml", "search.page"),
        Row("robots", "/robots.txt", "pages.server_files"),
        Row("security", "/.well-known/security.txt", "pages.server_files", needs="security"),
        # ── files that nobody links to by their address ──────────────────────────────────────────────────────────
        Row("root_file", "/{root_file}", "pages.root_files", linked=False),
        Row("headers", "/_headers", "pages.server_files", linked=False),
        Row("redirects", "/_redirects", "pages.server_files", linked=False),
        Row("search_index", "/tim-kiem/{file}", "search.index", linked=False),
        Row("asset", "/theme/{file}", "pages.published_files", linked=False, hashed=True),
        Row("picture", "/anh/{file}", "pages.published_files", linked=False, hashed=True),
        Row("attachment", "/tep/{file}", "pages.published_files", linked=False, hashed=True),
    )
}
"""Name → row."""


def site_path(name: str, value: str = "") -> str:
    """The site path of a row; of a kind that of one of its values."""
    row = ROWS[name]
    return row.at(value) if row.kind else row.path


LISTS = ("topic", "phase", "form", "document", "priority", "unit", "tag", "series", "month")
"""Kinds of lists that lie in a folder of their own."""
DIRECTORIES: dict[str, Row] = {
    ROWS[name].section: ROWS[name]
    for name in ("topics", "phases", "forms", "documents", "priorities", "units", "tags", "dossiers", "months")
}
"""Kind of list → the page that lists them all."""
SYNDICATED = tuple(kind for kind in (*LISTS, "item") if ROWS[kind].feeds)
"""Kinds whose lists have feeds of their own."""
PAGE_FEEDS: dict[str, tuple[Row, ...]] = {
    ROWS["registers"].title: tuple(map(ROWS.__getitem__, ("models", "targets", "corrections", "handouts"))),
    "Sự kiện, hỏi đáp": (ROWS["events"], ROWS["questions"]),
    "Podcast": (ROWS["listening"],),
}
"""Heading → pages beside the articles that have a feed, in the order directories of feeds name them."""

_TAKEN = {"trang", "pagefind", "index", "404"}
"""Parts of addresses that are no page's own: numbered pages, an earlier search, files every server looks for."""
RESERVED = frozenset(row.folder for row in ROWS.values() if row.folder) | _TAKEN
"""First path parts that editors' own pages can't take."""


def is_fixed(path: str) -> bool:
    """Whether a site path is there whatever articles, pages and plans say."""
    return path in _FIXED


_FIXED = {row.path for row in ROWS.values() if not row.kind and not row.needs and row.linked} | {
    row.path + file
    for row in ROWS.values()
    if not row.kind and not row.needs and not row.feed_needs
    for file in row.feeds
}


def left_out(active: Iterable[str], *, search: bool) -> frozenset[str]:
    """The modules whose outputs a site goes without. active: those that Pelican loaded, by their whole names."""
    parts = {name.removeprefix("plugins.") for name in active}
    without = frozenset(row.made_by for row in ROWS.values() if row.made_by not in parts)
    return without if search else without | {ROWS[name].made_by for name in ("search", "search_index")}
