"""Holds over any number of rollbacks, back and forth: what readers do not get is held, what they get is not."""

from hypothesis import given
from hypothesis import strategies as st

from plugins.core.publishing.target_notes import Hold, TargetNotes, holds_after, parse_notes, render_notes


def name(number: int) -> str:
    return f"{number:06d}-abcdefabcdef"


def hold(release: int, back_to: int) -> Hold:
    return Hold(
        since=0, by="", why="", release=name(release), commit=f"{release}", back_to=name(back_to), back_commit=""
    )


@given(st.integers(2, 9), st.lists(st.integers(1, 9), max_size=12))
def test_what_is_held_is_what_readers_do_not_get(newest: int, moves: list[int]) -> None:
    """Release n brings in change n. After rollbacks alone, the changes above the live release are held, no others."""
    live, holds = newest, ()
    for there in moves:
        if there == live or there > newest:
            continue
        holds = holds_after(holds, name(live), name(there), f"{there}", hold(live, there))
        live = there
        held = {change for one in holds for change in range(int(one.back_to[:6]) + 1, int(one.release[:6]) + 1)}
        assert held == set(range(live + 1, newest + 1))


def test_a_hold_on_another_line_stays_when_a_later_rollback_is_undone() -> None:
    """Release 4 came from a clone that never had what 3 brought in."""
    holds = holds_after((hold(3, 1),), name(4), name(2), "", hold(4, 2))
    assert holds == (hold(3, 1), hold(4, 2))
    assert holds_after(holds, name(2), name(4), "", hold(2, 4)) == (hold(3, 1),)


def test_every_hold_is_kept_and_an_earlier_version_reads_the_newest() -> None:
    notes = TargetNotes(holds=(hold(3, 2), hold(2, 1)))
    assert parse_notes(render_notes(notes)) == notes
    assert notes.held == {name(3), name(2), name(1)}
    earlier = b'{"version": 1, "withdrawn": [], "settled": "", "hold": {"since": 0, "by": "", "why": "", "release": "r"'
    earlier += b', "commit": "c", "back_to": "b", "back_commit": "d"}}'
    assert [one.release for one in parse_notes(earlier).holds] == ["r"]
