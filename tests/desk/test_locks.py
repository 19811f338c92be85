"""Who has an article open, by a clock that the test turns."""

from __future__ import annotations

from plugins.desk.locks import SILENCE, Locks
from plugins.desk.people import WRITER, Person

AN, BINH = Person("An", "an@example.vn", WRITER), Person("Bình", "binh@example.vn", WRITER)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_first_writes_and_the_next_one_takes_over() -> None:
    clock = Clock()
    locks = Locks(clock)
    assert locks.beat("a.md", "t1", AN).tab == "t1"
    assert locks.beat("a.md", "t2", BINH).tab == "t1"
    assert locks.beat("a.md", "t3", AN).tab == "t1"  # two tabs of one person are two
    assert locks.beat("a.md", "t2", BINH, take=True).tab == "t2"
    assert locks.beat("a.md", "t1", AN).tab == "t2"
    locks.leave("t2")
    assert locks.beat("a.md", "t3", AN).tab in {"t1", "t3"}
    assert set(locks.holders()) == {"a.md"}


def test_silence_is_leaving() -> None:
    clock = Clock()
    locks = Locks(clock)
    locks.beat("a.md", "t1", AN)
    clock.now = SILENCE - 1
    assert locks.holder("a.md")
    clock.now = SILENCE
    assert locks.holder("a.md") is None
    assert locks.beat("a.md", "t2", BINH).tab == "t2"
    assert locks.beat("a.md", "t1", AN).tab == "t2"  # back from a pause, it is the second


def test_what_a_closed_tab_said_before_does_not_bring_it_back() -> None:
    """Its last word and the one before may come in any order."""
    clock = Clock()
    locks = Locks(clock)
    locks.beat("a.md", "t1", AN)
    locks.leave("t1")
    locks.beat("a.md", "t1", AN)
    locks.beat("a.md", "t1", AN, take=True)
    assert locks.holder("a.md") is None
    assert locks.beat("a.md", "t2", BINH).tab == "t2"
    locks.leave("t3")  # left before it was heard of
    assert locks.beat("a.md", "t3", AN).tab == "t2"
    assert locks.holder("a.md") == locks.holders()["a.md"]
