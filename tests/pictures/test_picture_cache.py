"""The cache of encoded pictures: entries come back whole or not at all."""

from pathlib import Path

from plugins.pictures.cache import PictureCache


def test_round_trip_and_damage(tmp_path: Path) -> None:
    cache = PictureCache(tmp_path / "pictures")
    key = bytes(range(16))
    assert cache.get(key) is None
    assert not cache.holds(key)
    cache.put(key, b"picture")
    assert cache.holds(key)
    assert cache.get(key) == b"picture"
    (entry,) = (path for path in tmp_path.rglob("*") if path.is_file())
    whole = entry.read_bytes()
    for damaged in (b"", whole[:-1], whole + b"x", whole.replace(b"picture", b"puctire"), b"x" * len(whole)):
        entry.write_bytes(damaged)
        assert cache.get(key) is None
    cache.put(key, b"picture")
    assert cache.get(key) == b"picture"
