"""The bodies of generated articles, in several styles of writing, so that a build can't be tuned to one of them.

Every style draws words at random and marks them up; what is drawn for an article depends on its number alone. Only
Markdown that the column, stock Pelican and Hugo read alike is used. LINK stands for a link to an older article named
by its title, ADDRESS for the address of one; the corpus fills both in.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

PLAIN, RICH, LISTS, NEWS, ENGLISH = "plain", "rich", "lists", "news", "english"
WORDS = 590
"""Words of a body at least, in all styles but `news`."""
SHORTEST, MIDDLE, SPREAD, LONGEST = 150, 480, 0.65, 2_500
"""Words of `news`: as many are shorter than MIDDLE as longer; SPREAD is the deviation of their logarithm."""


class Body(NamedTuple):
    """text: Markdown; older: numbers of the articles that its LINKs and ADDRESSes lead to, in their order."""

    text: str
    older: tuple[int, ...]


class Voice:
    """Draws words from a list, the first ones of it far more often than the last. head: of a table; more: the sentence
    with a link."""

    def __init__(
        self, words: Sequence[str], head: str = "| Nội dung | Số |", more: str = "Xem thêm LINK về nội dung này."
    ) -> None:
        self.words = words
        self.head = head
        self.more = more

    def phrase(self, draw: random.Random, count: int) -> str:
        """Words in a row, each as likely as any."""
        return " ".join(draw.choice(self.words) for _ in range(count))

    def sentence(self, draw: random.Random) -> str:
        """5 to 14 words, sometimes with a comma, the last one sometimes bold."""
        words = self.drawn(draw, draw.randint(5, 14))
        if draw.random() < 0.3:
            words.insert(len(words) // 2, words.pop() + ",")
        if draw.random() < 0.15:
            words[-1] = f"**{words[-1]}**"
        return _begun(" ".join(words)) + "."

    def drawn(self, draw: random.Random, count: int) -> list[str]:
        """Words as often as texts use them."""
        return [self.words[int(draw.random() ** 2 * len(self.words))] for _ in range(count)]


def plain(voice: Voice, draw: random.Random, number: int) -> Body:
    """Short sentences in paragraphs, with headings, lists, tables and quotes between; seldom a link."""
    older = (draw.randrange(number),) if number and draw.random() < 0.4 else ()
    blocks: list[str] = []
    while _length(blocks) < WORDS:
        kind = draw.random()
        if kind < 0.1:
            blocks.append("## " + voice.phrase(draw, 3).capitalize())
        elif kind < 0.16:
            blocks.append("\n".join(f"- {voice.sentence(draw)}" for _ in range(4)))
        elif kind < 0.2:
            rows = [f"| {voice.phrase(draw, 2)} | {draw.randint(10, 999)} |" for _ in range(4)]
            blocks.append("\n".join([voice.head, "|---|---|", *rows]))
        elif kind < 0.24:
            blocks.append("> " + voice.sentence(draw))
        else:
            blocks.append(" ".join(voice.sentence(draw) for _ in range(draw.randint(2, 5))))
    if older:
        blocks.append(voice.more)
    return Body("\n\n".join(blocks) + "\n", older)


def rich(voice: Voice, draw: random.Random, number: int) -> Body:
    """Every other handful of words is marked: bold, italics, both, code, quotation marks, links inside and outside."""
    blocks: list[str] = []
    while _length(blocks) < WORDS:
        kind = draw.random()
        if kind < 0.12:
            blocks.append(f"## {voice.phrase(draw, 2).capitalize()} *{voice.phrase(draw, 1)}*")
        elif kind < 0.2:
            blocks.append("\n".join(f"- {_marked(voice, draw)}" for _ in range(3)))
        elif kind < 0.26:
            blocks.append(f"> {_marked(voice, draw)}\n>\n> **{voice.phrase(draw, 2)}**")
        elif kind < 0.3:
            blocks.append(_table(voice, draw, 3, draw.randint(3, 6)))
        else:
            blocks.append(" ".join(_marked(voice, draw) for _ in range(draw.randint(2, 4))))
    return _linked(blocks, draw, number)


def lists(voice: Voice, draw: random.Random, number: int) -> Body:
    """Lists, some in two levels, of links or with numbers, and long tables, with a sentence between them."""
    blocks: list[str] = []
    while _length(blocks) < WORDS:
        kind = draw.random()
        if kind < 0.35:
            blocks.append("\n".join(_items(voice, draw)))
        elif kind < 0.55:
            rows = range(1, draw.randint(4, 9))
            blocks.append("\n".join(f"{row}. {voice.sentence(draw)}" for row in rows))
        elif kind < 0.85:
            blocks.append(_table(voice, draw, draw.randint(3, 5), draw.randint(5, 14)))
        else:
            blocks.append("## " + voice.phrase(draw, 3).capitalize())
        blocks.append(_spoken(voice, draw))
    return _linked(blocks, draw, number)


def news(voice: Voice, draw: random.Random, number: int) -> Body:
    """Long sentences in short paragraphs, words quoted, numbers; headings in long articles only; of any length."""
    length = min(max(draw.lognormvariate(math.log(MIDDLE), SPREAD), SHORTEST), LONGEST)
    blocks = [" ".join(_spoken(voice, draw) for _ in range(2))]
    while _length(blocks) < length:
        kind = draw.random()
        if kind < 0.06 and length > MIDDLE:
            blocks.append("## " + voice.phrase(draw, draw.randint(2, 5)).capitalize())
        elif kind < 0.08:
            blocks.append("\n".join(f"- {_spoken(voice, draw)}" for _ in range(draw.randint(3, 6))))
        elif kind < 0.1:
            blocks.append(_table(voice, draw, 3, draw.randint(4, 8)))
        elif kind < 0.13:
            blocks.append("> " + _spoken(voice, draw))
        else:
            blocks.append(" ".join(_spoken(voice, draw) for _ in range(draw.randint(1, 4))))
            if draw.random() < 0.08:
                blocks.append(f"Xem thêm: [{voice.phrase(draw, 4)}](ADDRESS)")
    return _linked(blocks, draw, number)


STYLES: dict[str, Callable[[Voice, random.Random, int], Body]] = {
    PLAIN: plain,
    RICH: rich,
    LISTS: lists,
    NEWS: news,
    ENGLISH: plain,
}
"""Name → how a body is drawn; `english` differs from `plain` in its words, `news` in its length."""


# ── parts of a body ──────────────────────────────────────────────────────────────────────────────────────────────────


def _linked(blocks: Sequence[str], draw: random.Random, number: int) -> Body:
    """The blocks, their links drawn; those of the very first article lead to itself."""
    text = "\n\n".join(blocks) + "\n"
    return Body(text, tuple(draw.randrange(number or 1) for _ in range(text.count("LINK") + text.count("ADDRESS"))))


def _marked(voice: Voice, draw: random.Random) -> str:
    """A sentence of 4 to 7 handfuls of words, each marked up or not."""
    return _begun(" ".join(_handful(voice, draw) for _ in range(draw.randint(4, 7)))) + "."


def _handful(voice: Voice, draw: random.Random) -> str:
    words, kind = " ".join(voice.drawn(draw, draw.randint(1, 4))), draw.random()
    outside = f"https://example.org/{draw.randint(1, 9999)}"
    for limit, marked in (
        (0.5, words),
        (0.62, f"**{words}**"),
        (0.72, f"*{words}*"),
        (0.75, f"***{words}***"),
        (0.79, f"[{words}]({outside})"),
        (0.83, f"[**{words}**](ADDRESS)"),
        (0.85, f"[{words}](ADDRESS)"),
        (0.86, "LINK"),
        (0.89, f"`{words}`"),
        (0.93, f"“{words}”"),
        (0.95, f"{_number(draw)} {words}"),
        (0.97, f"{words} &amp; {words}"),
        (0.99, f"**{words} *{words}***"),
    ):
        if kind < limit:
            return marked
    return rf"\*{words}\*"


def _spoken(voice: Voice, draw: random.Random) -> str:
    """A sentence of 10 to 30 words as news has them."""
    words = voice.drawn(draw, draw.randint(10, 30))
    for place in range(6, len(words) - 3, 9):
        words[place] += ","
    if draw.random() < 0.15:
        words.insert(2, _number(draw))
    if draw.random() < 0.2:
        words[4], words[8] = f"“{words[4]}", f"{words[8].rstrip(',')}”"
    return _begun(" ".join(words)) + "."


def _number(draw: random.Random) -> str:
    return draw.choice(
        (f"{draw.randint(2, 99)},{draw.randint(1, 9)} %", f"{draw.randint(1, 9)}.{draw.randint(100, 999)}")
    )


def _items(voice: Voice, draw: random.Random) -> list[str]:
    rows = []
    for _ in range(draw.randint(4, 8)):
        link = draw.random() < 0.1
        rows.append(f"- [{voice.phrase(draw, 3)}](ADDRESS)" if link else f"- {voice.sentence(draw)}")
        if draw.random() < 0.25:
            rows += [f"  - {voice.sentence(draw)}" for _ in range(draw.randint(2, 3))]
    return rows


def _table(voice: Voice, draw: random.Random, columns: int, rows: int) -> str:
    """The first column says what, the second one is bold here and there, the others are numbers."""
    head = ["Nội dung", "Nơi làm", *(f"Số {number}" for number in range(1, columns - 1))]
    lines = [head, ["---"] * columns]
    for _ in range(rows):
        place = voice.phrase(draw, 2)
        numbers = [_number(draw) for _ in range(columns - 2)]
        lines.append([voice.phrase(draw, 3), f"**{place}**" if draw.random() < 0.2 else place, *numbers])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _begun(text: str) -> str:
    return text[0].upper() + text[1:]


def _length(blocks: Sequence[str]) -> int:
    return sum(len(block.split()) for block in blocks)
