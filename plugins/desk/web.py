"""What the routes share: pages from templates that escape everything, answers to scripts, and errors as words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
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
    return HTMLResponse(_environment().get_template(template).render(**shared, **values), code)


def shown(view: Callable[[Request], Response]) -> Answer:
    """A route that asks for a page; it works in a thread, and what it refuses becomes a page of words."""

    async def answer(request: Request) -> Response:
        try:
            return await run_in_threadpool(view, request)
        except RefusedError as error:
            return page(request, "message.html", error.status, words=str(error))
        except ColumnError as error:
            return page(request, "message.html", 500, words=str(error))

    return answer


def told(
    act: Callable[[Request, dict[str, Any]], Any],
    quick: Callable[[Request, dict[str, Any]], bool] = lambda _, given: False,
) -> Answer:
    """A route that a script calls with JSON; it works in a thread, and what it refuses becomes JSON with words. quick:
    whether the work is shorter than the way to a thread; then nobody's answer waits for threads that take turns."""

    async def answer(request: Request) -> Response:
        try:
            given = await request.json()
        except ValueError:
            return JSONResponse({"words": "yêu cầu không đọc được"}, 400)
        if not isinstance(given, dict):
            return JSONResponse({"words": "yêu cầu không đọc được"}, 400)
        return await in_words(lambda: act(request, given), here=quick(request, given))

    return answer


async def in_words(act: Callable[[], Any], *, here: bool = False) -> Response:
    """Do something, in a thread unless `here`; the answer as JSON, and what went wrong in words."""
    try:
        return _answer(act) if here else await run_in_threadpool(_answer, act)
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
    except (KeyError, TypeError, AttributeError):
        return JSONResponse({"words": "yêu cầu thiếu phần cần có"}, 400)
    except ColumnError as error:
        return JSONResponse({"words": str(error)}, 500)


def _answer(act: Callable[[], Any]) -> Response:
    found = act()
    return found if isinstance(found, Response) else JSONResponse(found)
