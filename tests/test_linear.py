"""Twice the text takes twice the time, not four times: every pattern of the project, and every scanner of texts.

Patterns are found by walking the modules and their source; each is fed texts made from its own parse tree: what leads
up to a repetition, then a thousandfold of what may be repeated, then what can't follow. A text counts against a pattern
only when it costs far more than reading it should, and twice of it more than twice as much, as processor time and as
the best of several runs: a busy machine changes neither.
"""

from __future__ import annotations

import ast
import importlib.util
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]  # the parse tree's words
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import plugins
import plugins.feeds.rss_atom
from plugins.core.article.front_matter import split
from plugins.core.body import loose_marks
from plugins.core.text.limits import check_shape
from plugins.core.text.plain_text import plain_text
from plugins.core.text.rules import find_text_problems
from plugins.core.toml.lines import Lines
from tests.helpers.rounds import rounds

ROOT = Path(plugins.__file__).parent
LENGTH = 2_000
CHEAP = 0.004
"""Seconds within which any pattern reads so much, several times over."""
ALPHABET = " a0_-.\n\"'<[(&#@:A\t\\{"
_WHOLE = {"match", "fullmatch"}
_CALLS = _WHOLE | {"search", "finditer", "findall", "sub", "subn", "split"}


def _source(module: str) -> ast.Module:
    path = ROOT.parent / Path(*module.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return ast.parse(path.read_text(encoding="utf-8"))


def _calls() -> dict[str, set[str]]:
    """Full name of a value → what is asked of it, at home (`NAME.match(…)`) and elsewhere (`module.NAME.match(…)`)."""
    asked: dict[str, set[str]] = {}
    for info in pkgutil.walk_packages(plugins.__path__, "plugins."):
        tree = _source(info.name)
        package = info.name if info.ispkg else info.name.rpartition(".")[0]
        named: dict[str, str] = {}  # as written here → in full
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                home = importlib.util.resolve_name("." * node.level + (node.module or ""), package)
                named |= {name.asname or name.name: f"{home}.{name.name}" for name in node.names}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute):
                first, dot, rest = ast.unparse(node.value).partition(".")
                asked.setdefault(named.get(first, f"{info.name}.{first}") + dot + rest, set()).add(node.attr)
    return asked


def _found() -> Iterator[tuple[str, re.Pattern[Any], bool]]:
    """(name, pattern, whether it is only ever asked at one place of a text)."""
    asked = _calls()
    yield "plugins.core.body.loose_marks._LOOSE", loose_marks._pattern(tuple(loose_marks._LOOSE)), False
    for info in pkgutil.walk_packages(plugins.__path__, "plugins."):
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                calls = asked.get(f"{info.name}.{name}", set()) & _CALLS
                yield f"{info.name}.{name}", value, bool(calls) and calls <= _WHOLE
        for node in ast.walk(_source(info.name)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
                continue
            first = node.args[0]
            of_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and node.func.attr in _CALLS
            if of_re and isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield f"{info.name}:{node.lineno}", re.compile(first.value), node.func.attr in _WHOLE


SPARED = {"plugins.core.views.css._PIECE"}
"""Patterns that read nothing but the theme's own files."""
_PARTS = 20
"""Tests among which the patterns are dealt out."""


@cache
def patterns() -> dict[str, tuple[re.Pattern[Any], bool]]:
    """Name → pattern, and whether it is only ever asked at one place of a text. Looked for when a test asks: every
    process that runs tests loads this module."""
    return {name: (pattern, whole) for name, pattern, whole in _found() if name not in SPARED}


def _sample(tree: Any, least: int = 0) -> str:
    """A text that (nearly) matches a parse tree; repetitions as short as may be, but `least` times."""
    out = []
    for kind, value in tree:
        if kind is sre.LITERAL:
            out.append(chr(value))
        elif kind is sre.NOT_LITERAL:
            out.append("a" if value != ord("a") else "b")
        elif kind is sre.ANY:
            out.append("a")
        elif kind is sre.IN:
            out.append(_member(value))
        elif kind in {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}:
            low, high, inner = value
            out.append(_sample(inner, least) * min(max(low, least), high))
        elif kind is sre.SUBPATTERN:
            out.append(_sample(value[-1], least))
        elif kind is sre.ATOMIC_GROUP:
            out.append(_sample(value, least))
        elif kind is sre.BRANCH:
            out.append(_sample(value[1][0], least))
    return "".join(out)


def _member(items: Any) -> str:
    whole = re.compile("[" + "".join(_class(item) for item in items if item[0] is not sre.NEGATE) + "]", re.DOTALL)
    negated = any(kind is sre.NEGATE for kind, _ in items)
    return next((c for c in "a0 -.xZ;\n\xa0é“" if bool(whole.match(c)) != negated), _first(items))


def _class(item: Any) -> str:
    kind, value = item
    if kind is sre.LITERAL:
        return re.escape(chr(value))
    if kind is sre.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    return {"CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s", "CATEGORY_WORD": r"\w"}.get(
        str(value),
        {"CATEGORY_NOT_DIGIT": r"\D", "CATEGORY_NOT_SPACE": r"\S", "CATEGORY_NOT_WORD": r"\W"}.get(str(value), ""),
    )


def _first(items: Any) -> str:
    for kind, value in items:
        if kind is sre.LITERAL:
            return chr(value)
        if kind is sre.RANGE:
            return chr(value[0])
    return "\u4e00"


def _pumps(tree: Any, before: str) -> Iterator[tuple[str, str]]:
    """(what leads to a repetition, what is repeated) for every repetition without a near bound."""
    for place, (kind, value) in enumerate(tree):
        lead = before + _sample(tree[:place])
        if kind in {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}:
            _, high, inner = value
            if high > 60:
                yield lead, _sample(inner) or "a"
                yield before + _sample(tree[:place], 1), _sample(inner, 1) or "a"
            yield from _pumps(inner, lead)
        elif kind is sre.SUBPATTERN:
            yield from _pumps(value[-1], lead)
        elif kind is sre.ATOMIC_GROUP:
            yield from _pumps(value, lead)
        elif kind in {sre.ASSERT, sre.ASSERT_NOT}:
            yield from _pumps(value[1], lead)
        elif kind is sre.BRANCH:
            for branch in value[1]:
                yield from _pumps(branch, lead)


def _texts(pattern: re.Pattern[Any]) -> list[Callable[[int], str]]:
    """Makers of bad texts of a given length."""
    source = pattern.pattern.decode("latin-1") if isinstance(pattern.pattern, bytes) else pattern.pattern
    flags = pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags
    pumps = list(dict.fromkeys(_pumps(_parser.parse(source, flags & ~re.UNICODE), "")))[:10]
    shapes: dict[tuple[str, str, str], None] = {}
    for lead, unit in pumps:
        for end in ("\x00", ""):
            shapes[lead, unit, end] = None
            shapes["", lead + unit, end] = None
            shapes["", unit + lead, end] = None
        for sign in ALPHABET:
            shapes[lead, sign, "\x00"] = None
    return [
        (lambda length, lead=lead, unit=unit, end=end: lead + unit * (length // len(unit)) + end)  # type: ignore[misc]
        for lead, unit, end in shapes
        if unit
    ]


def cost(run: Callable[[Any], object], text: Any, rounds: int = 3) -> float:
    """Processor time, the best of some runs."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        run(text)
        best = min(best, time.process_time() - start)
        if best < CHEAP:
            break
    return best


def grows(run: Callable[[Any], object], make: Callable[[int], Any], length: int, cheap: float = CHEAP) -> str:
    """What a text and its double cost, when that is much and more than doubles; else "". The texts grow up to this
    length and end where they are dear: what is cubic is found out before it takes minutes."""
    for size in (length // 16, length // 4, length):
        once = cost(run, make(size))
        if once >= cheap:
            twice = cost(run, make(2 * size))
            if twice > 3 * once:
                return f"{size}: {once:.3f} s, twice of it {twice:.3f} s"
    return ""


def _repeated_possessively(tree: Any) -> Iterator[Any]:
    """The parts of a parse tree that a possessive quantifier repeats."""
    for kind, value in tree:
        if kind is sre.POSSESSIVE_REPEAT:
            yield value[2]
        inner = value if isinstance(value, tuple | list) else ()
        for part in (value, *inner, *(inner[1] if kind is sre.BRANCH else ())):
            if isinstance(part, _parser.SubPattern):
                yield from _repeated_possessively(part)


@pytest.mark.slow
def test_possessive_quantifiers_stand_behind_single_signs() -> None:
    """Behind a group Python before 3.11.5, Debian's, loses matches: there an atomic group says the same."""
    single = {sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN}
    wrong = [
        name
        for name, (pattern, _) in patterns().items()
        for part in _repeated_possessively(_parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE))
        if len(part) != 1 or part[0][0] not in single
    ]
    assert wrong == []
    assert [*_repeated_possessively(_parser.parse(r"(a|(?:b|c)*+)"))] != []


@pytest.mark.slow
@pytest.mark.parametrize("part", range(_PARTS))
def test_every_pattern_is_linear(part: int) -> None:
    names = [*patterns()][:: rounds(10, 1)]  # the whole sweep takes minutes
    for name in names[part::_PARTS]:
        pattern, whole = patterns()[name]
        for make in _texts(pattern):
            said = grows(_asked_as(pattern, whole), _for_its_kind(pattern, make), LENGTH)
            assert not said, (name, said, make(40))


def _asked_as(pattern: re.Pattern[Any], whole: bool) -> Callable[[Any], object]:
    if whole:
        return lambda text: (pattern.match(text), pattern.fullmatch(text))
    return lambda text: pattern.sub(_same, text)


def _for_its_kind(pattern: re.Pattern[Any], make: Callable[[int], str]) -> Callable[[int], Any]:
    """Bytes where the pattern reads bytes."""
    return (lambda n: make(n).encode("latin-1", "replace")) if isinstance(pattern.pattern, bytes) else make


def _same(match: re.Match[Any]) -> Any:
    return match[0]


@pytest.mark.slow
def test_patterns_were_found() -> None:
    assert len(patterns()) > 120


@pytest.mark.slow
def test_the_test_sees_what_is_not_linear() -> None:
    for bad in (r"[\w.+-]+\s*@", r"\s*\[{1,2}\s*([^\]]+?)\s*\]{1,2}\s*(?:#.*)?$"):
        pattern = re.compile(bad, re.DOTALL)
        assert any(grows(pattern.search, make, LENGTH) for make in _texts(pattern)), bad


SCANNERS: dict[str, Callable[[str], object]] = {
    "front matter": split,
    "TOML lines": Lines,
    "limits": lambda text: list(check_shape(text)),
    "plain text": plain_text,
    "letters": lambda text: list(find_text_problems(text)),
}
UNITS = (
    "[ ",
    "[",
    '"',
    "'",
    '"""',
    "a = 1\n",
    "[[a.b]]\n",
    "a.",
    "{",
    "#",
    "<a ",
    "<p>",
    "</p>",
    "-",
    "    x\n",
    "\u00a0",
    " ,",
    "a\n",
)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("name", SCANNERS)
def test_every_scanner_is_linear(name: str, unit: str) -> None:
    for frame in ("{}", "Title: {}\n\nx", "---\ntags: [{}]\n---\n", 'x = """\n{}\n"""\n'):
        said = grows(SCANNERS[name], lambda n, frame=frame: frame.format(unit * (n // len(unit))), 8_000, 0.05)  # type: ignore[misc]
        assert not said, (said, frame)
