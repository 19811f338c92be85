"""Bytes of an HTML file or of the clipboard → text, by mark, declaration or look."""

from __future__ import annotations

import codecs
import re

_DECLARED = re.compile(rb"""charset\s*+=\s*+(?:["']\s*+)?([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_FRAGMENT = re.compile(rb"Start(?:HTML|Fragment):", re.IGNORECASE)


def decode_html(data: bytes) -> str:
    """The text; bytes that fit nowhere become U+FFFD."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(name, "replace")
    if _FRAGMENT.search(data[:400]):
        return data.decode("utf-8", "replace")  # the clipboard's form is UTF-8 whatever its HTML declares
    declared = _DECLARED.search(data[:4000])
    for name in (declared[1].decode("ascii") if declared else "", "utf-8", "cp1252"):
        try:
            if name and codecs.lookup(name):
                return data.decode("cp1252" if name.lower() in {"iso-8859-1", "latin-1", "us-ascii"} else name)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("utf-8", "replace")
