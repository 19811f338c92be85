"""Runs of `*`, `_` and `~` between the pieces of a text → emphasised elements, paired as CommonMark pairs them."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from xml.etree.ElementTree import Element

Piece = str | Element


class Run:
    """A run of one sign. count: signs not yet used; length: as written."""

    __slots__ = ("can_close", "can_open", "count", "length", "sign")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.sign = text[start]
        self.count = self.length = end - start
        before = text[start - 1] if start else "\n"
        after = text[end] if end < len(text) else "\n"
        if before.isalnum() and after.isalnum():  # inside a word
            self.can_open = self.can_close = self.sign != "_"
            return
        space_before, space_after = before.isspace(), after.isspace()
        sign_before, sign_after = _is_sign(before), _is_sign(after)
        left = not space_after and (not sign_after or space_before or sign_before)
        right = not space_before and (not sign_before or space_after or sign_after)
        if self.sign == "_":
            self.can_open = left and (not right or sign_before)
            self.can_close = right and (not left or sign_after)
        else:
            self.can_open, self.can_close = left, right


def apart(text: str, start: int, end: int) -> bool:
    """Whether there are spaces or signs around a piece of a text: then a run at its start, before a word, can only
    open, and one at its end, behind a word, only close."""
    return (not start or _is_gap(text[start - 1])) and (end == len(text) or _is_gap(text[end]))


@lru_cache(maxsize=1024)
def _is_gap(character: str) -> bool:
    return character.isspace() or _is_sign(character)


@lru_cache(maxsize=1024)
def _is_sign(character: str) -> bool:
    return not character.isalnum() and unicodedata.category(character)[0] in "PS"


def emphasise(pieces: list[Piece | Run]) -> list[Piece]:
    """Pair the runs; what is left of them becomes text."""
    if not any(type(piece) is Run for piece in pieces):
        return pieces  # type: ignore[return-value]
    out: list[Piece | Run] = []
    openers: list[tuple[Run, int]] = []  # with their places in `out`
    bottoms: dict[tuple[str, bool, int], int] = {}
    for piece in pieces:
        if type(piece) is Run:
            if piece.can_close:
                _close(piece, out, openers, bottoms)
            if not piece.count:
                continue
            if piece.can_open:
                openers.append((piece, len(out)))
        out.append(piece)
    return [piece.sign * piece.count if type(piece) is Run else piece for piece in out]  # type: ignore[misc]


def _close(
    closer: Run, out: list[Piece | Run], openers: list[tuple[Run, int]], bottoms: dict[tuple[str, bool, int], int]
) -> None:
    """Pair one run with what is open, from the nearest on. bottoms: how many openers were looked through in vain."""
    key = (closer.sign, closer.can_open, closer.length % 3)
    while closer.count:
        for found in range(len(openers) - 1, bottoms.get(key, 0) - 1, -1):
            if _fit(openers[found][0], closer):
                break
        else:
            bottoms[key] = len(openers)
            return
        opener, place = openers[found]
        used = 2 if opener.count >= 2 and closer.count >= 2 else 1
        element = Element("del" if closer.sign == "~" else "strong" if used == 2 else "em")
        fill(element, [p.sign * p.count if type(p) is Run else p for p in out[place + 1 :]])  # type: ignore[misc]
        opener.count -= used
        closer.count -= used
        del openers[found + 1 :]
        del out[place + 1 :]
        if not opener.count:
            del openers[found:], out[place:]
        out.append(element)
        for other, height in bottoms.items():
            if height > len(openers):
                bottoms[other] = len(openers)


def _fit(opener: Run, closer: Run) -> bool:
    if opener.sign != closer.sign:
        return False
    if closer.sign == "~":
        return opener.length == closer.length
    if (opener.can_close or closer.can_open) and (opener.length + closer.length) % 3 == 0:
        return opener.length % 3 == 0 and closer.length % 3 == 0
    return True


def fill(element: Element, pieces: list[Piece], place: int = 0) -> None:
    """Put pieces into an element: its words, and its children from `place` on."""
    if len(pieces) == 1 and isinstance(pieces[0], str):  # what most emphasis holds
        element.text = pieces[0] or None
        return
    last: Element | None = None
    text: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            text.append(piece)
            continue
        _settle(element, last, text)
        element.insert(place, piece)
        place += 1
        last = piece
    _settle(element, last, text)


def _settle(element: Element, last: Element | None, text: list[str]) -> None:
    words = "".join(text) or None
    text.clear()
    if last is None:
        element.text = words
    else:
        last.tail = words


def dissolve(parent: Element, element: Element) -> None:
    """Put what an element holds into its place among its parent's children, of which it is not the first."""
    place = list(parent).index(element)
    before = parent[place - 1]
    before.tail = f"{before.tail or ''}\n{element.text or ''}"
    parent[place : place + 1] = list(element)
    last = parent[place + len(element) - 1]
    last.tail = (last.tail or "") + (element.tail or "")
