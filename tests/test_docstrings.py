"""Docstrings, comments and docs name what is there: files, fields, parameters, functions. Found by reading the code."""

from __future__ import annotations

import ast
import builtins
import re
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TRACKED = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
CODE = [name for name in TRACKED if name.endswith(".py")]
PLUGINS = [name for name in CODE if name.startswith("plugins/")]
PROSE = [name for name in TRACKED if name.startswith(("plugins/", "docs/", "theme/", "benchmarks/", "README", "tasks"))]
Described = ast.Module | ast.ClassDef | ast.FunctionDef

_FILE = re.compile(r"(?<![\w/.-])((?:[\w-]+/)*[\w-]+\.py)\b")
_EXPLAINED = re.compile(r"(?:^|[;.:] )((?:[a-z_]\w*, )*[a-z_]\w*): ")
"""What a docstring explains: "name: meaning; other, third: meaning"."""
_QUOTED = re.compile(r"`([A-Za-z_][\w.]*_[\w.]*|\w+(?:\.\w+)*\(\)|[A-Z]\w+\.\w+)`")
"""Identifiers in back quotes; a plain word there may be anything."""
_PELICANS = {"write_file", "write_feed", "hidden_articles"}


@cache
def parsed(name: str) -> ast.Module:
    """A file of code. Read when a test asks: every process that runs tests loads this module."""
    return ast.parse((ROOT / name).read_text(encoding="utf-8"))


@cache
def nodes(name: str) -> tuple[ast.AST, ...]:
    """Everything in it."""
    return tuple(ast.walk(parsed(name)))


def described(found: Iterable[ast.AST]) -> Iterator[tuple[Described, str]]:
    """What has a docstring, and the docstring on one line."""
    for node in found:
        if isinstance(node, Described) and (words := ast.get_docstring(node)):
            yield node, " ".join(words.split())


def arguments(function: ast.FunctionDef) -> set[str]:
    every = function.args
    named = [*every.posonlyargs, *every.args, *every.kwonlyargs, every.vararg, every.kwarg]
    return {argument.arg for argument in named if argument}


@cache
def classes() -> dict[str, ast.ClassDef]:
    return {node.name: node for name in PLUGINS for node in nodes(name) if isinstance(node, ast.ClassDef)}


def members(node: ast.ClassDef) -> set[str]:
    """Fields, properties, methods, what __init__ takes and sets; of the classes below it too."""
    found = {
        name
        for base in node.bases
        if isinstance(base, ast.Name) and base.id in classes().keys() - {node.name}
        for name in members(classes()[base.id])
    }
    for part in ast.walk(node):
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
            found.add(part.target.id)
        elif isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Store):
            found.add(part.attr)
        elif isinstance(part, ast.FunctionDef):
            found |= {part.name, *(arguments(part) if part.name == "__init__" else ())}
    return found


def unknown_terms(found: Iterable[ast.AST]) -> Iterator[str]:
    for node, words in described(found):
        if not isinstance(node, ast.Module):
            known = members(node) if isinstance(node, ast.ClassDef) else arguments(node)
            for match in _EXPLAINED.finditer(words):
                yield from (f"{node.name}: {term}" for term in match[1].split(", ") if term not in known)


def identifiers(module: str) -> Iterator[str]:
    for node in nodes(module):
        for kind in ("id", "attr", "arg", "name", "asname", "module"):
            if isinstance(value := getattr(node, kind, None), str):
                yield from value.split(".")
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            yield node.value  # keys, settings, names that a template is handed


@cache
def names() -> frozenset[str]:
    """Every name that stands in the code, and those of its files."""
    of_files = {Path(name).stem for name in CODE}
    return frozenset({*dir(builtins), *_PELICANS, *of_files}).union(*map(identifiers, CODE))


@pytest.mark.parametrize("module", PLUGINS)
def test_a_docstring_explains_only_what_is_there(module: str) -> None:
    assert not [*unknown_terms(nodes(module))]


@pytest.mark.parametrize("module", PLUGINS)
def test_a_docstring_quotes_only_what_has_that_name(module: str) -> None:
    quoted = [match[1].removesuffix("()") for _, words in described(nodes(module)) for match in _QUOTED.finditer(words)]
    assert not [name for name in quoted if name.removesuffix(".py") == name and not names().issuperset(name.split("."))]


def test_files_that_are_named_are_there() -> None:
    gone = []
    for name in PROSE:
        if name.endswith((".py", ".md", ".html", ".css", ".js", ".toml")):
            text = (ROOT / name).read_text(encoding="utf-8")
            gone += [
                f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match[1]}"
                for match in _FILE.finditer(text)
                if match[1] != "publishconf.py"  # a newsroom's own, by Pelican's custom
                and not any(f"/{path}".endswith(f"/{match[1]}") for path in CODE)
            ]
    assert not gone


def test_the_look_itself_finds_what_is_gone() -> None:
    tree = ast.parse('class Head:\n    """One head. title: its words; file, newest: gone."""\n    title: str\n')
    assert [*unknown_terms(ast.walk(tree))] == ["Head: file", "Head: newest"]
    tree = ast.parse('def read(a: int) -> int:\n    """Read it. a: how many; b: how often."""\n    return a\n')
    assert [*unknown_terms(ast.walk(tree))] == ["read: b"]
    assert [match[1] for match in _QUOTED.finditer("see `made_of` and `a_b.c()`, not `plain`")] == [
        "made_of",
        "a_b.c()",
    ]
