"""The gate: a content folder → a Column, or every problem in it at once."""

from __future__ import annotations

import marshal
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from hashlib import blake2b
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ..core.article.record import Record
from ..core.body.references import Reference
from ..core.column.claims import claims_of
from ..core.column.column import Column, find_problems, make_column
from ..core.column.index import Parts, files_of, index_articles, scheduled
from ..core.column.misnamed import find_misnamed
from ..core.digests import digest_text
from ..core.plan import plan_file, site_file
from ..core.plan.plan import documents_with_files
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
    site.toml; notes: lines for the report; scheduled: source → publication (POSIX) of articles that wait."""

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

    def record(self, source: str) -> Record | None:
        """What one article says, public or not; None when there is no such file or it can't be read."""
        entry = self.store.entries.get(source)
        record = entry.record(source) if entry else None
        return record if isinstance(record, Record) else None


def check(
    content: Path,
    sources: Sources,
    store_home: Path,
    parser: BodyParser,
    shape: bytes,
    instant: datetime,
    left_out: frozenset[str] = frozenset(),
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Checked:
    """Read and judge everything in the folder. instant: the moment the site is to show, aware; left_out: modules
    of plugins/ whose outputs the site goes without."""
    problems: list[Problem] = [_link_problem(path) for path in sources.links]
    problems += [_odd_problem(path, kind) for path, kind in sources.odd]
    plan_text, plans = _plans(content, sources, problems)
    now = max(instant, datetime.now(UTC))
    site_text, site = _site(content, sources, problems, now.date())
    latest = now.astimezone(ZoneInfo(site.zone)).date()  # a site as of an earlier day may hold what came after it
    store = Store.load(store_home, shape)
    readings = read_all(content, sources, store, ZoneInfo(site.zone), parser, progress)
    problems += readings.problems
    questions, found = read_questions(content, sources, store_home, parser, shape, latest)
    problems += found
    registers = _registers(content, sources, problems, latest)
    today = instant.astimezone(ZoneInfo(site.zone)).date()
    questions = tuple(entry for entry in questions if entry.question.received <= today)
    plan_digest = digest_text(plan_text, site_text)
    others = frozenset(sources.files.keys() - readings.entries.keys())
    digest_of = partial(_metadata_digest, sources, shape, plan_digest, " ".join((today.isoformat(), *sorted(left_out))))
    metadata_digest = digest_of(readings.entries, others)
    problems += glossary_problems(content, sources, store, readings, registers.terms)
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
        flawed=readings.flawed,
    )
    indexed = _standing(store_home, digest_of, metadata_digest, readings, parts) if not has_errors(problems) else None
    if indexed is None:
        parts = replace(parts, records=readings.articles())
    records = parts.records
    beside = _beside(questions, registers) | _of_documents(plans, plan_files(sources.files))
    uses = indexed.uses if indexed else _uses(readings, records, beside)
    facts, found = examine_files(content, sources, uses, _line_finder(readings, records, beside), store_home)
    problems += [_at_header(content, sources, problem) for problem in found]
    problems += [_unread(path) for path in sorted(others - facts.keys()) if _looks_like_text(path)]
    problems += find_misnamed(others, facts)
    if not any(is_article(path) for path in sources.files):
        problems.append(_no_articles())
    if indexed is None:
        across = find_problems(parts)
        problems += [_at_header(content, sources, problem) for problem in across]
        if not has_errors(problems):
            article_index = index_articles(parts)
            indexed = CachedIndex(metadata_digest, article_index, uses, claims_of(records, article_index), across)
            if all(problem.rule in LASTING for problem in across):
                save_index(store_home, indexed)
    elif indexed is not None:
        problems += [_at_header(content, sources, problem) for problem in indexed.notes]
    column = None
    if indexed is not None and not has_errors(problems):
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
        scheduled=indexed.article_index.scheduled if indexed else scheduled(records, instant.timestamp()),
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


def _beside(questions: Sequence[AnsweredQuestion], registers: Registers) -> dict[str, tuple[Reference, ...]]:
    """What refers to files and is neither an article nor a page nor an event, by its file."""
    handouts = [
        Reference(kind="static", target=file, line=handout.line)
        for handout in registers.handouts
        for file in (handout.pdf, handout.epub)
    ]
    answers = [reference for entry in questions for reference in entry.references]
    return {QUESTIONS_FILE: tuple(answers), register_files.HANDOUTS: tuple(handouts)}


def _of_documents(plans: Plans, files: Sequence[str]) -> dict[str, tuple[Reference, ...]]:
    """The files that the plans' documents offer, under the first file of plans."""
    found = tuple(Reference(kind="static", target=one.file, line=0) for one in documents_with_files(plans))
    return {files[0]: found} if found else {}


def _uses(
    readings: Readings, records: Mapping[str, Record], beside: Mapping[str, Sequence[Reference]]
) -> dict[str, Use]:
    shown: dict[str, Any] = {**readings.pages, **readings.events}
    return find_uses([*sorted(records.items()), *sorted(shown.items())], beside.items())


def _line_finder(
    readings: Readings, records: Mapping[str, Record], beside: Mapping[str, Sequence[Reference]]
) -> Callable[[str, str], int]:
    """Where the text of a source refers to a file; 0 when it is not found."""

    def line(source: str, file: str) -> int:
        if source in beside:
            references = [(ref.kind, ref.target, ref.fragment, ref.line) for ref in beside[source]]
        else:
            record = readings.pages.get(source) or readings.events.get(source) or records[source]
            references = list(record.references)
        rows = [(kind != "picture", line) for kind, target, _, line in references if target == file]
        return min(rows)[1] if rows else 0

    return line


def _plans(content: Path, sources: Sources, problems: list[Problem]) -> tuple[str, Plans]:
    files = plan_files(sources.files)
    if not files:
        problems.append(plan_file.missing_plan())
        return "", plan_file.no_plans()
    texts = {file: _decoded(content / sources.names.get(file, file), file, problems) for file in files}
    read = {file: text for file, text in texts.items() if text is not None}
    plans, found = plan_file.read_plan_files(read, whole=len(read) == len(files))
    problems += found
    return "\0".join(f"{file}\0{text}" for file, text in read.items()), plans


def _site(content: Path, sources: Sources, problems: list[Problem], today: date) -> tuple[str, Site]:
    if site_file.FILE not in sources.files:
        return "", Site()
    text = _decoded(content / site_file.FILE, site_file.FILE, problems)
    if text is None:
        return "", Site()
    site, found = site_file.read_site(text, today)
    problems += found
    return text, site


def _registers(content: Path, sources: Sources, problems: list[Problem], today: date) -> Registers:
    texts = {
        file: text
        for file in register_files.FILES
        if file in sources.files and (text := _decoded(content / file, file, problems)) is not None
    }
    registers, found = register_files.read_registers(texts, today)
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


_TEXTS = (".txt", ".rst", ".html", ".htm", ".doc", ".docx", ".odt", ".rtf", ".adoc", ".org", ".text")
"""Endings of files that somebody may take for an article, in the folders of texts."""
_MARKDOWN_LEFT = re.compile(r"\.(?:md|markdown|mkd|mdown)(?:[. _~(-][^/]*|_?\d+)$|\.(?:mdx|m|dm|mdwn|mardown|markdow)$")
"""What is left of an article's name in "x.md.txt", "x.md.bak", "x.md (1)" and the like, wherever it lies."""


def _looks_like_text(path: str) -> bool:
    lower = path.lower()
    return bool(_MARKDOWN_LEFT.search(lower)) or (
        lower.endswith(_TEXTS) and path.startswith(("articles/", "pages/", "su-kien/"))
    )


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
