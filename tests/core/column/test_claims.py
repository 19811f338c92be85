"""The table of what articles claim: whatever row is added, new articles join only where a look at all finds nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.core.article.record import Record
from plugins.core.column import additions, claims, rules
from plugins.core.column.additions import notes_apart
from plugins.core.column.claims import Claim, claims_of, find_collisions, may_collide
from plugins.core.column.index import Parts, index_articles
from plugins.core.column.rules import Across, find_column_problems
from plugins.core.plan.plan_file import read_plans
from plugins.core.problem import Problem
from tests.helpers import records
from tests.helpers.plans import plan_text, row
from tests.helpers.records import EMPTY

PLANS, _ = read_plans(
    plan_text(
        "mot",
        number="1",
        title="Một",
        issuer="A",
        date=dt.date(2022, 1, 1),
        topics=[row("chu-de", "Chủ đề", quote="Q")],
    )
)
SAID = {"date": "2022-03-03T08:00:00+07:00", "category": "chu-de"}


def record(number: int, **fields: object) -> Record:
    own = {"id": f"bai-{number}", "slug": f"bai-{number}", "title": f"Bài {number}", "sapo": "Sapo"}
    return Record(**{**EMPTY, **SAID, **own, **fields})  # type: ignore[arg-type]


def parts_of(known: dict[str, Record]) -> Parts:
    assert PLANS is not None
    return records.parts_of(known, PLANS, dt.datetime(2023, 1, 1, tzinfo=dt.UTC))


FORMS: dict[str, Callable[[str], str]] = {
    "itself": str,
    "case": str.casefold,
    "length": lambda text: str(len(text)),
    "first": lambda text: text[:1],
}
FIELDS = ("title", "sapo", "origin")
WORDS = st.sampled_from(["A", "a", "Ab", "aB", "b", "BB"])
ARTICLES = st.lists(
    st.fixed_dictionaries(
        {
            "title": WORDS,
            "sapo": WORDS,
            "origin": WORDS,
            "tags": st.lists(WORDS, max_size=2, unique=True).map(tuple),
            "authors": st.lists(WORDS, max_size=2, unique=True).map(tuple),
            "slug": st.sampled_from(["x", "y", "z", "t"]),
            "aliases": st.lists(st.sampled_from(["x", "y", "u"]), max_size=1).map(tuple),
        }
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(FIELDS), st.sampled_from(sorted(FORMS)), st.booleans(), ARTICLES, st.integers(1, 2))
def test_any_row_holds_for_new_articles_as_for_all(
    field: str, form: str, shared: bool, articles: list[dict[str, object]], news: int
) -> None:
    row = Claim(
        name="random",
        rule="one-address",
        header="X",
        claims=lambda one: (getattr(one, field),),
        problem=lambda claim, other, where: f"{claim} {other} {where}",
        form=FORMS[form],
        shared=shared,
    )
    everything = {f"articles/{n}.md": record(n, **fields) for n, fields in enumerate(articles)}
    known = dict(list(everything.items())[:-news])
    added = dict(list(everything.items())[-news:])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(claims, "CLAIMS", [*claims.CLAIMS, row])
        before = list(find_collisions(known))
        index = index_articles(parts_of(known))
        notes = notes_apart(added, index, claims_of(known, index), parts_of(everything))
        after = list(find_collisions(everything))
    if notes is not None:
        assert len(after) == len(before)


@pytest.mark.parametrize("spares", [None, lambda record: True])
def test_a_rule_about_all_files_is_asked_again_unless_it_spares(spares: Callable[[Record], bool] | None) -> None:
    """It holds for a new article by standing in the table, whatever it looks at."""

    def find(parts: Parts) -> Iterator[Problem]:
        if len(parts.records) > 1:
            yield Problem(path="articles", line=0, field="số bài", message="quá một bài", rule="random")

    row = Across(find, spares) if spares else Across(find)
    known, everything = ({f"articles/{n}.md": record(n) for n in range(1, count)} for count in (2, 3))
    added = {"articles/2.md": everything["articles/2.md"]}
    with pytest.MonkeyPatch.context() as patch:
        for module in (rules, additions):
            patch.setattr(module, "across", lambda of=rules.across: (*of(), row))
        assert "random" in {problem.rule for problem in find_column_problems(parts_of(everything))}
        index = index_articles(parts_of(known))
        notes = notes_apart(added, index, claims_of(known, index), parts_of(everything))
    assert notes == (() if spares else None)


@given(ARTICLES)
@settings(max_examples=30, deadline=None)
def test_claims_grow_as_if_gathered_at_once(articles: list[dict[str, object]]) -> None:
    everything = {f"articles/{n}.md": record(n, **fields) for n, fields in enumerate(articles)}
    known, added = dict(list(everything.items())[:-1]), dict(list(everything.items())[-1:])
    index, whole = index_articles(parts_of(known)), index_articles(parts_of(everything))
    assert claims_of(added, whole, claims_of(known, index)) == claims_of(everything, whole)


def test_nothing_is_in_doubt_of_what_claims_nothing_taken() -> None:
    known = {"articles/1.md": record(1, tags=("Thẻ",), authors=("An",))}
    index = index_articles(parts_of(known))
    of_all = claims_of(known, index)
    assert not may_collide({"articles/2.md": record(2, tags=("Thẻ",), authors=("An",))}, index, of_all)
    assert may_collide({"articles/2.md": record(2, tags=("thẻ",))}, index, of_all)
    assert may_collide({"articles/2.md": record(2, slug="bai-1")}, index, of_all)
    assert may_collide({"articles/2.md": record(2, id="bai-1")}, index, of_all)
    assert may_collide({"articles/2.md": record(2, aliases=("bai-1",))}, index, of_all)
