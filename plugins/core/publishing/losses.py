"""What readers would lose by a publish: the new site held against the one that is live, whoever built either."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..site_map import ROWS
from .http_headers import site_path
from .manifest import FileSum

DELETIONS, NEW_IDS, OLDER, CLOCK = "--allow-deletions", "--allow-new-ids", "--allow-older", "--allow-clock"
"""The words that allow each kind of loss."""
CLOCK_LEEWAY = 300
"""Seconds by which two clocks may differ."""
_SHOWN = 10
_DATA, _YEAR_DATA = ROWS["articles_data"].path[1:], ROWS["year_data"].path[1:].partition("{")[0]


class Loss(NamedTuple):
    """One reason to stop. word: what allows it; text: what would be lost, for people."""

    word: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Articles:
    """Published articles. by_path: file of the page → id, "" when the site carries no data about it."""

    by_path: Mapping[str, str]

    @property
    def ids(self) -> frozenset[str]:
        """Every known id."""
        return frozenset(filter(None, self.by_path.values()))


def is_data(file: str) -> bool:
    """Whether the file is part of the open data that names every article with its id."""
    return file == _DATA or (file.startswith(_YEAR_DATA) and file.endswith(".json") and "schema" not in file)


def ids_in(data: bytes) -> dict[str, str]:
    """Address → id of the articles in one data file; {} for what is none."""
    try:
        return {str(row["url"]): str(row["id"]) for row in json.loads(data)["articles"]}
    except (KeyError, TypeError, ValueError, RecursionError):
        return {}


def articles_in(files: Mapping[str, FileSum], ids: Mapping[str, str], site: str) -> Articles:
    """The articles of a manifest. ids: address → id; site: the address they begin with."""
    pages = (file for file in files if file.startswith("bai-viet/") and file.endswith("/index.html"))
    return Articles(by_path={file: ids.get(f"{site}{site_path(file)}", "") for file in pages})


def gone_articles(live: Articles, new: Articles) -> list[str]:
    """Pages of articles that readers would no longer find: neither at their address nor, by their id, at another."""
    known = new.ids
    return sorted(file for file, id_ in live.by_path.items() if file not in new.by_path and id_ not in known)


def article_losses(live: Articles, new: Articles) -> Iterator[Loss]:
    """Too many articles gone, or ids that changed."""
    gone = gone_articles(live, new)
    if len(gone) > 1 and len(gone) * 10 > len(live.by_path):
        what = f"{len(gone)} trong {len(live.by_path)} bài đang được phục vụ sẽ mất: {_few(gone)}"
        yield Loss(DELETIONS, what)
    changed = sorted(
        file for file, id_ in live.by_path.items() if id_ and new.by_path.get(file) and new.by_path[file] != id_
    )
    if changed:
        yield Loss(NEW_IDS, f"{len(changed)} bài đổi mã số (guid), máy đọc tin sẽ coi là bài mới: {_few(changed)}")


def time_losses(published: float, now: float, elsewhere: float | None) -> Iterator[Loss]:
    """published: when the live release went out; now: this machine's time; elsewhere: the target's own, POSIX."""
    if published > now + CLOCK_LEEWAY:
        ahead = f"{(published - now) / 60:.0f} phút"
        yield Loss(CLOCK, f"bản đang phục vụ ghi giờ đăng muộn hơn đồng hồ máy này {ahead}: kiểm tra đồng hồ")
    if elsewhere is not None and abs(elsewhere - now) > CLOCK_LEEWAY:
        apart = f"{abs(elsewhere - now) / 60:.0f} phút"
        yield Loss(CLOCK, f"đồng hồ máy này lệch {apart} so với đồng hồ của đích")


def _few(files: Sequence[str]) -> str:
    shown = ", ".join(site_path(file) for file in files[:_SHOWN])
    return shown + (" …" if len(files) > _SHOWN else "")
