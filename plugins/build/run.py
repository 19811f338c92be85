"""One run of Pelican as the column sees it: check first, stage, and exchange only when everything was made."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Set
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import cached_property, partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pelican import signals

from ..column import parts_of
from ..core.addresses import output_file
from ..core.errors import BuildError, ContentError
from ..core.site_map import left_out
from ..core.text.web_address import require_site_root
from ..pictures.taken_back import decoded_for
from ..reading.check import Checked, check
from ..reading.reader import body_parser
from ..reading.settings_said import said
from ..reading.sources import is_parsed, scan
from ..reading.store import forget
from ..system import build_inputs, workers
from ..system.file_stamps import OutputRecord, output_stamp_of
from ..system.workspaces import note_place, prune_workspaces
from . import output_status, pelican_run, report
from .adoption import adopt, staged_files
from .continuity import addresses, changed_authority, changed_ids, mass_deletion, waiting
from .lost_pages import held_pages
from .misspelt import misspelt
from .output_tree import OutputTree
from .pelican_objects import PelicanObjects
from .pelican_settings import as_column, unused
from .request import request_of
from .settings_inputs import is_foreign_theme, outside
from .state import BuildState, FamilyRecord
from .work import make_context, make_pictures

if TYPE_CHECKING:
    from jinja2 import Environment
    from pelican import Pelican

    from ..core.column.column import Column
    from ..pictures.published import PublishedImages
    from .context import BuildContext


class Run:
    """Everything one build holds between Pelican's first and last signal."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings, self.request = settings, request_of(settings)
        self.content = Path(settings["PATH"])
        self.left_out = left_out(parts_of(settings["PLUGINS"]), search=bool(settings.get("COLUMN_SEARCH")))
        self.output = Path(os.path.realpath(self.request.output))
        self.home = build_inputs.home(self.output)
        self.started = monotonic()
        self.made: dict[str, OutputRecord] = {}  # what was planned; of families that stand only when all is planned
        self.loose: list[str] = []  # planned files of no family
        self.kept_families: set[str] = set()  # families that stand
        self.written: set[str] = set()
        self.removed = 0
        self.notes: list[str] = []
        self.lasting: list[str] = []  # notes that hold as long as nothing changes
        self.after: list[Callable[[], None]] = []
        self.other_writers: list[Callable[[Any], object]] = []  # who offers one, of plugins of others'
        self.full = self.request.force
        self.foreign_theme = is_foreign_theme(settings)
        self._locks: ExitStack = self.request.undo or ExitStack()  # let go of by close()
        try:
            self._begin()
        except BaseException:
            self.close()
            raise

    def _begin(self) -> None:
        """Wait for others, look at what stands, judge what there is."""
        settings = self.settings
        self._locks.enter_context(build_inputs.locked(self.home))
        for folder in (self.output, self.content):
            note_place(folder)
        self._locks.enter_context(build_inputs.locked(build_inputs.store_home(self.content)))
        if self.full:
            forget(build_inputs.store_home(self.content))
            forget(build_inputs.search_home(self.content))
        self.tree = OutputTree(self.output, self.home, anew=self.full)
        state, status = self.request.standing or (None, None)
        if status is None or state is not self.tree.state:  # not begun yet, or another build came between
            status = output_status.begin(self.tree.live, self.home, self.tree.state)
        try:
            self.checked = self._check()
        finally:
            found = status()
        assert self.checked.column is not None  # else the gate's problems were raised
        self.column = self.checked.column
        foreign = build_inputs.foreign_plugins(settings)
        if foreign:
            self.full = True
            self.notes.append(f"phần mở rộng {', '.join(foreign)} không khai báo đầu vào: dựng lại toàn bộ")
        self.lasting = [*unused(settings, foreign=self.foreign_theme), *misspelt(settings)]
        if self.unheard:
            self.lasting.append(_UNHEARD.format(", ".join(self.unheard)))
        self.of_pelican = as_column(settings)
        own = not (foreign or self.foreign_theme or settings["TEMPLATE_PAGES"] or self.of_pelican["DIRECT_TEMPLATES"])
        self.objects = None if own else PelicanObjects(self, settings)
        if self.objects:
            self.full = True
            self.of_pelican |= self.objects.settings()
        if self.foreign_theme:
            self.lasting.append(_FOREIGN_THEME)
        unchanged = self.tree.unchanged(found)
        self.unchanged = {} if self.full else unchanged
        known = self.tree.state.families if self.tree.state else {}
        self.unchanged_families = known if not self.full and not found.changed else {}
        self.families: dict[str, FamilyRecord] = {}
        self._locks.push(lambda *_: self.tree.clear_up())  # also when a page can't be made
        self.tree.prepare()

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _check(self) -> Checked:
        settings, request = self.settings, self.request
        sources = request.sources or scan(self.content)
        self.sources = dict(sources.files)
        self.names: Mapping[str, str] = sources.names
        self.tools = {**request.tools, **outside(settings)}
        instant = request.at or datetime.now(UTC)
        parser = body_parser(settings)
        self.unheard = parser.unheard
        checked = check(
            self.content,
            sources,
            build_inputs.store_home(self.content),
            parser,
            build_inputs.shape(settings),
            instant,
            self.left_out,
            progress=lambda done, total: self.progress("bài", done, total),
            said=said(settings),
            decoded=partial(decoded_for, request.earlier),
        )
        self.sources.update(checked.sources.files)  # stamps of what was read while it was being saved
        self.further_headers = said(settings).given.further
        self.notes += checked.notes
        problems = list(checked.problems)
        known = self.tree.state
        if known and not request.allow_deletions and not self._same_metadata(checked.column):
            problems += mass_deletion(known, checked, instant, asked=request.at is not None)
            problems += changed_authority(known, checked)
        if any(problem.severity == "error" for problem in problems) or checked.column is None:
            raise ContentError(problems)
        if self.settings["SITEURL"]:
            require_site_root("SITEURL", self.settings["SITEURL"])
            site = replace(checked.column.site, url=self.settings["SITEURL"])
            checked = replace(checked, column=replace(checked.column, site=site))
        return checked

    @cached_property
    def never_copied(self) -> dict[str, None]:
        """Editors' sources, which Pelican must not take for static files, drafts least of all."""
        return dict.fromkeys(filter(is_parsed, self.sources))

    # ── making ───────────────────────────────────────────────────────────────────────────────────────────────────

    def context(self, environment: Environment) -> BuildContext:
        """What output modules plan from."""
        context = make_context(
            self.settings,
            self.checked,
            self.column,
            environment,
            self.left_out,
            self._pictures(),
            home=self.home,
            notes=self.notes,
            after=self.after,
            rewritten=self.objects.changed if self.objects else None,
            exists=self._is_staged if self.foreign_theme else None,
        )
        self.renderer = context.renderer
        return context

    def _is_staged(self, path: str) -> bool:
        return (self.tree.staging / output_file(path)).exists()

    def _same_metadata(self, column: Column | None) -> bool:
        """Whether the last build of this output knew of all articles what this one knows, but for their texts."""
        known = self.tree.state
        return known is not None and column is not None and known.metadata_digest == column.metadata_digest

    @property
    def plans_apart(self) -> bool:
        """Whether what is heavy is planned and made in a process of its own: upon a site that stands, where there is a
        core for it. A site that is made anew has work for every core in any case."""
        return bool(self.unchanged_families) and workers.available() > 1

    def keep(self, file: str, digest: bytes) -> None:
        """The live file has the very bytes that were made: it stays, with its time and inode."""
        self.made[file] = digest + output_stamp_of(os.stat(self.tree.live / file))

    def _pictures(self) -> PublishedImages:
        return make_pictures(
            self.checked,
            self.column,
            self.content,
            unchanged=self.unchanged,
            earlier=self.request.earlier,
            progress=lambda done, total: self.progress("ảnh", done, total),
        )

    # ── releasing ────────────────────────────────────────────────────────────────────────────────────────────────

    def release(self) -> None:
        """Take in what other plugins wrote to the staging folder, then put the new site in the old one's place."""
        self._adopt_foreign_files()
        old, column = self.tree.state, self.column
        removed = self._settle()
        self.removed = len(removed)
        index, moment = column.index, column.next_change
        known = addresses(old, column, self.checked.everyone)
        if old and not self._same_metadata(column):
            self.notes += changed_ids(old, column, self.checked.everyone)
        held = held_pages(old.holders if old else {}, column)
        self.notes += held.gone
        told = (*self.lasting, *known.lines, *held.lines, *waiting(index.scheduled, column.site.zone))
        self.notes += told
        state = BuildState(
            inputs=b"" if build_inputs.foreign_plugins(self.settings) else self.request.inputs,
            sources=self.sources,
            tools=self.tools,
            outputs=self.made,
            metadata_digest=column.metadata_digest,
            families=self.families,
            loose=tuple(self.loose),
            next_change=moment.timestamp() if moment else 0.0,
            since=column.since.timestamp() if column.since else 0.0,
            counts=(len(column.articles), len(self.made), column.waiting),
            addresses=known.shown,
            resting=known.resting,
            places=(index.sources, index.stamps),
            authority=column.site.authority,
            span=_span(column),
            told=told,
            holders=held.holders,
        )
        changed = bool(self.written or self.removed or old is None or self.tree.dirty)
        if changed:
            self.tree.release(state, self.written, removed)
        else:
            self.tree.stand(state)
        for call in self.after:
            call()
        with suppress(OSError):
            prune_workspaces()

    def report(self, started: float) -> str:
        """What came of it. started: of the monotonic clock."""
        counts = (len(self.column.articles), len(self.made), self.column.waiting)
        closing = report.closing_line(counts, len(self.written), self.removed, started)
        return report.success(self.content, self.checked.problems, (*self.tree.notes, *self.notes), closing)

    def close(self) -> None:
        """Let others work."""
        self._locks.close()

    def _settle(self) -> Set[str]:
        """Take in the files of families that stand; returns those that nothing claims any more.

        What the last build planned and this one planned anew is all that can have changed hands.
        """
        old = self.tree.state
        if old is None or not self.kept_families:
            return old.outputs.keys() - self.made.keys() if old else set()
        planned_anew = (files for name, (_, files, _) in old.families.items() if name not in self.kept_families)
        free = set(old.loose).union(*planned_anew)
        for file in self.made:
            if file in self.unchanged and file not in free:
                raise BuildError(report.TWICE.format(file))
        removed = free - self.made.keys()
        self.made = self.unchanged | self.made
        for file in removed:
            del self.made[file]
        return removed

    def _adopt_foreign_files(self) -> None:
        """Files that others staged, and with them all of ours, which they may have changed."""
        if self.objects:
            self.made, self.families, self.loose = {}, {}, []
        for file in staged_files(self.tree.staging):
            if self.objects or file not in self.written:
                self.loose.append(file)
                self.made[file], same = adopt(self.tree.staging, self.tree.live, file)
                (self.written.discard if same else self.written.add)(file)

    def progress(self, what: str, done: int, total: int) -> None:
        """A line that counts, on a terminal only, and only when the work is long."""
        if not sys.stderr.isatty() or monotonic() - self.started < 1:
            return
        of = f"/{total}" if total else ""
        sys.stderr.write(f"\r\x1b[K{what}: {done}{of}")
        sys.stderr.flush()


_UNHEARD = (
    "MARKDOWN: {} đọc liên kết, chữ đậm hoặc mã theo cách riêng: không có tác dụng, vì chuyên mục đọc các dấu ấy theo "
    "CommonMark (docs/markdown.md)"
)
_FOREIGN_THEME = (
    "giao diện của người khác: chỉ có trang bài, trang riêng, chủ đề, thẻ, tác giả, lưu trữ; các trang khác của "
    "chuyên mục (kế hoạch, đơn vị, sự kiện, tìm kiếm …) không được làm"
)


def _span(column: Column) -> tuple[float, float]:
    """The instants (POSIX) from and until which the same files make this very site: between the moments at which it
    changes by itself, and on one day, because what is asked and announced is public by its day."""
    midnight = datetime.combine(column.instant.astimezone(zone := ZoneInfo(column.site.zone)), time.min, zone)
    since, until = column.since, column.next_change
    first = max(midnight, since) if since else midnight
    last = midnight + timedelta(days=1)
    return first.timestamp(), (min(last, until) if until else last).timestamp()


def _enclose(pelican: Pelican) -> None:
    pelican_run.enclose(pelican, Run)


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(_enclose)
    pelican_run.connect()
