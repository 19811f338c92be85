"""What a list's page tells of its term beside the articles: facts of units, documents and phases, and lists nearby."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from ..column.column import Column
from ..plan.plan import Document, Phase, Term, Unit
from ..site_map import UNIT_LISTS
from ..text.collation import collation_key
from ..text.dates import short_day
from .view_models import Fact, TermLink

if TYPE_CHECKING:
    from .presenter import Presenter

Beside = dict[str, list[tuple[str, str, str]]]
"""Label → (kind, slug, words) of lists that lie beside one."""
Near = dict[tuple[str, str], Beside]
"""(kind, slug) of a list → those beside it."""


def facts(present: Presenter, term: Term) -> Iterator[Fact]:
    """What is known of a term, in the order readers ask."""
    if isinstance(term, Phase):
        first = f"từ {short_day(term.first)} " if term.first else ""
        yield Fact("Thời gian", f"{first}đến hết {short_day(term.last)}")
    elif isinstance(term, Document):
        yield from _document(present, term)
    elif isinstance(term, Unit):
        yield from _unit(term)


def _document(present: Presenter, document: Document) -> Iterator[Fact]:
    for label, text in (
        ("Số, ký hiệu", document.number),
        ("Nơi ban hành", document.issuer),
        ("Ngày ban hành", short_day(document.date) if document.date else ""),
    ):
        if text:
            yield Fact(label, text)
    if document.excerpt:
        yield Fact("Trích", f"“{document.excerpt}”")
    if document.page:
        yield Fact("Toàn văn", "Đọc trên trang này", present.href(f"/{document.page}/"))
    if document.file:
        about = present.pictures.about(document.file)
        yield Fact(
            "Tệp", f"Tải về ({about})" if about else "Tải về", present.href(present.pictures.address(document.file))
        )
    if document.url:
        yield Fact("Nơi đăng", document.url, document.url)


def _unit(unit: Unit) -> Iterator[Fact]:
    if unit.group:
        yield Fact("Loại đơn vị", unit.group)
    if unit.url:
        yield Fact("Trang của đơn vị", unit.url, unit.url)
    for former in reversed(unit.former_names):
        yield Fact("Tên cũ", f"{former.name} (đến hết {short_day(former.last)})")
    if unit.first:
        yield Fact("Thành lập", short_day(unit.first))
    if unit.last:
        yield Fact("Hoạt động đến hết", short_day(unit.last))


def near_lists(column: Column) -> Near:
    """For every list of terms the lists beside it: a unit's by topic and year, what continues what."""
    near: Near = {}

    def add(kind: str, slug: str, label: str, *entry: str) -> None:
        near.setdefault((kind, slug), {}).setdefault(label, []).append(entry)  # type: ignore[arg-type]

    terms, lists = column.plans.terms, column.index.lists
    for slug in lists["unit_topic"]:
        unit, _, topic = slug.partition("/")
        add("unit", unit, "Theo chủ đề", "unit_topic", slug, terms["topic"][topic].name)
        add("topic", topic, "Theo đơn vị", "unit_topic", slug, terms["unit"][unit].name)
    for slug in sorted(lists["unit_year"], reverse=True):
        unit, _, year = slug.partition("/")
        add("unit", unit, "Theo năm", "unit_year", slug, year)
    for kind, of in terms.items():
        for term in of.values():
            if term.continues:
                add(kind, term.slug, "Tiếp nối", kind, term.continues, _with_plan(column, of[term.continues]))
                add(kind, term.continues, "Được tiếp nối trong kế hoạch sau", kind, term.slug, _with_plan(column, term))
            if isinstance(term, Unit):
                for slug in term.successors:
                    add(kind, term.slug, "Đơn vị kế tục", kind, slug, of[slug].name)
                    add(kind, slug, "Đơn vị trước đó", kind, term.slug, term.name)
                if term.parent:
                    add(kind, term.slug, "Trực thuộc", kind, term.parent, of[term.parent].name)
                    add(kind, term.parent, "Đơn vị trực thuộc", kind, term.slug, term.name)
    for labels in near.values():
        for label in {"Theo đơn vị", "Đơn vị trực thuộc"} & labels.keys():
            labels[label].sort(key=lambda entry: collation_key(entry[2]))
    return near


def _with_plan(column: Column, term: Term) -> str:
    """A term's name with its plan's number: the term that it continues mostly has the same name."""
    plan = column.plans.plan(term.plan)
    return f"{term.name} (Kế hoạch số {plan.number})" if plan else term.name


def links(present: Presenter, near: Beside) -> tuple[tuple[str, tuple[TermLink, ...]], ...]:
    """The same as links."""
    return tuple(
        (label, tuple(replace(present.bare_term(kind, slug), name=words) for kind, slug, words in entries))
        for label, entries in near.items()
    )


def owner(kind: str, slug: str) -> tuple[str, str]:
    """(kind, slug) of the term that a list is of: a list of a unit's is the unit's."""
    return ("unit", slug.partition("/")[0]) if kind in UNIT_LISTS else (kind, slug)
