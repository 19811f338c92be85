"""Raw HTML that is a block of its own → back into the page as it was written, in no paragraph.

Python-Markdown puts a block that begins with an inline tag into a paragraph, where the parser of HTML then closes it:
of `<del>`, a blank line and words the words would not be struck.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown.postprocessors import RawHtmlPostprocessor

if TYPE_CHECKING:
    from markdown import Markdown

_PICTURE = re.compile(r"<img\b", re.IGNORECASE)


class RawBlock(str):
    """Lines of raw HTML that stand as a block."""

    __slots__ = ()


class RawBlocks(RawHtmlPostprocessor):
    """Puts every piece of HTML back; a picture alone keeps its paragraph, which becomes its figure."""

    def stash_to_string(self, text: str) -> str:
        """The piece, a block still known as one."""
        return text if isinstance(text, RawBlock) else super().stash_to_string(text)

    def isblocklevel(self, html: str) -> bool:
        """Whether a piece stands in no paragraph."""
        return super().isblocklevel(html) or (isinstance(html, RawBlock) and not _PICTURE.match(html))


def register(md: Markdown) -> None:
    """Take the place of Python-Markdown's own."""
    if type(md.postprocessors["raw_html"]) is RawHtmlPostprocessor:
        md.postprocessors.register(RawBlocks(md), "raw_html", 30)
