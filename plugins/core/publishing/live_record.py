"""`/trang-thai.json`: which manifest is live since when, as a link of a chain that can be signed.

The manifest says what the site consists of and knows no time; the record says which manifest readers get now. Each
record holds the digest of the one before and a serial that only grows, so an old release put back, one made for another
address or one that nobody renews any more is told from the one that was published last.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple

from ..errors import PublishError
from .manifest import FILE, SIGNATURE

RECORD = "trang-thai.json"
RECORD_SIGNATURE = "trang-thai.json.sig"
OWN_FILES = frozenset({FILE, SIGNATURE, RECORD, RECORD_SIGNATURE})
"""What publishing adds to a built site: in no manifest, and no content may have these names."""
VERSION = 1
_DIGEST = re.compile(r"[0-9a-f]{64}|")
_COMMIT = re.compile(r"[0-9a-f]{7,64}|")


class Gone(NamedTuple):
    """A file that was taken away for good. file: path inside the site; since: POSIX time."""

    file: str
    since: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveRecord:
    """site: address the release is published at; serial: grows with every record of the target; commit: of the
    release; built, published: POSIX times; manifest: SHA-256 of the live manifest; previous: SHA-256 of the record
    before, "" for the first; expires: POSIX time after which it must have been renewed, 0 for never; gone: files that
    no release serves any more."""

    site: str
    serial: int
    commit: str
    built: float
    published: float
    manifest: str
    previous: str = ""
    expires: float = 0.0
    gone: tuple[Gone, ...] = ()


def render(record: LiveRecord) -> bytes:
    """The record's bytes."""
    values: dict[str, Any] = {
        "version": VERSION,
        "site": record.site,
        "serial": record.serial,
        "commit": record.commit,
        "built": _iso(record.built),
        "published": _iso(record.published),
        "manifest": record.manifest,
        "previous": record.previous,
    }
    if record.expires:
        values["expires"] = _iso(record.expires)
    if record.gone:
        values["gone"] = [{"file": gone.file, "since": _iso(gone.since)} for gone in record.gone]
    return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode()


def parse(data: bytes) -> LiveRecord:
    """The record, or PublishError: what comes from a server is not trusted to be one."""
    try:
        values = json.loads(data)
        if values["version"] != VERSION:
            raise PublishError(f"{RECORD}: phiên bản {values['version']!r}, chỉ đọc được phiên bản {VERSION}")
        commit, manifest, previous = (str(values[key]) for key in ("commit", "manifest", "previous"))
        gone = tuple(Gone(str(row["file"]), _posix(row["since"])) for row in values.get("gone", ()))
        sound = _COMMIT.fullmatch(commit) and _DIGEST.fullmatch(manifest) and _DIGEST.fullmatch(previous)
        if not sound or not all(is_plain(text) for text in (str(values["site"]), *(row.file for row in gone))):
            raise PublishError(f"{RECORD}: có giá trị không hợp lệ")
        return LiveRecord(
            site=str(values["site"]),
            serial=int(values["serial"]),
            commit=commit,
            built=_posix(values["built"]),
            published=_posix(values["published"]),
            manifest=manifest,
            previous=previous,
            expires=_posix(values["expires"]) if "expires" in values else 0.0,
            gone=gone,
        )
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, OverflowError) as error:
        raise PublishError(f"{RECORD}: không đọc được ({type(error).__name__})") from None


def is_plain(text: str) -> bool:
    """Whether a text from elsewhere may be printed: nothing in it moves the cursor or turns the writing around."""
    return text.isprintable()


def succeeds(record: LiveRecord, digest: str, seen: Mapping[str, Any]) -> str:
    """Why a record can't follow what was seen of this site before, "" when it can. digest: the record's own; seen:
    `serial` and `digest` of the newest record seen, {} for none."""
    if not seen:
        return ""
    known, same = int(seen["serial"]), str(seen["digest"])
    if record.serial < known:
        return f"bản ghi số {record.serial} cũ hơn số {known} đã thấy: một bản cũ được phát lại"
    if record.serial == known and digest != same:
        return f"bản ghi số {record.serial} khác bản cùng số đã thấy: chuỗi bị tách"
    if record.serial == known + 1 and record.previous != same:
        return f"bản ghi số {record.serial} không nối tiếp bản số {known} đã thấy"
    return ""


def digest_of_record(data: bytes) -> str:
    """What the next record calls this one."""
    return sha256(data).hexdigest()


def _iso(moment: float) -> str:
    return datetime.fromtimestamp(round(moment), UTC).isoformat()


def _posix(text: str) -> float:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment.timestamp()
