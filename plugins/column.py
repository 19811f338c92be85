"""The whole column as one Pelican plugin: `PLUGINS = ["plugins.column"]` in pelicanconf.py and nothing else.

Lists of parts, as settings of earlier commits hold them, keep their meaning: what such a list leaves out is not made.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from types import ModuleType

from .core.errors import BuildError
from .earlier_names import EARLIER

NAME = __name__
PARTS = (
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
    "plugins.pages.root_files",
    "plugins.pages.events",
    "plugins.feeds.calendars",
    "plugins.pages.registers",
    "plugins.pages.handouts",
    "plugins.pages.listening",
    "plugins.feeds.article_feeds",
    "plugins.feeds.podcast",
    "plugins.feeds.register_feeds",
    "plugins.feeds.opml",
    "plugins.feeds.sitemaps",
    "plugins.feeds.open_data",
)
"""Modules with a `register()`, in the order they are asked for outputs: pictures are made before the pages that show
them, and what takes long comes before what is quick."""


def parts_of(plugins: Iterable[str]) -> frozenset[str]:
    """The parts that a PLUGINS setting asks for, by their names of today."""
    names = {EARLIER.get(name, name) for name in map(str, plugins)}
    return frozenset(PARTS if NAME in names else names.intersection(PARTS))


def load() -> list[ModuleType]:
    """Every part; BuildError with the name of one that can't be loaded, of which Pelican would say nothing."""
    found = []
    for name in PARTS:
        try:
            part = import_module(name)
        except Exception as error:  # whatever somebody's change of the part raises
            from .system.failures import told

            raise BuildError(f"{name}: {told(error)}") from error
        if not callable(getattr(part, "register", None)):
            raise BuildError(f"{name}: không có hàm register()")
        found.append(part)
    return found


def register() -> None:
    """Connect every part to Pelican."""
    for part in load():
        part.register()
