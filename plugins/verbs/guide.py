"""Tables of docs/, made from the code: headers, what the gate checks, what becomes of Pelican's settings.

`python -m plugins.verbs.guide` rewrites the tables between their markers.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from pathlib import Path

from .. import core
from ..core.article.headers import HEADERS
from ..core.registers.questions import STATES
from ..core.rules import RULES
from ..system import build_inputs

GUIDE = build_inputs.ROOT / "docs" / "huong-dan-bien-tap.md"
SETTINGS_PAGE = build_inputs.ROOT / "docs" / "pelican-settings.md"
_BLOCK = re.compile(r"(<!-- bảng: (?P<name>[^>]+?) -->\n)(?P<old>.*?)(<!-- hết bảng -->)", re.DOTALL)
_FIRST = ("Phần đầu bài", "Chữ và nội dung", "Liên quan giữa các tệp", "Sổ hỏi đáp")
"""Groups of rules in the order in which editors meet them; others follow by name."""


def render(text: str) -> str:
    """The guide with every table made anew; a marker that names no table is a KeyError."""
    tables = {"phần đầu": _headers, "quy tắc": _rules, "trạng thái": _states, "pelican": _pelican_settings}
    return _BLOCK.sub(lambda match: f"{match[1]}\n{tables[match['name']]()}\n\n{match[4]}", text)


def _headers() -> str:
    rows = ["| Tên | Viết gì | Bắt buộc | Viết nhiều lần | Ở trang riêng |", "|---|---|---|---|---|"]
    for kind in HEADERS.values():
        marks = ("có" if kind.required else "", "được" if kind.many else "", "có" if kind.page else "")
        rows.append(f"| `{kind.name}` | {_plain(kind.about)} | {' | '.join(marks)} |")
    return "\n".join(rows)


def _plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return re.sub(r"([<>|*_\\])", r"\\\1", text)


def _states() -> str:
    return "\n".join(
        ["| Mã | Người đọc thấy |", "|---|---|", *(f"| `{slug}` | {name} |" for slug, name in STATES.items())]
    )


def _rules() -> str:
    _load_rules()
    groups: dict[str, list[str]] = {}
    for rule in sorted(RULES.values(), key=lambda rule: rule.slug):
        groups.setdefault(rule.group, []).append(f"- `{rule.slug}`: {_plain(rule.text)}")
    names = sorted(groups, key=lambda name: (_FIRST.index(name) if name in _FIRST else len(_FIRST), name))
    return "\n\n".join(f"### {name}\n\n" + "\n".join(groups[name]) for name in names)


def _pelican_settings() -> str:
    from ..build.pelican_settings import markdown

    return markdown()


def _load_rules() -> None:
    """Rules are declared where they are checked: import every module of the core."""
    for module in pkgutil.walk_packages(core.__path__, f"{core.__name__}."):
        importlib.import_module(module.name)


def main(*paths: Path) -> int:
    """Rewrite the pages whose tables are old."""
    for path in paths or (GUIDE, SETTINGS_PAGE):
        text = path.read_text(encoding="utf-8")
        new = render(text)
        if new != text:
            path.write_text(new, encoding="utf-8")
            sys.stdout.write(f"{path}: tables renewed\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
