"""The column kept in memory for the desk: checked, refreshed when files change, asked about texts that nobody saved.

One room serves all people. An answer is made from one state of the folder from its first word to its last; a newer
state is put together beside it and exchanged with it, so that nobody who types waits for the folder to be looked at.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ..column import parts_of
from ..core.article.draft_errors import unsure
from ..core.article.given_headers import GivenHeaders
from ..core.article.header_lines import at_header
from ..core.article.record import Reading, Record, read_article
from ..core.column.claims import CLAIMS
from ..core.column.column import find_problems
from ..core.column.rules import LinkTargets, find_own_problems
from ..core.problem import Problem, has_errors
from ..core.site_map import left_out
from ..reading.check import Checked, check
from ..reading.file_checks import examine_files, find_uses
from ..reading.file_facts import FileFacts
from ..reading.reader import body_parser
from ..reading.settings_said import said
from ..reading.sources import is_article, scan
from ..reading.store import StoredRecords
from ..system import build_inputs
from .preview import Preview, Stage

if TYPE_CHECKING:
    from ..reading.sources import Sources

_APART = ("id", "slug", "aliases", "tags", "series", "authors", "translation_of", "lang", "status", "date", "expires")
"""Fields of a record that other articles are held against."""
_ACROSS = frozenset({row.rule for row in CLAIMS} | {"series-alone", "translation"})
"""Rules that hold articles against each other."""
_QUICK = 20_000
"""Characters of a text that is looked at in a few milliseconds, four times what an article has."""


class Looked:
    """What came of one unsaved text. whole: whether rules across all files were asked as well; doubt: whether they
    have to be, because the text claims something else than its file does, or the file something that others do."""

    __slots__ = ("doubt", "problems", "reading", "whole")

    def __init__(self, reading: Reading[Record], problems: tuple[Problem, ...], *, whole: bool, doubt: bool) -> None:
        self.reading, self.problems, self.whole, self.doubt = reading, problems, whole, doubt

    @property
    def unreadable(self) -> bool:
        """Whether nobody can be certain of what the headers say, of the status not either."""
        return bool(unsure(self.problems))

    @property
    def errors(self) -> int:
        """How many problems stop a build."""
        return sum(problem.severity == "error" for problem in self.problems)


class _State:
    """One state of the folder. checked: what the gate says of it; targets, preview: made of it once somebody asks;
    looked: by article, the text that was judged last and what came of it; led: whether links were looked up in it."""

    def __init__(self, sources: Sources, checked: Checked) -> None:
        self.sources, self.checked = sources, checked
        self.preview: Preview | None = None
        self.looked: dict[str, tuple[str, Looked]] = {}
        self.led = False
        self._targets: LinkTargets | None = None
        self._problems: dict[str, list[Problem]] = {}
        for problem in checked.problems:
            self._problems.setdefault(problem.path, []).append(problem)

    def problems_of(self, source: str) -> tuple[Problem, ...]:
        """What the gate says of a file as it is saved."""
        return tuple(self._problems.get(source, ()))

    def targets(self) -> LinkTargets:
        """Where links may lead, gathered when a link first asks."""
        if self._targets is None:
            self._targets = LinkTargets.of(replace(self.checked.parts, records=_Records(self.checked)))
        return self._targets

    def until(self) -> datetime:
        """When this state says something else without any file having changed."""
        column = self.checked.column
        return (column.next_change if column else None) or datetime.max.replace(tzinfo=UTC)


class Room:
    """Make one, `refresh` it, ask it. settings: Pelican's, complete; version: counts the states of the folder."""

    def __init__(self, content: Path, settings: dict[str, Any]) -> None:
        self.content = content
        self.settings = settings
        self.version = 0
        self._gate = body_parser(settings)
        self._parsers = [body_parser(settings)]
        self._said = said(settings)
        self._shape = build_inputs.shape(settings)
        self._left_out = left_out(parts_of(settings["PLUGINS"]), search=bool(settings.get("COLUMN_SEARCH")))
        self._stage: Stage | None = None
        self._refreshing, self._showing, self._judging = threading.Lock(), threading.Lock(), threading.Lock()
        self._state: _State

    # ── the folder ───────────────────────────────────────────────────────────────────────────────────────────────

    def refresh(self) -> bool:
        """Look at the folder anew; False when nothing differs from what is known."""
        with self._refreshing:
            sources = scan(self.content)
            if self.version and sources == self._state.sources and datetime.now(UTC) < self._state.until():
                return False
            seen = replace(sources, files=dict(sources.files))
            with build_inputs.reading_store(self.content) as home:
                checked = check(
                    self.content,
                    sources,
                    home,
                    self._gate,
                    self._shape,
                    datetime.now(UTC),
                    self._left_out,
                    said=self._said,
                )
            # records that the gate had to unpack all at once are unpacked again by who asks for one
            parts = replace(checked.parts, records=StoredRecords(checked.store.entries))
            self._state = _State(seen, replace(checked, parts=parts))
            self.version += 1
            return True

    @property
    def checked(self) -> Checked:
        """What the gate said of the folder last."""
        return self._state.checked

    @property
    def zone(self) -> ZoneInfo:
        """The site's zone."""
        return ZoneInfo(self.checked.parts.site.zone)

    @property
    def articles(self) -> Iterable[str]:
        """The source of every article, whether it can be read or not."""
        return filter(is_article, self.checked.sources.files)

    def taken(self) -> frozenset[str]:
        """The slugs that articles have or had, drafts too."""
        records = _unpacked(self.checked)
        return frozenset(slug for record in records.values() for slug in (record.slug, *record.aliases))

    def path(self, source: str) -> Path:
        """Where a file lies, as it is named on disk."""
        return self.content / self.named(source)

    def named(self, source: str) -> str:
        """A file's name as it is on disk, where letters may be put together otherwise."""
        return self.checked.sources.names.get(source, source)

    def problems_of(self, source: str) -> tuple[Problem, ...]:
        """What the gate says of a file as it is saved."""
        return self._state.problems_of(source)

    # ── a text that nobody saved ─────────────────────────────────────────────────────────────────────────────────

    def read(self, source: str, text: str) -> Reading[Record]:
        """The text as the gate reads it."""
        given: GivenHeaders = self._said.given
        try:
            parser = self._parsers.pop()
        except IndexError:  # all are at work
            parser = body_parser(self.settings)
        try:
            return read_article(text.encode("utf-8", "surrogatepass"), source, self.zone, parser, given)
        finally:
            self._parsers.append(parser)

    def is_quick(self, text: str) -> bool:
        """Whether to look at a text is a matter of a millisecond or two, and need not wait for a thread."""
        return len(text) <= _QUICK and (self._state.led or "](" not in text)

    def look(self, source: str, text: str, *, whole: bool = False) -> Looked:
        """Everything the gate would say of the file if this were its text. whole: also ask what takes a look at all
        articles, which costs a tenth of a second for ten thousand."""
        state = self._state
        known = state.looked.get(source)
        if known is not None and known[0] == text and not whole:
            return known[1]  # the page of what was just judged is asked for next
        looked = self._look(state, source, text, whole=whole)
        if not whole:
            state.looked[source] = (text, looked)
        return looked

    def _look(self, state: _State, source: str, text: str, *, whole: bool) -> Looked:
        reading = self.read(source, text)
        record = reading.record
        if record is None:
            return Looked(reading, reading.problems, whole=True, doubt=False)
        checked = state.checked
        saved, known = checked.record(source), [p for p in state.problems_of(source) if p.rule in _ACROSS]
        same = saved is not None and all(getattr(saved, name) == getattr(record, name) for name in _APART)
        flawed = checked.parts.flawed - {source}
        if has_errors(reading.problems):
            flawed |= {source}
        parts = replace(checked.parts, records=_Records(checked, {source: record}), flawed=flawed)
        if whole:
            with self._judging:
                every = replace(parts, records={**_unpacked(checked), source: record})
                found = [problem for problem in find_problems(every) if problem.path == source]
        else:
            found = list(find_own_problems({source: record}, parts, state.targets()._replace(parts=parts)))
            state.led = state.led or "](" in text
            found += known if same else ()
        found += self._file_problems(source, record, checked.sources)
        problems = {*reading.problems, *(at_header(text, problem) for problem in found)}
        ordered = tuple(sorted(problems, key=lambda problem: problem.sort_key))
        return Looked(reading, ordered, whole=whole, doubt=not whole and (not same or bool(known)))

    def _file_problems(self, source: str, record: Record, sources: Sources) -> list[Problem]:
        """What is wrong with the pictures and files that the text shows."""
        uses = {file: use for file, use in find_uses([(source, record)]).items() if file in sources.files}
        rows = {(target, kind == "picture"): line for kind, target, _, line in reversed(record.references)}

        def line(_: str, file: str) -> int:
            return rows.get((file, True)) or rows.get((file, False)) or 0

        _, found = examine_files(self.content, sources, uses, line, _facts_home(source))
        return list(found)

    def _facts_of(self, source: str, record: Record, sources: Sources) -> Mapping[str, FileFacts]:
        """The facts of every file that the text shows, beside those the gate knows."""
        uses = {file: use for file, use in find_uses([(source, record)]).items() if file in sources.files}
        facts, _ = examine_files(self.content, sources, uses, lambda *_: 0, _facts_home(source))
        return facts

    def page(self, source: str, reading: Reading[Record]) -> bytes | None:
        """The page that a build would make of a text that was read, were it published at its date; None when the text
        has an error, or another file has one, so that there is no column to show it in."""
        state = self._state
        if reading.record is None or not reading.html or state.checked.indexed is None:
            return None
        with self._showing:
            if self._stage is None:
                self._stage = Stage(self.content, self.settings)
            if state.preview is None:
                state.preview = Preview(self._stage, state.checked, self._left_out)
            facts = self._facts_of(source, reading.record, state.checked.sources)
            return state.preview.page(source, reading, facts)

    @property
    def preview(self) -> Preview | None:
        """What pages were shown with last."""
        return self._state.preview


def _facts_home(source: str) -> Path:
    """Where is kept what is known of the files that one article shows."""
    return build_inputs.cache() / "desk" / "files" / source.replace("/", "_")[-80:]


def _unpacked(checked: Checked) -> dict[str, Record]:
    """Every article's record, for one question; of 10,000 kept unpacked a state of the folder would take 50 MB more."""
    return {
        source: record for source in filter(is_article, checked.sources.files) if (record := checked.record(source))
    }


class _Records(Mapping[str, Record]):
    """Every article's record, some of them others; what is not asked for stays packed."""

    def __init__(self, checked: Checked, instead: Mapping[str, Record] | None = None) -> None:
        self._checked, self._instead = checked, instead or {}

    def __getitem__(self, source: str) -> Record:
        found: Record | None = self.get(source)
        if found is None:
            raise KeyError(source)
        return found

    def get(self, source: str, default: Any = None) -> Any:
        """The record of an article; the default where there is none."""
        return self._instead.get(source) or self._checked.parts.records.get(source, default)

    def __contains__(self, source: object) -> bool:
        return self.get(str(source)) is not None

    def __iter__(self) -> Iterator[str]:
        every = {**dict.fromkeys(filter(is_article, self._checked.sources.files)), **self._instead}
        return filter(self.__contains__, every)

    def __len__(self) -> int:
        return sum(1 for _ in self)
