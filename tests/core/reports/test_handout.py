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
    quotations, figures = read_body(BODY)
    assert quotations == ("Lời trích có 9 chữ.",)
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
    assert read_body(f"<blockquote><p>{'a' * (LONGEST + 1)}</p></blockquote><p>{'7' * (LONGEST + 1)}</p>") == ((), ())
    assert read_body("  ") == ((), ())
