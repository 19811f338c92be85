"""What PDF/UA asks beyond what WeasyPrint writes: running lines are artifacts, links are printed like their pages."""

from __future__ import annotations

from typing import Any

_PRINTED = 4
"""Flag of an annotation (ISO 32000-1, table 165)."""


def finish(_document: Any, pdf: Any) -> None:
    """Called by WeasyPrint with the objects of a tagged PDF before they are written."""
    known = {each.reference: each for each in pdf.objects}
    named = [(reference, each) for reference, each in known.items() if isinstance(each, dict)]
    for _, each in named:
        if each.get("Subtype") == "/Link":
            each["F"] = _PRINTED
    root = known[pdf.catalog["StructTreeRoot"]]
    owners, read = known[root["ParentTree"]]["Nums"], _below(root, known)
    for number, page in enumerate(pdf.page_references):
        marked = owners[2 * number + 1]
        unread = {mark for mark, owner in enumerate(marked) if owner not in read}
        _as_artifacts(known[known[page]["Contents"]].stream, unread)
        for mark in unread:
            marked[mark] = "null"
    for reference, each in named:
        if each.get("Type") == "/StructElem" and reference not in read:
            each.clear()  # an empty object: leaving it out would move those behind it


def _below(root: Any, known: dict[bytes, Any]) -> set[bytes]:
    """References of all that hangs in the tree of what is read; WeasyPrint hangs nothing there for margins."""
    found: set[bytes] = set()
    left = [root]
    while left:
        kids = [kid for kid in left.pop().get("K", ()) if isinstance(kid, bytes)]
        found.update(kids)
        left += map(known.__getitem__, kids)
    return found


def _as_artifacts(content: list[Any], marks: set[int]) -> None:
    """Let marked content of a page, by its numbers, be what nobody reads aloud."""
    for at, item in enumerate(content):
        if isinstance(item, dict) and item.get("MCID") in marks:
            content[at - 1] = "/Artifact"
            item.clear()
            item["Type"] = "/Pagination"
