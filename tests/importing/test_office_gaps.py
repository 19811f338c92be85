"""What LibreOffice changes or drops on the way to .docx is looked up in the file itself."""

from __future__ import annotations

import io
import zipfile

import pytest

from plugins.core.importing.model import Document, Figure
from plugins.importing.importer import read
from plugins.importing.inserted import rtf_text
from plugins.importing.odt_words import odt_texts
from plugins.importing.office_gaps import fill_gaps
from tests.helpers import programs

_NAMES = {
    "office": "office:1.0",
    "text": "text:1.0",
    "style": "style:1.0",
    "svg": "svg-compatible:1.0",
    "fo": "xsl-fo-compatible:1.0",
}
_SPACES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}"' for name, space in _NAMES.items())


def content(body: str, tag: str = "document-content", more: str = "") -> bytes:
    """An OpenDocument text with a font of signs and a bold style."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:{tag} {_SPACES} office:version="1.3"{more}>'
        '<office:font-face-decls><style:font-face style:name="W" svg:font-family="Wingdings"/></office:font-face-decls>'
        "<office:automatic-styles>"
        '<style:style style:name="S" style:family="text"><style:text-properties style:font-name="W"/></style:style>'
        '<style:style style:name="T" style:family="paragraph"><style:text-properties fo:font-weight="bold"/>'
        "</style:style>"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:{tag}>"
    ).encode()


def packed(body: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content(body))
    return stream.getvalue()


def test_signs_and_readings_are_no_words_of_the_line() -> None:
    ruby = "<text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>hán</text:ruby-text></text:ruby>"
    texts = odt_texts(packed(f'<text:p><text:span text:style-name="S">à</text:span> Chữ {ruby}.</text:p>'))
    assert sorted(texts) == [" Chữ 漢.", "hán"]


def test_flat_documents_have_the_same_words() -> None:
    body = "<text:p>Một câu.</text:p>"
    assert odt_texts(content(body)) == odt_texts(packed(body)) == ["Một câu."]


def test_escaped_signs_of_rtf() -> None:
    assert rtf_text(rb"C:\\anh \{1\}\par d\'f2ng") == "C:\\anh {1}\ndòng"


def test_names_of_files_are_no_words_for_pictures() -> None:
    figure = Figure(picture=0)
    document = Document(blocks=[figure])
    fill_gaps(document, rb"{\sp{\sn wzDescription}{\sv C:\\anh\\IMG_1234.JPG}}", "rtf")
    assert document.blocks == [figure]
    assert document.aside == ["C:\\anh\\IMG_1234.JPG"]


@pytest.mark.slow
def test_a_flat_document_is_read() -> None:
    programs.libreoffice()
    body = '<text:p text:style-name="T">Tên bài</text:p><text:p>Một câu ở trong bài.</text:p>'
    kind = ' office:mimetype="application/vnd.oasis.opendocument.text"'
    found = read(content(body, "document", kind), "bai.fodt")
    assert "Title: Tên bài\n" in found.text
    assert "\nMột câu ở trong bài.\n" in found.text
    assert found.losses == ()
