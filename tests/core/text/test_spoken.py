"""What a loudspeaker says: numbers, dates, numerals, numbers of documents and abbreviations in words."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.text.abbreviations import ABBREVIATIONS, LETTERS
from plugins.core.text.numbers_aloud import cardinal, number_aloud, ordinal, roman
from plugins.core.text.spoken import WEB_WORDS, aloud


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (105, "một trăm linh năm"),
        (115, "một trăm mười lăm"),
        (1000, "một nghìn"),
        (1005, "một nghìn không trăm linh năm"),
        (2021, "hai nghìn không trăm hai mươi mốt"),
        (3606, "ba nghìn sáu trăm linh sáu"),
        (260_000, "hai trăm sáu mươi nghìn"),
        (1_000_005, "một triệu không trăm linh năm"),
        (10**9, "một tỷ"),
        (10**9 + 5, "một tỷ không trăm linh năm"),
        (1_234_567_890, "một tỷ hai trăm ba mươi tư triệu năm trăm sáu mươi bảy nghìn tám trăm chín mươi"),
        (12 * 10**12, "mười hai nghìn tỷ"),
    ],
)
def test_numbers(number: int, said: str) -> None:
    assert cardinal(number) == said


@given(st.integers(0, 10**15 - 1))
def test_no_two_numbers_sound_alike(number: int) -> None:
    """What is said can be read back."""
    assert _value(cardinal(number)) == number


def _value(said: str) -> int:
    """The number of such words, by a way of its own."""
    ones = {"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6}
    ones |= {"bảy": 7, "tám": 8, "chín": 9}
    billions, tail = said.rpartition(" tỷ")[::2] if " tỷ" in said else ("", said)
    total = group = last = 0
    for word in tail.split():
        if word in ones:
            last = ones[word]
        elif word == "mười":
            group, last = group + 10, 0
        elif word == "mươi":
            group, last = group + last * 10, 0
        elif word == "trăm":
            group, last = group + last * 100, 0
        elif word in {"nghìn", "triệu"}:
            total, group, last = total + (group + last) * (1000 if word == "nghìn" else 10**6), 0, 0
    return total + group + last + (_value(billions) * 10**9 if billions else 0)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("XIII", 13),
        ("IV", 4),
        ("IX", 9),
        ("XL", 40),
        ("XIV", 14),
        ("MMXXI", 2021),
        ("IIX", 0),
        ("VV", 0),
        ("ABC", 0),
        ("", 0),
    ],
)
def test_roman(text: str, value: int) -> None:
    assert roman(text) == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("5,2", "năm phẩy hai"),
        ("2,05", "hai phẩy không năm"),
        ("3.606", "ba nghìn sáu trăm linh sáu"),
        ("1.234,5", "một nghìn hai trăm ba mươi tư phẩy năm"),
        ("4.0", "bốn chấm không"),
        ("0243", "không hai bốn ba"),
        ("1234567890123456", "một hai ba bốn năm sáu bảy tám chín không một hai ba bốn năm sáu"),
    ],
)
def test_numbers_as_texts_write_them(text: str, said: str) -> None:
    assert number_aloud(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Đại hội XIII của Đảng", "Đại hội mười ba của Đảng"),
        ("lần thứ IV, lần thứ I, khóa XV", "lần thứ tư, lần thứ nhất, khóa mười lăm"),
        ("quý I/2021, quý IV", "quý một năm hai nghìn không trăm hai mươi mốt, quý bốn"),
        ("giai đoạn I, II và III; vitamin C, nhóm A", "giai đoạn một, hai và ba; vitamin C, nhóm A"),
        ("Kế hoạch số 23-KH/ĐUK", "Kế hoạch số hai mươi ba gạch ngang ca hát trên đê u ca"),
        ("số 52/2021/NĐ-CP", "số năm mươi hai trên hai nghìn không trăm hai mươi mốt trên en-nờ đê gạch ngang xê pê"),
        ("Luật số 59/2020/QH14", "Luật số năm mươi chín trên hai nghìn không trăm hai mươi trên quy hát mười bốn"),
        ("số 35-NQ/TW", "số ba mươi lăm gạch ngang en-nờ quy trên tê vê kép"),
        ("ngày 15/08/2021", "ngày mười lăm tháng tám năm hai nghìn không trăm hai mươi mốt"),
        ("3.2.1930", "ngày ba tháng hai năm một nghìn chín trăm ba mươi"),
        ("sáng 5/4", "sáng ngày năm tháng tư"),
        ("dịp 30/4, Quốc khánh 2/9", "dịp ngày ba mươi tháng tư, Quốc khánh ngày hai tháng chín"),
        ("TP.HCM, TPHCM", "Thành phố Hồ Chí Minh, Thành phố Hồ Chí Minh"),
        ("tháng 4/2022, tháng 4", "tháng tư năm hai nghìn không trăm hai mươi hai, tháng tư"),
        ("từ 1/2021", "từ tháng một năm hai nghìn không trăm hai mươi mốt"),
        (
            "7h30, 07:30, 20h00, 7 giờ 30 phút",
            "bảy giờ ba mươi phút, bảy giờ ba mươi phút, hai mươi giờ, bảy giờ ba mươi phút",
        ),
        ("tăng 5,2%, từ 6,5 – 7,0%", "tăng năm phẩy hai phần trăm, từ sáu phẩy năm đến bảy phẩy không phần trăm"),
        ("nhiệm kỳ 2021-2026", "nhiệm kỳ hai nghìn không trăm hai mươi mốt đến hai nghìn không trăm hai mươi sáu"),
        ("40/62 đơn vị", "bốn mươi trên sáu mươi hai đơn vị"),
        ("60 km/h, 15.000 đồng/kg", "sáu mươi ki-lô-mét một giờ, mười lăm nghìn đồng một ki-lô-gam"),
        ("120m², 5ha, -5°C", "một trăm hai mươi mét vuông, năm héc-ta, âm năm độ xê"),
        ("UBND xã, HĐND, TP. Vinh", "Ủy ban nhân dân xã, Hội đồng nhân dân, thành phố Vinh"),
        ("GDP, CLB", "giê dê pê, xê e-lờ bê"),
        ("COVID-19, 5G, lớp 12A", "Cô-vít mười chín, năm giê, lớp mười hai a"),
        ("GS.TS. Nguyễn A và/hoặc TS B", "giáo sư, tiến sĩ Nguyễn A hoặc tiến sĩ B"),
        ("Xem https://chinhphu.vn/a?b=1. Gửi a@b.vn.", f"Xem {WEB_WORDS}. Gửi {WEB_WORDS}."),
        ("NGHỊ QUYẾT ĐẠI HỘI", "NGHỊ QUYẾT ĐẠI HỘI"),
        ("Không có gì để đổi.", "Không có gì để đổi."),
        (
            "32/13/2021 và 25:70",
            "ba mươi hai trên mười ba trên hai nghìn không trăm hai mươi mốt và hai mươi lăm: bảy mươi",
        ),
        ("(1) Một; “2” hai", "(một) Một; “hai” hai"),
    ],
)
def test_what_is_said(text: str, said: str) -> None:
    assert aloud(text) == said


@given(st.text(st.sampled_from("0123456789.,/-–: %hHAXIVKĐU()“”aá\u00a0"), max_size=40))
def test_no_digit_is_left_and_nothing_breaks(text: str) -> None:
    assert not re.search(r"\d", aloud(text))


GUIDE = Path(__file__).resolve().parents[3] / "docs/huong-dan-bien-tap.md"
ROWS = re.search(r"\| Trong bài \| Bản đọc \|\n\|---\|---\|\n((?:\|.*\n)+)", GUIDE.read_text(encoding="utf-8"))
TWENTY = [
    tuple(cell.strip() for cell in row.strip("| ").split(" | ")) for row in (ROWS[1] if ROWS else "").splitlines()
]


def test_the_guide_promises_twenty_spellings() -> None:
    assert len(TWENTY) == 20


@pytest.mark.parametrize(("text", "said"), TWENTY)
def test_what_the_guide_promises_is_said(text: str, said: str) -> None:
    assert aloud(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("khóa XII – XIII; chương II", "khóa mười hai đến mười ba; chương hai"),
        ("lần thứ 4, lần thứ 1, thứ 7", "lần thứ tư, lần thứ nhất, thứ bảy"),
        ("quý II-2022", "quý hai năm hai nghìn không trăm hai mươi hai"),
        ("tháng 1-2022", "tháng một năm hai nghìn không trăm hai mươi hai"),
        ("20g30, 20g", "hai mươi giờ ba mươi phút, hai mươi gam"),
        ("24/24 giờ", "hai mươi tư trên hai mươi tư giờ"),
        ("024.3825.1234; (024) 38251234; 1900 1234",
         "không hai bốn, ba tám hai năm, một hai ba bốn; không hai bốn, ba tám hai năm một hai ba bốn; một chín không "
         "không, một hai ba bốn"),
        ("1 000 000 đồng", "một triệu đồng"),
        ("5x7 m; 2,5 m x 3 m", "năm nhân bảy mét; hai phẩy năm mét nhân ba mét"),
        ("≥ 90%; >5; ±2", "lớn hơn hoặc bằng chín mươi phần trăm; lớn hơn năm; cộng trừ hai"),
        ("Bộ TT&TT, Bộ LĐ-TB&XH", "Bộ thông tin và truyền thông, Bộ lao động, thương binh và xã hội"),
        ("C.Mác, V.I.Lênin, v.v., HIV/AIDS", "Các Mác, Lê-nin, vân vân, hát i vê, ết"),
        ("nhà 12B/34, tỉnh lộ 741", "nhà mười hai bê trên ba mươi tư, tỉnh lộ bảy trăm bốn mươi mốt"),
        ("hoàn thành 2/9 chỉ tiêu; tháng 5, 12/34 người",
         "hoàn thành hai trên chín chỉ tiêu; tháng năm, mười hai trên ba mươi tư người"),
    ],
)  # fmt: skip
def test_what_came_up_in_other_texts(text: str, said: str) -> None:
    assert aloud(text) == said


NAMES = {name: letter for letter, name in LETTERS.items()}


KIND = st.text(st.sampled_from("ABCDĐGHKLMNPQSTUVX"), min_size=1, max_size=5)


@given(st.integers(1, 9999), st.none() | st.integers(1990, 2040), st.lists(KIND, min_size=1, max_size=3))
def test_every_number_of_a_document_can_be_written_down_by_ear(number: int, year: int | None, kinds: list[str]) -> None:
    numbers = [number, *([year] if year else [])]
    written = f"{number}/{year}/{'-'.join(kinds)}" if year else f"{number}-{'/'.join(kinds)}"
    pieces = re.split(" (gạch ngang|trên) ", aloud(f"số {written}").removeprefix("số "))
    signs = [{"gạch ngang": "-", "trên": "/"}[sign] for sign in pieces[1::2]]
    heard = [str(_value(said)) if place < len(numbers) else _letters(said) for place, said in enumerate(pieces[::2])]
    assert "".join(one + sign for one, sign in zip(heard, [*signs, ""], strict=True)) == written


def _letters(said: str) -> str:
    for name in sorted(NAMES, key=len, reverse=True):
        said = re.sub(rf"(?<![^ ]){re.escape(name)}(?![^ ])", NAMES[name], said)
    return said.replace(" ", "")


def _roman_numeral(number: int) -> str:
    rows = [(50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
    text = ""
    for value, letters in rows:
        times, number = divmod(number, value)
        text += letters * times
    return text


@given(st.integers(1, 89), st.sampled_from(["khóa", "Đại hội", "Hội nghị", "quý", "chương", "kỳ", "giai đoạn", "Phần"]))
def test_every_numeral_behind_its_word_is_said(number: int, word: str) -> None:
    assert aloud(f"{word} {_roman_numeral(number)}.") == f"{word} {cardinal(number)}."
    assert aloud(f"lần thứ {_roman_numeral(number)}") == f"lần thứ {ordinal(number)}"
    assert aloud(f"lần thứ {number}") == f"lần thứ {ordinal(number)}"


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)), st.sampled_from("/.-"))
def test_every_day_is_said(day: dt.date, sign: str) -> None:
    month = "tư" if day.month == 4 else cardinal(day.month)
    said = f"ngày {cardinal(day.day)} tháng {month}"
    whole = f"{said} năm {cardinal(day.year)}"
    for written in (f"{day.day}{sign}{day.month}{sign}{day.year}", f"{day:%d{sign}%m{sign}%Y}"):
        assert aloud(f"Họp ngày {written}, tại trụ sở") == f"Họp {whole}, tại trụ sở"
        assert aloud(f"Họp {written}.") == f"Họp {whole}."
    assert aloud(f"ngày {day.day}/{day.month}") == said


@given(st.integers(0, 10**12), st.sampled_from([" người", "%", " đồng", "."]))
def test_every_number_is_said_as_one(number: int, behind: str) -> None:
    written = f"{number:,}".replace(",", ".")
    word = behind.replace("%", " phần trăm")
    assert aloud(f"có {written}{behind}") == f"có {cardinal(number)}{word}"
    assert aloud(f"có {number}{behind}") == f"có {cardinal(number)}{word}"


WORDS = st.sampled_from(
    [*ABBREVIATIONS, "23-KH/ĐUK", "XIII", "khóa XV", "5,2%", "3.606", "15/7/2021", "7h30", "120 m²", "GDP", "40/62",
     "A4", "Đảng", "chi bộ", "(1)", "“2”", "2021-2026", "https://a.vn/b", "a@b.vn", "0912 345 678", "–", "…", ",", ";"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=8))
def test_what_is_said_is_words_and_needs_nothing_more(words: list[str]) -> None:
    said = aloud(" ".join(words))
    assert not re.search(r"[\d/&+=%²³°@…*<>~]", said)
    assert not re.search(r"[.,;]\s*[.]|  |\s[,.;]", said)
    assert aloud(said) == said
