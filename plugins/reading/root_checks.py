"""The gate for files of content/goc/: names, then what they hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.files.root_files import LARGEST, RULE, content_problem, is_root_file, name_problems
from ..core.problem import Problem
from ..core.text.system_errors import reason

if TYPE_CHECKING:
    from .sources import Sources


def root_problems(content: Path, sources: Sources) -> Iterator[Problem]:
    """Everything that keeps one of them from being published; they are few and small, so each is read every time."""
    yield from name_problems(sources.files)
    for path in filter(is_root_file, sources.files):
        try:
            with open(content / sources.names.get(path, path), "rb") as file:
                found = content_problem(path, file.read(LARGEST + 1))
        except OSError as error:
            yield Problem(path=path, line=0, field="tệp ở gốc trang", message=reason(error), rule=RULE)
            continue
        if found:
            yield found
