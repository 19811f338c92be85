"""`build`: options → a released site, or one report and the earlier site untouched.

The answer to "has anything changed?" comes from the saved state before Pelican is imported.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import column
from ..core.errors import BuildError, PublishError, SettingsError
from ..core.problem import Format
from ..core.text.web_address import require_site_root
from ..earlier_names import EARLIER
from ..reading.sources import Sources, scan
from ..system import build_inputs
from ..system.failures import plugin_of, told
from ..system.file_stamps import output_stamp_of, stamp_in
from . import report
from .request import SETTING, Request
from .state import LEFT, BuildState, load_build_state

if TYPE_CHECKING:
    from ..pictures.taken_back import Earlier
    from .output_status import OutputStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """content, output: folders; site_url: absolute address, "" for links that start at "/"; at: the instant the site
    shows, None for now; force: make everything anew; allow_deletions: accept that many articles went; settings:
    Pelican's settings file; earlier: a release that pictures may be taken back from; ready: called when something will
    be made, once all is imported and before that; a PublishError of its goes on to who asked for the build."""

    content: Path
    output: Path
    site_url: str = ""
    at: datetime | None = None
    force: bool = False
    allow_deletions: bool = False
    settings: Path = build_inputs.ROOT / "pelicanconf.py"
    form: Format = "text"
    earlier: Earlier | None = None
    ready: Callable[[], object] = lambda: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What came of a build: ok only when everything was published; report: what to tell people."""

    ok: bool
    report: str


def build(options: Options) -> int:
    """Build, release and tell. Returns the exit code: 0 only when everything was published."""
    attempted = attempt(options)
    (sys.stdout if attempted.ok or options.form != "text" else sys.stderr).write(attempted.report)
    return 0 if attempted.ok else 1


def attempt(options: Options) -> Attempt:
    """Build and release; whatever goes wrong becomes a report, and the earlier site stays."""
    started = time.monotonic()
    os.umask(0o022)
    try:
        _refuse_dangerous(options)
        digest = build_inputs.options(
            options.content, options.output, options.settings, options.site_url, str(options.at or "")
        )
        tools = build_inputs.tools()
        sources = scan(options.content)
        state = None if options.force else _unchanged(options, digest, tools, sources)
        if state is not None:
            again = "".join(f"• {line}\n" for line in state.told)
            return Attempt(ok=True, report=again + report.closing_line(state.counts, 0, 0, started))
        with ExitStack() as undo, _output_status_aside(options) as standing:
            request = Request(
                output=os.path.realpath(options.output),
                settings_file=str(options.settings),
                at=options.at,
                force=options.force,
                allow_deletions=options.allow_deletions,
                inputs=digest,
                tools=tools,
                sources=sources,
                standing=standing,
                undo=undo,
                earlier=options.earlier,
            )
            return Attempt(ok=True, report=_full(options, request, started))
    except PublishError:  # no build raises one: it is of `ready`
        raise
    except Exception as error:
        return Attempt(ok=False, report=report.failure(error, options.content, options.form))


def _refuse_dangerous(options: Options) -> None:
    """An output folder is replaced whole, so it must not be, hold or lie in anything precious."""
    content, output = Path(os.path.realpath(options.content)), Path(os.path.realpath(options.output))
    if options.site_url:
        require_site_root("--site-url", options.site_url)
    if not content.is_dir():
        raise SettingsError(f"{options.content}: không có thư mục nội dung này")
    if not options.settings.is_file():
        raise SettingsError(f"{options.settings}: không có tệp thiết lập này")
    precious = {Path("/"), Path.home().resolve(), build_inputs.ROOT}
    if output in precious or any(output in parent.parents for parent in (*precious, content)) or output == content:
        raise SettingsError(
            f"{options.output}: thư mục đích chứa những thứ không phải trang dựng ra; hãy chọn thư mục khác"
        )
    if content in output.parents:
        raise SettingsError(f"{options.output}: thư mục đích nằm trong thư mục nội dung; hãy chọn thư mục khác")
    if output.exists() and not output.is_dir():
        raise SettingsError(f"{options.output}: không phải thư mục")


def _unchanged(options: Options, digest: bytes, tools: dict[str, Any], sources: Sources) -> BuildState | None:
    """The state of the last build when nothing at all differs from it, else None."""
    home = build_inputs.home(Path(os.path.realpath(options.output)))
    state, _ = load_build_state(home / "state")
    if state is None or state.inputs != digest:
        return None
    if options.at is None and not state.span[0] <= time.time() < state.span[1]:
        return None
    if sources.odd or sources.links:
        return None  # no good build was ever made with them
    root = os.path.realpath(options.output)
    try:
        if state.tools != {**tools, **build_inputs.elsewhere_again(state.tools)}:
            return None
        if any(name.startswith(LEFT) for name in os.listdir(home)):
            return None  # a build was killed while it cleared up; a whole one does that
        if sources.files != state.sources or os.stat(root).st_ino != state.root:
            return None
        for file, made in state.outputs.items():
            if output_stamp_of(os.stat(f"{root}/{file}", follow_symlinks=False)) != stamp_in(made):
                return None
        for folder, changed in state.folders.items():
            if os.stat(f"{root}/{folder}").st_mtime_ns != changed:
                return None
    except OSError:
        return None
    return state


@contextmanager
def _output_status_aside(options: Options) -> Iterator[tuple[BuildState | None, Callable[[], OutputStatus]]]:
    """Look at the output folder while Pelican is being imported: the state that it is held against, and what waits
    for the result. The disk gets the same time for what others left to be written."""
    from .moves import sync_beside
    from .output_status import begin

    output = Path(os.path.realpath(options.output))
    state, _ = load_build_state(build_inputs.home(output) / "state")
    if state:
        sync_beside(output)
    status = cache(begin(output, build_inputs.home(output), state))
    try:
        yield state, status
    finally:
        status()


def _full(options: Options, request: Request, started: float) -> str:
    import logging

    from pelican import Pelican
    from pelican.log import console
    from pelican.log import init as init_logging
    from pelican.plugins._utils import get_plugin_name
    from rich.highlighter import NullHighlighter

    from .settings_inputs import read_settings_file

    init_logging(level=logging.WARNING, name="pelican")
    logging.getLogger("pelican.plugins._utils").setLevel(logging.CRITICAL + 1)  # told by _why_not, and shorter
    console.quiet = True  # the closing line is the column's
    console.highlighter = NullHighlighter()  # or Pelican's is coloured, and then dropped
    override: dict[str, Any] = {
        "PATH": str(options.content.resolve()),
        "OUTPUT_PATH": request.output,
        SETTING: request,
    }
    if options.site_url:
        override["SITEURL"] = options.site_url.rstrip("/")
    settings = read_settings_file(options.settings, override)
    asked = [name if isinstance(name, str) else get_plugin_name(name) for name in settings["PLUGINS"]]
    if column.NAME in asked:
        column.load()
    try:
        pelican = Pelican(settings)
    except Exception as error:
        if name := plugin_of(error):
            raise BuildError(_FAILS.format(name, f"{type(error).__name__}: {error}")) from error
        raise
    loaded = set(pelican.settings["PLUGINS"])
    missing = [name for name in asked if not loaded & {EARLIER.get(name, name), _NAMESPACE + name}]
    if missing:
        raise BuildError("; ".join(_why_not(name, settings["PLUGIN_PATHS"]) for name in missing))
    options.ready()
    pelican.run()
    told_at_end: str = pelican.settings["COLUMN_RUN"].report(started)
    return told_at_end


_NAMESPACE = "pelican.plugins."
"""Before the names of installed plugins, which settings may leave out."""


_FAILS = (
    "không nạp được phần mở rộng {}: {}; Pelican nạp mọi phần mở rộng đã cài, kể cả khi PLUGINS không nêu tên: "
    "hãy sửa hoặc gỡ gói ấy"
)


def _why_not(plugin: str, paths: list[str]) -> str:
    """Why a plugin could not be loaded. paths: where Pelican looks for modules."""
    from importlib.util import find_spec

    from pelican.plugins._utils import load_legacy_plugin

    try:
        installed = "." not in plugin and find_spec(_NAMESPACE + plugin)
        load_legacy_plugin(_NAMESPACE + plugin if installed else plugin, paths).register()
    except Exception as error:
        return f"không nạp được phần mở rộng {plugin}: {told(error)}"
    return f"không nạp được phần mở rộng {plugin}"
