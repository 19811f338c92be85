"""The pictures of a body: checked, referred to, and shown as figures with caption and credit."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from ..files.data_table import FORMS
from ..text.vietnamese import fold
from .findings import PLACEHOLDER
from .links import LinkError, resolve
from .references import is_table
from .sanitise import ANCHOR

if TYPE_CHECKING:
    from .findings import Findings

MOST = 24
"""Pictures of one gallery that a reader turns over."""
_STOPS = (".", "!", "?", "…", ":", "”.")


def picture(element: Element, findings: Findings) -> None:
    """Check the picture, make a reference of it; its title waits in the tree until its paragraph is known."""
    address = findings.plain(element.attrib.get("src") or "")
    alt = findings.plain(element.attrib.get("alt") or "")
    caption, credit = split_title(findings.plain(element.attrib.get("title") or ""))
    line = findings.line(f"]({address}", f'"{address}"', address)
    if not alt:
        shown = "data:…" if address.startswith("data:") else address[:80]
        message = f"ảnh “{shown}” thiếu lời tả; hãy viết ![tả điều nhìn thấy trong ảnh]({shown})"
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
    form = target.fragment.removeprefix(ANCHOR)
    if form and form not in FORMS:
        message = f"biểu đồ không có dạng “#{form}”; được dùng: {', '.join(f'#{name}' for name in FORMS)}"
        findings.complain("link", message, line)
    if is_table(target.target) and not caption and not credit:
        message = "biểu đồ thiếu nguồn số liệu; hãy viết “Chú thích | Nguồn: tên nguồn” trong ngoặc kép sau tên tệp"
        findings.complain("picture-credit", message, line, "warning")
    element.set("src", findings.refer("picture", target.target, form, line))
    element.set("alt", alt.replace("&", "&amp;"))


def split_title(title: str) -> tuple[str, str]:
    """A picture's title → caption and credit, parted by "|": `Lễ phát động | Ảnh: TTXVN`."""
    caption, _, credit = (part.strip() for part in title.partition("|"))
    return caption, credit if not credit or ":" in credit else f"Ảnh: {credit}"


def paragraph(element: Element, findings: Findings) -> None:
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
    findings.galleries.append(pictures)
    element.tag = "div"
    element.set("class", "gallery")
    for picture in pictures:
        figure = SubElement(element, "figure")
        figure.tail = "\n"
        _figure(figure, picture, findings)


def judge_gallery(pictures: list[Element], findings: Findings) -> None:
    """What turning over its pictures one by one would show: the same twice, a chart, too many. Each is a reference by
    now, but for one that was refused."""
    places = [(element, element.attrib.get("src", "").removeprefix(PLACEHOLDER)) for element in pictures]
    shown = [(element, findings.references[int(place)]) for element, place in places if place.isdigit()]
    seen: set[str] = set()
    for element, reference in shown:
        alt = findings.plain(element.attrib["alt"])
        faults = {
            "biểu đồ nằm trong bộ ảnh sẽ quá hẹp; để biểu đồ ở một đoạn riêng, giữa hai dòng trống": is_table(
                reference.target
            ),
            f"bộ ảnh có ảnh “{reference.target[:80]}” hai lần": reference.target in seen,
            f"hai ảnh của một bộ ảnh có cùng lời tả “{alt[:80]}”": bool(alt) and f"![{fold(alt)}]" in seen,
        }
        for message in filter(faults.__getitem__, faults):
            findings.complain("gallery", message, reference.line, "warning")
        seen |= {reference.target, f"![{fold(alt)}]"}
    if len(shown) > MOST:
        message = f"bộ ảnh có {len(shown)} ảnh; nhiều hơn {MOST} thì nên chia thành nhiều bộ"
        findings.complain("gallery", message, shown[0][1].line, "warning")


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
