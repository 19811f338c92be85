"""A month's hand-out: a tagged PDF with its fonts, a valid EPUB, and the same bytes every time."""

from __future__ import annotations

import itertools
import subprocess
import unicodedata
import zipfile
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from tests.helpers.building import run_build
from tests.helpers.planwork_site import run_verb, write_site
from tests.helpers.programs import java, program, typesetter

AT = ("--at", "2022-04-02T12:00+07:00")


@pytest.fixture(scope="module")
def handout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site's hand-out of March 2022, also published; read only."""
    typesetter()
    folder = tmp_path_factory.mktemp("digest")
    content = write_site(folder / "content")
    arguments = ("digest", "2022-03", "--content", str(content), *AT, "--site-url", "https://thu.example")
    run_verb(folder / "cache", *arguments, "--to", str(folder / "once"), "--publish")
    run_verb(folder / "cache", *arguments, "--to", str(folder / "again"))
    run_build(content, folder / "output", folder / "cache", *AT, "--site-url", "https://thu.example")
    return folder


@pytest.mark.slow
def test_the_same_content_makes_the_same_bytes(handout: Path) -> None:
    for ending in ("pdf", "epub", "html"):
        once, again = (handout / run / f"tai-lieu-2022-03.{ending}" for run in ("once", "again"))
        assert once.read_bytes() == again.read_bytes()


@pytest.mark.slow
def test_it_says_what_the_articles_say_and_where_they_are(handout: Path) -> None:
    text = (handout / "once/tai-lieu-2022-03.html").read_text(encoding="utf-8")
    for part in (
        "Tài liệu tuyên truyền miệng tháng 3/2022",
        "Điểm chính thứ hai của bài một.",
        '87 đơn vị <span class="meta">(nguồn: <a href="https://nguon.example/so-lieu">Nguồn của số liệu</a>)',
        "Đơn vị ta làm gì trước?",
        "Câu đầu các phần của bài",
        "Nội dung bài hai.",
        "Lời trích thứ nhất của bài.",
        "https://nguon.example/mot",
        "https://thu.example/bai-viet/mot/",
    ):
        assert part in text
    assert "Bài mẫu" not in text
    assert "02/03/2022" not in text
    assert "GHI-CHU-NOI-BO" not in text


@pytest.mark.slow
def test_the_pdf_is_tagged_a4_and_carries_its_fonts(handout: Path) -> None:
    """The parts of PDF/UA-1 that a machine can check without a validator."""
    with pikepdf.open(handout / "once/tai-lieu-2022-03.pdf") as pdf:
        root = pdf.Root
        assert root.MarkInfo.Marked
        assert str(root.Lang) == "vi"
        assert root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Tài liệu tuyên truyền miệng tháng 3/2022"
        for page in pdf.pages:
            assert [round(float(number)) for number in page.mediabox] == [0, 0, 595, 842]
            assert str(page.Tabs) == "/S"
            for font in page.Resources.Font.values():
                (descendant,) = font.DescendantFonts
                assert "Noto" in str(descendant.FontDescriptor.FontName)
                assert "/FontFile2" in descendant.FontDescriptor or "/FontFile3" in descendant.FontDescriptor
                assert "/ToUnicode" in font
        kinds = [str(element.S) for element in _elements(root.StructTreeRoot)]
        headings = [int(kind[2:]) for kind in kinds if kind.startswith("/H") and kind[2:].isdigit()]
        assert headings[0] == 1
        assert headings.count(1) == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(headings))
        assert {"/P", "/L", "/LI", "/LBody", "/BlockQuote", "/Link"} <= set(kinds)
        links = [element for element in _elements(root.StructTreeRoot) if str(element.S) == "/Link"]
        assert len(links) == sum(len(page.get("/Annots", [])) for page in pdf.pages)


def _elements(node: pikepdf.Object):  # type: ignore[no-untyped-def]
    """Every structure element below a node, in reading order."""
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from _elements(child)


@pytest.mark.slow
def test_the_pdf_can_be_searched_in_vietnamese(handout: Path) -> None:
    command = [program("pdftotext"), "-layout", str(handout / "once/tai-lieu-2022-03.pdf"), "-"]
    text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    assert text == unicodedata.normalize("NFC", text)
    assert "Tài liệu tuyên truyền miệng tháng 3/2022" in text
    assert "Lời trích thứ nhất của bài." in text


@pytest.mark.slow
def test_the_epub_is_whole(handout: Path) -> None:
    with zipfile.ZipFile(handout / "once/tai-lieu-2022-03.epub") as book:
        names = book.namelist()
        assert names[0] == "mimetype"
        assert book.getinfo("mimetype").compress_type == zipfile.ZIP_STORED
        assert {info.date_time for info in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        for name in names[1:]:
            if not name.endswith(".css"):
                etree.fromstring(book.read(name))
        package = book.read("EPUB/book.opf").decode()
    assert "tag:thu.example,2022-01-01:tai-lieu/2022-03" in package
    assert "schema:accessibilitySummary" in package


@pytest.mark.slow
def test_epubcheck_finds_nothing(handout: Path) -> None:
    command = java("-jar", program("epubcheck"), "--failonwarnings")
    book = str(handout / "once/tai-lieu-2022-03.epub")
    done = subprocess.run([*command, book], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_published_it_has_a_page_files_and_a_feed(handout: Path) -> None:
    output = handout / "output/tai-lieu"
    page = (output / "2022-03/index.html").read_text(encoding="utf-8")
    assert "87 đơn vị" in page
    assert "Đơn vị ta làm gì trước?" in page
    assert (output / "2022-03/tai-lieu-2022-03.pdf").read_bytes() == (
        handout / "once/tai-lieu-2022-03.pdf"
    ).read_bytes()
    item = etree.parse(output / "rss.xml").getroot()[0].find("item")
    assert item is not None
    enclosure = item.find("enclosure")
    assert enclosure is not None
    assert enclosure.get("url") == "https://thu.example/tai-lieu/2022-03/tai-lieu-2022-03.pdf"
    assert int(enclosure.get("length", "0")) == (output / "2022-03/tai-lieu-2022-03.pdf").stat().st_size


@pytest.mark.parametrize(
    ("month", "said"),
    [
        ("2022-02", "tháng 2/2022 không có bài nào để làm tài liệu; các tháng có bài: 2022-03"),
        ("2022-13", "“2022-13” không phải tháng; viết năm-tháng, ví dụ 2021-07"),
        ("3/2022", "“3/2022” không phải tháng"),
    ],
)
def test_a_month_that_cannot_be_is_told(tmp_path: Path, month: str, said: str) -> None:
    content = write_site(tmp_path / "content")
    told = run_verb(tmp_path / "cache", "digest", month, "--content", str(content), *AT, code=1)
    assert said in told
    assert "Traceback" not in told
