"""Whose a folder is: root must not publish into another user's folder, and a missing right is told with its owner."""

from __future__ import annotations

import os
from pathlib import Path

from ..core.errors import PublishError


def refuse_as_root(folder: Path) -> None:
    """What root writes, the folder's own user (a timer's, as a rule) can't replace afterwards; so root is sent to
    that user. Every other user is held by the file system itself."""
    try:
        owner = os.stat(folder).st_uid
    except OSError:
        return
    if owner != 0 and os.geteuid() == 0:  # a system without owners says 0
        raise PublishError(foreign_as_root(str(folder), _name(owner)))


def foreign_as_root(where: str, owner: str) -> str:
    """What root is told; where: the folder, with its machine when it is another one."""
    return (
        f"{where}: thư mục của người dùng “{owner}” mà lệnh đang ghi bằng root; hãy đăng bằng chính người dùng ấy "
        f"(su - {owner}), nếu không lần đăng sau của họ sẽ bị từ chối"
    )


def missing_right(path: str | os.PathLike[str]) -> str:
    """Why a file can't be written: the file itself or the folder that refuses, whose it is, who asked."""
    standing = Path(path).absolute()
    while standing != standing.parent and _may_write(standing):
        standing = standing.parent
    try:
        owner = os.lstat(standing).st_uid
    except OSError:
        return "không có quyền ghi"
    if owner == os.geteuid():
        return f"không có quyền ghi: {standing}"
    return f"không có quyền ghi: {standing} của “{_name(owner)}”, lệnh đang chạy bằng “{_name(os.geteuid())}”"


def _may_write(path: Path) -> bool:
    """Also when there is no such file: then it is its folder that refuses, as it does when one is replaced."""
    effective = os.access in os.supports_effective_ids
    return not os.path.lexists(path) or os.access(path, os.W_OK, effective_ids=effective)


def _name(user: int) -> str:
    """The user's name, else the number."""
    try:
        import pwd

        return pwd.getpwuid(user).pw_name
    except (ImportError, KeyError):
        return str(user)
