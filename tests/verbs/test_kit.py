"""A speaker's kit: of a month, a topic, a demand; slides for a screen and as PDF, a leaflet on one sheet, chat text."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pikepdf
import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page

from plugins.core.article.article import KeyFigure
from plugins.core.reports.kit import LINE, make_slides
from plugins.core.short_addresses import short_path
from tests.helpers.nu import complaints
from tests.helpers.planwork_site import run_verb, write_site
from tests.helpers.programs import program, typesetter

AT = ("--at", "2022-04-02T12:00+07:00")
SITE = ("--site-url", "https://thu.example")


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site's kit of March 2022; read only."""
    typesetter()
    folder = tmp_path_factory.mktemp("kit")
    content = write_site(folder / "content")
    for run in ("once", "again"):
        run_verb(folder / "cache", "kit", "2022-03", "--content", str(content), *AT, *SITE, "--to", str(folder / run))
    return folder


def pages(path: Path) -> list[list[int]]:
    with pikepdf.open(path) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "vi"
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        for page in pdf.pages:
            for font in page.Resources.Font.values():
                descriptor = font.DescendantFonts[0].FontDescriptor
                assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
        return [[round(float(number)) for number in page.mediabox] for page in pdf.pages]


def below(part: pikepdf.Object) -> Iterator[pikepdf.Object]:
    yield part
    for kid in part.get("/K", ()):
        if not isinstance(kid, int) and kid.get("/Type") == "/StructElem":
            yield from below(kid)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["tai-lieu", "trang-chieu", "to-gap"])
def test_what_is_read_aloud_is_in_the_tree_and_the_rest_an_artifact(kit: Path, name: str) -> None:
    """Running lines and page numbers come between two sentences on every page otherwise."""
    with pikepdf.open(kit / f"once/2022-03/{name}-2022-03.pdf") as pdf:
        tree = list(below(pdf.Root.StructTreeRoot.K[0]))
        read = {(part.Pg.objgen, kid) for part in tree for kid in part.get("/K", ()) if isinstance(kid, int)}
        hung = {part.objgen for part in tree}
        parts = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S")]
        assert {part.objgen for part in parts if part.get("/Type") == "/StructElem"} == hung
        artifacts = []
        for page in pdf.pages:
            marks: list[tuple[str, int | None]] = []
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) in {"BMC", "BDC"}:
                    marks.append((str(operands[0]), operands[1].get("/MCID") if len(operands) > 1 else None))
                elif str(operator) == "EMC":
                    marks.pop()
                elif str(operator) == "TJ":
                    kind, mark = marks[-1]
                    assert kind == "/Artifact" or (page.objgen, mark) in read
                    artifacts.append(kind == "/Artifact")
            for note in page.get("/Annots", ()):
                assert note.F & 4
        assert any(artifacts) == (name != "to-gap")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["tai-lieu", "trang-chieu", "to-gap"])
def test_another_reader_finds_every_word_in_the_tree(kit: Path, name: str) -> None:
    path = kit / f"once/2022-03/{name}-2022-03.pdf"
    done = subprocess.run([program("pdfinfo"), "-struct-text", str(path)], capture_output=True, check=True, text=True)
    assert done.stderr == ""
    aloud = re.sub(r"\W", "", "".join(re.findall(r'^\s*"(.*)"$', done.stdout, re.MULTILINE)))
    html = kit / f"once/2022-03/{name}-2022-03.html"
    for slide in BeautifulSoup(html.read_text("utf-8"), "html.parser").select("h1, h2, li") if html.exists() else ():
        assert re.sub(r"\W", "", slide.get_text()) in aloud
    assert "Điểmchínhthứnhấtcủabàimột" in aloud


def words(path: Path) -> str:
    done = subprocess.run([program("pdftotext"), "-layout", str(path), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


@pytest.mark.slow
def test_the_same_content_makes_the_same_bytes(kit: Path) -> None:
    names = sorted(path.name for path in (kit / "once/2022-03").iterdir())
    assert names == [
        "tai-lieu-2022-03.epub",
        "tai-lieu-2022-03.html",
        "tai-lieu-2022-03.pdf",
        "tin-nhan-2022-03.txt",
        "to-gap-2022-03.pdf",
        "trang-chieu-2022-03.html",
        "trang-chieu-2022-03.pdf",
    ]
    for name in names:
        assert (kit / "once/2022-03" / name).read_bytes() == (kit / "again/2022-03" / name).read_bytes(), name


@pytest.mark.slow
def test_slides_are_one_page_with_notes_and_a_pdf_of_the_same(kit: Path) -> None:
    text = (kit / "once/2022-03/trang-chieu-2022-03.html").read_text(encoding="utf-8")
    deck = BeautifulSoup(text, "html.parser").select("section.slide")
    assert [" ".join(slide["class"]) for slide in deck][:3] == ["slide title", "slide part", "slide points"]
    assert "Điểm chính thứ hai của bài một." in deck[2].get_text()
    assert "https://thu.example/bai-viet/mot/" in deck[2].select_one(".notes").get_text()  # type: ignore[union-attr]
    assert "src=" not in text
    sizes = pages(kit / "once/2022-03/trang-chieu-2022-03.pdf")
    assert sizes == [[0, 0, 960, 540]] * len(deck)
    said = words(kit / "once/2022-03/trang-chieu-2022-03.pdf")
    assert "Đơn vị ta làm gì trước?" in said
    assert "Lời người nói" not in said
    assert "https://thu.example" not in said


@pytest.mark.slow
def test_slides_fit_a_phone_and_a_projector_and_are_accessible(kit: Path, page: Page) -> None:
    from axe_playwright_python.sync_playwright import Axe

    path = kit / "once/2022-03/trang-chieu-2022-03.html"
    assert complaints(path) == ""
    for width, height in ((390, 844), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(path.as_uri())
        for key in ("Escape", "ArrowRight", "ArrowRight"):  # all of them, the first alone, the second alone
            page.keyboard.press(key)
            told = Axe().run(page).response
            assert [rule["id"] for kind in ("violations", "incomplete") for rule in told[kind]] == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    letters = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.slide')).fontSize)")
    assert round(letters * 960 / 1920) == 26, "points of a page that is 960 wide"


@pytest.mark.slow
def test_slides_are_numbered_alike(kit: Path) -> None:
    path = kit / "once/2022-03/trang-chieu-2022-03.pdf"
    done = subprocess.run([program("pdftotext"), "-bbox", str(path), "-"], capture_output=True, check=True)
    found = BeautifulSoup(done.stdout, "html.parser").select("word")
    count = len(pages(path))
    numbers = [word for word in found if re.fullmatch(rf"\d+/{count}", word.text)]
    assert [word.text for word in numbers] == [f"{n}/{count}" for n in range(1, count + 1)]
    assert len({round(float(str(word["ymax"])) - float(str(word["ymin"]))) for word in numbers}) == 1


@pytest.mark.slow
def test_paper_shows_short_addresses_and_leads_to_the_articles(kit: Path) -> None:
    text = (kit / "once/2022-03/tai-lieu-2022-03.html").read_text(encoding="utf-8")
    address = f"https://thu.example{short_path('2022-03-01-mot')}"
    assert f'<a href="https://thu.example/bai-viet/mot/">{address}</a>' in text
    assert address in words(kit / "once/2022-03/tai-lieu-2022-03.pdf")


@pytest.mark.slow
def test_a_leaflet_is_one_sheet_with_a_code(kit: Path) -> None:
    assert pages(kit / "once/2022-03/to-gap-2022-03.pdf") == [[0, 0, 842, 595]]
    said = words(kit / "once/2022-03/to-gap-2022-03.pdf")
    for part in (
        "Điểm chính thứ nhất của bài một.",
        "87 đơn vị",
        "Đơn vị ta làm gì trước?",
    ):
        assert part in said
    assert "https://thu.example/luu-tru/2022/03/" in said.replace(" ", "")


@pytest.mark.slow
def test_chat_text_is_plain(kit: Path) -> None:
    text = (kit / "once/2022-03/tin-nhan-2022-03.txt").read_text(encoding="utf-8")
    assert "\n- 87 đơn vị (nguồn: Nguồn của số liệu)\n" in text
    assert "\n? Đơn vị ta làm gì trước?\nhttps://thu.example/bai-viet/mot/\n" in text
    assert "<" not in text
    assert "GHI-CHU-NOI-BO" not in text


def test_points_are_shared_evenly_among_slides() -> None:
    piece = SimpleNamespace(
        title="Bài", sapo="Sapo.", origin="", path="/bai-viet/bai/", figures=(), quotations=(), discussion=(), points=()
    )
    for count in range(1, 40):
        piece.points = tuple(f"Điểm {n} " + "x" * LINE for n in range(count))
        section = SimpleNamespace(topic=SimpleNamespace(name="Chủ đề", quote="lời kế hoạch"), pieces=(piece,))
        deck = make_slides(SimpleNamespace(title="T", articles=1, minutes=1, sections=(section,)), "C", "")  # type: ignore[arg-type]
        assert deck[1].lines == (KeyFigure("Theo kế hoạch: “lời kế hoạch”", ""),)
        shown = deck[2:]
        assert [line.text for slide in shown for line in slide.lines] == list(piece.points)
        assert [slide.heading for slide in shown] == ["Bài", *["Bài (tiếp)"] * (len(shown) - 1)]
        sizes = [len(slide.lines) for slide in shown]
        assert max(sizes) <= 4
        assert len(sizes) == -(-count // 4), "no more slides than are needed"
        assert sorted(sizes, reverse=True) == sizes


@pytest.mark.slow
def test_a_full_leaflet_keeps_to_its_sheet_and_says_what_is_left_out(tmp_path: Path) -> None:
    typesetter()
    points = "".join(f"Key_point: Điểm {n} " + "rất dài " * 30 + ".\n" for n in range(10))
    article = (
        "Title: Bài {0}\nDate: 2022-03-1{0} 08:00\nCategory: dao-duc\nSummary: Sapo {0}.\n" + points + "\nNội dung.\n"
    )
    content = write_site(tmp_path / "content", {f"articles/2022-03-1{n}-day.md": article.format(n) for n in (1,)})
    run_verb(tmp_path / "cache", "kit", "dao-duc", "--content", str(content), *AT, *SITE, "--to", str(tmp_path / "to"))
    path = tmp_path / "to/chu-de-dao-duc/to-gap-chu-de-dao-duc.pdf"
    assert pages(path) == [[0, 0, 842, 595]]
    assert "điểm và số liệu nữa trong tài liệu đầy đủ" in words(path)
    said = words(path.with_name("trang-chieu-chu-de-dao-duc.pdf"))
    assert [n for n in range(10) if f"Điểm {n} rất dài" not in said] == []
    assert said.count("rất dài") == 300  # nothing ran over the edge of a slide


@pytest.mark.slow
def test_a_long_address_stays_on_its_slide_and_in_its_column(tmp_path: Path) -> None:
    typesetter()
    address = "https://vi-du.vn/" + "ketquathuchiennghiquyet" * 6
    article = (
        f"Title: Bài\nDate: 2022-03-11 08:00\nCategory: dao-duc\nSummary: Sapo.\nKey_point: Xem {address} nhé.\n"
        f"Key_figure: 87 đơn vị | {address}\nQuestion: Ai đã xem {address} rồi?\n\nChữ {address} nữa.\n"
    )
    content = write_site(tmp_path / "content", {"articles/2022-03-11-bai.md": article})
    run_verb(tmp_path / "cache", "kit", "dao-duc", "--content", str(content), *AT, *SITE, "--to", str(tmp_path / "to"))
    folder = tmp_path / "to/chu-de-dao-duc"
    for name, least, widest in (("to-gap", 22, 236), ("trang-chieu", 22, 916), ("tai-lieu", 51, 489)):
        done = subprocess.run(
            [program("pdftotext"), "-bbox", str(folder / f"{name}-chu-de-dao-duc.pdf"), "-"],
            capture_output=True,
            text=True,
            check=True,
        )
        boxes = [tuple(map(float, box)) for box in re.findall(r'xMin="([\d.]+)" .*? xMax="([\d.]+)"', done.stdout)]
        assert len(boxes) > 30
        assert all(left >= least and right - left <= widest for left, right in boxes), name
        assert address in "".join(re.findall(r">([^<]+)</word>", done.stdout)), name


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("2022-02", "tháng 2/2022 không có bài nào để làm tài liệu; các tháng có bài: 2022-03"),
        ("khong-co", "“khong-co” không phải tháng (2021-07), chủ đề hay mục của kế hoạch"),
        ("viec-chua-lam", "“Việc chưa làm” chưa có bài nào"),
    ],
)
def test_what_is_no_subject_is_told(tmp_path: Path, wanted: str, said: str) -> None:
    content = write_site(tmp_path / "content")
    told = run_verb(tmp_path / "cache", "kit", wanted, "--content", str(content), *AT, code=1)
    assert said in told
    assert "Traceback" not in told
