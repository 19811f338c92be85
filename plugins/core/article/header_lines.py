"""The line of a header that a problem is about, for problems found where only records are at hand."""

from __future__ import annotations

from dataclasses import replace

from ..problem import Problem
from .front_matter import header_key, split


def at_header(text: str, problem: Problem) -> Problem:
    """The problem with the line that its header has in the file's text; unchanged when it has a line already."""
    if problem.line:
        return problem
    key = header_key(problem.field)
    named = [header for header in split(text).headers if header.key == key]
    quoted = problem.message.partition("“")[2].partition("”")[0].rsplit("/", 1)[-1]  # tells several headers apart
    line = next((header.line for header in named if quoted and quoted in header.value), named[0].line if named else 1)
    return replace(problem, line=line)
