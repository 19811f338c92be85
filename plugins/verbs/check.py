"""`check`: the gate alone, for editors, hooks and CI. Writes nothing but the store of parsed articles."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..build.continuity import waiting
from ..build.report import shown
from ..column import parts_of
from ..core.body.parser import BodyParser
from ..core.column.column import Column
from ..core.errors import ContentError, SettingsError
from ..core.plan.site import Site
from ..core.problem import Format, render
from ..core.site_map import left_out
from ..reading.check import Checked, check
from ..reading.settings_said import said
from ..reading.sources import is_article, scan
from ..system import build_inputs


def run(content: Path, at: datetime | None, form: Format) -> int:
    """Print every problem; exit code 1 when one of them is an error."""
    started = time.monotonic()
    checked = look(content, at)
    text = render(checked.problems, form, root=shown(content))
    if text:
        sys.stdout.write(text + "\n")
    errors = sum(problem.severity == "error" for problem in checked.problems)
    if form == "text":
        count = sum(map(is_article, checked.sources.files))
        took = time.monotonic() - started
        sys.stdout.write(f"{count} bài, {errors} lỗi, {len(checked.problems) - errors} lưu ý, {took:.2f} giây\n")
        zone = checked.column.site.zone if checked.column else Site().zone
        sys.stdout.writelines(f"• {line}\n" for line in waiting(checked.scheduled, zone))
    return 1 if errors else 0


def look(content: Path, at: datetime | None) -> Checked:
    """The gate's findings on a content folder, as of an instant (None: now)."""
    if not content.is_dir():
        raise SettingsError(f"{content}: không có thư mục nội dung này")
    settings = plain_settings()
    markdown = settings["MARKDOWN"]
    parser = BodyParser(markdown["extensions"], markdown["extension_configs"])
    sources = scan(content)
    without = left_out(parts_of(settings["PLUGINS"]), search=settings["COLUMN_SEARCH"])
    with build_inputs.reading_store(content) as home:
        shape, instant = build_inputs.shape(settings), at or datetime.now(UTC)
        return check(content, sources, home, parser, shape, instant, without, said=said(settings))


def look_whole(content: Path, at: datetime | None) -> tuple[Checked, Column]:
    """The same for commands that need a whole column: problems that stop a build stop them too."""
    checked = look(content, at)
    if checked.column is None:
        sys.stderr.write(render(checked.problems, root=shown(content)) + "\n")
        raise ContentError(checked.problems)
    return checked, checked.column


def plain_settings() -> dict[str, Any]:
    """pelicanconf.py's own names; the gate does not need Pelican, whose import takes longer than the check."""
    import runpy

    return runpy.run_path(str(build_inputs.ROOT / "pelicanconf.py"))
