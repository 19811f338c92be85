"""The line of a header that a problem is about, for problems found where only records are at hand."""

from __future__ import annotations

from dataclasses import replace

from ..problem import Problem
from .front_matter import header_key, split


def head_of(data: bytes) -> bytes:
    """Of a file the lines up to a blank one, with the headers; all of it where fences tell how far those go."""
    start = len(data) - len(data.lstrip())
    end = data.find(b"\n\n", start)
    return data if end < 0 or b"---" in data[:end] else data[:end]


def at_header(text: str, problem: Problem) -> Problem:
    """The problem with the line that its header has; unchanged when it has a line already. text: the file's, or its
    head."""
    if problem.line:
        return problem
    key = header_key(problem.field)
    named = [header for header in split(text).headers if header.key == key]
    quoted = problem.message.partition("“")[2].partition("”")[0].rsplit("/", 1)[-1]  # tells several headers apart
    line = next((header.line for header in named if quoted and quoted in header.value), named[0].line if named else 1)
    return replace(problem, line=line)
