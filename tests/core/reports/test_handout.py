"""What a hand-out takes from a body: quotations and sentences with figures, word for word."""

import pytest

from plugins.core.reports.handout import LONGEST, has_figure, read_body

BODY = """<h2>Ý</h2>
<p>Có 87 đơn vị tham gia, tăng 5,2%. Ngày 02/03/2022 họp. Theo Kế hoạch số 23-KH/ĐUK năm 2021.</p>
<ul><li>Đã có 3 mô hình.</li><li><p>Thêm 4 lớp học!</p></li></ul>
<blockquote><p>Lời <em>trích</em> có 9 chữ.</p></blockquote>
<table><tbody><tr><td>5 dòng</td></tr></tbody></table>
<p>Chú thích<sup>1</sup> không phải số liệu.</p>"""


def test_figures_and_quotations_are_word_for_word() -> None:
    quotations, figures, firsts = read_body(BODY)
    assert quotations == ("Lời trích có 9 chữ.",)
    assert firsts == ("Có 87 đơn vị tham gia, tăng 5,2%.",)
    assert figures == ("Có 87 đơn vị tham gia, tăng 5,2%.", "Đã có 3 mô hình.", "Thêm 4 lớp học!")


@pytest.mark.parametrize(
    ("sentence", "figure"),
    [
        ("Tăng 5,2%.", True),
        ("Ngày 02/03/2022 họp.", False),
        ("Từ năm 2022 đến năm 2025.", False),
        ("Nhiệm kỳ 2021 – 2026.", False),
        ("Kế hoạch số 23-KH/ĐUK.", False),
        ("Phòng, chống dịch COVID-19.", False),
        ("Không có số.", False),
        ("Năm 2022 có 12 lớp.", True),
    ],
)
def test_dates_and_numbers_of_documents_are_no_figures(sentence: str, figure: bool) -> None:
    assert has_figure(sentence) is figure


def test_what_nobody_can_say_aloud_is_left_out() -> None:
    assert read_body(f"<blockquote><p>{'a' * (LONGEST + 1)}</p></blockquote><p>{'7' * (LONGEST + 1)}</p>") == (
        (),
        (),
        (),
    )
    assert read_body("  ") == ((), (), ())


@pytest.mark.parametrize(
    ("body", "firsts"),
    [
        ("<p>Một. Hai.</p><p>Ba. Bốn.</p>", ("Một.", "Ba.")),
        (
            "<p>Mở. Tiếp.</p><p>Nữa.</p><h2>A</h2><p>Đầu A. Sau.</p><p>Thừa.</p><h2>B</h2><ul><li>x</li></ul>",
            ("Mở.", "Đầu A."),
        ),
        ("<h2>A</h2><blockquote><p>Trích.</p></blockquote><p>Sau trích.</p>", ("Sau trích.",)),
        ("<h2>A</h2><p>Gồm các việc:</p><ul><li>x</li></ul><p>Câu đủ ý.</p>", ("Câu đủ ý.",)),
        ("<ul><li>chỉ có danh sách</li></ul>", ()),
        ("".join(f"<p>Câu {n}.</p>" for n in range(9)), tuple(f"Câu {n}." for n in range(5))),
    ],
)
def test_first_sentences_stand_in_for_key_points(body: str, firsts: tuple[str, ...]) -> None:
    assert read_body(body)[2] == firsts
