"""Routes of the screens about many articles: the list, problems, coverage, history, before and after, new ones."""

from __future__ import annotations

from difflib import SequenceMatcher
from html import escape
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ..core.article.front_matter import split
from ..core.plan.plan_names import PlanNames
from ..core.reports.coverage import measure
from .article_routes import at_commit
from .desk import Desk, RefusedError
from .files import key_of
from .rows import PAGE, Filters
from .web import Lane, desk_of, page, person_of, shown, told


def _list(request: Request) -> Response:
    desk, asked = desk_of(request), request.query_params
    filters = Filters(*(asked.get(name, "") for name in _NAMES))
    version = desk.room.version
    rows, facets = desk.rows.find(filters), desk.rows.facets()
    last = max(1, -(-len(rows) // PAGE))
    number = min(max(int(asked["trang"]) if asked.get("trang", "").isdigit() else 1, 1), last)
    parts = desk.room.checked.parts
    held = {row.source: desk.locks.holder(row.source) for row in rows[(number - 1) * PAGE : number * PAGE]}
    return page(
        request,
        "list.html",
        rows=rows[(number - 1) * PAGE : number * PAGE],
        found=len(rows),
        filters=filters,
        counts=facets.counts,
        topics=[(slug, term.name) for slug, term in parts.plans.terms["topic"].items()],
        units=[(slug, term.name) for slug, term in parts.plans.terms["unit"].items()],
        authors=facets.authors,
        months=facets.months,
        names={slug: term.name for slug, term in parts.plans.terms["topic"].items()},
        held=held,
        version=version,
        number=number,
        last=last,
        links=lambda to: str(request.url.include_query_params(trang=to).query),
    )


_NAMES = ("trang-thai", "chu-de", "don-vi", "tac-gia", "thang", "chu")
"""Parameters of the list, in the order of Filters."""


def _pulse(request: Request, _: dict[str, Any]) -> dict[str, Any]:
    """What a list that stands open follows: which state of the folder there is, and who has what open."""
    desk = desk_of(request)
    held = {key_of(source): holder.person.name for source, holder in desk.locks.holders().items()}
    return {"version": desk.room.version, "held": held}


def _problems(request: Request) -> Response:
    desk = desk_of(request)
    rows = [(problem, key_of(problem.path)) for problem in desk.room.checked.problems]
    known = set(desk.room.articles)
    return page(request, "problems.html", rows=rows[:1000], count=len(rows), known=known)


def _coverage(request: Request) -> Response:
    desk = desk_of(request)
    column = desk.room.checked.column
    if column is None:
        raise RefusedError(409, "trong thư mục nội dung có lỗi nên chưa đếm được; xem trang Lỗi")
    if not column.plans.plans:
        raise RefusedError(409, "chưa có kế hoạch nào trong plan.toml")
    asked = column.plans.plan(PlanNames(column.plans).plan(request.query_params.get("ke-hoach", "")))
    found = measure(column, column.today, asked)
    return page(request, "coverage.html", coverage=found, plans=column.plans.plans, day=column.today)


def _new(request: Request) -> Response:
    parts, asked = desk_of(request).room.checked.parts, request.query_params
    item = parts.plans.items.get(asked.get("muc", ""))
    return page(request, "new.html", item=item)


def _start(request: Request, given: dict[str, Any]) -> dict[str, str]:
    desk = desk_of(request)
    item = desk.room.checked.parts.plans.items.get(str(given.get("item", "")))
    headers = {"Category": [item.topic], "Plan_items": [item.slug]} if item else {}
    if item and item.form:
        headers["Form"] = [item.form]
    return {"to": f"/bai/{key_of(desk.start(str(given['title']), person_of(request), headers))}"}


# ── one article's past ───────────────────────────────────────────────────────────────────────────────────────────────


def _history(request: Request) -> Response:
    desk = desk_of(request)
    source = desk.source(request.path_params["key"])
    commits = desk.git.history(source) if desk.git.here else []
    return page(request, "history.html", key=request.path_params["key"], source=source, commits=commits)


def _compare(request: Request) -> Response:
    desk = desk_of(request)
    source, against = desk.source(request.path_params["key"]), request.query_params.get("voi", "")
    now = desk.file(source).text
    before, name = _earlier(desk, source, against)
    pages = [_page(desk, source, text) if text else "" for text in (before, now)]
    return page(
        request,
        "compare.html",
        key=request.path_params["key"],
        source=source,
        name=name,
        blocks=list(words_changed(before, now)),
        pages=pages,
    )


def _page(desk: Desk, source: str, text: str) -> str:
    html = desk.room.page(source, desk.look(source, text).reading)
    return html.decode("utf-8", "replace") if html else ""


def _earlier(desk: Desk, source: str, against: str) -> tuple[str, str]:
    """An earlier text and what it is called."""
    if against and against != "live":
        text = at_commit(desk, source, against)
        if text is None:
            raise RefusedError(404, "bài không có bản này trong lịch sử")
        return text, f"bản {against[:10]}"
    commit = desk.live.commit() or (desk.git.head() if desk.git.here else "")
    data = desk.git.show(commit, source) if commit else None
    name = "bản đang trên trang" if desk.live.commit() else "bản commit gần nhất"
    return (data.decode("utf-8", "replace").replace("\r\n", "\n") if data is not None else ""), name


def words_changed(before: str, after: str) -> list[tuple[str, str]]:
    """(place, marked HTML) of every header and paragraph that differs: words gone in <del>, words come in <ins>."""
    was, now = _pieces(before), _pieces(after)
    blocks = []
    for kind, i, j, k, m in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        for n in range(max(j - i, m - k)):
            old = was[i + n] if i + n < j else ("", "")
            new = now[k + n] if k + n < m else ("", "")
            blocks.append((new[0] or old[0], _marked(old[1], new[1])))
    return blocks


def _pieces(text: str) -> list[tuple[str, str]]:
    front = split(text)
    rows = [(header.name, header.value) for header in front.headers]
    return rows + [("nội dung", part) for part in front.body.split("\n\n") if part.strip()]


def _marked(old: str, new: str) -> str:
    was, now = old.split(), new.split()
    out = []
    for kind, i, j, k, m in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if kind == "equal":
            out.append(escape(" ".join(was[i:j])))
            continue
        if i < j:
            out.append(f"<del>{escape(' '.join(was[i:j]))}</del>")
        if k < m:
            out.append(f"<ins>{escape(' '.join(now[k:m]))}</ins>")
    return " ".join(out)


def _away(_: Request) -> Response:
    return RedirectResponse("/", 303)


ROUTES = [
    Route("/", shown(_list)),
    Route("/nhip", told(_pulse, lambda *_: Lane.HERE), methods=["POST"]),
    Route("/loi", shown(_problems)),
    Route("/do-phu", shown(_coverage)),
    Route("/moi", shown(_new)),
    Route("/bai", told(_start), methods=["POST"]),
    Route("/bai", shown(_away)),
    Route("/bai/{key}/lich-su", shown(_history)),
    Route("/bai/{key}/so-sanh", shown(_compare)),
]
