"""`Pelican.run` as one run of the column: the gate before anything is read, the release after everything was written.

Plugins of others' may work up to the last moment (some at `finalized`, some at signals that further plugins send after
it), so the release follows the whole of `Pelican.run`; and what is begun before it is what every plugin is shown,
wherever it stands in PLUGINS. `pelican -r` calls it again and again: settings are as they were after each.
"""

from __future__ import annotations

import inspect
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pelican
from jinja2 import StrictUndefined, Undefined
from pelican import signals

from ..core.errors import SettingsError
from . import report
from .pelican_settings import refuse
from .renderer import prepare
from .request import SETTING, Request
from .template_cache import template_cache

if TYPE_CHECKING:
    from pelican import Pelican
    from pelican.generators import ArticlesGenerator, Generator, PagesGenerator

    from ..core.column.column import Column
    from .output_tree import OutputTree


class OneRun(Protocol):
    """What Pelican is told of one run (run.py). of_pelican: settings for Pelican's own generators; sources: what is
    read and never copied; other_writers: who offers Pelican a writer, of plugins of others'."""

    column: Column
    tree: OutputTree
    of_pelican: dict[str, Any]
    sources: dict[str, bytes]
    foreign_theme: bool
    other_writers: list[Callable[[Pelican], object]]

    def release(self) -> None:
        """Put the new site in the old one's place."""

    def report(self, started: float) -> str:
        """What came of it."""

    def close(self) -> None:
        """Let others work."""


_within: list[OneRun] = []
"""The run that is going on."""
_ONE_SITE = (
    "PLUGINS: một phần mở rộng dựng trang con ngay trong lần dựng (I18N_SUBSITES …), việc này không dùng được ở đây; "
    "bài tiếng Anh đứng cùng chỗ, ghi “Lang: en” và “Translation_of: mã bài gốc”"
)

Begin = Callable[[dict[str, Any]], OneRun]


def enclose(instance: Pelican, begin: Begin) -> None:
    """Make each of an instance's runs a run of the column. begin: takes the settings."""
    instance.run = partial(_run, instance, begin, instance.run)


def _run(instance: Pelican, begin: Begin, inner: Callable[[], None]) -> None:
    """A run; whoever started it by Pelican's own command is told what came of it in the column's words."""
    started = time.monotonic()
    frame = inspect.currentframe()
    caller = frame.f_back.f_code if frame and frame.f_back else None
    again = caller is pelican.autoreload.__code__
    if not again and caller is not pelican.main.__code__:
        _whole(instance, begin, inner)
        return
    try:
        _whole(instance, begin, inner)
    except Exception as error:
        sys.stderr.write(report.failure(error, Path(instance.settings["PATH"]), "text"))
        if not again:  # with -r the next change is waited for
            raise SystemExit(1) from None
    else:
        sys.stdout.write(instance.settings["COLUMN_RUN"].report(started))


def _whole(instance: Pelican, begin: Begin, inner: Callable[[], None]) -> None:
    settings: dict[str, Any] = instance.settings
    if not Path(settings["PATH"]).is_dir():
        raise SettingsError(f"{settings['PATH']}: không có thư mục nội dung này")
    if _within:
        raise SettingsError(_ONE_SITE)
    refuse(settings)
    settings.setdefault(SETTING, Request(output=instance.output_path))
    before, output = dict(settings), instance.output_path
    run = begin(settings)
    _within.append(run)
    try:
        settings.update(run.of_pelican, COLUMN_RUN=run)
        settings["OUTPUT_PATH"] = instance.output_path = str(run.tree.staging)
        with _one_writer(instance, run):
            inner()
        run.release()
    finally:
        _within.remove(run)
        run.close()
        settings.clear()
        settings.update(before, COLUMN_RUN=run)
        instance.output_path = output


@contextmanager
def _one_writer(instance: Pelican, run: OneRun) -> Iterator[None]:
    """Pelican takes the first writer that it is offered and drops the others, in the order of PLUGINS: the column's is
    the one, and can do what the others can."""
    package = __name__.rpartition(".")[0]
    others = [
        receiver
        for receiver in signals.get_writer.receivers_for(instance)
        if not receiver.__module__.startswith(package)
    ]
    for receiver in others:
        signals.get_writer.disconnect(receiver)
    run.other_writers = others
    try:
        yield
    finally:
        for receiver in others:
            signals.get_writer.connect(receiver, weak=False)


# ── what Pelican's own generators do in it ───────────────────────────────────────────────────────────────────────────


def _ready(generator: Generator) -> None:
    """Every generator's templates are the theme's. The column's own are written for escaping and for names that must
    be there; those of others' are not."""
    run = generator.settings.get("COLUMN_RUN")
    if run is None:
        return
    if not run.foreign_theme:
        generator.env.autoescape, generator.env.undefined = True, StrictUndefined
        prepare(generator.env)
        if run.objects is None and not run.request.force:  # Pelican loads four that nothing is made with
            generator.env.bytecode_cache = template_cache(generator.settings)
    elif generator.env.undefined is StrictUndefined:  # as settings of earlier commits say for the column's theme
        generator.env.autoescape, generator.env.undefined = False, Undefined
    generator.context["generated_content"].update(run.never_copied)


def _count_articles(generator: ArticlesGenerator) -> None:
    _counted.setdefault(id(generator.settings), []).append(generator)


def _count_pages(generator: PagesGenerator) -> None:
    _counted.setdefault(id(generator.settings), []).append(generator)


_counted: dict[int, list[Any]] = {}
"""The generators whose lists Pelican counts when it is done, by their settings."""


def _fill_counts(instance: Pelican) -> None:
    """Pelican's last line says how much there was."""
    run: OneRun = instance.settings["COLUMN_RUN"]
    for generator in _counted.pop(id(instance.settings), ()):
        if hasattr(generator, "articles"):
            generator.drafts = range(run.column.waiting)
            generator.articles = generator.articles or run.column.articles
        else:
            generator.pages = generator.pages or run.column.pages


def connect() -> None:
    """Connect to Pelican."""
    signals.generator_init.connect(_ready)
    signals.article_generator_init.connect(_count_articles)
    signals.page_generator_init.connect(_count_pages)
    signals.finalized.connect(_fill_counts)
