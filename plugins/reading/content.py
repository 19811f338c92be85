"""A content folder's files as each one tells by itself, read and judged one by one; how they fit is `check.py`'s."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from hashlib import blake2b
from itertools import chain, starmap
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ..core.article.draft_errors import softened, unsure
from ..core.body.references import Reference
from ..core.column.index import Parts
from ..core.digests import digest_text
from ..core.files.conflicted_copies import conflicted_copies
from ..core.plan import plan_file, site_file
from ..core.plan.plan import documents_with_files
from ..core.plan.plan_names import PlanNames
from ..core.plan.site import Site
from ..core.problem import Problem
from ..core.registers import register_files
from ..core.registers.questions_file import FILE as QUESTIONS_FILE
from ..core.registers.registers import Registers
from ..system.file_stamps import size_of
from .data_file import UnreadableError, read_data
from .glossary_checks import glossary_problems
from .parse_all import Readings, read_all
from .questions import read_questions
from .settings_said import Said
from .sources import ODD, Sources, is_parsed, plan_files
from .store import Store, StoredRecords

if TYPE_CHECKING:
    from ..core.body.parser import BodyParser
    from ..core.plan.plan import Plans
    from ..core.registers.questions import AnsweredQuestion
    from .store import StoredFile

DigestOf = Callable[[Mapping[str, "StoredFile"], Iterable[str]], bytes]
"""The digest of a column's metadata, were these its articles' files and these its other files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What the files of a folder say. parts: what rules and index look at; its records unpack one when it is asked for,
    and say nothing of how many there are (`with_all_records`); plan_digest: of plan.toml and site.toml;
    metadata_digest: of all that tells which articles there are, in which order and lists, and whether they fit
    together; beside: (source, field, reference) of what stands in neither an article nor a page nor an event; problems:
    those that a file has by itself; kept_back: makes notes of errors in what is still being written."""

    folder: Path
    sources: Sources
    store: Store
    readings: Readings
    parts: Parts
    plan_digest: bytes
    digest_of: DigestOf
    metadata_digest: bytes
    beside: tuple[tuple[str, str, Reference], ...]
    problems: tuple[Problem, ...]
    kept_back: Callable[[Iterable[Problem]], list[Problem]]

    def with_all_records(self) -> Content:
        """The same with every article's record at hand."""
        return replace(self, parts=replace(self.parts, records=self.readings.articles()))


def read_content(
    folder: Path,
    sources: Sources,
    store_home: Path,
    parser: BodyParser,
    shape: bytes,
    instant: datetime,
    left_out: frozenset[str],
    progress: Callable[[int, int], None],
    said: Said,
) -> Content:
    """Read every file, articles through the store. The parameters are those of `check`."""
    problems = list(_of_places(sources))
    plan_text, plans = _plans(folder, sources, problems)
    now = max(instant, datetime.now(UTC))
    site_text, site = _site(folder, sources, problems, now.date())
    site = said.of_site(site)
    zone = ZoneInfo(site.zone)
    today, latest = instant.astimezone(zone).date(), now.astimezone(zone).date()
    store = Store.load(store_home, shape)
    readings = read_all(folder, sources, store, zone, parser, progress, said.given)
    # A site as of an earlier day may hold what came after it: dates are judged by `latest`, what is shown by `today`.
    questions, found = read_questions(folder, sources, store_home, parser, shape, latest)
    records = StoredRecords(readings.entries)
    unsure_of = unsure(readings.problems)
    kept_back = partial(softened, record_of=records.get, surely=lambda path: path not in unsure_of)
    judged = kept_back(readings.problems)
    problems += [*judged, *found]
    days = frozenset(entry.question.received for entry in questions)
    questions = tuple(entry for entry in questions if entry.question.received <= today)
    registers = _registers(folder, sources, problems, latest)
    problems += glossary_problems(folder, sources, store, readings, registers.terms)
    plan_digest = digest_text(plan_text, site_text, repr(said.site))
    asked = " ".join((today.isoformat(), *sorted(left_out)))
    digest_of = partial(_metadata_digest, sources, shape, plan_digest, asked)
    others = frozenset(sources.files.keys() - readings.entries.keys())
    return Content(
        folder=folder,
        sources=sources,
        store=store,
        readings=readings,
        parts=Parts(
            site=site,
            plans=plans,
            names=PlanNames(plans, zone),
            records=records,
            pages=readings.pages,
            files=others,
            instant=instant,
            questions=questions,
            events=readings.events,
            registers=registers,
            left_out=left_out,
            flawed=frozenset(problem.path for problem in judged if problem.severity == "error"),
            question_days=days,
        ),
        plan_digest=plan_digest,
        digest_of=digest_of,
        metadata_digest=digest_of(readings.entries, others),
        beside=tuple(chain(_of_questions(questions), _of_registers(registers), _of_documents(plans))),
        problems=tuple(problems),
        kept_back=kept_back,
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


def _of_questions(questions: Iterable[AnsweredQuestion]) -> Iterator[tuple[str, str, Reference]]:
    for entry in questions:
        for reference in entry.references:
            yield QUESTIONS_FILE, "answer", reference


def _of_registers(registers: Registers) -> Iterator[tuple[str, str, Reference]]:
    """The files that the hand-outs offer, of rows that are not right too."""
    for kind, file, _, line in registers.handout_files():
        yield register_files.HANDOUTS, f"handouts.{kind}", Reference(kind="static", target=file, line=line)


def _of_documents(plans: Plans) -> Iterator[tuple[str, str, Reference]]:
    """The files that the plans' documents offer."""
    for document in documents_with_files(plans):
        source, line = plans.written_at(document, "file")
        yield source, "documents.file", Reference(kind="static", target=document.file, line=line)


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
    for key, file, size, line in registers.handout_files():
        if size and file in sources.files and size_of(sources.files[file]) != size:
            message = f"“{file}” đã bị thay; chạy lại lệnh digest --publish của tháng ấy"
            where = f"handouts.{key}"
            problems.append(
                Problem(path=register_files.HANDOUTS, line=line, field=where, message=message, rule="register-links")
            )
    return registers


def _decoded(path: Path, name: str, problems: list[Problem]) -> str | None:
    try:
        return read_data(path)
    except UnreadableError as error:
        problems.append(Problem(path=name, line=error.line, field="tệp", message=str(error), rule=error.rule))
        return None


def _of_places(sources: Sources) -> Iterator[Problem]:
    """What is told of files without reading them."""
    yield from map(_link_problem, sources.links)
    yield from starmap(_odd_problem, sources.odd)
    yield from _copies(sources)


def _link_problem(path: str) -> Problem:
    message = "là liên kết tượng trưng (symlink), không được đọc; hãy chép tệp thật vào content"
    return Problem(path=path, line=0, field="tệp", message=message, rule="symlink")


def _copies(sources: Sources) -> Iterator[Problem]:
    """Copies of an article would be published beside it, and fill the feeds."""
    for path, original in conflicted_copies({path for path in sources.files if is_parsed(path)}):
        message = f"là bản sao của “{original}” do chương trình đồng bộ hoặc máy tính tạo ra; so hai tệp rồi giữ một"
        yield Problem(path=path, line=0, field="tên tệp", message=message, rule="file-copy")


def _odd_problem(path: str, kind: str) -> Problem:
    field = "tên tệp" if kind in {"name", "twin"} else "tệp"
    return Problem(path=path, line=0, field=field, message=ODD[kind], rule="file-readable")
