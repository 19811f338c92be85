"""The one Pelican generator of the column: hands the frozen values to every output module.

Output modules connect a planner to `outputs` in their `register()`. One generator serves them all because Pelican
gives each generator a Jinja environment and a set of readers of its own, which cost more than most of our outputs.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from blinker import signal
from jinja2 import BytecodeCache, FileSystemLoader, StrictUndefined
from pelican import signals
from pelican.generators import Generator

from ..core.errors import StoreError
from ..system import build_inputs
from ..system.cache_file import load_cached, save_cached
from .joint_writer import JointWriter, joined
from .renderer import prepare
from .settings_inputs import is_foreign_theme, jinja_digest, own_theme, template_folders
from .writer import ColumnWriter

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.bccache import Bucket
    from pelican import Pelican

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
        context = self._planning()
        stale = writer.plan(chain.from_iterable(planned for _, planned in outputs.send(context)))
        writer.make(stale)

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


class TemplateCache(BytecodeCache):
    """Compiled templates, keyed by Jinja on their source; saves more than half of a small build's rendering. One that
    is damaged or another's is none: code is never taken on trust. made_with: digest of what settings give Jinja."""

    def __init__(self, folder: Path, made_with: str) -> None:
        self._folder = folder
        self._made_with = made_with

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The project's own templates by where they lie in it: a cache that went to another folder serves there."""
        if filename and Path(filename).is_relative_to(build_inputs.ROOT):
            filename = os.path.relpath(filename, build_inputs.ROOT)
        return super().get_cache_key(name, filename)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket when its template is kept."""
        with suppress(OSError, StoreError):
            body = load_cached(self._folder / bucket.key, self._output_stamp(bucket))
            if body is not None:
                bucket.bytecode_from_string(body)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template that was compiled; one that can't be kept costs time alone."""
        with suppress(OSError):
            save_cached(self._folder / bucket.key, self._output_stamp(bucket), bucket.bytecode_to_string())

    def clear(self) -> None:
        """Forget all."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _output_stamp(self, bucket: Bucket) -> bytes:
        return f"column-template-2 {bucket.key} {bucket.checksum} {self._made_with}\n".encode()


def template_cache(settings: dict[str, Any]) -> TemplateCache:
    """Where this machine keeps them."""
    return TemplateCache(build_inputs.cache() / "templates", jinja_digest(settings).hex())


def _generators(_pelican: Pelican) -> Any:
    return ColumnGenerator


def _keep_compiled(generator: Generator) -> None:
    """Pelican's generator of articles asks for four templates even where it writes none."""
    run: Run | None = generator.settings.get("COLUMN_RUN")
    if run is not None and not run.foreign_theme and not run.request.force:
        generator.env.bytecode_cache = template_cache(generator.settings)


def _writer(pelican: Pelican) -> Any:
    run: Run = pelican.settings["COLUMN_RUN"]
    offered = [offer(pelican) for offer in run.other_writers]
    return joined(writer for writer in offered if isinstance(writer, type)) if run.objects else ColumnWriter


def register() -> None:
    """Connect to Pelican."""
    signals.generator_init.connect(_keep_compiled)
    signals.get_generators.connect(_generators)
    signals.get_writer.connect(_writer)
