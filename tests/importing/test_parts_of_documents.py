"""What other programs put into a Word document: fields in fields, lists that count oddly, filled shapes, old fonts in
labels and charts, drawings that no browser shows, unusual packing."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from typing import NamedTuple
from unittest import mock

import pytest
from PIL import Image

from plugins.core.importing.outcome import Imported
from plugins.importing import office
from plugins.importing.importer import read
from tests.helpers import programs

from . import drawings
from . import word_parts as wp

_P, _R = wp.paragraph, wp.run
_A, _B = "Câu đứng trước mọi thứ trong bài.", "Câu đứng sau mọi thứ trong bài."
_OLD = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'


class Case(NamedTuple):
    """shown: texts of the article; told: (kind, words) of the report; hidden: texts that stand in neither title nor
    article; pictures: how many."""

    document: Callable[[], bytes]
    shown: tuple[str, ...] = ()
    told: tuple[tuple[str, str], ...] = ()
    hidden: tuple[str, ...] = ()
    pictures: int = 0
    quiet: bool = False


def image() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (60, 40), "#2040a0").save(stream, "PNG")
    return stream.getvalue()


def document(*blocks: str, word: wp.Word | None = None) -> bytes:
    word = word or wp.Word()
    word.body = _P(_R("Tên bài"), style="Title") + _P(_R(_A)) + "".join(blocks) + _P(_R(_B))
    return word.bytes()


@contextmanager
def lists(*levels: str) -> Iterator[None]:
    """The document's one list has these levels."""
    inner = f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
    with mock.patch.object(wp, "NUMBERING", inner + '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'):
        yield


def level(number: int, form: str, text: str, more: str = "", look: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
        f"<w:rPr>{look}</w:rPr></w:lvl>"
    )


def counted(levels: list[str], *items: tuple[str, int]) -> bytes:
    with lists(*levels):
        return document(*(wp.listed(text, 1, depth) for text, depth in items))


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def instruction(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def with_branches() -> bytes:
    """A field whose instruction holds the result of another and the words of both branches."""
    inner = wp.field_of(" MERGEFIELD Gioi ", _R("Nam"))
    begun = mark("begin") + instruction(" IF ") + inner + _R('="Nu"') + _R(' "Bà" ') + _R(' "Ông Mẫu" ')
    return document(_P(_R("Kính gửi "), begun, mark("separate"), _R("Bà"), mark("end"), _R(" Mẫu.")))


def unseparated() -> bytes:
    """Some programs write a field's words without saying where they begin."""
    return document(_P(_R("Trang "), mark("begin"), instruction(" REF x "), _R("năm"), mark("end"), _R(" nhé.")))


def signs() -> bytes:
    plain = '<w:r><w:sym w:font="MS Gothic" w:char="2610"/></w:r>'
    return document(_P(plain, _R(" Chọn 2"), '<w:r><w:sym w:font="Arial" w:char="00B0"/></w:r>'))


def pictured(change: Callable[[str], str], name: str = "1.png", data: bytes | None = None) -> bytes:
    word = wp.Word()
    identity = word.part("image", f"media/{name}", image() if data is None else data)
    return document(_P(_R("Một câu nữa.")), _P(change(identity)), word=word)


def in_shape(identity: str) -> str:
    fill = (
        f'<wps:wsp><wps:spPr><a:blipFill><a:blip r:embed="{identity}"/><a:stretch/></a:blipFill></wps:spPr></wps:wsp>'
    )
    return wp.drawing_of(fill, "Cờ hoa")


def tiled(identity: str) -> str:
    return wp.drawing_of(
        f'<wps:wsp><wps:spPr><a:blipFill><a:blip r:embed="{identity}"/><a:tile/></a:blipFill></wps:spPr></wps:wsp>'
    )


def in_old_shape(identity: str) -> str:
    return f'<w:r><w:pict><v:rect><v:fill r:id="{identity}" type="frame"/></v:rect></w:pict></w:r>'


def with_other_attribute(identity: str) -> str:
    return f'<w:r><w:pict><v:shape><v:imagedata o:relid="{identity}" o:title=""/></v:shape></w:pict></w:r>'


def in_canvas(identity: str) -> str:
    """As drawings stand in a canvas that is locked."""
    return wp.drawing_of(f'<a:pic><a:blipFill><a:blip r:embed="{identity}"/><a:stretch/></a:blipFill></a:pic>')


def turned(identity: str) -> str:
    placed = '</pic:blipFill><pic:spPr><a:xfrm rot="5400000"/></pic:spPr>'
    return wp.picture(identity).replace("</pic:blipFill>", placed)


def filmed(identity: str) -> str:
    film = (
        '<a:extLst><a:ext><wp15:webVideoPr xmlns:wp15="http://schemas.microsoft.com/office/word/2012/wordprocessing'
        'Drawing" embeddedHtml="&lt;iframe src=&quot;https://phim.example.vn/1&quot;&gt;"/></a:ext></a:extLst>'
    )
    blip = f'<a:blip r:embed="{identity}"'
    return wp.picture(identity).replace(f"{blip}/>", f"{blip}>{film}</a:blip>")


def charted() -> bytes:
    word = wp.Word()
    chart = wp.chart_part("§¶ng bé x·", "1").replace("<a:r>", '<a:r><a:rPr><a:latin typeface=".VnTime"/></a:rPr>')
    identity = word.part("chart", "charts/1.xml", chart)
    return document(_P(wp.drawing_of(f'<c:chart r:id="{identity}"/>')), word=word)


def chunked() -> bytes:
    message = MIMEMultipart("related")
    message.attach(MIMEText("<html><body><p>Lời đã mã hóa.</p></body></html>", "html", "utf-8"))
    word = wp.Word()
    identity = word.part("aFChunk", "x.mht", message.as_bytes())
    return document(f'<w:altChunk r:id="{identity}"/>', word=word)


def with_sheet() -> bytes:
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    row = '<row><c t="s"><v>0</v></c><c><v>1250</v></c></row>'
    book = wp.packed(
        {
            "xl/sharedStrings.xml": f"<sst {space}><si><t>Lúa</t></si></sst>".encode(),
            "xl/worksheets/sheet1.xml": f"<worksheet {space}><sheetData>{row}</sheetData></worksheet>".encode(),
        }
    )
    word = wp.Word()
    identity = word.part("package", "embeddings/1.xlsx", book)
    ole = f'<o:OLEObject Type="Embed" ProgID="Excel.Sheet.12" r:id="{identity}"/>'
    return document(_P(f"<w:r><w:object>{ole}</w:object></w:r>"), word=word)


def added_row() -> bytes:
    row = (
        f'<w:tr><w:trPr><w:ins w:id="1" w:author="A"/></w:trPr>{wp.cell(_P(_R("mới")))}{wp.cell(_P(_R("hai")))}</w:tr>'
    )
    return document(wp.table(wp.cell(_P(_R("a"))) + wp.cell(_P(_R("b")))).replace("</w:tbl>", f"{row}</w:tbl>"))


def deleted_row(identity: str) -> str:
    gone = wp.cell(_P(wp.deleted("ô cũ"))) + wp.cell(
        _P(f'<w:del w:id="1" w:author="A">{wp.picture(identity, "Cờ hoa")}</w:del>')
    )
    row = f'<w:tr><w:trPr><w:del w:id="1" w:author="A"/></w:trPr>{gone}</w:tr>'
    return f"</w:p><w:tbl><w:tblPr/><w:tr>{wp.cell(_P(_R('còn')))}</w:tr>{row}</w:tbl><w:p>"


def beside(identity: str) -> str:
    """A picture over two rows, words beside it that are too long for a caption."""
    first = wp.cell(_P(wp.picture(identity, "Cờ")), '<w:vMerge w:val="restart"/>') + wp.cell(_P(_R(_CELL)))
    table = wp.table(
        wp.cell(_P(_R("a"))) + wp.cell(_P(_R("b"))), first, wp.cell(_P(), "<w:vMerge/>") + wp.cell(_P(_R(_CELL)))
    )
    return f"</w:p>{table}<w:p>"


def cut_cell() -> bytes:
    gone = wp.cell(_P(_R("ô cũ")), '<w:cellDel w:id="1" w:author="A"/>')
    return document(wp.table(wp.cell(_P(_R("còn"))) + gone))


def behind_the_page() -> bytes:
    word = wp.Word()
    identity = word.part("image", "media/nen.png", image())
    behind = f'<w:background><v:background><v:fill r:id="{identity}" type="frame"/></v:background></w:background>'
    return repacked(document(word=word), lambda data: data.replace(b"<w:body>", f"{behind}<w:body>".encode()))


def repacked(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """A document with another main part."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = change(parts["word/document.xml"])
    return wp.packed(parts)


def flat() -> bytes:
    with zipfile.ZipFile(io.BytesIO(document())) as archive:
        parts = "".join(
            f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{archive.read(name).decode()}</pkg:xmlData></pkg:part>'
            for name in archive.namelist()
        )
    return (
        f'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{parts}</pkg:package>'.encode()
    )


def streamed() -> bytes:
    """Packed without going back: sizes stand behind each part, in the large form."""

    class OneWay(io.RawIOBase):
        kept = io.BytesIO()

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            return self.kept.write(data)

    stream = OneWay()
    with zipfile.ZipFile(io.BytesIO(document())) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            with new.open(name, "w", force_zip64=True) as part:
                part.write(old.read(name))
    return stream.kept.getvalue()


def signed_by_office() -> bytes:
    word = wp.Word()
    word.body = _P(_R("Tên bài"), style="Title") + _P(_R(_A)) + _P(_R(_B))
    word.body += wp.table(
        wp.cell(_P()) + wp.cell(_P(_R("GIÁM ĐỐC")) + _P(_R("(Ký, đóng dấu)")) + _P(_R("Trần Thị Mẫu")))
    )
    return word.bytes()


_CELL = "Một ô nhiều chữ. " * 16
_BESIDE = "\n".join(["a", "b", "Cờ", _CELL.strip(), _CELL.strip()])
_ROMAN = [level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2", "<w:isLgl/>")]
_STEADY = [level(0, "decimal", "%1."), level(1, "lowerLetter", "%2)", '<w:lvlRestart w:val="0"/>')]
_CASES = {
    "branches of a field": Case(with_branches, ("Kính gửi Bà Mẫu.",), hidden=("Nam", "Ông"), quiet=True),
    "a field without a beginning of its words": Case(unseparated, ("Trang năm nhé.",), quiet=True),
    "signs of ordinary fonts": Case(signs, ("☐ Chọn 2°",), quiet=True),
    "a label in old letters": Case(
        lambda: counted([level(0, "decimal", "§iÒu %1.", look=_OLD)], ("Phạm vi", 0)),
        ("Điều 1. Phạm vi",),
        (("legacy-encoding", "Điều 1."),),
    ),
    "a level that never begins anew": Case(
        lambda: counted(_STEADY, ("một", 0), ("nhỏ", 1), ("hai", 0), ("vừa", 1)), ('<ol start="2"><li>vừa</li></ol>',)
    ),
    "numbers of other levels in figures": Case(lambda: counted(_ROMAN, ("Phần", 0), ("Mục", 1)), ("1.1 Mục",)),
    "words for a marker": Case(
        lambda: counted([level(0, "none", "Lưu ý:")], ("đọc kỹ", 0)), ("Lưu ý: đọc kỹ",), quiet=True
    ),
    "a picture that somebody added": Case(
        lambda: pictured(lambda i: f'<w:ins w:id="1" w:author="A">{wp.picture(i)}</w:ins>'),
        told=(("tracked-change", "[hình]"),),
        pictures=1,
    ),
    "a picture that somebody deleted": Case(
        lambda: pictured(lambda i: f'<w:del w:id="1" w:author="A">{wp.picture(i, "Cờ hoa")}</w:del>'),
        told=(("tracked-change", "Cờ hoa [hình]"),),
    ),
    "a row with a picture that somebody deleted": Case(
        lambda: pictured(deleted_row), told=(("tracked-change", "ô cũ\nCờ hoa\n[hình]"),), hidden=("ô cũ",)
    ),
    "long words beside a picture": Case(
        lambda: pictured(beside), ("<table>", "<td>Một ô nhiều chữ."), (("table-merged", _BESIDE),), pictures=1
    ),
    "a row that somebody added": Case(added_row, ("| mới | hai |",), (("tracked-change", "mới\nhai"),)),
    "a cell that somebody deleted": Case(cut_cell, ("còn",), (("tracked-change", "ô cũ"),), ("ô cũ",)),
    "a shape filled with a picture": Case(lambda: pictured(in_shape), ("![Cờ hoa](ten-bai-1.png)",), pictures=1),
    "a shape filled with tiles": Case(lambda: pictured(tiled)),
    "an old shape filled with a picture": Case(lambda: pictured(in_old_shape), pictures=1),
    "an old drawing by another attribute": Case(lambda: pictured(with_other_attribute), pictures=1),
    "a picture in a canvas": Case(lambda: pictured(in_canvas), pictures=1),
    "a picture that was turned": Case(lambda: pictured(turned), told=(("picture-crop", "1.png"),), pictures=1),
    "a film of another place": Case(
        lambda: pictured(filmed), told=(("object", "https://phim.example.vn/1"),), pictures=1
    ),
    "a chart in old letters": Case(charted, told=(("chart", "Đảng bộ xã\n1"),)),
    "a web archive to be inserted": Case(chunked, told=(("inserted-file", "Lời đã mã hóa."),)),
    "a sheet's figures": Case(with_sheet, told=(("object", "Excel.Sheet.12\nLúa\n1250"),)),
    "a picture behind the page": Case(behind_the_page, told=(("picture-format", "nen.png"),)),
    "an office and a seal": Case(signed_by_office, told=(("signature", "GIÁM ĐỐC\n(Ký, đóng dấu)\nTrần Thị Mẫu"),)),
    "a word of letters in a sentence": Case(lambda: document(_P(_R("Nơi nhận giải là hội trường."))), quiet=True),
    "flat XML without a declaration": Case(flat, (_A, _B), quiet=True),
    "a package without sizes before it": Case(streamed, (_A, _B), quiet=True),
    "a blank line before the package": Case(lambda: b"\r\n" + document(), (_A, _B), quiet=True),
}


@pytest.mark.parametrize("name", _CASES)
def test_a_part_is_shown_or_told(name: str) -> None:
    case = _CASES[name]
    found = read(case.document(), "bai.docx")
    for text in (_A, _B, *case.shown):
        assert text in found.text
    told = [(loss.kind, loss.text) for loss in found.losses]
    assert set(case.told) <= set(told)
    assert not (case.quiet and told)
    for text in case.hidden:
        assert text not in found.text
    assert len(found.pictures) == case.pictures
    assert found.unaccounted == ()


def test_a_turned_picture_stands_upright() -> None:
    found = read(pictured(turned), "bai.docx")
    with Image.open(io.BytesIO(found.pictures[0].data)) as picture:
        assert picture.size == (40, 60)


def drawn(name: str, data: bytes) -> Imported:
    return read(pictured(lambda i: wp.picture(i, "Hình"), name, data), "bai.docx")


@pytest.mark.slow
@pytest.mark.parametrize("form", ["EMF", "WMF", "SVG"])
def test_drawings_become_pictures(form: str) -> None:
    programs.libreoffice()
    found = drawn(f"1.{form.lower()}", drawings.MADE[form])
    assert [(loss.kind, loss.text) for loss in found.losses] == [
        ("picture-format", f"1.{form.lower()}: đổi từ {form} sang PNG")
    ]
    with Image.open(io.BytesIO(found.pictures[0].data)) as picture:
        assert picture.format == "PNG"
        assert picture.convert("RGB").getpixel((5, 5)) == drawings.COLOUR


def test_drawings_that_lead_elsewhere_stay_behind() -> None:
    found = drawn("1.svg", b'<svg xmlns="x"><image xlink:href="http://127.0.0.1:9/x.png"/></svg>')
    assert found.pictures == ()
    assert ("picture-format", "1.svg: hình vẽ SVG") in [(loss.kind, loss.text) for loss in found.losses]


def test_packed_drawings_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find", lambda: "")
    found = drawn("1.emz", gzip.compress(drawings.MADE["EMF"]))
    assert ("picture-format", "1.emz: hình vẽ EMF") in [(loss.kind, loss.text) for loss in found.losses]


def test_without_libreoffice_drawings_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find", lambda: "")
    assert drawn("1.emf", drawings.MADE["EMF"]).pictures == ()


def test_paragraphs_too_long_for_the_column_end_at_a_sentence() -> None:
    sentence = "Một câu như mọi câu trong bài rất dài này. "
    found = read(document(_P(_R(sentence * 2000))), "bai.docx")
    lines = [line for line in found.text.splitlines() if line.startswith("Một câu")]
    assert max(map(len, lines)) < 40_000
    assert all(line.endswith("dài này.") for line in lines)
    assert " ".join(lines) == (sentence * 2000).strip()
    assert found.losses == ()


def test_heads_and_notes_of_libreoffices_pages() -> None:
    page = (
        '<html><head><meta charset="utf-8"><meta name="generator" content="LibreOffice 7.4 (Linux)"></head><body>'
        '<div title="header"><p>Bản tin nội bộ</p></div><h1>Tên</h1><p>Một câu.<!-- Xem lại. --></p>'
        '<div title="footer"><p>3</p></div></body></html>'
    )
    found = read(page.encode(), "bai.html")
    assert [(loss.kind, loss.text) for loss in found.losses] == [
        ("comment", "Xem lại."),
        ("header-footer", "Bản tin nội bộ"),
    ]
    assert found.aside == ("3",)
    assert "Title: Tên\n" in found.text
