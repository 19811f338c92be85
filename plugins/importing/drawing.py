"""Drawings of a Word paragraph: pictures, text boxes, charts, SmartArt, embedded objects → blocks and losses."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from ..core.importing.addresses import tidy_address
from ..core.importing.model import Block, Figure, Paragraph, Span, words_of
from .context import Context
from .inserted import words_inside
from .ooxml import W, q
from .pictures import AS_IT_IS, NO_CROP, Crop, Placing

ReadBlocks = Callable[[etree._Element], list[Block]]
_R_EMBED, _R_LINK, _R_ID = q("r:embed"), q("r:link"), q("r:id")
FILE_NAME = re.compile(
    r"(?:[A-Za-z]:\\|/|\\\\)?[^\n]{1,200}\.(?:jpe?g|png|gif|bmp|tiff?|webp|emf|wmf|heic)$", re.IGNORECASE
)

_PICTURES = (q("pic:pic"), q("v:imagedata"), q("a:blipFill"), q("v:fill"))
_SOURCE = re.compile(r"""src\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_ROTATION = re.compile(r"(?:^|;)\s*rotation\s*:\s*(-?[\d.]+)(?=\s*(?:;|$))")


class Drawings:
    """Reads drawings. blocks: how a text box's content is read."""

    def __init__(self, context: Context, blocks: ReadBlocks) -> None:
        self._context = context
        self._blocks = blocks

    def read(self, element: etree._Element) -> list[Block]:
        """All that a w:drawing or w:pict shows."""
        out: list[Block] = []
        properties = element.find(f".//{q('wp:docPr')}")
        pictures = [e for e in element.iter(*_PICTURES) if not _inside_text(e, element) and _is_picture(e)]
        spoken = self._spoken(properties)
        for picture in pictures:
            own = (
                self._spoken(picture.find(f".//{q('pic:cNvPr')}"))
                if picture.tag in {q("pic:pic"), q("a:blipFill")}
                else _vml_alt(picture, self._context.document.aside)
            )
            alt = spoken if spoken and len(pictures) == 1 else own or (spoken if picture is pictures[0] else "")
            if own and own != alt:
                self._context.document.aside.append(own)
            out += self._picture(picture, alt)
        self._tell_link(element)
        self._tell_video(element)
        out += self._graphs(element)
        for box in element.iter(W + "txbxContent"):
            if not _inside_text(box, element):
                out += self._box(box)
        out += self._word_art(element)
        if spoken and not pictures:
            self._context.tell("object", spoken, "lời tả của hình vẽ")
        return out

    def object(self, element: etree._Element) -> list[Block]:
        """An embedded object: left out, with the words that can be read in it."""
        context = self._context
        ole = element.find(f".//{q('o:OLEObject')}")
        if ole is None:
            drawn = self.read(element)
            control = element.find(f".//{W}control")
            if control is not None:
                context.tell("object", control.get(W + "name") or "nút điều khiển", "nút điều khiển (ActiveX)")
            return drawn
        program = ole.get("ProgID") or "đối tượng nhúng"
        relation = context.relation(ole.get(_R_ID))
        words = ""
        if relation is not None and relation.outside:
            words = relation.target
        elif relation is not None:
            words = words_inside(context.package.get(relation.target) or b"")
        alts = [text for e in element.iter(q("v:imagedata")) if (text := _vml_alt(e, context.document.aside))]
        context.tell("object", "\n".join(part for part in (program, *alts, words) if part))
        out: list[Block] = []
        for box in element.iter(W + "txbxContent"):
            if not _inside_text(box, element):
                out += self._box(box)
        return out

    def _spoken(self, properties: etree._Element | None) -> str:
        """The alternative text; the name of a file that Word or a converter left there is none."""
        if properties is None:
            return ""
        description, title = (" ".join((properties.get(name) or "").split()) for name in ("descr", "title"))
        text = description or title
        if description and title:
            self._context.document.aside.append(title)
        if FILE_NAME.fullmatch(text) and " " not in text.rpartition(".")[0][-40:].strip()[:1]:
            self._context.document.aside.append(text)
            return ""
        return text

    def _picture(self, element: etree._Element, alt: str) -> list[Block]:
        context = self._context
        if element.tag in {q("pic:pic"), q("a:blipFill")}:
            blip = element.find(f".//{q('a:blip')}")
            identity = None if blip is None else blip.get(_R_EMBED)
            link = None if blip is None else blip.get(_R_LINK)
            placing = Placing(_crop(element.find(f".//{q('a:srcRect')}")), _turn(element))
            if identity is None and blip is not None:
                vector = blip.find(f".//{q('asvg:svgBlip')}")
                identity = None if vector is None else vector.get(_R_EMBED)
        else:
            identity, link = _vml_identity(element), element.get(q("r:href"))
            placing = Placing(_vml_crop(element), _vml_turn(element))
        relation = context.relation(identity)
        if relation is None or relation.outside:
            linked = relation or context.relation(link)
            if linked is not None:
                words = "\n".join(part for part in (linked.target, alt) if part)
                context.tell("picture-linked", words, "ảnh không nằm trong tệp, không tải về")
            elif identity or link:
                context.tell("picture-linked", alt or "ảnh", "ảnh không có trong tệp")
            elif alt:
                context.tell("picture-linked", alt, "khung ảnh trống")
            return []
        place = context.picture(relation.target, placing)
        if place is None:
            if alt:
                context.tell("picture-format", alt, "lời tả của ảnh bị bỏ")
            return []
        if placing != AS_IT_IS:
            done = " và ".join(["cắt"] * (placing.crop != NO_CROP) + ["xoay"] * (placing.turn != 0))
            name = relation.target.rpartition("/")[2]
            context.tell("picture-crop", name, f"ảnh được {done} như trong Word; kiểm tra lại")
        return [Figure(picture=place, alt=alt)]

    def _tell_link(self, element: etree._Element) -> None:
        for click in element.iter(q("a:hlinkClick")):
            relation = self._context.relation(click.get(_R_ID))
            if relation is not None and relation.outside:
                self._context.tell("link-changed", relation.target, "liên kết đặt trên ảnh")
                tidy_address(relation.target)

    def _tell_video(self, element: etree._Element) -> None:
        """A film that stands elsewhere: its picture stays, its address is told."""
        for film in element.iter(q("wp15:webVideoPr")):
            code = film.get("embeddedHtml") or ""
            address = _SOURCE.search(code)
            self._context.tell("object", address[1] if address else code, "phim ở trang khác, còn lại ảnh của nó")

    def _graphs(self, element: etree._Element) -> list[Block]:
        for chart in element.iter(q("c:chart"), q("cx:chart")):
            relation = self._context.relation(chart.get(_R_ID))
            tree = None if relation is None or relation.outside else self._context.load(relation.target)
            self._context.tell("chart", _series(tree), "biểu đồ bị bỏ, còn chữ và số của nó")
        for diagram in element.iter(q("dgm:relIds")):
            relation = self._context.relation(diagram.get(q("r:dm")))
            tree = None if relation is None or relation.outside else self._context.load(relation.target)
            words = [] if tree is None else [_joined(p) for p in tree.iter(q("a:p"))]
            self._context.tell("diagram", "\n".join(filter(None, words)), "sơ đồ SmartArt bị bỏ, còn chữ của nó")
        if element.find(f".//{q('wps:wsp')}") is None:
            loose = [_joined(p) for p in element.iter(q("a:p"))]
            if any(loose):
                self._context.tell("text-box", "\n".join(filter(None, loose)), "chữ trong hình vẽ")
        return []

    def _box(self, box: etree._Element) -> list[Block]:
        blocks = self._blocks(box)
        words = "\n".join(filter(None, map(words_of, blocks)))
        if blocks:
            self._context.tell("text-box", words, "hộp chữ, đặt sau đoạn mang nó")
        return blocks

    def _word_art(self, element: etree._Element) -> list[Block]:
        words = [e.get("string") or "" for e in element.iter(q("v:textpath"))]
        found = [word for word in words if word.strip()]
        for word in found:
            self._context.tell("text-box", word, "chữ nghệ thuật (WordArt)")
        return [Paragraph(spans=(Span(text=word),)) for word in found]


def _inside_text(element: etree._Element, root: etree._Element) -> bool:
    """Whether an element belongs to a text box of the drawing, whose content is read on its own."""
    parent = element.getparent()
    while parent is not None and parent is not root:
        if parent.tag == W + "txbxContent":
            return True
        parent = parent.getparent()
    return False


def _joined(paragraph: etree._Element) -> str:
    return "".join(e.text or "" for e in paragraph.iter(q("a:t"))).strip()


def _series(tree: etree._Element | None) -> str:
    """A chart's words, one line a series: title, names, values."""
    if tree is None:
        return ""
    lines = [_joined(p) for p in tree.iter(q("a:p"))]
    for part in tree.iter(q("c:tx"), q("c:cat"), q("c:val"), q("c:xVal"), q("c:yVal"), q("c:bubbleSize")):
        lines.append("; ".join(e.text or "" for e in part.iter(q("c:v"))))
    seen = {
        e
        for part in tree.iter(q("c:tx"), q("c:cat"), q("c:val"), q("c:xVal"), q("c:yVal"), q("c:bubbleSize"))
        for e in part.iter(q("c:v"))
    }
    lines.append("; ".join(e.text or "" for e in tree.iter(q("c:v")) if e not in seen))
    lines.append("; ".join(e.text or "" for e in tree.iter(q("cx:v"), q("cx:pt"))))
    return "\n".join(line for line in lines if line.strip())


def _vml_alt(element: etree._Element, aside: list[str]) -> str:
    shape = element.getparent()
    spoken = [(shape.get("alt") or "").strip() if shape is not None else "", (element.get(q("o:title")) or "").strip()]
    found = next((text for text in spoken if text and not FILE_NAME.fullmatch(text)), "")
    aside += [text for text in spoken if text and text != found]
    if found and spoken[0] == spoken[1]:
        aside.append(found)
    return found


def _vml_identity(element: etree._Element) -> str | None:
    """The relation of an old drawing's picture, by Word's attribute or the one that other programs of Office write."""
    found: str | None = element.get(_R_ID) or element.get(q("o:relid"))
    return found


def _is_picture(element: etree._Element) -> bool:
    """Whether an element holds a picture: a fill does when it isn't the pattern of a tile, nor a picture's own."""
    if element.tag == q("v:fill"):
        return element.get("type") == "frame" and _vml_identity(element) is not None
    if element.tag == q("a:blipFill"):
        return element.find(q("a:tile")) is None and element.find(q("a:blip")) is not None
    return True


def _turn(element: etree._Element) -> int:
    place = element.find(f".//{q('a:xfrm')}") if element.tag == q("pic:pic") else None
    return _quarter((place.get("rot") or "0") if place is not None else "0", 60_000)


def _vml_turn(element: etree._Element) -> int:
    shape = element.getparent()
    style = (shape.get("style") or "") if shape is not None else ""
    match = _ROTATION.search(style)
    return _quarter(match[1], 1) if match else 0


def _quarter(text: str, worth: int) -> int:
    """Degrees to the right as a quarter, half or three quarters of a turn; 0 for anything between."""
    try:
        degrees = float(text) / worth % 360
    except ValueError:
        return 0
    nearest = round(degrees / 90) * 90
    return nearest % 360 if abs(degrees - nearest) < 1 else 0


def _crop(element: etree._Element | None) -> Crop:
    if element is None:
        return NO_CROP

    def part(name: str) -> float:
        text = element.get(name) or "0"
        try:
            return float(text[:-1]) / 100 if text.endswith("%") else float(text) / 100_000
        except ValueError:
            return 0

    return _sane(tuple(part(name) for name in "ltrb"))


def _vml_crop(element: etree._Element) -> Crop:
    def part(name: str) -> float:
        text = element.get(name) or "0"
        try:
            return float(text[:-1]) / 65536 if text.endswith("f") else float(text)
        except ValueError:
            return 0

    return _sane(tuple(part(name) for name in ("cropleft", "croptop", "cropright", "cropbottom")))


def _sane(parts: tuple[float, ...]) -> Crop:
    """Parts that leave something of the picture; a negative one is a margin and cuts nothing."""
    left, top, right, bottom = (min(max(part, 0), 1) for part in parts)
    if left + right >= 0.99 or top + bottom >= 0.99 or max(left, top, right, bottom) < 0.002:
        return NO_CROP
    return (left, top, right, bottom)
