"""Front matter of other generators: YAML, TOML or JSON between fences, or `Name: value` lines → values and the body."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date, datetime
from typing import Any, NamedTuple

import yaml

from ...core.text.decoding import line_ends

MOST_BYTES = 1 << 20


class FrontError(ValueError):
    """Raised when a front matter can't be read; its text is for editors."""


class Front(NamedTuple):
    """values: by name in lower case, text, numbers, lists and tables as they were; text: the front matter itself."""

    values: dict[str, Any]
    body: str
    text: str


class _Plain(yaml.BaseLoader):  # type: ignore[misc]
    """Every scalar is the text that was written, so that dates keep their zones; an alias is refused, since a few of
    them can stand for gigabytes."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("alias")
        return super().compose_node(parent, index)


def split_front(text: str) -> Front:
    """Take the front matter off. Raises FrontError."""
    text = line_ends(text.removeprefix("\ufeff"))
    for fence, read in (("---", read_yaml), ("+++", read_toml)):
        if match := re.match(
            rf"\s*{re.escape(fence)}[ \t]*\n(.*?)(?:^|\n){re.escape(fence)}[ \t]*(?:\n|$)", text, re.S
        ):
            return Front(_lower(read(match[1])), text[match.end() :], match[1])
    if text.lstrip().startswith("{") and (found := _json_head(text.lstrip())):
        return found
    return Front({}, text, "")


def split_lines(text: str) -> Front:
    """Pelican's `Name: value` lines up to the first blank line, continued by indented ones."""
    text = line_ends(text.removeprefix("\ufeff"))
    if re.match(r"---[ \t]*\n", text):
        return split_front(text)
    head, _, body = text.partition("\n\n")
    values: dict[str, Any] = {}
    name = ""
    for line in head.split("\n"):
        if match := re.match(r"([A-Za-z][\w-]*)[ \t]*:[ \t]*(.*)$", line):
            name = match[1].lower()
            values[name] = f"{values[name]}; {match[2]}" if name in values else match[2].strip()
        elif name and line[:1] in " \t":
            values[name] = f"{values[name]} {line.strip()}".strip()
        else:
            return Front({}, text, "")
    return Front(values, body, head)


def read_yaml(text: str) -> dict[str, Any]:
    """Raises FrontError."""
    _bounded(text)
    try:
        found = yaml.load(text, Loader=_Plain)  # noqa: S506 — BaseLoader makes nothing but text
    except (yaml.YAMLError, RecursionError, ValueError):
        raise FrontError("phần đầu YAML không đọc được") from None
    return found if isinstance(found, dict) else {}


def read_toml(text: str) -> dict[str, Any]:
    """Raises FrontError."""
    _bounded(text)
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        raise FrontError("phần đầu TOML không đọc được") from None


def _bounded(text: str) -> None:
    if len(text) > MOST_BYTES:
        raise FrontError("phần đầu quá dài")


def _json_head(text: str) -> Front | None:
    try:
        found, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return Front(_lower(found), text[end:], text[:end]) if isinstance(found, dict) else None


def _lower(values: dict[Any, Any]) -> dict[str, Any]:
    return {str(name).lower(): value for name, value in values.items()}


def words(value: Any) -> str:
    """A value as one line of text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "; ".join(map(words, value))
    if isinstance(value, dict):
        return "; ".join(f"{name}: {words(inner)}" for name, inner in value.items())
    return "" if value is None else " ".join(str(value).split())


def listed(value: Any, at: str = ",") -> tuple[str, ...]:
    """A value as entries; text is parted at a sign ("" for blanks)."""
    if isinstance(value, list | tuple):
        parts = [words(inner.get("name") or inner) if isinstance(inner, dict) else words(inner) for inner in value]
    else:
        text = words(value)
        parts = text.split(";") if ";" in text else text.split(at or None)
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def is_true(value: Any) -> bool:
    """Whether a value says yes."""
    return words(value).lower() in {"true", "yes", "on", "1"}
