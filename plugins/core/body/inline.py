"""The words of one block → text and elements: escapes, code, links, pictures, emphasis, line breaks, raw tags.

One pass from left to right, as CommonMark reads: what begins first wins. Strings that leave here are as Markdown's
serialiser wants them: "&" of a text is `&amp;`, an escaped character is a mark that its last step reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import NamedTuple
from xml.etree.ElementTree import Element

from markdown.util import ETX, STX, AtomicString, code_escape

from .emphasis import Piece, Run, apart, emphasise, fill
from .link_syntax import ENTITY, ESCAPABLE, Definition, entity, key_of, label_at, loose_target_at, target_at

SIGNS = re.compile(r"[\\`*_\[\]<&~]|  \n")
"""Without one of these a text is done as it is."""
_TEXT = re.compile(r"[^\\`*_\[\]<&!~\n]+")
_TICKS = re.compile("`+")
_RUNS = {sign: re.compile(rf"[{sign}]+") for sign in "*_~"}
_ADDRESS = re.compile(r"<([A-Za-z][A-Za-z0-9.+-]{1,31}:[^\s<>\x00-\x1f]*)>")
_MAIL = re.compile(
    r"<([a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*)>"
)
_GAP = r"(?:[ \t]*+\n?[ \t]*+)"
_ATTRIBUTE = (
    r"(?:[ \t\n]++[a-zA-Z_:][\w.:-]*+"
    rf"(?>(?:{_GAP}={_GAP}(?:[^\s\"'=<>`]++|'[^']*+'|\"[^\"]*+\"))?))"
)
OPEN_TAG = rf"<[A-Za-z][A-Za-z0-9-]*+(?>{_ATTRIBUTE}*){_GAP}/?>"
CLOSING_TAG = rf"</[A-Za-z][A-Za-z0-9-]*+{_GAP}>"
_TAG = re.compile(
    rf"{OPEN_TAG}|{CLOSING_TAG}|<!-->|<!--->|<!--.*?-->|<\?.*?\?>|<![A-Za-z][^>]*+>|<!\[CDATA\[.*?\]\]>", re.DOTALL
)
_TAGS = {"*": "em", "**": "strong", "_": "em", "__": "strong"}
_PLAIN = re.compile(r"(\*\*?|__?)([^\W_](?:[^\\`*_\[\]<&!~\n]*[^\W_])?)\1(?![*_])")
"""Words of one kind between equal runs: no other run can pair with one of these, if they stand `apart`."""
_ESCAPED = re.compile(f"{STX}(\\d+){ETX}")


class Context(NamedTuple):
    """What the text around knows. definitions: by `key_of`; used: keys that a link named; note: (text, position) → a
    footnote's mark and where it ends; store: puts a raw tag aside and returns what stands for it; loose: is told
    (address, as written) of a link that only this column takes for one."""

    definitions: dict[str, Definition]
    used: set[str]
    note: Callable[[str, int], tuple[Element, int] | None]
    store: Callable[[str], str]
    loose: Callable[[str, str], None]


def read_inline(text: str, context: Context) -> list[Piece]:
    """The pieces of one block's words."""
    return _Scanner(text, context).pieces_of_all()


def words_of(pieces: list[Piece]) -> str:
    """Pieces → the words alone, for the description of a picture."""
    words = "".join(piece if isinstance(piece, str) else "".join(_plain(piece, outer=True)) for piece in pieces)
    return unescape(_ESCAPED.sub(lambda match: chr(int(match[1])), words))


def _plain(element: Element, *, outer: bool) -> list[str]:
    words = [element.get("alt") or "" if element.tag == "img" else element.text or ""]
    for child in element:
        words += _plain(child, outer=False)
    return words if outer else [*words, element.tail or ""]


class _Scanner:
    def __init__(self, text: str, context: Context) -> None:
        self.text = text
        self.context = context
        self.position = 0
        self.pieces: list[Piece | Run] = []
        self.brackets: list[tuple[int, bool, int]] = []  # place in pieces, of a picture, position after the bracket
        self.links_from = 0  # brackets below this one can't become links any more
        self.ticks: dict[int, list[int]] | None = None

    def pieces_of_all(self) -> list[Piece]:
        text, size = self.text, len(self.text)
        while self.position < size:
            if match := _TEXT.match(text, self.position):
                self.pieces.append(match[0])
                self.position = match.end()
                if self.position == size:
                    break
            _HANDLERS[text[self.position]](self)
        return emphasise(self.pieces)

    def _take(self, piece: Piece | Run, end: int) -> None:
        self.pieces.append(piece)
        self.position = end

    def backslash(self) -> None:
        after = self.text[self.position + 1 : self.position + 2]
        if after == "\n":
            self._take(Element("br"), self.position + 2)
        elif after in ESCAPABLE and after:
            self._take("&amp;" if after == "&" else f"{STX}{ord(after)}{ETX}", self.position + 2)
        else:
            self._take("\\", self.position + 1)

    def line_end(self) -> None:
        last = self.pieces[-1] if self.pieces else ""
        broken = False
        if isinstance(last, str) and last.endswith(" "):
            broken = last.endswith("  ")
            self.pieces[-1] = last.rstrip(" ")
        self._take(Element("br") if broken else "\n", self.position + 1)

    def code(self) -> None:
        opening = _TICKS.match(self.text, self.position)
        assert opening
        end = self._closing_ticks(len(opening[0]), opening.end())
        if end < 0:
            self._take(opening[0], opening.end())
            return
        inner = self.text[opening.end() : end].replace("\n", " ")
        if inner.strip(" ") and inner[0] == inner[-1] == " ":
            inner = inner[1:-1]
        element = Element("code")
        element.text = AtomicString(code_escape(inner))
        self._take(element, end + len(opening[0]))

    def _closing_ticks(self, count: int, start: int) -> int:
        if self.ticks is None:
            self.ticks = {}
            for match in _TICKS.finditer(self.text):
                self.ticks.setdefault(len(match[0]), []).append(match.start())
            for places in self.ticks.values():
                places.reverse()
        places = self.ticks.get(count, [])
        while places and places[-1] < start:
            places.pop()
        return places[-1] if places else -1

    def run(self) -> None:
        if (words := _PLAIN.match(self.text, self.position)) and apart(self.text, words.start(), words.end()):
            element = Element(_TAGS[words[1]])
            element.text = words[2]
            self._take(element, words.end())
            return
        match = _RUNS[self.text[self.position]].match(self.text, self.position)
        assert match
        if match[0][0] == "~" and len(match[0]) != 2:
            self._take(match[0], match.end())
        else:
            self._take(Run(self.text, match.start(), match.end()), match.end())

    def angle(self) -> None:
        if match := _ADDRESS.match(self.text, self.position):
            self._take(_link(match[1], match[1]), match.end())
        elif match := _MAIL.match(self.text, self.position):
            self._take(_link("mailto:" + match[1], match[1]), match.end())
        elif match := _TAG.match(self.text, self.position):
            self._take(self.context.store(match[0]), match.end())
        else:
            self._take("<", self.position + 1)

    def ampersand(self) -> None:
        match = ENTITY.match(self.text, self.position)
        characters = entity(match[0]) if match else "&"
        end = match.end() if match else self.position + 1
        shown = characters.replace("&", "&amp;")
        # a sign that an entity stands for never means emphasis, a link or an attribute
        self._take(f"{STX}{ord(shown)}{ETX}" if shown in ESCAPABLE else shown, end)

    def exclamation(self) -> None:
        after = self.position + 1
        if self.text.startswith("[^", after) and (note := self.context.note(self.text, after)):
            self.pieces.append("!")
            self._take(*note)
        elif self.text.startswith("![", self.position):
            self.brackets.append((len(self.pieces), True, self.position + 2))
            self._take("![", self.position + 2)
        else:
            self._take("!", self.position + 1)

    def bracket(self) -> None:
        if self.text.startswith("[^", self.position) and (found := self.context.note(self.text, self.position)):
            self._take(*found)
            return
        self.brackets.append((len(self.pieces), False, self.position + 1))
        self._take("[", self.position + 1)

    def closing(self) -> None:
        if not self.brackets:
            self._take("]", self.position + 1)
            return
        place, picture, start = self.brackets.pop()
        if not picture and len(self.brackets) < self.links_from:
            self.links_from = len(self.brackets)
            self._take("]", self.position + 1)
            return
        target = self._target(start, bracketed=self.text[start : self.position])
        if target is None:
            self.links_from = min(self.links_from, len(self.brackets))
            self._take("]", self.position + 1)
            return
        address, title, end = target
        inner = emphasise(self.pieces[place + 1 :])
        del self.pieces[place:]
        if picture:
            element = Element("img", {"src": _attribute(address), "alt": _attribute(words_of(inner))})
            self.links_from = min(self.links_from, len(self.brackets))
        else:
            element = Element("a", {"href": _attribute(address)})
            fill(element, inner)
            self.links_from = len(self.brackets)
        if title is not None:
            element.set("title", _attribute(title))
        self._take(element, end)

    def _target(self, start: int, *, bracketed: str) -> tuple[str, str | None, int] | None:
        """What a closed pair of brackets leads to: an address after it, else a definition."""
        after = self.position + 1
        if self.text.startswith("(", after) and (target := target_at(self.text, after)):
            return target
        found = self._defined(start, bracketed, after)
        if found is None and self.text.startswith("(", after) and (target := loose_target_at(self.text, after)):
            self.context.loose(target[0], self.text[after : target[2]])
            return target
        return found

    def _defined(self, start: int, bracketed: str, after: int) -> tuple[str, str | None, int] | None:
        label, end = bracketed, after
        if self.text.startswith("[]", after):
            end = after + 2
        elif found := label_at(self.text, after):
            label, end = found
        elif "[" in bracketed and label_at(self.text, start - 1) is None:
            return None
        key = key_of(label)
        definition = self.context.definitions.get(key) if key else None
        if definition is None:
            return None
        self.context.used.add(key)
        return definition.address, definition.title, end


def _link(address: str, words: str) -> Element:
    element = Element("a", {"href": _attribute(address)})
    element.text = AtomicString(words.replace("&", "&amp;"))
    return element


def _attribute(value: str) -> str:
    return value.replace("&", "&amp;")


_HANDLERS: dict[str, Callable[[_Scanner], None]] = {
    "\\": _Scanner.backslash,
    "\n": _Scanner.line_end,
    "`": _Scanner.code,
    "*": _Scanner.run,
    "_": _Scanner.run,
    "~": _Scanner.run,
    "<": _Scanner.angle,
    "&": _Scanner.ampersand,
    "!": _Scanner.exclamation,
    "[": _Scanner.bracket,
    "]": _Scanner.closing,
}
