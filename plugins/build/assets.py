"""The theme's files → published assets: one style sheet, one script, and the rest, all named after their content."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from ..core.errors import BuildError
from ..core.views.css import compact_css
from ..core.views.scripts import compact_script
from ..core.views.view_models import Assets

CASCADE = ("tokens", "base", "layout", "components/*", "utilities", "print")
"""Style sheets in the order in which they win over each other: one file per component, `print` for paper."""

AT_ONCE = "choices"
"""The script of `js` that needs nothing of the page but its root; the others wait until all elements are there."""

SEARCH = ("text", "index", "rank", "pages", "page")
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
    sheets = (path for name in CASCADE for path in sorted((static / "css").glob(f"{name}.css")))
    css = compact_css("".join(map(_text, sheets))) + "\n"
    files: dict[str, bytes] = {}
    addresses: dict[str, str] = {}

    def publish(name: str, data: bytes) -> str:
        stem, _, ending = name.rpartition(".")
        file = f"theme/{stem}.{blake2b(data, digest_size=5).hexdigest()}.{ending}"
        files[file] = data
        addresses[name] = f"{prefix}/{file}"
        return addresses[name]

    css_address = publish("column.css", css.encode())
    js_address = publish("column.js", compact_script(_script(static / "js")).encode())
    search = "".join(_text(static / "js" / "search" / f"{name}.js") for name in SEARCH)
    publish("search.js", compact_script(search).encode())
    for path in sorted(static.rglob("*")):
        relative = path.relative_to(static)
        if path.is_file() and relative.parts[0] not in {"css", "js"} and not path.name.startswith("."):
            publish(relative.as_posix().replace("/", "-"), path.read_bytes())
    view = Assets(css=css_address, js=js_address, icon=addresses.get("icon.svg", ""), files=addresses)
    return Bundle(view=view, files=files, css=css)


def _script(folder: Path) -> str:
    """Every page's script, fit for `async`: it may arrive before the elements and after them."""
    waiting = "".join(_text(path) for path in sorted(folder.glob("*.js")) if path.stem != AT_ONCE)
    return (
        f"{_text(folder / f'{AT_ONCE}.js')}(function (begin) {{\n"
        'if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);\nelse begin();\n'
        f"}})(function () {{\n{waiting}}});\n"
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").rstrip() + "\n"
    except FileNotFoundError:
        raise BuildError(f"{path}: giao diện thiếu tệp này") from None
