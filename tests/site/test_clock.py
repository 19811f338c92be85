"""Clocks that run ahead, are set back or stand wrong: nothing is shown before its hour, and a site is not emptied."""

from __future__ import annotations

import math
import os
import random
import re
import shutil
import subprocess
import time
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests.helpers import programs
from tests.helpers.building import ROOT, TINY, warm
from tests.helpers.plans import plan_text, row
from tests.helpers.planwork_site import FILES, write_site
from tests.helpers.processes import CLOCK, run_module
from tests.helpers.rounds import rounds as times
from tests.site.faults import files
from tests.site.test_incremental import Builder

pytestmark = pytest.mark.slow

FIRST = datetime(2026, 1, 1, 8)
ROUNDS = 8


def _build(home: Path, now: datetime, *options: str) -> subprocess.CompletedProcess[str]:
    """A build on a machine whose clock shows this time (UTC) and goes on; times of files stay true."""
    clock = programs.wrong_clock(
        NO_FAKE_STAT="1", FAKETIME_DONT_FAKE_MONOTONIC="1", FAKETIME_NO_CACHE="1", FAKETIME="+0", TZ="UTC"
    )
    ahead = math.ceil(now.replace(tzinfo=UTC).timestamp() - time.time())
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMN_CACHE": str(warm(home / "cache")), **clock}
    environment[CLOCK] = f"{ahead:+d}"
    arguments = ("build", "--content", str(home / "content"), "--output", str(home / "output"), *options)
    return run_module("plugins.command", *arguments, cwd=ROOT, env=environment, under=clock)


def _add(home: Path, name: str, date: datetime, expires: datetime | None = None) -> None:
    """Times in UTC."""
    more = f"Expires: {expires:%Y-%m-%d %H:%M+00:00}\n" if expires else ""
    text = f"Title: Bài {name}\nDate: {date:%Y-%m-%d %H:%M+00:00}\nCategory: dao-duc\nSummary: S.\n{more}\nChữ.\n"
    (home / f"content/articles/{name}.md").write_text(text, encoding="utf-8")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    shutil.copytree(TINY, tmp_path / "content")
    return tmp_path


def _shown(home: Path) -> set[str]:
    return {path.name for path in (home / "output/bai-viet").iterdir() if re.match(r"(hen|het)-", path.name)}


@pytest.mark.parametrize("rounds", [ROUNDS, pytest.param(50, marks=pytest.mark.long)])
def test_a_clock_set_back_and_forth_shows_what_its_hour_asks_for(home: Path, rounds: int) -> None:
    """Scheduled and expiring articles, of which some instants show none and some all; often nothing else differs."""
    starts = {f"hen-{n}": FIRST + timedelta(days=30 * n) for n in range(1, 5)}
    ends = {f"het-{n}": FIRST + timedelta(days=30 * n + 10) for n in range(1, 4)}
    for name, start in starts.items():
        _add(home, name, start)
    for name, end in ends.items():
        _add(home, name, FIRST - timedelta(days=9), end)
    draw = random.Random(16)
    for round_ in range(rounds):
        now = FIRST + timedelta(days=draw.choice([0, 29, 31, 45, 60, 75, 100, 130, 200]), seconds=draw.randint(0, 99))
        done = _build(home, now)
        assert done.returncode == 0, done.stdout + done.stderr
        wanted = {name for name, start in starts.items() if start <= now}
        wanted |= {name for name, end in ends.items() if now < end}
        assert _shown(home) == wanted, (round_, now)
        waiting = {name for name in starts if f"{name}.md: chờ đăng lúc" in done.stdout}
        assert waiting == starts.keys() - wanted


def test_an_embargo_that_a_clock_broke_is_mended_however_many_articles_it_is(home: Path) -> None:
    for number in range(6):
        _add(home, f"hen-{number}", datetime(2090, 12, 15, number))
    for number in range(8):
        _add(home, f"bai-{number}", datetime(2022, 12, 15, number))
    assert _build(home, datetime(2091, 1, 1)).returncode == 0
    assert len(_shown(home)) == 6
    done = _build(home, datetime(2089, 1, 1))
    assert done.returncode == 0, done.stderr
    assert not _shown(home)
    assert "hen-0.md: chờ đăng lúc 07:00 ngày 15/12/2090" in done.stdout


@pytest.mark.parametrize("edited", [True, False])
def test_a_clock_years_behind_empties_no_site(home: Path, edited: bool) -> None:
    site = home / "content/site.toml"
    site.write_text(site.read_text(encoding="utf-8").replace(",2022-01-01", ",2019-01-01"), encoding="utf-8")
    assert _build(home, datetime(2089, 1, 1)).returncode == 0
    before = sorted(path for path in (home / "output").rglob("*"))
    if edited:
        _add(home, "moi", datetime(2022, 1, 2))
    done = _build(home, datetime(2020, 1, 1))
    assert done.returncode == 1
    assert "bài chưa tới giờ đăng" in done.stderr
    assert "giờ của máy đang là 07:00 ngày 01/01/2020" in done.stderr
    assert "--allow-deletions" in done.stderr
    assert sorted(path for path in (home / "output").rglob("*")) == before
    assert _build(home, datetime(2089, 1, 1)).returncode == 0


def test_a_clock_behind_the_authority_is_told_with_its_day(home: Path) -> None:
    assert _build(home, datetime(2089, 1, 1)).returncode == 0
    before = sorted(path for path in (home / "output").rglob("*"))
    done = _build(home, datetime(2020, 1, 1))
    assert done.returncode == 1
    assert "authority: ngày sau dấu phẩy ở tương lai (máy đang ở ngày 01/01/2020)" in done.stderr
    assert sorted(path for path in (home / "output").rglob("*")) == before


@pytest.mark.parametrize(
    ("line", "told"),
    [("Status: draft", "không còn để đăng"), ("Expires: 2022-12-20", "hết hạn"), ("", "không còn tệp")],
)
def test_many_articles_that_go_for_any_reason_must_be_meant(home: Path, line: str, told: str) -> None:
    for number in range(7):
        _add(home, f"het-{number}", datetime(2022, 12, 15, number))
    assert _build(home, datetime(2030, 1, 1)).returncode == 0
    for path in (home / "content/articles").glob("het-*.md"):
        if line:
            path.write_text(path.read_text(encoding="utf-8").replace("Date:", f"{line}\nDate:"), encoding="utf-8")
        else:
            path.unlink()
    done = _build(home, datetime(2030, 1, 2))
    assert done.returncode == 1
    assert f"7 bài {told}" in done.stderr
    assert len(_shown(home)) == 7
    assert _build(home, datetime(2030, 1, 2), "--allow-deletions").returncode == 0
    assert not _shown(home)


def test_a_question_becomes_public_on_its_day(home: Path) -> None:
    """What has a day and no hour makes another site at midnight, even when nothing else does."""
    ledger = home / "content/hoi-dap.toml"
    text = ledger.read_text(encoding="utf-8")
    days = sorted(re.findall(r"^received = (\S+)", text, re.M))
    if not days:
        pytest.skip("the tiny site asks nothing")
    ledger.write_text(text.replace(f"received = {days[-1]}", "received = 2031-05-05"), encoding="utf-8")
    done = _build(home, datetime(2031, 5, 3))
    assert done.returncode == 0, done.stderr
    first = (home / "output/hoi-dap/index.html").read_text(encoding="utf-8")
    assert _build(home, datetime(2031, 5, 5, 3)).returncode == 0
    assert (home / "output/hoi-dap/index.html").read_text(encoding="utf-8") != first


# ── everything else that has a day ───────────────────────────────────────────────────────────────────────────────────

_ZONE = timezone(timedelta(hours=7))


def _dated(name: str, *headers: str) -> str:
    return "\n".join((f"Title: Bài {name}", "Category: dao-duc", "Summary: S.", *headers, "", "Chữ.")) + "\n"


def _event(name: str, *headers: str) -> str:
    return "\n".join((f"Title: Sự kiện {name}", "Kind: toa-dam", *headers)) + "\n"


DATED = {
    "articles/hen.md": _dated("hẹn", "Date: 2022-05-01 08:00"),
    "articles/nua-dem.md": _dated("nửa đêm", "Date: 2022-05-02"),
    "articles/het.md": _dated("hết", "Date: 2022-03-02", "Expires: 2022-05-01 08:00"),
    "articles/rut.md": _dated("rút", "Date: 2022-03-03", "Withdrawn: 2022-05-03: Nêu sai."),
    "articles/dau.md": _dated("đầu", "Date: 2022-03-04", "Lead_until: 2022-05-01"),
    "articles/sua.md": _dated("sửa", "Date: 2022-03-05", "Correction: 2022-05-02: Sửa một chữ."),
    "su-kien/moi.md": _event("mới", "Date: 2022-05-01 08:00", "Start: 2022-05-20 08:00", "Duration: 2 giờ"),
    "su-kien/qua.md": _event("qua", "Date: 2022-03-01 08:00", "Start: 2022-05-01 06:00", "End: 2022-05-01 08:00"),
    "su-kien/ca-ngay.md": _event("cả ngày", "Date: 2022-03-01 08:00", "Start: 2022-04-30", "End: 2022-05-02"),
    "plan.toml": FILES["plan.toml"].replace("last = 2022-12-31", "last = 2022-05-01"),
    "plans/sau.toml": plan_text(
        number="02-KH/THU",
        title="Kế hoạch sau (ví dụ)",
        issuer="Cơ quan dùng để thử",
        phases=[row("dot", "Đợt sau", first=date(2022, 5, 2), last=date(2022, 12, 31), quote="đợt")],
        topics=[row("moi", "Chủ đề của kế hoạch sau", quote="mới")],
    ),
    "articles/ke-hoach-sau.md": _dated("kế hoạch sau", "Date: 2022-05-02 09:00").replace("dao-duc", "sau/moi"),
}
SHOWN = {  # page → the instants from and until which it stands
    "bai-viet/hen": (datetime(2022, 5, 1, 8, tzinfo=_ZONE), None),
    "bai-viet/nua-dem": (datetime(2022, 5, 2, tzinfo=_ZONE), None),
    "bai-viet/het": (None, datetime(2022, 5, 1, 8, tzinfo=_ZONE)),
    "bai-viet/rut": (None, datetime(2022, 5, 3, tzinfo=_ZONE)),
    "bai-viet/ke-hoach-sau": (datetime(2022, 5, 2, 9, tzinfo=_ZONE), None),
    "su-kien/moi": (datetime(2022, 5, 1, 8, tzinfo=_ZONE), None),
}
INSTANTS = [
    datetime(2022, 5, day, tzinfo=_ZONE) + timedelta(hours=hour, seconds=second)
    for day in (1, 2, 3)
    for hour, second in ((0, -1), (0, 0), (8, -1), (8, 0), (9, 0))
]


def test_at_any_instant_after_any_other_the_site_is_a_clean_one(tmp_path: Path) -> None:
    """Forth and back over the moments of everything that has a day: what stands is what that instant alone asks for."""
    content, draw = write_site(tmp_path / "content", DATED), random.Random(17)
    builder, clean = Builder(), {}
    try:
        for round_ in range(times(7, 150)):
            instant = draw.choice(INSTANTS)
            at = ("--at", instant.isoformat())
            told = builder.build(content, tmp_path / "output", tmp_path / "cache", *at)
            assert told["ok"], told
            found = files(tmp_path / "output")
            for page, (since, until) in SHOWN.items():
                there = (since is None or since <= instant) and (until is None or instant < until)
                assert (f"{page}/index.html" in found) == there, (round_, instant, page)
            if instant not in clean:
                assert builder.build(content, tmp_path / "clean", tmp_path / f"cache-{round_}", *at)["ok"]
                clean[instant] = files(tmp_path / "clean")
                shutil.rmtree(tmp_path / f"cache-{round_}")
                shutil.rmtree(tmp_path / "clean")
            wanted = clean[instant]
            different = {name for name in found.keys() | wanted.keys() if found.get(name) != wanted.get(name)}
            assert not different, (round_, instant, different)
    finally:
        builder.close()
