"""A style sheet → the part of it that the first view of a phone needs, small enough to stand inside every page.

The sheet stays the one place where a rule is written: rules are picked from it by their selectors, and of the custom
properties only those go along that a picked rule asks for.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from ..errors import BuildError

QUERIES = frozenset(("", "@media (prefers-color-scheme: dark)", "@media (min-width: 22rem)"))
"""Where rules are picked from: colours that come late would flash, numbers that break late would move a headline. Other
queries ask for wider screens."""
_HEAD = re.compile(r"[^{}]*\{")
_USED = re.compile(r"var\((--[\w-]+)\)")


class _Rule(NamedTuple):
    """query: what the rule stands in, "" for nothing; declarations: without braces."""

    query: str
    selectors: tuple[str, ...]
    declarations: tuple[str, ...]


class Wanted(NamedTuple):
    """rules: selector → properties, none for all of them; until: selector → what holds until the sheet comes, which
    must say otherwise."""

    rules: dict[str, tuple[str, ...]]
    until: dict[str, str]


@lru_cache(maxsize=4)  # each build of a live loop asks for the same one
def first_view(css: str, wanted: str) -> str:
    """What is wanted of a compact sheet (see `compact_css`). What the sheet does not have is a BuildError: a rule was
    renamed, and the first view would lose it without a word. wanted: see `read_wanted`."""
    asked = read_wanted(wanted)
    rules = [rule for rule in _rules(css) if rule.query in QUERIES]
    named = {one: tuple(map(_property, lines.split(";"))) for one, lines in asked.until.items()}
    _require(rules, asked.rules)
    _require(rules, named)
    parts: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    picked = [
        (rule.query, selector, tuple(line for line in rule.declarations if _is_wanted(line, asked.rules[selector])))
        for rule in rules
        for selector in rule.selectors
        if selector in asked.rules
    ]
    short = _short_values(line for _, _, lines in picked for line in lines)
    picked = [(query, selector, tuple(_in_place(line, short) for line in lines)) for query, selector, lines in picked]
    used = _used(line for _, _, lines in picked for line in lines)
    for query, selector, lines in picked:
        kept = tuple(line for line in lines if not line.startswith("--") or _property(line) in used)
        if kept:
            parts.setdefault((query, kept), []).append(selector)
    texts = (f"{query}{{{rule}}}" if query else rule for query, rule in map(_written, _joined(parts)))
    return "".join([*texts, *(f"{selector}{{{lines}}}" for selector, lines in asked.until.items())])


def read_wanted(text: str) -> Wanted:
    """Lines `selector`, `selector { property, property }` and `selector = declarations`."""
    found = Wanted({}, {})
    for line in filter(None, map(str.strip, text.splitlines())):
        selector, until, declarations = line.partition(" = ")
        if until:
            found.until[selector] = declarations
        else:
            name, _, properties = line.partition("{")
            names = (one.strip() for one in properties.rstrip(" }").split(","))
            found.rules[name.strip()] = tuple(filter(None, names))
    return found


def style_source(style: str) -> str:
    """What a Content-Security-Policy calls an inline style: it allows this very text and no other."""
    return f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" if style else ""


def _property(declaration: str) -> str:
    return declaration.partition(":")[0].strip()


def _is_wanted(declaration: str, properties: Collection[str]) -> bool:
    return not properties or _property(declaration) in properties


def _require(rules: Sequence[_Rule], wanted: Mapping[str, Collection[str]]) -> None:
    there: dict[str, set[str]] = {}
    for rule in rules:
        for selector in rule.selectors:
            there.setdefault(selector, set()).update(map(_property, rule.declarations))
    missing = [selector for selector in wanted if selector not in there]
    missing += [f"{one} {{ {name} }}" for one, of in wanted.items() for name in of if name not in there.get(one, of)]
    if missing:
        raise BuildError(f"first-view.txt: không có trong bảng kiểu: {', '.join(missing)}")


def _joined(
    parts: Mapping[tuple[str, tuple[str, ...]], list[str]],
) -> Iterator[tuple[tuple[str, tuple[str, ...]], list[str]]]:
    """Rules of the same selectors that follow each other as one; what the later ones say again counts."""
    waiting: tuple[tuple[str, tuple[str, ...]], list[str]] | None = None
    for (query, lines), selectors in parts.items():
        if waiting and (waiting[0][0], waiting[1]) == (query, selectors):
            again = set(map(_property, lines))
            lines = (*(line for line in waiting[0][1] if _property(line) not in again), *lines)
        elif waiting:
            yield waiting
        waiting = (query, lines), selectors
    if waiting:
        yield waiting


def _written(part: tuple[tuple[str, tuple[str, ...]], list[str]]) -> tuple[str, str]:
    (query, lines), selectors = part
    tight = (f"{_property(line)}:{line.partition(':')[2].strip()}" for line in lines)
    return query, f"{','.join(selectors)}{{{';'.join(tight)}}}"


def _short_values(declarations: Iterable[str]) -> dict[str, str]:
    """Custom properties that are shorter said than named. One that dark colours change has two values; what wider
    screens change comes with the whole sheet, which they have before they show anything."""
    values: dict[str, set[str]] = {}
    for line in declarations:
        if line.startswith("--"):
            values.setdefault(_property(line), set()).add(line.partition(":")[2].strip())
    alone = {name: next(iter(found)) for name, found in values.items() if len(found) == 1}
    return {name: value for name, value in alone.items() if len(value) <= len(f"var({name})")}


def _in_place(declaration: str, short: Mapping[str, str]) -> str:
    return _USED.sub(lambda found: short.get(found[1], found[0]), declaration)


def _used(declarations: Iterable[str]) -> set[str]:
    """The custom properties that declarations ask for, over any number of steps."""
    asks: dict[str, set[str]] = {}
    found: set[str] = set()
    for line in declarations:
        names = set(_USED.findall(line))
        if line.startswith("--"):
            asks.setdefault(_property(line), set()).update(names)
        else:
            found |= names
    waiting = list(found)
    while waiting:
        more = asks.get(waiting.pop(), set()) - found
        found |= more
        waiting += more
    return found


def _rules(css: str, query: str = "") -> Iterator[_Rule]:
    """Every rule of a compact sheet that stands alone or in a query; strings hold no braces in ours."""
    at = 0
    while head := _HEAD.match(css, at):
        name, start = head[0][:-1].strip(), head.end()
        end, depth = start, 1
        while depth:
            mark = css[end]
            depth += (mark == "{") - (mark == "}")
            end += 1
        inside = css[start : end - 1]
        if name.startswith("@"):
            yield from _rules(inside, name if not query else f"{query} {name}")
        else:
            yield _Rule(query, tuple(name.split(",")), tuple(filter(None, map(str.strip, inside.split(";")))))
        at = end
