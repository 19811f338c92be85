"""Social cards: size, weight, Vietnamese letters, titles of every length."""

import io

import pytest
from PIL import Image

from plugins.pictures.card_drawing import HEIGHT, WIDTH, _font, draw
from plugins.pictures.social_card import CardText, card_file
from tests.helpers.cost import cost

LETTERS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
LETTERS += LETTERS.upper() + "“”‘’–—…0123456789/.,;:!?()%&"


def card(title: str, kicker: str = "Xây dựng Đảng") -> CardText:
    return CardText("bai", "Đưa Nghị quyết vào cuộc sống", kicker, title, "5/7/2021")


@pytest.mark.parametrize("weight", ["Bold", "SemiBold", "Medium"])
def test_the_font_has_every_vietnamese_letter(weight: str) -> None:
    font = _font(weight, 40)
    missing = font.getmask("\U0010fffe").getbbox(), bytes(font.getmask("\U0010fffe"))
    for letter in LETTERS:
        assert (font.getmask(letter).getbbox(), bytes(font.getmask(letter))) != missing, letter


@pytest.mark.slow
@pytest.mark.parametrize(
    "title",
    [
        "Hội nghị",
        "Đẩy mạnh tuyên truyền Nghị quyết Đại hội XIII của Đảng ở các cơ quan Trung ương",
        "Một tiêu đề rất dài " * 15,
        "x" * 300,
        "Ộ" * 300,
        "",
    ],
)
def test_any_title_fits(title: str) -> None:
    data = draw(card(title))
    assert cost(lambda: draw(card(title))) < 10 * cost(lambda: draw(card("Hội nghị")))
    assert len(data) <= 60_000
    picture = Image.open(io.BytesIO(data))
    assert (picture.size, picture.format) == ((WIDTH, HEIGHT), "PNG")
    paper = picture.convert("RGB").crop((WIDTH - 60, 40, WIDTH, HEIGHT - 10))
    assert len(paper.getcolors() or ()) == 1, "nothing is drawn over the margin"


def test_composed_and_decomposed_titles_look_alike() -> None:
    import unicodedata

    title = "Nghị quyết vào cuộc sống"
    assert draw(card(title)) == draw(card(unicodedata.normalize("NFD", title)))


def test_address_follows_the_words() -> None:
    one, other = card("Một"), card("Hai")
    assert card_file(one) == card_file(card("Một"))
    assert card_file(one) != card_file(other)
    assert card_file(one).startswith("anh/the/bai.")
