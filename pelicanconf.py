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
PLUGINS = ["plugins.column"]

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
