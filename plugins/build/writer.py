"""The writer: of all outputs a build plans, those whose fingerprint changed are made and staged; the rest stand.

A subclass of Pelican's Writer, so that other plugins' `write_file` and `write_feed` still work: they write to the
stage like we do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from pelican.writers import Writer

from ..core.errors import BuildError
from ..core.output import Family
from ..system import workers
from ..system.file_stamps import fingerprint
from . import report

if TYPE_CHECKING:
    from ..core.output import Output
    from ..system.file_stamps import OutputRecord, OutputStamp
    from .run import Run
    from .state import FamilyRecord

PIECE = 40
"""Outputs per piece of work."""
ALONE = 60
"""Up to this many outputs one process is faster than forking."""

_SAME_NAME = "hai nhóm trang cùng mang tên {}"


class _Done(NamedTuple):
    """What a process planned and made, as a `Run` notes it."""

    made: dict[str, OutputRecord]
    families: dict[str, FamilyRecord]
    kept_families: set[str]
    loose: list[str]
    written: set[str]


class ColumnWriter(Writer):  # type: ignore[misc]  # pelican ships no types
    """Writes outputs into the staging folder of the current run."""

    def __init__(self, output_path: str, settings: dict[str, Any]) -> None:
        super().__init__(output_path, settings=settings)
        self.run: Run = settings["COLUMN_RUN"]

    @contextmanager
    def beside(self, planned: Iterable[Output | Family]) -> Iterator[None]:
        """Plan and make outputs in a process of their own, beside the block that does so with others."""
        run = self.run

        def done() -> _Done:
            run.made, run.families, run.kept_families, run.loose, run.written = {}, {}, set(), [], set()
            self.make(self.plan(planned))
            own = {name: family for name, family in run.families.items() if name not in run.kept_families}
            return _Done(run.made, own, run.kept_families, run.loose, run.written)

        with workers.beside(done) as result:
            yield
            self._take_over(result())

    def _take_over(self, done: _Done) -> None:
        """Note what another process planned and made."""
        run = self.run
        if file := next(iter(run.made.keys() & done.made.keys()), ""):
            raise BuildError(report.TWICE.format(file))
        if name := next(iter(run.families.keys() & (done.families.keys() | done.kept_families)), ""):
            raise BuildError(_SAME_NAME.format(name))
        run.made |= done.made
        run.families |= done.families
        run.families |= {name: run.unchanged_families[name] for name in done.kept_families}
        run.kept_families |= done.kept_families
        run.loose += done.loose
        run.written |= done.written

    def plan(self, planned: Iterable[Output | Family]) -> list[Output]:
        """Note every output's fingerprint; returns those that differ from what stands. All are planned before any is
        made, so that workers are started once and have something to do until the end."""
        stale: list[Output] = []
        loose, _ = self._note_all(planned, stale)
        self.run.loose += loose
        return stale

    def _note_all(self, planned: Iterable[Output | Family], stale: list[Output]) -> tuple[list[str], list[str]]:
        """Returns the names of the files and of the families."""
        files, families = [], []
        for part in planned:
            if isinstance(part, Family):
                self._note_family(part, stale)
                families.append(part.name)
            else:
                self._note(part, stale)
                files.append(part.file)
        return files, families

    def _note_family(self, family: Family, stale: list[Output]) -> None:
        run = self.run
        if family.name in run.families:
            raise BuildError(_SAME_NAME.format(family.name))
        # Not even planned when its digest is the same, which covers those of all its outputs and which outputs there
        # are, and no file of the whole folder was touched (else `Run` empties `unchanged_families`): its files are then
        # taken over unseen.
        known = run.unchanged_families.get(family.name)
        if known is not None and known[0] == family.digest:
            self._keep_family(family.name)
        else:
            files, inner = self._note_all(family.list_outputs(), stale)
            run.families[family.name] = (family.digest, tuple(files), tuple(inner))

    def _keep_family(self, name: str) -> None:
        """Everything of a family is as it was, and so is everything of the families within: not a file is looked at."""
        run = self.run
        planned = run.families[name] = run.unchanged_families[name]
        run.kept_families.add(name)
        for family in planned[2]:
            self._keep_family(family)

    def _note(self, output: Output, stale: list[Output]) -> None:
        """Skip the output if its file may stand, else put it among the stale ones.

        It stands only when all of this holds:

        - the last build of this very folder wrote the file, its state is whole (`load_build_state`), and the file has
          since kept its size, time and inode (`OutputTree.unchanged` leaves out what was touched);
        - the fingerprint is the same: of every value its template is handed, and of the site-wide base, which covers
          templates, assets, settings, code and versions of libraries, plan.toml and site.toml;
        - the build is not `--force`, and no plugin of somebody else's is loaded, whose inputs nobody knows
          (`Run.__init__` empties `unchanged` for both).

        A digest says less than a value only by mistake; `tests/site/test_incremental.py` holds both ways together.
        """
        run = self.run
        if output.file in run.made:
            raise BuildError(report.TWICE.format(output.file))
        stands = run.unchanged.get(output.file)
        if stands is not None and fingerprint(stands) == output.digest:
            run.made[output.file] = stands
        else:
            run.made[output.file] = output.digest  # its mark follows
            stale.append(output)

    def make(self, stale: list[Output]) -> None:
        """Make and stage these outputs."""
        run = self.run
        size = PIECE if len(stale) > ALONE else max(len(stale), 1)
        pieces = [stale[start : start + size] for start in range(0, len(stale), size)]

        def put(output: Output) -> OutputStamp | None:
            workers.working_on(output.file)
            stands = run.unchanged.get(output.file)
            return run.tree.put(output.file, self._patched(output, stands) or output.make(), stands)

        def context(piece: int) -> list[OutputStamp | None]:
            return [put(output) for output in pieces[piece]]

        for piece, results in workers.run(context, len(pieces)):
            for output, result in zip(pieces[piece], results, strict=True):
                if result is None:
                    run.keep(output.file, output.digest)
                else:
                    run.made[output.file] = output.digest + result
                    run.written.add(output.file)
            run.progress("trang", len(run.written), 0)

    def _patched(self, output: Output, stands: OutputRecord | None) -> bytes | None:
        """The bytes made of those that stand, which nobody touched since they were written (see `_note`)."""
        if output.patch is None or stands is None:
            return None
        live = self.run.tree.bytes_of(output.file)
        return None if live is None else output.patch(fingerprint(stands), live)
