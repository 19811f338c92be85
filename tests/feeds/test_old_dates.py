"""Instants before 1911, when Việt Nam's zone had odd seconds: every output stays readable by its readers."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from plugins.core.text.dates import iso, rfc822, whole_minutes
from tests.helpers.building import run_build

TINY = Path(__file__).parent.parent / "site" / "content"
ARTICLE = """Title: Ngày xưa {year}
Date: {year}-06-01 08:00
Modified: {year}-06-02 09:00
Category: dao-duc
Summary: Một ngày đã lâu.
Tags: xưa
Picture: /images/nui.jpg
Picture_alt: Dải màu xanh và vàng.
Picture_credit: Tệp thử
Correction: {year}-06-02: sửa một chữ

Nội dung.
"""
EVENT = """Title: Họp năm {year}
Date: {year}-05-01 08:00
Kind: hoi-nghi
Start: {year}-06-01 08:00
End: {year}-06-01 11:00
Moved: {year}-05-02: {year}-05-30 08:00

Nội dung.
"""
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)(?![:\d])")


def test_no_output_has_an_offset_with_seconds(tmp_path: Path) -> None:
    content = Path(shutil.copytree(TINY, tmp_path / "content"))
    (content / "su-kien").mkdir()
    for year in (1900, 1905, 1907, 1910, 1911):
        (content / f"articles/{year}.md").write_text(ARTICLE.format(year=year), encoding="utf-8")
        (content / f"su-kien/{year}.md").write_text(EVENT.format(year=year), encoding="utf-8")
    run_build(content, tmp_path / "output", tmp_path / "cache", "--site-url", "https://column.example")
    seen = 0
    for path in (tmp_path / "output").rglob("*"):
        if not path.is_file() or path.suffix not in {".xml", ".json", ".html", ".csv", ".ics", ".opml"}:
            continue
        for found in re.finditer(r"19(?:00|05|06|07|10|11)-\d\d-\d\dT[0-9:.+Z-]*", path.read_text(encoding="utf-8")):
            seen += 1
            assert _RFC3339.fullmatch(found[0]), f"{path.name}: {found[0]}"
    assert seen > 50
    item = (tmp_path / "output/feed.json").read_text(encoding="utf-8")
    assert "1905-06-01T00:53:30+00:00" in item  # 08:00 of a clock that was 7:06:30 ahead


@given(
    st.datetimes(min_value=dt.datetime(1900, 1, 1), max_value=dt.datetime(2100, 12, 31)),
    st.sampled_from(["Asia/Ho_Chi_Minh", "Europe/Amsterdam", "Africa/Monrovia", "Asia/Kathmandu", "UTC"]),
)
def test_every_instant_leaves_as_it_is_and_in_form(naive: dt.datetime, zone: str) -> None:
    instant = naive.replace(tzinfo=ZoneInfo(zone), microsecond=0)
    assert _RFC3339.fullmatch(iso(instant))
    assert dt.datetime.fromisoformat(iso(instant)) == instant.astimezone(dt.UTC)
    assert whole_minutes(instant).utcoffset() is not None
    assert re.fullmatch(r".* [+-]\d{4}", rfc822(instant))
