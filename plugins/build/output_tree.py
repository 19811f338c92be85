"""The output folder and the tree kept beside it: how a new site takes the place of the old one in one step.

The new site is put together in a second tree, unchanged files as hard links, and the two are exchanged by one
system call: readers see the old site or the new one. The old tree stays as the standby: next time it needs only what
differs, so the cost of a release follows the change and not the size of the site.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import BuildError, SettingsError
from ..core.text.system_errors import reason
from ..system import workers
from ..system.file_stamps import output_stamp, output_stamp_of, size_and_time, stamp_in
from .state import BuildState, load_build_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from ..system.file_stamps import OutputRecord, OutputStamp

MARK = b'<meta name="generator" content="dua-nghi-quyet'
"""What index.html of a folder we made holds; a folder without it is never replaced."""
_FILE_MODE, _FOLDER_MODE = 0o644, 0o755
_PIECE = 2_000
"""Links that are made in the time a fork takes."""


OutputStatus = tuple[list[str], bool]
"""Which files of the last build are no longer as it left them, and whether a folder isn't."""


def output_status(live: Path, state: BuildState | None) -> OutputStatus:
    """What became of the output folder since the build that left this state."""
    if state is None:
        return [], False
    root = os.fspath(live)
    changed = [file for file, made in state.outputs.items() if _output_stamp(f"{root}/{file}") != stamp_in(made)]
    try:
        dirty = any(
            os.stat(f"{root}/{folder}", follow_symlinks=False).st_mtime_ns != changed
            for folder, changed in state.folders.items()
        )
    except OSError:
        dirty = True
    return changed, dirty


class OutputTree:
    """The output folder `live` with its workspace `home` (standby tree, staging folder, state), used under the build
    lock."""

    def __init__(self, live: Path, home: Path) -> None:
        self.live = live
        self.home = home
        self.notes: list[str] = []
        self._beside = self._room_for_trees()
        self.staging = self._beside / "stage"
        self.standby = self._beside / "spare"
        self.dirty = False
        self.state = self._load_state()
        self._live, self._staging = os.fspath(self.live), os.fspath(self.staging)
        self._stands = self.live.exists()
        self._made_folders = {""}

    def _room_for_trees(self) -> Path:
        """Trees are exchanged by renaming, so they must lie on the output's file system."""
        self.home.mkdir(parents=True, exist_ok=True)
        parent = self.live.parent
        parent.mkdir(parents=True, exist_ok=True)
        where = self.live if self.live.exists() else parent
        if os.stat(where).st_dev == os.stat(self.home).st_dev:
            return self.home
        return parent / f".{self.live.name}.trees"

    def _load_state(self) -> BuildState | None:
        root = _inode(self.live)
        busy = self.home / "spare.busy"
        for name in ("state", "state.next"):
            state, note = load_build_state(self.home / name)
            if note:
                self.notes.append(note)
            if state and root and state.root == root:
                if name == "state.next":  # killed between the exchange and the last rename
                    os.replace(self.home / name, self.home / "state")
                    busy.unlink(missing_ok=True)
                    self._settle_standby(state)
                if busy.exists() or _inode(self.standby) != state.standby:
                    state.standby, state.behind, state.standby_folders = 0, (), {}
                return state
        if root and self.live.exists() and any(self.live.iterdir()) and not self._ours():
            raise SettingsError(
                f"{self.live}: thư mục này có sẵn tệp mà không do chuyên mục dựng; hãy chọn thư mục trống"
            )
        return None

    def _settle_standby(self, state: BuildState) -> None:
        """After an interrupted exchange the old site may still lie where the new one was put together."""
        if _inode(self.staging) == state.standby:
            self._remove(self.standby)
            os.rename(self.staging, self.standby)

    def _ours(self) -> bool:
        try:
            return MARK in (self.live / "index.html").read_bytes()
        except OSError:
            return False

    # ── what stands ──────────────────────────────────────────────────────────────────────────────────────────────

    def unchanged(self, status: OutputStatus) -> dict[str, OutputRecord]:
        """The files of the last build that are untouched; notes when something was changed by hand."""
        if self.state is None:
            return {}
        changed, self.dirty = status
        if changed:
            few = ", ".join(changed[:3]) + (" …" if len(changed) > 3 else "")
            self.notes.append(f"{len(changed)} tệp trong thư mục đích bị sửa hoặc xoá bằng tay, dựng lại: {few}")
        elif self.dirty:
            self.notes.append("thư mục đích có tệp lạ hoặc thư mục bị sửa bằng tay; dọn lại cho đúng bản dựng")
        unchanged = dict(self.state.outputs)
        for file in changed:
            del unchanged[file]
        return unchanged

    # ── making the next site ─────────────────────────────────────────────────────────────────────────────────────

    def keep_nothing(self) -> None:
        """Stage every file from now on, for plugins that look at all of them; `as_live` then finds what stays."""
        self._stands = False

    def as_live(self, file: str) -> bool:
        """Whether a staged file is what the live site has already; it is then no longer staged. Else it gets a newer
        time than the live one has."""
        staged, live = f"{self._staging}/{file}", f"{self._live}/{file}"
        if os.path.islink(staged) or os.path.islink(live) or not os.path.isfile(live):
            return False
        with open(staged, "rb") as new, open(live, "rb") as old:
            if new.read() == old.read():
                os.unlink(staged)
                return True
        second = 1_000_000_000
        past = os.stat(live).st_mtime_ns // second
        if os.stat(staged).st_mtime_ns // second <= past:
            os.utime(staged, ns=((past + 1) * second, (past + 1) * second))
        return False

    def prepare(self) -> None:
        """An empty staging folder."""
        self._beside.mkdir(parents=True, exist_ok=True)
        self._remove(self.staging)
        for name in os.listdir(self._beside):
            if name.startswith("old."):
                self._remove(self._beside / name)
        self.staging.mkdir(mode=_FOLDER_MODE)

    def put(self, file: str, data: bytes, before: OutputRecord | None) -> OutputStamp | None:
        """Write one file to the staging folder; None when the live file has these bytes already.

        Returns its mark. A file whose bytes changed gets a newer time than it had, even
        when the clock went backwards, so that servers never answer "not modified" wrongly.
        """
        earlier = 0
        if self._stands:
            live = f"{self._live}/{file}"
            try:
                with open(live, "rb") as old:
                    if old.read() == data and not os.path.islink(live):
                        return None
                    earlier = os.fstat(old.fileno()).st_mtime_ns
            except OSError:
                earlier = 0
        path = f"{self._staging}/{file}"
        _make_folder(self._staging, file.rpartition("/")[0], self._made_folders)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _FILE_MODE)
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(descriptor, view) :]
            status = os.fstat(descriptor)
        finally:
            os.close(descriptor)
        second = 1_000_000_000
        past = max(earlier, size_and_time(stamp_in(before))[1] if before else 0) // second
        if status.st_mtime_ns // second <= past:  # HTTP dates are whole seconds
            later = (past + 1) * second
            os.utime(path, ns=(later, later))
            return output_stamp(status.st_size, later, status.st_ino)
        return output_stamp_of(status)

    # ── the exchange ─────────────────────────────────────────────────────────────────────────────────────────────

    def release(self, state: BuildState, written: set[str], removed: Set[str]) -> None:
        """Make `state.outputs` the live site: `written` come from the staging folder, everything else from the live
        tree but what is `removed`."""
        old = self.state
        try:
            if not self.live.exists():
                self._first(state)
            else:
                self._exchange(state, old, written, removed)
        except OSError as error:
            raise BuildError(f"không thể thay trang cũ ở {self.live}: {reason(error)}") from error
        self.state = state

    def _first(self, state: BuildState) -> None:
        folders = _folders(state.outputs)
        state.folders = _times(self.staging, folders)
        state.root, state.standby, state.behind, state.standby_folders = _inode(self.staging), 0, (), {}
        state.save(self.home / "state.next")
        os.rename(self.staging, self.live)
        os.replace(self.home / "state.next", self.home / "state")
        self._remove(self.standby)
        self._make_standby(state)

    def _exchange(self, state: BuildState, old: BuildState | None, written: set[str], removed: Set[str]) -> None:
        busy = self.home / "spare.busy"
        busy.touch()
        if old and old.standby and not self.dirty and _inode(self.standby) == old.standby:
            following = self.standby
            same = not removed and all(file in old.outputs for file in written)
            folders = old.folders if same else dict.fromkeys(_folders(state.outputs), 0)
            changed = self._catch_up(old, state, written, removed, folders)
            times = dict(old.standby_folders)
            for folder in changed:
                times.pop(folder, None)
            times |= _times(following, folders.keys() - times.keys())
            if len(times) > len(folders):  # some are gone
                times = {folder: times[folder] for folder in folders}
            state.folders = times
        else:
            following = self.staging
            self._fill_staging(state, written)
            state.folders = _times(following, _folders(state.outputs))
        state.root, state.standby = _inode(following), _inode(self.live)
        state.standby_folders = old.folders if old else {}
        state.behind = tuple(sorted(written | removed))
        if old is None or self.dirty:
            state.standby = 0  # holds files nobody accounts for: not to be built upon
        state.save(self.home / "state.next")
        exchange(following, self.live)
        if following is self.staging:
            self._remove(self.standby)
            os.rename(self.staging, self.standby)
        os.replace(self.home / "state.next", self.home / "state")
        busy.unlink(missing_ok=True)
        if state.standby == 0:
            self._remove(self.standby)
        self._remove(self.staging)

    def _make_standby(self, state: BuildState) -> None:
        """A second tree of hard links beside the first site, so that the first edit costs no more than later ones."""
        live, standby, files = os.fspath(self.live), os.fspath(self.standby), list(state.outputs)
        os.mkdir(standby, _FOLDER_MODE)
        size = max(len(files) // workers.available() + 1, _PIECE)

        def link(piece: int) -> None:
            made = {""}
            for file in files[piece * size : (piece + 1) * size]:
                _make_folder(standby, file.rpartition("/")[0], made)
                _link(f"{live}/{file}", f"{standby}/{file}")

        for _ in workers.run(link, -(-len(files) // size)):
            pass
        state.standby, state.standby_folders = _inode(self.standby), _times(self.standby, state.folders)
        state.save(self.home / "state")

    def _catch_up(
        self, old: BuildState, state: BuildState, written: set[str], removed: Set[str], folders: Iterable[str]
    ) -> set[str]:
        """Bring the standby tree to the new site; returns the folders that were touched."""
        standby, live, staging = os.fspath(self.standby), os.fspath(self.live), os.fspath(self.staging)
        changed: set[str] = set()
        for file in old.behind:
            if file in written:
                continue
            changed.update(_parents(file))
            _unlink(f"{standby}/{file}")
            if file in state.outputs:
                _link(f"{live}/{file}", f"{standby}/{file}")
        for file in removed:
            changed.update(_parents(file))
            _unlink(f"{standby}/{file}")
        for file in written:
            changed.update(_parents(file))
            try:
                os.replace(f"{staging}/{file}", f"{standby}/{file}")
            except FileNotFoundError:
                os.makedirs(os.path.dirname(f"{standby}/{file}"), mode=_FOLDER_MODE, exist_ok=True)
                os.replace(f"{staging}/{file}", f"{standby}/{file}")
        for folder in sorted(changed.difference(folders), key=len, reverse=True):
            try:
                os.rmdir(f"{standby}/{folder}")
            except OSError:
                continue
        return changed

    def _fill_staging(self, state: BuildState, written: set[str]) -> None:
        live, staging = os.fspath(self.live), os.fspath(self.staging)
        for file in state.outputs:
            if file not in written:
                _link(f"{live}/{file}", f"{staging}/{file}")

    def _remove(self, folder: Path) -> None:
        """Delete a tree of ours; renamed first, so that a kill in the middle leaves nothing that looks usable."""
        if not folder.exists():
            return
        doomed = folder.with_name(f"old.{os.getpid()}.{folder.name}")
        os.rename(folder, doomed)
        shutil.rmtree(doomed)

    def close(self) -> None:
        """Leave nothing behind but what the next build uses."""
        self._remove(self.staging)
        if self._beside is not self.home and not any(self._beside.iterdir()):
            self._beside.rmdir()


def exchange(one: Path, other: Path) -> None:
    """Swap two folders in one step where the system can (Linux renameat2, macOS renamex_np), else by two renames."""
    first, second = os.fsencode(one), os.fsencode(other)
    libc = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    if sys.platform == "linux" and hasattr(libc, "renameat2"):
        result = libc.renameat2(-100, first, -100, second, 2)  # type: ignore[union-attr]
    elif sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        result = libc.renamex_np(first, second, 2)  # type: ignore[union-attr]
    else:
        result = -1
        ctypes.set_errno(errno.ENOSYS)
    if result == 0:
        return
    code = ctypes.get_errno()
    if code not in {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}:
        raise OSError(code, os.strerror(code), os.fspath(other))
    away = other.with_name(f"{other.name}.away")
    os.rename(other, away)
    os.rename(one, other)
    os.rename(away, one)


def _make_folder(root: str, folder: str, made: set[str]) -> None:
    """A folder of a tree, with those above it, unless it is among `made`; other processes may be making the same."""
    if folder in made:
        return
    _make_folder(root, folder.rpartition("/")[0], made)
    with suppress(FileExistsError):
        os.mkdir(f"{root}/{folder}", _FOLDER_MODE)
    made.add(folder)


def _inode(path: Path) -> int:
    try:
        return os.stat(path, follow_symlinks=False).st_ino
    except OSError:
        return 0


def _output_stamp(path: str) -> OutputStamp | None:
    """The mark of a file, None when there is none."""
    try:
        return output_stamp_of(os.stat(path, follow_symlinks=False))
    except OSError:
        return None


def _parents(file: str) -> list[str]:
    """Every folder above a file, "" for the root."""
    parts = file.split("/")[:-1]
    return ["", *("/".join(parts[: n + 1]) for n in range(len(parts)))]


def _folders(files: Iterable[str]) -> list[str]:
    """Every folder that holds one of the files, parents first."""
    found = {file.rpartition("/")[0] for file in files}
    every: set[str] = {""}
    for folder in found:
        while folder not in every:
            every.add(folder)
            folder = folder.rpartition("/")[0]
    return sorted(every)


def _times(root: Path, folders: Iterable[str]) -> dict[str, int]:
    base = os.fspath(root)
    return {folder: os.stat(f"{base}/{folder}").st_mtime_ns for folder in folders}


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), mode=_FOLDER_MODE, exist_ok=True)
        os.link(source, target)
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EXDEV}:
            raise
        shutil.copy2(source, target)


def _unlink(path: str) -> None:
    try:
        os.unlink(path)
    except FileNotFoundError:
        return
