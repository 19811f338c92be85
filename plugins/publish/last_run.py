"""What became of this machine's last run for a target, and since when it has been so: for reports and monitoring."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from ..core.errors import BusyError, ColumnError, HeldError, LossError, UnfinishedError
from .built import home

STATES = ("ok", "busy", "held", "loss", "unfinished", "failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRun:
    """state: one of STATES; at: POSIX time of the run; since: when the state began; text: what was said; told: the
    state that was told to people last."""

    state: str
    at: float
    since: float
    text: str = ""
    told: str = ""


def state_of(error: ColumnError) -> str:
    """The state that an error leaves behind."""
    kinds = ((BusyError, "busy"), (HeldError, "held"), (LossError, "loss"), (UnfinishedError, "unfinished"))
    return next((state for kind, state in kinds if isinstance(error, kind)), "failed")


def read_last(target: str) -> LastRun | None:
    """None before the first run on this machine, or when its note is damaged."""
    try:
        values: dict[str, Any] = json.loads(_file(target).read_text(encoding="utf-8"))
        return LastRun(**values)
    except (OSError, ValueError, TypeError):
        return None


def note_run(target: str, state: str, text: str) -> None:
    """Remember a run; somebody else's publish at the same time says nothing about this machine's."""
    if state == "busy":
        return
    now, before = time.time(), read_last(target)
    since = before.since if before and before.state == state else now
    _write(target, LastRun(state=state, at=now, since=since, text=text, told=before.told if before else "ok"))


def take_news(target: str) -> LastRun | None:
    """The state when it is another than people were told last; asking counts as telling."""
    last = read_last(target)
    if last is None or last.state == last.told:
        return None
    _write(target, replace(last, told=last.state))
    return last


def _write(target: str, run: LastRun) -> None:
    path = _file(target)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(run), ensure_ascii=False), encoding="utf-8")


def _file(target: str) -> Path:
    return home(target) / "last-run.json"
