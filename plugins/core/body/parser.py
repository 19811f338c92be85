"""An article's body: Markdown → cleaned HTML, plain text, headings and references, with every problem told.

    Markdown → tree → enrich → HTML → sanitise → text
                 ↑ with pieces of HTML that Markdown put aside (code blocks, raw HTML): BeautifulSoup, once

Every body is enriched, and once: on Markdown's own tree when that is all there is, else when its HTML is whole. What
leaves here is what page, feed, search index and saved copy show; nobody cleans it again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.treeprocessors import Treeprocessor

from ..problem import Problem
from ..text import limits
from ..text.plain_text import plain_text
from .attribute_lists import AttributeLists
from .dialect import Dialect, unheard
from .enrich import enrich
from .fast_markdown import Speed
from .findings import PLACEHOLDER, Findings
from .html_writer import html_of
from .loose_marks import check_loose_marks
from .markdown_notes import MarkdownNotes
from .raw_html import check_open_comment, check_raw_html, refuse_tag
from .references import Heading, Reference, is_table
from .sanitise import REFUSED_TAGS, sanitise


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What one body says. html: cleaned, with `/~ref/N` where a reference stands; text: plain, lines end blocks;
    headings: in order; references: by number; problems: errors and warnings with lines."""

    html: str
    text: str
    headings: tuple[Heading, ...] = ()
    references: tuple[Reference, ...] = ()
    problems: tuple[Problem, ...] = ()


class BodyParser:
    """Markdown instances, used again and again. extensions, extension_configs: added to the column's own."""

    def __init__(
        self, extensions: Sequence[str] = (), extension_configs: Mapping[str, Mapping[str, Any]] | None = None
    ) -> None:
        self._extensions = tuple(extensions)
        self._configs = {name: dict(config) for name, config in (extension_configs or {}).items()}
        self._markdown = self._make()

    def _make(self) -> Markdown:
        own: list[Extension] = [FootnoteExtension(SEPARATOR="-", BACKLINK_TITLE=""), AttributeLists()]
        self._dialect = Dialect()
        markdown = Markdown(
            extensions=[*own, *self._extensions, self._dialect, Speed()],
            extension_configs=self._configs,
            output_format="html",
        )
        markdown.treeprocessors.register(_Enricher(markdown), "column_enrich", -10)
        return markdown

    @property
    def unheard(self) -> tuple[str, ...]:
        """Modules of added extensions that want to read what the column reads itself."""
        return unheard(self._markdown) if self._extensions else ()

    def reset(self) -> None:
        """Forget everything of a parse that was broken off."""
        self._markdown.reset()
        self._markdown.parser.state.clear()

    def parse(self, text: str, *, source: str, first_line: int = 1) -> Body:
        """Read one body. source: the article's path inside content/; first_line: the body's, in its file."""
        findings = Findings(source, text, first_line)
        for line, message in limits.check_shape(text):
            findings.complain("limits", message, first_line + line)
        if findings.problems:
            return Body(html="", text="", problems=tuple(findings.problems))
        self.reset()
        markdown = self._markdown
        enricher = markdown.treeprocessors["column_enrich"]
        assert isinstance(enricher, _Enricher)
        enricher.start(findings)
        self._dialect.start(MarkdownNotes(findings))
        stash = markdown.htmlStash
        findings.stash = stash.rawHtmlBlocks
        html = markdown.convert(text)
        if any(problem.rule == "limits" for problem in findings.problems):
            return Body(html="", text="", problems=tuple(findings.problems))
        if "<" in text:
            check_open_comment(text, findings)
            check_raw_html(map(str, stash.rawHtmlBlocks), findings)
        whole = enricher.enriched
        if not whole:
            root = _tree(html, findings)
            enricher.enrich(root)
            html = html_of(root)[len("<div>") : -len("</div>")]
        html = sanitise(html, tidy=whole)
        words = plain_text(html)
        check_loose_marks(html, words, findings)
        return Body(
            html=html,
            text=words,
            headings=tuple(findings.headings),
            references=tuple(findings.references),
            problems=tuple(findings.problems),
        )


class _Enricher(Treeprocessor):
    """The one place that has a body enriched. It does so with Markdown's own tree when nothing is missing from that;
    `enriched` says whether this happened, so that what did not is made up for, whatever kept it."""

    findings: Findings
    enriched = False

    def start(self, findings: Findings) -> None:
        """Before each body."""
        self.findings = findings
        self.enriched = False

    def run(self, root: Element) -> None:
        if not any("<" in str(piece) for piece in self.findings.stash):
            self.enrich(root)

    def enrich(self, root: Element) -> None:
        """Enrich the tree of this body."""
        assert not self.enriched, "a body is enriched once"
        self.enriched = True
        enrich(root, self.findings)


def _tree(html: str, findings: Findings) -> Element:
    """HTML with raw parts → the tree the enrichment works on; "&" is escaped as Markdown's serializer expects.

    Refused elements stay out with all they hold: parsers do not agree on where a <style> inside an <svg> ends.
    """
    root = Element("div")
    if not html:
        return root
    from bs4 import BeautifulSoup, Tag
    from bs4.element import NavigableString, PreformattedString

    body = BeautifulSoup(f"<html><body>{html}</body></html>", "lxml").body
    if body is None:
        return root
    stack: list[tuple[Tag, Element]] = [(body, root)]
    while stack:
        tag, element = stack.pop()
        last: Element | None = None
        for child in tag.children:
            if isinstance(child, Tag) and child.name in REFUSED_TAGS:
                if not any(problem.rule == "html-refused" for problem in findings.problems):
                    refuse_tag(child.name, findings.line(f"<{child.name}"), findings)
            elif isinstance(child, Tag):
                last = SubElement(element, child.name)
                for name, value in child.attrs.items():
                    joined = value if isinstance(value, str) else " ".join(value)
                    last.set(name, joined.replace("&", "&amp;"))
                stack.append((child, last))
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                words = str(child).replace("&", "&amp;")
                if last is None:
                    element.text = (element.text or "") + words
                else:
                    last.tail = (last.tail or "") + words
    return root


_ATTRIBUTE = r' [a-z-]+="[^"]*"'
_LINK = re.compile(rf'(<a(?:{_ATTRIBUTE})*? href=")({re.escape(PLACEHOLDER)}(\d+))(?=")')
_IMAGE = re.compile(rf"<img((?:{_ATTRIBUTE})*)>")
_SRC = re.compile(rf' src="{re.escape(PLACEHOLDER)}(\d+)"')
_ALT = re.compile(r' alt="([^"]*)"')


def fill(
    html: str,
    references: Sequence[Reference],
    reference_url: Callable[[Reference], str],
    picture_markup: Callable[..., str],
) -> str:
    """A body with its references in place. picture_markup(file, alt=…) gives a picture's whole element, of a chart with
    form=…."""
    from html import escape, unescape

    def link(match: re.Match[str]) -> str:
        return match[1] + escape(reference_url(references[int(match[3])]))

    def picture(match: re.Match[str]) -> str:
        number, alt = _SRC.search(match[1]), _ALT.search(match[1])
        if number is None:
            return ""
        reference = references[int(number[1])]
        form = {"form": reference.fragment} if is_table(reference.target) else {}
        return picture_markup(reference.target, alt=unescape(alt[1]) if alt else "", **form)

    html = _LINK.sub(link, html)
    return _IMAGE.sub(picture, html) if "<img" in html else html
