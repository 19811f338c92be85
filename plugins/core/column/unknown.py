"""What content that can't be read as written may turn out to be: what depends on it is neither right nor wrong yet.

One wrong date must not be followed by an error in every file that links to it; nor may it hide what is wrong anywhere
else. `flawed` are the files with an error of their own; plans say themselves of which kinds they may know more.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from ..addresses import KIND_FOLDERS
from ..text.vietnamese import is_slug, slugify

if TYPE_CHECKING:
    from ..article.record import Record
    from ..events.event import EventRecord
    from .index import Parts

_KINDS = {folder: kind for kind, folder in KIND_FOLDERS.items()}


def may_exist(path: str, parts: Parts) -> bool:
    """Whether a site path may be built once every file is right."""
    if not parts.flawed and not parts.plans.unknown:
        return False
    steps = path.strip("/").split("/")
    kinds = {"plan", "item"} if steps[0] == "ke-hoach" else {_KINDS.get(steps[0], "")}
    if kinds & parts.plans.unknown:
        return True
    records: dict[str, Any] = {**parts.pages, **parts.events}
    return any(_may_be(steps, source, parts.records.get(source) or records.get(source)) for source in parts.flawed)


def _may_be(steps: list[str], source: str, record: Record | EventRecord | None) -> bool:
    """Whether one flawed file may stand behind the path, as its page or in a list there."""
    slug = record.slug if record else ""
    if slug in steps if is_slug(slug) else slugify(PurePosixPath(source).stem).endswith(steps[-1]):
        return True
    if steps[0] == "luu-tru":
        date = record.date if record else ""
        return not date or date.startswith("-".join(steps[1:3]))
    if steps[0] == "the":
        said_nothing = record is None or not (record.title or getattr(record, "category", ""))
        return said_nothing or steps[-1] in map(slugify, getattr(record, "tags", ()))
    if steps[0] == KIND_FOLDERS["series"]:
        return record is None or steps[-1] == slugify(getattr(record, "series", ""))
    return False
