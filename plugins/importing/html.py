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
from ..core.importing.model import BREAK, Block, Cell, Document, Figure, Listed, Paragraph, Span, Table
from ..core.importing.outcome import ImportRefusedError
from ..core.vietnamese import slugify
from .css import Inherited, Sheet, classes, inherit, is_hidden
from .html_letters import modernise
from .html_lists import marker_of, word_level
from .html_notes import take_notes
from .html_text import decode_html
from .pictures import shown


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BLOCK_TAGS = _names(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 "
    "h3 h4 h5 h6 header hr html li main nav ol p pre section summary table td th tr ul caption tbody thead tfoot"
)
_NO_WORDS = _names("script style head title meta link template noscript base")
_FOREIGN = _names("iframe object embed video audio canvas svg form input textarea select button applet math")
_ROLES = {
    "msotitle": "title", "title": "title", "msosubtitle": "subtitle", "subtitle": "subtitle", "sapo": "subtitle",
    "msocaption": "caption", "caption": "caption", "msoquote": "quote", "msointensequote": "quote", "author": "author",
}  # fmt: skip
MOST_BYTES = 20 << 20


def read_html(data: bytes, files: Mapping[str, bytes] | None = None) -> Document:
    """Read a page. files: pictures that came with it, by the address it calls them."""
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
        return _Page(soup, files or {}).read()
    except RecursionError:
        raise ImportRefusedError(
            "too-deep", "Trang HTML lồng quá nhiều lớp, không đọc được; hãy chép riêng phần chữ."
        ) from None


class _Page:
    def __init__(self, soup: BeautifulSoup, files: Mapping[str, bytes]) -> None:
        self._soup = soup
        self._files = files
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
        for comment in self._soup.find_all(string=lambda text: isinstance(text, Comment)):
            comment.extract()
        for tag in self._soup.find_all(list(_NO_WORDS - {"style"})):
            tag.extract()
        converted = modernise(body, self._sheet)
        if converted:
            self._tell("legacy-encoding", "\n".join(converted), "chữ TCVN3 hoặc VNI đã đổi sang Unicode; hãy đọc lại")
        self._drop_automatic(body)
        notes = take_notes(self._soup)
        document.source = _words(body) + [text for note in notes for text in _words(note.container)]
        for note in notes:
            if note.is_comment:
                if words := note.container.get_text(" ", strip=True):
                    self._tell("comment", words, "ghi chú bên lề")
            else:
                document.notes[note.key] = tuple(self._inside(note.container, Inherited(), {}))
        self._block(body, Inherited(), _Place())
        self._flush(_Place())
        document.blocks = _without_contents(self._blocks, document)
        self._resolve_places()
        return document

    def _tell(self, kind: str, text: str, where: str = "") -> None:
        self._document.losses.append((kind, text, where))

    def _drop_automatic(self, body: Tag) -> None:
        """Numbers and bullets that Word types before its items are its own; the items keep them as numbers."""
        for tag in body.find_all(style=re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)):
            holder = tag.find_parent(list(_BLOCK_TAGS))
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
        self._block(tag, look, _Place())
        self._flush(_Place())
        found = self._blocks
        self._blocks, self._spans, self._anchors = outer
        return found

    def _flush(self, place: _Place) -> None:
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

    def _block(self, tag: Tag, look: Inherited, place: _Place) -> None:
        for child in list(tag.children):
            if isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                self._text(str(child), look, place)
            elif isinstance(child, Tag):
                self._tag(child, look, place)

    def _text(self, text: str, look: Inherited, place: _Place) -> None:
        if place.verbatim:
            for number, line in enumerate(text.split("\n")):
                if number:
                    self._spans.append(BREAK)
                self._spans.append(_span(line, look))
            return
        self._spans.append(_span(re.sub(r"[\t\n\r\f ]+", " ", text), look))

    def _tag(self, tag: Tag, look: Inherited, place: _Place) -> None:
        style = self._sheet.style(tag)
        name = tag.name
        if is_hidden(tag, style):
            if words := tag.get_text(" ", strip=True):
                self._tell("hidden-text", words)
            return
        if name == "del" and (self._is_word or tag.has_attr("datetime") or tag.has_attr("cite")):
            self._tell("tracked-change", tag.get_text(), "chữ bị xóa, chưa duyệt")
            return
        if name == "ins" and tag.get_text(strip=True):
            self._tell("tracked-change", tag.get_text(), "chữ được thêm, chưa duyệt")
        if name == "x-note":
            self._spans.append(Span(note=str(tag["data-key"])))
        elif name == "br":
            self._spans.append(BREAK)
        elif name == "img":
            self._image(tag, place)
        elif name in _FOREIGN:
            self._foreign(tag)
        elif name == "table":
            self._flush(place)
            self._table(tag, look)
        elif name in {"ul", "ol"}:
            self._list(tag, look, place)
        elif name in _BLOCK_TAGS:
            self._paragraph(tag, inherit(look, tag, style), place, style)
        else:
            self._inline(tag, inherit(look, tag, style), place)

    def _inline(self, tag: Tag, look: Inherited, place: _Place) -> None:
        if tag.name == "a":
            self._anchors += [str(tag[name]) for name in ("id", "name") if tag.get(name)]
            written = str(tag.get("href") or "").strip()
            if written.startswith("#"):
                look = look._replace(link=written)
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

    def _paragraph(self, tag: Tag, look: Inherited, place: _Place, style: dict[str, str]) -> None:
        self._flush(place)
        inner = place.inside_of(tag, style, marker_of)
        if "mso-element" in style and "comment" in style["mso-element"]:
            if words := tag.get_text(" ", strip=True):
                self._tell("comment", words, "ghi chú bên lề")
            return
        if any(name.lower() in {"msoheader", "msofooter"} for name in classes(tag)) or style.get("mso-element") in {
            "header",
            "footer",
        }:
            if words := tag.get_text(" ", strip=True):
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

    def _list(self, tag: Tag, look: Inherited, place: _Place) -> None:
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
                inner = _Place(depth=depth, item=[item], align="")
                if child.get("id"):
                    self._anchors.append(str(child["id"]))
                self._block(child, inherit(look, child, style), inner)
                self._flush(inner)
                number += 1
            elif isinstance(child, Tag) and child.name in {"ul", "ol"}:
                self._list(child, look, _Place(depth=depth))
            elif isinstance(child, Tag):
                self._tag(child, look, _Place(depth=depth))
                self._flush(_Place())
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
            self._tag(element, look, _Place())
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

    def _figure(self, tag: Tag, look: Inherited, place: _Place) -> None:
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

    def _image(self, tag: Tag, place: _Place) -> None:
        source = str(tag.get("src") or "").strip()
        alt = " ".join(str(tag.get("alt") or "").split())
        data = self._picture_bytes(source)
        if data is None:
            where = "ảnh không nằm trong tệp, không tải về"
            self._tell("picture-linked", "\n".join(part for part in (source[:500], alt) if part), where)
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

    def _flush_with(self, place: _Place) -> None:
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
        for name in (source, unquote(source), source.removeprefix("cid:")):
            if name in self._files:
                return self._files[name]
        return None

    def _foreign(self, tag: Tag) -> None:
        words = " ".join(tag.get_text(" ").split())
        if tag.name == "math":
            self._tell("equation", words, "công thức, viết thành một dòng chữ")
            self._spans.append(Span(text=f" {words} "))
        elif tag.name == "form":
            self._tell("object", words, "biểu mẫu")
        else:
            address = str(tag.get("src") or tag.get("data") or "")
            self._tell("object", "\n".join(part for part in (f"<{tag.name}>", address, words) if part), "phần nhúng")

    def _resolve_places(self) -> None:
        places = {
            name: slugify(name)
            for block in self._document.blocks
            if isinstance(block, Paragraph) and block.role == "heading"
            for name in block.anchors
        }

        def one(block: Block) -> Block:
            if isinstance(block, Table):
                rows = tuple(tuple(replace(c, blocks=tuple(map(one, c.blocks))) for c in row) for row in block.rows)
                return replace(block, rows=rows)
            if not isinstance(block, Paragraph):
                return block
            spans = []
            for span in block.spans:
                if span.link.startswith("#"):
                    place = places.get(span.link[1:], "")
                    if not place:
                        self._tell("link-changed", span.text, "liên kết tới một chỗ trong văn bản, còn lại chữ")
                    span = span._replace(link=f"#{place}" if place else "")
                spans.append(span)
            return replace(block, spans=tuple(spans), anchors=tuple(slugify(name) for name in block.anchors))

        self._document.blocks = [one(block) for block in self._document.blocks]
        self._document.notes = {key: tuple(map(one, blocks)) for key, blocks in self._document.notes.items()}


class _Place:
    """Where in the page a paragraph stands. item: the list item that its first paragraph takes."""

    def __init__(
        self,
        *,
        role: str = "",
        level: int = 0,
        depth: int = 0,
        item: list[Listed] | None = None,
        align: str = "",
        verbatim: bool = False,
    ) -> None:
        self.role, self.level, self.depth, self.align, self.verbatim = role, level, depth, align, verbatim
        self.item = item if item is not None else []
        self.had_item = bool(self.item)
        self.waiting: list[Figure] = []
        self.shares_picture = False
        self.keep_anchors = True

    def take_item(self) -> tuple[Listed | None, int]:
        if self.item:
            return self.item.pop(), 0
        return None, self.depth if self.had_item else 0

    def with_item(self, item: Listed) -> _Place:
        return _Place(depth=item.level, item=[item], align=self.align)

    def inside_of(self, tag: Tag, style: dict[str, str], _: object) -> _Place:
        role, level = self.role, self.level
        if re.fullmatch("h[1-6]", tag.name):
            role, level = "heading", int(tag.name[1])
        elif tag.name == "blockquote":
            role = "quote"
        elif tag.name in {"figcaption", "caption"}:
            role = "caption"
        for name in classes(tag):
            if name.lower() in _ROLES:
                role, level = _ROLES[name.lower()], 0
            elif re.match(r"msotoc\d|msotocheading|contents-\d", name.lower()):
                role = "contents"
        align = style.get("text-align") or str(tag.get("align") or "").lower() or self.align
        align = "center" if tag.name == "center" else align
        place = _Place(
            role=role, level=level, depth=self.depth, item=self.item, verbatim=self.verbatim or tag.name == "pre"
        )
        place.align = align if align in {"center", "right"} else ""
        place.had_item = self.had_item
        return place


def _span(text: str, look: Inherited) -> Span:
    return Span(text, look.bold, look.italic, look.struck, look.script, look.link)


def _words(body: Tag) -> list[str]:
    """Every text of an element, glued only where nothing but a change of look stands between."""
    out: list[str] = []
    spoken: list[str] = []
    for node in body.descendants:
        if isinstance(node, Tag):
            if node.name in _BLOCK_TAGS or node.name == "br":
                out.append("\n")
            if node.name == "img" and node.get("alt"):
                spoken.append(str(node["alt"]))
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            out.append(str(node))
            following = node.next_element
            if (
                isinstance(node.parent, Tag)
                and node.parent.name in _BLOCK_TAGS
                and not isinstance(following, Tag | NavigableString)
            ):
                out.append("\n")
        if isinstance(node, NavigableString) and _ends_block(node):
            out.append("\n")
    return ["".join(out), *spoken]


def _ends_block(node: NavigableString) -> bool:
    """Whether a block ends after this text."""
    element: Tag | NavigableString = node
    while element.next_sibling is None and isinstance(element.parent, Tag):
        element = element.parent
        if element.name in _BLOCK_TAGS:
            return True
    return False


def _without_contents(blocks: list[Block], document: Document) -> list[Block]:
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
