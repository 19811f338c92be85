"""Whether a folder is ours to fill: it carries our mark, nobody else may write into it, and no link leads out of it."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from ..core.errors import PublishError
from ..core.publishing.release import is_name, parse_facts
from ..core.publishing.target_notes import NOTES
from .spare_tree import spares
from .tree_files import half_written, read_whole, remove

_FILES = ("found-right", "lock", "withdrawn", NOTES)
OURS = ("releases", "server", *_FILES)
"""What publishing itself keeps in a target's folder, beside the spares and the link `current`."""
LEFTOVERS = (".stage", ".work-")
"""What an interrupted publish leaves in `releases`."""
LOST = (
    "không có tệp này: không biết bản đang phục vụ gồm những gì; lấy lại tệp từ bản sao lưu, hoặc xoá liên kết current "
    "ở đó rồi đăng lại từ đầu"
)
"""What is said of the facts or sums of the live release when they are missing."""
_LEADS_TO = re.compile(r"releases/(\d{6}-[0-9a-f]{12})")


def refuse_foreign(folder: Path) -> None:
    """PublishError unless the folder is empty, carries our mark, or was filled by an earlier version of ours."""
    if not folder.exists() or (folder / NOTES).is_file() or not any(folder.iterdir()) or _filled_by_us(folder):
        return
    raise PublishError(f"{folder}: thư mục có sẵn tệp mà không do lệnh publish tạo; chọn thư mục trống")


def refuse_open(folder: Path) -> None:
    """PublishError when another user could write into the folder, a link in it leads elsewhere, or something else lies
    where a file of ours should be."""
    for path in (folder, *(folder / name for name in OURS), *spares(folder)):
        try:
            status = os.lstat(path)
        except FileNotFoundError:
            continue
        if stat.S_ISLNK(status.st_mode) and path != folder:
            raise PublishError(f"{path}: là liên kết (symlink); thư mục của đích không được chứa liên kết ra ngoài")
        status = os.stat(path)
        if path.name in _FILES and not stat.S_ISREG(status.st_mode):
            raise PublishError(f"{path}: không phải tệp thường")
        if status.st_uid not in {os.geteuid(), 0}:
            raise PublishError(f"{path}: thuộc người dùng khác (số {status.st_uid}); người ấy ghi được vào trang")
        if status.st_mode & 0o002 or (status.st_mode & 0o020 and not _own_group(status.st_gid)):
            raise PublishError(f"{path}: người dùng khác ghi được vào đây; chạy chmod go-w {path}")


def clear_away(folder: Path) -> None:
    """Away with what an interrupted publish left."""
    releases = folder / "releases"
    names = set(os.listdir(releases))
    live = os.path.basename(os.readlink(folder / "current")) if (folder / "current").is_symlink() else ""
    (folder / "current.new").unlink(missing_ok=True)
    for name in names:
        stem, _, ending = name.rpartition(".")
        half = is_name(name) and f"{name}.json" not in names and name != live
        if half or name.startswith(LEFTOVERS) or (name.endswith(".new") and is_name(name[1:20])):
            remove(releases / name)
        elif ending in {"json", "sums"} and is_name(stem) and stem not in names:
            (releases / name).unlink()


def _filled_by_us(folder: Path) -> bool:
    """Whether readers are led to a release of ours, or a first publish was broken off and nothing else lies there."""
    current = folder / "current"
    if os.path.lexists(current):
        leads = _LEADS_TO.fullmatch(os.readlink(current)) if current.is_symlink() else None
        try:
            return leads is not None and _facts_of(folder, leads[1])
        except (OSError, PublishError):
            return False
    try:
        names = os.listdir(folder / "releases")
    except FileNotFoundError:
        names = []
    except OSError:
        return False
    left = (name.startswith(LEFTOVERS) or is_name(name.partition(".")[0]) for name in names)
    return set(os.listdir(folder)) <= {"lock", "releases", half_written(NOTES)} and all(left)


def _facts_of(folder: Path, name: str) -> bool:
    return parse_facts(read_whole(folder / "releases" / f"{name}.json")).name == name


def _own_group(group: int) -> bool:
    """Whether the group holds this user alone, as many systems give each user one."""
    try:
        import grp
        import pwd

        entry = grp.getgrgid(group)
        me = pwd.getpwuid(os.geteuid())
    except (ImportError, KeyError):
        return False
    return entry.gr_name == me.pw_name and set(entry.gr_mem) <= {me.pw_name}
