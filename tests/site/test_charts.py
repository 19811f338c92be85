"""Charts and tables from CSV files beside the article: drawn at build, every number in a table, broken files told."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from lxml import etree

from tests.helpers.feed_site import URL, FeedSite, feed_site
from tests.site.faults import files

DATA = "Đơn vị;Số bài;Số <buổi>\nHuế & Vinh;12;1.234,5\nHà Nội;;3\n"
BODY = """Mở đầu.

![Số bài và số buổi của hai nơi.](so-lieu.csv "Kết quả hai nơi | Nguồn: Số liệu thử")

![Cùng số liệu ấy.](so-lieu.csv#bang "Bảng | Nguồn: Số liệu thử")

![Số bài từng năm.](nam.csv "Từng năm | Nguồn: Số liệu thử")

![Hai đường.](duong.csv#duong "Hai đường | Nguồn: Số liệu thử")
"""


def put(site: FeedSite, name: str, text: str) -> None:
    path = site.content / "articles/2021" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write(site: FeedSite) -> None:
    put(site, "so-lieu.csv", DATA)
    put(site, "nam.csv", "Năm,Bài\n2021,5\n2022,10\n2023,0\n")
    put(
        site,
        "duong.csv",
        "Năm,A,B\n" + "".join(f"{year},{year - 1990},{'' if year == 2005 else 7}\n" for year in range(1995, 2020)),
    )
    site.article("co", body=BODY)
    site.article("khong", day="2021-07-06")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FeedSite:
    """Built once; not to be changed."""
    made = feed_site(tmp_path_factory.mktemp("charts"))
    write(made)
    made.build()
    return made


def figures(site: FeedSite) -> list[object]:
    return BeautifulSoup(site.read("bai-viet/co/index.html"), "html.parser").select(".prose figure")


def test_a_chart_is_one_picture_with_a_table_behind_it(site: FeedSite) -> None:
    bars, table, columns, lines = figures(site)
    drawing = bars.select_one("[role=img]")  # type: ignore[attr-defined]
    assert drawing["aria-label"] == "Số bài và số buổi của hai nơi."
    assert [text.get_text() for text in drawing.select("p")] == ["Huế & Vinh", "12", "1.234,5", "Hà Nội", "3"]
    assert not drawing.select("text")
    rows = bars.select("details table tr")  # type: ignore[attr-defined]
    assert [[cell.get_text() for cell in row.select("th, td")] for row in rows] == [
        ["Đơn vị", "Số bài", "Số <buổi>"],
        ["Huế & Vinh", "12", "1.234,5"],
        ["Hà Nội", "", "3"],
    ]
    assert bars.select_one("figcaption").get_text() == "Kết quả hai nơi. Nguồn: Số liệu thử"  # type: ignore[attr-defined]
    assert not table.select("svg")  # type: ignore[attr-defined]
    assert table.select("table")  # type: ignore[attr-defined]
    assert len(columns.select("rect.data-1")) == 3  # type: ignore[attr-defined]  # two and the key: nothing is drawn of 0
    assert len(lines.select("polyline")) == 3  # type: ignore[attr-defined]  # an empty cell breaks a line
    file = bars.select_one("a[download]")["href"]  # type: ignore[attr-defined]
    assert (site.output / str(file).lstrip("/")).read_text(encoding="utf-8") == DATA


def test_nothing_in_it_needs_script_or_inline_style(site: FeedSite) -> None:
    for figure in figures(site):
        assert " style=" not in str(figure)
        assert "<script" not in str(figure)
        assert " on" not in "".join(f" {name}" for tag in figure.find_all(True) for name in tag.attrs)  # type: ignore[attr-defined]


def test_feeds_carry_the_table(site: FeedSite) -> None:
    items = etree.fromstring(site.read("rss.xml")).findall("channel/item")
    content = next(
        item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded")
        for item in items
        if item.findtext("link") == f"{URL}/bai-viet/co/"
    )
    said = BeautifulSoup(content, "html.parser")
    assert not said.select("svg, text, rect")
    assert len(said.select("table")) == 4
    assert content.count("Huế &amp; Vinh") == 2
    assert all(str(link["href"]).startswith(URL) for link in said.select("a[href]"))


def test_an_article_without_any_has_nothing_of_them(site: FeedSite) -> None:
    assert b"data-legend" not in site.read("bai-viet/khong/index.html")


def test_what_is_wrong_is_told_at_its_line_all_at_once(tmp_path: Path) -> None:
    made = feed_site(tmp_path)
    put(made, "hong.csv", "Năm,Bài\n2021\n2022,1,2\n")
    put(made, "am.csv", "Năm,Bài\n2021,-5\n")
    put(made, "tot.csv", "Năm,Bài\n2021,5\n")
    title = '"A | Nguồn: thử"'
    made.article("hong", body=f"Chữ.\n\n![Tả.](hong.csv {title})\n")
    made.article("am", body=f"Chữ.\n\n![Tả.](am.csv#bang {title})\n\n![Tả khác.](am.csv#cot {title})\n")
    made.article("dang", body=f"Chữ.\n\n![Tả.](tot.csv#tron {title})\n")
    made.article("khong-ta", body=f"Chữ.\n\n![](tot.csv {title})\n")
    made.article("khong-co", body=f"Chữ.\n\n![Tả.](khong-co.csv {title})\n")
    made.article("anh", picture="tot.csv", picture_alt="Tả", picture_credit="Ảnh: thử")
    said = made.build(ok=False)
    assert "-hong.md:11: nội dung: “articles/2021/hong.csv”: dòng 2: có 1 ô, dòng tên cột có 2; dòng 3: có 3 ô" in said
    assert "-am.md:" in said
    assert "không vẽ được “-5” (hàng “2021”)" in said
    assert "-dang.md:11: nội dung: biểu đồ không có dạng “#tron”; được dùng: #bang, #ngang, #cot, #duong" in said
    assert "-khong-ta.md:11: nội dung: ảnh “tot.csv” thiếu lời tả" in said
    assert "-khong-co.md:11: nội dung" in said
    assert "-anh.md:8: Picture: “tot.csv” là bảng số liệu" in said


@pytest.mark.slow
def test_what_editors_do_later_gives_the_bytes_of_a_build_from_nothing(tmp_path: Path) -> None:
    made = feed_site(tmp_path / "a")
    write(made)
    made.build()
    put(made, "nam.csv", "Năm,Bài\n2021,5\n2022,99\n")  # the file alone
    made.build()
    assert b">99<" in made.read("bai-viet/co/index.html")
    made.article("hai", day="2021-07-08", body='![Tả.](nam.csv#ngang "A | Nguồn: thử")')
    made.build()
    clean = FeedSite(made.content, tmp_path / "clean", tmp_path / "cache")
    clean.build()
    assert files(made.output) == files(clean.output)


def sheets(site: FeedSite, page: str) -> set[str]:
    found = BeautifulSoup(site.read(page), "html.parser").select("main link[rel=stylesheet]")
    return {str(link["href"]).lstrip("/") for link in found}


def test_only_pages_with_a_chart_fetch_its_style(site: FeedSite) -> None:
    without = sheets(site, "bai-viet/khong/index.html")
    (own,) = sheets(site, "bai-viet/co/index.html") - without
    assert b".data-bar" in site.read(own)
    assert not any(b".data-bar" in site.read(sheet) for sheet in without)
