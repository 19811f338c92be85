"""The column kept in memory for the desk: checked, refreshed when files change, asked about texts that nobody saved.

One room serves all people; its lock is held while it answers, so that an answer never mixes two states of the folder.
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
from ..system import build_inputs
from .preview import Preview

if TYPE_CHECKING:
    from ..reading.sources import Sources

_APART = ("id", "slug", "aliases", "tags", "authors", "translation_of", "lang", "status", "date", "expires")
"""Fields of a record that other articles are held against."""


class Looked:
    """What came of one unsaved text. whole: whether rules across all files were asked as well; doubt: whether they
    have to be, because the text claims something else than its file does."""

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


class Room:
    """Make one, `refresh` it, ask it. settings: Pelican's, complete; version: counts the states of the folder."""

    def __init__(self, content: Path, settings: dict[str, Any]) -> None:
        self.content = content
        self.settings = settings
        self.version = 0
        self.lock = threading.RLock()
        self._parser = body_parser(settings)
        self._said = said(settings)
        self._shape = build_inputs.shape(settings)
        self._left_out = left_out(parts_of(settings["PLUGINS"]), search=bool(settings.get("COLUMN_SEARCH")))
        self._preview: Preview | None = None
        self._led: LinkTargets | None = None
        self._until = datetime.min.replace(tzinfo=UTC)
        self.checked: Checked

    # ── the folder ───────────────────────────────────────────────────────────────────────────────────────────────

    def refresh(self) -> bool:
        """Look at the folder anew; False when nothing differs from what is known."""
        with self.lock:
            sources = scan(self.content)
            if self.version and sources == self._sources and datetime.now(UTC) < self._until:
                return False
            self._sources: Sources = replace(sources, files=dict(sources.files))
            with build_inputs.reading_store(self.content) as home:
                self.checked = check(
                    self.content,
                    sources,
                    home,
                    self._parser,
                    self._shape,
                    datetime.now(UTC),
                    self._left_out,
                    said=self._said,
                )
            self._until = self._next_change()
            self._preview = self._led = None
            self.version += 1
            return True

    def _next_change(self) -> datetime:
        column = self.checked.column
        tomorrow = datetime.max.replace(tzinfo=UTC)
        return (column.next_change if column else None) or tomorrow

    @property
    def zone(self) -> ZoneInfo:
        """The site's zone."""
        return ZoneInfo(self.checked.parts.site.zone)

    @property
    def articles(self) -> Iterable[str]:
        """The source of every article, whether it can be read or not."""
        return filter(is_article, self.checked.sources.files)

    def path(self, source: str) -> Path:
        """Where a file lies, as it is named on disk."""
        return self.content / self.checked.sources.names.get(source, source)

    def problems_of(self, source: str) -> tuple[Problem, ...]:
        """What the gate says of a file as it is saved."""
        return tuple(problem for problem in self.checked.problems if problem.path == source)

    # ── a text that nobody saved ─────────────────────────────────────────────────────────────────────────────────

    def read(self, source: str, text: str) -> Reading[Record]:
        """The text as the gate reads it."""
        given: GivenHeaders = self._said.given
        return read_article(text.encode("utf-8", "surrogatepass"), source, self.zone, self._parser, given)

    def look(self, source: str, text: str, *, whole: bool = False) -> Looked:
        """Everything the gate would say of the file if this were its text. whole: also ask what takes a look at all
        articles, which costs a tenth of a second for ten thousand."""
        with self.lock:
            reading = self.read(source, text)
            record = reading.record
            if record is None:
                return Looked(reading, reading.problems, whole=True, doubt=False)
            saved = self.checked.record(source)
            doubt = saved is None or any(getattr(saved, name) != getattr(record, name) for name in _APART)
            flawed = self.checked.parts.flawed - {source}
            if has_errors(reading.problems):
                flawed |= {source}
            parts = replace(self.checked.parts, records=_Records(self.checked, {source: record}), flawed=flawed)
            if whole:
                records = dict(_Records(self.checked, {source: record}))
                found = [p for p in find_problems(replace(parts, records=records)) if p.path == source]
            else:
                found = list(find_own_problems({source: record}, parts, self._targets()._replace(parts=parts)))
                if not doubt:
                    found += [p for p in self.problems_of(source) if p.rule in _ACROSS]
            found += self._file_problems(source, record)
            problems = {*reading.problems, *(at_header(text, problem) for problem in found)}
            ordered = tuple(sorted(problems, key=lambda problem: problem.sort_key))
            return Looked(reading, ordered, whole=whole, doubt=doubt and not whole)

    def _targets(self) -> LinkTargets:
        """Where links may lead, as the folder says it; gathered when a link first asks, once for each state."""
        if self._led is None:
            self._led = LinkTargets.of(replace(self.checked.parts, records=_Records(self.checked)))
        return self._led

    def _file_problems(self, source: str, record: Record) -> list[Problem]:
        """What is wrong with the pictures and files that the text shows."""
        uses = find_uses([(source, record)])
        known = {file: stamp for file in uses if (stamp := self.checked.sources.files.get(file)) is not None}
        rows = {(target, kind == "picture"): line for kind, target, _, line in reversed(record.references)}

        def line(_: str, file: str) -> int:
            return rows.get((file, True)) or rows.get((file, False)) or 0

        home = build_inputs.cache() / "desk" / "files" / source.replace("/", "_")[-80:]
        _, found = examine_files(self.content, self.checked.sources, {f: uses[f] for f in known}, line, home)
        return list(found)

    def facts_of(self, source: str, record: Record) -> Mapping[str, FileFacts]:
        """The facts of every file that the text shows, beside those the gate knows."""
        uses = {file: use for file, use in find_uses([(source, record)]).items() if file in self.checked.sources.files}
        home = build_inputs.cache() / "desk" / "files" / source.replace("/", "_")[-80:]
        facts, _ = examine_files(self.content, self.checked.sources, uses, lambda *_: 0, home)
        return facts

    def page(self, source: str, reading: Reading[Record]) -> bytes | None:
        """The page that a build would make of a text that was read, were it published at its date; None when the text
        has an error, or another file has one, so that there is no column to show it in."""
        with self.lock:
            if reading.record is None or not reading.html or self.checked.indexed is None:
                return None
            if self._preview is None:
                self._preview = Preview(self.content, self.settings, self.checked, self._left_out)
            return self._preview.page(source, reading, self.facts_of(source, reading.record))

    @property
    def preview(self) -> Preview | None:
        """What pages were shown with last."""
        return self._preview


_ACROSS = frozenset({"one-address", "one-id", "one-tag", "one-author", "translation"})
"""Rules across files of which a text that claims nothing new keeps what its file was told."""


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
