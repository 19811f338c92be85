"""Who sees an article, a page or an event at an instant: what its status, its day and its last day tell."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from .record import Record


class Publishable(Protocol):
    """What tells when readers may see something: of an article, a page or an event."""

    @property
    def status(self) -> str:
        """One of the statuses of `rules.py`."""

    @property
    def date(self) -> str:
        """ISO instant of publication, "" for a page without a day."""

    @property
    def expires(self) -> str:
        """ISO instant from which it is no longer shown, "" for never."""


def hidden(record: Publishable, instant: dt.datetime) -> bool:
    """Whether readers may not see the article, page or event at this instant."""
    if record.status != "published":
        return True
    if record.date and dt.datetime.fromisoformat(record.date) > instant:
        return True
    return bool(record.expires) and dt.datetime.fromisoformat(record.expires) <= instant


def is_withdrawn(record: Record, instant: dt.datetime) -> bool:
    """Whether readers could see the article, until it was taken back before this instant."""
    return bool(record.withdrawn) and not hidden(record._replace(expires=""), instant) and hidden(record, instant)
