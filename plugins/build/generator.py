"""The one Pelican generator of the column: hands the frozen values to every output module.

Output modules connect a planner to `outputs` in their `register()`. One generator serves them all because Pelican
gives each generator a Jinja environment and a set of readers of its own, which cost more than most of our outputs.
"""

from __future__ import annotations

import os
from contextlib import nullcontext
from itertools import chain
from typing import TYPE_CHECKING, Any

from blinker import signal
from jinja2 import FileSystemLoader, StrictUndefined
from pelican import signals
from pelican.generators import Generator

from .context import is_apart
from .joint_writer import JointWriter, joined
from .renderer import prepare
from .settings_inputs import is_foreign_theme, own_theme, template_folders
from .template_cache import template_cache
from .writer import ColumnWriter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja2 import Environment
    from pelican import Pelican

    from ..core.output import Family, Output
    from .context import BuildContext
    from .run import Run

outputs = signal("column_outputs")
"""Sent once per build with the BuildContext; receivers return an iterable of Output and Family."""

listed_pages = signal("column_listed_pages")
"""Sent once per build with the DataContext; receivers return site paths of pages of their own that may be found."""


class ColumnGenerator(Generator):  # type: ignore[misc]  # pelican ships no types
    """Plans and writes every output."""

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.run: Run = self.settings["COLUMN_RUN"]
        if self.run.objects:  # Pelican's readers will ask for bodies
            context = self.run.objects.context = self._planning()
            self.run.objects.ask = lambda: [planned for _, planned in outputs.send(context)]
            self.run.objects.shared = self.context

    def generate_context(self) -> None:
        """Give templates of other plugins the column under a name of its own."""
        self.context["column"] = self.run.column
        if self.run.objects:
            self.context.update(self.run.objects.shown())
            self.run.objects.take(self.context["generated_content"])

    def generate_output(self, writer: ColumnWriter) -> None:
        """Let each output module plan, and write what differs."""
        if self.run.objects:
            joint = writer if isinstance(writer, JointWriter) else JointWriter(self.output_path, self.settings)
            joint.finish()
            return
        here: list[Iterable[Output | Family]] = []
        beside: list[Iterable[Output | Family]] = []
        for planner, planned in outputs.send(self._planning()):
            (beside if is_apart(planner) and self.run.plans_apart else here).append(planned)
        with writer.beside(chain.from_iterable(beside)) if beside else nullcontext():
            writer.make(writer.plan(chain.from_iterable(here)))

    def _planning(self) -> BuildContext:
        if self.run.foreign_theme:
            make_strict(self.env)
        give_theme(self.env, self.settings, anew=self.run.request.force)
        return self.run.context(self.env)


def make_strict(environment: Environment) -> None:
    """What the column's templates are written for: everything is escaped, every name must be there."""
    environment.autoescape, environment.undefined = True, StrictUndefined
    prepare(environment)


def give_theme(environment: Environment, settings: dict[str, Any], *, anew: bool = False) -> None:
    """Let an environment find the theme's templates, and keep those that it compiles. anew: compile them all."""
    environment.bytecode_cache = None if anew else template_cache(settings)
    environment.loader = theme_templates(settings)
    environment.auto_reload = False  # one build, one theme: templates are not looked for again on every page


def theme_templates(settings: dict[str, Any]) -> FileSystemLoader:
    """The theme's own templates. Pelican's loader falls back to a theme of its own, so that a template that is gone
    would be replaced by another one in silence."""
    if is_foreign_theme(settings):
        return FileSystemLoader(os.path.join(own_theme(settings), "templates"))
    return FileSystemLoader(template_folders(settings))


def _generators(_pelican: Pelican) -> Any:
    return ColumnGenerator


def _writer(pelican: Pelican) -> Any:
    run: Run = pelican.settings["COLUMN_RUN"]
    offered = [offer(pelican) for offer in run.other_writers]
    return joined(writer for writer in offered if isinstance(writer, type)) if run.objects else ColumnWriter


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(_generators)
    signals.get_writer.connect(_writer)
