"""The column's settings without what the other builders do not make: search and open data."""

from pelicanconf import *  # noqa: F403
from plugins.column import PARTS

THEME = "../theme"
PLUGIN_PATHS = [".."]
_EXTRA = {"plugins.search.page", "plugins.search.index", "plugins.feeds.open_data"}
PLUGINS = [name for name in PARTS if name not in _EXTRA]
COLUMN_SEARCH = False
