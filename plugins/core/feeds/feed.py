"""What a feed says of itself, in any format."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from ..column.withdrawals import Withdrawal


class FeedHead(NamedTuple):
    """What a feed says of itself, for every format; addresses are absolute. page: the list it belongs to; self_url:
    this very feed; updated: newest change of its items; image: "" for none; hub: WebSub hub or ""; archive: a part that
    is closed; current, previous, following: RFC 5005's links, "" when there is none;
    gone: what the feed held and readers should no longer show; authority: makes ids of it;
    email: of its owner, "" for none."""

    id: str
    title: str
    description: str
    page: str
    self_url: str
    updated: dt.datetime
    language: str
    copyright: str
    author: str
    image: str = ""
    hub: str = ""
    archive: bool = False
    current: str = ""
    previous: str = ""
    following: str = ""
    authority: str = ""
    gone: tuple[Withdrawal, ...] = ()
    email: str = ""
