"""Python-Markdown with the same output in less time: steps that can't find anything in a text are skipped.

`Speed` is an extension like any other and goes last in the list. It replaces registered parts by subclasses of
themselves and changes no rule: `tests/core/body/test_fast_markdown.py` holds stock and sped-up output together.
What it does not know (parts of foreign extensions) runs as always.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement

from markdown import blockprocessors, inlinepatterns, preprocessors, treeprocessors, util
from markdown.extensions import Extension

from .html_writer import html_of

if TYPE_CHECKING:
    from markdown import Markdown

_NEEDS: dict[str, tuple[str, ...]] = {
    "backtick": ("`",),
    "escape": ("\\",),
    "reference": ("[",),
    "link": ("](",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "footnote": ("[^",),
    "autolink": ("<",),
    "automail": ("@",),
    "html": ("<",),
    "linebreak": ("  \n",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
}
"""Name of a stock inline pattern → strings of which its match holds at least one."""

_OF_REFERENCES = ("reference", "short_reference", "image_reference", "short_image_ref")
"""Patterns that change nothing in a text without link definitions."""

_SIGNS = re.compile(r"[`\\\[<\n&*_]")
"""Every stock inline pattern's match holds one of these characters."""
_OTHER_SIGNS = re.compile(r"[`\\\[<&_]")
"""Those that are not of emphasis or of the end of a line."""

_PLAIN_BLOCKS = frozenset(
    {
        "empty",
        "indent",
        "code",
        "hashheader",
        "setextheader",
        "hr",
        "olist",
        "ulist",
        "quote",
        "reference",
        "paragraph",
        "table",
        "footnote",
        "defindent",
        "deflist",
    }
)
"""Block processors of which none takes a single line that begins with a letter at the top level."""

_LINE = re.compile(r"[^\W\d_][^\n]*\Z")


class Speed(Extension):
    """Register after every other extension."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 — Markdown's name
        """Put the quick parts in the places of the slow ones."""
        facts = _Facts(md)
        md.preprocessors.register(facts, "column_facts", 29.9)  # right after whitespace is normalised
        if _is_stock(md.preprocessors, "normalize_whitespace", preprocessors.NormalizeWhitespace):
            md.preprocessors.register(_Whitespace(md), "normalize_whitespace", 30)
        if _is_stock(md.preprocessors, "html_block", preprocessors.HtmlBlockPreprocessor):
            md.preprocessors.register(_HtmlBlocks(md), "html_block", 20)
        for name, kind, quick, priority in _LINKS:
            if _is_stock(md.inlinePatterns, name, kind):
                md.inlinePatterns.register(quick(md.inlinePatterns[name].pattern, md), name, priority)
        if _is_stock(md.inlinePatterns, "em_strong", inlinepatterns.DelimiterProcessor):
            _hasten(md.inlinePatterns["em_strong"])  # type: ignore[arg-type]
        if _is_stock(md.treeprocessors, "inline", treeprocessors.InlineProcessor):
            md.treeprocessors.register(InlineProcessor(md), "inline", 20)
        if _is_stock(md.treeprocessors, "prettify", treeprocessors.PrettifyTreeprocessor):
            md.treeprocessors.register(_Prettify(md), "prettify", 10)
        if _is_stock(md.treeprocessors, "unescape", treeprocessors.UnescapeTreeprocessor):
            md.treeprocessors.register(_Unescape(md, facts), "unescape", 0)
        md.output_formats = {**md.output_formats, "html": html_of}  # type: ignore[misc]  # this instance's only
        blocks = md.parser.blockprocessors
        if sum(name in blocks for name in _PLAIN_BLOCKS) == len(blocks):
            blocks.register(_PlainLine(md.parser), "column_plain_line", 1000)
            blocks.register(_QuoteLine(md.parser), "column_quote_line", 999)
            blocks.register(_HeadingLine(md.parser), "column_heading_line", 998)


def _is_stock(registry: util.Registry[Any], name: str, kind: type) -> bool:
    return name in registry and type(registry[name]) is kind


class _Facts(preprocessors.Preprocessor):
    """Looks once at the whole source for what the later steps ask."""

    backslash = True

    def run(self, lines: list[str]) -> list[str]:
        self.backslash = any("\\" in line for line in lines)
        return lines


class _Whitespace(preprocessors.NormalizeWhitespace):
    """Text without tabs, carriage returns, Markdown's own marks and lines that begin with a space is normal already."""

    def run(self, lines: list[str]) -> list[str]:
        source = "\n".join(lines)
        if any(sign in source for sign in ("\t", "\r", util.STX, util.ETX, "\n ")):
            return super().run(lines)
        return [*lines, "", ""]


class _HtmlBlocks(preprocessors.HtmlBlockPreprocessor):
    """Raw HTML and entities begin with "<" or "&"; without them the extractor copies its input."""

    def run(self, lines: list[str]) -> list[str]:
        if any("<" in line or "&" in line for line in lines):
            return super().run(lines)
        return lines


class _QuickLinks(inlinepatterns.LinkInlineProcessor):
    """Reads the usual link, text and address without brackets or quotes in them, at once instead of by character."""

    def getText(self, data: str, index: int) -> tuple[str, int, bool]:  # noqa: N802 — Markdown's name
        match = _LINK_TEXT.match(data, index)
        return (match[1], match.end(), True) if match else super().getText(data, index)

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:  # noqa: N802 — Markdown's name
        match = _LINK_ADDRESS.match(data, index)
        return (match[1], None, match.end(), True) if match else super().getLink(data, index)


class _Links(_QuickLinks):
    pass


class _Pictures(_QuickLinks, inlinepatterns.ImageInlineProcessor):
    pass


_LINK_TEXT = re.compile(r"([^\[\]]*)\]")
_LINK_ADDRESS = re.compile(r"\(([^\s()<>\"'\x02]+)\)")
_LINKS = (
    ("link", inlinepatterns.LinkInlineProcessor, _Links, 160),
    ("image_link", inlinepatterns.ImageInlineProcessor, _Pictures, 150),
)


class _Emphasis(inlinepatterns.DelimiterProcessor):
    """Takes *words* and **words** that hold no other sign of emphasis at once; their pairing is never in doubt."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 — Markdown's name
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        match = None if self.regions else _EMPHASIS.match(data, m.start(0))
        if match is None:
            return super().handleMatch(m, data)
        element = Element("strong" if len(match[1]) == 2 else "em")
        element.text = match[2]
        return element, match.start(), match.end()


def _hasten(pattern: inlinepatterns.DelimiterProcessor) -> None:
    """The pattern knows what extensions added to it, so it stays and changes its class."""
    star = pattern.delimiters.get("*")
    if set(pattern.tokens) <= {"*", "_"} and star and star.tags == ("strong", "em") and not star.smart:
        pattern.__class__ = _Emphasis


_EMPHASIS = re.compile(r"(?<!\*)(\*\*?)(?![\s*])([^*_]*[^*_\s])\1(?!\*)")
_TAGS = {"*": "em", "**": "strong"}
_KNOWN = ("markdown.", __name__)


class InlineProcessor(treeprocessors.InlineProcessor):
    """Skips inline patterns whose characters are absent.

    It bears its parent's name so that the two private methods below are the parent's own hooks under Python's name
    mangling; anything else would mean a copy of the parent's `run`.
    """

    needs: tuple[tuple[str, ...] | None, ...] = ()
    foreign = True
    plain_emphasis = False

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        key = (len(self.inlinePatterns), bool(self.md.references))
        if key != self._learned:
            self._learn(*key)
        if self.foreign or ancestors is not None or any(child.tail for child in tree):
            return super().run(tree, ancestors)
        signed = Element(tree.tag)
        signed.extend([block for block in tree if not self._is_done(block)])
        super().run(signed)  # the other blocks would come out as they are
        return tree

    def _is_done(self, block: Element) -> bool:
        """Whether nothing is left to find in a block, once its plainest emphasis is in place."""
        for element in list(block.iter()) if len(block) else (block,):
            if element.tail and _SIGNS.search(element.tail):
                return False
            text = element.text
            if not text or not _SIGNS.search(text) or isinstance(text, util.AtomicString):
                continue
            if not self.plain_emphasis or _OTHER_SIGNS.search(text) or "  \n" in text:
                return False
            words = _EMPHASIS.split(text)
            if any("*" in between for between in words[::3]):
                return False
            element.text = words[0] or None
            for place, (mark, inner, after) in enumerate(zip(words[1::3], words[2::3], words[3::3], strict=True)):
                emphasised = Element(_TAGS[mark])
                emphasised.text, emphasised.tail = inner, after or None
                element.insert(place, emphasised)
        return True

    _learned: tuple[int, bool] = (0, False)

    def _learn(self, count: int, references: bool) -> None:
        """Note what each pattern needs: () for foreign ones, which always run, None for those that need not run."""
        patterns = self.inlinePatterns
        needs: list[tuple[str, ...] | None] = [()] * count
        for name, strings in _NEEDS.items():
            if name in patterns and type(patterns[name]).__module__.startswith(_KNOWN):
                skip = name in _OF_REFERENCES and not references
                needs[patterns.get_index_for_name(name)] = None if skip else strings
        self.plain_emphasis = "em_strong" in patterns and isinstance(patterns["em_strong"], _Emphasis)
        self.needs = tuple(needs)
        self.foreign = () in needs
        self._learned = (count, references)

    def __handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 — the parent's names
        if isinstance(data, util.AtomicString):
            return data
        if not self.foreign and not _SIGNS.search(data):
            return data
        start = 0
        patterns = self.inlinePatterns
        for index in range(patternIndex, len(patterns)):
            needs = self.needs[index]
            if needs is None or (needs and needs[0] not in data and (len(needs) == 1 or needs[1] not in data)):
                start = 0
                continue
            matched = True
            while matched:
                data, matched, start = self.__applyPattern(  # type: ignore[attr-defined]
                    patterns[index], data, index, start
                )
        return data

    def __processPlaceholders(  # noqa: N802 — the parent's name
        self,
        data: str | None,
        parent: Element,
        isText: bool = True,  # noqa: N803
    ) -> list[tuple[Element, list[str]]]:
        if data and util.INLINE_PLACEHOLDER_PREFIX not in data and not isinstance(data, util.AtomicString):
            if isText:
                parent.text = (parent.text or "") + data
            else:
                parent.tail = (parent.tail or "") + data
            return []
        return super().__processPlaceholders(data, parent, isText)  # type: ignore[misc, no-any-return]


class _PlainLine(blockprocessors.BlockProcessor):
    """Takes blocks of one line that begins with a letter: a paragraph, or the words of a list's item."""

    def test(self, parent: Element, block: str) -> bool:
        return _LINE.match(block) is not None and not (self._in_item() and (len(parent) or parent.text))

    def run(self, parent: Element, blocks: list[str]) -> None:
        if self._in_item():
            parent.text = blocks.pop(0)
            return
        count = 0
        for block in blocks:
            if not _LINE.match(block):
                break
            SubElement(parent, "p").text = block
            count += 1
        del blocks[:count]

    def _in_item(self) -> bool:
        """Whether the parser is inside a list without blank lines."""
        return self.parser.state.isstate("list")


class _QuoteLine(blockprocessors.BlockQuoteProcessor):
    """Takes quotes of one line, which no other processor does, before the others are asked."""

    def test(self, parent: Element, block: str) -> bool:
        return block.startswith(">") and "\n" not in block and super().test(parent, block)


class _HeadingLine(blockprocessors.HashHeaderProcessor):
    """Likewise headings of one line."""

    def test(self, parent: Element, block: str) -> bool:
        return block.startswith("#") and "\n" not in block and super().test(parent, block)


class _Prettify(treeprocessors.PrettifyTreeprocessor):
    """Looks element names up in a set instead of a list."""

    def run(self, root: Element) -> None:
        self.names = frozenset(self.md.block_level_elements)
        super().run(root)

    def _prettifyETree(self, elem: Element) -> None:  # noqa: N802 — the parent's name
        if self._is_block(elem.tag) and elem.tag not in {"code", "pre"}:
            bare = len(elem) and (not elem.text or not elem.text.strip())
            if bare and self._is_block(elem[0].tag):
                elem.text = "\n"
            for child in elem:
                if self._is_block(child.tag):
                    self._prettifyETree(child)
        if not elem.tail or not elem.tail.strip():
            elem.tail = "\n"

    def _is_block(self, tag: object) -> bool:
        return tag in self.names or (isinstance(tag, str) and tag.lower().rstrip("/") in self.names)


class _Unescape(treeprocessors.UnescapeTreeprocessor):
    """Escaped characters come from backslashes only."""

    def __init__(self, md: Markdown, facts: _Facts) -> None:
        super().__init__(md)
        self.facts = facts

    def run(self, root: Element) -> None:
        if self.facts.backslash:
            super().run(root)
