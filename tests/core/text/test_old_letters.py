"""Letters from before Unicode are known by what they become, and clean text with foreign names is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.core.errors import SettingsError
from plugins.core.text import legacy_letters
from plugins.core.text.decoding import DecodingError, decode
from plugins.core.text.legacy_encodings import TCVN3, VNI, recognise_text
from plugins.core.text.mending import mend
from plugins.core.text.syllables import is_syllable
from plugins.verbs import mend as verb

SENTENCES = [
    "Giữ nếp sinh hoạt.",
    "Mỗi tổ một việc làm hay.",
    "Rà soát quy hoạch cán bộ ở ba xã.",
    "Bà con góp công mở đường liên thôn dài hai cây số.",
    "Sổ tay ghi rõ người làm và ngày xong.",
    "Thư viện huyện mở cửa buổi tối.",
]
TABLES = {TCVN3: legacy_letters.TCVN3, VNI: legacy_letters.VNI}


def old(text: str, name: str) -> str:
    letters: dict[str, str] = {}
    for before, after in TABLES[name].items():
        letters.setdefault(after, before)
    return "".join(letters.get(sign) or letters.get(sign.lower(), sign) for sign in text)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_is_known_and_mended(name: str, sentence: str) -> None:
    text = f"Title: x\n\n{old(sentence, name)}\n"
    assert recognise_text(text) == (name, 3)
    mended = mend(text.encode())
    assert mended is not None
    assert mended.encoding == name
    assert mended.text.lower() == f"title: x\n\n{sentence}\n".lower()
    with pytest.raises(DecodingError, match="mend"):
        decode(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        *SENTENCES,
        "Diện tích 1.200 m², 37 °C, báo «Nhân Dân», dài×rộng 3×4, ½ lít, ±5, 10 µm, § 3, © 2025.",
        "Ông Noël, bà Škoda, Müller và Citroën đến Malmö, São Paulo, Łódź; café, façade, naïve.",
        "Für die Übung hören wir schöne Größe.",
        "Så går det två på vägen till Malmö.",
        "L’été où le garçon français a été.",
        "Khoá học ở toà nhà hoà bình, thuý và loá.",
    ],
)
def test_clean_text_is_left_alone(text: str) -> None:
    assert recognise_text(text) is None
    assert mend(text.encode()) is None


@pytest.mark.parametrize("word", ["nghiêng", "Được", "QUYẾT", "ăn", "yêu", "khuya", "toà", "tòa", "gì", "oanh"])
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word", ["Noël", "strong", "catp", "cap", "ềế", "xzy", "Việtnam", "aaa", "café", "ñôn", "España"]
)
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_the_verb_shows_first_and_writes_when_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "bai.md"
    text = f"Title: Bài\n\n{old(SENTENCES[2], VNI)}\n"
    file.write_text(text, encoding="utf-8")
    assert verb.run([file], write=False) == 0
    assert file.read_text(encoding="utf-8") == text
    assert SENTENCES[2] in capsys.readouterr().out
    assert verb.run([file], write=True) == 0
    assert file.read_text(encoding="utf-8") == f"Title: Bài\n\n{SENTENCES[2]}\n"
    assert [entry.name for entry in tmp_path.iterdir()] == ["bai.md"]
    with pytest.raises(SettingsError):
        verb.run([tmp_path / "không có.md"], write=True)


def test_bytes_that_are_no_utf_8_are_mended_too() -> None:
    text = "Title: x\n\n" + old("Đại hội Đảng quyết định những việc của năm mới.", VNI)
    mended = mend(text.encode("cp1252"))
    assert mended is not None
    assert mended.lines[0].after == "Đại hội Đảng quyết định những việc của năm mới."
