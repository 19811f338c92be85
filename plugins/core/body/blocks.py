"""Lines → the tree of an article's blocks, nested as CommonMark nests them: by where an item's words begin.

Beside CommonMark's blocks: tables and task lists as on GitHub, footnotes and definition lists as Markdown Extra has
them. Words stay as written; `inline.py` reads them when every definition is known.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from . import block_starts as starts
from . import leaves
from .containers import Container, OpenList
from .link_syntax import Definition, definition_at, key_of
from .pipe_tables import Table, cells

if TYPE_CHECKING:
    from collections.abc import Callable

    from .leaves import Leaf
    from .listener import Listener

DEPTH = 40
"""Deepest nesting; far above what `limits.py` lets in as it is usually written."""
_PLAIN = re.compile(r"[^\W\d_][^\n]*(?:\n[^\W\d_][^\n]*)*\Z")
"""Lines that begin with a letter begin no block but a paragraph."""
_HEADING = re.compile(r"(#{1,6}) ([^\W_](?:[^\n#]*[^\s#])?)\Z")
"""The plainest heading, on a line of its own."""


class Blocks:
    """Reads the blocks of one parent. definitions: of links, to be added to; note: takes (id, text) of a
    footnote; store: puts raw HTML aside and returns what stands for it."""

    def __init__(
        self,
        definitions: dict[str, Definition],
        note: Callable[[str, str], None],
        store: Callable[[str], str],
        listener: Listener,
    ) -> None:
        self.definitions, self.note, self.store, self.listener = definitions, note, store, listener
        self.stack: list[Container] = []
        self.lines: list[str] = []
        """Of the open paragraph."""
        self.leaf: Leaf | None = None
        """What else is open and takes lines."""
        self.lists: list[OpenList] = []
        self.meanings: list[Element] = []
        self.tight: list[tuple[Element, Element]] = []
        """Items, and paragraphs in them that are to be words among other blocks; known once all is read."""
        self.in_html = False

    def read(self, parent: Element, blocks: list[str]) -> None:
        """Take all blocks (lines between blank ones) into the parent."""
        self.stack = [Container(parent, 0)]
        for number, block in enumerate(blocks):
            if len(self.stack) == 1 and not self.leaf and not self.lines:
                if _PLAIN.match(block):
                    self.stack[0].last = None
                    SubElement(parent, "p").text = block.rstrip()
                    continue
                if block[0:1] == "#" and (heading := _HEADING.match(block)):
                    self.stack[0].last = None
                    SubElement(parent, f"h{len(heading[1])}").text = heading[2]
                    continue
            for line in block.split("\n"):
                self._take(line)
            if number + 1 < len(blocks):
                self._take("")
        if isinstance(self.leaf, leaves.Fenced) and len(self.stack) == 1:
            self.listener.open_fence(self.leaf.sign)
        self._settle(1)
        self._finish()

    # one line

    def _take(self, line: str) -> None:
        if not line and len(self.stack) == 1 and not self.leaf:
            self._close_leaf()
            self.stack[0].blank = True
            return
        depth, position = self._match(line)
        rest = line[position:]
        blank = not rest or rest.isspace()
        matched = depth == len(self.stack)
        if matched and self.leaf and self._continue(rest, blank=blank):
            return
        if self.lines and self.lines[0][:1] == "[" and self._is_defined(rest):
            self._close_leaf()
        paragraph = bool(self.lines)
        opened = False
        while not blank:
            taken = self._start(rest, depth, own=paragraph and matched and not opened, lazy=paragraph and not opened)
            if taken is None:
                break
            depth, opened = len(self.stack), True
            if taken < 0:
                self._calm()
                return
            rest = rest[taken:]
            blank = not rest or rest.isspace()
        if blank:
            if not opened:
                for empty in self.stack[depth:]:
                    empty.blank = True
                self._settle(depth)
                self._mark_blank(line)
            return
        if not paragraph or opened:
            if not opened:
                self._settle(depth)
            self._count(self.stack[-1])
        self.lines.append(rest.lstrip(" "))
        self._calm()

    def _match(self, line: str) -> tuple[int, int]:
        """How many containers go on in a line, and where what is theirs begins."""
        position, depth = 0, 1
        stack = self.stack
        end = len(line.rstrip(" ")) if depth < len(stack) else 0
        while depth < len(stack):
            container = stack[depth]
            if container.indent < 0:
                at = line.find(">", position, position + 4)
                if at < 0 or line[position:at].strip(" "):
                    break
                position = at + 1
                if line[position : position + 1] == " ":
                    position += 1
            elif position >= end:
                if not container.filled:
                    break
            elif line.startswith(" " * container.indent, position):
                position += container.indent
            else:
                break
            depth += 1
        return depth, position

    def _mark_blank(self, line: str) -> None:
        """A blank line belongs to the items it stands in, up to the innermost quotation."""
        if ">" in line:
            inner = max((n for n, container in enumerate(self.stack) if container.indent < 0), default=0)
        else:
            inner = 0
        for container in self.stack[inner:]:
            container.blank = True

    def _calm(self) -> None:
        for container in self.stack:
            container.blank = False

    def _continue(self, rest: str, *, blank: bool) -> bool:
        """Give the line to the open leaf; False when it ends before it."""
        leaf = self.leaf
        assert leaf
        taken = leaf.take(rest, blank=blank)
        if not taken or leaf.over:
            self._close_leaf()
        if taken:
            for container in self.stack:
                container.blank = blank
        return taken

    # beginnings

    def _start(self, rest: str, depth: int, *, own: bool, lazy: bool) -> int | None:
        """Begin the block that the line begins: how much of the line is used, -1 for all, None for no block but words.
        own: the paragraph that is open would go on in this line; lazy: it may go on without its containers' signs."""
        if rest.startswith(" " * leaves.CODE_INDENT):
            if lazy:
                return None
            self._begin(depth, leaves.Indented(rest))
            if self.in_html and rest.lstrip()[:1] == "<":
                self.listener.code_in_html(rest)
            return -1
        sign = rest.lstrip(" ")[0]
        if sign.isalpha():
            return None
        if sign == ">":
            return self._start_quote(rest, depth)
        for start in _STARTS.get(sign, ()):
            taken = start(self, rest, depth, own, lazy)
            if taken is not None:
                return taken
        return None

    def _start_quote(self, rest: str, depth: int) -> int | None:
        if self._is_too_deep(rest):
            return None
        self._begin(depth)
        self.stack.append(Container(SubElement(self._parent(), "blockquote"), -1))
        end = rest.index(">") + 1
        return end + 1 if rest[end : end + 1] == " " else end

    def _start_heading(self, rest: str, depth: int, own: bool, lazy: bool) -> int | None:
        match = starts.HEADING.match(rest)
        if not match:
            return None
        self._begin(depth)
        SubElement(self._parent(), f"h{len(match[1])}").text = starts.heading_words(match[2] or "")
        return -1

    def _start_fence(self, rest: str, depth: int, own: bool, lazy: bool) -> int | None:
        match = starts.FENCE.match(rest)
        if not match:
            return None
        self._begin(depth, leaves.Fenced(match[2], len(match[1])))
        return -1

    def _start_html(self, rest: str, depth: int, own: bool, lazy: bool) -> int | None:
        end = starts.html_end(rest, lone=not lazy)
        if isinstance(end, bool):
            return None
        self._begin(depth, leaves.Html(rest, end, self.store))
        self.in_html = True
        return -1

    def _start_underline(self, rest: str, depth: int, own: bool, lazy: bool) -> int | None:
        match = starts.UNDERLINE.match(rest) if own else None
        if not match:
            return None
        text = self._without_definitions("\n".join(self.lines))
        self.lines = []
        SubElement(self._parent(), "h1" if match[1][0] == "=" else "h2").text = text.strip()
        return -1

    def _start_rule(self, rest: str, depth: int, own: bool, lazy: bool) -> int | None:
        if not starts.RULE.match(rest):
            return None
        self._begin(depth)
        SubElement(self._parent(), "hr")
        return -1

    def _start_item(self, rest: str, depth: int, own: bool, lazy: bool) -> int | None:
        item = starts.item_at(rest)
        if item is None or (own and (item.bare or item.number not in {None, 1})) or self._is_too_deep(rest):
            return None
        self._settle(depth)
        holder = self.stack[-1]
        last = holder.last
        if last is not None and last[0].sign == item.sign:
            of = last[0]
            of.loose = of.loose or last[1].blank
        else:
            self._count(holder)
            of = OpenList(SubElement(holder.element, "ul" if item.number is None else "ol"), item.sign)
            if item.number not in {None, 1}:
                of.element.set("start", str(item.number))
            self.lists.append(of)
        if item.number is not None:
            of.numbers.append((item.number, rest))
        container = Container(SubElement(of.element, "li"), item.indent, of)
        holder.last = (of, container)
        holder.blank = False
        self.stack.append(container)
        return item.indent if not item.bare else len(rest)

    def _start_note(self, rest: str, depth: int, own: bool, lazy: bool) -> int | None:
        match = starts.NOTE.match(rest)
        if not match:
            return None
        self._begin(depth, leaves.Note(match[1], match[2], self.note))
        return -1

    def _start_meaning(self, rest: str, depth: int, own: bool, lazy: bool) -> int | None:
        match = starts.MEANING.match(rest)
        holder = self.stack[-1]
        if not match or self._is_too_deep(rest) or depth < len(self.stack):
            return None
        before = holder.element[-1] if len(holder.element) else None
        apart = not own
        if own:
            words = self._without_definitions("\n".join(self.lines))
            terms = [line.strip() for line in words.split("\n") if line.strip()]
            self.lines = []
        elif before is not None and before.tag == "p" and before.text and not self.leaf:
            holder.element.remove(before)
            terms = [line.strip() for line in before.text.split("\n")]
            before = holder.element[-1] if len(holder.element) else None
        elif before is not None and before.tag == "dl" and not self.leaf:
            terms = []
        else:
            return None
        if len(match[0].lstrip(" ")) < starts.PLAIN_MEANING:
            self.listener.explains(rest)
        of = before if before is not None and before.tag == "dl" else SubElement(holder.element, "dl")
        for term in terms:
            SubElement(of, "dt").text = term
        meaning = SubElement(of, "dd")
        if not apart or (not terms and not holder.blank):
            self.meanings.append(meaning)
        self.stack.append(Container(meaning, leaves.NOTE_INDENT))
        return match.end()

    def _start_table(self, rest: str, depth: int, own: bool, lazy: bool) -> int | None:
        if not own or not starts.TABLE_LINE.match(rest):
            return None
        head, kinds = self.lines[-1], cells(rest)
        names = cells(head)
        if len(names) != len(kinds) or "|" not in head:
            return None
        if not any(names):
            self.listener.no_names(head)
        self.lines.pop()
        if self.lines:
            self._close_leaf()
        table = Table(self._parent(), names, kinds)
        self.leaf = leaves.Rows(table, self.listener.cell_lost, self.listener.row_indented)
        return -1

    # opening and closing

    def _parent(self) -> Element:
        return self.stack[-1].element

    def _is_too_deep(self, line: str) -> bool:
        if len(self.stack) <= DEPTH:
            return False
        self.listener.too_deep(line)
        return True

    def _begin(self, depth: int, leaf: Leaf | None = None) -> None:
        """Close what does not go on and begin something in what does."""
        self._settle(depth)
        self._count(self.stack[-1])
        if leaf and leaf.over:
            leaf.finish(self._parent())
        else:
            self.leaf = leaf

    def _count(self, container: Container) -> None:
        """Something new stands in a container; after a blank line it makes its list loose."""
        if container.of is not None and container.blank and container.filled:
            container.of.loose = True
        container.filled = True
        container.last = None

    def _settle(self, depth: int) -> None:
        """Close what is open, and the containers that do not go on."""
        self._close_leaf()
        del self.stack[depth:]

    def _close_leaf(self) -> None:
        if self.lines:
            text = self._without_definitions("\n".join(self.lines)).strip()
            self.lines = []
            if text:
                SubElement(self._parent(), "p").text = text
        elif self.leaf:
            leaf, self.leaf = self.leaf, None
            leaf.finish(self._parent())

    def _without_definitions(self, text: str) -> str:
        """Take the link definitions at the beginning of a paragraph out of it."""
        position = 0
        while text.startswith("[", position) and (found := definition_at(text, position)):
            definition, position = found
            key = key_of(definition.label)
            if key in self.definitions:
                self.listener.defined_again(definition)
            else:
                self.definitions[key] = definition
        return text[position:]

    def _is_defined(self, rest: str) -> bool:
        """Whether the open paragraph is definitions only, the last one whole, so that a new block may follow."""
        text = "\n".join(self.lines)
        position, title = 0, None
        while position < len(text):
            found = definition_at(text, position)
            if found is None:
                return False
            title, position = found[0].title, found[1]
        return title is not None or rest.lstrip()[:1] not in {'"', "'", "("}

    def _finish(self) -> None:
        """Words of tight lists stand in their items without a paragraph; numbers that change are told."""
        tight = [item for a_list in self.lists if not a_list.loose for item in a_list.element]
        self.tight += [
            (item, child)
            for item in tight
            for child in item[1:]
            if child.tag == "p" and type(child.text) is str and not len(child)
        ]
        for holder in (*tight, *self.meanings):
            if len(holder) and holder[0].tag == "p" and type(holder[0].text) is str and not len(holder[0]):
                holder.text = holder[0].text
                del holder[0]
        for a_list in self.lists:
            numbers = a_list.numbers
            if len({number for number, _ in numbers}) > 1:
                for shown, (number, line) in enumerate(numbers, numbers[0][0]):
                    if number != shown:
                        self.listener.renumbered(line, shown)
                        break


_BULLETS = (Blocks._start_rule, Blocks._start_item)
_STARTS: dict[str, tuple[Callable[[Blocks, str, int, bool, bool], int | None], ...]] = {
    "#": (Blocks._start_heading,),
    "`": (Blocks._start_fence,),
    "~": (Blocks._start_fence,),
    "<": (Blocks._start_html,),
    "[": (Blocks._start_note,),
    "=": (Blocks._start_underline,),
    "-": (Blocks._start_underline, Blocks._start_table, *_BULLETS),
    "|": (Blocks._start_table,),
    ":": (Blocks._start_table, Blocks._start_meaning),
    "_": (Blocks._start_rule,),
    "*": _BULLETS,
    "+": (Blocks._start_item,),
    **dict.fromkeys("0123456789", (Blocks._start_item,)),
}
