"""Bytes → text, or the name of the encoding that they are in."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.text import legacy_encodings
from plugins.core.text.decoding import DecodingError, decode
from plugins.core.text.vietnamese import ODD

NEWS = "Đảng ủy Khối các cơ quan Trung ương\nvừa ban hành Kế hoạch số 23-KH/ĐUK; những việc của năm đầu được nêu rõ.\n"

_TCVN3 = "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđĐĂÂÊÔƠƯ"
_TCVN3_BYTES = (
    "B5B6B7B8B9A8BBBCBDBEC6A9C7C8C9CACBCCCECFD0D1AAD2D3D4D5D6D7D8DCDDDEDFE1E2E3E4ABE5E6E7E8E9ACEAEBECEDEEEFF1F2F3F4AD"
    "F5F6F7F8F9FAFBFCFDFEAEA7A1A2A3A4A5A6"
)


def in_tcvn3(text: str) -> bytes:
    table = dict(zip(_TCVN3, bytes.fromhex(_TCVN3_BYTES), strict=True))
    return bytes(table.get(character, table.get(character.lower(), ord(character) & 0x7F)) for character in text)


def in_windows_1258(text: str) -> bytes:
    """Letters with ^, breve or horn whole, tones as marks of their own, as Vietnamese Windows typed them."""
    tones = "\u0300\u0309\u0303\u0301\u0323"
    found = []
    for character in text:
        parts = unicodedata.normalize("NFD", character)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        found.append(base + "".join(part for part in parts if part in tones))
    return "".join(found).encode("cp1258")


def in_vni(text: str) -> bytes:
    """The few words of the test that differ, by hand."""
    table = {"Đ": "Ñ", "đ": "ñ", "ả": "aû", "ủ": "uû", "ố": "oá", "á": "aù", "ơ": "ô", "ư": "ö", "ừ": "öø", "à": "aø"}
    table |= {
        "ế": "eá",
        "ạ": "aï",
        "ữ": "öõ",
        "ệ": "eä",
        "ă": "aê",
        "ầ": "aà",
        "ợ": "ôï",
        "ê": "eâ",
        "õ": "oõ",
        "ĩ": "ó",
    }
    return "".join(table.get(character, character) for character in text).encode("cp1252")


def fault(data: bytes) -> tuple[int, str]:
    with pytest.raises(DecodingError) as caught:
        decode(data)
    return caught.value.line, str(caught.value)


def test_utf8_with_and_without_a_mark() -> None:
    assert decode(NEWS.encode()) == decode(b"\xef\xbb\xbf" + NEWS.encode()) == NEWS


def test_text_is_composed_and_lines_end_alike() -> None:
    assert decode(unicodedata.normalize("NFD", "Nghị quyết\r\nmột\rhai").encode()) == "Nghị quyết\nmột\nhai"


@pytest.mark.parametrize("name", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf16_and_utf32_are_named(name: str) -> None:
    assert "UTF-16" in fault(NEWS.encode(name))[1] or "UTF-32" in fault(NEWS.encode(name))[1]


@pytest.mark.parametrize(
    ("data", "name"), [(in_tcvn3(NEWS), "TCVN3"), (in_windows_1258(NEWS), "Windows-1258"), (in_vni(NEWS), "VNI")]
)
def test_encodings_of_the_past_are_named(data: bytes, name: str) -> None:
    line, message = fault(data)
    assert name in message
    assert line == 1
    assert name in fault(data.decode("cp1252", "replace").encode())[1]  # saved again as UTF-8
    assert name in fault(b"Title: x\n\n" + data)[1]


def test_utf8_read_as_windows_1252_is_named() -> None:
    line, message = fault(b"Title: x\n\n" + NEWS.encode().decode("latin-1").encode())
    assert line == 3
    assert "đọc nhầm" in message


def test_other_bytes_are_refused_with_their_line() -> None:
    assert fault(b"mot\nhai \xff ba") == (2, "không phải UTF-8 (byte 0xFF); hãy lưu lại tệp với bảng mã UTF-8")
    assert fault(b"mot\nhai\0")[0] == 2
    assert fault("x\ud800".encode("utf-8", "surrogatepass"))[0] == 1


@pytest.mark.parametrize("text", ["Ñandú, façade, Škoda, año, Köln, garçon, Đà Nẵng", "§ 1, ® và © 2021, ±5", "Ä Æ Ã"])
def test_foreign_words_are_no_old_encoding(text: str) -> None:
    assert decode(text.encode()) == text


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_fault(data: bytes) -> None:
    try:
        text = decode(data)
    except DecodingError as error:
        line = error.line
    else:
        line = 1
        assert "\r" not in text
        assert unicodedata.is_normalized("NFC", text)
    assert line >= 1


def test_what_makes_a_text_suspect_is_never_usual() -> None:
    """Usual letters are taken without a further look: none of them may be a mark, or change when it is composed."""
    usual = [chr(code) for code in range(0x110000) if not ODD.match(chr(code))]
    assert 97 + 134 < len(usual) < 400
    assert [c for c in usual if unicodedata.combining(c) or legacy_encodings._SUSPECTS.match(c)] == []
    assert unicodedata.normalize("NFC", "".join(usual)) == "".join(usual)
