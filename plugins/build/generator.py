"""The one Pelican generator of the column: hands the frozen values to every output module.

Output modules connect a planner to `outputs` in their `register()`. One generator serves them all because Pelican
gives each generator a Jinja environment and a set of readers of its own, which cost more than most of our outputs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from blinker import signal
from jinja2 import FileSystemBytecodeCache, FileSystemLoader
from pelican import signals
from pelican.generators import Generator

from ..system import build_inputs
from .settings_inputs import jinja_digest, template_folders
from .writer import ColumnWriter

if TYPE_CHECKING:
    from pelican import Pelican

    from .run import Run

outputs = signal("column_outputs")
"""Sent once per build with the BuildContext; receivers return an iterable of Output and Family."""

listed_pages = signal("column_listed_pages")
"""Sent once per build with the BuildContext; receivers return site paths of pages of their own that may be found."""


class ColumnGenerator(Generator):  # type: ignore[misc]  # pelican ships no types
    """Plans and writes every output."""

    def generate_context(self) -> None:
        """Give templates of other plugins the column under a name of its own."""
        self.context["column"] = self.settings["COLUMN_RUN"].column

    def generate_output(self, writer: ColumnWriter) -> None:
        """Let each output module plan, and write what differs."""
        run: Run = self.settings["COLUMN_RUN"]
        self.env.bytecode_cache = template_cache(self.settings)
        self.env.loader = theme_templates(self.settings)
        self.env.auto_reload = False  # one build, one theme: templates are not looked for again on every page
        context = run.context(self.env)
        for _, planned in outputs.send(context):
            writer.write_outputs(planned)


def theme_templates(settings: dict[str, Any]) -> FileSystemLoader:
    """The theme's own templates. Pelican's loader falls back to a theme of its own, so that a template that is gone
    would be replaced by another one in silence."""
    return FileSystemLoader(template_folders(settings))


def template_cache(settings: dict[str, Any]) -> FileSystemBytecodeCache:
    """Compiled templates, keyed by Jinja on their source and here on what settings give Jinja; saves more than half of
    a small build's rendering."""
    folder = build_inputs.cache() / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    return FileSystemBytecodeCache(str(folder), f"{jinja_digest(settings).hex()[:12]}_%s.cache")


def _generators(_pelican: Pelican) -> Any:
    return ColumnGenerator


def _writer(_pelican: Pelican) -> Any:
    return ColumnWriter


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(_generators)
    signals.get_writer.connect(_writer)
