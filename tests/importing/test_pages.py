"""HTML pages: no word is lost whatever the elements, and single files hold what their readers take."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from html import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.core.body.parser import BodyParser
from plugins.core.importing.account import article_words
from plugins.core.importing.addresses import tidy_address
from plugins.importing.importer import read
from tests.helpers.rounds import rounds

from . import word_parts as wp

_PARSER = BodyParser()
_INLINE = (
    "b",
    "i",
    "em",
    "strong",
    "span",
    "sup",
    "sub",
    "s",
    "del",
    "ins",
    "a",
    "u",
    "font",
    "code",
    "q",
    "small",
    "tt",
)
_BLOCKS = ("p", "div", "h1", "h2", "h4", "blockquote", "pre", "center", "section", "figure", "dl", "form", "article")
_ATTRIBUTES = (
    "", ' style="display:none"', ' style="font-weight:700"', ' class="MsoTitle"', ' style="mso-list:l0 level1 lfo1"',
    ' href="https://vi.example.vn/?fbclid=1"', ' href="#x"', ' id="x"', ' datetime="2021"', ' align="center"',
)  # fmt: skip


def _element(names: tuple[str, ...], inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda name, attribute, parts: f"<{name}{attribute}>{''.join(parts)}</{name}>",
        st.sampled_from(names),
        st.sampled_from(_ATTRIBUTES),
        st.lists(inner, min_size=1, max_size=3),
    )


_TEXT = st.sampled_from(
    ["@", " @ ", "@ ", " @", "*@*", "@<br>@", "<img alt='@' src='x.png'>", "<iframe>@</iframe>", "&lt;@&gt;", "\n@\n"]
)
_RUNS = st.recursive(_TEXT, lambda inner: _element(_INLINE, inner), max_leaves=4)
_LIST = st.builds(
    lambda tag, items: f"<{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag}>",
    st.sampled_from(["ul", "ol", 'ol start="4"']),
    st.lists(_RUNS, min_size=1, max_size=3),
).map(lambda text: text.replace('</ol start="4">', "</ol>"))
_ROWS = st.lists(st.lists(_RUNS, min_size=1, max_size=3), min_size=1, max_size=3)
_TABLE = _ROWS.map(
    lambda rows: (
        "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows) + "</table>"
    )
)
_BODY = st.recursive(
    st.one_of(_RUNS, _LIST, _TABLE), lambda inner: _element((*_BLOCKS, "td", "li"), inner), max_leaves=6
)


@pytest.mark.slow
@settings(max_examples=rounds(60, 2000), deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(st.lists(_BODY, min_size=1, max_size=5))
def test_no_word_of_a_page_is_lost(parts: list[str]) -> None:
    numbers = iter(range(1, 10_000))
    page = re.sub("@", lambda _: f"từ{next(numbers)}ữ", f"<html><body>{''.join(parts)}</body></html>")
    found = read(page.encode(), "trang.html")
    told = " ".join([*(loss.text for loss in found.losses), *(guess.text for guess in found.guesses), *found.aside])
    seen = set(re.findall(r"từ\d+ữ", " ".join([*article_words(found.text, _PARSER), told])))
    assert set(re.findall(r"từ\d+ữ", page)) - seen == set(), found.text
    assert found.unaccounted == (), found.text


@pytest.mark.parametrize(
    ("written", "address", "changed"),
    [
        ("https://chinhphu.vn/a?b=1&utm_source=x#c", "https://chinhphu.vn/a?b=1#c", True),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fa.vn%2Fx%3Ffbclid%3D1&h=2", "https://a.vn/x", True),
        ("https://www.google.com/url?q=https://a.vn/x&sa=D", "https://a.vn/x", True),
        ("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.vn%2Fx&data=1", "https://a.vn/x", True),
        ("https://a.vn/tìm kiếm", "https://a.vn/tìm%20kiếm", False),
        ("mailto:a@a.vn", "mailto:a@a.vn", False),
        ("javascript:alert(1)", "", True),
        ("file:///c:/a.docx", "", True),
        ("bai-khac.docx", "", True),
        ("\\\\may-chu\\a.docx", "", True),
    ],
)
def test_addresses(written: str, address: str, changed: bool) -> None:
    assert tidy_address(written) == (address, changed)


def test_a_web_archive_brings_its_pictures() -> None:
    picture = base64.encodebytes(_png()).decode()
    archive = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="B"\r\n\r\n--B\r\nContent-Type: text/html; '
        'charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<h1>Tên</h1>'
        '<p>Một.</p><p><img src="a_files/i.png"></p>'
        "\r\n--B\r\nContent-Location: file:///C:/a_files/i.png\r\nContent-Type: image/png\r\n"
        f"Content-Transfer-Encoding: base64\r\n\r\n{picture}\r\n--B--\r\n"
    )
    found = read(archive.encode(), "trang.mht")
    assert [picture.data for picture in found.pictures] == [_png()]
    assert found.losses == ()


def test_flat_xml_is_the_same_document() -> None:
    packed = wp.Word(body=wp.paragraph(wp.run("Tên"), style="Title") + wp.paragraph(wp.run("Một câu."))).bytes()
    parts = ""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        for name in archive.namelist():
            inner = f"<pkg:xmlData>{archive.read(name).decode()}</pkg:xmlData>"
            parts += f'<pkg:part pkg:name="/{escape(name)}">{inner}</pkg:part>'
    space = "http://schemas.microsoft.com/office/2006/xmlPackage"
    flat = f'<?xml version="1.0"?><pkg:package xmlns:pkg="{space}">{parts}</pkg:package>'
    cut = read(packed, "bai").text.partition("sha256")[::2]
    assert read(flat.encode(), "bai").text.partition("sha256")[0] == cut[0]


def _png() -> bytes:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (20, 20), "#2040a0").save(stream, "PNG")
    return stream.getvalue()
