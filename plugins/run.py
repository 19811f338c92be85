"""One run of Pelican as the column sees it: check first, stage, and exchange only when everything was made.

Connected to `initialized` (before Pelican reads anything) and `finalized` (after everything was written), so that
plain `pelican` gets the gate and the whole-or-nothing release as well.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Set
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pelican import signals

from . import inputs, workers
from .assets import Bundle, bundle
from .continuity import addresses, changed_authority, changed_ids, mass_deletion, waiting
from .core.errors import BuildError, ContentError, SettingsError
from .core.output import combine, digest_text
from .core.present import Presenter
from .core.views import Frame, NavLink
from .core.web_address import require_site_root
from .marks import Made, mark_of
from .pictures.book import PictureBook
from .pictures.darkroom import Darkroom
from .reading.check import Checked, check
from .reading.reader import body_parser
from .reading.sources import scan
from .reading.store import forget
from .renderer import Renderer
from .state import Planned, State
from .tree import Tree, look
from .work import Work, theme_digest

if TYPE_CHECKING:
    from jinja2 import Environment
    from pelican import Pelican

    from .core.column import Column


class Run:
    """Everything one build holds between Pelican's first and last signal."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings
        self.content = Path(settings["PATH"])
        self.output = Path(os.path.realpath(settings["COLUMN_OUTPUT"]))
        self.home = inputs.home(self.output)
        self.started = monotonic()
        self.made: dict[str, Made] = {}  # what was planned; of families that stand only when all is planned
        self.loose: list[str] = []  # planned files of no family
        self.stood: set[str] = set()  # families that stand
        self.written: set[str] = set()
        self.removed = 0
        self.notes: list[str] = []
        self.after: list[Callable[[], None]] = []
        self.full = bool(settings.get("COLUMN_FORCE"))
        self._locks: ExitStack = settings.get("COLUMN_UNDO") or ExitStack()  # let go of by release(), or when all ends
        self._locks.enter_context(inputs.locked(self.home))
        self._locks.enter_context(inputs.locked(inputs.store_home(self.content)))
        if self.full:
            forget(inputs.store_home(self.content))
            forget(inputs.search_home(self.content))
        self.tree = Tree(self.output, self.home, anew=self.full)
        state, looked = settings.get("COLUMN_LOOKED") or (None, None)
        if looked is None or state is not self.tree.state:  # not begun yet, or another build came between
            looked = workers.aside(partial(look, self.tree.live, self.home, self.tree.state))
        try:
            self.checked = self._check()
        finally:
            found = looked()
        self.column: Column = self.checked.column
        foreign = inputs.foreign_plugins(settings)
        if foreign:
            self.full = True
            self.notes.append(f"phần mở rộng {', '.join(foreign)} không khai báo đầu vào: dựng lại toàn bộ")
        standing = self.tree.standing(found)
        self.standing = {} if self.full else standing
        known = self.tree.state.families if self.tree.state else {}
        self.standing_families = known if not self.full and not found.touched else {}
        self.families: dict[str, Planned] = {}
        self._locks.push(lambda *_: self.tree.clear_up())  # also when a page can't be made
        self.tree.prepare()

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _check(self) -> Checked:
        settings = self.settings
        sources = settings.get("COLUMN_SOURCES") or scan(self.content)
        instant = settings.get("COLUMN_AT") or datetime.now(UTC)
        checked = check(
            self.content,
            sources,
            inputs.store_home(self.content),
            body_parser(settings),
            inputs.shape(settings),
            instant,
            progress=lambda done, total: self.progress("bài", done, total),
        )
        self.notes += checked.notes
        problems = list(checked.problems)
        known = self.tree.state
        if known and not settings.get("COLUMN_ALLOW_DELETIONS") and not self._same_headers(checked.column):
            problems += mass_deletion(known, checked, instant, asked=bool(settings.get("COLUMN_AT")))
            problems += changed_authority(known, checked)
        if any(problem.severity == "error" for problem in problems) or checked.column is None:
            raise ContentError(problems)
        if self.settings["SITEURL"]:
            require_site_root("SITEURL", self.settings["SITEURL"])
            site = replace(checked.column.site, url=self.settings["SITEURL"])
            checked = replace(checked, column=replace(checked.column, site=site))
        return checked

    # ── making ───────────────────────────────────────────────────────────────────────────────────────────────────

    def work(self, environment: Environment) -> Work:
        """What output modules plan from."""
        column = self.column
        base_url = column.site.url.rstrip("/")
        pictures = self._pictures(column, base_url)
        present = Presenter(column, pictures, base_url)
        theme = Path(self.settings["THEME"])
        assets = bundle(theme, present.prefix)
        frame = _frame(column, present, assets, self.settings)
        links = (frame.nav, sorted(frame.pages.items()), frame.extras, frame.search)
        base = combine(
            self.checked.shape,
            self.checked.plan_digest,
            theme_digest(str(theme / "templates")),
            digest_text(repr(self.settings["JINJA_ENVIRONMENT"]), base_url, repr(assets.view), repr(links)),
        )
        simple = [
            (key, value)
            for key, value in sorted(self.settings.items())
            if isinstance(value, _SIMPLE) and key not in _OF_THIS_RUN
        ]
        headers = combine(column.headers, digest_text(repr(simple)))
        renderer = Renderer(environment, present, frame, base)
        return Work(
            content=self.content,
            column=column,
            present=present,
            renderer=renderer,
            frame=frame,
            base=base,
            headers=headers,
            store=self.checked.store,
            bundle=assets,
            pictures=pictures,
            home=self.home,
            notes=self.notes,
            after=self.after,
        )

    def _same_headers(self, column: Column | None) -> bool:
        """Whether the last build of this output knew of all articles what this one knows, but for their texts."""
        known = self.tree.state
        return known is not None and column is not None and known.headers == column.headers

    def keep(self, file: str, digest: bytes) -> None:
        """The live file has the very bytes that were made: it stays, with its time and inode."""
        self.made[file] = digest + mark_of(os.stat(self.tree.live / file))

    def _pictures(self, column: Column, base_url: str) -> PictureBook:
        checked = self.checked
        darkroom = Darkroom(self.content, checked.sources, checked.facts, inputs.pictures_home())
        return PictureBook(
            column=column,
            facts=checked.facts,
            darkroom=darkroom,
            base_url=base_url,
            standing=self.standing,
            others=[reference for text in (*column.ledger, *column.events) for reference in text.references],
            progress=lambda done, total: self.progress("ảnh", done, total),
        )

    # ── releasing ────────────────────────────────────────────────────────────────────────────────────────────────

    def release(self) -> None:
        """Take in what other plugins wrote to the stage, then put the new site in the old one's place."""
        self._adopt_foreign_files()
        old, column = self.tree.state, self.column
        removed = self._settle()
        self.removed = len(removed)
        arrangement, moment = column.arrangement, column.next_change
        known = addresses(old, column, self.checked.everyone)
        if old and not self._same_headers(column):
            self.notes += changed_ids(old, column, self.checked.everyone)
        told = (*known.lines, *waiting(arrangement.scheduled, column.site.zone))
        self.notes += told
        state = State(
            inputs=b"" if self._has_unseen_inputs() else self.settings.get("COLUMN_INPUTS", b""),
            sources=self.checked.sources.files,
            tools=self.settings.get("COLUMN_TOOLS", {}),
            outputs=self.made,
            headers=column.headers,
            families=self.families,
            loose=tuple(self.loose),
            next_change=moment.timestamp() if moment else 0.0,
            since=column.since.timestamp() if column.since else 0.0,
            counts=(len(column.articles), len(self.made), column.waiting),
            addresses=known.shown,
            resting=known.resting,
            places=(arrangement.sources, arrangement.stamps),
            authority=column.site.authority,
            span=_span(column),
            told=told,
        )
        changed = bool(self.written or self.removed or old is None or self.tree.dirty)
        if changed:
            self.tree.release(state, self.written, removed)
        else:
            self.tree.stand(state)
        for call in self.after:
            call()
        self._locks.close()

    def _has_unseen_inputs(self) -> bool:
        """Whether the site depends on files that the answer to "has anything changed?" does not look at."""
        theme = Path(self.settings["THEME"]).resolve()
        overrides = self.settings.get("THEME_TEMPLATES_OVERRIDES")
        return bool(inputs.foreign_plugins(self.settings) or overrides) or theme != inputs.ROOT / "theme"

    def _settle(self) -> Set[str]:
        """Take in the files of families that stand; returns those that nothing claims any more.

        What the last build planned and this one planned anew is all that can have changed hands.
        """
        old = self.tree.state
        if old is None or not self.stood:
            return old.outputs.keys() - self.made.keys() if old else set()
        planned_anew = (files for name, (_, files, _) in old.families.items() if name not in self.stood)
        free = set(old.loose).union(*planned_anew)
        for file in self.made:
            if file in self.standing and file not in free:
                raise BuildError(f"{file}: hai phần cùng ghi tệp này")
        removed = free - self.made.keys()
        self.made = self.standing | self.made
        for file in removed:
            del self.made[file]
        return removed

    def _adopt_foreign_files(self) -> None:
        stage = str(self.tree.stage)
        for folder, _, names in os.walk(stage):
            inside = folder[len(stage) + 1 :].replace(os.sep, "/")
            for name in names:
                file = f"{inside}/{name}" if inside else name
                if file not in self.written:
                    self.made[file] = bytes(16) + mark_of(os.stat(os.path.join(folder, name), follow_symlinks=False))
                    self.written.add(file)
                    self.loose.append(file)

    def progress(self, what: str, done: int, total: int) -> None:
        """A line that counts, on a terminal only, and only when the work is long."""
        if not sys.stderr.isatty() or monotonic() - self.started < 1:
            return
        of = f"/{total}" if total else ""
        sys.stderr.write(f"\r\x1b[K{what}: {done}{of}")
        sys.stderr.flush()


def _span(column: Column) -> tuple[float, float]:
    """The instants (POSIX) from and until which the same files make this very site: between the moments at which it
    changes by itself, and on one day, because what is asked and announced is public by its day."""
    midnight = datetime.combine(column.instant.astimezone(zone := ZoneInfo(column.site.zone)), time.min, zone)
    since, until = column.since, column.next_change
    first = max(midnight, since) if since else midnight
    last = midnight + timedelta(days=1)
    return first.timestamp(), (min(last, until) if until else last).timestamp()


_SIMPLE = (str, int, float, bool, list, tuple, type(None))
"""Kinds of settings whose value can be read off; what else a planner may depend on is code."""
_OF_THIS_RUN = {"COLUMN_AT", "COLUMN_FORCE", "COLUMN_ALLOW_DELETIONS", "COLUMN_LOOKED", "COLUMN_UNDO"}
"""Settings that say how one build is made, and nothing of the site."""
_EXTRAS = (("plugins.pages.feedback", "Hỏi đáp", "/hoi-dap/"), ("plugins.feeds.open_data", "Dữ liệu mở", "/du-lieu/"))
"""Plugins whose page every footer names: plugin, name, site path."""


def _frame(column: Column, present: Presenter, assets: Bundle, settings: dict[str, Any]) -> Frame:
    nav = [
        NavLink(name="Trang nhất", url=present.href("/"), section="front"),
        NavLink(name="Chủ đề", url=present.href("/chu-de/"), section="topic"),
        NavLink(name="Kế hoạch", url=present.href("/ke-hoach/"), section="plan"),
        NavLink(name="Hình thức", url=present.href("/hinh-thuc/"), section="form"),
    ]
    for kind, name, url in (("document", "Văn kiện", "/van-kien/"), ("unit", "Đơn vị", "/don-vi/")):
        if column.plans.terms[kind]:  # type: ignore[index]
            nav.append(NavLink(name=name, url=present.href(url), section=kind))
    if column.events:
        nav.append(NavLink(name="Sự kiện", url=present.href("/su-kien/"), section="event"))
    nav.append(NavLink(name="Lưu trữ", url=present.href("/luu-tru/"), section="month"))
    nav.append(NavLink(name="RSS", url=present.href("/rss/"), section="rss"))
    pages = {
        page.article.slug: NavLink(name=page.article.title, url=present.href(page.url), section=page.article.slug)
        for page in column.pages
    }
    pages |= {
        path.strip("/"): NavLink(name=name, url=present.href(path), section=section)
        for name, path, section in (
            ("Sổ theo dõi", "/so-theo-doi/", "register"),
            ("Đính chính", "/dinh-chinh/", "register"),
            ("Tài liệu tuyên truyền miệng", "/tai-lieu/", "handout"),
        )
        if section != "handout" or column.registers.handouts
    }
    return Frame(
        site=column.site,
        plans=column.plans.plans,
        nav=tuple(nav),
        pages=pages,
        feeds=(),
        assets=assets.view,
        search=bool(settings.get("COLUMN_SEARCH")),
        root=present.prefix,
        extras=tuple(
            NavLink(name=name, url=present.href(path), section=path.strip("/"))
            for plugin, name, path in _EXTRAS
            if plugin in settings["PLUGINS"]
        ),
    )


def _begin(pelican: Pelican) -> None:
    settings = pelican.settings
    settings.setdefault("COLUMN_OUTPUT", pelican.output_path)
    if not Path(settings["PATH"]).is_dir():
        raise SettingsError(f"{settings['PATH']}: không có thư mục nội dung này")
    run = Run(settings)
    settings["COLUMN_RUN"] = run
    settings["OUTPUT_PATH"] = pelican.output_path = str(run.tree.stage)


def _end(pelican: Pelican) -> None:
    pelican.settings["COLUMN_RUN"].release()


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(_begin)
    signals.finalized.connect(_end)
