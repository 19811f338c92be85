"""The registers beside the articles: good models, targets, names, anniversaries, corrections' wording, hand-outs.

Editors keep them as TOML (`register_files.py` reads them); every entry says where it comes from and when it was looked
at last, so that what has grown stale can be told from what stands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..addresses import handout_path

STALE_AFTER = dt.timedelta(days=365)
"""A figure without a re-check date of its own counts as stale a year after its as-of date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """One entry of a register. line, lines: where it and each of its keys stand in its file, for messages; they say
    nothing of the entry itself."""

    line: int = field(default=0, compare=False, repr=False)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    def at(self, key: str) -> int:
        """The line of a key, the entry's where it is not given."""
        return self.lines.get(key, self.line)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodModel(RegisterEntry):
    """A good model or practice: who does it, where, with what result, and who says so.

    date: the day it was entered; recheck: the day by which somebody looks whether it still holds;
    article: id of the article that tells of it; topic, unit: slugs of the plan, "" when none.
    """

    slug: str
    name: str
    who: str
    where: str
    result: str
    source: str
    date: dt.date
    recheck: dt.date
    summary: str = ""
    source_url: str = ""
    topic: str = ""
    unit: str = ""
    article: str = ""
    sample: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetResult:
    """What was reached of a target by a day, and who says so."""

    value: str
    as_of: dt.date
    source: str
    source_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(RegisterEntry):
    """A target (chỉ tiêu): value with its measure, as its source gives them, never computed.

    period: the years it is for, as text; as_of: the day of the source; recheck: None → a year after the newest date.
    """

    slug: str
    name: str
    value: str
    measure: str
    source: str
    as_of: dt.date
    period: str = ""
    source_url: str = ""
    topic: str = ""
    unit: str = ""
    recheck: dt.date | None = None
    results: tuple[TargetResult, ...] = ()
    sample: bool = False

    @property
    def newest(self) -> dt.date:
        """The newest day any of its figures speaks of."""
        return max([self.as_of, *(result.as_of for result in self.results)])

    def stale_on(self, day: dt.date) -> bool:
        """Whether the figures should be looked up again."""
        return day > (self.recheck or self.newest + STALE_AFTER)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerName:
    """A name that was right from `first` (None: nobody noted it) to `last`, both days included."""

    name: str
    last: dt.date
    first: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryTerm(RegisterEntry):
    """A name as the column writes it. avoid: spellings the gate warns of; former: earlier names of the same body."""

    slug: str
    name: str
    about: str = ""
    short: str = ""
    source: str = ""
    source_url: str = ""
    avoid: tuple[str, ...] = ()
    former: tuple[FormerName, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Anniversary(RegisterEntry):
    """A day that comes back every year. day: the first one; lead_days: how long before editors start to plan."""

    slug: str
    name: str
    day: dt.date
    lead_days: int = 45
    tags: tuple[str, ...] = ()
    topic: str = ""
    source: str = ""

    def next_on(self, day: dt.date) -> dt.date:
        """The next return on or after a day; 29 February comes back on 28 February in common years."""
        for year in (day.year, day.year + 1):
            try:
                found = self.day.replace(year=year)
            except ValueError:
                found = dt.date(year, 2, 28)
            if found >= day:
                return found
        raise AssertionError("one of two years' returns lies ahead")


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionText(RegisterEntry):
    """The wording before and after one correction of an article; article: its id, date: the correction's day."""

    article: str
    date: dt.date
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout(RegisterEntry):
    """A published month's hand-out. month: "YYYY-MM"; published: when; pdf, epub: paths inside content/;
    pdf_size, epub_size: bytes."""

    month: str
    title: str
    published: dt.datetime
    pdf: str
    pdf_size: int
    epub: str
    epub_size: int
    digest: str

    def path_of(self, form: str) -> str:
        """Site path of its "pdf" or "epub"."""
        file = self.pdf if form == "pdf" else self.epub
        return handout_path(self.month) + file.rpartition("/")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention(RegisterEntry):
    """What an entry that is not right names all the same, "" for nothing. file, table: where it stands."""

    file: str
    table: str
    slug: str = ""
    topic: str = ""
    unit: str = ""
    article: str = ""
    date: dt.date | None = None
    pdf: str = ""
    pdf_size: int = 0
    epub: str = ""
    epub_size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Registers:
    """Every register, each in the order its file gives. incomplete: of entries that are not right, what they name; a
    column is made of registers without any."""

    models: tuple[GoodModel, ...] = ()
    targets: tuple[Target, ...] = ()
    terms: tuple[GlossaryTerm, ...] = ()
    anniversaries: tuple[Anniversary, ...] = ()
    corrections: tuple[CorrectionText, ...] = ()
    handouts: tuple[Handout, ...] = ()
    incomplete: tuple[Mention, ...] = ()

    def handout_files(self) -> Iterator[tuple[str, str, int, int]]:
        """(key, path inside content/, bytes, line) of every file that a hand-out names, be the rest of it right or not;
        0 bytes where that is not said."""
        for row in (*self.handouts, *self.incomplete):
            for key in ("pdf", "epub"):
                file = getattr(row, key, "")
                if file.startswith("tai-lieu/"):  # elsewhere none may lie, which is told
                    yield key, file, getattr(row, f"{key}_size"), row.at(key)
