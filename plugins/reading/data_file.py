"""The text of one of the editors' data files (plan, site, ledger), or one reason why it can't be read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ..core.errors import LimitError
from ..core.text.decoding import DecodingError, decode
from ..core.text.limits import BYTES, check_size
from ..core.text.system_errors import reason

if TYPE_CHECKING:
    from pathlib import Path

READ_PLAINLY = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
"""How files of content/ are opened, as far as the system can: bytes as they are, of a file and not of what a link leads
to, without waiting for a pipe."""


class UnreadableError(ValueError):
    """Raised when there is no text to be had. line: where, 1-based; rule: its slug; its text is for editors."""

    def __init__(self, message: str, rule: str, line: int = 1) -> None:
        super().__init__(message)
        self.rule = rule
        self.line = line


def read_data(path: Path) -> str:
    """The decoded text. Raises UnreadableError."""
    try:
        descriptor = os.open(path, READ_PLAINLY)
        with os.fdopen(descriptor, "rb") as file:
            data = file.read(BYTES + 1)
        check_size(data)
        return decode(data)
    except DecodingError as error:
        raise UnreadableError(str(error), "text-encoding", error.line) from None
    except LimitError:
        raise UnreadableError(f"tệp dài hơn {BYTES >> 20} MB; hãy bớt đi", "limits") from None
    except OSError as error:
        raise UnreadableError(f"không đọc được tệp ({reason(error)})", "file-readable") from None
