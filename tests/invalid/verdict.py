"""What came of a build, and whether it is what a case expects."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .case import Case

_OWN_PATH = re.compile(r"[^:\s]*[./][^:\s]*:")
_ENGLISH = re.compile(r"Traceback|Errno|\b(?:expected|invalid|unclosed|cannot|error|unexpected|denied|exceeds)\b", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """One build. lines: of its report, paths relative to content/; faults: of everything published; files: published
    files by name."""

    ok: bool
    lines: tuple[str, ...]
    faults: tuple[str, ...]
    files: dict[str, bytes]


def english(line: str) -> bool:
    """Whether a line of the report says something in English, quotations aside."""
    return bool(_ENGLISH.search(re.sub("“.*?”", "", line.partition(": ")[2])))


def told(lines: tuple[str, ...], article: str, beginning: str) -> str:
    """The line of the report that begins so; "" when there is none."""
    article = "".join(character if character.isprintable() else "�" for character in article)
    if beginning[:1].isdigit():
        beginning = f"{article}:{beginning}"
    elif not _OWN_PATH.match(beginning):
        pattern = re.compile(rf"{re.escape(article)}:\d+: {re.escape(beginning)}")
        return next((line for line in lines if pattern.match(line)), "")
    return next((line for line in lines if line.startswith(beginning)), "")


def fault(case: Case, built: Built) -> str:
    """What is wrong with the outcome; "" when it is right."""
    of_case = [line for line in built.lines if line.startswith(f"{case.article}:")]
    for beginning in case.told:
        line = told(built.lines, case.article, beginning)
        if not line:
            return f"not told: {beginning!r}; told: {of_case[:3] or built.lines[:3]}"
        if ("LƯU Ý" in line) != (case.expect == "warned"):
            return f"of another weight: {line}"
        if english(line):
            return f"in English: {line}"
    if case.expect == "refused":
        if built.ok or built.files:
            return "published"
        return "" if case.told else "nothing is expected to be told"
    if not built.ok:
        return f"refused: {[line for line in built.lines if 'LƯU Ý' not in line][:3]}"
    if case.expect == "built" and of_case:
        return f"complained of: {of_case[0]}"
    if case.alone and built.faults:
        return built.faults[0]
    return _shown(case, built)


def _shown(case: Case, built: Built) -> str:
    for words in case.hidden:
        wanted = words.lower().encode()
        leak = next(
            (n for n, data in built.files.items() if wanted in n.lower().encode() or wanted in data.lower()), ""
        )
        if leak:
            return f"{words!r} is published in {leak}"
    if case.published and not case.path:
        page = built.files.get(f"bai-viet/{case.slug}/index.html", b"").decode()
        if not page:
            return "no page"
        for words in case.shown:
            if words not in page:
                return f"{words!r} is not on the page"
    return ""
