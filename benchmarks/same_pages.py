"""The column's settings without what the other builders do not make: search and open data."""

from pelicanconf import *  # noqa: F403
from pelicanconf import PLUGINS as _ALL

THEME = "../theme"
PLUGIN_PATHS = [".."]
_EXTRA = {"plugins.search.page", "plugins.search.index", "plugins.feeds.open_data"}
PLUGINS = [name for name in _ALL if name not in _EXTRA]
COLUMN_SEARCH = False
