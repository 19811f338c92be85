"""`build`: options → a released site, or one report and the earlier site untouched.

The answer to "has anything changed?" comes from the saved state before Pelican is imported.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from . import inputs
from .core.errors import BuildError, ColumnError, ContentError, SettingsError
from .core.problem import Format, render
from .sources import scan
from .state import State, load_state


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """content, output: folders; site_url: absolute address, "" for links that start at "/"; at: the instant the site
    shows, None for now; force: make everything anew; allow_deletions: accept that many articles went."""

    content: Path
    output: Path
    site_url: str = ""
    at: datetime | None = None
    force: bool = False
    allow_deletions: bool = False
    form: Format = "text"


def build(options: Options) -> int:
    """Build and release. Returns the exit code: 0 only when everything was published."""
    started = time.monotonic()
    os.umask(0o022)
    try:
        _refuse_dangerous(options)
        digest = inputs.options(options.content, options.output, options.site_url, str(options.at or ""))
        tools = inputs.tools()
        state = None if options.force else _unchanged(options, digest, tools)
        if state is not None:
            _say_done(state.counts, 0, 0, started, ())
            return 0
        return _full(options, digest, tools, started)
    except ContentError as error:
        report(error, options.content, options.form)
        return 1
    except ColumnError as error:
        sys.stderr.write(f"LỖI: {error}\n")
        return 1
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        sys.stderr.write(f"LỖI: {where}{error.strerror or error}; trang cũ được giữ nguyên\n")
        return 1


def report(error: ContentError, content: Path, form: Format) -> None:
    """Print every problem, the worst first, and how many there are."""
    text = render(error.problems, form, root=os.path.relpath(content) if form != "json" else str(content))
    (sys.stdout if form != "text" else sys.stderr).write(text + "\n")
    errors = sum(problem.severity == "error" for problem in error.problems)
    sys.stderr.write(f"{errors} lỗi, {len(error.problems) - errors} lưu ý; chưa đăng gì, trang cũ được giữ nguyên\n")


def _refuse_dangerous(options: Options) -> None:
    """An output folder is replaced whole, so it must not be, hold or lie in anything precious."""
    content, output = Path(os.path.realpath(options.content)), Path(os.path.realpath(options.output))
    if not content.is_dir():
        raise SettingsError(f"{options.content}: không có thư mục nội dung này")
    precious = {Path("/"), Path.home().resolve(), inputs.ROOT}
    if output in precious or any(output in parent.parents for parent in (*precious, content)) or output == content:
        raise SettingsError(
            f"{options.output}: thư mục đích chứa những thứ không phải trang dựng ra; hãy chọn thư mục khác"
        )
    if content in output.parents:
        raise SettingsError(f"{options.output}: thư mục đích nằm trong thư mục nội dung; hãy chọn thư mục khác")
    if output.exists() and not output.is_dir():
        raise SettingsError(f"{options.output}: không phải thư mục")


def _unchanged(options: Options, digest: bytes, tools: dict[str, Any]) -> State | None:
    """The state of the last build when nothing at all differs from it, else None."""
    home = inputs.home(options.content, Path(os.path.realpath(options.output)))
    state, _ = load_state(home / "state")
    if state is None or state.inputs != digest or state.tools != tools:
        return None
    if state.next_change and options.at is None and time.time() >= state.next_change:
        return None
    root = os.path.realpath(options.output)
    try:
        if os.stat(root).st_ino != state.root or scan(options.content).files != state.sources:
            return None
        for file, made in state.outputs.items():
            status = os.stat(f"{root}/{file}", follow_symlinks=False)
            if (status.st_size, status.st_mtime_ns, status.st_ino) != made[1:]:
                return None
        for folder, changed in state.folders.items():
            if os.stat(f"{root}/{folder}").st_mtime_ns != changed:
                return None
    except OSError:
        return None
    return state


def _full(options: Options, digest: bytes, tools: dict[str, Any], started: float) -> int:
    from pelican import Pelican
    from pelican.log import init as init_logging
    from pelican.settings import read_settings

    init_logging(level=_log_level(), name="pelican")
    content, output = str(options.content.resolve()), os.path.realpath(options.output)
    override: dict[str, Any] = {
        "PATH": content,
        "OUTPUT_PATH": output,
        "COLUMN_OUTPUT": output,
        "COLUMN_AT": options.at,
        "COLUMN_FORCE": options.force,
        "COLUMN_ALLOW_DELETIONS": options.allow_deletions,
        "COLUMN_INPUTS": digest,
        "COLUMN_TOOLS": tools,
    }
    if options.site_url:
        override["SITEURL"] = options.site_url.rstrip("/")
    settings = read_settings(str(inputs.ROOT / "pelicanconf.py"), override=override)
    asked = [str(name) for name in settings["PLUGINS"]]
    pelican = Pelican(settings)
    missing = [name for name in asked if name not in pelican.settings["PLUGINS"]]
    if missing:
        raise BuildError(f"plugins that could not be loaded: {', '.join(missing)} (see the message above)")
    pelican.run()
    run = pelican.settings["COLUMN_RUN"]
    if run.checked.problems:
        sys.stderr.write(render(run.checked.problems, root=os.path.relpath(options.content)) + "\n")
    notes = (*run.tree.notes, *dict.fromkeys(run.notes))
    counts = (len(run.column.articles), len(run.made), run.column.waiting)
    _say_done(counts, len(run.written), run.removed, started, notes)
    return 0


def _log_level() -> int:
    import logging

    return logging.WARNING


def _say_done(counts: tuple[int, int, int], written: int, removed: int, started: float, notes: tuple[str, ...]) -> None:
    for note in notes:
        sys.stdout.write(f"• {note}\n")
    articles, files, waiting = counts
    held = f" ({waiting} bài chờ đăng hoặc bản nháp)" if waiting else ""
    sys.stdout.write(
        f"Xong: {articles} bài{held}, {files} tệp, ghi {written}, xoá {removed}, {time.monotonic() - started:.2f} giây\n"
    )
