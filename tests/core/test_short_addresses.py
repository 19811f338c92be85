"""An article's short address: from its Id alone, the same for ever, easy to read and type."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from plugins.core.short_addresses import LENGTH, LETTERS, is_short, short_code, short_path, table_path

IDS = st.from_regex("[a-z0-9]+(-[a-z0-9]+){0,8}", fullmatch=True)


def test_what_was_printed_stays_right() -> None:
    assert short_path("ke-hoach-23-giao-nhung-viec-gi") == "/n/kc25cv7"
    assert short_path("bai-1") == "/n/qtprbp5"
    assert short_code("bai-17602") == short_code("bai-122878") == "p7dcf27", "two that the gate refuses together"


@given(IDS)
def test_every_id_has_one_and_it_is_known_as_such(identity: str) -> None:
    path = short_path(identity)
    assert len(path) == 3 + LENGTH
    assert set(path[3:]) <= set(LETTERS)
    assert table_path(path) == f"/n/{path[3]}.txt"
    assert is_short(path)
    assert is_short(f"/chuyen-trang{path}")
    assert not any(map(is_short, (path[:-1], f"{path}x", f"{path}/", path.upper(), table_path(path), f"{path}?x=1")))


def test_no_sign_looks_or_sounds_like_another() -> None:
    assert not set(LETTERS) & set("0o1iluyae")
    assert len(LETTERS) == len(set(LETTERS)) == 27


def test_signs_are_all_used_alike() -> None:
    codes = [short_code(f"bai-{n}") for n in range(5000)]
    assert len(set(codes)) == 5000
    for place in range(LENGTH):
        counts = [sum(code[place] == sign for code in codes) for sign in LETTERS]
        assert min(counts) > 110
        assert max(counts) < 270
