"""Modules that moved, under the names that settings and plugins of a newsroom's own may still give them.

`import plugins.run` gives `plugins.build.run` itself. Only whole modules are found so; what was renamed within one is
listed in CHANGELOG under "Upgrading".
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

EARLIER: dict[str, str] = {
    "plugins.assets": "plugins.build.assets",
    "plugins.generator": "plugins.build.generator",
    "plugins.inputs": "plugins.system.build_inputs",
    "plugins.kept": "plugins.system.cache_file",
    "plugins.marks": "plugins.system.file_stamps",
    "plugins.renderer": "plugins.build.renderer",
    "plugins.run": "plugins.build.run",
    "plugins.state": "plugins.build.state",
    "plugins.tree": "plugins.build.output_tree",
    "plugins.typesetting": "plugins.build.typesetting",
    "plugins.work": "plugins.build.context",
    "plugins.workers": "plugins.system.workers",
    "plugins.writer": "plugins.build.writer",
    "plugins.feeds.feedgen_bridge": "plugins.feeds.rss_atom",
    "plugins.feeds.lists": "plugins.feeds.article_feeds",
    "plugins.feeds.registers": "plugins.feeds.register_feeds",
}
"""Earlier name → today's."""


class EarlierNames(MetaPathFinder, Loader):
    """Finds a module that moved where it is now."""

    def __init__(self) -> None:
        self._own: dict[str, ModuleSpec | None] = {}

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """A spec for a name of EARLIER, None for any other."""
        return ModuleSpec(name, self) if name in EARLIER else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Today's module."""
        module = import_module(EARLIER[spec.name])
        self._own[spec.name] = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        """It has run already; it keeps its own name, which the import system has just written over."""
        assert module.__spec__ is not None
        module.__spec__ = self._own.pop(module.__spec__.name)
