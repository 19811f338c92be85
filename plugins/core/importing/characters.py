"""The letters of a foreign text → composed, visible letters; what had to go is counted."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import replace

from .model import Block, Cell, Document, Figure, Span, Table

_BULLETS = dict.fromkeys((61623, 61607, 61548, 61550, 61558, 61656, 61485), "•")
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufeff"
    "\uffa0\ufff9-\ufffb\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd\U000e0000-\U000e007f"
    "\x00-\x08\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffd-\uffff\ud800-\udfff\U0001fffe\U0001ffff]"
)
_BLANKS = re.compile("[\n\x0b\x0c\r\x85\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_PILE = re.compile("([\u0300-\u036f]{3})[\u0300-\u036f]+")


def clean(text: str, removed: Counter[str] | None = None) -> str:
    """Composed letters (NFC); unusual blanks are blanks, the non-breaking hyphen is a hyphen; characters that nobody
    sees or only one font shows are removed and counted."""
    if text.isascii() and text.isprintable():
        return text
    if removed is not None:
        removed.update(letter for letter in text if ord(letter) in _BULLETS)
    text = _BLANKS.sub(" ", text).replace("\u2011", "-").translate(_BULLETS)
    if _HIDDEN.search(text):
        if removed is not None:
            removed.update(_HIDDEN.findall(text))
        text = _HIDDEN.sub("", text)
    return _PILE.sub(r"\1", unicodedata.normalize("NFC", text))


def cleaned(document: Document) -> None:
    """Clean every text of a document and add the loss when there was something to remove."""
    removed: Counter[str] = Counter()
    document.blocks = [_block(block, removed) for block in document.blocks]
    document.notes = {key: tuple(_block(block, removed) for block in blocks) for key, blocks in document.notes.items()}
    document.losses = [(kind, _lines(text), clean(where)) for kind, text, where in document.losses]
    document.aside = [clean(text) for text in document.aside]
    document.source = [clean(text) for text in document.source]
    if removed:
        words = ", ".join(
            f"U+{ord(letter):04X} {unicodedata.name(letter, 'ký hiệu của phông riêng')} × {count}"
            for letter, count in sorted(removed.items())
        )
        document.losses.append(("hidden-characters", words, "cả văn bản"))


def _lines(text: str) -> str:
    return "\n".join(" ".join(clean(line).split()) for line in text.split("\n"))


def _block(block: Block, removed: Counter[str]) -> Block:
    if isinstance(block, Figure):
        parts = (clean(part, removed).strip() for part in (block.alt, block.caption, block.credit))
        return _figure(block, *parts)
    if isinstance(block, Table):
        rows = tuple(
            tuple(
                Cell(blocks=tuple(_block(inner, removed) for inner in cell.blocks), across=cell.across, down=cell.down)
                for cell in row
            )
            for row in block.rows
        )
        return Table(rows=rows, framed=block.framed)
    return replace(block, spans=tidy(block.spans, removed))


def _figure(block: Figure, alt: str, caption: str, credit: str) -> Figure:
    return Figure(picture=block.picture, alt=alt, caption=caption, credit=credit)


def tidy(spans: tuple[Span, ...], removed: Counter[str] | None = None) -> tuple[Span, ...]:
    """Spans with cleaned letters: runs of one look joined, blanks and loose marks given to the run before, no blank
    twice, none at the ends or beside a break."""
    runs: list[Span] = []
    for span in spans:
        text = "" if span.line or span.note else clean(span.text, removed) if span.text else ""
        if not (text or span.line or span.note):
            continue
        last = runs[-1] if runs else None
        joinable = last is not None and not (span.line or span.note or last.line or last.note)
        if joinable and last is not None:
            loose = len(text) - len(text.lstrip("".join(c for c in set(text) if unicodedata.combining(c))))
            if loose and last.text:
                runs[-1] = last = last._replace(text=unicodedata.normalize("NFC", last.text + text[:loose]))
                text = text[loose:]
                if not text:
                    continue
            if last.text[-1:].isspace():
                text = text.lstrip(" ")
            if not text:
                continue
            if _look(span) == _look(last) or (text.isspace() and not last.link):
                runs[-1] = last._replace(text=_single(last.text + text))
                continue
            if last.text.isspace() and not last.link and len(runs) == 1:
                runs[-1] = span._replace(text=_single(last.text + text))
                continue
        runs.append(span._replace(text=_single(text)))
    return _trimmed(runs)


def _single(text: str) -> str:
    return re.sub(" {2,}", " ", text)


def _look(span: Span) -> tuple[object, ...]:
    return (span.bold, span.italic, span.struck, span.script, span.link)


def _trimmed(runs: list[Span]) -> tuple[Span, ...]:
    while runs and (runs[0].line or not (runs[0].note or runs[0].text.strip())):
        runs.pop(0)
    while runs and (runs[-1].line or not (runs[-1].note or runs[-1].text.strip())):
        runs.pop()
    for at, span in enumerate(runs):
        text = span.text
        if at == 0 or runs[at - 1].line:
            text = text.lstrip()
        if at == len(runs) - 1 or runs[at + 1].line:
            text = text.rstrip()
        runs[at] = span._replace(text=text)
    return tuple(span for span in runs if span.text or span.line or span.note)
