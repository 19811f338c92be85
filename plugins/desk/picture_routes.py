"""Routes for an article's pictures: a new one, one that is cut anew, and what a box needs to cut it."""

from __future__ import annotations

import io
import posixpath
from typing import Any

from PIL import Image, ImageOps
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..core.files import picture_facts
from ..core.text.vietnamese import slugify
from .desk import RefusedError
from .files import blob
from .people import EDITOR
from .web import desk_of, in_words, no_file, person_of, shown, told

_ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "GIF": "gif"}


async def _picture(request: Request) -> Response:
    """A new picture, or with `cu` the name of one that lies beside the article and is cut anew."""
    async with request.form(max_files=1, max_fields=10) as form:
        file = form.get("tep")
        crop = [str(form.get(side, "0") or "0") for side in ("trai", "tren", "phai", "duoi")]
        old = str(form.get("cu", "") or "")
        if isinstance(file, UploadFile):
            data, name = await file.read(), file.filename or "anh"
            return await in_words(lambda: _put_picture(request, data, name, crop))
    return await in_words(lambda: _cut_anew(request, old, crop) if old else no_file())


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
    Route("/bai/{key}/anh", _picture, methods=["POST"]),
    Route("/bai/{key}/anh", shown(_whole_picture)),
    Route("/bai/{key}/anh/cat", told(_uncut), methods=["POST"]),
]
