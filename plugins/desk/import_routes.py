"""Routes for what comes in: Word files and pages, what is pasted, pictures."""

from __future__ import annotations

import io
import json
import posixpath
import re
import secrets
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..core.article.front_matter import split
from ..core.article.header_edit import set_headers
from ..core.files import picture_facts
from ..core.importing.outcome import ImportRefusedError
from ..core.text.vietnamese import slugify
from ..importing.incoming import import_file
from ..verbs.import_files import KIND_NAMES
from .desk import Desk, RefusedError
from .files import blob, key_of
from .people import EDITOR
from .web import desk_of, in_words, page, person_of, shown, told

_TWO = threading.BoundedSemaphore(2)
"""Imports at once, of all people."""
_BEGINNING, _importing = threading.Lock(), set[str]()
"""Who imports a file just now."""
_WAIT = 120
_KEPT_SECONDS = 86_400
_NOTE = 300
"""Characters of what was left out that a note repeats; the rest stands in the file that was imported."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,40}")
_ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "GIF": "gif"}


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
            return await in_words(_no_file)
        data, name = await file.read(), (file.filename or "tep")[:200]
    return await in_words(lambda: _imported(request, data, name))


def _no_file() -> None:
    raise RefusedError(400, "chưa chọn tệp nào")


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
    changes = {str(name): [str(value)] for name, value in dict(given.get("headers", {})).items()}
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


# ── pictures ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def _picture(request: Request) -> Response:
    """A new picture, or with `cu` the name of one that lies beside the article and is cut anew."""
    async with request.form(max_files=1, max_fields=10) as form:
        file = form.get("tep")
        crop = [str(form.get(side, "0") or "0") for side in ("trai", "tren", "phai", "duoi")]
        old = str(form.get("cu", "") or "")
        if isinstance(file, UploadFile):
            data, name = await file.read(), file.filename or "anh"
            return await in_words(lambda: _put_picture(request, data, name, crop))
    return await in_words(lambda: _cut_anew(request, old, crop) if old else _no_file())


def _put_picture(request: Request, data: bytes, name: str, crop: list[str]) -> dict[str, str]:
    desk, person = desk_of(request), person_of(request)
    source = desk.source(request.path_params["key"])
    if not person.may(EDITOR) and desk.state(desk.room.checked.record(source), 0) in {"dang-dang", "sua-doi"}:
        raise RefusedError(403, "người viết chỉ thêm ảnh vào bài nháp và bài chờ duyệt")
    sides = _sides(crop)
    try:
        seen = picture_facts.examine(data)
        cut, form = cropped(data, sides, seen.form) if any(sides) else (data, seen.form)
    except picture_facts.PictureError as error:
        raise RefusedError(422, str(error)) from None
    folder = source.rpartition("/")[0]
    stem = slugify(name.rpartition(".")[0] or name)[:60] or "anh"
    number, file = 1, f"{stem}.{_ENDINGS[form]}"
    while (standing := desk.folder.read(f"{folder}/{file}")) is not None and standing != cut:
        number += 1
        file = f"{stem}-{number}.{_ENDINGS[form]}"
    if standing is None:
        desk.folder.write(f"{folder}/{file}", cut, "")
        desk.room.refresh()
    if any(sides):
        desk.uncut.keep(cut, data, sides)
    return {"file": file}


def _sides(crop: list[str]) -> list[float]:
    try:
        sides = [float(side.replace(",", ".")) / 100 for side in crop]
    except ValueError:
        raise RefusedError(422, "bốn số cắt ảnh là phần trăm, ví dụ 10") from None
    if not all(0 <= side < 1 for side in sides) or sides[0] + sides[2] >= 1 or sides[1] + sides[3] >= 1:
        raise RefusedError(422, "cắt ảnh như vậy thì không còn gì; mỗi số từ 0 đến dưới 100")
    return sides


def _beside(request: Request, file: str) -> bytes:
    """A picture by the name that the article gives it. RefusedError when there is none."""
    desk = desk_of(request)
    folder = desk.source(request.path_params["key"]).rpartition("/")[0]
    data = desk.folder.read(posixpath.normpath(file[1:] if file.startswith("/") else f"{folder}/{file}"))
    if data is None:
        raise RefusedError(404, "không còn tệp ảnh này")
    return data


def _cut_anew(request: Request, file: str, crop: list[str]) -> dict[str, str]:
    """The picture as it was before it was cut, while the desk has it, cut otherwise; the file that stands stays, for
    whatever else shows it."""
    whole = desk_of(request).uncut.find(_beside(request, file))
    if list(whole.sides) == _sides(crop):
        return {"file": file}
    return _put_picture(request, whole.data, file.rpartition("/")[2], crop)


def _uncut(request: Request, given: dict[str, Any]) -> dict[str, Any]:
    """For the box that cuts a picture anew: how it is cut now."""
    whole = desk_of(request).uncut.find(_beside(request, str(given["file"])))
    return {"sides": [round(100 * side) for side in whole.sides], "mark": blob(whole.data)}


def _whole_picture(request: Request) -> Response:
    """The picture before it was cut, small, for that box; the address says its name beside the article."""
    whole = desk_of(request).uncut.find(_beside(request, request.query_params.get("ten", "")))
    try:
        picture_facts.examine(whole.data)
        with Image.open(io.BytesIO(whole.data)) as opened:
            image = ImageOps.exif_transpose(opened)
    except (picture_facts.PictureError, OSError, ValueError):
        return Response("404", 404)
    image.thumbnail((1024, 1024))
    stream = io.BytesIO()
    image.convert("RGB").save(stream, "JPEG", quality=80)
    return Response(stream.getvalue(), media_type="image/jpeg")


def cropped(data: bytes, sides: list[float], form: str) -> tuple[bytes, str]:
    """A picture without some of its edges, upright. sides: parts of width and height cut off at left, top, right,
    bottom."""
    with Image.open(io.BytesIO(data)) as opened:
        image = ImageOps.exif_transpose(opened)
    left, top, right, bottom = sides
    width, height = image.size
    box = (round(width * left), round(height * top), round(width * (1 - right)), round(height * (1 - bottom)))
    image = image.crop((*box[:2], max(box[2], box[0] + 1), max(box[3], box[1] + 1)))
    stream = io.BytesIO()
    if form in {"PNG", "GIF"}:
        image.save(stream, "PNG")
        return stream.getvalue(), "PNG"
    image.convert("RGB").save(stream, "JPEG", quality=92, subsampling=0, icc_profile=image.info.get("icc_profile"))
    return stream.getvalue(), "JPEG"


ROUTES = [
    Route("/nhap", shown(_drop_zone)),
    Route("/nhap", _take, methods=["POST"]),
    Route("/nhap/{token}", shown(_result)),
    Route("/nhap/{token}", told(_accept), methods=["POST"]),
    Route("/bai/{key}/anh", _picture, methods=["POST"]),
    Route("/bai/{key}/anh", shown(_whole_picture)),
    Route("/bai/{key}/anh/cat", told(_uncut), methods=["POST"]),
]
