"""The table behind a chart, or in its place."""

from __future__ import annotations

from bs4 import BeautifulSoup

from plugins.core.views.data_chart import chart_html

CELLS = (
    ("Đơn vị", "Số bài", "Ghi chú", "Trống", "Tăng"),
    ("Một", "1.234,5", "chưa đủ số", "", "−3"),
    ("Hai", "", "12", "", "4 %"),
)


def test_numbers_and_their_name_stand_at_the_right_words_at_the_left() -> None:
    page = BeautifulSoup(chart_html(CELLS, "bang", alt="Bảng.", href="/tep/a.csv", about="CSV, 1 KB"), "html.parser")
    for row in page.select("tr"):
        sides = ["align-right" in cell.get("class", []) for cell in row.find_all(["th", "td"])]
        assert sides == [False, True, False, False, True], row
