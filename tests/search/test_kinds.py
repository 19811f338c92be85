"""Whatever the site shows can be found, tells what it is, and leads to the place where it stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page, expect

from plugins.core.search.kinds import KINDS
from tests.helpers.building import run_build
from tests.helpers.plans import row, rows_text
from tests.helpers.planwork_site import FILES, write_site
from tests.helpers.serving import serving

pytestmark = pytest.mark.slow

QUESTION = """[[questions]]
number = 7
received = 2022-03-02
state = "da-tra-loi"
question = "Gửi bản chép tay được không?"
answered = 2022-03-03
answer = "Được, nếu chữ viết rõ ràng."
sample = true
"""
MORE = {
    "hoi-dap.toml": QUESTION,
    "plan.toml": FILES["plan.toml"]
    + rows_text(
        "plans.documents",
        row("van-kien-thu", "Chỉ thị thử nghiệm", number="09-CT/THU", issuer="Cơ quan dùng để thử"),
    ),
    "pages/quy-uoc.md": "Title: Quy ước của chuyên mục\nSummary: Sapo của trang.\n\nMột trang do biên tập giữ.\n",
}
AT = ("--at", "2022-03-20T12:00+07:00")

ASKED = {
    "bài tường thuật": "bai-viet",
    "buổi tọa đàm dùng để thử": "su-kien",
    "phòng họp số 1": "su-kien",
    "bản chép tay": "hoi-dap",
    "chữ viết rõ ràng": "hoi-dap",
    "kế hoạch dùng để thử": "ke-hoach",
    "việc chưa làm": "muc",
    "đạo đức lối sống": "chu-de",
    "trên báo chí": "hinh-thuc",
    "đợt hai": "giai-doan",
    "09-CT/THU": "van-kien",
    "ưu tiên dùng để thử": "uu-tien",
    "đơn vị sau": "don-vi",
    "mô hình dùng để thử": "mo-hinh",
    "mục tiêu dùng để thử": "muc-tieu",
    "cơ quan tên cũ": "thuat-ngu",
    "quy ước của chuyên mục": "trang",
    "dữ liệu mở": "trang",
    "lưu trữ": "trang",
}
"""Query → the kind of something that holds it."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with one of every kind."""
    folder = tmp_path_factory.mktemp("kinds")
    write_site(folder / "content", MORE)  # type: ignore[arg-type]
    run_build(folder / "content", folder / "output", folder / "cache", *AT)
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """Its address."""
    with serving(folder / "output") as url:
        yield url


def cards(output: Path) -> list[tuple[str, str, str]]:
    """Title, address and sapo of all that can be found."""
    rows = [row for path in (output / "tim-kiem/the").iterdir() for row in json.loads(path.read_text("utf-8")) if row]
    return [(title, url, sapo) for title, url, sapo, _ in rows]


def test_every_kind_is_found_and_says_what_it_is(page: Page, address: str) -> None:
    wrong = {}
    for query, kind in ASKED.items():
        page.goto(f"{address}/tim-kiem/?q={query}")
        expect(page.locator(".search-results")).to_have_attribute("aria-busy", "false")
        expect(page.locator(".search-status")).to_contain_text("“")
        found = page.locator(".search-list > li").all_inner_texts()
        if not found or (kind != "bai-viet" and not any(KINDS[kind] in text for text in found)):
            wrong[query] = (kind, page.inner_text(".search-status"), found)
    assert wrong == {}


def test_a_kind_alone_can_be_asked_for(page: Page, address: str) -> None:
    page.goto(f"{address}/tim-kiem/?loai=su-kien")
    expect(page.locator(".search-status")).to_contain_text("Có 4 kết quả trong phạm vi đã chọn")
    assert page.locator(".search-list .badge-kind").all_inner_texts() == ["Sự kiện"] * 4
    page.goto(f"{address}/tim-kiem/?q=tọa đàm&loai=bai-viet")
    expect(page.locator(".search-status")).to_contain_text("“tọa đàm”")
    assert page.locator(".search-list .badge-kind").count() == 0


def test_results_lead_to_where_they_stand(folder: Path) -> None:
    for title, url, sapo in cards(folder / "output"):
        path, _, anchor = unquote(url).partition("#")
        page = BeautifulSoup((folder / "output" / path.strip("/") / "index.html").read_text("utf-8"), "html.parser")
        place = page.find(id=anchor) if anchor else page
        assert place, url
        text = " ".join(place.get_text(" ").split())
        assert title.rstrip("…") in text or title in str(place), url
        assert "GHI-CHU-NOI-BO" not in title + sapo
        assert "KHONG-DUOC-LO" not in title


def test_what_changes_is_found_anew(folder: Path, tmp_path: Path) -> None:
    write_site(tmp_path / "content", MORE)  # type: ignore[arg-type]
    run_build(tmp_path / "content", tmp_path / "output", tmp_path / "cache", *AT)
    changes = {
        "hoi-dap.toml": QUESTION.replace("rõ ràng", "ngay ngắn"),
        "thuat-ngu.toml": FILES["thuat-ngu.toml"].replace("Cơ quan tên cũ", "Cơ quan tên xưa"),
        "su-kien/2022-03-10-hoi-nghi.md": FILES["su-kien/2022-03-10-hoi-nghi.md"] + "\nThêm một zíchzắc.\n",
    }
    write_site(tmp_path / "content", {**MORE, **changes})
    run_build(tmp_path / "content", tmp_path / "output", tmp_path / "cache", *AT)
    run_build(tmp_path / "content", tmp_path / "fresh", tmp_path / "other", *AT)

    def index(output: Path) -> dict[str, bytes]:
        home = output / "tim-kiem"
        return {path.relative_to(home).as_posix(): path.read_bytes() for path in home.rglob("*") if path.is_file()}

    after = index(tmp_path / "output")
    assert after == index(tmp_path / "fresh")
    assert any("xưa" in sapo for _, _, sapo in cards(tmp_path / "output"))
