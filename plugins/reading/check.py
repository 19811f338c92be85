"""The gate: a content folder → a Column, or every problem in it at once."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from hashlib import blake2b
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ..core.column.claims import claims_of
from ..core.column.column import Column, find_problems, make_column
from ..core.column.index import Parts, files_of, index_articles
from ..core.digests import digest_text
from ..core.plan import plan_file, site_file
from ..core.plan.family import read_plan_files
from ..core.plan.plan_names import PlanNames
from ..core.plan.site import Site
from ..core.problem import Problem, has_errors
from ..core.registers import register_files
from ..core.registers.questions_file import FILE as QUESTIONS_FILE
from ..core.registers.registers import Registers
from ..core.text.decoding import DecodingError, decode
from ..system.file_stamps import size_of
from .data_file import UnreadableError, read_data
from .file_checks import Use, examine_files, find_uses
from .glossary_checks import glossary_problems
from .index_cache import LASTING, CachedIndex, added_to, last, save_index
from .parse_all import Readings, read_all
from .questions import read_questions
from .sources import ODD, Sources, is_article, plan_files
from .store import Store, StoredRecords

if TYPE_CHECKING:
    from ..core.article.record import Record
    from ..core.body.parser import BodyParser
    from ..core.plan.plan import Plans
    from ..core.registers.questions import AnsweredQuestion
    from .file_facts import FileFacts
    from .store import StoredFile

MOST_ADDED = 50
"""Of more new articles than these all are looked at, as of any other change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the gate found. column is None when a problem is an error; everyone: source → id of every article, public or
    not; facts: of every file that content refers to; shape: digest of code and libraries; plan_digest: of the plans and
    site.toml; notes: lines for the report."""

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


def check(
    content: Path,
    sources: Sources,
    store_home: Path,
    parser: BodyParser,
    shape: bytes,
    instant: datetime,
    left_out: frozenset[str] = frozenset(),
    fresh: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Checked:
    """Read and judge everything in the folder. instant: the moment the site is to show, aware; left_out: modules
    of plugins/ whose outputs the site goes without; fresh: judge all files together anew, whatever is kept."""
    problems: list[Problem] = [_link_problem(path) for path in sources.links]
    problems += [_odd_problem(path, kind) for path, kind in sources.odd]
    plan_text, plans = _plans(content, sources, problems)
    site_text, site = _site(content, sources, problems)
    store = Store.load(store_home, shape)
    readings = read_all(content, sources, store, ZoneInfo(site.zone), parser, progress)
    problems += readings.problems
    questions, found = read_questions(content, sources, store_home, parser, shape)
    problems += found
    registers = _registers(content, sources, problems)
    today = instant.astimezone(ZoneInfo(site.zone)).date()
    questions = tuple(entry for entry in questions if entry.question.received <= today)
    plan_digest = digest_text(plan_text, site_text)
    others = frozenset(sources.files.keys() - readings.entries.keys())
    digest_of = partial(_metadata_digest, sources, shape, plan_digest, " ".join((today.isoformat(), *sorted(left_out))))
    metadata_digest = digest_of(readings.entries, others)
    problems += glossary_problems(content, sources, store, readings, registers.terms)
    parts = indexed = None
    if plans is not None:
        parts = Parts(
            site=site,
            plans=plans,
            names=PlanNames(plans, ZoneInfo(site.zone)),
            records=StoredRecords(readings.entries),
            pages=readings.pages,
            files=others,
            instant=instant,
            questions=questions,
            events=readings.events,
            registers=registers,
            left_out=left_out,
        )
        indexed = (
            None
            if fresh or has_errors(problems)
            else _standing(store_home, digest_of, metadata_digest, readings, parts)
        )
        if indexed is None:
            parts = replace(parts, records=readings.articles())
    records = parts.records if parts is not None else readings.articles()
    uses = indexed.uses if indexed else _uses(readings, records, questions)
    facts, found = examine_files(content, sources, uses, _line_finder(readings, records, questions), store_home)
    problems += [_at_header(content, sources, problem) for problem in found]
    problems += [_unread(path) for path in sorted(others - facts.keys()) if _looks_like_text(path)]
    if not any(is_article(path) for path in sources.files):
        problems.append(_no_articles())
    if parts is not None and indexed is None:
        across = find_problems(parts)
        problems += [_at_header(content, sources, problem) for problem in across]
        if not has_errors(across):
            article_index = index_articles(parts)
            indexed = CachedIndex(metadata_digest, article_index, uses, claims_of(records, article_index), across)
            if not has_errors(problems) and all(problem.rule in LASTING for problem in across):
                save_index(store_home, indexed)
    elif indexed is not None:
        problems += [_at_header(content, sources, problem) for problem in indexed.notes]
    column = None
    if parts is not None and indexed is not None and not has_errors(problems):
        entries = list(map(readings.entries.__getitem__, indexed.article_index.sources))
        digests, wholes = list(map(attrgetter("metadata_digest"), entries)), list(map(attrgetter("whole"), entries))
        column = make_column(indexed.article_index, parts, digests, wholes, metadata_digest)
    if store.crowded():
        store.gather()
    store.save(sources.files)
    return Checked(
        column=column,
        problems=tuple(sorted(set(problems), key=lambda problem: problem.sort_key)),
        sources=sources,
        store=store,
        facts=facts,
        everyone=indexed.article_index.everyone if indexed else {source: r.id for source, r in records.items()},
        shape=shape,
        plan_digest=plan_digest,
        parsed=readings.parsed,
        notes=(store.note,) if store.note else (),
    )


def _metadata_digest(
    sources: Sources, shape: bytes, plan: bytes, today: str, entries: Mapping[str, StoredFile], files: Iterable[str]
) -> bytes:
    """Digest over all that tells which articles there are, in which order and lists, and whether they fit together:
    what every header says, the texts of pages and events, every other file, and the rest."""
    digest = blake2b(digest_size=16)
    digest.update("\0".join(entries).encode(errors="surrogateescape"))
    digest.update(b"".join(map(attrgetter("metadata_digest"), entries.values())))
    marks = [(path, sources.files[path]) for path in sorted(files)]
    digest.update(marshal.dumps((marks, shape, plan, today), 2))
    return digest.digest()


def _standing(
    home: Path,
    digest_of: Callable[[Mapping[str, StoredFile], Iterable[str]], bytes],
    metadata_digest: bytes,
    readings: Readings,
    parts: Parts,
) -> CachedIndex | None:
    """What is kept and still right: of these very headers, or of those without some new articles and files of theirs,
    which then join it. digest_of: gives the digest of other headers and files."""
    before = last(home, parts.instant.timestamp())
    if before is None or before.metadata_digest == metadata_digest:
        return before
    entries = readings.entries
    new = [path for path in sorted(entries.keys() - before.article_index.everyone.keys()) if is_article(path)]
    if not new or len(new) > MOST_ADDED:
        return None
    added: dict[str, Record] = {path: entries[path].record(path) for path in new}  # type: ignore[misc]
    files = set(chain.from_iterable(map(files_of, added.values()))) - before.uses.keys()
    known = {path: entry for path, entry in entries.items() if path not in added}
    if digest_of(known, parts.files - files) != before.metadata_digest:
        return None
    indexed = added_to(before, metadata_digest, added, parts)
    if indexed is not None:
        save_index(home, indexed)
    return indexed


def _uses(readings: Readings, records: Mapping[str, Record], questions: Sequence[AnsweredQuestion]) -> dict[str, Use]:
    shown: dict[str, Any] = {**readings.pages, **readings.events}
    rows = [*sorted(records.items()), *sorted(shown.items())]
    return find_uses(rows, [(QUESTIONS_FILE, entry.references) for entry in questions])


def _line_finder(
    readings: Readings, records: Mapping[str, Record], questions: Sequence[AnsweredQuestion]
) -> Callable[[str, str], int]:
    """Where the text of a source refers to a file; 0 when it is not found."""

    def line(source: str, file: str) -> int:
        if source == QUESTIONS_FILE:
            references = [
                (ref.kind, ref.target, ref.fragment, ref.line) for entry in questions for ref in entry.references
            ]
        else:
            record = readings.pages.get(source) or readings.events.get(source) or records[source]
            references = list(record.references)
        rows = [(kind != "picture", line) for kind, target, _, line in references if target == file]
        return min(rows)[1] if rows else 0

    return line


def _plans(content: Path, sources: Sources, problems: list[Problem]) -> tuple[str, Plans | None]:
    files = plan_files(sources.files)
    if not files:
        problems.append(plan_file.missing_plan())
        return "", None
    texts = {file: _decoded(content / sources.names.get(file, file), file, problems) for file in files}
    read = {file: text for file, text in texts.items() if text is not None}
    plans, found = read_plan_files(read)
    problems += found
    return "\0".join(f"{file}\0{text}" for file, text in read.items()), plans if len(read) == len(files) else None


def _site(content: Path, sources: Sources, problems: list[Problem]) -> tuple[str, Site]:
    if site_file.FILE not in sources.files:
        return "", Site()
    text = _decoded(content / site_file.FILE, site_file.FILE, problems)
    if text is None:
        return "", Site()
    site, found = site_file.read_site(text)
    problems += found
    return text, site


def _registers(content: Path, sources: Sources, problems: list[Problem]) -> Registers:
    texts = {
        file: text
        for file in register_files.FILES
        if file in sources.files and (text := _decoded(content / file, file, problems)) is not None
    }
    registers, found = register_files.read_registers(texts)
    problems += found
    for handout in registers.handouts:
        for file, size in ((handout.pdf, handout.pdf_size), (handout.epub, handout.epub_size)):
            if file in sources.files and size_of(sources.files[file]) != size:
                message = f"“{file}” đã bị thay; chạy lại “digest {handout.month} --publish”"
                problems.append(
                    Problem(
                        path=register_files.HANDOUTS,
                        line=handout.line,
                        field="handouts",
                        message=message,
                        rule="register-links",
                    )
                )
    return registers


def _decoded(path: Path, name: str, problems: list[Problem]) -> str | None:
    try:
        return read_data(path)
    except UnreadableError as error:
        problems.append(Problem(path=name, line=error.line, field="tệp", message=str(error), rule=error.rule))
        return None


def _link_problem(path: str) -> Problem:
    message = "là liên kết tượng trưng (symlink), không được đọc; hãy chép tệp thật vào content"
    return Problem(path=path, line=0, field="tệp", message=message, rule="symlink")


def _odd_problem(path: str, kind: str) -> Problem:
    field = "tên tệp" if kind in {"name", "twin"} else "tệp"
    return Problem(path=path, line=0, field=field, message=ODD[kind], rule="file-readable")


_TEXTS = (".txt", ".rst", ".html", ".htm", ".doc", ".docx", ".odt", ".rtf", ".adoc", ".org", ".text", ".md.bak")
"""Endings of files that somebody may take for an article."""


def _looks_like_text(path: str) -> bool:
    return path.lower().endswith(_TEXTS) and path.startswith(("articles/", "pages/"))


def _unread(path: str) -> Problem:
    message = "không bài nào dùng tệp này và nó không được đọc như một bài; bài viết là tệp .md"
    return Problem(path=path, line=0, field="tệp", message=message, rule="file-unread", severity="warning")


def _no_articles() -> Problem:
    message = "không có bài nào trong thư mục nội dung; trang cũ được giữ nguyên"
    return Problem(path="articles", line=0, field="số bài", message=message, rule="no-articles")


def _at_header(content: Path, sources: Sources, problem: Problem) -> Problem:
    """Give a problem found across files the line of its header, by reading that one file again."""
    if problem.line or not problem.path.lower().endswith((".md", ".markdown", ".mkd", ".mdown")):
        return problem
    from ..core.article.front_matter import header_key, split

    try:
        text = decode((content / sources.names.get(problem.path, problem.path)).read_bytes())
    except (OSError, DecodingError):
        return problem
    key = header_key(problem.field)
    named = [header for header in split(text).headers if header.key == key]
    quoted = problem.message.partition("“")[2].partition("”")[0].rsplit("/", 1)[-1]  # tells several headers apart
    line = next((header.line for header in named if quoted and quoted in header.value), named[0].line if named else 1)
    return replace(problem, line=line)
