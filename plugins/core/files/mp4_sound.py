"""What an MP4 tells of its sound: how long it plays, and how it is coded.

Most files tell the length in their movie header (mvhd). What browsers and telephones record while it is sent tells none
there: each of its fragments (moof) has the lengths of its samples.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

PLAYED = frozenset({b"mp4a"})
"""Codings that every browser plays (AAC, MP3); ALAC, FLAC, AC-3 in a box are played by some."""
_TRACK = b"soun"
_WIDTHS = {0x1: 8, 0x2: 4}
"""Flags of a fragment's head → bytes that stand before its samples' length."""
_PER_SAMPLE = (0x100, 0x200, 0x400, 0x800)


class _Track(NamedTuple):
    """number: of the track; scale: its units a second; each: units of a sample, unless a fragment says otherwise;
    coding: the name of its coding."""

    number: int
    scale: int
    each: int
    coding: bytes


def length(data: bytes) -> float:
    """Seconds; 0 when the file does not tell."""
    movie = _inside(data, b"moov")
    told = next(_found(data, movie, b"mvhd"), None)
    if told is not None and (seconds := _duration(data, told)):
        return seconds
    track = _sound(data, movie)
    if track is None or not track.scale:
        return 0.0
    return sum(_fragment(data, place, track) for place in _found(data, (0, len(data)), b"moof")) / track.scale


def coding(data: bytes) -> bytes:
    """The name of the coding of its sound (`mp4a`, `alac`), b"" when there is none."""
    track = _sound(data, _inside(data, b"moov"))
    return track.coding if track else b""


_Span = tuple[int, int]
"""Where what is in a box begins and ends."""


def _boxes(data: bytes, begin: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Boxes in a span: name, and where what is in each begins and ends."""
    while begin + 8 <= end:
        size, head = int.from_bytes(data[begin : begin + 4], "big"), 8
        if size == 1:
            size, head = int.from_bytes(data[begin + 8 : begin + 16], "big"), 16
        size = size or end - begin
        if size < head or begin + size > end:
            return
        yield data[begin + 4 : begin + 8], begin + head, begin + size
        begin += size


def _found(data: bytes, span: _Span, name: bytes) -> Iterator[_Span]:
    """Every box of this name in a span."""
    return ((begin, end) for found, begin, end in _boxes(data, *span) if found == name)


def _inside(data: bytes, *names: bytes, span: _Span | None = None) -> _Span:
    """The first box reached by these names one in another; an empty span where there is none."""
    span = span or (0, len(data))
    for name in names:
        span = next(_found(data, span, name), (0, 0))
    return span


def _number(data: bytes, place: int, end: int, size: int = 4) -> int:
    """A number in a span, 0 behind its end."""
    return int.from_bytes(data[place : place + size], "big") if place + size <= end else 0


def _clock(data: bytes, span: _Span) -> tuple[int, int, int]:
    """Units a second, units and bytes of the latter, of mvhd or mdhd."""
    begin, end = span
    wide = begin < end and data[begin] == 1
    place, size = (begin + 20, 8) if wide else (begin + 12, 4)
    return _number(data, place, end), _number(data, place + 4, end, size), size


def _duration(data: bytes, span: _Span) -> float:
    scale, units, size = _clock(data, span)
    return units / scale if scale and units < 1 << (8 * size) - 1 else 0.0


def _sound(data: bytes, movie: _Span) -> _Track | None:
    """The first track of sound."""
    for track in _found(data, movie, b"trak"):
        media = _inside(data, b"mdia", span=track)
        begin, end = _inside(data, b"hdlr", span=media)
        if data[begin + 8 : min(begin + 12, end)] != _TRACK:
            continue
        begin, end = _inside(data, b"tkhd", span=track)
        number = _number(data, begin + (20 if begin < end and data[begin] == 1 else 12), end)
        entry, last = _inside(data, b"minf", b"stbl", b"stsd", span=media)
        coded = data[entry + 12 : entry + 16] if entry + 16 <= last else b""
        scale = _clock(data, _inside(data, b"mdhd", span=media))[0]
        return _Track(number, scale, _default(data, movie, number), coded)
    return None


def _default(data: bytes, movie: _Span, number: int) -> int:
    """Units of each sample of a track, as the movie says for its fragments; 0 when it doesn't."""
    for begin, end in _found(data, _inside(data, b"mvex", span=movie), b"trex"):
        if _number(data, begin + 4, end) == number:
            return _number(data, begin + 12, end)
    return 0


def _fragment(data: bytes, span: _Span, track: _Track) -> int:
    """Units that a fragment of the movie adds to a track."""
    total = 0
    for part in _found(data, span, b"traf"):
        begin, end = _inside(data, b"tfhd", span=part)
        if _number(data, begin + 4, end) != track.number:
            continue
        flags, each = _number(data, begin, end) & 0xFFFFFF, track.each
        if flags & 0x8:
            each = _number(data, begin + 8 + sum(size for flag, size in _WIDTHS.items() if flags & flag), end)
        total += sum(_run(data, run, each) for run in _found(data, part, b"trun"))
    return total


def _run(data: bytes, span: _Span, each: int) -> int:
    """Units of a row of samples. each: of a sample that does not say its own."""
    begin, end = span
    flags, count = _number(data, begin, end) & 0xFFFFFF, _number(data, begin + 4, end)
    if not flags & 0x100:
        return count * each
    first = begin + 8 + 4 * bool(flags & 0x1) + 4 * bool(flags & 0x4)
    step = 4 * sum(bool(flags & flag) for flag in _PER_SAMPLE)
    return sum(_number(data, place, end) for place in range(first, min(first + count * step, end), step))
