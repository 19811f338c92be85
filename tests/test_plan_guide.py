"""The guide to the plan at work names every header, key, command and picture there is."""

import re
from pathlib import Path

from plugins.core.article.event_headers import EVENT_HEADERS
from plugins.core.registers.register_files import HANDOUTS, TABLES

DOCS = Path(__file__).resolve().parent.parent / "docs"
TEXT = (DOCS / "huong-dan-ke-hoach.md").read_text(encoding="utf-8")


def test_every_header_of_events_is_explained() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \|.*\| ?(có)? ?\|$", TEXT, re.MULTILINE))
    required = {kind.name: "có" if kind.required else "" for kind in EVENT_HEADERS.values()}
    assert {name: rows.get(name) for name in required} == required


def test_every_register_and_key_is_explained() -> None:
    for file, table in TABLES.items():
        assert f"content/{file}" in TEXT
        if file == HANDOUTS:  # written by the command, not by hand
            continue
        for cells in (table.cells, *(child.cells for child in table.children)):
            for cell in cells:
                assert re.search(rf"`{cell.name}`|^{cell.name} = ", TEXT, re.MULTILINE), (file, cell.name)


def test_every_picture_is_there_and_every_link_leads_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", TEXT):
        assert (DOCS / target).is_file(), target
    anchors = {
        re.sub(r"[^\w\- ]", "", line).strip().lower().replace(" ", "-") for line in re.findall(r"^#+ (.*)$", TEXT, re.M)
    }
    for anchor in re.findall(r"\]\(#([^)]+)\)", TEXT):
        assert anchor in anchors, anchor
