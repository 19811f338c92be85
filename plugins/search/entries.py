"""What can be found beside articles and editors' pages: events, questions, plans and their parts, registers, pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from ..core.addresses import event_path, handout_path, item_path, plan_path, questions_path, term_path
from ..core.digests import combine, digest_text
from ..core.events.event import KINDS as EVENT_KINDS
from ..core.plan.plan import ABOUT, Document, Term, Unit
from ..core.search.kinds import PAGE, Entry
from ..core.site_map import ROWS
from ..core.text.plain_text import plain_text
from ..core.views.event_views import describe_time

if TYPE_CHECKING:
    from ..build.context import DataContext

EPOCH = dt.datetime(2000, 1, 1)
LONGEST_TITLE = 110
"""Characters of a question that make a title."""
_TERMS = ("topic", "form", "phase", "document", "priority", "unit")
_SELF = frozenset(("front", "search"))
"""Pages that are no answer: the one that shows all, the one that is asked."""


def find_entries(context: DataContext) -> list[Entry]:
    """Every entry of the column, kind by kind, in an order that a new one does not change for the others."""
    if context.exists is not None:  # pages of a foreign theme: nobody knows which of these there are
        return []
    makers: tuple[tuple[str, Callable[[DataContext], Iterator[Entry]]], ...] = (
        ("pages.plans", _plans),
        ("pages.lists", _items),
        ("pages.lists", _terms),
        ("pages.events", _events),
        ("pages.feedback", _questions),
        ("pages.registers", _registers),
        ("pages.handouts", _handouts),
    )
    found = [entry for part, make in makers if part not in context.left_out for entry in make(context)]
    return [*found, *_pages(context)]


def minute(moment: dt.datetime) -> int:
    """A moment as the index counts: minutes of its wall clock since EPOCH, at least 1."""
    passed = moment.replace(tzinfo=None) - EPOCH
    return max(1, passed.days * 1440 + passed.seconds // 60)


def _day(day: dt.date) -> int:
    return minute(dt.datetime.combine(day, dt.time()))


def _entry(kind: str, key: str, title: str, url: str, sapo: str, **more: Any) -> Entry:
    own = more.pop("digest", b"")
    card = digest_text(title, url, sapo, str(more.get("sample", False)))
    facts = digest_text(*(f"{name}={value}" for name, value in sorted(more.items()) if name != "text"))
    return Entry(
        id=f"{kind}/{key}",
        kind=kind,
        title=title,
        url=url,
        sapo=sapo,
        card_digest=card,
        whole_digest=combine(card, facts, own),
        **more,
    )


def _said(*parts: str) -> str:
    """Parts as one line, those that are empty left out."""
    return " · ".join(filter(None, parts))


def _plans(context: DataContext) -> Iterator[Entry]:
    for plan in context.column.plans.plans:
        sapo = _said(f"Kế hoạch số {plan.number}" if plan.number else "", plan.issuer, plan.summary, plan.purpose)
        yield _entry("ke-hoach", plan.slug, plan.title, plan_path(plan.slug), sapo)


def _items(context: DataContext) -> Iterator[Entry]:
    plans = context.column.plans
    for item in plans.items.values():
        number = getattr(plans.plan(item.plan), "number", "")
        yield _entry(
            "muc",
            item.slug,
            item.name,
            item_path(item.plan, item.written),
            _said(item.quote, f"Kế hoạch số {number}" if number else ""),
            topic=item.topic,
            form=item.form,
        )


def _terms(context: DataContext) -> Iterator[Entry]:
    lists = context.column.lists
    for kind in _TERMS:
        known = [*context.column.plans.terms[kind].values(), *([ABOUT] if kind == "topic" else [])]
        for term in known:
            if term.slug in lists[kind]:
                own: dict[str, Any] = {"unit": {"units": (term.slug,)}}.get(kind, {kind: term.slug})
                yield _entry(
                    ROWS[kind].folder,
                    term.slug,
                    term.name,
                    term_path(kind, term.slug),
                    _about(term),
                    **(own if kind in {"topic", "form", "unit"} else {}),
                )


def _about(term: Term) -> str:
    """What else a term is known by; some plans register a name as its own description."""
    more: tuple[str, ...] = ()
    if isinstance(term, Document):
        more = (f"Số {term.number}" if term.number else "", term.issuer, term.excerpt)
    elif isinstance(term, Unit) and term.former_names:
        more = ("Tên cũ: " + ", ".join(former.name for former in term.former_names),)
    return _said(*(part for part in (term.description, term.quote, *more) if part != term.name))


def _events(context: DataContext) -> Iterator[Entry]:
    for event in context.column.events:
        yield _entry(
            "su-kien",
            event.id,
            event.title,
            event_path(event.slug),
            _said(event.sapo, EVENT_KINDS[event.kind], describe_time(event), event.place),
            minute=minute(event.start),
            form=event.form,
            units=event.units,
            sample=event.sample,
            digest=event.whole_digest,
            text=lambda source=event.source: context.store.text(source),
        )


def _questions(context: DataContext) -> Iterator[Entry]:
    for entry in reversed(context.column.questions):
        question = entry.question
        title, whole = question.question, " ".join(question.question.split())
        if len(whole) > LONGEST_TITLE:
            title = whole[:LONGEST_TITLE].rpartition(" ")[0] + "…"
        yield _entry(
            "hoi-dap",
            str(question.number),
            title,
            f"{questions_path(question.received.year)}#so-{question.number}",
            _said(f"Số {question.number}", whole if title != whole else ""),
            minute=_day(question.received),
            topic=question.topic,
            sample=question.sample,
            digest=digest_text(entry.html),
            text=lambda html=entry.html: plain_text(html),
        )


def _registers(context: DataContext) -> Iterator[Entry]:
    registers = context.column.registers
    for model in registers.models:
        yield _entry(
            "mo-hinh",
            model.slug,
            model.name,
            f"{ROWS['models'].path}#{model.slug}",
            _said(model.summary, model.who, model.where, model.result, f"Nguồn: {model.source}"),
            minute=_day(model.date),
            topic=model.topic,
            units=(model.unit,) if model.unit else (),
            sample=model.sample,
        )
    for target in registers.targets:
        reached = (f"đạt {result.value} {target.measure} ({result.source})" for result in target.results)
        yield _entry(
            "muc-tieu",
            target.slug,
            target.name,
            f"{ROWS['targets'].path}#{target.slug}",
            _said(f"{target.value} {target.measure}", target.period, *reached, f"Nguồn: {target.source}"),
            minute=_day(target.as_of),
            topic=target.topic,
            units=(target.unit,) if target.unit else (),
            sample=target.sample,
        )
    for term in registers.terms:
        names = f"Tên cũ: {', '.join(former.name for former in term.former)}" if term.former else ""
        sapo = _said(f"Viết tắt: {term.short}" if term.short else "", term.about, names)
        yield _entry("thuat-ngu", term.slug, term.name, f"{ROWS['terms'].path}#{term.slug}", sapo)


def _handouts(context: DataContext) -> Iterator[Entry]:
    for handout in context.column.registers.handouts:
        when = minute(handout.published)
        yield _entry("tai-lieu", handout.month, handout.title, handout_path(handout.month), "", minute=when)


def _pages(context: DataContext) -> Iterator[Entry]:
    """The pages that hold others: calendar, registers, directories, feeds, data."""
    has = context.column.has
    for row in ROWS.values():
        if row.kind or not row.listed or not row.title or row.name in _SELF or row.made_by in context.left_out:
            continue
        if has(row.needs) and has(row.listed):
            yield _entry(PAGE, row.path.strip("/"), row.title, row.path, row.about)
