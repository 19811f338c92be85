"""Markdown as the column takes it: CommonMark's blocks and words in Python-Markdown's house.

Python-Markdown keeps the way through (preprocessors, tree, footnotes, attribute lists, serialiser) and whatever an
extension adds to it; its own readers of blocks and words go, because they nest, number and pair otherwise than every
other tool that editors write with. `docs/markdown.md` says what is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from markdown import blockprocessors, inlinepatterns, preprocessors, treeprocessors
from markdown.extensions import Extension
from markdown.util import AtomicString, Registry

from . import raw_blocks
from .blocks import Blocks
from .emphasis import dissolve, fill
from .inline import SIGNS, Context, read_inline
from .listener import Listener

if TYPE_CHECKING:
    from markdown import Markdown

    from .link_syntax import Definition

_BLOCKS = (
    "empty indent code hashheader setextheader hr olist ulist quote reference paragraph table footnote defindent "
    "deflist"
)
"""Python-Markdown's block processors that this one does the work of."""
_WORDS = (
    "backtick escape reference link image_link image_reference short_reference short_image_ref autolink automail "
    "linebreak html entity em_strong em_strong2 not_strong footnote"
)
"""Its inline patterns, likewise."""
_TASKS = frozenset({"[ ] ", "[x] ", "[X] ", "[ ]\n", "[x]\n", "[X]\n"})
_BOXES = ("☐ ", "☑ ")
"""What a task that is open, or done, begins with."""


class Dialect(Extension):
    """Register after every other extension."""

    def __init__(self) -> None:
        super().__init__()
        self.start(Listener())

    def start(self, listener: Listener) -> None:
        """Before each text. listener: is told what is not shown as written."""
        self.listener = listener
        self.tight: list[tuple[Element, Element]] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 — Markdown's name
        """Put the readers of blocks and words in the places of Python-Markdown's."""
        if "html_block" in md.preprocessors and _is_own(md.preprocessors["html_block"]):
            md.preprocessors.deregister("html_block")
        md.preprocessors.register(_LineEnds(md), "column_line_ends", 31)
        processors = md.parser.blockprocessors
        for name in _BLOCKS.split():
            if name in processors and _is_own(processors[name]):
                processors.deregister(name)
        processors.register(_Blocks(md, self), "column_blocks", 5)
        md.treeprocessors.register(_Words(md, self), "inline", 20)
        raw_blocks.register(md)


_READ_HERE = (
    inlinepatterns.AutolinkInlineProcessor,
    inlinepatterns.AutomailInlineProcessor,
    inlinepatterns.BacktickInlineProcessor,
    inlinepatterns.EscapeInlineProcessor,
    inlinepatterns.HtmlInlineProcessor,
    inlinepatterns.LinkInlineProcessor,
)
"""What of Python-Markdown's is done here; extensions build on it."""


_STOCK = frozenset({"markdown.inlinepatterns", "markdown.extensions.footnotes"})


def unheard(md: Markdown) -> tuple[str, ...]:
    """Modules of extensions that read links, emphasis or code in their own way: these are read before them."""
    patterns: Any = md.inlinePatterns
    parts = [(name, patterns[name]) for name in [item.name for item in patterns._priority]]
    return tuple(
        dict.fromkeys(
            type(part).__module__
            for name, part in parts
            if type(part).__module__ not in _STOCK and (name in _WORDS.split() or isinstance(part, _READ_HERE))
        )
    )


def _is_own(part: object) -> bool:
    """Whether a part is Python-Markdown's and not an extension's that means to do it otherwise."""
    module = type(part).__module__
    return module in {"markdown.blockprocessors", "markdown.preprocessors", "markdown.inlinepatterns"} or (
        module.startswith("markdown.extensions.")
        and module.rsplit(".", 1)[1] in {"tables", "footnotes", "def_list", "sane_lists", "legacy_em"}
    )


class _LineEnds(preprocessors.Preprocessor):
    """A tab at a line's end breaks no line; once it is spaces nobody can tell."""

    def run(self, lines: list[str]) -> list[str]:
        if not any("\t" in line for line in lines):
            return lines
        return [_without_tab(line) if "\t" in line else line for line in lines]


def _without_tab(line: str) -> str:
    words = line.rstrip(" \t")
    end = line[len(words) :]
    if "\t" not in end or end.endswith("  "):
        return line
    return f"{words} " if words.endswith("\\") else words


class _Blocks(blockprocessors.BlockProcessor):
    """Takes every block that no extension takes before."""

    def __init__(self, md: Markdown, dialect: Dialect) -> None:
        super().__init__(md.parser)
        self.md = md
        self.dialect = dialect

    def test(self, parent: Element, block: str) -> bool:
        return True

    def run(self, parent: Element, blocks: list[str]) -> None:
        own = self._own(parent, blocks)
        patterns: Any = self.md.inlinePatterns
        note = patterns["footnote"].footnotes.setFootnote if "footnote" in patterns else None
        reader = Blocks(
            self.md.references,  # type: ignore[arg-type]  # ours to fill
            note or (lambda label, text: None),
            self.md.htmlStash.store,
            self.dialect.listener,
        )
        reader.read(parent, own)
        self.dialect.tight += reader.tight

    def _own(self, parent: Element, blocks: list[str]) -> list[str]:
        """All blocks up to one that an extension's processor wants."""
        others = [other for other in self.parser.blockprocessors if other is not self]
        count = len(blocks)
        if others:
            count = next((n for n in range(1, count) if any(other.test(parent, blocks[n]) for other in others)), count)
        taken = blocks[:count]
        del blocks[:count]
        return taken


class _Words(treeprocessors.InlineProcessor):
    """Reads the words of every block; the patterns of extensions then have what is left."""

    def __init__(self, md: Markdown, dialect: Dialect) -> None:
        super().__init__(md)
        self.dialect = dialect
        self.learned = 0

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        listener = self.dialect.listener
        definitions: dict[str, Definition] = self.md.references  # type: ignore[assignment]  # ours to fill
        context = Context(definitions, set(), self._note, self.md.htmlStash.store, listener.loose_link)
        for element in list(tree.iter()):
            if element.tag == "li":
                _show_task(element)
            text = element.text
            if not text or isinstance(text, AtomicString):
                continue
            if SIGNS.search(text):
                element.text = None
                fill(element, read_inline(text, context))
        for item, paragraph in self.dialect.tight:
            dissolve(item, paragraph)
        for key in definitions.keys() - context.used:
            listener.unused(definitions[key])
        self.stashed_nodes = {}
        return self._foreign(tree)

    def _note(self, text: str, position: int) -> tuple[Element, int] | None:
        patterns = self.md.inlinePatterns
        if "footnote" not in patterns:
            return None
        pattern: Any = patterns["footnote"]
        match = pattern.compiled_re.match(text, position)
        if match is None:
            return None
        element, _, end = pattern.handleMatch(match, text)
        return None if element is None else (element, end)

    def _foreign(self, tree: Element) -> Element:
        """Let the patterns of other extensions look at the tree as Python-Markdown does."""
        patterns: Any = self.md.inlinePatterns
        if len(patterns) != self.learned:
            self.learned = len(patterns)
            self.inlinePatterns = Registry()
            for name, priority in [(item.name, item.priority) for item in patterns._priority]:
                if name not in _WORDS.split() or not _is_own(patterns[name]):
                    self.inlinePatterns.register(patterns[name], name, priority)
        return super().run(tree) if len(self.inlinePatterns) else tree


def _show_task(item: Element) -> None:
    """Put a box for `[ ]` or `[x]` before an item's words, which stand in a paragraph where the list is loose."""
    holder = item if item.text or not len(item) or item[0].tag != "p" else item[0]
    text = holder.text
    if text and text[0] == "[" and text[:4] in _TASKS and not isinstance(text, AtomicString):
        holder.text = _BOXES[text[1] != " "] + text[4:]
