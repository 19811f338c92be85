"""The column's Markdown reader for Pelican: front matter and body in one pass, sanitised before anyone sees it.

Pelican's own reader drops what it can't read and lets any HTML through; this one gives every problem a line and is
the only parser of the project, for Pelican, the gate and the parallel build alike.
"""

from __future__ import annotations

import unicodedata
from collections import UserDict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pelican import signals
from pelican.readers import BaseReader, MarkdownReader

from ..core.article.record import Reading, Record, read_article
from ..core.body.parser import BodyParser
from ..core.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pelican.readers import Readers


class ColumnReader(BaseReader):  # type: ignore[misc]  # pelican ships no types
    """Reads `.md` files; raises ContentError where stock Pelican would drop the article."""

    enabled = True
    file_extensions = ("md", "markdown", "mkd", "mdown")

    def __init__(self, settings: dict[str, Any]) -> None:
        super().__init__(settings)
        self._zone = ZoneInfo(settings["TIMEZONE"])

    @cached_property
    def _parser(self) -> BodyParser:
        """Made when it is asked for: each of Pelican's generators makes a reader for each ending, and reads nothing."""
        return body_parser(self.settings)

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """What Pelican asks for: HTML and metadata with Pelican's own meanings."""
        objects = getattr(self.settings.get("COLUMN_RUN"), "objects", None)
        path = Path(source_path)
        source = path.relative_to(self.settings["PATH"]).as_posix() if path.is_absolute() else path.as_posix()
        if objects:
            html, metadata = objects.read(unicodedata.normalize("NFC", source))
            return html, metadata
        reading = read_article(path.read_bytes(), source, self._zone, self._parser)
        if reading.record is None:
            raise ContentError(reading.problems)
        return reading.html, self._metadata(reading)

    def _metadata(self, reading: Reading[Record]) -> dict[str, Any]:
        record = reading.record
        assert record is not None
        plain = {
            "title": record.title,
            "date": record.date,
            "modified": record.modified,
            "category": record.category,
            "tags": "; ".join(record.tags) + ";" if record.tags else "",
            "authors": "; ".join(record.authors) + ";" if record.authors else "",
            "slug": record.slug,
            "status": record.status,
            "lang": record.lang,
        }
        metadata = {name: self.process_metadata(name, value) for name, value in plain.items() if value}
        return {**metadata, "summary": record.sapo, "id": record.id, "form": record.form}


def body_parser(settings: dict[str, Any]) -> BodyParser:
    """The Markdown parser that Pelican's MARKDOWN setting asks for."""
    markdown = settings.get("MARKDOWN", {})
    return BodyParser(markdown.get("extensions", ()), markdown.get("extension_configs", {}))


class _Kept(UserDict[str, Any]):
    """Pelican's readers by endings; who reads Markdown stays, whichever plugin is asked last. tell: takes the name of
    one that is not taken."""

    def __init__(self, readers: Mapping[str, Any], tell: Callable[[str], None]) -> None:
        super().__init__()
        self._tell = tell
        self.update(readers)
        self.data |= dict.fromkeys(ColumnReader.file_extensions, ColumnReader)

    def __setitem__(self, extension: str, reader: Any) -> None:
        if extension not in ColumnReader.file_extensions:
            super().__setitem__(extension, reader)
        elif reader not in {None, ColumnReader, MarkdownReader}:
            self._tell(f"{reader.__module__}.{reader.__qualname__}")


def _add_reader(readers: Readers) -> None:
    run = readers.settings.get("COLUMN_RUN")

    def tell(name: str) -> None:
        if run is not None:
            run.notes.append(f"{name} đọc tệp Markdown theo cách riêng: không có tác dụng, bài do chuyên mục đọc")

    readers.reader_classes = _Kept(readers.reader_classes, tell)


def register() -> None:
    """Connect to Pelican."""
    signals.readers_init.connect(_add_reader)
