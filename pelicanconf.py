"""The site's settings for Pelican: data only. What the agency says of itself is in content/site.toml, the plan in
content/plan.toml. Every Pelican setting keeps its documented meaning."""

SITENAME = "Đưa Nghị quyết vào cuộc sống"
SITEURL = ""
PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
TIMEZONE = "Asia/Ho_Chi_Minh"
DEFAULT_LANG = "vi"

PLUGIN_PATHS = ["."]
PLUGINS = [
    "plugins.reading.reader",
    "plugins.build.run",
    "plugins.build.generator",
    "plugins.pages.published_files",
    "plugins.pages.articles",
    "plugins.pages.lists",
    "plugins.pages.front",
    "plugins.pages.plans",
    "plugins.pages.directories",
    "plugins.pages.editors",
    "plugins.pages.feedback",
    "plugins.search.page",
    "plugins.search.index",
    "plugins.pages.redirects",
    "plugins.pages.server_files",
    "plugins.pages.events",
    "plugins.feeds.calendars",
    "plugins.pages.registers",
    "plugins.pages.handouts",
    "plugins.feeds.article_feeds",
    "plugins.feeds.register_feeds",
    "plugins.feeds.opml",
    "plugins.feeds.sitemaps",
    "plugins.feeds.open_data",
]

# The search page, its index and the box in the header; False leaves all three out.
COLUMN_SEARCH = True

# The column reads and writes articles itself (plugins/build/run.py says why); Pelican's own generators find nothing.
ARTICLE_PATHS = []
PAGE_PATHS = []
STATIC_PATHS = []
THEME_STATIC_PATHS = []
DIRECT_TEMPLATES = []
READERS = {"rst": None, "html": None}
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None

JINJA_ENVIRONMENT = {
    "autoescape": True,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "undefined": __import__("jinja2").StrictUndefined,
}
MARKDOWN = {"extensions": [], "extension_configs": {}}
