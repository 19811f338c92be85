"""A column of several plans, built from outside: articles stay with their plan, what is over is archived, units keep
the names of their days, and nothing that a later plan says changes an earlier article's page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

from tests.helpers.building import run_build
from tests.helpers.family_site import FILES, FIRST, SECOND, write_family

URL = ("--site-url", "https://chuyen-muc.vn")
IN_2026 = ("--at", "2026-06-01T08:00+07:00")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("family")
    run_build(write_family(folder), folder / "output", folder / "cache", *URL, *IN_2026)
    return folder / "output"


def page(site: Path, path: str) -> str:
    return (site / path.strip("/") / "index.html").read_text(encoding="utf-8")


def listed(site: Path, path: str) -> list[str]:
    """Slugs of the articles that a list shows, in its order."""
    text = page(site, path).partition('class="cards')[2].partition("</ol>")[0]
    return list(dict.fromkeys(re.findall(r'href="/bai-viet/([^/"]+)/"', text)))


# ── plans and their articles ─────────────────────────────────────────────────────────────────────────────────────────


def test_articles_stay_in_the_phases_of_their_own_plan(site: Path) -> None:
    assert listed(site, "giai-doan/dot-mot") == ["bai-2022", "bai-2021"], "the topic's only phase counts before the day"
    assert listed(site, "giai-doan/dot-hai") == ["bai-2025", "bai-2023"]
    assert listed(site, "giai-doan/dot-mot-hai") == ["bai-so", "bai-2026"]
    assert listed(site, "giai-doan/dot-mot-vu-a") == ["bai-vu-a"]


def test_a_name_of_two_plans_means_that_of_the_articles_day(site: Path) -> None:
    assert listed(site, "chu-de/xay-dung-dang") == ["bai-2025", "bai-2023", "bai-2021"]
    assert listed(site, "hinh-thuc/mieng") == ["bai-2021"]
    assert listed(site, "hinh-thuc/mieng-hai") == ["bai-2026"]


def test_a_topic_that_continues_another_shows_its_whole_life(site: Path) -> None:
    assert listed(site, "chu-de/xay-dung-dang-hai") == ["bai-2026", "bai-2025", "bai-2023", "bai-2021"]
    assert 'href="/chu-de/xay-dung-dang-hai/"' in page(site, "chu-de/xay-dung-dang")


def test_the_header_plan_decides_in_doubt(site: Path) -> None:
    assert listed(site, "chu-de/chuyen-doi-so") in (["bai-so"], ["bai-vu-a"])
    both = {
        tuple(listed(site, f"chu-de/{slug}"))
        for slug in ("chuyen-doi-so", "chuyen-doi-so-hai", "chuyen-doi-so-vu-a")
        if (site / "chu-de" / slug).exists()
    }
    assert both == {("bai-so",), ("bai-vu-a",)}


@pytest.mark.parametrize(("plan", "count"), [("mot", 4), ("hai", 2), ("vu-a", 1)])
def test_a_plans_page_counts_its_own_articles(site: Path, plan: str, count: int) -> None:
    text = page(site, f"ke-hoach/{plan}")
    assert f"<strong>{count}</strong> bài" in text
    assert "2-KH/VD" in page(site, "ke-hoach/vu-a"), "whose demands it carries out"


def test_a_unit_of_both_plans_counts_in_each_what_is_the_plans(site: Path) -> None:
    for plan, count in (("mot", 3), ("hai", 1)):
        found = re.search(r'href="/don-vi/ban-moi/">[^<]*<span class="count">\((\d+)\)', page(site, f"ke-hoach/{plan}"))
        assert found is not None
        assert int(found[1]) == count


def test_items_of_two_plans_have_pages_of_their_own(site: Path) -> None:
    assert listed(site, "ke-hoach/mot/viec") == ["bai-2021"]
    assert listed(site, "ke-hoach/hai/viec") == ["bai-2026"]


@pytest.mark.slow
def test_a_later_plan_changes_no_earlier_page(site: Path, tmp_path: Path) -> None:
    """Pages of articles, and all that is the first plan's, but lists of plans."""
    names = [name for name in FILES if name.startswith("articles/bai-20") and "2026" not in name]
    gone = {name: None for name in FILES if name.startswith(("plans/", "articles/")) and name not in names}
    content = write_family(tmp_path / "alone", **gone)
    run_build(content, tmp_path / "a", tmp_path / "cache", *URL, *IN_2026)
    (content / "plans").mkdir()
    (content / "plans" / "hai.toml").write_text(SECOND, encoding="utf-8")
    run_build(content, tmp_path / "b", tmp_path / "cache", *URL, *IN_2026)
    for name in names:
        slug = Path(name).stem
        before, after = page(tmp_path / "a", f"bai-viet/{slug}"), page(tmp_path / "b", f"bai-viet/{slug}")
        assert before == after, slug
    assert listed(tmp_path / "b", "giai-doan/dot-hai") == listed(tmp_path / "a", "giai-doan/dot-hai") != []


# ── what is over ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_plan_that_is_over_leaves_front_page_and_filters(site: Path) -> None:
    front = page(site, "")
    assert "2-KH/VD" in front
    assert "Đã kết thúc" not in front
    assert 'href="/chu-de/nam-dau/"' not in front
    search = page(site, "tim-kiem")
    assert 'value="nam-dau"' not in search.partition('id="tim-chu-de"')[2].partition("</select>")[0]
    assert "Các kế hoạch trước" in page(site, "ke-hoach")
    assert "đã kết thúc ngày 31/12/2025" in page(site, "chu-de/nam-dau").lower()
    assert (site / "chu-de/nam-dau/rss.xml").exists()


@pytest.mark.slow
def test_the_day_before_and_the_day_after(tmp_path: Path) -> None:
    gone = {
        name: None
        for name in FILES
        if name.startswith(("plans/", "articles/bai-so", "articles/bai-vu", "articles/bai-2026"))
    }
    content = write_family(tmp_path, **gone)
    for day, over in (("2025-12-31T23:59+07:00", False), ("2026-01-01T00:01+07:00", True)):
        run_build(content, tmp_path / "output", tmp_path / "cache", *URL, "--at", day)
        front = page(tmp_path / "output", "")
        assert ("Đã kết thúc" in front) is over, day
        assert 'href="/chu-de/xay-dung-dang/"' in front, "while no plan runs, the last one leads"


# ── units ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_page_of_2021_shows_the_name_of_2021(site: Path) -> None:
    text = page(site, "bai-viet/bai-2021")
    assert re.search(r">Ban Tuyên truyền</a>\s*<span[^>]*>\(nay là <a[^>]*>Ban Tuyên truyền và Dân vận</a>\)", text)
    later = page(site, "bai-viet/bai-2023")
    assert re.search(
        r">Ban Tuyên truyền và Dân vận</a>\s*<span[^>]*>\(nay là <a[^>]*>Ban Tuyên giáo và Dân vận<", later
    )


def test_a_successor_holds_its_predecessors_articles_when_asked(site: Path) -> None:
    assert listed(site, "don-vi/ban-moi") == ["bai-2026", "bai-2025", "bai-2023", "bai-2021"]
    assert listed(site, "don-vi/ban-cu") == ["bai-2023", "bai-2021"]
    items = json.loads((site / "don-vi/ban-moi/feed.json").read_text(encoding="utf-8"))["items"]
    assert len(items) == 4


def test_an_old_slug_leads_to_page_and_feeds(site: Path) -> None:
    lines = (site / "_redirects").read_text(encoding="utf-8").split("\n")
    for file in ("", "rss.xml", "atom.xml", "feed.json"):
        assert any(row.split()[:2] == [f"/don-vi/ban-tuyen-truyen/{file}", f"/don-vi/ban-cu/{file}"] for row in lines)
    assert "/don-vi/ban-cu/" in page(site, "don-vi/ban-tuyen-truyen")


def test_an_old_address_leads_on_and_a_page_that_is_there_stays(site: Path) -> None:
    lines = (site / "_redirects").read_text(encoding="utf-8").split("\n")
    assert "/luu-tru/2019/01/ /luu-tru/ 301" in lines
    assert not [row for row in lines if row.startswith("/luu-tru/2021/05/")]
    assert listed(site, "luu-tru/2021/05") == ["bai-2021"]


def test_units_are_told_by_kind_and_what_is_known_of_them(site: Path) -> None:
    directory = page(site, "don-vi")
    assert [directory.index(f">{name}<") for name in ("Ban", "Vụ", "Đã sáp nhập, đổi tên hoặc kết thúc")]
    text = page(site, "don-vi/ban-cu")
    for words in ("https://ban.vn/", "Ban Tuyên truyền (đến hết 30/06/2022)", "31/12/2024", "Đơn vị kế tục"):
        assert words in text, words


def test_the_gate_tells_of_a_unit_after_its_last_day(tmp_path: Path) -> None:
    from tests.helpers.family_site import article

    late = article("Bài muộn", "2025-02-01 08:00", "Units: ban-cu")
    done = run_build(
        write_family(tmp_path, **{"articles/muon.md": late}), tmp_path / "output", tmp_path / "cache", *URL, *IN_2026
    )
    assert (
        "articles/muon.md:4: Units: LƯU Ý: “ban-cu” hoạt động đến hết 31/12/2024; đơn vị kế tục: ban-moi"
        in done.stdout + done.stderr
    )


# ── finding ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_units_articles_on_a_topic_and_of_a_year_have_pages(site: Path) -> None:
    assert listed(site, "don-vi/vu-a/nam/2023") == ["bai-2023"]
    assert listed(site, "don-vi/ban-moi/chu-de/xay-dung-dang") == ["bai-2025", "bai-2023", "bai-2021"]
    assert not (site / "don-vi/vu-a/nam/2022").exists()
    assert 'href="/don-vi/vu-a/nam/2023/"' in page(site, "don-vi/vu-a")
    assert 'href="/don-vi/vu-a/chu-de/xay-dung-dang/"' in page(site, "chu-de/xay-dung-dang")
    pages = (site / "sitemap-trang.xml").read_text(encoding="utf-8")
    assert "<loc>https://chuyen-muc.vn/don-vi/vu-a/nam/2023/</loc>" in pages


def test_there_are_directories_of_phases_and_priorities(site: Path) -> None:
    text = page(site, "giai-doan")
    assert text.index("dot-mot-hai") < text.index('href="/giai-doan/dot-mot/"'), "the running plan's come first"
    assert not (site / "uu-tien").exists(), "no plan names a priority"


def test_a_document_is_told_whole(site: Path) -> None:
    text = page(site, "van-kien/nghi-quyet")
    for words in ("05-NQ/VD", "Cơ quan ví dụ", "01/02/2021", "“một đoạn của văn kiện ví dụ”", "https://van-kien.vn/05"):
        assert words in text, words
    assert 'href="/toan-van/"' in text
    assert "Số 05-NQ/VD · Cơ quan ví dụ · ngày 01/02/2021" in page(site, "van-kien")


def test_the_list_of_units_says_which_are_no_more(site: Path) -> None:
    assert "Đến hết 31/12/2024" in page(site, "don-vi")


def test_documents_and_items_have_feeds(site: Path) -> None:
    for path in ("van-kien/nghi-quyet", "ke-hoach/mot/viec"):
        items = json.loads((site / path / "feed.json").read_text(encoding="utf-8"))["items"]
        assert len(items) == 1, path


def test_every_article_shows_others(site: Path) -> None:
    for name in FILES:
        if name.startswith("articles/"):
            text = page(site, f"bai-viet/{Path(name).stem}")
            assert 'id="tin-khac"' in text, name


def test_press_bodies_are_organisations(site: Path) -> None:
    text = page(site, "bai-viet/bai-2021")
    assert '{"@type":"Organization","name":"TTXVN"}' in text
    assert '{"@type":"Person","name":"Nguyễn Văn A"}' in text


def test_pieces_about_the_column_carry_out_nothing(site: Path) -> None:
    assert listed(site, "chu-de/ve-chuyen-muc") == ["cach-tim"]
    assert "Giai đoạn" not in page(site, "bai-viet/cach-tim").partition("<main")[2].partition("article-more")[0]


def test_the_plans_follow_their_schema(site: Path) -> None:
    schema, data = (
        json.loads((site / f"du-lieu/ke-hoach{more}.json").read_text(encoding="utf-8")) for more in (".schema", "")
    )
    jsonschema.Draft202012Validator.check_schema(schema)
    checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in checker.iter_errors(data)] == []
    assert data["$schema"] == schema["$id"]


def test_the_plan_is_open_data(site: Path) -> None:
    data = json.loads((site / "du-lieu/ke-hoach.json").read_text(encoding="utf-8"))
    plans = {plan["slug"]: plan for plan in data["plans"]}
    assert plans["hai"]["topics"][0]["url"] == "https://chuyen-muc.vn/chu-de/xay-dung-dang-hai/"
    assert plans["hai"]["topics"][0]["continues"] == "https://chuyen-muc.vn/chu-de/xay-dung-dang/"
    assert plans["mot"]["items"][0]["quote"] in FIRST
    assert plans["vu-a"]["parent"] == "hai"
