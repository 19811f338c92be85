"""Routes of files: the desk's own style and script, and what a shown page refers to (theme, pictures)."""

from __future__ import annotations

import io
import mimetypes
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageOps
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..core.files.file_types import TYPES
from .web import FOLDER, desk_of, shown

_OWN = {"desk.css": "text/css; charset=utf-8", "desk.js": "text/javascript; charset=utf-8"}
_NOTHING = Response("404", 404)
_WIDEST = 1600
_STILL = {"Cache-Control": "private, max-age=600"}


def _own(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _OWN:
        return _NOTHING
    return Response((FOLDER / name).read_bytes(), media_type=_OWN[name])


def _theme(request: Request) -> Response:
    preview = desk_of(request).room.preview
    file = f"theme/{request.path_params['name']}"
    data = preview.bundle.get(file) if preview else None
    if data is None:
        return _NOTHING
    kind = mimetypes.guess_type(file)[0] or "application/octet-stream"
    if kind.startswith("text/javascript") or file.endswith(".js"):
        return _NOTHING  # a shown page runs nothing
    return Response(data, media_type=kind, headers=_STILL)


def _picture(request: Request) -> Response:
    """A picture as a page names it: the source, scaled, whatever form the page asks for; a build encodes it well."""
    desk, name = desk_of(request), f"anh/{request.path_params['name']}"
    preview = desk.room.preview
    for images in list(preview.pictures.values()) if preview else ():
        found = images.at(name)
        if found:
            path = desk.room.path(found[0])
            status = path.stat()
            data, kind = _scaled(path, status.st_mtime_ns, found[1].width)
            return Response(data, media_type=kind, headers=_STILL)
    return _NOTHING


@lru_cache(maxsize=64)
def _scaled(path: Path, _: int, width: int) -> tuple[bytes, str]:
    with Image.open(path) as opened:
        opened.draft("RGB", (min(width, _WIDEST),) * 2)
        image = ImageOps.exif_transpose(opened)
    image.thumbnail((min(width, _WIDEST), 16_000))
    stream = io.BytesIO()
    if image.mode in {"RGBA", "LA", "P", "PA"}:
        image.convert("RGBA").save(stream, "PNG", compress_level=1)
        return stream.getvalue(), "image/png"
    image.convert("RGB").save(stream, "JPEG", quality=80)
    return stream.getvalue(), "image/jpeg"


def _beside(request: Request) -> Response:
    """A picture that lies beside an article, for the desk's own screens."""
    desk = desk_of(request)
    source = desk.source(request.path_params["key"])
    file = request.path_params["name"]
    folder = source.rpartition("/")[0]
    path = file.removeprefix("/") if file.startswith("/") else f"{folder}/{file}"
    if path.rpartition(".")[2].lower() in TYPES or path not in desk.room.checked.sources.files:
        return _NOTHING
    try:
        data, kind = _scaled(desk.room.path(path), desk.room.path(path).stat().st_mtime_ns, 640)
    except (OSError, ValueError, SyntaxError):
        return _NOTHING
    return Response(data, media_type=kind)


def _published(request: Request) -> Response:
    """What a shown page refers to, at the addresses that it has on the site."""
    view = {"theme": _theme, "anh": _picture}.get(request.path_params["folder"])
    return view(request) if view else _NOTHING


ROUTES = [
    Route("/ban/{name}", shown(_own)),
    Route("/bai/{key}/tep/{name:path}", shown(_beside)),
    Route("/{folder}/{name:path}", shown(_published)),
]
