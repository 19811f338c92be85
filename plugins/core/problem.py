"""A problem found in content: where, which field, what, what is allowed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

Severity = Literal["error", "warning"]
Format = Literal["text", "github", "json"]

_LABEL = {"error": "LỖI", "warning": "LƯU Ý"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One line of the editors' report.

    path: the file, relative to the content folder, with "/"; line: 1-based, 0 when the file as a whole is meant;
    field: header name as written ("Date"), or a part ("nội dung", "tên tệp"); message: Vietnamese, one line,
    says what is wrong and what is allowed; rule: the slug of the rule that found it (documented in
    docs/huong-dan-bien-tap.md).
    """

    path: str
    line: int
    field: str
    message: str
    rule: str
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.field}: {self.message}"

    @property
    def sort_key(self) -> tuple[bool, str, int, str, str]:
        """Errors before warnings, then by path and line: the worst first."""
        return (self.severity == "warning", self.path, self.line, self.field, self.message)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems stops the build."""
    return any(problem.severity == "error" for problem in problems)


def render(problems: Iterable[Problem], form: Format = "text", root: str = "") -> str:
    """All problems as one report: `text` for people, `github` for workflow annotations, `json` for tools.

    root is put before each path (the content folder as the editor typed it).
    """
    ordered = sorted({_shown(problem) for problem in problems}, key=lambda problem: problem.sort_key)
    prefix = f"{root}/" if root not in {"", "."} else ""
    if form == "json":
        import json  # asked for seldom, and a build with nothing to do takes as long as what it imports

        rows = [
            {
                "path": prefix + p.path,
                "line": p.line,
                "field": p.field,
                "message": p.message,
                "rule": p.rule,
                "severity": p.severity,
            }
            for p in ordered
        ]
        return json.dumps(rows, ensure_ascii=False, indent=1)
    if form == "github":
        return "\n".join(
            f"::{p.severity} file={_property(prefix + p.path)},line={max(p.line, 1)},"
            f"title={_property(p.field)}::{_data(p.message)}"
            for p in ordered
        )
    return "\n".join(
        f"{prefix}{p.path}:{p.line}: {p.field}: {_LABEL[p.severity] + ': ' if p.severity == 'warning' else ''}"
        f"{p.message}"
        for p in ordered
    )


def _shown(problem: Problem) -> Problem:
    """The problem on one line, without characters that would hide a part of it or drive a terminal."""
    if problem.path.isprintable() and problem.message.isprintable() and problem.field.isprintable():
        return problem
    path, field, message = map(_printable, (problem.path, problem.field, problem.message))
    return replace(problem, path=path, field=field, message=message)


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() or c == "\xa0" else "�" for c in text)


def _data(text: str) -> str:
    """Escape a message as workflow commands ask for."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape a property value as workflow commands ask for."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
