"""Vietnamese alphabetical order, proved by words written down in that order."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.text.collation import collation_key, directory_key

# Each row stands in the order that ICU 72 (locale "vi") gives it.
ORDERED = {
    "letters": "a|ă|â|b|c|d|đ|e|ê|f|g|h|i|j|k|l|m|n|o|ô|ơ|p|q|r|s|t|u|ư|v|w|x|y|z",
    "capitals after small": "a|A|ă|Ă|â|Â|b|B|d|D|đ|Đ|e|E|ê|Ê|o|O|ô|Ô|ơ|Ơ|u|U|ư|Ư",
    "tones in words": "ma|mà|mả|mã|má|mạ|mă|mằ|mẳ|mẵ|mắ|mặ|mâ|mầ|mẩ|mẫ|mấ|mậ",
    "tones of e, i, o": "e|è|ẻ|ẽ|é|ẹ|ê|ề|ể|ễ|ế|ệ|i|ì|ỉ|ĩ|í|ị|o|ò|ỏ|õ|ó|ọ|ô|ồ|ổ|ỗ|ố|ộ",
    "tones of ơ, u, ư, y": "ơ|ờ|ở|ỡ|ớ|ợ|u|ù|ủ|ũ|ú|ụ|ư|ừ|ử|ữ|ứ|ự|y|ỳ|ỷ|ỹ|ý|ỵ",
    "letters, then tones, then case": "hoa|Hoa|HOA|hoà|hòa|Hòa|hóa|họa|hoan|hoàn|hoãn",
    "a tone counts only when all letters agree": "ban|bàn|bán|bàn bạc|ban bố|bao",
    "digits": "0|1|10|2|2021|2022|9|a",
    "spaces and punctuation first": "a b|a-b|a–b|a, b|a.b|a/b|a1|ab|ắb",
    "quotation marks": "-a|“a”|(a)|1|a",
    "an ellipsis is three points": "….|…a|..b|.b",
    "topics": "Bầu cử và kỳ họp thứ nhất|Biểu dương nỗ lực, sáng tạo"
    "|Công tác cán bộ; phòng, chống tham nhũng, lãng phí|Đấu tranh, phản bác|Đổi mới mô hình tăng trưởng"
    "|Hội nhập quốc tế|Kết quả năm đầu thực hiện Nghị quyết|Mục tiêu kinh tế - xã hội từng năm"
    "|Phòng, chống dịch COVID-19|Thi đua, học tập và làm theo Bác|Xây dựng Đảng và hệ thống chính trị",
    "provinces": "An Giang|Bà Rịa|Bạc Liêu|Bắc Giang|Bắc Kạn|Bắc Ninh|Bến Tre|Bình Dương|Cà Mau|Cao Bằng"
    "|Cần Thơ|Đà Nẵng|Đắk Lắk|Đắk Nông|Điện Biên|Đồng Nai|Đồng Tháp|Gia Lai|Hà Giang|Hà Nội|Hải Dương"
    "|Hoà Bình|Hòa Bình|Huế|Kiên Giang|Kon Tum|Lai Châu|Lạng Sơn|Lâm Đồng|Nam Định|Nghệ An|Ninh Bình|Phú Thọ"
    "|Quảng Bình|Quảng Trị|Sóc Trăng|Sơn La|Tây Ninh|Thái Bình|Thanh Hóa|Tiền Giang|Trà Vinh|Tuyên Quang"
    "|Vĩnh Long|Yên Bái",
    "foreign": "cafe|café|cấp|naive|naïve|strasse|Straße|Zoe|Zoé|Zoë|Москва",
}
ROWS = [pytest.param(row.split("|"), id=name) for name, row in ORDERED.items()]


@pytest.mark.parametrize("words", ROWS)
def test_order(words: list[str]) -> None:
    shuffled = words.copy()
    random.Random(7).shuffle(shuffled)
    assert sorted(shuffled, key=collation_key) == words


@pytest.mark.parametrize("words", ROWS)
def test_order_of_decomposed_text(words: list[str]) -> None:
    decomposed = [unicodedata.normalize("NFD", word) for word in reversed(words)]
    assert [unicodedata.normalize("NFC", word) for word in sorted(decomposed, key=collation_key)] == words


def test_invisible_characters_do_not_count() -> None:
    assert sorted(["b", "\u200ba", "c"], key=collation_key) == ["\u200ba", "b", "c"]


@given(st.text(max_size=30), st.text(max_size=30))
def test_keys_are_equal_for_equal_texts_only(one: str, other: str) -> None:
    same = unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
    assert (collation_key(one) == collation_key(other)) == same


@given(
    st.text(alphabet="aăâdđeêoôơuưàảãáạ xXĐ", max_size=12),
    st.text(alphabet="aăâdđeêoôơ", min_size=1, max_size=4),
)
def test_a_beginning_sorts_before_what_it_begins(text: str, more: str) -> None:
    assert collation_key(text) < collation_key(text + more)


def test_directories_count() -> None:
    names = ["Chi bộ 10", "Chi bộ 2", "Chi bộ 1", "Chi bộ 11", "Ban 3"]
    assert sorted(names, key=directory_key) == ["Ban 3", "Chi bộ 1", "Chi bộ 2", "Chi bộ 10", "Chi bộ 11"]
