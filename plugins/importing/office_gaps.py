"""What LibreOffice drops on the way from .odt, .rtf or .doc to .docx, looked up in the file itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ..core.importing.account import words
from ..core.importing.characters import clean
from ..core.importing.model import Block, Cell, Document, Figure, Table
from .drawing import FILE_NAME
from .inserted import rtf_text
from .odt_words import odt_texts

_ALT = re.compile(rb"\\sn wzDescription\}\{\\sv ([^{}]*)\}")
_OLE_MACROS = ("_VBA_PROJECT", "VBA")


def fill_gaps(document: Document, data: bytes, form: str) -> None:
    """Alternative texts of pictures in RTF, macros, and words of an .odt that did not arrive."""
    if form == "rtf":
        alts = [rtf_text(found).strip() for found in _ALT.findall(data)]
        document.aside += [alt for alt in alts if FILE_NAME.fullmatch(alt)]
        _alts(document, ["" if FILE_NAME.fullmatch(alt) else alt for alt in alts])
    elif form == "doc":
        if any(name.encode("utf-16-le") + b"\0\0" in data for name in _OLE_MACROS):
            document.losses.append(("macro", "VBA", "macro bị bỏ, không chạy"))
    elif form in {"odt", "fodt"}:
        if form == "odt":
            _macros_of_odt(document, data)
        if not any(kind == "legacy-encoding" for kind, *_ in document.losses):
            left = words(map(clean, odt_texts(data)))
            left.subtract(words(map(clean, document.source)))
            document.source.append("\n".join((+left).elements()))


def _macros_of_odt(document: Document, data: bytes) -> None:
    from .container import Package

    names = [name for name in Package(data).names() if re.match(r"(?:basic|scripts)/.+\.(?:xml|py|js|bsh)$", name)]
    names = [name for name in names if not name.endswith(("script-lc.xml", "script-lb.xml"))]
    if names:
        document.losses.append(("macro", ", ".join(names), "macro bị bỏ, không chạy"))


def _alts(document: Document, alts: list[str]) -> None:
    """Given in the order of the pictures; where the counts differ nobody knows whose they are."""
    figures = [block for block in _flat(document.blocks) if isinstance(block, Figure)]
    found = [alt for alt in alts if alt]
    if not found or any(figure.alt for figure in figures):
        return
    document.source += dict.fromkeys(found)
    if len(alts) == 2 * len(figures):  # each picture is written twice, for old readers and new ones
        alts = alts[::2]
    if len(alts) != len(figures):
        document.losses.append(("object", "\n".join(found), "lời tả của ảnh, không rõ của ảnh nào"))
        return
    waiting = iter(alts)
    document.blocks = [_with_alts(block, waiting) for block in document.blocks]


def _flat(blocks: list[Block]) -> list[Block]:
    out: list[Block] = []
    for block in blocks:
        out.append(block)
        if isinstance(block, Table):
            out += _flat([inner for row in block.rows for cell in row for inner in cell.blocks])
    return out


def _with_alts(block: Block, waiting: Iterator[str]) -> Block:
    if isinstance(block, Figure):
        return replace(block, alt=next(waiting))
    if isinstance(block, Table):
        rows = tuple(
            tuple(
                Cell(
                    blocks=tuple(_with_alts(inner, waiting) for inner in cell.blocks),
                    across=cell.across,
                    down=cell.down,
                )
                for cell in row
            )
            for row in block.rows
        )
        return replace(block, rows=rows)
    return block
