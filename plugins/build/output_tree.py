"""The output folder and the tree kept beside it: how a new site takes the place of the old one in one step.

The new site is put together in a second tree, unchanged files as hard links, and the two are exchanged by one
system call: readers see the old site or the new one. The old tree stays as the standby: next time it needs only what
differs, so the cost of a release follows the change and not the size of the site.

A folder that is a mount point can't be exchanged. There every file is put in its place whole, in the order in which
pages need them; a build that dies in between leaves a mixture, which the next one sees and puts right. A folder with a
mount point inside is refused: an exchange would carry that away with the old site, to where nobody may delete it.
"""

from __future__ import annotations

import os
import re
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import BuildError, SettingsError
from ..core.publishing.release import order
from ..core.text.system_errors import reason
from ..system import workers
from ..system.cache_places import clear_place
from ..system.file_stamps import output_stamp, output_stamp_of, size_and_time, stamp_in
from .mounts import OF_THE_DISK, is_mount, refuse_mounts_within, room_for_trees
from .moves import (
    FOLDER_MODE,
    exchange,
    folders_of,
    inode_of,
    link,
    make_folder,
    parents_of,
    sync,
    times_of,
    unlink,
)
from .output_status import OutputStatus
from .state import BUSY, NEXT, BuildState, load_build_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from ..system.file_stamps import OutputRecord, OutputStamp

MARK = b'<meta name="generator" content="dua-nghi-quyet'
"""What index.html of a folder we made holds; a folder without it is never replaced."""
_FILE_MODE = 0o644
_WRITE_ANEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
_HALF = re.compile(r"[a-z.]+\.[0-9]+")
"""Names of files in the workspace whose writing was killed."""
_PIECE = 2_000
"""Links that are made in the time a fork takes."""


class OutputTree:
    """The output folder `live` with its workspace `home` (standby tree, staging folder, state), used under the build
    lock. anew: build upon nothing that was left here but the live site."""

    def __init__(self, live: Path, home: Path, *, anew: bool = False) -> None:
        self.live = live
        self.home = home
        self.notes: list[str] = []
        self._anew = anew
        refuse_mounts_within(live)
        home.mkdir(parents=True, exist_ok=True)
        live.parent.mkdir(parents=True, exist_ok=True)
        self.mounted = is_mount(live)
        self._beside = room_for_trees(live, home)
        self.staging = self._beside / "stage"
        self.standby = self._beside / "spare"
        self.dirty = False
        self.state = self._load_state()
        self._live, self._staging = os.fspath(self.live), os.fspath(self.staging)
        self._stands = self.live.exists()
        self._made_folders = {""}
        self._before: os.stat_result | None = None

    def _load_state(self) -> BuildState | None:
        root = inode_of(self.live)
        busy = self.home / BUSY
        for name in ("state", NEXT):
            state, note = load_build_state(self.home / name)
            if note:
                self.notes.append(note)
            if state and root and state.root == root:
                if name == NEXT:  # killed between the exchange and the last rename
                    self._confirm_state()
                    busy.unlink(missing_ok=True)
                    self._settle_standby(state)
                if busy.exists() or self._anew or self.mounted or inode_of(self.standby) != state.standby:
                    state.standby, state.behind, state.standby_folders = 0, (), {}
                return state
        if root and any(name not in OF_THE_DISK for name in os.listdir(self.live)) and not self._ours():
            raise SettingsError(
                f"{self.live}: thư mục này có sẵn tệp mà không do chuyên mục dựng; hãy chọn thư mục trống"
            )
        return None

    def _confirm_state(self) -> None:
        """The state written before the exchange is that of the live site."""
        state = self.home / "state"
        if state.is_dir():  # what somebody laid there
            clear_place(state)
        os.replace(self.home / NEXT, state)

    def _settle_standby(self, state: BuildState) -> None:
        """After an interrupted exchange the old site may still lie where the new one was put together."""
        if inode_of(self.staging) == state.standby:
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
        changed, self.dirty, sound = status
        if not sound:
            self.state.standby, self.state.behind, self.state.standby_folders = 0, (), {}
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
        """Stage every file from now on, for plugins that look at all of them."""
        self._stands = False

    def prepare(self) -> None:
        """An empty staging folder."""
        if self.mounted:
            self._before = os.stat(self.live)
        self._beside.mkdir(mode=0o700 if self.mounted else 0o755, parents=True, exist_ok=True)
        self._remove(self.staging)
        for name in os.listdir(self._beside):
            if name.startswith("old."):
                self._remove(self._beside / name)
        for name in os.listdir(self.home):
            if _HALF.fullmatch(name):
                unlink(f"{self.home}/{name}")
        self.staging.mkdir(mode=FOLDER_MODE)

    def bytes_of(self, file: str) -> bytes | None:
        """Those of a file of the live site, None when there is none."""
        try:
            with open(f"{self._live}/{file}", "rb") as live:
                return live.read()
        except OSError:
            return None

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
        make_folder(self._staging, file.rpartition("/")[0], self._made_folders)
        descriptor = os.open(path, _WRITE_ANEW, _FILE_MODE)
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(descriptor, view) :]
            status = os.fstat(descriptor)
        except OSError as error:
            error.filename = path
            raise
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
            sync(self.staging)
            if self.mounted:
                self._put_in_place(state, old, written, removed)
            elif not self.live.exists():
                self._first(state)
            else:
                self._exchange(state, old, written, removed)
        except OSError as error:
            raise BuildError(f"không thể thay trang cũ ở {self.live}: {reason(error)}") from error
        self.state = state

    def stand(self, state: BuildState) -> None:
        """The live site is that of `state` as it is."""
        old = self.state
        assert old is not None
        state.root, state.folders = old.root, old.folders
        state.standby, state.standby_folders, state.behind = old.standby, old.standby_folders, old.behind
        if not state.standby:
            self._remove(self.standby)
        for name in (BUSY, NEXT):
            clear_place(self.home / name)
        state.save(self.home / "state")
        self.close()

    def _put_in_place(self, state: BuildState, old: BuildState | None, written: set[str], removed: Set[str]) -> None:
        """One file after the other: what pages need before them, what nothing refers to any more last."""
        live, staging = os.fspath(self.live), os.fspath(self.staging)
        folders = folders_of(state.outputs)
        if old is None or self.dirty:
            self._clear_strangers(state.outputs.keys() | removed, set(folders))
        for folder in folders:
            os.makedirs(f"{live}/{folder}", mode=FOLDER_MODE, exist_ok=True)
        for file in sorted(written, key=lambda file: (order(file), file)):
            os.replace(f"{staging}/{file}", f"{live}/{file}")
        for file in removed:
            unlink(f"{live}/{file}")
        emptied = {folder for file in removed for folder in parents_of(file)}.difference(folders)
        for folder in sorted(emptied, key=len, reverse=True):
            with suppress(OSError):
                os.rmdir(f"{live}/{folder}")
        self._before = None
        self.close()
        state.folders = times_of(self.live, folders)
        state.root, state.standby, state.behind, state.standby_folders = inode_of(self.live), 0, (), {}
        state.save(self.home / "state")

    def _clear_strangers(self, files: Set[str], folders: set[str]) -> None:
        """Delete what nobody accounts for."""
        live = os.fspath(self.live)
        for parent, inside, names in os.walk(live, topdown=True):
            prefix = parent[len(live) + 1 :] + "/" if parent != live else ""
            if not prefix:
                inside[:] = [name for name in inside if name not in OF_THE_DISK]
            for name in list(inside):
                path = f"{parent}/{name}"
                if os.path.islink(path):
                    os.unlink(path)
                elif f"{prefix}{name}" not in folders:
                    shutil.rmtree(path)
                else:
                    continue
                inside.remove(name)
            for name in names:
                if f"{prefix}{name}" not in files:
                    os.unlink(f"{parent}/{name}")

    def _first(self, state: BuildState) -> None:
        folders = folders_of(state.outputs)
        state.folders = times_of(self.staging, folders)
        state.root, state.standby, state.behind, state.standby_folders = inode_of(self.staging), 0, (), {}
        state.save(self.home / NEXT)
        os.rename(self.staging, self.live)
        self._confirm_state()
        self._remove(self.standby)
        self._make_standby(state)

    def _exchange(self, state: BuildState, old: BuildState | None, written: set[str], removed: Set[str]) -> None:
        """Put the next site together beside the live one, and swap the two in one step.

        The standby tree is built upon only when the last build left it sound (`output_status` tells), it is the very
        folder that build named, and nobody touched the live one; otherwise all is linked anew from the live tree.

        The order matters. `spare.busy` stands while the standby may be half done: one found there is never built upon.
        `state.next` is on the disk before the swap and becomes `state` after it; a build killed in between finds both,
        and the one whose root is the live folder's inode is right (`_load_state`). Both trees lie on one mount
        (`room_for_trees`), and every file was synced before (`release`): a loss of power shows one site or the other.
        """
        busy = self.home / BUSY
        if not busy.is_file():
            clear_place(busy)
        busy.touch()
        if old and old.standby and not self.dirty and inode_of(self.standby) == old.standby:
            following = self.standby
            same = not removed and all(file in old.outputs for file in written)
            folders = old.folders if same else dict.fromkeys(folders_of(state.outputs), 0)
            changed = self._catch_up(old, state, written, removed, folders)
            times = dict(old.standby_folders)
            for folder in changed:
                times.pop(folder, None)
            times |= times_of(following, folders.keys() - times.keys())
            if len(times) > len(folders):  # some are gone
                times = {folder: times[folder] for folder in folders}
            state.folders = times
        else:
            following = self.staging
            self._fill_staging(state, written)
            state.folders = times_of(following, folders_of(state.outputs))
        state.root, state.standby = inode_of(following), inode_of(self.live)
        state.standby_folders = old.folders if old else {}
        state.behind = tuple(sorted(written | removed))
        if old is None or self.dirty:
            state.standby = 0  # holds files nobody accounts for: not to be built upon
        state.save(self.home / NEXT)
        exchange(following, self.live)
        if following is self.staging:
            self._remove(self.standby)
            os.rename(self.staging, self.standby)
        self._confirm_state()
        busy.unlink(missing_ok=True)
        if state.standby == 0:
            self._remove(self.standby)
        self._remove(self.staging)

    def _make_standby(self, state: BuildState) -> None:
        """A second tree of hard links beside the first site, so that the first edit costs no more than later ones."""
        live, standby, files = os.fspath(self.live), os.fspath(self.standby), list(state.outputs)
        os.mkdir(standby, FOLDER_MODE)
        size = max(len(files) // workers.available() + 1, _PIECE)

        def link_piece(piece: int) -> None:
            made = {""}
            for file in files[piece * size : (piece + 1) * size]:
                make_folder(standby, file.rpartition("/")[0], made)
                link(f"{live}/{file}", f"{standby}/{file}")

        for _ in workers.run(link_piece, -(-len(files) // size)):
            pass
        state.standby, state.standby_folders = inode_of(self.standby), times_of(self.standby, state.folders)
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
            changed.update(parents_of(file))
            unlink(f"{standby}/{file}")
            if file in state.outputs:
                link(f"{live}/{file}", f"{standby}/{file}")
        for file in removed:
            changed.update(parents_of(file))
            unlink(f"{standby}/{file}")
        for file in written:
            changed.update(parents_of(file))
            try:
                os.replace(f"{staging}/{file}", f"{standby}/{file}")
            except FileNotFoundError:
                os.makedirs(os.path.dirname(f"{standby}/{file}"), mode=FOLDER_MODE, exist_ok=True)
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
                link(f"{live}/{file}", f"{staging}/{file}")

    def _remove(self, folder: Path) -> None:
        """Delete a tree of ours; renamed first, so that a kill in the middle leaves nothing that looks usable."""
        if not folder.is_dir() or folder.is_symlink():
            clear_place(folder)
            return
        doomed = folder.with_name(f"old.{os.getpid()}.{folder.name}")
        os.rename(folder, doomed)
        shutil.rmtree(doomed)

    def clear_up(self) -> None:
        """Likewise `close`, when something worse may be under way already."""
        with suppress(OSError):
            self.close()

    def close(self) -> None:
        """Leave nothing behind but what the next build uses."""
        self._remove(self.staging)
        if self._beside is not self.home and self._beside.exists() and not any(self._beside.iterdir()):
            self._beside.rmdir()
            if self._before is not None:  # as if nothing had been put into the folder
                os.utime(self.live, ns=(self._before.st_atime_ns, self._before.st_mtime_ns))
