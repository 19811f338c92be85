"""What one build is asked for beside Pelican's settings, and what was found out before Pelican was imported: the one
thing that the build puts among the settings, under SETTING."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from ..pictures.taken_back import Earlier
    from ..reading.sources import Sources
    from .output_status import OutputStatus
    from .state import BuildState

SETTING = "COLUMN_REQUEST"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """output: the folder that is replaced; settings_file: "" when Pelican's own command read it; at: the instant the
    site shows, None for now; force: make everything anew; allow_deletions: accept that many articles went.

    inputs: digest of the options, b"" when they are not the column's own; tools: stamps of code, theme and libraries;
    sources: the content folder as it is, None to look; standing: the state the output folder is held against, and what
    waits for the result; undo: what is let go of when the build is over; earlier: a release that pictures may be taken
    back from, None to make all that is missing.
    """

    output: str
    settings_file: str = ""
    at: datetime | None = None
    force: bool = False
    allow_deletions: bool = False
    inputs: bytes = b""
    tools: Mapping[str, Any] = field(default_factory=dict)
    sources: Sources | None = None
    standing: tuple[BuildState | None, Callable[[], OutputStatus]] | None = None
    undo: ExitStack | None = None
    earlier: Earlier | None = None


def request_of(settings: Mapping[str, Any]) -> Request:
    """The request that a build's settings carry."""
    return cast("Request", settings[SETTING])
