"""What the routes share: pages from templates that escape everything, answers to scripts, and errors as words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from ..core.errors import ColumnError
from ..core.text.system_errors import reason
from ..system import build_inputs
from .desk import RefusedError
from .files import ConflictError, OutsideError
from .people import Person
from .rows import STATES

if TYPE_CHECKING:
    from .desk import Desk

FOLDER = build_inputs.ROOT / "theme" / "desk"
Answer = Callable[[Request], Awaitable[Response]]


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["moment"] = lambda text: f"{datetime.fromisoformat(text):%d/%m/%Y %H:%M}" if text else ""
    made.filters["stamp"] = lambda seconds: f"{datetime.fromtimestamp(seconds):%d/%m/%Y %H:%M}"
    made.globals["states"] = STATES
    return made


def desk_of(request: Request) -> Desk:
    """The one desk."""
    desk: Desk = request.app.state.desk
    return desk


def person_of(request: Request) -> Person:
    """Who asks, as the guard found out."""
    person: Person = request.state.person
    return person


def page(request: Request, template: str, code: int = 200, **values: object) -> HTMLResponse:
    """A whole page. values: what the template shows beside person, token and the line's state."""
    desk = desk_of(request)
    shared = {
        "person": person_of(request),
        "token": request.state.token,
        "sync": desk.sync.state,
        "git": desk.git.here,
        "site": desk.room.checked.parts.site.name,
        "here": request.url.path,
    }
    html: str = _environment().get_template(template).render(**shared, **values)
    return HTMLResponse(html.encode("utf-8", "replace"), code)  # half of a sign, in a draft, is no letter


def shown(view: Callable[[Request], Response]) -> Answer:
    """A route that asks for a page; it works in a thread, and what it refuses becomes a page of words."""

    async def answer(request: Request) -> Response:
        try:
            return await run_sync(view, request)
        except RefusedError as error:
            return page(request, "message.html", error.status, words=str(error))
        except ColumnError as error:
            return page(request, "message.html", 500, words=str(error))

    return answer


class Lane(Enum):
    """Where the work for one answer is done. HERE: before anything else; for what is shorter than the way to a thread.
    APART: in a thread of many. PAGE, WHOLE: in the one thread for such work: several would each take their turn of the
    interpreter, and everybody's messages would wait for all of them."""

    HERE = "here"
    APART = "apart"
    PAGE = "page"
    WHOLE = "whole"


_ALONE = {Lane.PAGE: CapacityLimiter(1), Lane.WHOLE: CapacityLimiter(1)}


def told(
    act: Callable[[Request, dict[str, Any]], Any],
    lane: Callable[[Request, dict[str, Any]], Lane] = lambda _, given: Lane.APART,
) -> Answer:
    """A route that a script calls with JSON; what it refuses becomes JSON with words. lane: where its work is done."""

    async def answer(request: Request) -> Response:
        try:
            given = await request.json()
        except (ValueError, RecursionError):
            return JSONResponse({"words": "yêu cầu không đọc được"}, 400)
        if not isinstance(given, dict):
            return JSONResponse({"words": "yêu cầu không đọc được"}, 400)
        return await in_words(lambda: act(request, given), lane(request, given))

    return answer


async def in_words(act: Callable[[], Any], lane: Lane = Lane.APART) -> Response:
    """Do something; the answer as JSON, and what went wrong in words."""
    try:
        return _answer(act) if lane is Lane.HERE else await run_sync(_answer, act, limiter=_ALONE.get(lane))
    except ConflictError as error:
        theirs = error.theirs
        return JSONResponse(
            {
                "words": str(error),
                "theirs": {"base": theirs.base, "text": theirs.text} if theirs else None,
            },
            409,
        )
    except RefusedError as error:
        return JSONResponse({"words": str(error), **error.more}, error.status)
    except OutsideError as error:
        return JSONResponse({"words": str(error)}, 400)
    except OSError as error:
        words = f"chưa lưu được vào ổ đĩa ({reason(error)}); tệp cũ còn nguyên, chữ của bạn còn trong trang này"
        return JSONResponse({"words": words}, 507)
    except UnicodeError:  # half of a sign, which is in no file
        return JSONResponse({"words": "trong chữ có ký tự hỏng; hãy xoá và gõ lại chỗ ấy"}, 422)
    except (KeyError, TypeError, AttributeError, ValueError):
        return JSONResponse({"words": "yêu cầu thiếu phần cần có"}, 400)
    except ColumnError as error:
        return JSONResponse({"words": str(error)}, 500)


def no_file() -> None:
    """What a form without its file gets."""
    raise RefusedError(400, "chưa chọn tệp nào")


def _answer(act: Callable[[], Any]) -> Response:
    found = act()
    return found if isinstance(found, Response) else JSONResponse(found)
