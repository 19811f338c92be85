"""An article that is older than others joins the index as if all had been looked at."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.core.article.record import Record
from plugins.core.column.index import ArticleIndex, Parts, index_articles
from plugins.core.column.late import join
from plugins.core.plan.plan_file import read_plans
from tests.helpers import records
from tests.helpers.plans import plan_text, row
from tests.helpers.records import EMPTY
from tests.helpers.rounds import rounds

TOPICS = ("mot", "hai", "ba")
PLANS, _ = read_plans(
    plan_text(
        "ke-hoach",
        number="1",
        title="Kế hoạch",
        issuer="A",
        date=dt.date(2022, 1, 1),
        topics=[row(topic, f"Chủ đề {topic}", quote="Q") for topic in TOPICS],
        units=[row(unit, f"Đơn vị {unit}") for unit in ("xa", "huyen")],
    )
)
assert PLANS is not None
ARTICLE = st.fixed_dictionaries(
    {
        "day": st.integers(0, 400),
        "category": st.sampled_from(TOPICS),
        "units": st.lists(st.sampled_from(("xa", "huyen")), max_size=2, unique=True).map(tuple),
        "tags": st.lists(st.sampled_from(("Một", "Hai", "Ba", "Tư")), max_size=2, unique=True).map(tuple),
        "series": st.sampled_from(("", "", "Hồ sơ", "Loạt bài")),
        "lang": st.sampled_from(("vi", "vi", "en")),
        "status": st.sampled_from(("published", "published", "published", "draft", "hidden")),
        "modified": st.sampled_from(("", "2022-06-01T08:00:00+07:00")),
        "more_places": st.sampled_from((0, 0, 3)),
        "lead": st.sampled_from((None, ("images/a.jpg", "A", "", ""))),
        "to": st.integers(0, 30),
    }
)


def record(number: int, day: int, to: int, **fields: object) -> Record:
    date = (dt.datetime(2022, 1, 1, 8, tzinfo=dt.timezone(dt.timedelta(hours=7))) + dt.timedelta(days=day)).isoformat()
    own = {"id": f"bai-{number}", "slug": f"bai-{number * 7 % 31}", "title": f"Bài {number}", "sapo": "Sapo"}
    links = (("file", f"articles/{to:02}.md", "", 3),) if to < 12 else ()
    return Record(**{**EMPTY, **own, "date": date, "references": links, **fields})  # type: ignore[arg-type]


def parts_of(known: dict[str, Record]) -> Parts:
    assert PLANS is not None
    return records.parts_of(known, PLANS, dt.datetime(2022, 12, 20, tzinfo=dt.UTC))


def in_order(index: ArticleIndex) -> object:
    """The index with the order of its lists, which pages may follow."""
    lists = {kind: [*of.items()] for kind, of in index.lists.items()}
    return index._replace(lists=lists)  # type: ignore[arg-type]


@settings(max_examples=rounds(80, 4000))
@given(st.lists(ARTICLE, min_size=2, max_size=24), st.integers(1, 3), st.randoms(use_true_random=False))
def test_late_articles_join_as_if_all_were_looked_at(
    articles: list[dict[str, int]], count: int, random: object
) -> None:
    everything = {f"articles/{number:02}.md": record(number, **fields) for number, fields in enumerate(articles)}
    late = set(random.sample(sorted(everything), min(count, len(everything) - 1)))  # type: ignore[attr-defined]
    while (
        targets := {to for source in everything.keys() - late for _, to, _, _ in everything[source].references} & late
    ):
        late -= targets  # nobody can have led to what was not there
    known = {source: one for source, one in everything.items() if source not in late}
    joined = join(
        index_articles(parts_of(known)), parts_of(everything), {source: everything[source] for source in late}
    )
    if joined is not None:
        assert in_order(joined) == in_order(index_articles(parts_of(everything)))


def test_one_in_the_middle_of_all_its_lists_takes_no_look_at_all() -> None:
    same = {
        "category": "mot",
        "units": ("xa",),
        "tags": ("Một",),
        "series": "Hồ sơ",
        "lang": "vi",
        "status": "published",
    }
    everything = {f"articles/{n:02}.md": record(n, day=n, to=30, **same) for n in range(20)}
    known = {source: one for source, one in everything.items() if source != "articles/09.md"}
    late = {"articles/09.md": everything["articles/09.md"]}
    joined = join(index_articles(parts_of(known)), parts_of(everything), late)
    assert joined is not None
    assert in_order(joined) == in_order(index_articles(parts_of(everything)))
