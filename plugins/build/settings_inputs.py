"""What a build reads because settings name it: templates and themes wherever they lie, plugins of others', code that
settings hand to Jinja. All of it is in the fingerprints of pages or in what "has anything changed?" looks at."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from ..core.digests import combine, digest_text
from ..system import build_inputs
from ..system.file_stamps import FileStamp
from .request import request_of

_JINJA = ("JINJA_ENVIRONMENT", "JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS")


def read_settings_file(path: Path, override: dict[str, Any]) -> dict[str, Any]:
    """Pelican's settings as a file sets them. Nothing that is compiled of it is kept: Python compares size and whole
    seconds, so of two edits within one the second would not be seen."""
    from pelican.settings import read_settings

    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        found: dict[str, Any] = read_settings(str(path), override=override)
    finally:
        sys.dont_write_bytecode = before
    return found


def template_folders(settings: Mapping[str, Any]) -> list[str]:
    """Where templates are looked for, the first winning."""
    return [*map(os.fspath, settings["THEME_TEMPLATES_OVERRIDES"]), os.path.join(settings["THEME"], "templates")]


def is_foreign_theme(settings: Mapping[str, Any]) -> bool:
    """Whether the theme is somebody else's: made for Pelican's own objects, without what every page starts from."""
    return not any(
        os.path.exists(os.path.join(folder, *name.split("/")))
        for folder in template_folders(settings)
        for name in _EVERY_PAGE
    )


def own_theme(settings: Mapping[str, Any]) -> str:
    """The theme that the column's own outputs are made with: the project's while settings name somebody else's."""
    return str(build_inputs.ROOT / "theme") if is_foreign_theme(settings) else str(settings["THEME"])


_EVERY_PAGE = ("front.html", "partials/header.html")


def templates_digest(settings: Mapping[str, Any]) -> bytes:
    """A digest over every template's path and bytes, and of all that settings give Jinja."""
    return combine(*map(_folder_digest, template_folders(settings)), jinja_digest(settings))


def _folder_digest(folder: str) -> bytes:
    parts = []
    for parent, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            path = os.path.join(parent, name)
            with open(path, "rb") as file:
                parts.append(digest_text(os.path.relpath(path, folder), file.read().hex()))
    return combine(*parts)


def jinja_digest(settings: Mapping[str, Any]) -> bytes:
    """A digest of the values that settings give Jinja; of functions it is the bytes of their files."""
    return digest_text(*(_described(settings.get(name)) for name in _JINJA))


def _described(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{key}:{_described(value[key])}" for key in sorted(value, key=str)) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(_described, value)) + "]"
    if value is None or isinstance(value, (str, int, float, bytes)):
        return repr(value)
    module = sys.modules.get(
        value.__name__ if isinstance(value, ModuleType) else getattr(value, "__module__", "") or ""
    )
    file = getattr(module, "__file__", None)
    name = getattr(value, "__qualname__", type(value).__qualname__)
    if not file or "site-packages" in file:  # libraries have versions, which every fingerprint covers
        return f"{getattr(module, '__name__', '')}.{name}"
    return f"{name}@{Path(file).read_bytes().hex()}"


def outside(settings: Mapping[str, Any]) -> dict[str, FileStamp]:
    """Stamps of everything read that lies outside the project's own folders of code and theme."""
    return build_inputs.elsewhere({os.path.realpath(path) for path in _named(settings)})


def _named(settings: Mapping[str, Any]) -> Iterator[str]:
    yield settings["THEME"]
    yield from map(os.fspath, settings["THEME_TEMPLATES_OVERRIDES"])
    for name in build_inputs.foreign_plugins(dict(settings)):
        module = sys.modules.get(name) or sys.modules.get(f"pelican.plugins.{name}")
        file = getattr(module, "__file__", None)
        if file:
            yield os.path.dirname(file) if os.path.basename(file) == "__init__.py" else file
    beside = request_of(settings).settings_file
    if beside:  # what the settings file imports from its own folder
        folder, inside = os.path.dirname(os.path.realpath(beside)), dict[str, list[str]]()
        for module in list(sys.modules.values()):
            if file := getattr(module, "__file__", None):
                inside.setdefault(file.rpartition(os.sep)[0], []).append(file)
        for own, files in inside.items():
            if _is_folder(own, folder):
                yield from files


def _is_folder(one: str, other: str) -> bool:
    """Whether two paths lead to one folder; what is no folder (a module in an archive) is none."""
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False
