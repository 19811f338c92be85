"""The registers as pages and feeds show them: rows with the digests that cover them, their JSON-LD."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from ..article.article import Article
from ..column.withdrawals import Withdrawal
from ..digests import combine, digest_text
from ..registers.registers import CorrectionText, GlossaryTerm, GoodModel, Target
from .presenter import Presenter
from .view_models import TermLink


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """A good model or a target with its links into the column. article: (title, address) or None."""

    entry: GoodModel | Target
    topic: TermLink | None
    unit: TermLink | None
    article: tuple[str, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRow:
    """One public correction. before, after: the wording, "" where nobody entered it; anchor: its id in the page;
    withdrawn: the article was taken back, and url and path are ""."""

    article_id: str
    title: str
    url: str
    path: str
    date: dt.date
    text: str
    before: str
    after: str
    anchor: str
    withdrawn: bool = False


def register_row(present: Presenter, entry: GoodModel | Target) -> RegisterRow:
    """The entry with its links."""
    article = _article(present, entry)
    return RegisterRow(
        entry=entry,
        topic=present.bare_term("topic", entry.topic) if entry.topic else None,
        unit=present.bare_term("unit", entry.unit) if entry.unit else None,
        article=(article.title, present.url(article)) if article else None,
    )


def row_digest(present: Presenter, entry: GoodModel | Target | GlossaryTerm) -> bytes:
    """Covers everything a row shows that is not site-wide."""
    article = _article(present, entry)
    return combine(digest_text(repr(entry)), article.card_digest if article else bytes(16))


def _article(present: Presenter, entry: object) -> Article | None:
    return present.column.by_id.get(entry.article) if isinstance(entry, GoodModel) else None


def correction_rows(present: Presenter) -> list[CorrectionRow]:
    """Every correction of every public article and every article taken back, newest first; of one article and day, the
    later line first."""
    wording = {(text.article, text.date): text for text in present.column.registers.corrections}
    rows = []
    for article in present.column.having("corrections"):
        days: Counter[dt.date] = Counter()
        for correction in article.corrections:
            days[correction.date] += 1
            text: CorrectionText | None = wording.get((article.id, correction.date))
            rows.append(
                CorrectionRow(
                    article_id=article.id,
                    title=article.title,
                    url=present.url(article),
                    path=present.url(article).removeprefix(present.prefix),
                    date=correction.date,
                    text=correction.text,
                    before=text.before if text else "",
                    after=text.after if text else "",
                    anchor=f"{article.slug}-{correction.date.isoformat()}-{days[correction.date]}",
                )
            )
    rows += map(_withdrawn, present.column.taken_back)
    rows.sort(key=lambda row: (row.date, row.anchor), reverse=True)
    return rows


def _withdrawn(entry: Withdrawal) -> CorrectionRow:
    return CorrectionRow(
        article_id=entry.id,
        title=entry.title,
        url="",
        path="",
        date=entry.when.date(),
        text=entry.reason,
        before="",
        after="",
        anchor=f"{entry.slug}-rut",
        withdrawn=True,
    )


def correction_digest(row: CorrectionRow) -> bytes:
    """Covers everything a correction shows."""
    return digest_text(*(str(getattr(row, field.name)) for field in fields(row)))


def models_jsonld(present: Presenter, path: str, models: Sequence[GoodModel]) -> dict[str, Any]:
    """Good models as an ItemList."""
    items = []
    for position, model in enumerate(models, 1):
        item: dict[str, Any] = {
            "@type": "CreativeWork",
            "@id": f"{present.absolute(path)}#{model.slug}",
            "name": model.name,
            "creator": {"@type": "Organization", "name": model.who},
            "locationCreated": {"@type": "Place", "name": model.where},
            "abstract": model.result,
            "citation": model.source_url or model.source,
            "dateCreated": model.date.isoformat(),
            "expires": model.recheck.isoformat(),
        }
        items.append({"@type": "ListItem", "position": position, "item": item})
    return {"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items}


def targets_jsonld(present: Presenter, path: str, targets: Sequence[Target]) -> dict[str, Any]:
    """Targets and what was reached as observations with their sources."""
    items = []
    for position, target in enumerate(targets, 1):
        value = {"@type": "PropertyValue", "value": target.value, "unitText": target.measure}
        item: dict[str, Any] = {
            "@type": "CreativeWork",
            "@id": f"{present.absolute(path)}#{target.slug}",
            "name": target.name,
            "about": {**value, "name": target.name},
            "citation": target.source_url or target.source,
            "dateCreated": target.as_of.isoformat(),
            "dateModified": target.newest.isoformat(),
        }
        if target.period:
            item["temporalCoverage"] = target.period
        if target.results:
            item["hasPart"] = [
                {
                    "@type": "CreativeWork",
                    "about": {"@type": "PropertyValue", "value": result.value, "unitText": target.measure},
                    "dateCreated": result.as_of.isoformat(),
                    "citation": result.source_url or result.source,
                }
                for result in target.results
            ]
        items.append({"@type": "ListItem", "position": position, "item": item})
    return {"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items}


def terms_jsonld(present: Presenter, path: str, terms: Sequence[GlossaryTerm]) -> dict[str, Any]:
    """The glossary as a DefinedTermSet."""
    items = []
    for term in terms:
        item: dict[str, Any] = {
            "@type": "DefinedTerm",
            "@id": f"{present.absolute(path)}#{term.slug}",
            "name": term.name,
            "termCode": term.slug,
        }
        if term.about:
            item["description"] = term.about
        if others := [*([term.short] if term.short else []), *(former.name for former in term.former)]:
            item["alternateName"] = others
        items.append(item)
    return {"@type": "DefinedTermSet", "@id": present.absolute(path), "name": "Thuật ngữ", "hasDefinedTerm": items}


def corrections_jsonld(present: Presenter, rows: Sequence[CorrectionRow]) -> dict[str, Any]:
    """Corrections as comments on the articles they correct."""
    items = [
        {
            "@type": "ListItem",
            "position": position,
            "item": {
                "@type": "CorrectionComment",
                "datePublished": row.date.isoformat(),
                "text": row.text,
                "about": {
                    "@type": "NewsArticle",
                    **({"url": present.absolute(row.path)} if row.path else {}),
                    "headline": row.title,
                },
            },
        }
        for position, row in enumerate(rows, 1)
    ]
    return {"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items}
