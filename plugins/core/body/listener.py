"""What the reader of Markdown has to tell, whoever listens."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .link_syntax import Definition


class Listener:
    """Is told what of a text is not shown as written; this one keeps it to itself."""

    def renumbered(self, line: str, shown: int) -> None:
        """An item shows another number than the one its line has."""

    def defined_again(self, definition: Definition) -> None:
        """A label is defined twice; the first one counts."""

    def loose_link(self, address: str, written: str) -> None:
        """A link is one for this column only: spaces in its address, quotes in its title."""

    def unused(self, definition: Definition) -> None:
        """Nothing links to a definition, so that its line is not shown at all."""

    def cell_lost(self, row: str) -> None:
        """A row of a table has more cells than its head."""

    def row_indented(self, row: str) -> None:
        """A row of a table is indented so far that it is code elsewhere."""

    def no_names(self, row: str) -> None:
        """The head of a table has no words."""

    def explains(self, line: str) -> None:
        """A line that may be words explains the one above it."""

    def code_in_html(self, line: str) -> None:
        """A tag is shown as code because its line is indented."""

    def open_fence(self, sign: str) -> None:
        """A block of code is never closed, so that the rest of the text is code."""

    def too_deep(self, line: str) -> None:
        """A list or quotation is nested deeper than `DEPTH`."""
