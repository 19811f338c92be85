"""TCVN3 and VNI: the tables, and where a document says which of them it means."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata

import pytest

from plugins.core.text.legacy_letters import TCVN3, VNI, convert, font_encoding, pieces
from plugins.importing.importer import read

from . import word_parts as wp


@pytest.mark.skipif(not shutil.which("iconv"), reason="no iconv here")
def test_tcvn3_is_what_iconv_says() -> None:
    old = "".join(TCVN3)
    done = subprocess.run(
        ["iconv", "-f", "TCVN5712-1", "-t", "UTF-8"], input=old.encode("latin-1"), capture_output=True
    )
    if done.returncode:
        pytest.skip("this iconv does not know TCVN5712-1")
    assert unicodedata.normalize("NFC", done.stdout.decode()) == "".join(TCVN3.values())
    assert len(TCVN3) == 74


def test_vni_has_every_letter_with_its_capital() -> None:
    letters = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"
    missing = set(letters + letters.upper()) - set(VNI.values()) - set("aeiouyAEIOUY")
    assert missing == set()


@pytest.mark.parametrize(
    ("old", "encoding", "new"),
    [
        ("®ång bµo c¸c d©n téc ®­îc", "tcvn3", "đồng bào các dân tộc được"),
        ("céng hoµ x· héi", "tcvn3-capitals", "CỘNG HOÀ XÃ HỘI"),
        ("Laøm ñöôïc gì thì noùi naáy", "vni", "Làm được gì thì nói nấy"),
        ("OÂng NGUYEÃN Vaên Baûy, Aâu Cô", "vni", "Ông NGUYỄN Văn Bảy, Âu Cơ"),
        ("Ñöùc Trí – “Kyû yeáu” 100%", "vni", "Đức Trí – “Kỷ yếu” 100%"),
    ],
)
def test_old_letters(old: str, encoding: str, new: str) -> None:
    assert convert(old, encoding) == new
    assert "".join(letters for _, letters in pieces(old, encoding)) == new


def test_fonts_name_their_letters() -> None:
    assert [font_encoding(font) for font in (".VnTime", ".VnArialH", "VNI-Times", "'.VnTime'", "Times New Roman")] == [
        "tcvn3",
        "tcvn3-capitals",
        "vni",
        "tcvn3",
        "",
    ]


_VN, _VNI = (f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>' for name in (".VnTime", "VNI-Times"))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (wp.paragraph(wp.run("§¶ng bé", _VN)), "Đảng bộ"),
        (wp.paragraph(wp.run("§¶ng bé"), style="Vn"), "Đảng bộ"),
        (wp.paragraph(wp.run("Đảng bộ §1"), style="Vn"), "Đảng bộ §1"),
        (wp.paragraph(wp.run("tr­íc", _VN)), "trước"),
        (
            wp.paragraph(wp.run("tr", _VN), f"<w:r><w:rPr>{_VN}</w:rPr><w:softHyphen/></w:r>", wp.run("íc", _VN)),
            "trước",
        ),
        (wp.paragraph(wp.run("vie", _VNI), wp.run("ân", f"<w:b/>{_VNI}")), "viên"),
        (wp.paragraph(wp.run("cña nh÷ng n¨m ®· qua, ®­îc viÖc")), "của những năm đã qua, được việc"),
        (wp.paragraph(wp.run("tr\u00adước")), "trước"),
    ],
)
def test_a_document_says_which_letters_it_has(body: str, text: str) -> None:
    found = read(wp.Word(body=wp.paragraph(wp.run("Tên"), style="Title") + body).bytes(), "bai.docx")
    assert text in found.text.replace("*", "").replace("<strong>", "").replace("</strong>", "")
    assert found.unaccounted == ()
