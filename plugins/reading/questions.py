"""The ledger read: `content/hoi-dap.toml` → entries with their answers as cleaned HTML, kept until the file changes."""

from __future__ import annotations

import marshal
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.body.references import Reference
from ..core.digests import digest_text
from ..core.errors import StoreError
from ..core.problem import Problem
from ..core.registers.questions import AnsweredQuestion, Question
from ..core.registers.questions_file import FILE, parse_questions
from ..system.cache_file import load_cached, save_cached
from .data_file import UnreadableError, read_data
from .sources import Sources

if TYPE_CHECKING:
    from datetime import date

    from ..core.body.parser import BodyParser

_MAGIC = b"column-ledger-2\n"
_Parsed = tuple[str, tuple[tuple[str, str, str, int], ...]]


def read_questions(
    content: Path, sources: Sources, store_home: Path, parser: BodyParser, shape: bytes, today: date
) -> tuple[tuple[AnsweredQuestion, ...], tuple[Problem, ...]]:
    """Every question with its answer, and every problem of the file; no file is an empty ledger. today: nothing was
    received or answered after it."""
    if FILE not in sources.files:
        return (), ()
    try:
        text = read_data(content / FILE)
    except UnreadableError as error:
        return (), (Problem(path=FILE, line=error.line, field="tệp", message=str(error), rule=error.rule),)
    questions, problems = parse_questions(text, today)
    key = digest_text(shape.hex(), text)
    parsed = _kept(store_home, key)
    if parsed is None or len(parsed) != len(questions):
        parsed, found = _parse(questions, parser)
        problems = (*problems, *found)
        if not problems:
            _keep(store_home, key, parsed)
    return tuple(_entry(*pair) for pair in zip(questions, parsed, strict=True)), problems


def _parse(questions: tuple[Question, ...], parser: BodyParser) -> tuple[list[_Parsed], list[Problem]]:
    parsed: list[_Parsed] = []
    problems: list[Problem] = []
    for question in questions:
        body = parser.parse(question.answer, source=FILE, first_line=question.answer_line) if question.answer else None
        if body is None:
            parsed.append(("", ()))
            continue
        problems += [replace(problem, field="answer") for problem in body.problems]
        parsed.append((body.html, tuple((r.kind, r.target, r.fragment, r.line) for r in body.references)))
    return parsed, problems


def _entry(question: Question, parsed: _Parsed) -> AnsweredQuestion:
    references = tuple(
        Reference(kind=kind, target=target, fragment=fragment, line=line)  # type: ignore[arg-type]
        for kind, target, fragment, line in parsed[1]
    )
    return AnsweredQuestion(question=question, html=parsed[0], references=references)


def _kept(store_home: Path, key: bytes) -> list[_Parsed] | None:
    """What was parsed from this very text by this very code, if it was."""
    with suppress(OSError, StoreError):
        body = load_cached(store_home / "ledger", _MAGIC + key)
        parsed: list[_Parsed] | None = marshal.loads(body) if body else None  # noqa: S302 — digest checked
        return parsed
    return None


def _keep(store_home: Path, key: bytes, parsed: list[_Parsed]) -> None:
    with suppress(OSError):  # a cache that can't be kept costs time, not truth
        save_cached(store_home / "ledger", _MAGIC + key, marshal.dumps(parsed))
