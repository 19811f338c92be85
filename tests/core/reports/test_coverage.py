"""Coverage: every article is counted once where it belongs, whatever it names."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.core.column.column import Column
from plugins.core.reports.coverage import measure
from plugins.core.reports.duties import find_duties, find_returns
from plugins.verbs.check import look_whole
from tests.helpers.planwork_site import write_site
from tests.helpers.rounds import rounds

DAY = dt.date(2022, 4, 2)
INSTANT = dt.datetime(2022, 4, 2, 12, tzinfo=dt.timezone(dt.timedelta(hours=7)))
ARTICLE = st.fixed_dictionaries(
    {
        "day": st.dates(dt.date(2021, 6, 1), DAY),
        "topic": st.sampled_from(("dao-duc", "hoc-tap")),
        "form": st.sampled_from(("", "bao-chi", "toa-dam")),
        "units": st.lists(st.sampled_from(("don-vi-dau", "don-vi-sau")), unique=True),
        "flags": st.lists(st.sampled_from(("ket-qua", "kho-khan", "bai-hoc")), unique=True),
        "sample": st.booleans(),
    }
)


def look(content: Path, monkeypatch: pytest.MonkeyPatch) -> Column:
    monkeypatch.setenv("COLUMN_CACHE", str(content.parent / "cache"))
    return look_whole(content, INSTANT)[1]


def text(number: int, article: dict[str, object]) -> str:
    headers = {
        "Title": f"Bài {number}",
        "Date": f"{article['day']} 08:00",
        "Category": article["topic"],
        "Summary": f"Sapo {number}.",
        "Form": article["form"],
        "Units": ", ".join(article["units"]),  # type: ignore[arg-type]
        "Flags": ", ".join(article["flags"]),  # type: ignore[arg-type]
        "Sample": "yes" if article["sample"] else "no",
    }
    return "\n".join(f"{name}: {value}" for name, value in headers.items() if value) + "\n\nNội dung.\n"


@settings(max_examples=rounds(12, 300))
@given(st.lists(ARTICLE, min_size=1, max_size=12))
def test_every_article_counts_once(tmp_path_factory: pytest.TempPathFactory, articles: list[dict[str, object]]) -> None:
    content = tmp_path_factory.mktemp("coverage") / "content"
    write_site(content, dict.fromkeys(("so-theo-doi/mo-hinh.toml", "so-theo-doi/dinh-chinh.toml")))
    for path in [*(content / "articles").iterdir(), *(content / "su-kien").iterdir()]:
        path.unlink()
    for number, article in enumerate(articles):
        (content / "articles" / f"bai-{number}.md").write_text(text(number, article), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        coverage = measure(look(content, patch), DAY)
    real = [article for article in articles if not article["sample"]]
    assert coverage.articles == len(real)
    assert coverage.samples == len(articles) - len(real)
    topics = Counter(article["topic"] for article in real)
    assert {line.term.slug: line.total.number for line in coverage.topics} == {
        slug: topics[slug] for slug in ("dao-duc", "hoc-tap")
    }
    for line in coverage.topics:
        mine = [article for article in real if article["topic"] == line.term.slug]
        assert sum(count.number for count in line.phases) == len(mine)
        assert sum(count.number for count in line.forms) == sum(bool(article["form"]) for article in mine)
        assert line.total.newest == max((article["day"] for article in mine), default=None)
        assert sum(line.flags) == sum(len(article["flags"]) for article in mine)  # type: ignore[arg-type]
    units = sum(max(1, len(article["units"])) for article in real)  # type: ignore[arg-type]
    assert sum(cell.count.number for cell in coverage.cells) == units
    assert len({(cell.topic, cell.phase, cell.unit, cell.form) for cell in coverage.cells}) == len(coverage.cells)
    assert sum(number for _, number in coverage.months) == len(real)


def test_what_no_phase_asks_for_yet_is_not_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    column = look(write_site(tmp_path / "content"), monkeypatch)
    early, late = measure(column, dt.date(2022, 3, 31)), measure(column, DAY)
    assert (early.phase, [item.slug for item in early.missing], early.later) == ("dot-mot", ["viec-chua-lam"], 1)
    assert (late.phase, [item.slug for item in late.missing], late.later) == (
        "dot-hai",
        ["viec-chua-lam", "viec-dot-hai"],
        0,
    )
    (learning,) = [line for line in late.topics if line.term.slug == "hoc-tap"]
    assert not learning.running
    assert not learning.stale(DAY + dt.timedelta(days=200))


def test_duties_and_anniversaries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    late = "Title: Báo muộn\nDate: 2022-03-15 08:00\nKind: hoi-nghi\nStart: 2022-03-01 08:00\n"
    column = look(write_site(tmp_path / "content", {"su-kien/2022-03-01-muon.md": late}), monkeypatch)
    kinds = Counter((duty.kind, duty.name) for duty in find_duties(column, DAY))
    assert kinds["sự kiện báo muộn", "Báo muộn"] == 1
    assert kinds["sự kiện thiếu lúc kết thúc", "Báo muộn"] == 1
    assert kinds["sự kiện chưa có bài", "Báo muộn"] == 1
    assert kinds["sự kiện chưa có bài", "Phong trào cả tuần"] == 1
    assert kinds["sự kiện chưa có bài", "Buổi thông tin đã hủy"] == 0
    (entry,) = find_returns(column, dt.date(2023, 3, 20))
    assert (entry.date, entry.years, entry.round, entry.due) == (dt.date(2023, 4, 10), 71, False, True)
    assert [article.id for article in entry.again] == ["2022-03-01-mot"]
    (entry,) = find_returns(column, dt.date(2022, 2, 1))
    assert (entry.due, entry.again) == (False, ())


def test_the_site_knows_when_an_event_changes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    later = "Title: Sau\nDate: 2022-04-05 08:00\nKind: hoi-nghi\nStart: 2022-04-20 08:00\nDuration: 1 giờ\n"
    column = look(write_site(tmp_path / "content", {"su-kien/2022-04-20-sau.md": later}), monkeypatch)
    assert column.next_change == dt.datetime.fromisoformat("2022-04-05T08:00:00+07:00")
    assert "Sau" not in {event.title for event in column.events}
