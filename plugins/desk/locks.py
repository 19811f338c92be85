"""Who has an article open: a courtesy kept in memory, so that none is left behind. Safety is the base of a save."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import NamedTuple

from .people import Person

SILENCE = 60.0
"""Seconds after which a tab that says nothing has gone."""


class Holder(NamedTuple):
    """One tab that has an article open. tab: its own name; since, seen: of the clock."""

    tab: str
    person: Person
    since: float
    seen: float


class Locks:
    """Article → the tabs that have it open; the first may write, the others are told. clock: seconds."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._open: dict[str, list[Holder]] = {}
        self._left: dict[str, float] = {}
        self._guard = threading.Lock()

    def beat(self, source: str, tab: str, person: Person, *, take: bool = False) -> Holder:
        """A tab says that it is there; returns the one that may write. take: it wants to be that one."""
        now = self._clock()
        with self._guard:
            there = self._present(source, now)
            mine = next((holder for holder in there if holder.tab == tab), Holder(tab, person, now, now))
            if tab in self._left:  # closed while this was on its way: nobody is there any more
                return there[0] if there else mine
            mine = mine._replace(seen=now, person=person)
            there = [mine if holder.tab == tab else holder for holder in there]
            if mine not in there:
                there.append(mine)
            if take:
                there.remove(mine)
                there.insert(0, mine._replace(since=now))
            self._open[source] = there
            return there[0]

    def leave(self, tab: str) -> None:
        """A tab was closed, whatever it had open, and whether that is still there."""
        now = self._clock()
        with self._guard:
            self._left = {one: when for one, when in self._left.items() if now - when < SILENCE} | {tab: now}
            self._open = {
                source: [holder for holder in there if holder.tab != tab] for source, there in self._open.items()
            }

    def holder(self, source: str) -> Holder | None:
        """Who may write, None when nobody has it open."""
        with self._guard:
            there = self._present(source, self._clock())
            return there[0] if there else None

    def holders(self) -> dict[str, Holder]:
        """Article → who may write, of all that somebody has open."""
        now = self._clock()
        with self._guard:
            found = {source: self._present(source, now) for source in self._open}
            self._open = {source: there for source, there in found.items() if there}
            return {source: there[0] for source, there in self._open.items()}

    def _present(self, source: str, now: float) -> list[Holder]:
        return [holder for holder in self._open.get(source, []) if now - holder.seen < SILENCE]
