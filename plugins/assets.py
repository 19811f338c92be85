"""The theme's files → published assets: one style sheet, one script, and the rest, all named after their content."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from .core.errors import BuildError
from .core.views import Assets

CASCADE = ("tokens", "base", "layout", "components/*", "utilities", "print")
"""Style sheets in the order in which they win over each other: one file per component, `print` for paper."""

SEARCH = ("text", "index", "rank", "page")
"""The search page's scripts in `js/search`, in the order in which they use each other; no other page loads them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """view: addresses for templates; files: output file → bytes; css: the style sheet's text, for the saved article."""

    view: Assets
    files: dict[str, bytes]
    css: str


def bundle(theme: Path, prefix: str) -> Bundle:
    """Read `theme/static` and name every file after its content, so that servers may cache it for ever."""
    static = theme / "static"
    css = "".join(_text(path) for name in CASCADE for path in sorted((static / "css").glob(f"{name}.css")))
    js = "".join(_text(path) for path in sorted((static / "js").glob("*.js")) if not path.name.startswith("early"))
    early = "".join(_text(path) for path in sorted((static / "js").glob("early*.js")))
    files: dict[str, bytes] = {}
    addresses: dict[str, str] = {}

    def publish(name: str, data: bytes) -> str:
        stem, _, ending = name.rpartition(".")
        file = f"theme/{stem}.{blake2b(data, digest_size=5).hexdigest()}.{ending}"
        files[file] = data
        addresses[name] = f"{prefix}/{file}"
        return addresses[name]

    css_address = publish("column.css", css.encode())
    js_address = publish("column.js", js.encode())
    search = "".join(_text(static / "js" / "search" / f"{name}.js") for name in SEARCH)
    publish("search.js", search.encode())
    if early:
        publish("early.js", early.encode())
    for path in sorted(static.rglob("*")):
        relative = path.relative_to(static)
        if path.is_file() and relative.parts[0] not in {"css", "js"} and not path.name.startswith("."):
            publish(relative.as_posix().replace("/", "-"), path.read_bytes())
    view = Assets(css=css_address, js=js_address, icon=addresses.get("icon.svg", ""), files=addresses)
    return Bundle(view=view, files=files, css=css)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").rstrip() + "\n"
    except FileNotFoundError:
        raise BuildError(f"{path}: the theme lacks this file") from None
