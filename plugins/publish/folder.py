"""A folder of this machine as a target.

path/releases/000012-ab12cd34ef56/       a release: the site whole, unchanged files hard links to the one before
path/releases/000012-ab12cd34ef56.json   its facts
path/releases/000012-ab12cd34ef56.sums   its sums, for `sha256sum -c`
path/current                             → the live release; switched by renaming a new link over it
path/column-target.json                  what the target remembers, and the mark that the folder is ours
path/lock                                held while publishing
path/spare/, spare-1/ …                  what the next releases are made of (spare_tree.py)
path/server/                             redirects, as the web server includes them
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from ..core.errors import BusyError, DamagedError, PublishError
from ..core.publishing.manifest import FileSum
from ..core.publishing.release import Changes, Release, is_name, parse_facts, parse_sums, render_facts, render_sums
from ..core.publishing.target_notes import NONE, NOTES, TargetNotes, old_notes, parse_notes, render_notes
from ..system.file_lock import take
from .backend import Amendment, Progress, Shipment, TargetState
from .built import NO_LINK, home
from .found_right import FoundRight
from .own_folder import LOST, clear_away, refuse_foreign, refuse_open
from .owners import refuse_as_root
from .spare_tree import drop_spares, keep_as_spare, link_tree, make_spares
from .tree_files import differing, drop, move, read_plain, read_whole, remove, strangers, told, write

STAGE = ".stage"


class FolderPlace:
    """A folder that only this program fills. name: of the target; keep: how many releases stay in it."""

    def __init__(self, name: str, path: str, keep: int) -> None:
        self.path = Path(path)
        self.keep = keep
        self._found = FoundRight(home(name) / "found-right", self.path)
        self.releases = self.path / "releases"
        self.stage_folder = self.releases / STAGE

    @contextmanager
    def lock(self) -> Iterator[None]:
        """An advisory lock that goes with the process; a killed publisher leaves none."""
        refuse_as_root(self.path)
        with told(self.path):
            refuse_foreign(self.path)
            refuse_open(self.path)
            self.path.mkdir(mode=0o755, parents=True, exist_ok=True)
            if not (self.path / NOTES).is_file() and not os.path.lexists(self.releases):
                write(self.path / NOTES, render_notes(NONE))  # the mark comes before anything it stands for
            self.releases.mkdir(mode=0o755, exist_ok=True)
            flags = os.O_RDWR | os.O_CREAT | NO_LINK
            file = open(os.open(self.path / "lock", flags, 0o644), "r+b")  # noqa: SIM115 — closed below
        with file:
            if not take(file.fileno()):
                raise BusyError(f"{self.path}: một lần đăng khác đang chạy")
            file.truncate(0)  # the token of a publisher that came over ssh and lost its connection
            with told(self.path):
                clear_away(self.path)
            try:
                yield
            finally:
                with suppress(OSError):
                    clear_away(self.path)

    def standing(self) -> TargetState:
        """Releases whose facts and folder both stand."""
        with told(self.path):
            try:
                names = sorted(os.listdir(self.releases))
            except FileNotFoundError:
                return TargetState()
            releases = tuple(
                parse_facts(read_whole(self.releases / f"{name}.json"))
                for name in names
                if is_name(name) and f"{name}.json" in names and f"{name}.sums" in names
            )
            try:
                current = os.path.basename(os.readlink(self.path / "current"))
            except OSError:
                current = ""
            for file in (f"{current}.json", f"{current}.sums"):
                if current and file not in names and (self.releases / current).is_dir():
                    raise PublishError(f"{self.releases / file}: {LOST}")
            notes = self._notes()
        return TargetState(releases=releases, current=current, notes=notes)

    def _notes(self) -> TargetNotes:
        try:
            return parse_notes(read_whole(self.path / NOTES))
        except FileNotFoundError:
            pass
        try:
            return old_notes(read_whole(self.path / "withdrawn").decode("utf-8", "replace"))
        except FileNotFoundError:
            return NONE

    def sums(self, name: str) -> dict[str, str]:
        """From the file beside the release."""
        with told(self.path):
            return parse_sums(read_whole(self.releases / f"{name}.sums"))

    def read(self, name: str, file: str) -> bytes:
        """Straight from the release."""
        return read_whole(self.releases / name / file)

    def read_many(self, name: str, wanted: Mapping[str, FileSum]) -> Iterator[tuple[str, bytes | None]]:
        """Straight from the release."""
        folder = os.fspath(self.releases / name)
        for file, entry in wanted.items():
            yield file, read_plain(f"{folder}/{file}", entry.size)

    def expect(self, base: Release | None, *, force: bool) -> None:
        """Nothing takes long elsewhere."""

    def begin(self, changes: Changes, base: Release | None, *, force: bool) -> None:
        """Nothing takes long elsewhere."""

    def stage(self, shipment: Shipment, progress: Progress) -> None:
        """Hard links for what stands, copies of what is sent, then every file is compared with its sum."""
        with told(self.path):
            stage, sends = os.fspath(self.stage_folder), shipment.sends
            live = self.releases / shipment.base.name if shipment.base else None
            link_tree(self.stage_folder, self.path, live, shipment.changes.kept)
            for number, file in enumerate(sends, 1):
                move(f"{shipment.outgoing}/{file}", f"{stage}/{file}")
                progress("gửi", number, len(sends))
            if live is None:
                make_spares(self.stage_folder, self.path, self.keep, shipment.sums)
            if damaged := self._found.wrong(stage, shipment.sums, progress, again=shipment.force):
                raise DamagedError(damaged)
            name = shipment.release.name
            write(self.releases / f"{name}.sums", render_sums(shipment.sums))
            write(self.releases / f"{name}.json", render_facts(shipment.release))
            os.rename(stage, self.releases / name)

    def switch(self, release: Release, progress: Progress, notes: TargetNotes | None = None) -> None:
        """One rename: a reader gets the old release or this one."""
        with told(self.path):
            fresh = self.path / "current.new"
            fresh.unlink(missing_ok=True)
            os.symlink(f"releases/{release.name}", fresh)
            os.replace(fresh, self.path / "current")
        if notes:
            self.note(notes)

    def note(self, notes: TargetNotes) -> None:
        """Beside the releases; the list of an earlier version goes, for the notes hold it too."""
        with told(self.path):
            write(self.path / NOTES, render_notes(notes))
            (self.path / "withdrawn").unlink(missing_ok=True)

    def amend(self, amendment: Amendment) -> None:
        """Files go first, then what is told of them."""
        name = amendment.release.name
        folder = self.releases / name
        with told(self.path):
            if amendment.drop:
                drop_spares(self.path)
            for file in amendment.drop:
                drop(folder, file)
            moment = (amendment.moment, amendment.moment)
            for file in amendment.newer:
                with suppress(FileNotFoundError):
                    os.utime(folder / file, moment, follow_symlinks=False)
            for file, data in amendment.own.items():
                write(self.releases / f"{STAGE}-file", data)
                os.replace(self.releases / f"{STAGE}-file", folder / file)
            write(self.releases / f"{name}.sums", render_sums(amendment.sums))
            write(self.releases / f"{name}.json", render_facts(amendment.release))

    def clock(self) -> float | None:
        """This machine's own: nothing to compare."""
        return None

    def remove(self, names: Sequence[str]) -> None:
        """Facts first, so that a kill in between leaves a folder that the next publish clears away."""
        with told(self.path):
            for name in names:
                lost = self._lost(name)
                (self.releases / f"{name}.json").unlink(missing_ok=True)
                (self.releases / f"{name}.sums").unlink(missing_ok=True)
                if lost is None:
                    drop_spares(self.path)
                    remove(self.releases / name)
                else:
                    keep_as_spare(self.releases / name, self.path, lost, self.stage_folder)

    def _lost(self, name: str) -> list[str] | None:
        """Files of a release that are not in the live one; None when that can't be told."""
        try:
            here = self.sums(os.path.basename(os.readlink(self.path / "current")))
            return [file for file, digest in self.sums(name).items() if here.get(file) != digest]
        except (OSError, PublishError):
            return None

    def check(self, progress: Progress) -> list[tuple[str, str]]:
        """Every file of the live release is read; files nobody published are named too."""
        current = self.standing().current
        if not current:
            raise PublishError(f"{self.path}: chưa có bản nào được đăng")
        sums, folder = self.sums(current), os.fspath(self.releases / current)
        found = []
        for file in differing(folder, sums, progress):
            found.append((file, "changed" if os.path.lexists(f"{folder}/{file}") else "removed"))
        found += strangers(folder, sums)
        return sorted(set(found))

    def include(self, files: Mapping[str, str]) -> set[str]:
        """Write what the web server includes; what changed."""
        server = self.path / "server"
        with told(self.path):
            server.mkdir(mode=0o755, exist_ok=True)
            standing = {name: read_whole(server / name) for name in files if (server / name).is_file()}
            changed = {name for name, text in files.items() if standing.get(name) != text.encode()}
            for name in changed:
                write(server / name, files[name].encode())
        return changed
