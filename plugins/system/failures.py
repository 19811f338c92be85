"""What nobody foresaw, told in one Vietnamese line: where it happened, why, and at which file."""

from __future__ import annotations

import os
import traceback

from ..core.errors import ColumnError
from ..core.text.system_errors import reason
from . import build_inputs

_DEBUG = "COLUMN_DEBUG"
_PLUGINS = f"{os.sep}pelican{os.sep}plugins{os.sep}"
"""In the path of every plugin of others' that is installed."""


def told(error: BaseException, doing: str = "") -> str:
    """The line, without a full stop; `COLUMN_DEBUG` shows the rest. doing: the file being worked on, "" for none."""
    if isinstance(error, ColumnError):
        return str(error)
    if os.environ.get(_DEBUG):
        traceback.print_exception(error)
    at = f", khi đang làm {doing}" if doing else ""
    if isinstance(error, OSError) and not isinstance(error, LookupError):  # a template that is not there is both
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{reason(error)}{at}"
    if isinstance(error, MemoryError):
        return f"không đủ bộ nhớ{at}"
    return f"{place_of(error)}: {_name(error)}{at} (đặt {_DEBUG}=1 để xem đầy đủ)"


def place_of(error: BaseException) -> str:
    """File and line: of what can't be compiled, else of the template, else the innermost in the project or a plugin."""
    file, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    if isinstance(file, str) and line:
        return f"{_shown(file)}:{line}"
    frames = traceback.extract_tb(error.__traceback__)[::-1]
    if not frames:
        return "chương trình"
    template = (f for f in frames if f.filename.endswith(".html"))
    own = (f for f in frames if str(build_inputs.ROOT) in f.filename and ".venv" not in f.filename)
    plugins = (f for f in frames if _PLUGINS in f.filename)
    frame = next(template, None) or next(plugins, None) or next(own, frames[0])
    return f"{_shown(frame.filename)}:{frame.lineno}"


def _shown(file: str) -> str:
    """A path as people know it: from the project on, elsewhere whole."""
    root = os.path.join(build_inputs.ROOT, "")
    return file.removeprefix(root) if file.startswith(root) else file


def _name(error: BaseException) -> str:
    """Its kind and its own words, on one line."""
    words = " ".join(str(error).split())
    return f"{type(error).__name__}: {words}" if words else type(error).__name__
