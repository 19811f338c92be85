"""Events, calendars, registers and hand-outs in whole builds of a small site."""

from __future__ import annotations

import ctypes
import datetime as dt
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from icalendar import Calendar
from lxml import etree, html
from PIL import Image

from tests.helpers.building import run_build
from tests.helpers.planwork_site import FILES, run_verb, write_site
from tests.helpers.programs import library, program

MARCH = "2022-03-20T12:00+07:00"
SITE = ("--site-url", "https://thu.example")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site as of 20 March 2022; read only."""
    folder = tmp_path_factory.mktemp("planwork")
    write_site(folder / "content")
    run_build(folder / "content", folder / "output", folder / "cache", "--at", MARCH, *SITE)
    return folder


def page(site: Path, path: str) -> html.HtmlElement:
    return html.fromstring((site / "output" / path / "index.html").read_bytes())


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def jsonld(element: html.HtmlElement) -> list[dict[str, object]]:
    (script,) = element.xpath('//script[@type="application/ld+json"]')
    data = json.loads(script.text)
    return data.get("@graph", [data])


def calendar(data: bytes) -> Calendar:
    """Parsed strictly: icalendar keeps what it could not read in `errors`."""
    parsed = Calendar.from_ical(data)
    assert not parsed.errors
    assert all(not component.errors for component in parsed.walk())
    return parsed


def entries(site: Path, path: str = "su-kien/lich.ics") -> dict[str, object]:
    parsed = calendar((site / "output" / path).read_bytes())
    return {str(entry["summary"]): entry for entry in parsed.walk("VEVENT")}


# ── events ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_coming_stands_before_what_has_passed(site: Path) -> None:
    titles = [words(title) for title in page(site, "su-kien").xpath("//main//h2 | //main//h4")]
    assert titles[:6] == [
        "Sắp tới và đang diễn ra",
        "Phong trào cả tuần",
        "Buổi thông tin đã hủy",
        "Đăng ký vào lịch của bạn",
        "Đã diễn ra",
        "Hội nghị đã qua chưa có bài",
    ]


def test_an_event_says_what_a_visitor_must_know(site: Path) -> None:
    shown = words(page(site, "su-kien/toa-dam"))
    for part in (
        "Đã dời",
        "Theo thông báo ngày 25/02/2022, sự kiện không còn diễn ra lúc 14:00 ngày 02/03/2022.",
        "Thứ Sáu, 04/03/2022, 14:00 – 17:00 (đã diễn ra)",
        "Phòng họp số 1, tầng 2",
        "việc chưa làm",
        "Tường thuật tọa đàm",
    ):
        assert part in shown
    (link,) = page(site, "su-kien/toa-dam").xpath('//div[@class="prose"]//a')
    assert link.get("href") == "/bai-viet/mot/"


def test_events_tell_search_engines_their_state(site: Path) -> None:
    event = jsonld(page(site, "su-kien/toa-dam"))[0]
    assert event["@type"] == "Event"
    assert event["eventStatus"] == "https://schema.org/EventRescheduled"
    assert event["previousStartDate"] == ["2022-03-02T14:00:00+07:00"]
    assert event["startDate"] == "2022-03-04T14:00:00+07:00"
    assert jsonld(page(site, "su-kien/huy"))[0]["eventStatus"] == "https://schema.org/EventCancelled"


def test_drafts_and_notes_never_show(site: Path) -> None:
    for path in (site / "output").rglob("*"):
        if path.is_file() and path.suffix in {".html", ".xml", ".json", ".ics", ".txt"}:
            text = path.read_text(encoding="utf-8")
            assert "KHONG-DUOC-LO" not in text, path
            assert "GHI-CHU-NOI-BO" not in text, path


@pytest.mark.slow
def test_a_passing_event_changes_only_its_own_pages(tmp_path: Path) -> None:
    """Between two instants nothing else happens: only the list and the event's page are written."""
    write_site(tmp_path / "content")
    run_build(tmp_path / "content", tmp_path / "output", tmp_path / "cache", "--at", "2022-03-24T09:00+07:00", *SITE)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "output").rglob("*") if path.is_file()}
    run_build(tmp_path / "content", tmp_path / "output", tmp_path / "cache", "--at", "2022-04-01T00:00+07:00", *SITE)
    changed = {
        path.relative_to(tmp_path / "output").as_posix()
        for path in (tmp_path / "output").rglob("*")
        if path.is_file() and before.get(path) != path.stat().st_mtime_ns
    }
    assert changed == {
        "su-kien/index.html",
        "su-kien/huy/index.html",
        "su-kien/phong-trao/index.html",
    }


# ── calendars ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_calendar_is_strictly_valid_and_whole(site: Path) -> None:
    found = entries(site)
    assert set(found) == {
        "Tọa đàm, phần một; có dấu “chấm phẩy”",
        "Hội nghị đã qua chưa có bài",
        "Phong trào cả tuần",
        "Buổi thông tin đã hủy",
    }
    moved = found["Tọa đàm, phần một; có dấu “chấm phẩy”"]
    assert moved["uid"] == "su-kien-2022-03-04-toa-dam@thu.example"  # type: ignore[index]
    assert moved["sequence"] == 1  # type: ignore[index]
    assert moved.start == dt.datetime.fromisoformat("2022-03-04T14:00:00+07:00")  # type: ignore[attr-defined]
    assert moved.end == dt.datetime.fromisoformat("2022-03-04T17:00:00+07:00")  # type: ignore[attr-defined]
    assert moved["dtstart"].params["TZID"] == "Asia/Ho_Chi_Minh"  # type: ignore[index]
    assert moved["location"] == "Phòng họp số 1, tầng 2"  # type: ignore[index]
    whole_days = found["Phong trào cả tuần"]
    assert (whole_days.start, whole_days.end) == (dt.date(2022, 3, 25), dt.date(2022, 4, 1))  # type: ignore[attr-defined]
    cancelled = found["Buổi thông tin đã hủy"]
    assert (cancelled["status"], cancelled["sequence"]) == ("CANCELLED", 1)  # type: ignore[index]


def test_lines_are_folded_by_octets(site: Path) -> None:
    data = (site / "output/su-kien/lich.ics").read_bytes()
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)
    assert data.decode()


def test_forms_units_and_events_have_calendars_of_their_own(site: Path) -> None:
    assert list(entries(site, "su-kien/hinh-thuc/toa-dam.ics")) == ["Tọa đàm, phần một; có dấu “chấm phẩy”"]
    assert list(entries(site, "su-kien/don-vi/don-vi-dau.ics")) == ["Tọa đàm, phần một; có dấu “chấm phẩy”"]
    assert not (site / "output/su-kien/don-vi/don-vi-sau.ics").exists()
    assert list(entries(site, "su-kien/huy/su-kien.ics")) == ["Buổi thông tin đã hủy"]


def test_the_zone_is_spelt_out(site: Path) -> None:
    (zone,) = calendar((site / "output/su-kien/lich.ics").read_bytes()).walk("VTIMEZONE")
    assert zone["tzid"] == "Asia/Ho_Chi_Minh"
    assert zone.to_tz().utcoffset(dt.datetime(2022, 3, 4)) == dt.timedelta(hours=7)


def test_no_events_make_an_honest_page_and_a_valid_calendar(tmp_path: Path) -> None:
    write_site(tmp_path / "content", {name: None for name in FILES if name.startswith(("su-kien/", "so-theo-doi/"))})
    run_build(tmp_path / "content", tmp_path / "output", tmp_path / "cache", "--at", MARCH)
    shown = page(tmp_path, "su-kien")
    assert "Chưa có sự kiện nào sắp tới được đăng." in words(shown)
    assert shown.xpath('//meta[@name="robots"]/@content') == ["noindex"]
    assert not shown.xpath('//nav//a[contains(@href, "/su-kien/")]')
    assert entries(tmp_path) == {}


@pytest.mark.slow
def test_khal_reads_the_calendar_and_updates_instead_of_doubling(site: Path, tmp_path: Path) -> None:
    khal = program("khal")
    (tmp_path / "calendars/column").mkdir(parents=True)
    settings = tmp_path / "khal.conf"
    settings.write_text(
        f"[calendars]\n[[column]]\npath = {tmp_path}/calendars/column\n[sqlite]\npath = {tmp_path}/khal.db\n"
        "[locale]\nlocal_timezone = Asia/Ho_Chi_Minh\ndefault_timezone = Asia/Ho_Chi_Minh\n"
        "timeformat = %H:%M\ndateformat = %d/%m/%Y\nlongdateformat = %d/%m/%Y\n"
        "datetimeformat = %d/%m/%Y %H:%M\nlongdatetimeformat = %d/%m/%Y %H:%M\n",
        encoding="utf-8",
    )

    def run(*arguments: str) -> str:
        command = [khal, "-c", str(settings), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
        return done.stdout

    run("import", "--batch", "-a", "column", str(site / "output/su-kien/lich.ics"))
    form = "{start-time} {end-time} {title}"
    assert "14:00 17:00 Tọa đàm, phần một" in run("list", "--format", form, "04/03/2022", "1d")
    text = FILES["su-kien/2022-03-04-toa-dam.md"]
    moved = text.replace("Start: 2022-03-04 14:00", "Start: 2022-03-07 09:00\nMoved: 2022-02-28: 2022-03-04 14:00")
    moved = moved.replace("Moved: 2022-02-25: 2022-03-02 14:00\n", "").replace(
        "Moved: 2022-02-28", "Moved: 2022-02-25: 2022-03-02 14:00\nMoved: 2022-02-28"
    )
    again = tmp_path / "again"
    write_site(again / "content", {"su-kien/2022-03-04-toa-dam.md": moved})
    run_build(again / "content", again / "output", again / "cache", "--at", MARCH, *SITE)
    run("import", "--batch", "-a", "column", str(again / "output/su-kien/lich.ics"))
    assert "Tọa đàm" not in run("list", "--format", form, "04/03/2022", "1d")
    assert "09:00 12:00 Tọa đàm, phần một" in run("list", "--format", form, "07/03/2022", "1d")
    assert len(list((tmp_path / "calendars/column").glob("*.ics"))) == 4


# ── registers ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_registers_show_source_and_date(site: Path) -> None:
    models, targets = words(page(site, "so-theo-doi/mo-hinh")), words(page(site, "so-theo-doi/muc-tieu"))
    for part in ("Mô hình dùng để thử", "Nguồn thử", "01/03/2022", "xem lại trước 15/03/2022", "Bài một"):
        assert part in models
    for part in ("Mục tiêu 2021 – 2025", "6,5 – 7,0", "%/năm", "Văn kiện thử", "01/02/2021", "5,1", "10/02/2021"):
        assert part in targets
    assert "Tên cũ: Cơ quan tên cũ, từ 01/01/2010 đến hết 28/02/2022" in words(page(site, "so-theo-doi/thuat-ngu"))


def test_the_ledger_shows_before_and_after(site: Path) -> None:
    ledger = page(site, "dinh-chinh")
    (entry,) = ledger.xpath('//section[@class="register-entry"]')
    assert entry.get("id") == "mot-2022-03-02-1"
    assert words(entry.find(".//del")) == "Có hai việc."
    assert words(entry.find(".//ins")) == "Có ba việc."
    (listed,) = [part for part in jsonld(ledger) if part["@type"] == "ItemList"]
    item = listed["itemListElement"][0]["item"]  # type: ignore[index]
    assert item["@type"] == "CorrectionComment"
    assert item["about"]["url"] == "https://thu.example/bai-viet/mot/"


@pytest.mark.parametrize(
    ("file", "guid"),
    [
        ("so-theo-doi/mo-hinh/rss.xml", "tag:thu.example,2022-01-01:mo-hinh/mo-hinh-thu"),
        ("so-theo-doi/muc-tieu/rss.xml", "tag:thu.example,2022-01-01:muc-tieu/muc-tieu-thu/2021-02-10"),
        ("dinh-chinh/rss.xml", "tag:thu.example,2022-01-01:dinh-chinh/2022-03-01-mot/2022-03-02/1"),
    ],
)
def test_registers_have_feeds(site: Path, file: str, guid: str) -> None:
    channel = etree.parse(site / "output" / file).getroot()[0]
    (item,) = channel.findall("item")
    assert item.findtext("guid") == guid
    assert item.find("guid").get("isPermaLink") == "false"  # type: ignore[union-attr]
    assert re.fullmatch(r"https://thu\.example/\S+#\S+", item.findtext("link") or "")
    assert item.findtext("pubDate", "").endswith("+0700")
    assert channel.findtext("lastBuildDate") == item.findtext("pubDate")


def test_the_gate_uses_the_glossary(tmp_path: Path) -> None:
    text = FILES["articles/2022-03-20-hai.md"].replace("Nội dung", "Cơ quan tên cũ và co quan ten moi. Nội dung")
    content = write_site(tmp_path / "content", {"articles/2022-03-20-hai.md": text})
    for _ in range(2):  # found, then remembered
        said = run_verb(tmp_path / "cache", "check", "--content", str(content), "--at", MARCH)
        assert "2022-03-20-hai.md:7: từ ngữ: LƯU Ý: “co quan ten moi” nên viết “Cơ quan tên mới”" in said
        assert "“Cơ quan tên cũ” là tên dùng đến hết ngày 28/02/2022, nay là “Cơ quan tên mới”" in said
    (content / "thuat-ngu.toml").unlink()
    assert "từ ngữ" not in run_verb(tmp_path / "cache", "check", "--content", str(content), "--at", MARCH)


def test_the_gate_checks_what_events_and_registers_name(tmp_path: Path) -> None:
    event = FILES["su-kien/2022-03-10-hoi-nghi.md"] + "Units: don-vi-la\nReport: 2022-03-05-tuong-thua\n"
    model = FILES["so-theo-doi/mo-hinh.toml"].replace('topic = "dao-duc"', 'topic = "dao-du"')
    fix = FILES["so-theo-doi/dinh-chinh.toml"].replace("2022-03-02", "2022-03-03")
    handout = (
        '[[handouts]]\nmonth = "2022-03"\ntitle = "T"\npublished = 2022-04-01T08:00:00+07:00\npdf = "tai-lieu/a.pdf"\n'
        'pdf_size = 1\nepub = "tai-lieu/a.epub"\nepub_size = 1\ndigest = "x"\n'
    )
    changes: dict[str, str | None] = {
        "su-kien/2022-03-10-hoi-nghi.md": event,
        "su-kien/2022-04-01-hoi-nghi.md": event.replace("don-vi-la", "don-vi-dau").replace("-thua\n", "-thuat\n"),
        "so-theo-doi/mo-hinh.toml": model,
        "so-theo-doi/dinh-chinh.toml": fix,
        "tai-lieu/tai-lieu.toml": handout,
    }
    content = write_site(tmp_path / "content", changes)
    said = run_verb(tmp_path / "cache", "check", "--content", str(content), "--at", MARCH, code=1)
    for part in (
        "su-kien/2022-03-10-hoi-nghi.md:6: Units: “don-vi-la” không có trong kế hoạch; có phải ý bạn là don-vi-",
        "su-kien/2022-03-10-hoi-nghi.md:7: Report: không có bài nào là “2022-03-05-tuong-thua”; có phải ý bạn là",
        "su-kien/2022-04-01-hoi-nghi.md:1: Slug: “hoi-nghi” đã được su-kien/2022-03-10-hoi-nghi.md dùng",
        "mo-hinh.toml:11: models.topic: mục “mo-hinh-thu”: “dao-du” không có trong kế hoạch; có phải ý bạn là dao-duc",
        "dinh-chinh.toml:3: corrections.date: bài “2022-03-01-mot” không có dòng Correction ngày 2022-03-03",
        "tai-lieu.toml:5: handouts.pdf: không có tệp “tai-lieu/a.pdf” trong content",
    ):
        assert part in said
    assert "Traceback" not in said


def test_corrections_are_found_in_git(tmp_path: Path) -> None:
    name = "articles/2022-03-20-hai.md"
    content = write_site(tmp_path / "content")

    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=a", "-c", "user.email=a@thu.example", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", "-C", str(content), *identity, *arguments], check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "one")
    text = FILES[name].replace("Nội dung bài hai.", "Nội dung bài thứ hai.")
    (content / name).write_text(
        text.replace("Flags", "Correction: 2022-03-21: thêm chữ “thứ”\nFlags"), encoding="utf-8"
    )
    git("commit", "-qam", "two")
    arguments = ("corrections", "--content", str(content), "--at", "2022-03-22T00:00+07:00")
    said = run_verb(tmp_path / "cache", *arguments)
    assert 'before = "Nội dung bài hai."\nafter = "Nội dung bài thứ hai."' in said
    run_verb(tmp_path / "cache", *arguments, "--write")
    assert "Mọi đính chính đều đã có lời" in run_verb(tmp_path / "cache", *arguments)
    shutil.rmtree(content / ".git")
    (content / "so-theo-doi/dinh-chinh.toml").unlink()
    assert "git không đọc được lịch sử" in run_verb(tmp_path / "cache", *arguments, code=1)


@pytest.mark.slow
def test_libical_accepts_the_calendar(site: Path) -> None:
    """Evolution's, KDE's and GNOME Calendar's library: no error in any line, and its check of RFC 5545 and 5546."""
    libical = library("libical.so.3", "libical3")
    libical.icalcomponent_new_from_string.restype = ctypes.c_void_p
    for path in (site / "output/su-kien").rglob("*.ics"):
        parsed = ctypes.c_void_p(libical.icalcomponent_new_from_string(path.read_bytes()))
        assert parsed, path
        assert libical.icalcomponent_count_errors(parsed) == 0, path
        assert libical.icalrestriction_check(parsed) == 1, path


def test_the_plan_page_shows_what_is_done_and_what_is_not(site: Path) -> None:
    items = page(site, "ke-hoach/ke-hoach-thu").xpath('//li[@class="plan-item"]')
    done, todo = words(items[0]), [words(item) for item in items[1:]]
    assert "“việc đã làm”" in done
    assert "Bài một" in done
    assert len(todo) == 2
    assert all("Chưa có bài." in item for item in todo)


def test_directories_know_events_and_registers(site: Path) -> None:
    output = site / "output"
    listed = "".join(path.read_text(encoding="utf-8") for path in output.glob("sitemap*.xml"))
    for path in ("su-kien/", "su-kien/toa-dam/", "so-theo-doi/mo-hinh/", "so-theo-doi/thuat-ngu/", "dinh-chinh/"):
        assert f"<loc>https://thu.example/{path}</loc>" in listed
    assert "/tai-lieu/" not in listed
    outlines = etree.parse(output / "feeds.opml").xpath('//outline[@text="Sổ theo dõi"]/outline/@xmlUrl')
    assert outlines == [f"https://thu.example/{path}rss.xml" for path in (*_FEEDS[:2], "dinh-chinh/")]
    assert all(f'href="/{path}rss.xml"' in (output / "rss/index.html").read_text(encoding="utf-8") for path in _FEEDS)


_FEEDS = ("so-theo-doi/mo-hinh/", "so-theo-doi/muc-tieu/", "dinh-chinh/")


@pytest.mark.slow
def test_a_picture_that_only_an_event_shows_is_published(tmp_path: Path) -> None:
    text = FILES["su-kien/2022-03-04-toa-dam.md"] + '\n![Hai ô màu](/images/o.png "Ảnh: Ban biên tập")\n'
    content = write_site(tmp_path / "content", {"su-kien/2022-03-04-toa-dam.md": text})
    (content / "images").mkdir()
    Image.effect_noise((700, 400), 40).save(content / "images/o.png")
    run_build(content, tmp_path / "output", tmp_path / "cache", "--at", MARCH)
    (picture,) = page(tmp_path, "su-kien/toa-dam").xpath("//main//img")
    assert (tmp_path / "output" / picture.get("src").lstrip("/")).is_file()
