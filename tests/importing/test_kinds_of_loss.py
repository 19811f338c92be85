"""Every kind of loss is told with its words, and an ordinary document has none."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image

from plugins.core.importing.outcome import KINDS, Imported
from plugins.importing.importer import read

from . import word_parts as wp

_A, _B = "Câu đứng trước mọi thứ trong bài.", "Câu đứng sau mọi thứ trong bài."
_SIGNED = wp.table(
    wp.cell(wp.paragraph(wp.run("Nơi nhận:")) + wp.paragraph(wp.run("- Như trên;")))
    + wp.cell(wp.paragraph(wp.run("T/M BAN THƯỜNG VỤ")) + wp.paragraph(wp.run("Lê Thị Mẫu")))
)
_HEADED = wp.table(
    wp.cell(wp.paragraph(wp.run("ĐẢNG ỦY MẪU")) + wp.paragraph(wp.run("Số: 07-TB/ĐU")))
    + wp.cell(wp.paragraph(wp.run("ĐẢNG CỘNG SẢN VIỆT NAM")) + wp.paragraph(wp.run("ngày 12 tháng 8 năm 2021")))
)


def image(form: str, size: tuple[int, int] = (60, 40)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, "#2040a0").save(stream, form)
    return stream.getvalue()


def document(*blocks: str, word: wp.Word | None = None) -> wp.Word:
    word = word or wp.Word()
    title = wp.paragraph(wp.run("Tên bài"), style="Title")
    word.body = title + wp.paragraph(wp.run(_A)) + "".join(blocks) + wp.paragraph(wp.run(_B))
    return word


def with_part(kind: str, name: str, content: bytes | str, inner: Callable[[str], str]) -> wp.Word:
    word = wp.Word()
    identity = word.part(kind, name, content)
    return document(wp.paragraph(inner(identity)), word=word)


def commented() -> wp.Word:
    word = wp.Word()
    return document(wp.paragraph(wp.run("Chữ"), word.comment(wp.paragraph(wp.run("Xin ý kiến.")))), word=word)


def linked() -> wp.Word:
    word = wp.Word()
    identity = word.relate("hyperlink", "https://vi.example.vn/?utm_source=zalo", outside=True)
    return document(wp.paragraph(f'<w:hyperlink r:id="{identity}">{wp.run("tin gốc")}</w:hyperlink>'), word=word)


def linked_picture() -> wp.Word:
    word = wp.Word()
    identity = word.relate("image", "http://127.0.0.1:9/anh.png", outside=True)
    return document(wp.paragraph(wp.picture(identity, "Ảnh ở xa", attribute="link")), word=word)


def headed() -> wp.Word:
    word = wp.Word()
    word.part("header", "header1.xml", wp.running_head("Lưu hành nội bộ"))
    return document(word=word)


def inserted_file() -> wp.Word:
    word = wp.Word()
    identity = word.part("aFChunk", "x.html", "<html><body><p>Lời của tệp chèn.</p></body></html>")
    return document(f'<w:altChunk r:id="{identity}"/>', word=word)


def signed() -> wp.Word:
    word = document()
    word.body += _SIGNED
    return word


def lettered() -> wp.Word:
    word = document()
    word.body = _HEADED + word.body
    return word


def scanned() -> wp.Word:
    word = wp.Word()
    word.body = wp.paragraph(wp.picture(word.part("image", "media/1.png", image("PNG"))))
    return word


_CROP = '<a:srcRect l="50000"/>'
_CASES: dict[str, tuple[Callable[[], wp.Word], str]] = {
    "comment": (commented, "Xin ý kiến."),
    "tracked-change": (lambda: document(wp.paragraph(wp.run("Kết quả "), wp.deleted("rất tốt"))), "rất tốt"),
    "header-footer": (headed, "Lưu hành nội bộ"),
    "text-box": (lambda: document(wp.paragraph(wp.text_box(wp.paragraph(wp.run("Chữ trong hộp."))))), "Chữ trong hộp."),
    "picture-format": (
        lambda: with_part("image", "media/1.tif", image("TIFF"), wp.picture),
        "1.tif: đổi từ TIFF sang PNG",
    ),
    "picture-linked": (linked_picture, "http://127.0.0.1:9/anh.png\nẢnh ở xa"),
    "picture-crop": (
        lambda: with_part("image", "media/1.png", image("PNG"), lambda i: wp.picture(i, crop=_CROP)),
        "1.png",
    ),
    "object": (
        lambda: document(
            wp.paragraph('<w:r><w:object><o:OLEObject Type="Embed" ProgID="Excel.Sheet.12" r:id="x"/></w:object></w:r>')
        ),
        "Excel.Sheet.12",
    ),
    "chart": (
        lambda: with_part(
            "chart",
            "charts/1.xml",
            wp.chart_part("Sản lượng", "Lúa", "12.5"),
            lambda i: wp.drawing_of(f'<c:chart r:id="{i}"/>'),
        ),
        "Sản lượng\nLúa; 12.5",
    ),
    "diagram": (
        lambda: with_part(
            "diagramData",
            "diagrams/1.xml",
            wp.diagram_part("Bí thư", "Đảng viên"),
            lambda i: wp.drawing_of(f'<dgm:relIds r:dm="{i}"/>'),
        ),
        "Bí thư\nĐảng viên",
    ),
    "equation": (lambda: document(wp.paragraph("<m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath>")), "a=b"),
    "legacy-encoding": (
        lambda: document(wp.paragraph(wp.run("§¶ng bé x·"), style="Vn")),
        "Đảng bộ xã",
    ),
    "letterhead": (lettered, "ĐẢNG ỦY MẪU\nSố: 07-TB/ĐU\nĐẢNG CỘNG SẢN VIỆT NAM\nngày 12 tháng 8 năm 2021"),
    "signature": (signed, "Nơi nhận:\n- Như trên;\nT/M BAN THƯỜNG VỤ\nLê Thị Mẫu"),
    "table-merged": (
        lambda: document(
            wp.table(
                wp.cell(wp.paragraph(wp.run("rộng")), '<w:gridSpan w:val="2"/>'),
                wp.cell(wp.paragraph(wp.run("a"))) + wp.cell(wp.paragraph(wp.run("b"))),
            )
        ),
        "rộng\na\nb",
    ),
    "table-nested": (
        lambda: document(
            wp.table(
                wp.cell(wp.paragraph(wp.run("ngoài")))
                + wp.cell(wp.table(wp.cell(wp.paragraph(wp.run("trong")))) + wp.paragraph())
            )
        ),
        "ngoài\ntrong",
    ),
    "contents-list": (lambda: document(wp.paragraph(wp.run("Phần một 3"), style="TOC1")), "Phần một 3"),
    "tabs": (
        lambda: document(
            *(wp.paragraph(wp.run(a), "<w:r><w:tab/></w:r>", wp.run(b)) for a, b in (("Tên", "Việc"), ("An", "Hát")))
        ),
        "Tên\nViệc\nAn\nHát",
    ),
    "hidden-text": (lambda: document(wp.paragraph(wp.run("Thấy "), wp.run("giấu", "<w:vanish/>"))), "giấu"),
    "hidden-characters": (lambda: document(wp.paragraph(wp.run("a\u200bb"))), "U+200B ZERO WIDTH SPACE × 1"),
    "link-changed": (linked, "https://vi.example.vn/?utm_source=zalo"),
    "macro": (lambda: with_part("vbaProject", "vbaProject.bin", b"x", lambda _: ""), "vbaproject.bin"),
    "inserted-file": (inserted_file, "Lời của tệp chèn."),
    "no-text": (scanned, ""),
}


def test_every_kind_has_a_case() -> None:
    assert set(_CASES) == KINDS


@pytest.mark.parametrize("kind", _CASES)
def test_a_loss_is_told_with_its_words(kind: str) -> None:
    make, words = _CASES[kind]
    found = read(make().bytes(), "bai.docx")
    assert [loss.text for loss in found.losses if loss.kind == kind][0:1] == [words]
    assert {loss.kind for loss in found.losses} <= {kind, "picture-format"}
    assert found.unaccounted == ()
    if kind != "no-text":
        assert _A in found.text
        assert _B in found.text


def test_an_ordinary_document_has_no_loss() -> None:
    word = wp.Word()
    word.part("footer", "footer1.xml", wp.running_head("Trang 3 / 7", "ftr"))
    note = word.note(wp.paragraph(wp.run(" Theo tài liệu phát tay.")))
    found = read(document(wp.paragraph(wp.run("Có chú thích"), note, wp.run(".")), word=word).bytes(), "bai.docx")
    assert found.losses == ()
    assert found.aside == ("Trang 3 / 7",)
    assert found.text.endswith("[^1]: Theo tài liệu phát tay.\n")


def cases_of_frames() -> list[tuple[str, Callable[[Imported], bool]]]:
    def centred(text: str, size: int = 32) -> str:
        return wp.paragraph(wp.run(text, f'<w:b/><w:sz w:val="{size}"/>'), properties='<w:jc w:val="center"/>')

    sapo = "Sapo in đậm nói điều cốt lõi, dài vừa đủ để người đọc lướt hiểu chuyện."
    return [
        (centred("Tên ở giữa") + wp.paragraph(wp.run(_A)), lambda f: "Title: Tên ở giữa\n" in f.text),
        (
            centred("Dòng một") + centred("dòng hai") + wp.paragraph(wp.run(_A)),
            lambda f: "Title: Dòng một dòng hai\n" in f.text,
        ),
        (
            centred("Tên") + centred("Mục", 26) + wp.paragraph(wp.run(_A)),
            lambda f: "Title: Tên\n" in f.text and "**Mục**" in f.text,
        ),
        (
            centred("Tên") + wp.paragraph(wp.run(sapo, "<w:b/>")) + wp.paragraph(wp.run(_A)),
            lambda f: f"Summary: {sapo}\n" in f.text and f.text.count(sapo) == 1,
        ),
        (
            centred("Tên") + wp.paragraph(wp.run(_A)) + wp.paragraph(wp.run("Tác giả: Lê Mẫu")),
            lambda f: "Authors: Lê Mẫu\n" in f.text and any(g.text == "Tác giả: Lê Mẫu" for g in f.guesses),
        ),
        (
            centred("Tên")
            + wp.paragraph(wp.run("Hà Nội, ngày 5 tháng 7 năm 2021", "<w:i/>"))
            + wp.paragraph(wp.run(_A)),
            lambda f: "Date: 2021-07-05\n" in f.text,
        ),
        (centred("Tên") + wp.paragraph(wp.run("Ngày 5 tháng 7 năm 2021 họp.")), lambda f: "Date:" not in f.text),
        (wp.paragraph(wp.run(_A)), lambda f: "Title: bai\n" in f.text),
    ]


@pytest.mark.parametrize("number", range(8))
def test_what_is_guessed_of_the_frame(number: int) -> None:
    body, right = cases_of_frames()[number]
    found = read(wp.Word(body=body).bytes(), "bai.docx")
    assert right(found), found.text
    assert "Status: draft\n" in found.text
    assert "Category:\n" in found.text
