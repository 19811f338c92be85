"""Templates → bytes: Jinja with Pelican's environment, and what many pages share rendered once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateError, TemplateNotFound
from markupsafe import Markup

from ..core.digests import combine, digest_text
from ..core.errors import BuildError
from ..core.output import Output, Part, page_digest
from ..core.site_map import site_path
from ..core.text import dates
from ..core.views.labels import words
from ..system.failures import place_of
from .relative_links import relative_links
from .typesetting import headline, tab_title, unbroken

if TYPE_CHECKING:
    from jinja2 import Environment, Template

    from ..core.article.article import Article
    from ..core.views.presenter import Presenter
    from ..core.views.view_models import Frame, Head

FILTERS: dict[str, Callable[..., object]] = {
    "long_stamp": dates.long_stamp,
    "short_day": dates.short_day,
    "iso": dates.iso,
    "month_name": lambda month: dates.month_name(int(month[:4]), int(month[5:])),
    "headline": headline,
    "site_path": site_path,
    "tab_title": tab_title,
    "unbroken": unbroken,
    "words": words,
}
"""The filters templates may use; all pure."""


def prepare(environment: Environment) -> None:
    """Give an environment what the theme's templates use beyond Jinja's own: the filters, and `ui`."""
    environment.filters.update(FILTERS)
    environment.globals["ui"] = Components(environment)


class Components:
    """The theme's macros: `ui.stamp` is `stamp` in components/stamp.html. An import in every template would look each
    of them up again for every page, and what depends on words alone (an icon, an article's tools) would be rendered
    again: together half of an article's rendering."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            module = self._environment.get_template(f"components/{name}.html").module
        except TemplateNotFound as error:
            raise AttributeError(f"theme/templates/components/{name}.html") from error
        macro = _remembered(getattr(module, name))
        setattr(self, name, macro)
        return macro


def _remembered(macro: Callable[..., Markup]) -> Callable[..., Markup]:
    """The macro, which renders the same few words once."""
    known: dict[tuple[str, ...], Markup] = {}

    def call(*values: Any, **named: Any) -> Markup:
        if named or any(type(value) is not str for value in values):  # Markup is not escaped, and equals its words
            return macro(*values, **named)
        markup = known.get(values)
        if markup is None:
            markup = macro(*values)
            if len(known) < _REMEMBERED:
                known[values] = markup
        return markup

    return call


_REMEMBERED = 500
"""Most different words that one macro's results are kept for."""


class Chrome:
    """The header and footer of one section's pages."""

    __slots__ = ("footer", "header")

    def __init__(self, header: Markup, footer: Markup) -> None:
        self.header = header
        self.footer = footer


class Renderer:
    """Renders pages of one build. base: digest of all that every page depends on."""

    def __init__(self, environment: Environment, present: Presenter, frame: Frame, base: bytes) -> None:
        self.environment = environment
        self.present = present
        self.frame = frame
        self.base = base
        self.pelican: Mapping[str, object] | None = None
        """What Pelican's own generators hand to templates, for a page made while plugins of others' are there."""
        self._templates: dict[str, Template] = {}
        self._chromes: dict[str, Chrome] = {}
        self._cards: dict[tuple[str, str], Markup] = {}

    def page(
        self, path_file: str, template: str, head: Callable[[], Head], parts: Mapping[str, Part], section: str
    ) -> Output:
        """One HTML page. head looks only at what `parts` and the base cover."""
        digest = page_digest(self.base, digest_text(template, path_file, section), parts)

        def make() -> bytes:
            values = {name: part.make() for name, part in parts.items()}
            html = self.render(template, section, {"head": head(), **values})
            if self.frame.site.relative_urls:
                return relative_links(html, path_file, self.frame.root)
            return html

        return Output(path_file, digest, make)

    def render(self, template: str, section: str, values: Mapping[str, object]) -> bytes:
        """The page's bytes; a template that fails names itself."""
        try:
            text = self._template(template).render(
                frame=self.frame, chrome=self.chrome(section), pelican=self.pelican, **values
            )
        except TemplateNotFound as error:
            raise BuildError(f"theme/templates/{error.name}: không có khuôn này") from error
        except TemplateError as error:
            raise BuildError(f"{place_of(error)}: {error.message}") from error
        return text.encode("utf-8", "surrogatepass")

    def cards(self, articles: Sequence[Article], style: str) -> Part:
        """Several articles as cards; the digest covers what the cards show."""
        digest = combine(style.encode(), *map(self.present.card_digest, articles))
        return Part(digest, lambda: tuple(self.card(article, style) for article in articles))

    def card(self, article: Article, style: str) -> Markup:
        """One card, rendered once per build and style."""
        key = (article.id, style)
        markup = self._cards.get(key)
        if markup is None:
            components: Any = self.environment.globals["ui"]
            markup = self._cards[key] = Markup(components.card(self.present.card(article), style))  # noqa: S704
        return markup

    def chrome(self, section: str) -> Chrome:
        """A section's header and footer, rendered once per build."""
        chrome = self._chromes.get(section)
        if chrome is None:
            header, footer = (
                Markup(self._template(f"partials/{name}.html").render(frame=self.frame, section=section))  # noqa: S704
                for name in ("header", "footer")
            )
            chrome = self._chromes[section] = Chrome(header, footer)
        return chrome

    def _template(self, name: str) -> Template:
        template = self._templates.get(name)
        if template is None:
            template = self._templates[name] = self.environment.get_template(name)
        return template
