"""The column's settings without what the other builders do not make: search and open data."""

from pelicanconf import *  # noqa: F403
from pelicanconf import PLUGINS as _ALL

THEME = "../theme"
PLUGIN_PATHS = [".."]
PLUGINS = [name for name in _ALL if name not in {"plugins.search_page", "plugins.search_index", "plugins.open_data"}]
COLUMN_SEARCH = False
