"""A .docx → Document: its body, notes, pictures, and everything that was left out, part by part."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree

from ..core.importing.model import Block, Document, Paragraph, Table
from ..core.importing.outcome import ImportRefusedError
from ..core.importing.running_heads import is_page_number
from .container import Package
from .context import Context
from .docx_blocks import Blocks
from .numbering import Numbering
from .ooxml import W, q, value
from .places import resolve_places
from .prepare import modernise_by_letters
from .source_words import source_texts
from .styles import Styles

_OTHERS = {
    "spreadsheet": "bảng tính Excel",
    "presentation": "bài trình chiếu PowerPoint",
    "epub": "sách EPUB",
}


def read_docx(data: bytes, *, office: bool = False) -> Document:
    """Read a packed document. office: whether LibreOffice may draw its drawings. Raises ImportRefusedError when it is
    none."""
    return read_package(Package(data), office=office)


def read_package(package: Package, *, office: bool = False) -> Document:
    """Read a document whose parts are known."""
    main = next(iter(package.related("", "officeDocument")), "word/document.xml")
    root = package.tree(main)
    if root is None or root.tag != W + "document":
        raise ImportRefusedError("not-word", _not_word(package))
    context = Context(
        package=package,
        styles=Styles(_first(package, main, "styles", "word/styles.xml")),
        numbering=Numbering(_first(package, main, "numbering", "word/numbering.xml")),
        document=Document(),
        part=main,
        office=office,
    )
    root = context.load(main)
    body = None if root is None else root.find(W + "body")
    if body is None:
        raise ImportRefusedError("empty", "Tệp không có nội dung nào để nhập.")
    side = _side_parts(context, main)
    _tell_background(context, root)
    roots = [tree for tree in context.trees.values() if tree.tag.startswith(W)]
    if not context.converted:
        context.letters, context.converted = modernise_by_letters(roots)
    reader = Blocks(context)
    context.document.blocks = reader.read(body)
    _read_notes(context, reader, side)
    _tell_comments(context, side)
    _tell_running_heads(context, side)
    _tell_rest(context)
    resolve_places(context.document)
    context.close_account()
    return context.document


def _first(package: Package, main: str, kind: str, usual: str) -> etree._Element | None:
    found = package.related(main, kind)
    return package.tree(found[0] if found else usual)


def _tell_background(context: Context, root: etree._Element) -> None:
    """A picture behind every page stays behind."""
    background = root.find(W + "background")
    for element in () if background is None else background.iter(q("v:fill"), q("a:blip")):
        relation = context.relation(element.get(q("r:id")) or element.get(q("r:embed")))
        if relation is not None:
            kind = "picture-linked" if relation.outside else "picture-format"
            context.tell(kind, relation.target.rpartition("/")[2], "ảnh nền của trang bị bỏ")


def _side_parts(context: Context, main: str) -> dict[str, list[str]]:
    kinds = ("footnotes", "endnotes", "comments", "header", "footer")
    parts = {kind: context.package.related(main, kind) for kind in kinds}
    for names in parts.values():
        for name in names:
            context.load(name)
    return parts


def _read_notes(context: Context, reader: Blocks, parts: dict[str, list[str]]) -> None:
    used = _used_notes(context.trees[context.part])
    main = context.part
    for kind, tag, prefix in (("footnotes", "footnote", "f"), ("endnotes", "endnote", "e")):
        for name in parts[kind]:
            context.part = name
            tree = context.trees[name]
            for note in tree.iter(W + tag):
                if value(note, "type") in {"separator", "continuationSeparator", "continuationNotice"}:
                    continue
                key = prefix + value(note, "id")
                blocks = reader.read(note)
                if key in used or not blocks:
                    context.document.notes[key] = tuple(blocks)
                else:
                    words = "\n".join(source_texts(note))
                    context.tell("hidden-text", words, "chú thích cuối trang không còn chỗ nào dẫn tới")
    context.part = main
    for key in used - context.document.notes.keys():
        context.document.notes[key] = ()
    _drop_empty_notes(context.document)


def _drop_empty_notes(document: Document) -> None:
    empty = {key for key, blocks in document.notes.items() if not blocks}
    if empty:
        document.blocks = [_without_marks(block, empty) for block in document.blocks]
        document.notes = {key: blocks for key, blocks in document.notes.items() if blocks}


def _without_marks(block: Block, keys: set[str]) -> Block:
    if isinstance(block, Table):
        rows = tuple(
            tuple(replace(cell, blocks=tuple(_without_marks(inner, keys) for inner in cell.blocks)) for cell in row)
            for row in block.rows
        )
        return replace(block, rows=rows)
    if isinstance(block, Paragraph):
        return replace(block, spans=tuple(span for span in block.spans if span.note not in keys or not span.note))
    return block


def _used_notes(root: etree._Element) -> set[str]:
    return {
        prefix + value(reference, "id")
        for tag, prefix in (("footnoteReference", "f"), ("endnoteReference", "e"))
        for reference in root.iter(W + tag)
        if not any(up.tag in {W + "del", W + "moveFrom"} for up in reference.iterancestors())
        and reference.getparent().get("hidden") is None
    }


def _tell_comments(context: Context, parts: dict[str, list[str]]) -> None:
    for name in parts["comments"]:
        for comment in context.trees[name].iter(W + "comment"):
            words = "\n".join(source_texts(comment))
            if words.strip():
                author = value(comment, "author")
                context.tell("comment", words, f"ghi chú của {author}" if author else "ghi chú bên lề")


def _tell_running_heads(context: Context, parts: dict[str, list[str]]) -> None:
    for kind, label in (("header", "đầu trang"), ("footer", "chân trang")):
        for name in parts[kind]:
            tree = context.trees[name]
            words = "\n".join(source_texts(tree)).strip()
            pictures = [
                relation.target.rpartition("/")[2]
                for relation in context.package.relations(name).values()
                if relation.kind == "image"
            ]
            drawn = any(e.tag in {q("a:blip"), q("v:imagedata")} for e in tree.iter())
            if is_page_number(words) and not drawn:
                if words:
                    context.document.aside.append(words)
                continue
            shown = "\n".join([words, *(f"[ảnh {picture}]" for picture in pictures if drawn)]).strip()
            context.tell("header-footer", shown, label)


def _tell_rest(context: Context) -> None:
    """Old letters, signs without a letter, macros."""
    if context.converted:
        context.tell(
            "legacy-encoding", "\n".join(context.converted), "chữ TCVN3 hoặc VNI đã đổi sang Unicode; hãy đọc lại"
        )
    if context.unknown:
        context.tell("hidden-characters", "; ".join(dict.fromkeys(context.unknown)), "ký hiệu của phông riêng")
    macros = [name for name in context.package.names() if re.search(r"vba(?:project|data)\.(?:bin|xml)$", name)]
    if macros:
        context.tell("macro", ", ".join(name.rpartition("/")[2] for name in macros), "macro bị bỏ, không chạy")


def _not_word(package: Package) -> str:
    types = package.get("[Content_Types].xml") or package.get("mimetype") or b""
    for word, name in _OTHERS.items():
        if word.encode() in types:
            return f"Tệp là {name}, không phải văn bản Word. Hãy chép phần cần đăng sang Word rồi nhập tệp .docx."
    return "Tệp không phải văn bản Word. Hãy mở bằng Word, chọn Lưu thành .docx rồi nhập lại."
