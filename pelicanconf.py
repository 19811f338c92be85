"""The site's settings for Pelican: data only. What the agency says of itself is in content/site.toml, the plan in
content/plan.toml. docs/pelican-settings.md says what becomes of each of Pelican's settings; what is set and not used is
told by every build, and what would move published pages is refused."""

PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
TIMEZONE = "Asia/Ho_Chi_Minh"
DEFAULT_LANG = "vi"

PLUGIN_PATHS = ["."]
PLUGINS = ["plugins.column"]

# The search page, its index and the box in the header; False leaves all three out.
COLUMN_SEARCH = True

# Headers that plugins of others need and the column has no use for, such as "Series_index".
COLUMN_HEADERS: list[str] = []

# The column has feeds of its own; Pelican warns of its own ones while SITEURL is empty.
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None

MARKDOWN = {"extensions": [], "extension_configs": {}}
