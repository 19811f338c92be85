"""Routes for what comes in: Word files and pages, what is pasted."""

from __future__ import annotations

import json
import re
import secrets
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..core.article.front_matter import header_key, split
from ..core.article.header_edit import set_headers
from ..core.article.headers import HEADERS
from ..core.importing.outcome import ImportRefusedError
from ..importing.incoming import import_file
from ..verbs.import_files import KIND_NAMES
from .desk import Desk, RefusedError
from .files import key_of
from .web import desk_of, in_words, no_file, page, person_of, shown, told

_TWO = threading.BoundedSemaphore(2)
"""Imports at once, of all people."""
_BEGINNING, _importing = threading.Lock(), set[str]()
"""Who imports a file just now."""
_WAIT = 120
_KEPT_SECONDS = 86_400
_NOTE = 300
"""Characters of what was left out that a note repeats; the rest stands in the file that was imported."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,40}")


def _drop_zone(request: Request) -> Response:
    return page(request, "import.html")


async def _take(request: Request) -> Response:
    """A file, or with `dan` in the address the HTML of a clipboard."""
    if request.query_params.get("dan"):
        data = await request.body()
        return await in_words(lambda: _pasted(request, data))
    async with request.form(max_files=1, max_fields=5) as form:
        file = form.get("tep")
        if not isinstance(file, UploadFile):
            return await in_words(no_file)
        data, name = await file.read(), (file.filename or "tep")[:200]
    return await in_words(lambda: _imported(request, data, name))


def _read(data: bytes, name: str, *, shared: bool, piece: bool = False) -> Any:
    if not _TWO.acquire(timeout=_WAIT):
        raise RefusedError(503, "đang có nhiều người nhập tệp; hãy thử lại sau một phút")
    try:
        return import_file(data, name.replace("\0", ""), shared=shared, piece=piece)
    except ImportRefusedError as refusal:
        raise RefusedError(422, str(refusal), kind=refusal.kind) from None
    finally:
        _TWO.release()


@contextmanager
def _own_turn(email: str) -> Iterator[None]:
    """One file at a time for one person; RefusedError for a second one."""
    with _BEGINNING:
        if email in _importing:
            raise RefusedError(429, "bạn đang nhập một tệp khác; hãy chờ tệp ấy xong")
        _importing.add(email)
    try:
        yield
    finally:
        _importing.discard(email)


def _pasted(request: Request, data: bytes) -> dict[str, Any]:
    found = _read(b"<!doctype html><meta charset=utf-8>" + data, "dán.html", shared=_shared(request), piece=True)
    losses = [f"{KIND_NAMES.get(loss.kind, loss.kind)}: {loss.text[:200]}" for loss in found.losses]
    return {"text": found.text.strip("\n"), "losses": losses}


def _shared(request: Request) -> bool:
    return bool(request.app.state.shared)


def _imported(request: Request, data: bytes, name: str) -> dict[str, str]:
    desk = desk_of(request)
    with _own_turn(person_of(request).email):
        found = _read(data, name, shared=_shared(request))
    token = secrets.token_urlsafe(18)
    folder = _room_of(desk, token)
    folder.mkdir(parents=True)
    for picture in found.pictures:
        (folder / picture.name).write_bytes(picture.data)
    (folder / "report.json").write_text(
        json.dumps(
            {
                "name": name,
                "person": person_of(request).email,
                "slug": found.slug,
                "text": found.text,
                "pictures": [picture.name for picture in found.pictures],
                "losses": found.losses,
                "guesses": found.guesses,
                "unaccounted": found.unaccounted,
            },
            ensure_ascii=False,
        ),
        encoding="utf-8",
    )
    _forget_old(folder.parent)
    return {"to": f"/nhap/{token}"}


def _room_of(desk: Desk, token: str) -> Path:
    if not _TOKEN.fullmatch(token):
        raise RefusedError(404, "không có lần nhập này")
    return desk.home / "imports" / token


def _forget_old(folder: Path) -> None:
    for old in folder.iterdir():
        if time.time() - old.stat().st_mtime > _KEPT_SECONDS:
            shutil.rmtree(old, ignore_errors=True)


def _report(request: Request) -> tuple[dict[str, Any], Path]:
    folder = _room_of(desk_of(request), request.path_params["token"])
    try:
        report: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    except OSError:
        raise RefusedError(404, "lần nhập này đã được dùng hoặc quá cũ; hãy nhập lại tệp") from None
    if report["person"] != person_of(request).email:
        raise RefusedError(404, "không có lần nhập này")
    return report, folder


def _result(request: Request) -> Response:
    report, _ = _report(request)
    return page(request, "imported.html", report=report, kinds=KIND_NAMES, token_of_import=request.path_params["token"])


def _accept(request: Request, given: dict[str, Any]) -> dict[str, str]:
    desk, (report, folder) = desk_of(request), _report(request)
    pictures = {name: (folder / name).read_bytes() for name in report["pictures"]}
    asked = dict(given.get("headers", {})).items()
    changes = {name: [str(value)] for name, value in asked if header_key(str(name)) in HEADERS}
    seen = {int(number) for number in given.get("seen", ()) if isinstance(number, int)}
    text = set_headers(report["text"], {**changes, **_unseen(report, seen)})
    source = desk.take_in(text, pictures, report["slug"], person_of(request), report["name"])
    shutil.rmtree(folder, ignore_errors=True)
    return {"to": f"/bai/{key_of(source)}"}


def _unseen(report: dict[str, Any], seen: set[int]) -> dict[str, list[str]]:
    """What was left out and not ticked off goes along as notes, which only the newsroom sees."""
    left = [loss for number, loss in enumerate(report["losses"]) if number not in seen]
    if not left:
        return {}
    notes = [header.value for header in split(report["text"]).headers if header.key == "note"]
    return {
        "Note": [*notes, *(f"còn phải xem: {KIND_NAMES.get(kind, kind)}: {_short(words)}" for kind, words, _ in left)]
    }


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _NOTE else f"{line[:_NOTE]}…"


ROUTES = [
    Route("/nhap", shown(_drop_zone)),
    Route("/nhap", _take, methods=["POST"]),
    Route("/nhap/{token}", shown(_result)),
    Route("/nhap/{token}", told(_accept), methods=["POST"]),
]
