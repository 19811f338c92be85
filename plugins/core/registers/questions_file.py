"""`content/hoi-dap.toml` → the readers' questions, or every problem in the file at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import MISSING, fields
from typing import Any

from ..problem import Problem, Severity
from ..text.vietnamese import suggest
from ..toml.characters import read_toml
from ..toml.lines import Lines, TomlFaultError
from .question_rules import QUESTION_RULES
from .questions import Question

FILE = "hoi-dap.toml"
TABLE = "questions"
_TYPES: dict[str, tuple[type, str]] = {
    "number": (int, "phải là số nguyên, không có ngoặc kép"),
    "received": (dt.date, "phải là ngày dạng 2025-06-09, không có ngoặc kép"),
    "answered": (dt.date, "phải là ngày dạng 2025-06-09, không có ngoặc kép"),
    "sample": (bool, "phải là true hoặc false"),
}
_TEXT = (str, "phải là chữ trong dấu ngoặc kép")
_KEYS = [field.name for field in fields(Question) if field.name not in {"line", "lines", "answer_line"}]
_BLANK: dict[str, Any] = {"number": 0, "received": dt.date.min, "state": "", "question": ""}
"""What stands for a required value that is missing or wrong, while the rest of the question is judged."""
_REQUIRED = [field.name for field in fields(Question) if field.name in _KEYS and field.default is MISSING]


def parse_questions(text: str, today: dt.date) -> tuple[tuple[Question, ...], tuple[Problem, ...]]:
    """All questions in the file's order, and every problem. A question with problems is there with what could be read,
    for the sake of what it names. today: no question can have been answered after it."""
    try:
        data, lines, unfit = read_toml(text)
    except TomlFaultError as fault:
        return (), (_problem(fault.line, FILE, str(fault)),)
    problems = [
        _problem(lines.find("", 0, key), key, "không có khoá này; tệp chỉ gồm các bảng [[questions]]")
        for key in data
        if key != TABLE
    ]
    problems += [_problem(line, key, message, severity=severity) for line, key, message, severity in unfit]
    rows, texts = data.get(TABLE, []), text.split("\n")
    if not isinstance(rows, list):
        return (), (*problems, _problem(1, TABLE, "phải là các bảng [[questions]]"))
    questions: list[Question] = []
    numbers: dict[int, int] = {}
    for place, row in enumerate(rows):
        line = lines.find(TABLE, place)
        found = list(_faults(row, lines, place))
        problems += found
        if not isinstance(row, dict):
            continue
        wrong = {problem.field for problem in found}
        values = {key: _tidy(value) for key, value in row.items() if key in _KEYS and key not in wrong}
        answer = lines.find(TABLE, place, "answer")
        after = texts[answer - 1].rstrip().endswith(('"""', "'''"))  # the text itself begins below
        at = {key: lines.find(TABLE, place, key) for key in row}
        question = Question(**{**_BLANK, **values}, line=line, lines=at, answer_line=answer + after)
        for check in QUESTION_RULES:
            problems += [
                _problem(lines.find(TABLE, place, key), key, message, rule)
                for rule, key, message in check(question)
                if key not in wrong
            ]
        problems += _to_come(question, lines, place, today)
        if "number" in wrong:
            questions.append(question)
            continue
        if question.number in numbers:
            message = f"số {question.number} đã có ở dòng {numbers[question.number]}; mỗi câu hỏi một số"
            problems.append(_problem(lines.find(TABLE, place, "number"), "number", message))
        numbers.setdefault(question.number, line)
        questions.append(question)
    return tuple(questions), tuple(problems)


def _faults(row: Any, lines: Lines, place: int) -> list[Problem]:
    """What keeps a row from being a Question."""
    at = lines.find(TABLE, place)
    if not isinstance(row, dict):
        return [_problem(at, TABLE, "phải là các bảng [[questions]]")]
    problems = []
    for key, value in row.items():
        line = lines.find(TABLE, place, key)
        if key not in _KEYS:
            hint = suggest(key, _KEYS)
            message = f"không có khoá này{hint} Được dùng: {', '.join(_KEYS)}"
            problems.append(_problem(line, key, message))
            continue
        kind, how = _TYPES.get(key, _TEXT)
        if type(value) is not kind:  # exactly: a time is a date too, and true is a number
            problems.append(_problem(line, key, how))
    problems += [_problem(at, key, "thiếu") for key in _REQUIRED if key not in row]
    return problems


def _to_come(question: Question, lines: Lines, place: int, today: dt.date) -> list[Problem]:
    """A question of a day to come is held back until then; an answer of such a day is a slip of the finger."""
    if question.received > today:
        message = "ở tương lai; câu hỏi chưa hiện cho tới ngày ấy"
        return [_problem(lines.find(TABLE, place, "received"), "received", message, severity="warning")]
    if question.answered and question.answered > today:
        message = "ở tương lai; hãy ghi ngày đã trả lời"
        return [_problem(lines.find(TABLE, place, "answered"), "answered", message)]
    return []


def _tidy(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _problem(line: int, field: str, message: str, rule: str = "ledger-values", severity: Severity = "error") -> Problem:
    return Problem(path=FILE, line=line, field=field, message=message, rule=rule, severity=severity)
