"""EPUB 3 from chapters of XHTML, the same bytes every time.

Written here and not by a library: the one that is alive is under the AGPL and stamps the clock into the file; what a
text-only book needs is six small files in a zip.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import dataclass
from xml.sax.saxutils import escape

_FIRST_TIME = (1980, 1, 1, 0, 0, 0)
"""The oldest time a zip can hold: the clock has no place in the bytes."""
_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/book.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_ACCESS = (
    ("accessMode", "textual"),
    ("accessModeSufficient", "textual"),
    ("accessibilityFeature", "structuralNavigation"),
    ("accessibilityFeature", "tableOfContents"),
    ("accessibilityFeature", "readingOrder"),
    ("accessibilityHazard", "none"),
    ("accessibilitySummary", "Sách chỉ gồm chữ, có mục lục và tiêu đề các cấp; đọc được bằng trình đọc màn hình."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A chapter: plain title, and what stands inside <body>, well-formed."""

    title: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """identifier: a URI that stays; modified: aware, newest change of the content."""

    identifier: str
    title: str
    creator: str
    language: str
    modified: dt.datetime
    chapters: tuple[Chapter, ...]
    css: str


def write_epub(book: Book) -> bytes:
    """The book's bytes."""
    files = {
        "META-INF/container.xml": _CONTAINER,
        "EPUB/book.opf": _package(book),
        "EPUB/nav.xhtml": _page(book, "Mục lục", _nav(book)),
        "EPUB/book.css": book.css,
    }
    for number, chapter in enumerate(book.chapters):
        files[f"EPUB/{_name(number)}"] = _page(book, chapter.title, chapter.body)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(_entry("mimetype", zipfile.ZIP_STORED), "application/epub+zip")
        for name, text in files.items():
            archive.writestr(_entry(name, zipfile.ZIP_DEFLATED), text)
    return out.getvalue()


def _entry(name: str, method: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _FIRST_TIME)
    entry.compress_type = method
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry


def _name(number: int) -> str:
    return f"chuong-{number:02}.xhtml"


def _package(book: Book) -> str:
    modified = book.modified.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    access = "\n".join(f'<meta property="schema:{name}">{escape(value)}</meta>' for name, value in _ACCESS)
    items = "\n".join(
        f'<item id="c{number}" href="{_name(number)}" media-type="application/xhtml+xml"/>'
        for number in range(len(book.chapters))
    )
    spine = "\n".join(f'<itemref idref="c{number}"/>' for number in range(len(book.chapters)))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{book.language}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">{escape(book.identifier)}</dc:identifier>
<dc:title>{escape(book.title)}</dc:title>
<dc:creator>{escape(book.creator)}</dc:creator>
<dc:language>{book.language}</dc:language>
<meta property="dcterms:modified">{modified}</meta>
{access}
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="css" href="book.css" media-type="text/css"/>
{items}
</manifest>
<spine>
{spine}
</spine>
</package>
"""


def _nav(book: Book) -> str:
    rows = "\n".join(
        f'<li><a href="{_name(number)}">{escape(chapter.title)}</a></li>'
        for number, chapter in enumerate(book.chapters)
    )
    return f'<nav epub:type="toc" role="doc-toc"><h1>Mục lục</h1>\n<ol>\n{rows}\n</ol>\n</nav>'


def _page(book: Book, title: str, body: str) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"
 lang="{book.language}" xml:lang="{book.language}">
<head>
<title>{escape(title)}</title>
<link rel="stylesheet" type="text/css" href="book.css"/>
</head>
<body>
{body}
</body>
</html>
"""
