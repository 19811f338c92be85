"""A record: what one Markdown file says, in plain tuples that the store can keep, before any other file is known.

`read_article` is the only way from bytes to a record. What depends on the plan, the clock or other articles is
decided later, in `core/column/`, so that a record stays right while everything around it changes.
"""

from __future__ import annotations

import datetime as dt
import marshal
from dataclasses import replace
from hashlib import blake2b
from itertools import chain
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from ..body.parser import Body, BodyParser
from ..errors import LimitError
from ..problem import Problem, has_errors
from ..text import limits
from ..text.decoding import DecodingError, decode
from ..text.rules import text_is_clean
from ..text.vietnamese import count_words
from .draft import Draft
from .feed_places import more_places
from .front_matter import FrontMatter, split
from .given_headers import NOTHING_GIVEN, GivenHeaders
from .rules import METADATA_RULES
from .unfinished import unfinished

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping


class Record(NamedTuple):
    """One article's own values; strings, numbers, tuples, bytes and None only.

    Dates are ISO: instants with zone, days without. category, form, units, documents, items, priorities, plan are as
    written, not yet looked up; kind: one of KINDS of rules.py. more_places: see feed_places.py. references: (kind,
    target, fragment, line); headings:
    (level, id, text). key_figures: (figure, source, address of the source or "").
    """

    id: str
    slug: str
    title: str
    sapo: str
    date: str
    modified: str
    status: str
    lang: str
    category: str
    form: str
    units: tuple[str, ...]
    documents: tuple[str, ...]
    items: tuple[str, ...]
    priorities: tuple[str, ...]
    tags: tuple[str, ...]
    authors: tuple[str, ...]
    lead: tuple[str, ...] | None
    origin: str
    origin_url: str
    corrections: tuple[tuple[str, str], ...]
    attachments: tuple[tuple[str, str], ...]
    aliases: tuple[str, ...]
    translation_of: str
    lead_until: str
    expires: str
    flags: tuple[str, ...]
    sample: bool
    more_places: int
    plan: str
    kind: str
    words: int
    references: tuple[tuple[str, str, str, int], ...]
    headings: tuple[tuple[int, str, str], ...]
    digest: bytes
    card_digest: bytes
    whole_digest: bytes
    withdrawn: tuple[str, ...] = ()
    """(day, reason), () for an article that was not taken back"""
    series: str = ""
    key_points: tuple[str, ...] = ()
    key_figures: tuple[tuple[str, str, str], ...] = ()
    discussion: tuple[str, ...] = ()
    audio: tuple[str, ...] = ()
    """(file, voice), () for an article that can't be heard"""


_ON_CARDS = ("id", "slug", "title", "sapo", "date", "lang", "category", "form", "lead", "sample")
"""What lists show of an article."""


def sound_of(record: object) -> tuple[str, ...]:
    """The file that an article can be heard from, if there is one; events have none."""
    sound: tuple[str, ...] = getattr(record, "audio", ())
    return sound[:1]


R = TypeVar("R")


class Reading(NamedTuple, Generic[R]):
    """What came of one file: its record, cleaned HTML and plain text, and all its problems. With an error among them
    the record says what could be read, so that what is wrong between files is told at once; its texts are empty."""

    record: R | None
    html: str
    text: str
    problems: tuple[Problem, ...]


def digest_of(value: tuple[Any, ...]) -> bytes:
    """A 16-byte digest of a value made of strings, numbers, tuples, bytes and None."""
    return blake2b(marshal.dumps(value, 2), digest_size=16).digest()


def read_article(
    data: bytes, source: str, zone: ZoneInfo, parser: BodyParser, given: GivenHeaders = NOTHING_GIVEN
) -> Reading[Record]:
    """Read one file. Never raises on content: whatever is wrong becomes a problem."""
    return read_file(data, source, zone, parser, METADATA_RULES, _record, given, asks_text=True)


def read_file(
    data: bytes,
    source: str,
    zone: ZoneInfo,
    parser: BodyParser,
    rules: Iterable[Callable[[Draft], None]],
    make: Callable[[Draft, Body], R],
    given: GivenHeaders = NOTHING_GIVEN,
    *,
    asks_text: bool = False,
) -> Reading[R]:
    """Read a file of headers and a text. rules: judge its headers and leave their values in the draft; make: the record
    of draft and body; given: what settings say of the headers; asks_text: refuse one without a text."""
    text, front, early = read_front(data, source)
    headers = given.complete(front.headers if front else (), page=source.startswith("pages/"))
    draft = Draft(source=source, zone=zone, headers=headers, further=given.further)
    for check in rules:
        check(draft)
    if front is None:
        return Reading(make(draft, Body(html="", text="")), "", "", early)
    body = parser.parse(front.body, source=source, first_line=front.body_line)
    problems = (
        *early,
        *draft.problems,
        *(unfinished(draft, front) if asks_text else ()),
        *_judge_letters(text, source, front),
        *body.problems,
    )
    if asks_text:
        empty = not body.text.strip() and not body.references and not has_errors(body.problems)
        if not front.body.strip() or empty:
            message = "bài chỉ có phần đầu, không có nội dung; nội dung bắt đầu sau một dòng trống"
            problems = (*problems, _problem(source, front.body_line, "nội dung", message, "body-empty"))
    record = make(draft, body)
    return (
        Reading(record, "", "", problems) if has_errors(problems) else Reading(record, body.html, body.text, problems)
    )


def read_front(data: bytes, source: str) -> tuple[str, FrontMatter | None, tuple[Problem, ...]]:
    """Decode and split one file; the front matter is None when nothing further can be said of the file."""
    try:
        limits.check_size(data)
        text = decode(data)
    except LimitError as error:
        return "", None, (_problem(source, 0, "tệp", str(error), "limits"),)
    except DecodingError as error:
        return "", None, (_problem(source, error.line, "tệp", str(error), "text-encoding"),)
    if not text.strip():
        return text, None, (_problem(source, 1, "tệp", "tệp trống; xoá tệp hoặc viết bài vào", "text-empty"),)
    front = split(text)
    faults = tuple(_problem(source, line, "phần đầu", message, rule) for line, rule, message in front.faults)
    if not front.headers:
        return text, None, faults
    return text, front, faults


def _judge_letters(text: str, source: str, front: FrontMatter) -> Iterator[Problem]:
    """What is wrong with the characters of a file, each told of the header or the body that it stands in."""
    for problem in text_is_clean(text, source):
        above = [header.name for header in front.headers if header.line <= problem.line < front.body_line]
        yield replace(problem, field=above[-1]) if above else problem


def _problem(source: str, line: int, field: str, message: str, rule: str) -> Problem:
    return Problem(path=source, line=line, field=field, message=message, rule=rule)


def fields_of(draft: Draft, kind: type[NamedTuple]) -> dict[str, Any]:
    """Of a record's fields those that the rules left values for, as records keep them, in the record's order."""
    values = draft.values
    return {name: _plain(values[name]) for name in kind._fields if name in values}


def _plain(value: Any) -> Any:
    """A day or an instant as ISO text, "" for none; tuples of them likewise."""
    if type(value) is str or value == ():  # as most are
        return value
    if value is None or isinstance(value, dt.date):
        return value.isoformat() if value else ""
    return tuple(map(_plain, value)) if isinstance(value, tuple) else value


def _record(draft: Draft, body: Body) -> Record:
    fields = {**fields_of(draft, Record), "lead": draft.values["lead"]}  # None for none, unlike a day
    printed = (
        fields["title"],
        fields["sapo"],
        *(fields["lead"] or ())[:4],
        *(text for _, text in fields["corrections"]),
        *fields["key_points"],
        *chain.from_iterable(fields["key_figures"]),
        *fields["discussion"],
    )
    html = body.html.encode()
    fields["more_places"] = more_places(html, printed, len(body.references) + len(fields["attachments"]))
    card = tuple(map(fields.__getitem__, _ON_CARDS))
    return Record(**fields, words=count_words(body.text), **of_body(fields, body, html), card_digest=digest_of(card))


def of_body(fields: Mapping[str, Any], body: Body, html: bytes) -> dict[str, Any]:
    """What a record says of its text, and its digests. fields: everything else the record says, but the text's length;
    html: the body's.

    `digest` covers all that other pages and rules about all files may know of the text, so that most edits of a text
    leave it alone. Line numbers are for messages: moving a paragraph's start must not look like a change.
    """
    references = tuple((ref.kind, ref.target, ref.fragment, ref.line) for ref in body.references)
    headings = tuple((heading.level, heading.id, heading.text) for heading in body.headings)
    digest = digest_of((*fields.values(), tuple(ref[:3] for ref in references), headings))
    return {
        "references": references,
        "headings": headings,
        "digest": digest,
        "whole_digest": blake2b(digest + html, digest_size=16).digest(),
    }
