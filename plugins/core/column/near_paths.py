"""What to say of a path in content/ that leads to nothing: the file that may have been meant."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable
from urllib.parse import unquote

from ..text.vietnamese import closest


def missing_file(target: str, files: Collection[str]) -> str:
    """The message about a file that is not there. files: every file of content/ but the texts."""
    stem, ending = posixpath.splitext(target)
    alike = [file for file in files if _is_alike(file, stem, ending.lower())]
    return f"không tìm thấy tệp “{target}” trong content{suggest_path(target, alike)}"


def suggest_path(target: str, paths: Iterable[str]) -> str:
    """The end of such a message: "; có phải ý bạn là …?", "" when nothing is near."""
    near = _near(target, paths)
    if "%" in near:  # written as it is, it means another name
        return f"; tệp “{near}” có dấu “%” trong tên, hãy đổi tên tệp"
    return f"; có phải ý bạn là {near}?" if near else ""


def _is_alike(file: str, stem: str, ending: str) -> bool:
    return file.lower().endswith(ending) or posixpath.splitext(file)[0] == stem


def _near(target: str, paths: Iterable[str]) -> str:
    """The same but for capitals; else of the nearest name, wherever it lies: folders that are alike say nothing."""
    folder, folded, wanted = posixpath.dirname(target), target.casefold(), _stem(target)
    stems: dict[str, str] = {}
    for path in sorted(paths, key=lambda path: (posixpath.dirname(path) != folder, path)):
        if path.casefold() == folded:  # Windows sees one file
            return path
        stems.setdefault(_stem(path), path)
    dated = next((stem for stem in stems if stem.endswith(f"-{wanted}")), "")  # 2021-12-31-name.md
    return stems.get(dated or closest(wanted, list(stems)), "")


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(unquote(path)))[0]
