"""What content that can't be read as written may turn out to be: what depends on it is neither right nor wrong yet.

One wrong date must not be followed by an error in every file that links to it; nor may it hide what is wrong anywhere
else. `flawed` are the files with an error of their own; plans say themselves of which kinds they may know more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ..addresses import KIND_FOLDERS
from ..vietnamese import is_slug, slugify

if TYPE_CHECKING:
    from ..plan import Plans
    from ..record import Record

_KINDS = {folder: kind for kind, folder in KIND_FOLDERS.items()}


def may_exist(
    path: str,
    plans: Plans,
    records: Mapping[str, Record],
    pages: Mapping[str, Record],
    flawed: Collection[str],
) -> bool:
    """Whether a site path may be built once every file is right. pages: of editors, and events."""
    if not flawed and not plans.unknown:
        return False
    parts = path.strip("/").split("/")
    kinds = {"plan", "item"} if parts[0] == "ke-hoach" else {_KINDS.get(parts[0], "")}
    if kinds & plans.unknown:
        return True
    return any(_may_be(parts, source, records.get(source) or pages.get(source)) for source in flawed)


def _may_be(parts: list[str], source: str, record: Record | None) -> bool:
    """Whether one flawed file may stand behind the path, as its page or in a list there."""
    slug = record.slug if record else ""
    if slug in parts if is_slug(slug) else slugify(PurePosixPath(source).stem).endswith(parts[-1]):
        return True
    if parts[0] == "luu-tru":
        date = record.date if record else ""
        return not date or date.startswith("-".join(parts[1:3]))
    if parts[0] == "the":
        said_nothing = record is None or not (record.title or record.category)
        return said_nothing or parts[-1] in map(slugify, getattr(record, "tags", ()))
    return False
