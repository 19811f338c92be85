"""What pages are made from, put together of a checked column: for a build, and for who shows one page without it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..core.body.references import Reference
from ..core.digests import combine, digest_text
from ..core.plan.plan import documents_with_files
from ..core.views.presenter import Presenter
from ..pictures.encoder import ImageEncoder
from ..pictures.published import PublishedImages
from ..system import build_inputs
from .assets import Bundle, bundle
from .context import BuildContext, DataContext
from .navigation import make_frame
from .renderer import Renderer
from .settings_inputs import own_theme, templates_digest

if TYPE_CHECKING:
    from jinja2 import Environment

    from ..core.column.column import Column
    from ..core.events.event import Event
    from ..core.registers.questions import AnsweredQuestion
    from ..pictures.taken_back import Earlier
    from ..reading.check import Checked
    from ..system.file_stamps import OutputRecord


def make_pictures(
    checked: Checked,
    column: Column,
    content: Path,
    *,
    unchanged: Mapping[str, OutputRecord],
    progress: Callable[[int, int], object],
    earlier: Earlier | None = None,
    kind: type[PublishedImages] = PublishedImages,
) -> PublishedImages:
    """How pictures and attached files are published. The parameters are those of PublishedImages."""
    beside: list[AnsweredQuestion | Event] = [*column.questions, *column.events]
    return kind(
        column=column,
        facts=checked.facts,
        encoder=ImageEncoder(content, checked.sources, checked.facts, build_inputs.pictures_home()),
        base_url=column.site.url.rstrip("/"),
        unchanged=unchanged,
        others=[
            *(reference for text in beside for reference in text.references),
            *(Reference(kind="static", target=one.file, line=0) for one in documents_with_files(column.plans)),
        ],
        earlier=earlier,
        progress=progress,
    )


class Theme(NamedTuple):
    """What a theme gives to every page. bundle: its style, scripts and files, at their addresses; digest: of its
    templates and of what settings give Jinja."""

    bundle: Bundle
    digest: bytes


def read_theme(settings: Mapping[str, Any], prefix: str) -> Theme:
    """The theme as its files say it now. prefix: the folder that the site lies in on its server, "" for none."""
    return Theme(bundle(Path(own_theme(settings)), prefix), templates_digest(settings))


def make_context(
    settings: Mapping[str, Any],
    checked: Checked,
    column: Column,
    environment: Environment,
    left_out: frozenset[str],
    pictures: PublishedImages,
    *,
    home: Path,
    notes: list[str],
    after: list[Callable[[], None]],
    rewritten: Callable[[str], str | None] | None = None,
    exists: Callable[[str], bool] | None = None,
    read: Callable[[Mapping[str, Any], str], Theme] = read_theme,
) -> BuildContext:
    """Join column, theme and pictures. settings: Pelican's, complete; column: what of `checked` is shown, with the
    address that the site has; read: finds the theme; the others are fields of BuildContext."""
    base_url = column.site.url.rstrip("/")
    present = Presenter(column, pictures, base_url)
    theme = read(settings, present.prefix)
    frame = make_frame(column, present, theme.bundle, left_out)
    links = (frame.nav, sorted(frame.pages.items()), frame.extras, frame.search)
    simple = [(key, value) for key, value in sorted(settings.items()) if isinstance(value, _SIMPLE)]
    data = DataContext(
        content=Path(settings["PATH"]),
        column=column,
        present=present,
        base=combine(checked.shape, checked.plan_digest, digest_text(base_url, repr(links), repr(column.era))),
        metadata_digest=combine(column.metadata_digest, digest_text(repr(simple))),
        store=checked.store,
        pictures=pictures,
        home=home,
        notes=notes,
        after=after,
        search=frame.search,
        rewritten=rewritten,
        exists=exists,
        left_out=left_out,
    )
    base = combine(data.base, theme.digest, digest_text(repr(theme.bundle.view)))
    themed = {field.name: getattr(data, field.name) for field in fields(data)} | {"base": base}
    renderer = Renderer(environment, present, frame, base)
    return BuildContext(**themed, renderer=renderer, frame=frame, bundle=theme.bundle, data=data)


_SIMPLE = (str, int, float, bool, list, tuple, type(None))
"""Kinds of settings whose value can be read off; what else a planner may depend on is code. The request is none of
them: it says how one build is made, and nothing of the site."""
