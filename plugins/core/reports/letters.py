"""The week's letters: for the whole column, each topic and each unit that had news, what appeared, was corrected or was
taken back from Monday to Sunday.

A letter says what the feeds say of the same articles; who gets it, and who no longer wants it, is the agency's mailer's
to know.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ..addresses import language_path, term_path
from ..errors import SettingsError
from ..views.labels import words

if TYPE_CHECKING:
    from ..article.article import Article
    from ..column.column import Column
    from ..column.withdrawals import Withdrawal

KINDS = ("topic", "unit")
"""Lists that have letters of their own."""
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")


class Week(NamedTuple):
    """first: its Monday."""

    first: dt.date

    @property
    def name(self) -> str:
        """As ISO 8601 writes it: 2026-W48."""
        year, number, _ = self.first.isocalendar()
        return f"{year:04}-W{number:02}"

    @property
    def last(self) -> dt.date:
        """Its Sunday."""
        return self.first + dt.timedelta(days=6)

    @property
    def days(self) -> str:
        """Its days, for readers: 23/11–29/11/2026."""
        start = f"{self.first:%d/%m}" + (f"/{self.first:%Y}" if self.first.year != self.last.year else "")
        return f"{start}–{self.last:%d/%m/%Y}"

    def holds(self, day: dt.date) -> bool:
        """Whether a day is one of its."""
        return self.first <= day <= self.last


def week_named(text: str) -> Week:
    """The week that a text names; SettingsError for any other text."""
    match = _WEEK.fullmatch(text)
    try:
        if match:
            return Week(dt.date.fromisocalendar(int(match[1]), int(match[2]), 1))
    except ValueError:  # the year has no such week
        pass
    raise SettingsError(f"“{text}” không phải tuần; viết năm-W-số tuần theo ISO 8601, ví dụ 2026-W48")


def week_before(day: dt.date) -> Week:
    """The last whole week before a day."""
    return Week(day - dt.timedelta(days=day.weekday() + 7))


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """kind, slug: of the list, "" for the whole column; name: of the list, "" likewise; path: its site path; articles,
    corrected: newest first; withdrawn: likewise."""

    kind: str
    slug: str
    name: str
    path: str
    language: str
    week: Week
    articles: tuple[Article, ...]
    corrected: tuple[Article, ...]
    withdrawn: tuple[Withdrawal, ...]

    @property
    def key(self) -> str:
        """What tells it from the week's other letters; safe in a file's name."""
        return f"{self.kind}-{self.slug}" if self.kind else self.language


def make_letters(column: Column, week: Week) -> Iterator[Letter]:
    """Every letter of a week that has something to say, those of the whole column first."""
    site = column.site
    for language in (site.language, *column.languages):
        path = "/" if language == site.language else language_path(language)
        yield from _letter(column, week, "", "", "", path, language, column.articles)
    for kind in KINDS:
        for slug, term in column.plans.terms[kind].items():
            articles = column.lists[kind][slug]
            yield from _letter(column, week, kind, slug, term.name, term_path(kind, slug), site.language, articles)


def _letter(
    column: Column, week: Week, kind: str, slug: str, name: str, path: str, language: str, listed: Sequence[Article]
) -> Iterator[Letter]:
    articles = _appeared(listed, week, language)
    mine = set(getattr(listed, "positions", ()))
    corrected = tuple(
        article
        for article in column.having("corrections")
        if article.position in mine
        and article.lang == language
        and article not in articles
        and any(week.holds(correction.date) for correction in article.corrections)
    )
    withdrawn = tuple(
        entry for entry in column.taken_back if entry.was_in(kind, slug, language) and week.holds(entry.when.date())
    )
    if articles or corrected or withdrawn:
        yield Letter(
            kind=kind,
            slug=slug,
            name=name,
            path=path,
            language=language,
            week=week,
            articles=articles,
            corrected=corrected,
            withdrawn=withdrawn,
        )


def _appeared(listed: Sequence[Article], week: Week, language: str) -> tuple[Article, ...]:
    found = []
    for article in listed:
        if article.date.date() < week.first:
            break
        if week.holds(article.date.date()) and article.lang == language:
            found.append(article)
    return tuple(found)


def subject_of(letter: Letter, site_name: str) -> str:
    """The letter's subject, one line."""
    said = words(letter.language)
    count = len(letter.articles)
    news = (said.letter_one if count == 1 else said.letter_many).format(count=count) if count else said.letter_none
    return " – ".join(filter(None, (site_name, letter.name, f"{news}, {letter.week.days}")))
