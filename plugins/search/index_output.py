"""One file of the search index: where it lies, and what its digest covers beside what is in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import astuple
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.digests import combine, digest_text
from ..core.output import Output
from ..core.search.layout import Layout
from ..core.site_map import ROWS

if TYPE_CHECKING:
    from ..build.context import DataContext

FOLDER = ROWS["search_index"].folder + "/"
"""Where the index lies in the output."""
_MODULES = ("index", "index_output", "places", "catalogue", "entries", "segments", "together")


def index_output(file: str, digest: bytes, make: Callable[[], bytes]) -> Output:
    """digest: of what is in the file."""
    return Output(FOLDER + file, combine(code(), digest_text(file), digest), make)


def layout_digest(layout: Layout) -> bytes:
    """The digest of how documents are shared out."""
    return digest_text(repr(astuple(layout)))


def names(context: DataContext) -> bytes:
    """The digest of the names that documents are found by beside their own words."""
    terms = context.column.plans.terms
    return digest_text(
        *(
            f"{kind}/{slug}/{term.name}/{getattr(term, 'number', '')}"
            for kind in ("topic", "form", "unit", "document")
            for slug, term in terms[kind].items()
        )
    )


@cache
def code() -> bytes:
    """The digest of the code that shapes the index, so that a new style sheet does not make it all anew."""
    folder = Path(__file__).parent.parent
    modules = [folder / f"search/{name}.py" for name in _MODULES]
    modules += [folder / "core/text/vietnamese.py"]
    modules += sorted((folder / "core/search").glob("*.py"))
    return digest_text(unicodedata.unidata_version, *(path.read_text(encoding="utf-8") for path in modules))
