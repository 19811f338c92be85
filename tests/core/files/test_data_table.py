"""CSV files that articles draw: what spreadsheets of any country write is read, every broken line is told at once."""

from __future__ import annotations

import pytest

from plugins.core.files.data_table import form_of, read_table, undrawable, value
from plugins.core.files.file_types import AttachedFileError

PLAIN = (("Năm", "Bài"), ("2021", "12"), ("2022", "30"))


@pytest.mark.parametrize(
    "data",
    [
        b"N\xc4\x83m,B\xc3\xa0i\n2021,12\n2022,30\n",
        "Năm;Bài\r\n2021;12\r\n2022;30\r\n".encode("utf-8-sig"),
        "Năm\tBài\n2021\t12\n2022\t30".encode(),
        '"Năm","Bài"\n"2021","12"\n\n"2022"," 30 "\n'.encode(),
        "sep=;\r\nNăm;Bài\r\n2021;12\r\n2022;30\r\n".encode("utf-8-sig"),
        '"sep=|"\nNăm|Bài\n2021|12\n2022|30\n'.encode(),
        "Năm;Bài;;\r\n2021;12;;\r\n2022;30;;\r\n;;;\r\n".encode("utf-8-sig"),
        "Năm,Bài\n2021,12,,\n2022,30,\n".encode(),
    ],
)
def test_what_spreadsheets_write_is_one_table(data: bytes) -> None:
    assert read_table(data) == PLAIN


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_name_of_a_column_may_have_lines(sign: str) -> None:
    lines = ('"Đơn\nvị, phòng"', '"Số;\nbài ""mới"""'), ("A", "1")
    text = "\n".join(sign.join(line) for line in lines)
    assert read_table(text.encode()) == (("Đơn vị, phòng", 'Số; bài "mới"'), ("A", "1"))


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("12", 12),
        ("1.234", 1234),
        ("1.234,5", 1234.5),
        ("1234,5", 1234.5),
        ("12.5", 12.5),
        ("1 234", 1234),
        ("5,2%", 5.2),
        ("-3", -3),
        ("−3,5", -3.5),
        ("", None),
        ("mười", None),
        ("1,2,3", None),
        ("12 bài", None),
    ],
)
def test_numbers_of_cells(cell: str, number: float | None) -> None:
    assert value(cell) == number


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "cần một dòng tên cột"),
        ("Năm,Bài\n".encode(), "cần một dòng tên cột"),
        ("Năm\n2021\n".encode(), "dòng 1: có 1 cột"),
        ("Năm,\n2021,1\n".encode(), "dòng 1: cột 2 chưa có tên"),
        ("Năm,Bài,Bài\n2021,1,2\n".encode(), "dòng 1: cột 2 và cột 3 cùng tên “Bài”"),
        ("Năm,Bài\n2021\n".encode(), "dòng 2: có 1 ô, dòng tên cột có 2"),
        ("Năm,Bài\n,5\n".encode(), "dòng 2: ô đầu dòng để trống"),
        ('Năm,Bài\n"2021,5\n2022,6\n'.encode(), 'dòng 2: dấu " mở mà không đóng'),
        ('sep=,\nNăm,Bài\n2021,5\n"2022"x,6\n'.encode(), 'dòng 4: dấu "'),
        ("sep=,\nNăm,Bài\n2021\n".encode(), "dòng 3: có 1 ô, dòng tên cột có 2"),
        ("Năm,Bài\n2021,=1+1\n".encode(), "dòng 2, cột 2: “=1+1” là công thức"),
        ("Năm,Bài\n2021,5\n".encode("utf-16"), "dòng 1: không phải UTF-8"),
        ("Năm,Bài\nHà Nội,5\n".encode("cp1258", "replace"), "không phải UTF-8"),
        (("Năm,Bài\n" + "2021,1\n" * 101).encode(), "có 101 dòng số liệu; tối đa 100"),
        (("a," * 9 + "b\n" + "1," * 9 + "2\n").encode(), "có 10 cột"),
        (b"a,b\n" + b"x" * 121 + b",1\n", "dòng 2, cột 1: dài 121 ký tự"),
        (b"a,b\n" + b"1,2\n" * 30_000, "nặng 120 KB"),
        (b"a,b\n1,\x00\n", "byte 0"),
    ],
)
def test_what_is_broken_is_told(data: bytes, words: str) -> None:
    with pytest.raises(AttachedFileError) as caught:
        read_table(data)
    assert words in str(caught.value)


def test_all_broken_lines_are_told_at_once() -> None:
    with pytest.raises(AttachedFileError) as caught:
        read_table("Năm,Bài\n2021\n2022,1,2\n,3\n2024,4\n".encode())
    assert [part.split(":")[0] for part in str(caught.value).split("; ")] == ["dòng 2", "dòng 3", "dòng 4"]


@pytest.mark.parametrize(
    ("names", "columns", "form"),
    [
        (["2021", "2022"], 1, "cot"),
        (["Quý I", "Quý II"], 1, "cot"),
        (["2021", "2022"], 2, "duong"),
        ([f"{month}/2021" for month in range(1, 13)], 1, "cot"),
        ([str(year) for year in range(2000, 2020)], 1, "duong"),
        (["Hà Nội", "Huế"], 1, "ngang"),
        (["2021", "Huế"], 1, "ngang"),
    ],
)
def test_the_form_that_fits(names: list[str], columns: int, form: str) -> None:
    cells = (("Tên", *["Số"] * columns), *((name, *["1"] * columns) for name in names))
    assert form_of(cells, "") == form
    assert form_of(cells, "bang") == "bang"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ((("a", "-1"),), "không vẽ được “-1” (hàng “a”)"),
        ((("a", "có"), ("b", "1")), "không vẽ được “có” (hàng “a”)"),
        ((("a", ""), ("b", "0")), "không có số nào lớn hơn 0"),
        ((("a", "1", "2", "3", "4", "5"),), "có 5 cột số"),
        (tuple((str(n), "1") for n in range(61)), "có 61 dòng"),
        (tuple((str(n), "1", "2", "3") for n in range(41)), "có 123 ô số"),
        ((("a", "1"), ("b", "")), ""),
    ],
)
def test_what_can_only_be_a_table(rows: tuple[tuple[str, ...], ...], words: str) -> None:
    said = undrawable((("Tên", *["Số"] * (len(rows[0]) - 1)), *rows))
    assert (words in said) if words else not said


@pytest.mark.parametrize(
    ("column", "doubtful"),
    [
        (("12,000", "900"), "“12,000” (hàng “0”)"),
        (("10,000", "20,000"), "“10,000” (hàng “0”), “20,000” (hàng “1”)"),
        (("12,125", "7,5"), ""),
        (("12,125", "0,125"), ""),
        (("12,125", "1.234,5"), ""),
        (("1.234", "12"), ""),
        (("1.234", "2.5"), "“1.234” (hàng “0”)"),
        (("1.234%", "0.5%"), "“1.234” (hàng “0”)"),
        (("1.234.567", "2.5"), ""),
        (("", "12.5"), ""),
    ],
)
def test_a_number_that_other_countries_read_otherwise_is_told(column: tuple[str, ...], doubtful: str) -> None:
    """Google's sheets write 12,000 for twelve thousand where the language is English."""
    told = undrawable((("Nơi", "Số"), *((str(at), cell) for at, cell in enumerate(column))))
    assert told.partition(" đọc được hai cách")[0] == doubtful
