"""One part of a Word document made ready to be read: one branch of every alternative, signs as letters, hidden runs
marked, old letters in Unicode. Reader and account both see what leaves here."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ..core.importing import symbols
from ..core.text.legacy_encodings import TCVN3, VNI, recognise_text
from ..core.text.legacy_letters import convert, font_encoding, is_modern, pieces
from .ooxml import W, q, value
from .styles import Look, Styles

HIDDEN = "hidden"
"""Attribute of a w:r whose text nobody sees."""
TEXTS = (W + "t", W + "delText")
_UNDERSTOOD = frozenset(
    map(q, ("pic:pic", "w:txbxContent", "c:chart", "dgm:relIds", "wps:wsp", "m:oMath", "m:oMathPara"))
)
_CHARTEX = q("cx:chart")


def prepare(root: etree._Element, styles: Styles) -> tuple[list[str], list[str]]:
    """Change a part's tree in place. Gives the texts that were in old letters (converted) and what had no letter at
    all: entities and signs of fonts that nobody knows."""
    unknown = _without_entities(root)
    _choose_branches(root)
    unknown += _signs_to_text(root, styles)
    converted = [text for paragraph in root.iter(W + "p") for text in _modernise(paragraph, styles)]
    return [*converted, *_modernise_drawing(root)], unknown


def _without_entities(root: etree._Element) -> list[str]:
    """References to entities of the file's own making stay unread: they steal files and fill memory."""
    found = []
    for entity in list(root.iter(etree.Entity, etree.PI)):
        found += [f"&{entity.text};"] if entity.tag is etree.PI and entity.target == "entity" else []
        found += [entity.text or ""] if entity.tag is etree.Entity else []
        parent = entity.getparent()
        tail, before = entity.tail or "", entity.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
        parent.remove(entity)
    return found


def _choose_branches(root: etree._Element) -> None:
    for alternative in list(root.iter(q("mc:AlternateContent"))):
        choices = alternative.findall(q("mc:Choice"))
        fallback = alternative.find(q("mc:Fallback"))
        chosen = next((c for c in choices if any(e.tag in _UNDERSTOOD or e.tag == _CHARTEX for e in c.iter())), None)
        if chosen is None:
            chosen = fallback if fallback is not None else next(iter(choices), None)
        parent = alternative.getparent()
        if parent is None:
            continue
        at = parent.index(alternative)
        parent.remove(alternative)
        for child in reversed([] if chosen is None else list(chosen)):
            parent.insert(at, child)


def runs_of(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The runs of a paragraph, not those of text boxes in it."""
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if element.tag == W + "r":
            yield element
        elif element.tag not in {W + "pPr", W + "txbxContent", W + "p"}:
            stack.extend(reversed(element))


def style_of(paragraph: etree._Element) -> str:
    """The id of a paragraph's style."""
    return value(paragraph.find(f"{W}pPr/{W}pStyle"))


def encoding_of(look: Look) -> str:
    """The old letters that a run's font shows, "" for Unicode. Letters beyond ASCII are shown by the second font."""
    if look.font is not None:
        return font_encoding(look.font)
    return font_encoding(look.ascii_font or "")


def _signs_to_text(root: etree._Element, styles: Styles) -> list[str]:
    unknown: list[str] = []
    for paragraph in root.iter(W + "p"):
        style = style_of(paragraph)
        for run in runs_of(paragraph):
            look = styles.look(run.find(W + "rPr"), style)
            if look.hidden:
                run.set(HIDDEN, "1")
            for element in list(run):
                if element.tag == W + "softHyphen":
                    _become_text(element, "\u00ad")
                elif element.tag == W + "noBreakHyphen":
                    _become_text(element, "-")
                elif element.tag == W + "sym":
                    _become_text(element, _sign(value(element, "char"), value(element, "font"), unknown))
                elif element.tag in TEXTS and element.text:
                    element.text = _letters(element.text.replace("\t", " "), look, unknown)
    return unknown


def _become_text(element: etree._Element, text: str) -> None:
    element.tag = W + "t"
    element.attrib.clear()
    element.text = text


def _sign(code: str, font: str, unknown: list[str]) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if encoding := font_encoding(font):
        return convert(chr(number & 0xFF), encoding)
    sign = symbols.sign(number, font)
    private = 0xE000 <= number <= 0xF8FF
    if private or symbols.is_symbol_font(font):
        unknown.append(f"U+{number:04X} ({font}){f' → {sign}' if sign else ''}")
    if sign:
        return sign
    return "" if private or number < 0x20 or number > 0x10FFFF or symbols.is_symbol_font(font) else chr(number)


def _letters(text: str, look: Look, unknown: list[str]) -> str:
    """Letters of symbol fonts and of fonts that Windows keeps at U+F0xx."""
    font = look.font or look.ascii_font or ""
    if any("\uf020" <= letter <= "\uf0ff" for letter in text):
        if encoding_of(look):
            return "".join(chr(ord(c) - 0xF000) if "\uf020" <= c <= "\uf0ff" else c for c in text)
        known = {c for c in text if "\uf020" <= c <= "\uf0ff" and symbols.sign(ord(c), font)}
        return "".join(_sign(f"{ord(c):X}", font, unknown) if c in known else c for c in text)
    if symbols.is_symbol_font(font) and font.strip().lower() in {"symbol", "wingdings", "wingdings 2"}:
        return "".join(symbols.sign(ord(c), font) or c if ord(c) < 0x100 else c for c in text)
    return text


def _modernise(paragraph: etree._Element, styles: Styles) -> Iterator[str]:
    """Old letters of one paragraph → Unicode, over joined text, since marks stray into the next run."""
    style = style_of(paragraph)
    group: list[etree._Element] = []
    current = ""
    for run in runs_of(paragraph):
        encoding = encoding_of(styles.look(run.find(W + "rPr"), style))
        for element in run:
            if element.tag not in TEXTS or not element.text:
                continue
            if encoding != current:
                yield from _convert_group(group, current)
                group, current = [], encoding
            group.append(element)
    yield from _convert_group(group, current)


def _convert_group(elements: list[etree._Element], encoding: str) -> Iterator[str]:
    text = "".join(element.text or "" for element in elements)
    if not encoding or not text.strip() or is_modern(text):
        return
    new = convert(text, encoding)
    if new == text:
        return
    ends, position = [], 0
    for element in elements:
        position += len(element.text or "")
        ends.append(position)
    parts = [""] * len(elements)
    place = 0
    for at, letters in pieces(text, encoding):
        while at >= ends[place]:
            place += 1
        parts[place] += letters
    for element, part in zip(elements, parts, strict=True):
        element.text = part
    yield new


def _modernise_drawing(root: etree._Element) -> Iterator[str]:
    """Old letters of charts and diagrams, whose texts name their fonts themselves."""
    usual = font_encoding(_latin(root.find(q("c:txPr"))))
    for paragraph in root.iter(q("a:p")):
        own = font_encoding(_latin(paragraph.find(q("a:pPr")))) or usual
        for run in paragraph.findall(q("a:r")):
            encoding = font_encoding(_latin(run.find(q("a:rPr")))) or own
            yield from _convert_group([e for e in run.iter(q("a:t")) if e.text], encoding)
    for element in root.iter(q("c:v")) if usual else ():
        yield from _convert_group([element], usual)


def _latin(properties: etree._Element | None) -> str:
    """The font that a drawing's properties name."""
    font = None if properties is None else next(properties.iter(q("a:latin")), None)
    return "" if font is None else font.get("typeface") or ""


def modernise_by_letters(roots: list[etree._Element]) -> tuple[str, list[str]]:
    """Documents whose old fonts are gone, recognised as a whole by their most frequent words. Gives the encoding, ""
    for none, and the texts that were converted."""
    paragraphs = [p for root in roots for p in root.iter(W + "p")]
    text = "\n".join("".join(e.text or "" for r in runs_of(p) for e in r if e.tag in TEXTS) for p in paragraphs)
    found = recognise_text(text)
    encoding = {TCVN3: "tcvn3", VNI: "vni"}.get(found[0] if found else "", "")
    converted: list[str] = []
    for paragraph in paragraphs if encoding else []:
        elements = [e for r in runs_of(paragraph) for e in r if e.tag in TEXTS and e.text]
        converted += _convert_group(elements, encoding)
    return encoding, converted
