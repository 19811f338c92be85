"""The gate: a content folder → a Column, or every problem in it at once."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from ..core.article.record import Record
from ..core.column.claims import claims_of
from ..core.column.column import Column, find_problems, make_column
from ..core.column.index import files_of, index_articles, scheduled
from ..core.column.misnamed import find_misnamed
from ..core.problem import Problem, has_errors
from ..core.text.decoding import DecodingError, decode
from .content import Content, read_content
from .file_checks import Decoded, Use, examine_files, find_uses, nothing_decoded
from .index_cache import LASTING, CachedIndex, added_to, last, save_index
from .root_checks import root_problems
from .settings_said import NOTHING_SAID, Said
from .sources import is_article, is_parsed

if TYPE_CHECKING:
    from ..core.body.parser import BodyParser
    from ..core.column.index import Parts
    from .file_facts import FileFacts
    from .sources import Sources
    from .store import Store

MOST_ADDED = 50
"""Of more new articles than these all are looked at, as of any other change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the gate found. column is None when a problem is an error; everyone: source → id of every article, public or
    not; facts: of every file that content refers to; shape: digest of code and libraries; plan_digest: of the plans and
    site.toml; notes: lines for the report; scheduled: source → publication (POSIX) of articles that wait; parts: what
    the rules across files looked at; indexed: the index with what articles claim, None when a problem is an error."""

    column: Column | None
    problems: tuple[Problem, ...]
    sources: Sources
    store: Store
    facts: dict[str, FileFacts]
    everyone: Mapping[str, str]
    shape: bytes
    plan_digest: bytes
    parsed: int
    notes: tuple[str, ...]
    scheduled: Mapping[str, float]
    parts: Parts
    indexed: CachedIndex | None

    def record(self, source: str) -> Record | None:
        """What one article says, public or not; None when there is no such file or it can't be read."""
        entry = self.store.entries.get(source)
        record = entry.record(source) if entry else None
        return record if isinstance(record, Record) else None


def check(
    folder: Path,
    sources: Sources,
    store_home: Path,
    parser: BodyParser,
    shape: bytes,
    instant: datetime,
    left_out: frozenset[str] = frozenset(),
    progress: Callable[[int, int], None] = lambda done, total: None,
    said: Said = NOTHING_SAID,
    decoded: Callable[[], Decoded] = nothing_decoded,
) -> Checked:
    """Read and judge everything in the folder. instant: the moment the site is to show, aware; left_out: modules
    of plugins/ whose outputs the site goes without; said: what Pelican's settings say; decoded: as in
    `examine_files`."""
    sources = said.take(sources)
    content = read_content(folder, sources, store_home, parser, shape, instant, left_out, progress, said)
    indexed = None if has_errors(content.problems) else _kept_index(content, store_home)
    if indexed is None:
        content = content.with_all_records()
    uses = indexed.uses if indexed else _uses(content)
    facts, found = _judge_files(content, uses, store_home, decoded)
    problems = [*content.problems, *content.kept_back(found)]
    if indexed is None:
        across = [_at_header(content, problem) for problem in content.kept_back(find_problems(content.parts))]
        problems += across
        if not has_errors(problems):
            indexed = _new_index(content, uses, tuple(across))
            if all(problem.rule in LASTING for problem in across):
                save_index(store_home, indexed)
    else:
        problems += [_placed(content, indexed, note) for note in indexed.notes]
    column = None if indexed is None or has_errors(problems) else _join(content, indexed)
    _keep_texts(content)
    everyone, waiting = _everyone(content, indexed)
    return Checked(
        column=column,
        problems=tuple(sorted(set(problems), key=lambda problem: problem.sort_key)),
        sources=sources,
        store=content.store,
        facts=facts,
        everyone=everyone,
        shape=shape,
        plan_digest=content.plan_digest,
        parsed=content.readings.parsed,
        notes=(content.store.note,) if content.store.note else (),
        scheduled=waiting,
        parts=content.parts,
        indexed=indexed,
    )


# ── the index: kept, grown or made anew ──────────────────────────────────────────────────────────────────────────────


def _kept_index(content: Content, home: Path) -> CachedIndex | None:
    """The index of an earlier run, if it is right for this content, or becomes so by new articles that join it.

    It is believed only when all of this holds, and otherwise every record is looked at:

    - nothing is wrong with any file by itself (the caller asks), and nothing was wrong across files when it was kept,
      but for LASTING notes;
    - its file is whole and of this version (`load_cached`), and its span of time holds the instant (`last`);
    - the digest is the same of every header, page, event, register and other file, of the plan, the day, the code and
      libraries, and of what the site goes without: texts of articles are all that may differ.

    New articles join when, besides, taking them and the files that they alone use away gives the very digest that was
    kept (so nothing else changed, was renamed or deleted), they are at most MOST_ADDED, and `additions.notes_apart`,
    `added_to` and `index.join` each say that nothing told of all others can change by them.
    """
    before, metadata_digest = last(home, content.parts.instant.timestamp()), content.metadata_digest
    if before is None or before.metadata_digest == metadata_digest:
        return before
    entries = content.readings.entries
    new = [path for path in sorted(entries.keys() - before.article_index.everyone.keys()) if is_article(path)]
    if not new or len(new) > MOST_ADDED:
        return None
    added: dict[str, Record] = {path: entries[path].record(path) for path in new}  # type: ignore[misc]
    files = set(chain.from_iterable(map(files_of, added.values()))) - before.uses.keys()
    known = {path: entry for path, entry in entries.items() if path not in added}
    if content.digest_of(known, content.parts.files - files) != before.metadata_digest:
        return None
    indexed = added_to(before, metadata_digest, added, content.parts)
    if indexed is not None:
        save_index(home, indexed)
    return indexed


def _new_index(content: Content, uses: dict[str, Use], notes: tuple[Problem, ...]) -> CachedIndex:
    """Of all records, which have no error among them. notes: what there is to say across files."""
    article_index = index_articles(content.parts)
    claims = claims_of(content.parts.records, article_index)
    entries = content.readings.entries
    placed = {note.path: entries[note.path].key for note in notes if note.path in entries}
    return CachedIndex(content.metadata_digest, article_index, uses, claims, notes, placed)


def _join(content: Content, indexed: CachedIndex) -> Column:
    """The column: the index, and the digests of what its articles say today."""
    entries = list(map(content.readings.entries.__getitem__, indexed.article_index.sources))
    digests, wholes = list(map(attrgetter("metadata_digest"), entries)), list(map(attrgetter("whole"), entries))
    return make_column(indexed.article_index, content.parts, digests, wholes, indexed.metadata_digest)


def _everyone(content: Content, indexed: CachedIndex | None) -> tuple[Mapping[str, str], Mapping[str, float]]:
    """Source → id of every article, and source → publication of those that wait."""
    if indexed:
        return indexed.article_index.everyone, indexed.article_index.scheduled
    records = content.parts.records
    return {source: r.id for source, r in records.items()}, scheduled(records, content.parts.instant.timestamp())


def _keep_texts(content: Content) -> None:
    store = content.store
    if store.crowded():
        store.gather()
    store.save(content.sources.files)


# ── files beside the texts ───────────────────────────────────────────────────────────────────────────────────────────


def _judge_files(
    content: Content, uses: dict[str, Use], store_home: Path, decoded: Callable[[], Decoded]
) -> tuple[dict[str, FileFacts], list[Problem]]:
    """The facts of every file that content refers to, and what is wrong with these and with those nobody refers to."""
    sources, others = content.sources, content.parts.files
    facts, found = examine_files(content.folder, sources, uses, _line_finder(content), store_home, decoded)
    problems = [_at_header(content, problem) for problem in found]
    problems += [_unread(path) for path in sorted(others - facts.keys()) if _looks_like_text(path)]
    problems += root_problems(content.folder, sources)
    problems += find_misnamed(others, facts)
    if not any(is_article(path) for path in sources.files):
        problems.append(_no_articles())
    return facts, problems


def _uses(content: Content) -> dict[str, Use]:
    shown: dict[str, Any] = {**content.readings.pages, **content.readings.events}
    records = content.parts.records
    return find_uses([*sorted(records.items()), *sorted(shown.items())], content.beside)


def _line_finder(content: Content) -> Callable[[str, str], int]:
    """Where the text of a source refers to a file; 0 when it is not found."""
    readings = content.readings

    def line(source: str, file: str) -> int:
        record = readings.pages.get(source) or readings.events.get(source) or content.parts.records[source]
        rows = [(kind != "picture", line) for kind, target, _, line in record.references if target == file]
        return min(rows)[1] if rows else 0

    return line


_TEXTS = (
    *(".txt", ".rst", ".html", ".htm", ".doc", ".docx", ".odt", ".rtf", ".adoc", ".org", ".text", ".rest", ".asciidoc"),
    *(".textile", ".tex", ".wiki", ".ipynb", ".xhtml", ".mht", ".mhtml", ".pages", ".gdoc", ".wps", ".docm", ".dotx"),
)
"""Endings of files that somebody may take for an article, in the folders of texts."""
_MARKDOWN_LEFT = re.compile(r"\.(?:md|markdown|mkd|mdown)(?:[. _~(-][^/]*|_?\d+)$|\.(?:mdx|m|dm|mdwn|mardown|markdow)$")
"""What is left of an article's name in "x.md.txt", "x.md.bak", "x.md (1)" and the like, wherever it lies."""


def _looks_like_text(path: str) -> bool:
    lower = normalize("NFKC", path).lower()  # "bài．md" has a full stop of Chinese
    return (
        is_parsed(lower)
        or bool(_MARKDOWN_LEFT.search(lower))
        or (lower.endswith(_TEXTS) and path.startswith(("articles/", "pages/", "su-kien/")))
    )


def _unread(path: str) -> Problem:
    message = "không bài nào dùng tệp này và nó không được đọc như một bài; bài viết là tệp .md"
    return Problem(path=path, line=0, field="tệp", message=message, rule="file-unread", severity="warning")


def _no_articles() -> Problem:
    message = "không có bài nào trong thư mục nội dung; trang cũ được giữ nguyên"
    return Problem(path="articles", line=0, field="số bài", message=message, rule="no-articles")


def _placed(content: Content, indexed: CachedIndex, note: Problem) -> Problem:
    """A kept note with its line: the kept one while the file is the very same, for there may be thousands."""
    entry = content.readings.entries.get(note.path)
    if entry and indexed.placed.get(note.path) == entry.key:
        return note
    return _at_header(content, replace(note, line=0))


def _at_header(content: Content, problem: Problem) -> Problem:
    """Give a problem found across files the line of its header, by reading that one file again."""
    if problem.line or not problem.path.lower().endswith((".md", ".markdown", ".mkd", ".mdown")):
        return problem
    from ..core.article.header_lines import at_header, head_of

    try:
        with open(os.path.join(content.folder, content.sources.names.get(problem.path, problem.path)), "rb") as file:
            text = decode(head_of(file.read()))
    except (OSError, DecodingError):
        return problem
    return at_header(text, problem)
