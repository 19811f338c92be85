"""Pelican's settings → a line for every value of a shape that nothing can be made of, before anything is read."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jinja2 import Environment
from markdown import Markdown

_LINKS = ("MENUITEMS", "LINKS", "SOCIAL")
_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:|[/#?.])\S*|[^\s:]+")
"""What a link of the frame may lead to: the web, a letter, a telephone, or a place of the site."""
_CALLED = ("JINJA_FILTERS", "JINJA_TESTS")


def wrong_shapes(settings: Mapping[str, Any]) -> Iterator[str]:
    """One line each, beginning with the setting's name."""
    yield from _markdown(settings.get("MARKDOWN") or {})
    for name in _LINKS:
        yield from _links(name, settings.get(name) or ())
    yield from _environment(settings.get("JINJA_ENVIRONMENT") or {})
    for name in _CALLED:
        yield from _callables(name, settings.get(name) or {})
    yield from _pages(settings.get("TEMPLATE_PAGES") or {})


def _markdown(value: Any) -> Iterator[str]:
    if not isinstance(value, Mapping):
        yield f"MARKDOWN = {value!r}: là bảng, ví dụ {{'extensions': [], 'extension_configs': {{}}}}"
        return
    if not value.get("extensions"):
        return
    try:
        Markdown(extensions=value["extensions"], extension_configs=value.get("extension_configs") or {})
    except Exception as error:  # whatever an extension raises
        words = " ".join(str(error).split())
        yield f"MARKDOWN = {value!r}: không nạp được phần mở rộng ({type(error).__name__}: {words})"


def _links(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, str | Mapping) or not isinstance(value, Sequence):
        yield f"{name} = {value!r}: là danh sách các cặp (tên, địa chỉ)"
        return
    for row in value:
        if isinstance(row, str) or not isinstance(row, Sequence) or len(row) < 2:
            yield f"{name}: {row!r} không phải một cặp (tên, địa chỉ)"
        elif not _ADDRESS.fullmatch(str(row[1])):
            yield f"{name}: {row[1]!r} không phải địa chỉ http(s), mailto:, tel: hay đường dẫn trong trang"


def _environment(value: Any) -> Iterator[str]:
    if not isinstance(value, Mapping):
        yield f"JINJA_ENVIRONMENT = {value!r}: là bảng các tham số của jinja2.Environment"
        return
    known = inspect.signature(Environment).parameters
    unknown = [str(key) for key in value if key not in known]
    if unknown:
        yield f"JINJA_ENVIRONMENT: jinja2.Environment không có {', '.join(unknown)}; có {', '.join(known)}"


def _callables(name: str, value: Any) -> Iterator[str]:
    if not isinstance(value, Mapping):
        yield f"{name} = {value!r}: là bảng từ tên tới hàm"
        return
    for key, function in value.items():
        if not callable(function):
            yield f"{name}: {key!r} là {function!r}, không phải hàm"


def _pages(value: Any) -> Iterator[str]:
    if not isinstance(value, Mapping):
        yield f"TEMPLATE_PAGES = {value!r}: là bảng từ khuôn tới tệp trong thư mục đích"
        return
    for target in value.values():
        parts = str(target).replace("\\", "/").split("/")
        if parts[0] == "" or ".." in parts:
            yield f"TEMPLATE_PAGES: {target!r} nằm ngoài thư mục đích"
