"""A speaker's kit: what of the column a month, a topic or a demand of the plan is; its slides, leaflet and chat text.

All of it is made of a hand-out's pieces, so that a speaker says on the screen what stands on the paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from ..addresses import item_path, month_path, term_path
from ..article.article import KeyFigure
from ..plan.plan import Item
from ..plan.plan_names import PlanNames
from ..text.dates import month_name
from .handout import month_articles, months_with_articles

if TYPE_CHECKING:
    from ..article.article import Article
    from ..column.column import Column
    from .handout import MonthHandout, Piece

MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
MOST_ARTICLES = 12
"""Newest articles of a topic or a demand: a meeting has no time for more."""
LINES, LINE, HEADING = 10, 56, 46
"""Lines of a slide under a heading of one line, letters of a line and of a heading's, in the size that the last row of
a hall reads."""
SOURCE = 0.65
"""Height of a line of a source, under its figure; it has room for more letters."""


class Subject(NamedTuple):
    """What a kit is about. key: safe in a file's name; path: of its list; articles: oldest first."""

    key: str
    title: str
    path: str
    articles: tuple[Article, ...]


class SubjectError(ValueError):
    """Raised for what is no subject, or has no articles; its text is for editors."""


def find_subject(column: Column, wanted: str) -> Subject:
    """By "YYYY-MM", or by slug or name of a topic or a demand. Raises SubjectError."""
    if MONTH.fullmatch(wanted):
        name = month_name(int(wanted[:4]), int(wanted[5:])).lower()
        if articles := month_articles(column, wanted):
            return Subject(wanted, f"Tài liệu tuyên truyền {name}", month_path(wanted), articles)
        known = ", ".join(months_with_articles(column)[-24:]) or "(chưa tháng nào)"
        raise SubjectError(f"{name} không có bài nào để làm tài liệu; các tháng có bài: {known}")
    names = PlanNames(column.plans)
    for kind, folder in (("topic", "chu-de"), ("item", "muc")):
        for slug in names.candidates(kind, wanted)[:1]:
            term = column.plans.items[slug] if kind == "item" else column.plans.terms[kind][slug]
            listed = column.lists[kind].get(slug, ())
            newest = [article for article in listed if not article.sample and not article.translation_of]
            if not newest:
                raise SubjectError(f"“{term.name}” chưa có bài nào (bài mẫu, bản dịch không tính) để làm tài liệu")
            path = item_path(term.plan, term.written) if isinstance(term, Item) else term_path(kind, slug)
            return Subject(f"{folder}-{slug}", term.name, path, tuple(reversed(newest[:MOST_ARTICLES])))
    raise SubjectError(f"“{wanted}” không phải tháng (2021-07), chủ đề hay mục của kế hoạch")


# ── slides ───────────────────────────────────────────────────────────────────────────────────────────────────────────


class Slide(NamedTuple):
    """kind: "title", "part", "points", "figures", "quotation" or "questions"; lines: what is seen; notes: what is
    said."""

    kind: str
    heading: str
    lines: tuple[KeyFigure, ...] = ()
    notes: tuple[str, ...] = ()


def make_slides(handout: MonthHandout, column: str, address: str) -> tuple[Slide, ...]:
    """The deck: a title, then each topic, of each article its points, figures, quotations and questions, few enough on
    each slide to be read. column: the site's name; address: of the site, "" for none."""
    about = f"{handout.articles} bài, đọc toàn văn khoảng {handout.minutes} phút"
    slides = [Slide("title", handout.title, (KeyFigure(column, ""), KeyFigure(about, "")))]
    for section in handout.sections:
        quote = KeyFigure(f"Theo kế hoạch: “{section.topic.quote}”", "")
        slides.append(Slide("part", section.topic.name, (quote,)))
        for piece in section.pieces:
            slides += _of_piece(piece, address)
    return tuple(slides)


def _of_piece(piece: Piece, address: str) -> Iterator[Slide]:
    where = tuple(filter(None, (piece.origin and f"Nguồn: {piece.origin}", f"Bài: {address}{piece.path}")))
    notes = (piece.sapo, *where)
    shown = [
        ("points", piece.title, [KeyFigure(text, "") for text in piece.points or (piece.sapo,)]),
        ("figures", f"Số liệu: {piece.title}", list(piece.figures)),
        ("quotation", f"Trích: {piece.title}", [KeyFigure(text, "") for text in piece.quotations]),
        ("questions", f"Câu hỏi: {piece.title}", [KeyFigure(text, "") for text in piece.discussion]),
    ]
    for kind, heading, lines in shown:
        for number, chunk in enumerate(_evenly(lines, LINES - -(-len(heading) // HEADING) + 1)):
            yield Slide(kind, f"{heading} (tiếp)" if number else heading, chunk, notes)
            notes = where


def _evenly(lines: list[KeyFigure], room: int) -> list[tuple[KeyFigure, ...]]:
    """On as few slides as have room, none of them fuller than it need be."""
    chunks = list(_chunks(lines, room))
    while room > 1 and len(fewer := list(_chunks(lines, room - 1))) == len(chunks):
        chunks, room = fewer, room - 1
    return chunks


def _chunks(lines: list[KeyFigure], room: int) -> Iterator[tuple[KeyFigure, ...]]:
    """As many in one as there is room for, in lines; one that is longer has a slide of its own."""
    chunk: list[KeyFigure] = []
    taken = 0.0
    for line in lines:
        need = -(-len(line.text) // LINE) + SOURCE * -(-len(line.source) // LINE) + 0.3  # and the space behind it
        if chunk and taken + need > room:
            yield tuple(chunk)
            chunk, taken = [], 0.0
        chunk.append(line)
        taken += need
    if chunk:
        yield tuple(chunk)


# ── leaflet and chat ─────────────────────────────────────────────────────────────────────────────────────────────────


class Leaflet(NamedTuple):
    """What stands on a sheet folded twice. left_out: how many points and figures did not fit."""

    title: str
    points: tuple[str, ...]
    figures: tuple[KeyFigure, ...]
    questions: tuple[str, ...]
    left_out: int


def make_leaflet(handout: MonthHandout, most: int) -> Leaflet:
    """The first of each article, then the second of each: so many points, half as many figures and a third of
    questions at most."""
    pieces = [piece for section in handout.sections for piece in section.pieces]
    points = _in_turn(piece.points or (piece.sapo,) for piece in pieces)
    figures = _in_turn(piece.figures for piece in pieces)
    questions = _in_turn(piece.discussion for piece in pieces)
    kept = points[:most], figures[: -(-most // 2)], questions[: -(-most // 3)]
    return Leaflet(handout.title, *kept, len(points) + len(figures) - len(kept[0]) - len(kept[1]))


def _in_turn(rows: Iterable[tuple]) -> tuple:  # type: ignore[type-arg]
    turns = zip_longest(*rows)
    return tuple(dict.fromkeys(entry for turn in turns for entry in turn if entry is not None))


def chat_text(handout: MonthHandout, column: str, address: str) -> str:
    """Plain text for a group chat: no markup that a chat would show, addresses alone on their lines."""
    blocks = [f"{handout.title.upper()}\n{column}"]
    for section in handout.sections:
        blocks.append(section.topic.name.upper())
        for piece in section.pieces:
            lines = [piece.title, *(f"- {point}" for point in piece.points or (piece.sapo,))]
            lines += [
                f"- {figure.text}{f' (nguồn: {figure.source})' if figure.source else ''}"
                for figure in piece.figures
                if piece.marked or figure.source
            ]
            lines += [f"? {question}" for question in piece.discussion]
            blocks.append("\n".join([*lines, f"{address}{piece.path}"]))
    return "\n\n".join(blocks) + "\n"
