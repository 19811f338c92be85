"""Links within a document, once all of it is known: to headings, or words again; and lists of such links, left out."""

from __future__ import annotations

from dataclasses import replace

from ..core.importing.model import Block, Document, Paragraph, Span, Table
from ..core.text.vietnamese import slugify


def resolve_places(document: Document) -> None:
    """Links within the document lead to headings; those to anywhere else are words again, which is told."""
    places = {
        name: slugify(name)
        for block in document.blocks
        if isinstance(block, Paragraph) and block.role == "heading"
        for name in block.anchors
        if slugify(name)
    }
    document.blocks = [_resolved(block, places, document) for block in document.blocks]
    document.notes = {
        key: tuple(_resolved(block, places, document) for block in blocks) for key, blocks in document.notes.items()
    }


def _resolved(block: Block, places: dict[str, str], document: Document) -> Block:
    if isinstance(block, Table):
        rows = tuple(
            tuple(replace(cell, blocks=tuple(_resolved(b, places, document) for b in cell.blocks)) for cell in row)
            for row in block.rows
        )
        return replace(block, rows=rows)
    if not isinstance(block, Paragraph):
        return block
    spans = tuple(_with_place(span, places, document) for span in block.spans)
    anchors = tuple(places[name] for name in block.anchors if name in places) if block.role == "heading" else ()
    return replace(block, spans=spans, anchors=anchors)


def _with_place(span: Span, places: dict[str, str], document: Document) -> Span:
    if not span.link.startswith("#"):
        return span
    place = places.get(span.link[1:], "")
    if not place:
        where = "liên kết tới một chỗ trong văn bản, còn lại chữ"
        document.losses.append(("link-changed", span.text, where))
    return span._replace(link=f"#{place}" if place else "")


def without_contents(blocks: list[Block], document: Document) -> list[Block]:
    """A contents list goes: by its style, or three and more lines that are nothing but links to places in the page."""
    out: list[Block] = []
    at = 0
    while at < len(blocks):
        end = at
        while end < len(blocks) and _is_contents(blocks[end]):
            end += 1
        named = any(isinstance(b, Paragraph) and b.role == "contents" for b in blocks[at:end])
        if end - at >= 3 or named:
            document.losses.append(
                ("contents-list", "\n".join(b.text for b in blocks[at:end] if isinstance(b, Paragraph)), "mục lục")
            )
            at = end
            continue
        out.append(blocks[at])
        at += 1
    return out


def _is_contents(block: Block) -> bool:
    if not isinstance(block, Paragraph):
        return False
    words = [span for span in block.spans if span.text.strip()]
    return block.role == "contents" or (bool(words) and all(span.link.startswith("#") for span in words))
