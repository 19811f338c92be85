"""Data files under another name than the one they are read by: nothing would be said of them, and all they hold would
be gone from the site, ids of feeds and readers' questions with it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from ..plan import plan_file, site_file
from ..problem import Problem
from ..registers import questions_file, register_files
from ..rules import declare
from ..text.vietnamese import closest, slugify

RULE = "data-name"
KNOWN = (plan_file.FILE, site_file.FILE, questions_file.FILE, *register_files.FILES)
"""Every data file inside content/."""

declare(
    RULE,
    "Thư mục nội dung",
    "Tệp dữ liệu mang đúng tên và nằm đúng chỗ (plan.toml, site.toml, hoi-dap.toml, thuat-ngu.toml, ky-niem.toml, "
    "so-theo-doi/….toml, tai-lieu/tai-lieu.toml). Tên gần giống (Site.toml, site.toml.txt, thuat-ngủ.toml, site.tml, "
    "“site (1).toml”) mà tệp đúng tên lại thiếu là lỗi; các tệp .toml lạ khác được nhắc.",
)

_LIKE = re.compile(r"(?i)\.(?:to?ml?|tmol|toml?e?[0-9~_-]+)(?![a-z0-9])|toml$")
"""TOML's ending, or nearly, anywhere in a name: "x.toml.txt", "x.tml", "x.toml_", "x_toml"."""
_PLAIN = frozenset({"", "txt", "yaml", "yml", "json", "ini", "cfg", "conf", "bak", "old", "orig", "save", "text"})
"""Endings that a data file saved by another program may have got instead of its own."""
_COPY = re.compile(r"(?i)(?<![ _-])[ _-]*+(?:\([0-9]+\)|copy|ban[ _-]?sao|backup|old|new|moi|cu|[0-9])$")
"""The last sign of a copy at a name's end; there may be several."""
_LONGEST_SIGN = 40


def find_misnamed(files: Iterable[str], used: Iterable[str] = ()) -> Iterator[Problem]:
    """Of all files of content/ those that look like a data file and are none. used: what texts refer to."""
    there = frozenset(files)
    for path in sorted(there.difference(KNOWN, used)):
        if posixpath.dirname(path) + "/" == plan_file.FOLDER and path.endswith(".toml"):
            continue
        like = _LIKE.search(posixpath.basename(path)) is not None
        if not like and posixpath.splitext(path)[1][1:].lower() not in _PLAIN:
            continue
        near = _meant(path)
        if not near and not like:
            continue
        lost = bool(near) and near not in there
        hint = f"; có phải ý bạn là {near}?" if near else f"; được dùng: {', '.join(KNOWN)}"
        then = " Tệp ấy đang thiếu, nên những gì nó ghi sẽ không còn trên trang" if lost else ""
        message = f"không đọc tệp dữ liệu mang tên này{hint}{then}"
        severity = "error" if lost else "warning"
        yield Problem(path=path, line=0, field="tên tệp", message=message, rule=RULE, severity=severity)  # type: ignore[arg-type]


def _meant(path: str) -> str:
    """The data file that this one may have been meant to be, "" for none."""
    folder, name = posixpath.split(path)
    stem, like = _stem(name)
    if not like and folder and not _near_folder(folder):
        return ""
    stems = {posixpath.basename(known).removesuffix(".toml"): known for known in KNOWN}
    found = stem if stem in stems else (closest(stem, list(stems)) if like else "")
    return stems[found] if found else ""


def _stem(name: str) -> tuple[str, bool]:
    """A name without endings, signs of a copy, accents and capitals; whether it says that it is TOML."""
    match = _LIKE.search(name)
    bare = name[: match.start()] if match else posixpath.splitext(name)[0]
    bare = bare.strip(". ")
    while sign := _COPY.search(bare, max(0, len(bare) - _LONGEST_SIGN)):
        bare = bare[: sign.start()]
    return slugify(bare), match is not None


def _near_folder(folder: str) -> bool:
    return slugify(folder) in {posixpath.dirname(known) for known in KNOWN}
