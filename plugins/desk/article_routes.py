"""Routes of one article: the screen, its messages and page while somebody types, saving, states, who has it open."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..core.article.header_edit import halves
from ..core.problem import Problem
from .desk import Desk, Edit, Saved
from .drafts import Kept
from .files import Opened, blob, opened
from .forms import fields_of
from .merging import merged
from .people import EDITOR, PUBLISHER
from .web import Lane, desk_of, page, person_of, shown, told

_NAME = re.compile(r"[\w-]{1,60}")


def _screen(request: Request) -> Response:
    desk, person = desk_of(request), person_of(request)
    source = desk.source(request.path_params["key"])
    standing = desk.file(source)
    text, base, loose = _asked(request, desk, source, standing)
    kept = desk.drafts.find(person.email, source)
    cut = halves(text) if not standing.fault else None
    looked = desk.look(source, text)
    record = looked.reading.record
    clash = desk.sync.state.clashes.get(source)
    return page(
        request,
        "article.html",
        key=request.path_params["key"],
        source=source,
        title=(record.title if record else "") or source,
        state=desk.state(record, 0, source),
        status=record.status if record else "",
        standing=standing,
        head=cut.head if cut else "",
        body=cut.body if cut else text,
        raw=cut is None,
        fields=fields_of(text, desk.room.checked.parts) if cut else [],
        kept=kept if kept and kept.text != text and not loose else None,
        loose=loose,
        base=base,
        holder=desk.locks.holder(source),
        clash=clash,
        may_approve=person.may(EDITOR),
        may_publish=person.may(PUBLISHER),
        broken=desk.room.checked.indexed is None,
        no_plan=not desk.room.checked.parts.plans.plans,
    )


def _asked(request: Request, desk: Desk, source: str, standing: Opened) -> tuple[str, str, bool]:
    """The text that the screen begins with, the base it is saved over, and whether it is not the file's."""
    if request.query_params.get("tam"):
        kept = desk.drafts.find(person_of(request).email, source)
        if kept:
            return kept.text, kept.base, True
    commit = request.query_params.get("tu", "")
    if commit and (data := at_commit(desk, source, commit)) is not None:
        return data, standing.base, True
    if standing.fault and request.query_params.get("doi"):
        return standing.suggestion, standing.base, True
    return standing.text, standing.base, False


def at_commit(desk: Desk, source: str, commit: str) -> str | None:
    """The article as one of its commits has it, under the name that it had then; None for no commit of its."""
    for entry in desk.git.history(source) if desk.git.here else ():
        if entry.id == commit:
            data = desk.git.show(commit, entry.path.removeprefix(desk.git.prefix) or source)
            return data.decode("utf-8", "replace").replace("\r\n", "\n") if data is not None else None
    return None


def _edit(given: dict[str, Any]) -> Edit:
    changes = {
        _header(name): [str(value) for value in values] for name, values in dict(given.get("changes", {})).items()
    }
    return Edit(str(given["head"]), changes, str(given["body"]), str(given["base"]))


def _header(name: object) -> str:
    """A header's name. KeyError for what would be more than one line of the file."""
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise KeyError(name)
    return name


def _look(request: Request, given: dict[str, Any]) -> dict[str, Any]:
    desk = desk_of(request)
    source, edit = desk.source(request.path_params["key"]), _edit(given)
    text = edit.text
    looked = desk.look(source, text, whole=bool(given.get("whole")))
    cut = halves(text)
    html = desk.room.page(source, looked.reading) if given.get("page") else None
    return {
        "problems": _rows(looked.problems, cut.body_line if cut and edit.head else 1),
        "errors": looked.errors,
        "doubt": looked.doubt,
        "html": html.decode("utf-8", "replace") if html else "",
        "words": looked.reading.record.words if looked.reading.record else 0,
    }


def _lane(request: Request, given: dict[str, Any]) -> Lane:
    """Messages of a usual text alone are asked for at every rest of everybody who types."""
    body = given.get("body")
    if given.get("whole"):
        return Lane.WHOLE
    if given.get("page"):
        return Lane.PAGE
    return Lane.HERE if isinstance(body, str) and desk_of(request).room.is_quick(body) else Lane.APART


def _rows(problems: Sequence[Problem], first: int) -> list[dict[str, Any]]:
    """Problems for the page: at which header, or at which line of the text that is typed."""
    return [
        {
            "at": problem.line - first + 1 if problem.line >= first else 0,
            "field": problem.field,
            "message": problem.message,
            "rule": problem.rule,
            "error": problem.severity == "error",
        }
        for problem in problems
    ]


def _save(request: Request, given: dict[str, Any]) -> dict[str, Any]:
    desk, person = desk_of(request), person_of(request)
    source = desk.source(request.path_params["key"])
    edit = _edit(given)
    clash = desk.sync.state.clashes.get(source) if given.get("clash") else None
    saved = desk.save(source, edit, person, correction=str(given.get("correction", "")))
    if clash is not None and clash.blob == given["clash"]:
        desk.sync.choose(source, clash.blob)
    return _told(desk, source, saved)


def _told(desk: Desk, source: str, saved: Saved) -> dict[str, Any]:
    cut = halves(saved.text)
    looked = desk.look(source, saved.text)
    record = looked.reading.record
    return {
        "base": saved.base,
        "head": cut.head if cut else "",
        "body": cut.body if cut else saved.text,
        "commit": saved.commit,
        "state": desk.state(record, 0, source),
        "at": time.strftime("%H:%M"),
    }


def _set_state(request: Request, given: dict[str, Any]) -> dict[str, Any]:
    desk, person = desk_of(request), person_of(request)
    source, to = desk.source(request.path_params["key"]), str(given["to"])
    if to not in {"review", "draft", "published", "hidden"}:
        raise KeyError(to)
    date, words = str(given.get("date", "")).strip(), str(given.get("words", "")).strip()
    saved = desk.set_state(source, str(given["base"]), to, person, date=date, words=words)
    return _told(desk, source, saved)


def _keep(request: Request, given: dict[str, Any]) -> dict[str, Any]:
    desk = desk_of(request)
    source, edit = desk.source(request.path_params["key"]), _edit(given)
    if given.get("drop"):
        desk.drafts.drop(person_of(request).email, source)
        return {}
    if len(edit.text) <= 1_000_000:
        desk.drafts.keep(person_of(request).email, source, Kept(edit.base, edit.text, time.time()))
    return {"at": time.strftime("%H:%M:%S")}


def _beat(request: Request, given: dict[str, Any]) -> dict[str, Any]:
    desk, person = desk_of(request), person_of(request)
    tab = str(given["tab"])[:40]
    if given.get("leave"):
        desk.locks.leave(tab)
        return {}
    source = desk.source(request.path_params["key"])
    holder = desk.locks.beat(source, tab, person, take=bool(given.get("take")))
    data = desk.folder.read(source)
    state = desk.sync.state
    return {
        "mine": holder.tab == tab,
        "who": "bạn, ở một thẻ khác" if holder.person.email == person.email else holder.person.name,
        "since": time.strftime("%H:%M", time.localtime(holder.since)),
        "base": blob(data) if data is not None else "",
        "waiting": state.waiting,
        "kind": state.kind,
        "clash": source in state.clashes,
    }


def _merge(request: Request, given: dict[str, Any]) -> dict[str, Any]:
    """Both versions joined by paragraphs, for a person to look at; nothing is written. What stands in the file comes
    first; only who has that before them is shown what another newsroom made of it."""
    desk = desk_of(request)
    source, edit = desk.source(request.path_params["key"]), _edit(given)
    standing = desk.file(source)
    clash = desk.sync.state.clashes.get(source) if edit.base == standing.base else None
    theirs = clash.theirs if clash else standing.text
    began = clash.began if clash else _began(desk, edit.base)
    joined, whole = merged(edit.text, began or "", theirs)
    return {
        "mine": edit.text,
        "theirs": theirs,
        "base": standing.base,
        "clash": clash.blob if clash else "",
        "joined": joined,
        "whole": whole and began is not None,
    }


def _began(desk: Desk, base: str) -> str | None:
    """The text that an edit began from, None when git does not have it."""
    data = desk.git.blob_at(base) if desk.git.here else None
    return opened(data).text if data is not None else None


def _search(request: Request) -> Response:
    from starlette.responses import JSONResponse

    from .rows import Filters

    desk = desk_of(request)
    found = desk.rows.find(Filters(words=request.query_params.get("chu", "")))[:20]
    return JSONResponse([{"source": row.source, "title": row.title, "date": row.date[:10]} for row in found])


ROUTES = [
    Route("/tim", shown(_search)),
    Route("/bai/{key}", shown(_screen)),
    Route("/bai/{key}", told(_save), methods=["PUT"]),
    Route("/bai/{key}/xem", told(_look, _lane), methods=["POST"]),
    Route("/bai/{key}/trang-thai", told(_set_state), methods=["POST"]),
    Route("/bai/{key}/tam", told(_keep), methods=["PUT"]),
    Route("/bai/{key}/giu", told(_beat), methods=["POST"]),
    Route("/bai/{key}/noi", told(_merge), methods=["POST"]),
]
