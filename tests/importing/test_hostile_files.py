"""Hostile and broken files: refused each with its own sentence, or read without harm."""

from __future__ import annotations

import io
import socket
import threading
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from plugins.core.importing.outcome import ImportRefusedError
from plugins.importing import office
from plugins.importing.importer import read

from . import word_parts as wp

_GOOD = wp.Word(body=wp.paragraph(wp.run("Tên bài"), style="Title") + wp.paragraph(wp.run("Một câu.")))


def bomb(size: int) -> bytes:
    return wp.packed({"word/document.xml": b"0" * size})


def many() -> bytes:
    return wp.packed({f"word/{n}.xml": b"" for n in range(2001)})


def lying() -> bytes:
    """An archive whose directory says less than is there."""
    data = bytearray(wp.packed({"word/document.xml": b"a" * 5000}))
    at = data.rindex(b"PK\x01\x02") + 24
    data[at : at + 4] = (10).to_bytes(4, "little")
    return bytes(data)


def encrypted() -> bytes:
    data = bytearray(_GOOD.bytes())
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    return bytes(data)


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
_REFUSED: list[tuple[str, bytes | Callable[[], bytes], str]] = [
    ("empty", b"", "trống"),
    ("empty", b"\0" * 100, "trống"),
    ("empty", wp.Word(body="<w:p/>").bytes(), "trống"),
    ("not-word", "Đây là tệp chữ thường.".encode(), "không phải"),
    ("not-word", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "không phải"),
    ("not-word", wp.packed({"[Content_Types].xml": b"spreadsheetml", "xl/workbook.xml": b"<a/>"}), "Excel"),
    ("not-word", wp.packed({"[Content_Types].xml": b"presentationml", "ppt/p.xml": b"<a/>"}), "PowerPoint"),
    ("not-word", wp.packed({"a.txt": b"x"}), "không phải"),
    ("not-word", _OLE, "không phải"),
    ("pdf", b"%PDF-1.7\n", "PDF"),
    ("broken", _GOOD.bytes()[:700], "hỏng"),
    ("broken", b"PK\x03\x04" + b"x" * 50, "hỏng"),
    ("broken", lying(), "hỏng"),
    ("broken", wp.packed({"word/document.xml": b"<w:document"}), "hỏng"),
    ("password", encrypted(), "mật khẩu"),
    ("password", _OLE + "EncryptedPackage".encode("utf-16-le") + b"\0" * 100, "mật khẩu"),
    ("bomb", partial(bomb, 90 << 20), "quá lớn"),
    ("bomb", partial(bomb, 20 << 20), "quá lớn"),
    ("too-many", many, "2001"),
]


@pytest.mark.parametrize(("kind", "data", "word"), _REFUSED, ids=[f"{k}-{n}" for n, (k, *_) in enumerate(_REFUSED)])
def test_each_refusal_has_its_sentence(kind: str, data: bytes | Callable[[], bytes], word: str) -> None:
    with pytest.raises(ImportRefusedError) as raised:
        read(data if isinstance(data, bytes) else data(), "bai.docx")
    assert raised.value.kind == kind
    assert word in str(raised.value)


@pytest.mark.parametrize("ending", ["doc", "odt"])
def test_documents_that_libreoffice_locked_are_known_by_their_bytes(ending: str) -> None:
    data = (Path(__file__).parent / "data" / f"mat-khau.{ending}").read_bytes()
    with pytest.raises(ImportRefusedError, match="mật khẩu") as raised:
        read(data, f"bai.{ending}", office_allowed=False)
    assert raised.value.kind == "password"


def test_entities_are_neither_read_nor_unfolded() -> None:
    rows = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    doctype = f'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY e0 "aaaaaaaaaa">{rows}]>'
    word = wp.Word(body=_GOOD.body + "<w:p><w:r><w:t>Trước &f;&e8; sau.</w:t></w:r></w:p>")
    found = read(word.bytes(doctype=doctype), "bai.docx")
    assert "Trước sau." in found.text
    assert "root:" not in found.text
    assert ("hidden-characters", "&f;; &e8;") in [(loss.kind, loss.text) for loss in found.losses]


def test_names_of_parts_are_no_paths() -> None:
    word = wp.Word(body=_GOOD.body)
    identity = word.relate("image", "../../../../../etc/passwd")
    word.parts["../../ngoai.png"] = b"x"
    word.body += wp.paragraph(wp.picture(identity))
    found = read(word.bytes(), "../../bai.docx")
    assert "/" not in found.slug
    assert found.pictures == ()
    assert any(loss.kind == "picture-format" for loss in found.losses)


def test_nothing_is_fetched() -> None:
    calls: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x.png"
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                calls.append(connection.recv(100))
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        word = wp.Word(body=_GOOD.body)
        word.body += wp.paragraph(wp.picture(word.relate("image", address, outside=True), attribute="link"))
        word.relate("attachedTemplate", address, outside=True)
        read(word.bytes(), "bai.docx")
        page = (
            f'<html><link rel=stylesheet href="{address}"><body><h1>T</h1><p>a<img src="{address}"></p></body></html>'
        )
        read(page.encode(), "bai.html")
        stop.set()
        thread.join()
    assert calls == []


@pytest.mark.slow
def test_deep_nests_end_in_a_refusal() -> None:
    inner = wp.paragraph(wp.run("đáy"))
    for _ in range(240):
        inner = wp.table(wp.cell(inner))
    with pytest.raises((ImportRefusedError, RecursionError)):
        read(wp.Word(body=inner).bytes(), "bai.docx")
    with pytest.raises(ImportRefusedError):
        read(b"<html><body>" + b"<div>" * 20000 + b"x", "bai.html")


def test_formats_of_libreoffice_say_how_to_go_on_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find", lambda: "")
    with pytest.raises(ImportRefusedError) as raised:
        read(b"{\\rtf1 x}", "bai.rtf")
    assert raised.value.kind == "no-office"
    assert "Lưu thành .docx" in str(raised.value)
    with pytest.raises(ImportRefusedError) as raised:
        read(b"{\\rtf1 x}", "bai.rtf", office_allowed=False)
    assert raised.value.kind == "open-network"


def test_macros_stay_behind() -> None:
    word = wp.Word(body=_GOOD.body)
    word.part("vbaProject", "vbaProject.bin", b"Attribute VB_Name")
    found = read(word.bytes(), "bai.docm")
    assert [loss.kind for loss in found.losses] == ["macro"]
    assert "VB_Name" not in found.text


def test_zip_is_read_in_one_way() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in zipfile_parts(_GOOD.bytes()):
            archive.writestr(name.replace("/", "\\") if name.startswith("word/d") else name, data)
    assert "Một câu." in read(stream.getvalue(), "bai.docx").text


def zipfile_parts(data: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]
