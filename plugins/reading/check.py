"""The gate: a content folder → a Column, or every problem in it at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ..core import plan_file, register_files, site_file
from ..core.column import Column, assemble
from ..core.decoding import DecodingError, decode
from ..core.ledger_file import FILE as LEDGER_FILE
from ..core.output import digest_text
from ..core.problem import Problem, has_errors
from ..core.registers import Registers
from ..core.site import Site
from .data_file import UnreadableError, read_data
from .file_gate import examine_files
from .files import read_all
from .ledger import read_entries
from .sources import ODD, Sources, is_article, is_parsed
from .store import Store
from .wording import wording_problems

if TYPE_CHECKING:
    from ..core.body import BodyParser
    from ..core.plan import Plans
    from .file_facts import FileFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the gate found. column is None when a problem is an error; ids: of all articles, public or not;
    facts: of every file that content refers to; shape: digest of code and libraries; plan_digest: of plan.toml and
    site.toml; notes: lines for the report."""

    column: Column | None
    problems: tuple[Problem, ...]
    sources: Sources
    store: Store
    facts: dict[str, FileFacts]
    ids: frozenset[str]
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
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Checked:
    """Read and judge everything in the folder. instant: the moment the site is to show, aware."""
    problems: list[Problem] = [_link_problem(path) for path in sources.links]
    problems += [_odd_problem(path, kind) for path, kind in sources.odd]
    plan_text, plans = _plans(content, problems)
    site_text, site = _site(content, sources, problems)
    store = Store.load(store_home, shape)
    readings = read_all(content, sources, store, ZoneInfo(site.zone), parser, progress)
    problems += readings.problems
    ledger, found = read_entries(content, sources, store_home, parser, shape)
    problems += found
    registers = _registers(content, sources, problems)
    problems += wording_problems(content, sources, store, readings.articles, registers.terms)
    others = [(LEDGER_FILE, entry.references) for entry in ledger]
    shown: dict[str, Any] = {**readings.pages, **readings.events}
    facts, found = examine_files(content, sources, readings.articles, shown, store_home, others)
    problems += [_at_header(content, sources, problem) for problem in found]
    problems += [_unread(path) for path in sources.files if path not in facts and _looks_like_text(path)]
    column = None
    if not any(is_article(path) for path in sources.files):
        problems.append(_no_articles())
    if plans is not None:
        files = frozenset(path for path in sources.files if not is_parsed(path))
        assembly = assemble(
            site=site,
            plans=plans,
            records=readings.articles,
            pages=readings.pages,
            files=files,
            instant=instant,
            ledger=ledger,
            events=readings.events,
            registers=registers,
        )
        problems += [_at_header(content, sources, problem) for problem in assembly.problems]
        column = assembly.column
    if store.crowded():
        store.gather()
    store.save({path: True for path in sources.files if is_parsed(path)})
    return Checked(
        column=None if has_errors(problems) else column,
        problems=tuple(sorted(set(problems), key=lambda problem: problem.sort_key)),
        sources=sources,
        store=store,
        facts=facts,
        ids=frozenset(record.id for record in readings.articles.values()),
        shape=shape,
        plan_digest=digest_text(plan_text, site_text),
        parsed=readings.parsed,
        notes=(store.note,) if store.note else (),
    )


def _plans(content: Path, problems: list[Problem]) -> tuple[str, Plans | None]:
    path = content / plan_file.FILE
    if path.is_symlink() or not path.is_file():
        problems.append(plan_file.missing_plan())
        return "", None
    text = _decoded(path, plan_file.FILE, problems)
    if text is None:
        return "", None
    plans, found = plan_file.read_plans(text)
    problems += found
    return text, plans


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
            if file in sources.files and sources.files[file][2] != size:
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
    from ..core.frontmatter import header_key, split

    try:
        text = decode((content / sources.names.get(problem.path, problem.path)).read_bytes())
    except (OSError, DecodingError):
        return problem
    key = header_key(problem.field)
    named = [header for header in split(text).headers if header.key == key]
    quoted = problem.message.partition("“")[2].partition("”")[0].rsplit("/", 1)[-1]  # tells several headers apart
    line = next((header.line for header in named if quoted and quoted in header.value), named[0].line if named else 1)
    return replace(problem, line=line)
