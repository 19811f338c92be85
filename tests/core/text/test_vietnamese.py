"""Folding, slugs, words and guesses on real Vietnamese and on anything at all."""

import unicodedata
from difflib import SequenceMatcher

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.core.text.vietnamese import SLUG_LIMIT, closest, count_words, fold, is_slug, nfc, slugify
from tests.helpers.rounds import rounds

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
TONED = "".join(
    unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in "\u0300\u0309\u0303\u0301\u0323"
)
vietnamese = st.text(alphabet=LETTERS + TONED + " -,.0123456789", max_size=60)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đảng ủy Khối các cơ quan Trung ương", "dang uy khoi cac co quan trung uong"),
        ("NGHỊ QUYẾT", "nghi quyet"),
        ("Đắk Lắk", "dak lak"),
        ("hòa = hoà", "hoa = hoa"),
        ("Số 23-KH/ĐUK", "so 23-kh/duk"),
        ("", ""),
        ("Ελλάδα", "ελλαδα"),
        ("中文 🇻🇳", "中文 🇻🇳"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


def test_fold_leaves_ascii_alone_for_every_vietnamese_letter() -> None:
    assert fold(LETTERS + TONED).isascii()
    assert len(TONED) == 60


def test_nfc_composes() -> None:
    assert nfc("e\u0302\u0323") == "ệ"


@given(vietnamese)
def test_fold_sees_no_case_and_no_normal_form(text: str) -> None:
    expected = fold(text)
    assert fold(text.upper()) == expected
    assert fold(unicodedata.normalize("NFD", text)) == expected
    assert fold(unicodedata.normalize("NFD", text.upper())) == expected


@given(st.text(max_size=60))
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_fold_is_idempotent_for_every_character() -> None:
    changed = [c for c in map(chr, range(0x3000)) if fold(fold(c)) != fold(c)]
    assert changed == []


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Đẩy mạnh tuyên truyền kết quả năm đầu", "day-manh-tuyen-truyen-ket-qua-nam-dau"),
        ("  Số 23 -KH/ĐUK!  ", "so-23-kh-duk"),
        ("COVID-19", "covid-19"),
        ("…—“”", ""),
        ("Đan Phượng", "dan-phuong"),
        ("Dân phường", "dan-phuong"),
        ("٣ ²", ""),
    ],
)
def test_slugify(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_slugify_cuts_long_titles_between_words() -> None:
    assert slugify("ab" + " cde" * 40) == "ab" + "-cde" * 29
    assert slugify("abc" + " def" * 29 + " xyz") == "abc" + "-def" * 29
    assert len("abc" + "-def" * 29) == 119
    assert slugify("x" * 200) == "x" * SLUG_LIMIT


@given(st.one_of(st.text(max_size=200), vietnamese, st.text(alphabet="aĐ -", min_size=100, max_size=300)))
def test_slugs_are_slugs_and_stay(text: str) -> None:
    slug = slugify(text)
    assert slug == "" or is_slug(slug)
    assert slugify(slug) == slug


@pytest.mark.parametrize("text", ["", "-", "a-", "-a", "a--b", "A", "đ", "a_b", "a b", "a\n", "a/b", "..", "x" * 121])
def test_is_slug_refuses(text: str) -> None:
    assert not is_slug(text)


@pytest.mark.parametrize("text", ["a", "0", "ke-hoach-23", "x" * 120])
def test_is_slug_accepts(text: str) -> None:
    assert is_slug(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("kinh tế - xã hội", 4),
        ("“Lấy xây làm chính”…", 4),
        ("nhiệm kỳ 2021 – 2026", 4),
        (" một\n\thai  ba ", 3),
        ("— … !", 0),
    ],
)
def test_count_words(text: str, words: int) -> None:
    assert count_words(text) == words


@settings(max_examples=rounds(30, 1000))
@given(st.lists(st.text(alphabet=LETTERS + TONED, min_size=1, max_size=6), max_size=20))
def test_count_words_counts_what_was_joined(words: list[str]) -> None:
    assert count_words(" ".join(words)) == len(words)


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("Xây dựng đảng", "Xây dựng Đảng và hệ thống chính trị"),
        ("hoi nhap quoc te", "Hội nhập quốc tế"),
        ("HỘI NHẬP QUỐC TÊ", "Hội nhập quốc tế"),
        ("Tilte", "Title"),
        ("zzzz", ""),
        ("", ""),
    ],
)
def test_closest(word: str, found: str) -> None:
    assert closest(word, ["Title", "Hội nhập quốc tế", "Xây dựng Đảng và hệ thống chính trị"]) == found


NAMES = [
    f"articles/{2011 + n % 9}/{['mo-hinh', 'hoi-nghi', 'tam-guong', 'hoc-tap'][n % 4]}-{n * 7919 % 3001}.md"
    for n in range(3000)
]


@given(st.sampled_from(NAMES), st.integers(0, 40), st.sampled_from(["", "x", "9", "ê"]))
def test_closest_among_many_is_as_near_as_what_was_meant(name: str, place: int, typed: str) -> None:
    def nearness(candidate: str) -> float:
        return SequenceMatcher(None, candidate, fold(mistyped)).ratio()

    mistyped = name[:place] + typed + name[place + 1 :]
    found = closest(mistyped, NAMES)
    assert found
    assert nearness(found) >= nearness(name)


def test_closest_without_candidates_and_with_equal_ones() -> None:
    assert closest("hoa", []) == ""
    assert closest("hoa", ["Hòa", "Hoa"]) == "Hòa"
