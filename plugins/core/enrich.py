"""The one pass over a body's tree: headings, links, pictures and tables get what readers need.

It works on ElementTree elements, whether Markdown or BeautifulSoup made them (see `body.py`). It decides; the
sanitiser after it enforces.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from .article import Heading, Reference
from .links import LinkError, anchor, resolve
from .sanitise import ANCHOR, ATTRIBUTES, CLASSES, TAGS
from .vietnamese import fold, slugify

if TYPE_CHECKING:
    from collections.abc import Callable

    from .findings import Findings

PLACEHOLDER = "/~ref/"
"""Before the number of a reference, in href and src; filled when the page is made."""

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_ALIGN = re.compile(r"text-align:\s*(left|center|right)")
_VAGUE = frozenset(
    {
        "tai day",
        "xem tai day",
        "o day",
        "day",
        "xem",
        "xem them",
        "xem o day",
        "xem them tai day",
        "click",
        "click here",
        "click vao day",
        "bam vao day",
        "bam",
        "nhan vao day",
        "an vao day",
        "link",
        "lien ket",
        "duong link",
        "here",
        "read more",
        "more",
        "chi tiet",
        "xem chi tiet",
        "tai ve",
        "download",
    }
)
"""Link texts, folded, that say nothing of where the link leads."""
_STOPS = (".", "!", "?", "…", ":", "”.")
_BARE = re.compile(r"(?:https?://|www\.)\S+$", re.IGNORECASE)


def enrich(root: Element, findings: Findings) -> None:
    """Change the tree in place and note what was found."""
    headings: list[Element] = []
    anchors: list[tuple[Element, str]] = []
    tables: list[tuple[Element, Element]] = []
    for parent in root.iter():
        for child in parent:
            if child.attrib:
                if child.tag == "div" and child.get("class") == "footnote":
                    _footnotes(child)
                _attributes(child, findings)
            handle = _HANDLERS.get(child.tag)
            if handle:
                handle(parent, child, findings)
            elif child.tag == "a":
                _link(child, findings, anchors)
            elif child.tag == "table":
                tables.append((parent, child))
            elif child.tag in _HEADINGS:
                headings.append(child)
    _number_headings(headings, findings)
    for number, (parent, table) in enumerate(tables, 1):
        _scroll(parent, table, number, findings)
    _check_anchors(anchors, findings)


# ── attributes ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _attributes(element: Element, findings: Findings) -> None:
    """Prefix ids, turn alignment into classes, tell what the sanitiser will remove."""
    tag = element.tag
    if tag not in TAGS and tag not in _HEADINGS:
        return
    allowed = ATTRIBUTES.get(tag, frozenset()) | ATTRIBUTES["*"]
    for name in list(element.attrib):
        value = element.attrib[name] or ""
        if tag == "section" and name in {"role", "aria-label"}:
            continue
        if name == "id":
            own = _footnote_place(value) if value.startswith(("fn-", "fnref")) else ""
            element.set("id", findings.unique(own or anchor(value) or ANCHOR + "x"))
        elif name == "style" and tag in {"td", "th"} and (align := _ALIGN.match(value)):
            del element.attrib[name]
            element.set("class", f"align-{align[1]}")
        elif name == "class":
            classes = [word for word in value.split() if word in CLASSES.get(tag, ())]
            if classes != value.split() and tag not in {"code", "pre"}:
                tell_attribute(findings, tag, name, value)
            element.set("class", " ".join(classes))
        elif name not in allowed and name not in {"title", "src", "href"}:
            del element.attrib[name]
            tell_attribute(findings, tag, name, value)


def tell_attribute(findings: Findings, tag: str, name: str, value: str, line: int = 0) -> None:
    """Tell of an attribute that will be removed: an error when it could act, a warning when it only looks."""
    key = (tag, name)
    if key in findings.told and not line:
        return
    findings.told.add(key)
    line = line or findings.line(f"{name}=", name)
    if name.startswith("on") or name in {"srcdoc", "action", "formaction", "xlink:href", "ping", "background"}:
        message = f"thuộc tính “{name}” của <{tag}> bị cấm vì có thể chạy mã hoặc tải từ nơi khác; hãy bỏ đi"
        findings.complain("html-refused", message, line)
    else:
        message = f"thuộc tính “{name}” của <{tag}> không được dùng và sẽ bị bỏ"
        findings.complain("html-dropped", message, line, "warning")


# ── headings ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _number_headings(headings: list[Element], findings: Findings) -> None:
    """Bring headings below the page's title, without gaps, each with an id from its words."""
    if not headings:
        return
    tops = [element for element in headings if element.tag == "h1"]
    if len(tops) > 1:
        message = "có nhiều tiêu đề cấp 1 (#); tiêu đề của bài đã là cấp 1, các mục bắt đầu từ ##"
        findings.complain("headings", message, findings.line(findings.words(tops[1])), "warning")
    shift = 1 if tops else 0
    before = 1
    for element in headings:
        wanted = min(_HEADINGS[element.tag] + shift, 6)
        level = min(wanted, before + 1)
        text = findings.words(element)
        if not text:
            findings.complain("headings", "tiêu đề mục không có chữ", findings.line("#"), "warning")
            element.tag = "p"
            continue
        if wanted > level and before > 1:
            message = (
                f"tiêu đề “{text[:60]}” nhảy từ cấp {before - shift} xuống cấp {wanted - shift}; hãy dùng cấp liền kề"
            )
            findings.complain("headings", message, findings.line(text), "warning")
        element.tag = f"h{level}"
        before = level
        identity = element.get("id")
        if identity is None:
            identity = findings.unique(ANCHOR + (slugify(text) or "x"))
            element.set("id", identity)
        findings.headings.append(Heading(level=level, id=identity, text=text))


# ── links ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _link(element: Element, findings: Findings, anchors: list[tuple[Element, str]]) -> None:
    href = element.attrib.get("href")
    if href and element.get("class") == "footnote-backref" and href.startswith("#fnref"):
        element.set("href", "#" + _footnote_place(href[1:]))
        element.set("aria-label", "Trở lại chỗ đánh dấu trong bài")
        element.attrib.pop("title", None)
        return
    if href and element.get("class") == "footnote-ref" and href.startswith("#fn-"):
        element.set("href", "#" + _footnote_place(href[1:]))
        return
    if href is None:
        return
    address = findings.plain(href)
    words = findings.words(element)
    line = findings.line(f"]({address}", f'"{address}"', address, f"{words}]")
    try:
        target = resolve(address, findings.source)
    except LinkError as error:
        findings.complain("link", str(error), line)
        del element.attrib["href"]
        return
    _judge_words(element, words, line, findings)
    if target.kind == "anchor":
        element.set("href", f"#{target.fragment}")
        anchors.append((element, address))
    elif target.kind == "outside":
        element.set("href", target.target.replace("&", "&amp;"))
    else:
        element.set("href", _refer(target.kind, target.target, target.fragment, line, findings))


def _judge_words(element: Element, words: str, line: int, findings: Findings) -> None:
    if not words:
        if element.find(".//img") is None:
            findings.complain("link-text", "liên kết không có chữ để đọc; hãy viết nơi nó dẫn tới", line)
    elif fold(words).strip(" .…:»>[]()") in _VAGUE:
        message = f"liên kết “{words}” không nói dẫn tới đâu; hãy viết tên trang hoặc tài liệu"
        findings.complain("link-text", message, line, "warning")
    elif _BARE.match(words):
        message = f"liên kết hiện nguyên địa chỉ “{words[:60]}”; hãy viết tên trang hoặc tài liệu"
        findings.complain("link-text", message, line, "warning")


def _refer(kind: str, target: str, fragment: str, line: int, findings: Findings) -> str:
    findings.references.append(Reference(kind=kind, target=target, fragment=fragment, line=line))  # type: ignore[arg-type]
    return f"{PLACEHOLDER}{len(findings.references) - 1}"


def _check_anchors(anchors: list[tuple[Element, str]], findings: Findings) -> None:
    for element, address in anchors:
        target = (element.get("href") or "#")[1:]
        if target and target not in findings.ids:
            known = ", ".join(heading.id for heading in findings.headings) or "(bài không có tiêu đề mục)"
            message = f"điểm neo “{address}” không có trong bài; có: {known}"
            findings.complain("anchor", message, findings.line(f"({address}", address))


# ── pictures ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _picture(parent: Element, element: Element, findings: Findings) -> None:
    """Check the picture, make a reference of it; its title waits in the tree until its paragraph is known."""
    address = findings.plain(element.attrib.get("src") or "")
    alt = findings.plain(element.attrib.get("alt") or "")
    caption, credit = split_title(findings.plain(element.attrib.get("title") or ""))
    line = findings.line(f"]({address}", f'"{address}"', address)
    if not alt:
        message = f"ảnh “{address[:80]}” thiếu lời tả; hãy viết ![tả điều nhìn thấy trong ảnh]({address[:80]})"
        findings.complain("picture-alt", message, line)
    elif caption and fold(alt) == fold(caption):
        findings.complain("picture-alt", "lời tả ảnh trùng với chú thích; hãy tả điều nhìn thấy trong ảnh", line)
    if caption and not credit:
        message = "ảnh có chú thích nhưng thiếu nguồn; hãy viết “Chú thích | Ảnh: tên người hoặc cơ quan”"
        findings.complain("picture-credit", message, line, "warning")
    try:
        target = resolve(address, findings.source, picture=True)
    except LinkError as error:
        findings.complain("link", str(error), line)
        element.attrib.pop("src", None)
        return
    element.set("src", _refer("picture", target.target, "", line, findings))
    element.set("alt", alt.replace("&", "&amp;"))


def split_title(title: str) -> tuple[str, str]:
    """A picture's title → caption and credit, parted by "|": `Lễ phát động | Ảnh: TTXVN`."""
    caption, _, credit = (part.strip() for part in title.partition("|"))
    return caption, credit if not credit or ":" in credit else f"Ảnh: {credit}"


def _paragraph(parent: Element, element: Element, findings: Findings) -> None:
    """A paragraph of nothing but pictures becomes a figure, or a gallery of figures."""
    if not len(element) or (element.text and element.text.strip()):
        return
    pictures = list(element)
    for picture in pictures:
        if picture.tag not in {"img", "br"} or (picture.tail and picture.tail.strip()):
            return
    pictures = [picture for picture in pictures if picture.tag == "img"]
    if not pictures:
        return
    element.text = None
    for child in list(element):
        element.remove(child)
    if len(pictures) == 1:
        _figure(element, pictures[0], findings)
        return
    element.tag = "div"
    element.set("class", "gallery")
    for picture in pictures:
        figure = SubElement(element, "figure")
        figure.tail = "\n"
        _figure(figure, picture, findings)


def _figure(figure: Element, picture: Element, findings: Findings) -> None:
    figure.tag = "figure"
    caption, credit = split_title(findings.plain(picture.attrib.get("title") or ""))
    picture.tail = None
    figure.append(picture)
    if caption or credit:
        words = SubElement(figure, "figcaption")
        words.text = caption.replace("&", "&amp;")
        if credit:
            words.text += "" if not caption else " " if caption.endswith(_STOPS) else ". "
            SubElement(words, "span", {"class": "credit"}).text = credit.replace("&", "&amp;")


# ── tables and footnotes ─────────────────────────────────────────────────────────────────────────────────────────────


def _scroll(parent: Element, table: Element, number: int, findings: Findings) -> None:
    """Put the table into a region that scrolls sideways, also by keyboard."""
    caption = table.find("caption")
    name = findings.words(caption) if caption is not None else ""
    position = list(parent).index(table)
    region = Element("div", {"class": "table-scroll", "role": "region", "tabindex": "0"})
    region.set("aria-label", (name or f"Bảng {number}").replace("&", "&amp;"))
    region.tail, table.tail = table.tail, None
    parent.remove(table)
    parent.insert(position, region)
    region.append(table)


def _row(parent: Element, row: Element, findings: Findings) -> None:
    """A header cell says what it heads: its column in a row of headers, else its row; one without words, nothing."""
    headers = [cell for cell in row if cell.tag == "th"]
    scope = "col" if len(headers) == len(row) else "row"
    for cell in headers:
        if findings.words(cell) or cell.find(".//img") is not None:
            cell.set("scope", scope)
        else:
            cell.tag = "td"
            cell.attrib.pop("scope", None)


def _footnote_place(name: str) -> str:
    """A footnote's id as Markdown makes it → as the page has it."""
    return ANCHOR + "-".join(name.split())


def _footnotes(element: Element) -> None:
    """Markdown's block of footnotes becomes a named section without its rule."""
    element.tag = "section"
    element.attrib.clear()
    element.attrib.update({"class": "footnotes", "role": "doc-endnotes", "aria-label": "Chú thích"})
    for rule in element.findall("hr"):
        element.remove(rule)


_HANDLERS: dict[str, Callable[[Element, Element, Findings], None]] = {
    "img": _picture,
    "p": _paragraph,
    "tr": _row,
}
