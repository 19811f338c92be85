"""Templates → bytes: Jinja with Pelican's environment, and what many pages share rendered once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateError, TemplateNotFound
from markupsafe import Markup

from ..core.digests import combine, digest_text
from ..core.errors import BuildError
from ..core.output import Output, Part, page_digest
from ..core.site_map import site_path
from ..core.text import dates
from ..core.views.labels import words
from ..core.views.view_models import TermLink
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
    """The macro, which renders the same few words and terms once."""
    known: dict[tuple[object, ...], Markup] = {}

    def call(*values: Any, **named: Any) -> Markup:
        if not all(map(_is_plain, (*values, *named.values()))):
            return macro(*values, **named)
        key = (*values, *named.items()) if named else values
        markup = known.get(key)
        if markup is None:
            markup = macro(*values, **named)
            if len(known) < _REMEMBERED:
                known[key] = markup
        return markup

    return call


def _is_plain(value: object) -> bool:
    """Whether a value of a macro says by itself what comes of it. Markup does not: it is not escaped, and equals its
    words."""
    kind = type(value)
    return kind is str or kind is TermLink or (kind is tuple and all(type(one) is TermLink for one in value))  # type: ignore[attr-defined]


_REMEMBERED = 500
"""Most different values that one macro's results are kept for."""


class Chrome:
    """What a section's pages share: a part of their heads, the header, the footer. Each is rendered once, when a page
    first asks for it: a theme from before there was one does not have its template."""

    def __init__(self, template: Callable[[str], Template], frame: Frame, section: str) -> None:
        self._template = template
        self._frame = frame
        self._section = section

    @cached_property
    def head(self) -> Markup:
        """What stands in <head> whatever the page."""
        return self._render("shared_head")

    @cached_property
    def header(self) -> Markup:
        """What stands inside the page's header."""
        return self._render("header")

    @cached_property
    def footer(self) -> Markup:
        """What stands inside the page's footer."""
        return self._render("footer")

    def _render(self, name: str) -> Markup:
        template = self._template(f"partials/{name}.html")
        return Markup(template.render(frame=self._frame, section=self._section))  # noqa: S704 — a template's result


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
        """What a section's pages share."""
        chrome = self._chromes.get(section)
        if chrome is None:
            chrome = self._chromes[section] = Chrome(self._template, self.frame, section)
        return chrome

    def _template(self, name: str) -> Template:
        template = self._templates.get(name)
        if template is None:
            template = self._templates[name] = self.environment.get_template(name)
        return template
