"""Pelican as it comes, for `benchmarks/gate.py`: its own readers, generators and `simple` theme, our addresses."""

SITENAME = "Đưa Nghị quyết vào cuộc sống"
SITEURL = "https://column.example"
TIMEZONE = "Asia/Ho_Chi_Minh"
DEFAULT_LANG = "vi"
THEME = "simple"
PLUGINS: list[str] = []
READERS = {"rst": None, "html": None}
ARTICLE_PATHS = ["articles"]
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
ARTICLE_URL = "bai-viet/{slug}/"
ARTICLE_SAVE_AS = "bai-viet/{slug}/index.html"
CATEGORY_SAVE_AS = "chu-de/{slug}/index.html"
TAG_SAVE_AS = "the/{slug}/index.html"
MONTH_ARCHIVE_SAVE_AS = "luu-tru/{date:%Y}/{date:%m}/index.html"
AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = ""
DEFAULT_PAGINATION = 20
PAGINATION_PATTERNS = (
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/trang/{number}/", "{base_name}/trang/{number}/index.html"),
)
FEED_ALL_RSS = "rss.xml"
CATEGORY_FEED_RSS = "chu-de/{slug}/rss.xml"
TAG_FEED_RSS = "the/{slug}/rss.xml"
FEED_ALL_ATOM = "atom.xml"
CATEGORY_FEED_ATOM = "chu-de/{slug}/atom.xml"
TAG_FEED_ATOM = "the/{slug}/atom.xml"
TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
FEED_MAX_ITEMS = 40
RSS_FEED_SUMMARY_ONLY = False
