"""The operators' documents as something to run: their code blocks, in order, with who types each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

DOCS = Path(__file__).resolve().parents[2] / "docs"
_WHO = re.compile(r"\b[Aa]s\s+(root|an\s+editor|`dang-bai`)[^.:]*[:.]")
_PARTS = re.compile(r"^(#+) ([^\n]+)$|^```sh\n(.*?)^```$|<!-- test: (.+?) -->", re.MULTILINE | re.DOTALL)


class Step(NamedTuple):
    """section: the heading it stands under; who: "root", "dang-bai" or "editor", "" for a mark; text: shell commands
    as written, or the mark's words: what happens there that is no command."""

    section: str
    who: str
    text: str


def steps(page: str) -> Iterator[Step]:
    """Every `sh` block and every mark of a page of docs/; a block that doesn't say who types it is an error."""
    text = (DOCS / page).read_text(encoding="utf-8")
    section, end = "", 0
    for part in _PARTS.finditer(text):
        _, heading, commands, mark = part.groups()
        if heading:
            section = heading
        elif mark:
            yield Step(section, "", mark)
        else:
            said = text[end : part.start()].rstrip().rpartition("\n\n")[2]
            names = _WHO.findall(said)
            assert names, f"{page}: the block below “{said[-60:]}” doesn't say who types it"
            yield Step(section, names[-1].split()[-1].strip("`"), commands)
        if not mark:
            end = part.end()
