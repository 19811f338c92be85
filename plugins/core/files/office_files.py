"""Word, Excel and PowerPoint documents: whether a program, a lock, or a call to elsewhere is in them.

Office programs find parts by content types and relations, not by names; so those are what is looked at, and names only
besides.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from .archive_files import (
    ACTIVE,
    CALLS,
    DAMAGED,
    LOCKED,
    MACRO,
    OTHER,
    SWOLLEN,
    Parts,
    examine_parts,
    is_remote,
    local,
    refuse_ole,
)
from .file_types import AttachedFileError

if TYPE_CHECKING:
    from lxml.etree import _Element

FAMILIES = {"docx": "wordprocessingml", "xlsx": "spreadsheetml", "pptx": "presentationml"}
"""Ending → the family that the main part's content type names."""
MOST_NESTED = 20
"""Documents inside a document."""
_TYPES = "[Content_Types].xml"
_DDE = re.compile(r"\bDDE(?:AUTO)?\b")


def examine_office(data: bytes, ending: str, depth: int = 0) -> None:
    """Raise AttachedFileError when the document is not what its ending says, acts, is locked, or calls elsewhere."""
    if depth > 2:
        raise AttachedFileError(SWOLLEN)
    examine_parts(data, partial(_examine, family=FAMILIES[ending], depth=depth))


def _examine(parts: Parts, family: str, depth: int) -> None:
    if _TYPES not in parts.names:
        raise AttachedFileError(LOCKED if "EncryptedPackage" in parts.names else OTHER)
    types = [element.get("ContentType", "") for element in parts.xml(_TYPES).iter("{*}*")]
    if any(map(ACTIVE.search, types)) or any("vbaproject" in name.lower() for name in parts.names):
        raise AttachedFileError(MACRO)
    if not any(family in kind and kind.partition(";")[0].strip().endswith("main+xml") for kind in types):
        raise AttachedFileError(OTHER)
    parts.refuse_programs()
    if not any(True for _ in parts.ending(".rels")):
        raise AttachedFileError(DAMAGED)
    for name in parts.ending(".rels"):
        for relation in parts.xml(name).iter("{*}Relationship"):
            _examine_relation(relation)
    for name in parts.ending(".xml"):
        folder = name.lower().lstrip("/").partition("/")[0]
        if folder == "word":
            _examine_fields(parts.xml(name))
        elif folder == "ppt":
            _examine_actions(parts.xml(name))
        elif "externallinks/" in name.lower() or name.lower().endswith("connections.xml"):
            _examine_links(parts.xml(name))
    for name in parts.ending(".bin"):
        refuse_ole(parts.read(name))
    nested = [name for name in parts.names if name.rpartition(".")[2].lower() in FAMILIES]
    if len(nested) > MOST_NESTED:
        raise AttachedFileError(SWOLLEN)
    for name in nested:
        examine_office(parts.read(name), name.rpartition(".")[2].lower(), depth + 1)


def _examine_relation(relation: _Element) -> None:
    kind = relation.get("Type", "").rpartition("/")[2]
    if ACTIVE.search(kind):
        raise AttachedFileError(MACRO)
    target = relation.get("Target", "")
    if kind != "hyperlink" and relation.get("TargetMode", "").lower() == "external" and is_remote(target):
        raise AttachedFileError(CALLS.format(where=f"{kind} {target[:80]}"))


def _examine_fields(root: _Element) -> None:
    """Fields that start programs are written in pieces; only their words together say so."""
    words = "".join(element.text or "" for element in root.iter("{*}instrText"))
    words += " ".join(value for field in root.iter("{*}fldSimple") for value in field.attrib.values())
    if _DDE.search(words.upper()):
        raise AttachedFileError(CALLS.format(where="DDE"))


def _examine_actions(root: _Element) -> None:
    """A click, or a pointer passing over, may start programs and macros."""
    for element in root.iter("{*}hlinkClick", "{*}hlinkHover", "{*}hlinkMouseOver"):
        if element.get("action", "").lower().startswith(("ppaction://program", "ppaction://macro", "ppaction://ole")):
            raise AttachedFileError(MACRO)


def _examine_links(root: _Element) -> None:
    """Tables that fetch what they show."""
    for element in root.iter("{*}*"):
        asked = element.get("refreshOnLoad", "").lower() in {"1", "true"}
        if asked or local(element.tag) in {"ddeLink", "oleLink"}:
            raise AttachedFileError(CALLS.format(where="dữ liệu ngoài"))
