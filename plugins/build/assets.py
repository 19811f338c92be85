"""The theme's files → published assets: one style sheet, one script, and the rest, all named after their content."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from ..core.errors import BuildError
from ..core.views.css import compact_css
from ..core.views.first_view import first_view
from ..core.views.scripts import compact_script
from ..core.views.view_models import Assets

CASCADE = ("tokens", "base", "layout", "components/*", "utilities", "print")
"""Style sheets in the order in which they win over each other: one file per component, `print` for paper."""

MORE = ("more/*",)
"""The second sheet: what neither articles nor editors' pages have, so that they need not fetch it."""

FEW = {"voice.css": ("voice/*",), "chart.css": ("chart/*",)}
"""Sheets for what few articles carry beside text and pictures: key points and sound, charts; only they fetch them."""

FIRST_VIEW = "css/first-view.txt"
"""Which rules of the sheet the first view of a phone needs."""

WIDE = "(min-width: 40rem)"
"""Screens that wait for the sheets in the head: what the first view's rules are not made for."""

AT_ONCE = "choices"
"""The script of `js` that needs nothing of the page but its root; the others wait until all elements are there."""

LATER = {
    "more": ("phases", "search_start"),
    "search": ("text", "index", "rank", "pages", "page"),
    "tools": ("read", "share", "save", "code"),
    "gallery": ("turn",),
    "found": ("short",),
}
"""Folders of `js` → their scripts, in the order in which they use each other: what front page, plans and search page
add, what the latter loads beside it, an article's, which come when they are wanted, what a gallery and what the page of
what is not found need."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """view: addresses for templates; files: output file → bytes; css: the style sheet's text, for the saved article."""

    view: Assets
    files: dict[str, bytes]
    css: str


def bundle(theme: Path, prefix: str) -> Bundle:
    """Read `theme/static` and name every file after its content, so that servers may cache it for ever."""
    static = theme / "static"
    css = _sheet(static, CASCADE)
    files: dict[str, bytes] = {}
    addresses: dict[str, str] = {}

    def publish(name: str, data: bytes) -> str:
        stem, _, ending = name.rpartition(".")
        file = f"theme/{stem}.{blake2b(data, digest_size=5).hexdigest()}.{ending}"
        files[file] = data
        addresses[name] = f"{prefix}/{file}"
        return addresses[name]

    css_address = publish("column.css", css.encode())
    more_css = publish("more.css", more.encode()) if (more := _sheet(static, MORE)).strip() else ""
    for name, cascade in FEW.items():
        if (sheet := _sheet(static, cascade)).strip():
            publish(name, sheet.encode())
    js_address = publish("column.js", compact_script(_script(static / "js")).encode())
    for name, parts in LATER.items():
        if not (static / "js" / name).is_dir():
            continue  # a theme of before these came apart
        scripts = "".join(_text(static / "js" / name / f"{part}.js") for part in parts)
        publish(f"{name}.js", compact_script(scripts).encode())
    for path in sorted(static.rglob("*")):
        relative = path.relative_to(static)
        if path.is_file() and relative.parts[0] not in {"css", "js"} and not path.name.startswith("."):
            publish(relative.as_posix().replace("/", "-"), path.read_bytes())
    icon = addresses.get("icon.svg", "")
    first = _first_view(static, css)
    view = Assets(
        css=css_address,
        js=js_address,
        icon=icon,
        files=addresses,
        more_css=more_css,
        first=first,
        wide=WIDE if first else "",
    )
    return Bundle(view=view, files=files, css=css)


def first_style(theme: Path) -> str:
    """The style that stands in every page of a theme, "" for none."""
    static = theme / "static"
    return _first_view(static, _sheet(static, CASCADE))


def _sheet(static: Path, cascade: tuple[str, ...]) -> str:
    sheets = (path for name in cascade for path in sorted((static / "css").glob(f"{name}.css")))
    return compact_css("".join(map(_text, sheets))) + "\n"


def _first_view(static: Path, css: str) -> str:
    """A theme without the list has its whole style in the sheet."""
    wanted = static / FIRST_VIEW
    return first_view(css, _text(wanted)) if wanted.is_file() else ""


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
