"""Sound files made of nothing: silent MP3 frames, a header of MP4, pages of Ogg with Opus."""

from __future__ import annotations

import struct


def mp3(seconds: float, *, kbits: int = 32, tag: bytes = b"", info: bytes = b"", junk: bytes = b"") -> bytes:
    """MPEG-1 layer III at 44.1 kHz. tag: of ID3; info: mark of a first frame that holds no sound; junk: bytes between
    two frames."""
    index = (32, 40, 48, 56, 64, 80, 96, 112, 128).index(kbits) + 1
    size = 144_000 * kbits // 44_100
    frame = bytes((0xFF, 0xFB, index << 4, 0xC4)) + bytes(size - 4)
    head = b""
    if tag:
        length = len(tag)
        head = b"ID3\x04\x00\x00" + bytes(length >> shift & 0x7F for shift in (21, 14, 7, 0)) + tag
    if info:
        head += frame[:36] + info + frame[36 + len(info) :]
    count = max(2, round(seconds * 44_100 / 1152))
    return head + frame + junk + frame * (count - 1)


def m4a(seconds: float, *, wide: bool = False, scale: int = 1000) -> bytes:
    """Boxes of MP4 that tell a length. wide: in 64 bits."""
    units = round(seconds * scale)
    version = b"\x01\x00\x00\x00" + bytes(16) if wide else bytes(12)
    told = struct.pack(">IQ" if wide else ">II", scale, units)
    header = _box(b"mvhd", version + told + bytes(80))
    return _box(b"ftyp", b"M4A \x00\x00\x00\x00") + _box(b"mdat", bytes(64)) + _box(b"moov", header)


def fragmented(
    runs: list[tuple[int, ...]], *, told_in: str = "trun", scale: int = 1000, coding: bytes = b"mp4a"
) -> bytes:
    """Boxes of MP4 as they are sent while somebody speaks: the movie tells no length, each fragment has the units of
    its samples. told_in: the box that tells them, for each sample or for all."""
    each = runs[0][0]
    entry = _box(b"stsd", bytes(4) + struct.pack(">I", 1) + _box(coding, bytes(28)))
    media = _box(b"mdhd", bytes(12) + struct.pack(">II", scale, 0) + bytes(4))
    media += _box(b"hdlr", bytes(8) + b"soun" + bytes(13)) + _box(b"minf", _box(b"stbl", entry))
    track = _box(b"trak", _box(b"tkhd", bytes(12) + struct.pack(">I", 7) + bytes(68)) + _box(b"mdia", media))
    extends = _box(b"trex", bytes(4) + struct.pack(">IIIII", 7, 1, each if told_in == "trex" else 0, 0, 0))
    movie = _box(b"mvhd", bytes(12) + struct.pack(">II", scale, 0) + bytes(80)) + track + _box(b"mvex", extends)
    data = _box(b"ftyp", b"iso5\x00\x00\x00\x00") + _box(b"moov", movie)
    for samples in runs:
        flags, default = (0x20008, struct.pack(">I", each)) if told_in == "tfhd" else (0x20000, b"")
        head = _box(b"tfhd", struct.pack(">II", flags, 7) + default)
        if told_in == "trun":
            rows = b"".join(struct.pack(">II", units, 200) for units in samples)
            run = _box(b"trun", struct.pack(">IIi", 0x301, len(samples), 0) + rows)
        else:
            run = _box(b"trun", struct.pack(">IIi", 0x1, len(samples), 0))
        other = _box(b"traf", _box(b"tfhd", struct.pack(">II", 0x20000, 9)) + run)  # of a track that is no sound
        data += _box(b"moof", other + _box(b"traf", head + run)) + _box(b"mdat", bytes(64))
    return data


def _box(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data) + 8) + name + data


def opus(seconds: float, *, skipped: int = 312) -> bytes:
    """Pages of Ogg with a head and as many samples as play so long."""
    head = b"OpusHead\x01\x01" + struct.pack("<HIhB", skipped, 48_000, 0, 0)
    return _page(0, head) + _page(0, b"OpusTags") + _page(round(seconds * 48_000) + skipped, bytes(200))


def _page(granule: int, data: bytes) -> bytes:
    return b"OggS\x00\x00" + struct.pack("<qIII", granule, 1, 0, 0) + bytes((1, len(data))) + data
