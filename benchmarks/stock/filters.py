"""What the theme asks of Python: markup that is rendered once, neighbours, the marks of a text, JSON, joined files."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from json import dumps
from pathlib import Path
from typing import Any

from jinja2 import Environment, pass_environment
from pelican.settings import DEFAULT_CONFIG
from pelican.utils import slugify

_HEADING = re.compile("<h2>(.*?)</h2>")
_TABLE = re.compile("<table>.*?</table>", re.DOTALL)
_TAG = re.compile("<[^>]+>")
_slug = partial(slugify, regex_subs=DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"])


@pass_environment
def once(environment: Environment, value: Any, macro: str) -> str:
    """What `macro` of parts.html makes of the value; a build has one environment for articles, and keeps it there."""
    kept = environment.__dict__.setdefault("kept", {})
    key = macro, value
    if key not in kept:
        kept[key] = getattr(environment.get_template("parts.html").module, macro)(value)
    return kept[key]


@dataclass(slots=True)
class Near:
    """The articles around one: the next newer of its topic, the others, three older ones with a common tag."""

    newer: Any = None
    others: list[Any] = field(default_factory=list)
    related: list[Any] = field(default_factory=list)


@pass_environment
def near(environment: Environment, article: Any, articles: list[Any]) -> Near:
    """The neighbours of an article; those of all are found at the first question."""
    places = environment.__dict__.get("near")
    if places is None:
        places = environment.__dict__["near"] = _places(articles)
    return places.get(article) or Near()


def _places(newest_first: list[Any]) -> dict[Any, Near]:
    found: dict[Any, Near] = {}
    topics: dict[str, list[int]] = defaultdict(list)
    latest: dict[str, deque[int]] = defaultdict(lambda: deque(maxlen=3))
    oldest_first = newest_first[::-1]
    for number, article in enumerate(oldest_first):
        topic = article.category.slug
        earlier = topics[topic]
        mine = found[article] = Near()
        if earlier:
            found[oldest_first[earlier[-1]]].newer = article
        earlier.append(number)
        shared: set[int] = set()
        for tag in getattr(article, "tags", ()):
            with_tag = latest[tag.slug]
            shared.update(with_tag)
            with_tag.append(number)
        others = (oldest_first[other] for other in sorted(shared, reverse=True))
        mine.related = list(itertools.islice((other for other in others if other.category.slug != topic), 3))
    for strand in topics.values():
        for at, number in enumerate(strand):
            found[oldest_first[number]].others = [
                oldest_first[other] for other in _others(strand, at, len(oldest_first))
            ]
    return found


def _others(strand: list[int], at: int, count: int) -> list[int]:
    """Six older ones of the topic; with fewer than three, newer ones and those of the whole column, up to three."""
    older = strand[max(at - 6, 0) : at][::-1]
    if len(older) >= 3:
        return older
    mine = strand[at]
    near = itertools.chain(strand[at + 2 :], range(mine - 1, -1, -1), range(mine + 1, count))
    shown = {mine, *strand[at + 1 : at + 2], *older}
    fresh = (other for other in dict.fromkeys(near) if other not in shown)
    found = [*older, *itertools.islice(fresh, 3 - len(older))]
    return found or strand[at + 1 : at + 2]


@dataclass(slots=True)
class Front:
    """Below the newest: topics with news and three of their articles, by slug, and how many the others have."""

    blocks: dict[str, list[Any]]
    quiet: dict[str, int]


def front(articles: list[Any], topics: Iterable[str], categories: list[tuple[Any, list[Any]]]) -> Front:
    """Six topics whose newest articles, that do not stand above, are the newest; the others are listed."""
    above = set(articles[:11])
    since = min(articles[:24][-1].date, articles[0].date - dt.timedelta(days=365))
    of = {category.slug: rows for category, rows in categories}
    left = {slug: [row for row in of[slug][:14] if row not in above][:3] for slug in topics if slug in of}
    fresh = [slug for slug, rows in left.items() if rows and rows[0].date >= since]
    kept = set(sorted(fresh, key=lambda slug: left[slug][0].date, reverse=True)[:6])
    quiet = {slug: len(of[slug]) for slug in left if slug not in kept}
    return Front({slug: rows for slug, rows in left.items() if slug in kept}, quiet)


@dataclass(slots=True)
class Text:
    """An article's body as its page shows it, its headings as (id, words), and how long it takes to read."""

    html: str
    headings: list[tuple[str, str]]
    words: int
    minutes: int


def text(html: str) -> Text:
    """Headings get ids, tables a region that scrolls; words are counted."""
    words = len(_TAG.sub("", html).split())
    headings: list[tuple[str, str]] = []

    def heading(match: re.Match[str]) -> str:
        headings.append((f"muc-{_slug(match[1])}", match[1]))
        return f'<h2 id="{headings[-1][0]}">{match[1]}</h2>'

    number = itertools.count(1)

    def table(match: re.Match[str]) -> str:
        cells = match[0].replace("<th>", '<th scope="col">')
        opening = f'<section aria-label="Bảng {next(number)}" class="table-scroll" tabindex="0">'
        return f"{opening}{cells}</section>"

    html = _TABLE.sub(table, _HEADING.sub(heading, html))
    return Text(html, headings, words, max(1, round(words / 230)))


def json(value: object) -> str:
    """JSON that can't end its <script> element."""
    return dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c").replace("&", "\\u0026")


class Asset:
    """Files joined into one that is named after its content."""

    def __init__(self, name: str, ending: str, files: Iterable[Path]) -> None:
        self.text = "".join(file.read_text(encoding="utf-8") for file in files)
        self.path = f"theme/{name}.{blake2b(self.text.encode(), digest_size=5).hexdigest()}.{ending}"


def style_sheets(folder: Path) -> list[Path]:
    """The theme's style sheets in the order of its cascade."""
    components = [*sorted((folder / "components").glob("*.css")), *sorted((folder / "more").glob("*.css"))]
    first, last = ("tokens", "base", "layout"), ("utilities", "print")
    return [*(folder / f"{name}.css" for name in first), *components, *(folder / f"{name}.css" for name in last)]
