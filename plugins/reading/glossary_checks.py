"""Glossary warnings over all articles: each text is searched once, what was found is kept beside the store.

The findings depend on the article's own bytes and on the glossary and on nothing else; so a build looks only at
texts it has not seen, and a change of the glossary looks at every text without parsing any.
"""

from __future__ import annotations

import marshal
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.digests import digest_text
from ..core.errors import StoreError
from ..core.problem import Problem
from ..core.registers.glossary_check import GlossaryCheck
from ..core.text.decoding import DecodingError, decode
from ..system.cache_file import load_cached, save_cached

if TYPE_CHECKING:
    from ..core.article.record import Record
    from ..core.events.event import EventRecord
    from ..core.registers.registers import GlossaryTerm
    from .parse_all import Readings
    from .sources import Sources
    from .store import Store

_FILE = "wording"
_MAGIC = b"column-wording-1\n"
Findings = dict[bytes, tuple[tuple[int, str], ...]]


def glossary_problems(
    root: Path,
    sources: Sources,
    store: Store,
    readings: Readings,
    terms: tuple[GlossaryTerm, ...],
) -> list[Problem]:
    """A warning per wrong wording and article; nothing is read while the glossary asks for nothing."""
    wording = GlossaryCheck(terms)
    if not wording:
        return []
    glossary = digest_text(repr(terms))
    path = store.folder / _FILE
    known = _load(path, glossary)
    found: Findings = {}
    problems = []
    for source, entry in readings.of_articles():
        lines = known.get(entry.key)
        if lines is None:
            lines = _search(root / sources.names.get(source, source), wording, entry.record(source))
        found[entry.key] = lines
        for line, message in lines:
            problems.append(_problem(source, line, message))
    if found != known:
        _save(path, glossary, found)
    return problems


def _search(path: Path, wording: GlossaryCheck, record: Record | EventRecord | None) -> tuple[tuple[int, str], ...]:
    from datetime import datetime

    try:
        text = decode(path.read_bytes())
    except (OSError, DecodingError):  # saved anew while we look: the next check sees it
        return ()
    if record is None or not record.date:  # told as what it is
        return ()
    return tuple(wording.find(text, datetime.fromisoformat(record.date).date()))


def _problem(source: str, line: int, message: str) -> Problem:
    return Problem(path=source, line=line, field="từ ngữ", message=message, rule="wording", severity="warning")


def _load(path: Path, glossary: bytes) -> Findings:
    """What an earlier check found under the same glossary; anything odd is forgotten."""
    try:
        body = load_cached(path, _MAGIC + glossary)
    except (OSError, StoreError):
        return {}
    return dict(marshal.loads(body)) if body else {}  # noqa: S302 — digest checked


def _save(path: Path, glossary: bytes, found: Findings) -> None:
    save_cached(path, _MAGIC + glossary, marshal.dumps(found))
