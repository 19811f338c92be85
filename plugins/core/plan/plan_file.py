"""The files of plans, `content/plan.toml` and `content/plans/NAME.toml` → Plans, and every problem in them at once."""

from __future__ import annotations

from collections.abc import Mapping

from ..problem import Problem
from .family import Family
from .file_names import FILE, FOLDER
from .plan import Plans
from .plan_reader import ALL_KINDS, read_file

__all__ = ["FILE", "FOLDER", "missing_plan", "no_plans", "read_plan_files", "read_plans"]


def read_plans(text: str, file: str = FILE) -> tuple[Plans, tuple[Problem, ...]]:
    """All plans of one file, oldest first, and its problems."""
    return read_plan_files({file: text})


def read_plan_files(texts: Mapping[str, str], *, whole: bool = True) -> tuple[Plans, tuple[Problem, ...]]:
    """All plans of all files. texts: file → what it holds; whole: whether there are no more files, which can't be read.
    With problems the plans are not to be shown: they hold what can be named, with blanks in it."""
    readers = [read_file(text, file) for file, text in texts.items()]
    family = Family(readers)
    plans = family.plans()
    problems = tuple(problem for reader in readers for problem in reader.problems)
    places = {place: at for reader in readers for place, at in reader.document_places()}
    return Plans.of(plans, frozenset(family.unknown) if whole else ALL_KINDS, places), problems


def no_plans() -> Plans:
    """What is known of plans that can't be read."""
    return Plans.of((), ALL_KINDS)


def missing_plan() -> Problem:
    """The problem of a content folder without a plan."""
    message = "không có tệp plan.toml; chuyên mục nào cũng phải có kế hoạch mà nó thực hiện (hoặc một tệp plans/….toml)"
    return Problem(path=FILE, line=0, field=FILE, message=message, rule="plan-readable")
