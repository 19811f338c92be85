"""The cache of encoded pictures ends: two hundred builds later it is little larger than after the first."""

import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from plugins.pictures.cache import OLDEST, SPARE, PictureCache


def key(name: str) -> bytes:
    return name.encode().ljust(16, b".")


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_two_hundred_builds_that_change_one_picture_each(tmp_path: Path) -> None:
    cache = PictureCache(tmp_path)
    used = [key(f"picture {number}") for number in range(20)]
    for one in used:
        cache.put(one, os.urandom(5000))
    cache.prune(set(used))
    first = size(tmp_path)
    for number in range(200):
        used[number % 20] = key(f"changed {number}")
        cache.put(used[number % 20], os.urandom(5000))
        cache.prune(set(used))
        assert all(cache.get(one) is not None for one in used)
    assert size(tmp_path) <= 1.5 * first


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 4000), st.integers(0, 60)), max_size=25))
def test_what_is_used_stays_and_the_rest_is_little_and_young(entries: list[tuple[bool, int, int]]) -> None:
    with TemporaryDirectory() as name:
        cache, used = PictureCache(Path(name)), set()
        for number, (is_used, length, days) in enumerate(entries):
            one = key(f"entry {number}")
            cache.put(one, bytes(length))
            path = Path(name, one.hex()[:2], one.hex()[2:])
            os.utime(path, (time.time() - days * 86_400,) * 2)
            if is_used:
                used.add(one)
        cache.prune(used)
        assert all(cache.holds(one) for one in used)
        left = [path for path in Path(name).rglob("*") if path.is_file()]
        spare = [path for path in left if bytes.fromhex(path.parent.name + path.name) not in used]
        wanted = sum(path.stat().st_size for path in left) - sum(path.stat().st_size for path in spare)
        assert sum(path.stat().st_size for path in spare) * SPARE <= wanted
        assert all(path.stat().st_mtime > time.time() - OLDEST - 60 for path in spare)
