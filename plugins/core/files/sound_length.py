"""How long a sound file plays: MP3 by its frames, M4A by its boxes (`mp4_sound`), Opus by its last page.

Read from the bytes themselves, as players tell it; what the tags of a file claim is not believed.
"""

from __future__ import annotations

import re

from . import mp4_sound

SOUNDS = ("mp3", "m4a", "opus")
"""Endings of files that an article can be heard from."""
MOST_MINUTES = 60
"""Longest sound of one article."""

NOT_PLAYED = -1
"""Stands for the length of a sound that browsers other than one maker's don't play."""
_INSTEAD = "hãy xuất lại từ chương trình dựng thành MP3, M4A (mã AAC) hoặc Opus"
_SYNC = re.compile(rb"\xff[\xe2-\xff]")
_MOST_JUNK = 65_536
"""Bytes that may stand between two frames; behind as many the sound is over."""
_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
"""Bits of MPEG's version (1, 2, 2.5) → samples a second."""
_KBITS: dict[tuple[bool, int], tuple[int, ...]] = {
    (True, 3): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (True, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (True, 1): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (False, 3): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (False, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (False, 1): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""(MPEG-1, bits of the layer: 3 for I, 2 for II, 1 for III) → kilobits a second by their index, from 1."""
_OPUS_RATE = 48_000


def seconds(data: bytes, ending: str) -> int:
    """Whole seconds, at least one; 0 when the file does not tell, NOT_PLAYED when few would hear it."""
    if ending == "m4a" and mp4_sound.coding(data) not in {b"", *mp4_sound.PLAYED}:
        return NOT_PLAYED
    measured = {"mp3": _mp3, "m4a": mp4_sound.length, "opus": _opus}[ending](data)
    return max(1, round(measured)) if measured else 0


def unheard(length: int) -> str:
    """Why no article is heard from a sound of so many seconds, "" when it can be."""
    if length == NOT_PLAYED:
        return f"mã âm thanh này (ALAC, FLAC, AC-3…) nhiều trình duyệt không phát được; {_INSTEAD}"
    if not length:
        return f"không đọc được độ dài; {_INSTEAD}"
    if length <= MOST_MINUTES * 60:
        return ""
    minutes, rest = divmod(length, 60)
    told = f"{minutes} phút {rest} giây" if rest else f"{minutes} phút"
    return f"dài {told}; tối đa {MOST_MINUTES} phút, hãy chia thành nhiều bài của một hồ sơ (Series)"


def _mp3(data: bytes) -> float:
    place, total = _after_tag(data), 0.0
    first, good = True, place
    while (match := _SYNC.search(data, place, good + _MOST_JUNK)) is not None:
        place = match.start()
        frame = _frame(data[place : place + 4])
        if frame is None or (first and _frame(data[place + frame[0] : place + frame[0] + 4]) is None):
            place += 1  # a byte of something else that looks like a frame
            continue
        size, length = frame
        if not (first and _tells_only(data[place : place + size])):
            total += length
        place, first = place + size, False
        good = place
    return total


def _after_tag(data: bytes) -> int:
    """Where the sound begins behind an ID3 tag."""
    if not data.startswith(b"ID3") or len(data) < 10:
        return 0
    size = 0
    for byte in data[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size


def _frame(head: bytes) -> tuple[int, float] | None:
    """(bytes, seconds) of the frame that begins so, None for what is none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] < 0xE2:
        return None
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bits, rate = head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or layer == 0 or not 0 < bits < 15 or rate == 3:
        return None
    kbits, hertz, padding = _KBITS[version == 3, layer][bits - 1], _RATES[version][rate], head[2] >> 1 & 1
    if layer == 3:
        return (12_000 * kbits // hertz + padding) * 4, 384 / hertz
    samples = 576 if layer == 1 and version != 3 else 1152
    return samples * 125 * kbits // hertz + padding, samples / hertz


def _tells_only(frame: bytes) -> bool:
    """Whether a first frame holds no sound but what encoders tell players of the rest."""
    return any(mark in frame[:200] for mark in (b"Xing", b"Info", b"VBRI"))


def _opus(data: bytes) -> float:
    head = data.find(b"OpusHead", 0, 512)
    last = data.rfind(b"OggS")
    if head < 0 or last < 0 or len(data) < last + 14:
        return 0.0
    skipped = int.from_bytes(data[head + 10 : head + 12], "little")
    reached = int.from_bytes(data[last + 6 : last + 14], "little", signed=True)
    return max(0, reached - skipped) / _OPUS_RATE
