"""What an import gives: an article with its pictures, what was lost on the way and what was only guessed."""

from __future__ import annotations

from typing import NamedTuple

from ..errors import ColumnError


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


KINDS = _names(
    "comment tracked-change header-footer text-box picture-format picture-linked picture-crop object chart diagram "
    "equation legacy-encoding letterhead signature table-merged table-nested contents-list tabs hidden-text "
    "hidden-characters link-changed macro no-text inserted-file"
)
"""Kinds of loss that a document can have; docs/contracts.md says when each is told."""


class Loss(NamedTuple):
    """kind: one of KINDS (an archive's reader has kinds of its own); text: the words left out, moved or changed, in
    full; where: for people, in Vietnamese."""

    kind: str
    text: str
    where: str = ""


class Guess(NamedTuple):
    """field: the header that was filled; value: with what; text: the line of the document, when it was taken away;
    why: in Vietnamese."""

    field: str
    value: str
    text: str
    why: str


class PictureFile(NamedTuple):
    """name: the file's name beside the article; data: its bytes, as a browser shows them."""

    name: str
    data: bytes


class Imported(NamedTuple):
    """One article. slug: the file's name without `.md`; text: headers, blank line, Markdown; unaccounted: words of the
    source that are neither in the article nor in the losses, which is a fault of the importer, shown and never hidden;
    aside: words that need no attention (page numbers)."""

    slug: str
    text: str
    pictures: tuple[PictureFile, ...]
    losses: tuple[Loss, ...]
    guesses: tuple[Guess, ...]
    unaccounted: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()


class ImportRefusedError(ColumnError):
    """Raised when a file can't or mustn't be imported. kind: for programs; its text: a sentence or two for editors."""

    def __init__(self, kind: str, words: str) -> None:
        super().__init__(words)
        self.kind = kind
