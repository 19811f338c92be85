"""The layering rules, held by reading the imports: core knows no Pelican, no Jinja, no clock, no writing; rooms import
only what stands below them, and no modules import each other in a circle."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.helpers.processes import failures_of_each

PLUGINS = Path(__file__).resolve().parent.parent / "plugins"
CORE_ROOMS = (
    "all_rules",
    "file_rules",
    "reports",
    "importing",
    "feeds",
    "views",
    "column",
    "events",
    "plan",
    "registers",
    "article",
    "body",
    "search",
    "publishing",
    "files",
    "toml",
    "text",
    "addresses",
    "short_addresses",
    "site_map",
    "rules",
    "output",
    "digests",
    "errors",
    "problem",
)
"""Rooms of core, packages and single modules: each may import those after it and no others."""
ROOMS = (
    "command",
    "options",
    "desk",
    "verbs",
    "publish",
    "pages",
    "search",
    "feeds",
    "build",
    "column",
    "earlier_names",
    "pictures",
    "reading",
    "importing",
    "setting_up",
    "system",
    "core",
)
"""Rooms of plugins: likewise."""
FORBIDDEN_IN_CORE = {"pelican", "jinja2", "feedgen", "subprocess", "time", "socket", "shutil", "tempfile", "os"}
CALLS_OF_THE_CLOCK = {"now", "today", "utcnow"}
WRITING = {"write_text", "write_bytes", "mkdir", "unlink", "rename"}


def modules(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "").split(".")[0]


@cache
def parsed(path: Path) -> ast.Module:
    """A file of code, read when a test asks."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Everything in it."""
    return tuple(ast.walk(parsed(path)))


def name_of(path: Path) -> str:
    """The dotted name of a module, from plugins on."""
    parts = path.relative_to(PLUGINS.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in modules(PLUGINS)}


def imported(name: str) -> set[str]:
    """The modules of plugins that one imports, for types alone or in a function too."""
    path = MODULES[name]
    package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    found = set()
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*start, *filter(None, [node.module])])
            found |= {full if (full := f"{base}.{alias.name}") in MODULES else base for alias in node.names}
    return (found & MODULES.keys()) - {name}


@cache
def graph() -> dict[str, set[str]]:
    """Every module → the modules that it imports."""
    return {name: imported(name) for name in MODULES}


@pytest.mark.parametrize(
    ("rooms", "inside"), [(ROOMS, "plugins"), (CORE_ROOMS, "plugins.core")], ids=["plugins", "core"]
)
def test_rooms_import_what_stands_below_them(rooms: tuple[str, ...], inside: str) -> None:
    level = {f"{inside}.{name}": number for number, name in enumerate(rooms)}

    def place(name: str) -> str:
        return ".".join(name.split(".")[: inside.count(".") + 2])

    own = {place(name) for name in MODULES if name.startswith(f"{inside}.")}
    assert own == level.keys(), "every room stands in the order, and every room of the order is there"
    upward = [
        f"{name} → {other}"
        for name, others in graph().items()
        for other in others
        if place(name) in level and place(other) in level and level[place(name)] > level[place(other)]
    ]
    assert not sorted(upward)


def test_no_modules_import_each_other_in_a_circle() -> None:
    left = {name: set(others) for name, others in graph().items()}
    while free := [name for name, others in left.items() if not others & left.keys()]:
        for name in free:
            del left[name]
    assert not sorted(left)


def _classes(tree: ast.Module) -> set[str]:
    return {node.name for node in tree.body if isinstance(node, ast.ClassDef)}


@pytest.mark.parametrize("name", MODULES)
def test_no_two_classes_of_one_name_meet(name: str) -> None:
    path = MODULES[name]
    seen = [(own, name) for own in _classes(parsed(path))]
    named = {
        alias.name for node in nodes(path) if isinstance(node, ast.ImportFrom) and node.level for alias in node.names
    }
    for other in graph()[name]:
        seen += [(of, other) for of in _classes(parsed(MODULES[other])) & named]
    assert len({of for of, _ in seen}) == len(seen), sorted(seen)


@pytest.mark.parametrize("path", sorted(PLUGINS.rglob("__init__.py")), ids=lambda path: path.parent.name)
def test_a_package_says_what_it_holds_and_what_it_may_import(path: Path) -> None:
    words = ast.get_docstring(parsed(path)) or ""
    assert "May import" in words or path.parent == PLUGINS


@pytest.mark.parametrize("path", modules(PLUGINS / "core"), ids=lambda path: path.stem)
def test_core_is_pure(path: Path) -> None:
    tree = parsed(path)
    found = set(imports(tree))
    assert not found & FORBIDDEN_IN_CORE
    depth = len(path.relative_to(PLUGINS / "core").parts)
    assert not [name for name in found if len(name) - len(name.lstrip(".")) > depth], "core imports glue"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in CALLS_OF_THE_CLOCK | WRITING, f"{path.name}:{node.lineno}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "open", f"{path.name}:{node.lineno}"


@pytest.mark.parametrize("path", modules(PLUGINS), ids=lambda path: path.relative_to(PLUGINS).as_posix())
def test_every_module_says_what_it_makes_and_stays_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = parsed(path)
    assert ast.get_docstring(tree), "no docstring"
    assert text.count("\n") <= 450, "too long: split it by what it makes"
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    if "register" in names:
        assert names[-1] == "register"


def test_no_data_file_is_read_past_the_look_at_its_values() -> None:
    """`read_toml` hands over what may not be published with the values; nothing else of the site parses TOML."""
    pyproject = {"verbs/project.py", "setting_up/programs.py"}  # read what developers wrote
    foreign = {"importing/archives/front.py"}  # reads what other programs' sites say
    at_it = {"core/toml/lines.py", "core/toml/characters.py", *pyproject, *foreign}
    for path in modules(PLUGINS):
        text = path.read_text(encoding="utf-8")
        names = {
            alias.name
            for node in nodes(path)
            if isinstance(node, ast.ImportFrom) and node.module and node.module.endswith("toml_lines")
            for alias in node.names
        }
        if path.relative_to(PLUGINS).as_posix() not in at_it:
            assert "parse" not in names, path
            assert "tomllib" not in text, path


_FIRST = "import importlib; importlib.import_module(name)"


@pytest.mark.slow
def test_every_module_of_the_core_can_come_first() -> None:
    names = [
        ".".join(path.relative_to(PLUGINS.parent).with_suffix("").parts).removesuffix(".__init__")
        for path in modules(PLUGINS / "core")
    ]
    assert failures_of_each(_FIRST, names) == []


@pytest.mark.slow
def test_what_each_verb_imports_can_come_first() -> None:
    """In a process that has nothing of the project loaded but the command line."""
    tree = ast.parse((PLUGINS / "command.py").read_text(encoding="utf-8"))
    inside = [node for function in tree.body if isinstance(function, ast.FunctionDef) for node in ast.walk(function)]
    named = {
        f"plugins.{node.module}{f'.{alias.name}' if f'plugins.{node.module}.{alias.name}' in MODULES else ''}"
        for node in inside
        if isinstance(node, ast.ImportFrom) and node.level == 1
        for alias in node.names
    }
    assert len(named) > 15
    assert failures_of_each(_FIRST, sorted(named)) == []


def test_pelicanconf_is_short_data() -> None:
    text = (PLUGINS.parent / "pelicanconf.py").read_text(encoding="utf-8")
    assert text.count("\n") <= 60
    for node in ast.walk(ast.parse(text)):
        assert not isinstance(node, ast.FunctionDef | ast.If | ast.For | ast.While | ast.Lambda)
