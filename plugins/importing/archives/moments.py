"""Times as other programs write them → ISO with the zone that was meant."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?[ \t]*"
    r"(?:(Z|UTC|GMT)|([+-]\d{2}):?(\d{2})?)?$"
)


def zone_of(name: str) -> ZoneInfo | None:
    """A zone by its IANA name; None when there is no such."""
    try:
        return ZoneInfo(name) if name and re.fullmatch(r"[\w+/-]+", name) else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def moment(value: Any, zone: ZoneInfo | None) -> str:
    """ISO to the second with its offset, or without one where neither value nor site says a zone; "" for no time."""
    if isinstance(value, datetime):
        return _iso(value, zone)
    if isinstance(value, date):
        return value.isoformat()
    text = " ".join(str(value or "").split())
    match = _ISO.match(text)
    if not match:
        try:
            return _iso(parsedate_to_datetime(text), zone) if re.search(r"\d{4}", text) else ""
        except (ValueError, TypeError, IndexError):
            return ""
    year, month, day, hour, minute, second, utc, offset, rest = match.groups()
    try:
        if hour is None:
            return date(int(year), int(month), int(day)).isoformat()
        naive = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0))
    except ValueError:
        return ""
    if utc:
        return naive.replace(tzinfo=UTC).isoformat()
    return f"{naive.isoformat()}{offset}:{rest or '00'}" if offset else _iso(naive, zone)


def _iso(value: datetime, zone: ZoneInfo | None) -> str:
    value = value.replace(microsecond=0)
    if value.tzinfo is None and zone is not None:
        value = value.replace(tzinfo=zone)
    return value.isoformat()
