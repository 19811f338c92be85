"""What of a plan the articles carry out, and what nobody has written yet: counts, ages and empty cells.

Pure and in one pass over the articles. Samples, translations and pieces about the column itself are not counted: they
carry nothing out.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..article.article import Article
from ..column.collections import Articles
from ..column.column import Column
from ..plan.plan import Item, Phase, Plan, State, Term, Topic

FLAG_NAMES: dict[str, str] = {"ket-qua": "Kết quả", "kho-khan": "Khó khăn", "bai-hoc": "Bài học"}
"""Front-matter flags → their names in reports."""
STALE_DAYS = 90
"""A topic of the running phase whose newest article is older than this many days is marked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Articles in one cell: how many, the newest one's day (None when there is none), whether the plan asks for it."""

    number: int
    newest: dt.date | None = None
    asked: bool = True

    def age(self, day: dt.date) -> int | None:
        """Days from the newest article to `day`."""
        return (day - self.newest).days if self.newest else None

    @property
    def empty(self) -> bool:
        """Asked for by the plan, and nobody has written."""
        return self.asked and not self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One plan term with its counts. phases, forms, units: one Count per term of that kind, in the plan's order;
    flags: articles per flag of FLAG_NAMES; priority: articles that carry any of the plan's priorities; running: whether
    the phase of the day asks for the term."""

    term: Term
    total: Count
    phases: tuple[Count, ...] = ()
    forms: tuple[Count, ...] = ()
    units: tuple[Count, ...] = ()
    flags: tuple[int, ...] = (0, 0, 0)
    priority: int = 0
    running: bool = False

    def stale(self, day: dt.date) -> bool:
        """Whether the phase of the day asks for the term and nobody has written of it for long."""
        age = self.total.age(day)
        return self.running and (age is None or age > STALE_DAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageCell:
    """One cell of topic × phase × unit × form, by slugs; unit and form are "" for articles that name none."""

    topic: str
    phase: str
    unit: str
    form: str
    count: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The whole picture of one plan on one day. items: what the plan asks for up to this day, with its articles; later:
    how many items belong to phases that have not begun; about: pieces about the column; marked: articles
    with key points; months: (YYYY-MM, articles),
    oldest first, without gaps, at most the last 24; cells: every asked cell and every other that has articles."""

    day: dt.date
    plan: Plan
    state: State
    articles: int
    samples: int
    translations: int
    about: int
    marked: int
    phase: str
    phases: tuple[Phase, ...]
    forms: tuple[Line, ...]
    units: tuple[Line, ...]
    priorities: tuple[Line, ...]
    topics: tuple[Line, ...]
    items: tuple[tuple[Item, Count], ...]
    later: int
    cells: tuple[CoverageCell, ...]
    months: tuple[tuple[str, int], ...]

    @property
    def over(self) -> bool:
        """Whether the plan is past."""
        return self.state in {"finished", "replaced"}

    @property
    def missing(self) -> tuple[Item, ...]:
        """What the plan asks for by now and nobody has written; the running phase first."""
        empty = [item for item, count in self.items if not count.number]
        return tuple(sorted(empty, key=lambda item: item.phase not in {self.phase, ""}))

    @property
    def flags(self) -> tuple[int, ...]:
        """Results, difficulties and lessons over all topics."""
        return tuple(sum(numbers) for numbers in zip(*(line.flags for line in self.topics), strict=True)) or (0, 0, 0)


class _Tally:
    """Counts and newest days by key."""

    __slots__ = ("newest", "numbers")

    def __init__(self) -> None:
        self.numbers: Counter[tuple[str, ...]] = Counter()
        self.newest: dict[tuple[str, ...], dt.date] = {}

    def add(self, key: tuple[str, ...], day: dt.date) -> None:
        """One more article on that day."""
        self.numbers[key] += 1
        if key not in self.newest:  # articles come newest first
            self.newest[key] = day

    def get(self, *key: str, asked: bool = True) -> Count:
        """The key's Count."""
        return Count(number=self.numbers[key], newest=self.newest.get(key), asked=asked)


def measure(column: Column, day: dt.date, plan: Plan | None = None) -> Coverage:
    """Count everything once. day: the day from which ages are told; plan: the newest current one when none is given."""
    plan = plan or column.plans.current(day)[-1]
    tally, cube = _Tally(), _Tally()
    counted = [a for a in _articles(column, plan) if not (a.sample or a.translation_of or a.kind)]
    for article in counted:
        _count(article, tally, cube)
    timed = next((of for of in (plan, *column.plans.above(plan)) if of.phases), plan)
    phases, forms, units = timed.phases, plan.forms, plan.units
    running = timed.phase_on(day)
    coming = {phase.slug for phase in phases if _coming(phase, day)}
    asked = [item for item in plan.items if item.phase not in coming]
    beside = [article for article in column.articles if article.sample or article.translation_of or article.kind]
    return Coverage(
        day=day,
        plan=plan,
        state=column.plans.state(plan, day),
        articles=len(counted),
        samples=sum(article.sample for article in beside),
        translations=sum(bool(article.translation_of) and not article.sample for article in beside),
        about=sum(bool(article.kind) and not article.translation_of and not article.sample for article in beside),
        marked=sum(bool(article.key_points) for article in counted),
        phase=running.slug if running else "",
        phases=phases,
        forms=tuple(_line(tally, term, day, phases, (), ()) for term in forms),
        units=tuple(_line(tally, term, day, phases, forms, ()) for term in units),
        priorities=tuple(_line(tally, term, day, phases, forms, ()) for term in plan.priorities),
        topics=tuple(_line(tally, term, day, phases, forms, units) for term in plan.topics),
        items=tuple((item, tally.get("item", item.slug)) for item in asked),
        later=len(plan.items) - len(asked),
        cells=tuple(_cells(cube, plan.topics, day, phases, forms, units)),
        months=_months(counted),
    )


def _articles(column: Column, plan: Plan) -> Articles:
    """The plan's articles and those of others that name its topics or its demands, newest first."""
    lists = column.lists
    found = set(lists["plan"][plan.slug].positions)
    found.update(*(lists["strand"][topic.slug].positions for topic in plan.topics if topic.slug in lists["strand"]))
    found.update(*(lists["item"][item.slug].positions for item in plan.items))
    return Articles(column.by_position, sorted(found, reverse=True))


def _count(article: Article, tally: _Tally, cube: _Tally) -> None:
    day = article.date.date()
    phase = article.phase
    topic, form, units = article.topic, article.form, article.units
    priorities, flags = article.priorities, article.flags
    own = [("topic", topic), *(("unit", unit) for unit in units), *(("priority", slug) for slug in priorities)]
    if form:
        own.append(("form", form))
    for kind, slug in own:
        tally.add((kind, slug), day)
        if phase:
            tally.add((kind, slug, "phase", phase), day)
        if form and kind != "form":
            tally.add((kind, slug, "form", form), day)
        for flag in flags:
            tally.numbers[kind, slug, "flag", flag] += 1
        if priorities:
            tally.numbers[kind, slug, "priority"] += 1
    for unit in units:
        tally.add(("topic", topic, "unit", unit), day)
    for item in article.items:
        tally.add(("item", item), day)
    for unit in units or ("",):
        cube.add((topic, phase, unit, form), day)


def _coming(phase: Term, day: dt.date) -> bool:
    """Whether the phase has not begun yet."""
    return isinstance(phase, Phase) and phase.first is not None and phase.first > day


def _asked(term: Term, phase: Term, day: dt.date) -> bool:
    """Whether the plan asks by now for the term in the phase; a term without phases is asked for in all of them."""
    if _coming(phase, day):
        return False
    if isinstance(term, Topic) and term.phases:
        return phase.slug in term.phases
    return True


def _line(
    tally: _Tally, term: Term, day: dt.date, phases: Sequence[Term], forms: Sequence[Term], units: Sequence[Term]
) -> Line:
    """One term's counts. Only phases are asked for of each term; that every topic take every form no plan demands."""
    kind, slug = term.kind, term.slug
    due = any(_asked(term, phase, day) for phase in phases)
    return Line(
        term=term,
        total=tally.get(kind, slug, asked=due),
        phases=tuple(tally.get(kind, slug, "phase", p.slug, asked=_asked(term, p, day)) for p in phases),
        forms=tuple(tally.get(kind, slug, "form", f.slug, asked=False) for f in forms),
        units=tuple(tally.get(kind, slug, "unit", u.slug, asked=False) for u in units),
        flags=tuple(tally.numbers[kind, slug, "flag", flag] for flag in FLAG_NAMES),
        priority=tally.numbers[kind, slug, "priority"],
        running=any(isinstance(p, Phase) and p.holds(day) and _asked(term, p, day) for p in phases),
    )


def _cells(
    cube: _Tally,
    topics: Iterable[Term],
    day: dt.date,
    phases: Sequence[Term],
    forms: Sequence[Term],
    units: Sequence[Term],
) -> Iterable[CoverageCell]:
    """Asked cells in the plan's order, then what was written beside them."""
    seen = set()
    for topic in topics:
        for phase in phases:
            if not _asked(topic, phase, day):
                continue
            for unit in units:
                for form in forms:
                    key = (topic.slug, phase.slug, unit.slug, form.slug)
                    seen.add(key)
                    yield CoverageCell(topic=key[0], phase=key[1], unit=key[2], form=key[3], count=cube.get(*key))
    for topic_slug, phase_slug, unit_slug, form_slug in sorted(cube.newest.keys() - seen):
        count = cube.get(topic_slug, phase_slug, unit_slug, form_slug, asked=False)
        yield CoverageCell(topic=topic_slug, phase=phase_slug, unit=unit_slug, form=form_slug, count=count)


def _months(articles: Sequence[Article]) -> tuple[tuple[str, int], ...]:
    """Articles per month up to the newest article's month."""
    if not articles:
        return ()
    counts = Counter((article.date.year, article.date.month) for article in articles)
    first, last = min(counts), max(counts)
    found = []
    year, month = first
    while (year, month) <= last:
        found.append((f"{year}-{month:02}", counts[year, month]))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return tuple(found[-24:])
