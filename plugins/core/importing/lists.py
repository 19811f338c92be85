"""List items → nested Markdown lists with their numbers, or raw HTML where Markdown can't count that way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from .inline import html
from .model import Paragraph


@dataclass(slots=True)
class Item:
    """One item with the paragraphs that continue it and the lists below it."""

    paragraphs: list[Paragraph]
    number: int | None
    below: list[Item] = field(default_factory=list)


def tree(paragraphs: Sequence[Paragraph]) -> list[Item]:
    """Paragraphs of a list → items; no level is skipped."""
    roots: list[Item] = []
    path: list[tuple[int, Item]] = []
    for paragraph in paragraphs:
        if paragraph.listed is None:
            if path:
                while len(path) > max(paragraph.inside, 1):
                    path.pop()
                path[-1][1].paragraphs.append(paragraph)
            continue
        level = paragraph.listed.level
        while path and path[-1][0] >= level:
            path.pop()
        item = Item([paragraph], paragraph.listed.number)
        (path[-1][1].below if path else roots).append(item)
        path.append((level, item))
    return roots


def runs(items: Sequence[Item]) -> list[list[Item]]:
    """Neighbours that are one list: all bullets, or numbers that follow each other."""
    groups: list[list[Item]] = []
    for item in items:
        last = groups[-1][-1] if groups else None
        if last is not None and (
            (item.number is None and last.number is None)
            or (item.number is not None and last.number is not None and item.number == last.number + 1)
        ):
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def markdown(items: Sequence[Item], line: Callable[[Paragraph], str]) -> list[str]:
    """Blocks of Markdown; a comment parts lists that Markdown would take for one."""
    blocks: list[str] = []
    for group in runs(items):
        if blocks:
            blocks.append("<!-- -->")
        if _simple(group):
            blocks.append("\n".join(_lines(group, 0, line)).strip("\n"))
        else:
            blocks.append(raw(group))
    return blocks


def _simple(items: Sequence[Item]) -> bool:
    """Whether nested Markdown lists say it: they count from 1 whatever is written; below an item stands one list."""
    return items[0].number in {None, 1} and all(
        len(runs(item.below)) <= 1 and (not item.below or _simple(item.below)) for item in items
    )


def _lines(items: Sequence[Item], depth: int, line: Callable[[Paragraph], str]) -> list[str]:
    lines: list[str] = []
    for item in items:
        marker = "- " if item.number is None else f"{item.number}. "
        lines.append(" " * 4 * depth + marker + line(item.paragraphs[0]))
        for more in item.paragraphs[1:]:
            lines += ["", " " * 4 * (depth + 1) + line(more)]
        if len(item.paragraphs) > 1:
            lines.append("")
        lines += _lines(item.below, depth + 1, line)
    return lines


def raw(items: Sequence[Item]) -> str:
    """Lists as HTML."""
    parts: list[str] = []
    for group in runs(items):
        first = group[0].number
        tag = "ul" if first is None else "ol"
        start = f' start="{first}"' if first not in {None, 1} else ""
        parts.append(f"<{tag}{start}>")
        for item in group:
            words = "<br>".join(html(paragraph.spans) for paragraph in item.paragraphs)
            parts.append(f"<li>{words}{raw(item.below)}</li>")
        parts.append(f"</{tag}>")
    return "".join(parts)
