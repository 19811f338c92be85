"""HTML of Word, Google Docs, LibreOffice or the clipboard → Document. Nothing it refers to is fetched."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import unquote, unquote_to_bytes

from bs4 import BeautifulSoup, Comment, Tag
from bs4.element import NavigableString, PreformattedString

from ..core.importing.addresses import tidy_address
from ..core.importing.characters import clean
from ..core.importing.model import BREAK, Block, Cell, Document, Figure, Listed, Paragraph, Span, Table
from ..core.importing.outcome import ImportRefusedError
from ..core.importing.running_heads import is_page_number
from .css import Inherited, Sheet, classes, inherit, is_hidden
from .html_letters import modernise
from .html_lists import marker_of, word_level
from .html_notes import take_notes
from .html_place import BLOCK_TAGS, FOREIGN, Place
from .html_text import decode_html
from .html_words import everything, words_of_page
from .pictures import shown
from .places import resolve_places, without_contents


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NO_WORDS = _names("script style head title meta link template noscript base")
_HEADS = frozenset({"header", "footer"})
MOST_BYTES = 20 << 20


def read_html(
    data: bytes, files: Mapping[str, bytes] | None = None, links: Mapping[str, str] | None = None
) -> Document:
    """Read a page. files: pictures that came with it, by the address it calls them; links: where addresses in it lead
    that are known to whoever asks, "" for nowhere."""
    if len(data) > MOST_BYTES:
        raise ImportRefusedError(
            "too-large", f"Trang HTML lớn quá {MOST_BYTES >> 20} MB; hãy chép riêng phần cần đăng."
        )
    text = decode_html(data)
    start = re.search(r"<", text)
    text = re.sub(
        r"<!\[(?:if|endif)[^>]*\]>|<!--\[if !\w+\]>(?:-->)?|<!--\[if !\w+\]-->|<!(?:--)?<!\[endif\]-->",
        "",
        text[start.start() if start else 0 :],
    )
    try:
        soup = BeautifulSoup(text, "lxml")
        return _Page(soup, files or {}, links or {}).read()
    except RecursionError:
        raise ImportRefusedError(
            "too-deep", "Trang HTML lồng quá nhiều lớp, không đọc được; hãy chép riêng phần chữ."
        ) from None


class _Page:
    def __init__(self, soup: BeautifulSoup, files: Mapping[str, bytes], links: Mapping[str, str]) -> None:
        self._soup = soup
        self._files = files
        self._links = links
        self._document = Document()
        self._is_word = bool(soup.find(class_=re.compile("^Mso"))) or "schemas-microsoft-com" in str(
            soup.html.attrs if soup.html else ""
        )
        self._sheet = Sheet(soup)
        self._spans: list[Span] = []
        self._blocks: list[Block] = []
        self._anchors: list[str] = []
        self._numbers: dict[tuple[str, int], int] = {}

    def read(self) -> Document:
        document, body = self._document, self._soup.body or self._soup
        self._take_comments(body)
        if self._soup.title is not None:
            document.title = clean(" ".join(self._soup.title.get_text().split()))[:300]
        for tag in self._soup.find_all(list(_NO_WORDS - {"style"})):
            tag.extract()
        converted = modernise(body, self._sheet)
        if converted:
            self._tell("legacy-encoding", "\n".join(converted), "chữ TCVN3 hoặc VNI đã đổi sang Unicode; hãy đọc lại")
        self._drop_automatic(body)
        notes = take_notes(self._soup)
        document.source = [
            text for tag in (body, *(n.container for n in notes)) for text in words_of_page(tag, self._is_apart)
        ]
        for note in notes:
            if note.is_comment:
                if words := everything(note.container):
                    self._tell("comment", words, "ghi chú bên lề")
            else:
                document.notes[note.key] = tuple(self._inside(note.container, Inherited(), {}))
        self._block(body, Inherited(), Place())
        self._flush(Place())
        document.blocks = without_contents(self._blocks, document)
        resolve_places(document)
        return document

    def _take_comments(self, body: Tag) -> None:
        """Comments of HTML are a program's own, but LibreOffice writes what people noted there."""
        generator = self._soup.find("meta", attrs={"name": "generator"})
        noted = isinstance(generator, Tag) and "LibreOffice" in str(generator.get("content"))
        for comment in self._soup.find_all(string=lambda text: isinstance(text, Comment)):
            if noted and comment.strip() and any(parent is body for parent in comment.parents):
                self._tell("comment", " ".join(comment.split()), "ghi chú bên lề")
            comment.extract()

    def _is_deletion(self, tag: Tag) -> bool:
        """Whether letters were deleted by somebody, and not struck out by their writer."""
        return tag.name == "del" and (self._is_word or tag.has_attr("datetime") or tag.has_attr("cite"))

    def _is_apart(self, tag: Tag) -> bool:
        return self._is_deletion(tag) or is_hidden(tag, self._sheet.style(tag))

    def _tell(self, kind: str, text: str, where: str = "") -> None:
        self._document.losses.append((kind, text, where))

    def _drop_automatic(self, body: Tag) -> None:
        """Numbers and bullets that Word types before its items are its own; the items keep them as numbers."""
        for tag in body.find_all(style=re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)):
            holder = tag.find_parent(list(BLOCK_TAGS))
            if holder is not None:
                holder["data-marker"] = tag.get_text().strip()
            tag.extract()
        for tag in body.find_all("a", class_=re.compile("^msocomanchor$", re.IGNORECASE)):
            if not str(tag.get("href", "")).startswith("#"):
                tag.extract()

    def _inside(self, tag: Tag, look: Inherited, _: dict[str, str]) -> list[Block]:
        """The blocks of an element read on its own: a cell, a note."""
        outer = self._blocks, self._spans, self._anchors
        self._blocks, self._spans, self._anchors = [], [], []
        self._block(tag, look, Place())
        self._flush(Place())
        found = self._blocks
        self._blocks, self._spans, self._anchors = outer
        return found

    def _flush(self, place: Place) -> None:
        """End the present paragraph."""
        spans, self._spans = tuple(self._spans), []
        anchors, self._anchors = tuple(self._anchors), []
        if not any(span.text.strip() or span.note for span in spans):
            self._anchors = list(anchors) if place.keep_anchors else []
            return
        listed, inside = place.take_item()
        near = bool(self._blocks) and isinstance(self._blocks[-1], Figure) and place.shares_picture
        paragraph = Paragraph(
            spans=spans, role=place.role, level=place.level, listed=listed, inside=inside, align=place.align
        )
        self._blocks.append(replace(paragraph, by_picture=near, anchors=anchors))

    def _block(self, tag: Tag, look: Inherited, place: Place) -> None:
        for child in list(tag.children):
            if isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                self._text(str(child), look, place)
            elif isinstance(child, Tag):
                self._tag(child, look, place)

    def _text(self, text: str, look: Inherited, place: Place) -> None:
        if place.verbatim:
            for number, line in enumerate(text.split("\n")):
                if number:
                    self._spans.append(BREAK)
                self._spans.append(_span(line, look))
            return
        self._spans.append(_span(re.sub(r"[\t\n\r\f ]+", " ", text), look))

    def _tag(self, tag: Tag, look: Inherited, place: Place) -> None:
        style = self._sheet.style(tag)
        name = tag.name
        if is_hidden(tag, style):
            if words := everything(tag):
                self._tell("hidden-text", words)
            return
        if self._is_deletion(tag):
            self._tell("tracked-change", everything(tag), "chữ bị xóa, chưa duyệt")
            return
        if name == "ins" and tag.get_text(strip=True):
            self._tell("tracked-change", tag.get_text(), "chữ được thêm, chưa duyệt")
        if name == "x-note":
            self._spans.append(Span(note=str(tag["data-key"])))
        elif name == "br":
            self._spans.append(BREAK)
        elif name == "img":
            self._image(tag, place)
        elif name in FOREIGN:
            self._spans.append(_span(" ", look))
            self._foreign(tag)
            self._spans.append(_span(" ", look))
        elif name == "table":
            self._flush(place)
            self._table(tag, look)
        elif name in {"ul", "ol"}:
            self._list(tag, look, place)
        elif name in BLOCK_TAGS:
            self._paragraph(tag, inherit(look, tag, style), place, style)
        else:
            self._inline(tag, inherit(look, tag, style), place)

    def _inline(self, tag: Tag, look: Inherited, place: Place) -> None:
        if tag.name == "a":
            self._anchors += [str(tag[name]) for name in ("id", "name") if tag.get(name)]
            written = str(tag.get("href") or "").strip()
            if written.startswith("#"):
                look = look._replace(link=written)
            elif written in self._links:
                look = look._replace(link=self._links[written])
            elif written:
                tidy = tidy_address(written)
                if tidy.changed:
                    self._tell("link-changed", written, f"thành {tidy.address}" if tidy.address else "liên kết bị bỏ")
                look = look._replace(link=tidy.address)
        elif tag.get("id"):
            self._anchors.append(str(tag["id"]))
        if tag.name == "q":
            self._text("“", look, place)
        self._block(tag, look, place)
        if tag.name == "q":
            self._text("”", look, place)

    def _paragraph(self, tag: Tag, look: Inherited, place: Place, style: dict[str, str]) -> None:
        self._flush(place)
        inner = place.inside_of(tag, style, marker_of)
        if "mso-element" in style and "comment" in style["mso-element"]:
            if words := everything(tag):
                self._tell("comment", words, "ghi chú bên lề")
            return
        if _is_running_head(tag, style):
            words = everything(tag)
            if is_page_number(words):
                self._document.aside.append(words)
            else:
                self._tell("header-footer", words)
            return
        if tag.get("id"):
            self._anchors.append(str(tag["id"]))
        level = word_level(tag, style)
        if level:
            inner = inner.with_item(self._word_item(tag, level))
        if tag.name == "figure":
            self._figure(tag, look, inner)
            return
        if tag.name in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            look = look._replace(bold=False)
        designed = inner.role in {"title", "caption", "quote", "subtitle"}
        if designed:
            look = look._replace(bold=False, italic=look.italic and inner.role == "caption")
        if label := (tag.get("data-marker") if inner.role == "heading" else ""):
            self._spans.append(Span(text=f"{label} "))
        self._block(tag, look, inner)
        self._flush(inner)

    def _word_item(self, tag: Tag, level: int) -> Listed:
        marker = marker_of(str(tag.get("data-marker") or ""))
        return Listed(level, marker)

    def _list(self, tag: Tag, look: Inherited, place: Place) -> None:
        self._flush(place)
        depth = place.depth + 1
        levels = [int(m[1]) for name in classes(tag) if (m := re.match(r"lst-kix_.*-(\d)$", name))]
        depth = max(depth, levels[0] + 1) if levels else depth
        start = str(tag.get("start") or "1")
        number = int(start) if re.fullmatch(r"-?\d{1,6}", start) else 1
        for child in list(tag.children):
            if isinstance(child, Tag) and child.name == "li":
                style = self._sheet.style(child)
                if str(child.get("value") or "").isdigit():
                    number = int(str(child["value"]))
                item = Listed(depth, number if tag.name == "ol" else None)
                if is_hidden(child, style):
                    self._tag(child, look, place)
                    continue
                inner = Place(depth=depth, item=[item], align="")
                if child.get("id"):
                    self._anchors.append(str(child["id"]))
                self._block(child, inherit(look, child, style), inner)
                self._flush(inner)
                number += 1
            elif isinstance(child, Tag) and child.name in {"ul", "ol"}:
                self._list(child, look, Place(depth=depth))
            elif isinstance(child, Tag):
                self._tag(child, look, Place(depth=depth))
                self._flush(Place())
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString) and child.strip():
                self._text(str(child), look, place)
                self._flush(place)

    def _table(self, tag: Tag, look: Inherited) -> None:
        rows = []
        for row in tag.find_all("tr"):
            if row.find_parent("table") is tag:
                cells = row.find_all(["td", "th"], recursive=False)
                rows.append(tuple(self._cell(cell, look) for cell in cells))
        caption = tag.find("caption")
        if isinstance(caption, Tag) and caption.find_parent("table") is tag:
            self._blocks += [
                replace(b, role="caption") for b in self._inside(caption, look, {}) if isinstance(b, Paragraph)
            ]
        loose = [
            c for c in tag.find_all(["p", "div", "span"]) if c.find_parent(["td", "th", "caption", "table"]) is tag
        ]
        for element in loose:
            self._tag(element, look, Place())
        table = Table(rows=tuple(row for row in rows if row))
        if any(cell.blocks for row in table.rows for cell in row):
            self._blocks.append(table)

    def _cell(self, cell: Tag, look: Inherited) -> Cell:
        def count(name: str) -> int:
            text = str(cell.get(name) or "1")
            return min(max(int(text), 1), 200) if text.isdigit() else 1

        style = self._sheet.style(cell)
        blocks = self._inside(
            cell,
            inherit(look, cell, style)._replace(bold=False) if cell.name == "th" else inherit(look, cell, style),
            {},
        )
        return Cell(blocks=tuple(blocks), across=count("colspan"), down=count("rowspan"))

    def _figure(self, tag: Tag, look: Inherited, place: Place) -> None:
        caption = tag.find("figcaption")
        lines: list[Block] = []
        if isinstance(caption, Tag):
            lines = [
                replace(b, role="caption") if isinstance(b, Paragraph) else b for b in self._inside(caption, look, {})
            ]
            caption.extract()
        self._block(tag, look, place)
        self._flush(place)
        self._blocks += lines

    def _image(self, tag: Tag, place: Place) -> None:
        source = str(tag.get("src") or "").strip()
        alt = " ".join(str(tag.get("alt") or "").split())
        data = self._picture_bytes(source)
        if data is None:
            where = "ảnh không nằm trong tệp, không tải về"
            self._tell("picture-linked", "\n".join(part for part in (source[:500], alt) if part), where)
            self._spans.append(Span(text=" "))
            return
        picture, told = shown(data)
        if told:
            self._tell("picture-format", f"ảnh: {told}" + (f"\n{alt}" if picture is None and alt else ""))
        if picture is None:
            return
        self._document.pictures.append(picture)
        figure = Figure(picture=len(self._document.pictures) - 1, alt=alt)
        if any(span.text.strip() or span.note for span in self._spans):
            place.waiting.append(figure)
            spans = self._spans
            self._spans = []
            self._spans = spans
            self._flush_with(place)
        else:
            self._spans = []
            self._blocks.append(figure)
            place.shares_picture = True

    def _flush_with(self, place: Place) -> None:
        """End the paragraph that a picture stands in; what follows it is a line beside the picture."""
        self._flush(place)
        self._blocks += place.waiting
        place.waiting.clear()
        place.shares_picture = True

    def _picture_bytes(self, source: str) -> bytes | None:
        if source[:5].lower() == "data:":
            head, _, body = source.partition(",")
            try:
                return (
                    base64.b64decode(unquote(body), validate=False)
                    if ";base64" in head.lower()
                    else unquote_to_bytes(body)
                )
            except (binascii.Error, ValueError):
                return b""
        for name in (
            source,
            unquote(source),
            source.removeprefix("cid:"),
            source.replace("\\", "/").rpartition("/")[2],
        ):
            if name in self._files:
                return self._files[name]
        return None

    def _foreign(self, tag: Tag) -> None:
        words = everything(tag)
        if tag.name == "math":
            self._tell("equation", words, "công thức, viết thành một dòng chữ")
            self._spans.append(Span(text=f" {words} "))
        elif tag.name == "form":
            self._tell("object", words, "biểu mẫu")
        else:
            address = str(tag.get("src") or tag.get("data") or "")
            self._tell("object", "\n".join(part for part in (f"<{tag.name}>", address, words) if part), "phần nhúng")


def _is_running_head(tag: Tag, style: dict[str, str]) -> bool:
    """By Word's classes and elements, or by the title that LibreOffice gives."""
    named = any(name.lower() in {"msoheader", "msofooter"} for name in classes(tag))
    return named or style.get("mso-element") in _HEADS or (tag.name == "div" and tag.get("title") in _HEADS)


def _span(text: str, look: Inherited) -> Span:
    return Span(text, look.bold, look.italic, look.struck, look.script, look.link)
