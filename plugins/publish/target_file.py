"""`targets.toml` → where the site may be published. Whatever is wrong in it is told before anything is touched.

The file holds no secret: it names the environment variables that do.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

from ..core.errors import SettingsError
from ..core.text.vietnamese import closest, suggest
from ..core.toml.characters import read_toml
from ..core.toml.lines import Lines, TomlFaultError
from .targets import KINDS, PublishTarget

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_WORDS = {"str": "chữ trong dấu ngoặc kép", "int": "số nguyên", "bool": "true hoặc false"}
_LIST = "tuple[str, ...]"


def load_target(file: Path, name: str, environment: Mapping[str, str] = os.environ) -> PublishTarget:
    """The named target, checked together with all others; SettingsError tells every fault of the file."""
    targets = load_targets(file)
    target = targets.get(name)
    if target is None:
        near = closest(name, sorted(targets))
        known = ", ".join(sorted(targets)) or "chưa có đích nào"
        raise SettingsError(f"{file.name}: không có đích “{name}” ({f'có phải {near}?' if near else known})")
    missing = [variable for variable in target.secrets() if not environment.get(variable)]
    if missing:
        raise SettingsError(f"{file.name}: đích “{name}” cần biến môi trường {', '.join(missing)}")
    return target


def load_targets(file: Path) -> dict[str, PublishTarget]:
    """Every target of the file by name."""
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SettingsError(f"{file}: chưa có tệp này; xem mẫu trong docs/targets.example.toml") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: không đọc được ({type(error).__name__})") from None
    try:
        tables, lines, unfit = read_toml(text)
    except TomlFaultError as fault:
        raise SettingsError(f"{file.name}:{fault.line}: {fault}") from None
    targets: dict[str, PublishTarget] = {}
    faults = [(line, f"{key}: {message}") for line, key, message, severity in unfit if severity == "error"]
    for name, table in tables.items():
        if not isinstance(table, dict):
            faults.append((lines.find("", 0, name), f"{name}: mỗi đích là một bảng [tên-đích]"))
            continue
        found = len(faults)
        if not _NAME.fullmatch(name):
            faults.append((lines.find(name), f"[{name}]: tên đích chỉ gồm a-z, 0-9 và dấu -"))
        target = _target(name, table, lines, faults)
        if target is not None and len(faults) == found:
            faults += [(lines.find(name, 0, key), f"{key}: {why}") for key, why in target.faults()]
            targets[name] = target
    if faults:
        raise SettingsError("\n".join(f"{file.name}:{line}: {message}" for line, message in sorted(faults)))
    return targets


def _target(name: str, table: dict[str, Any], lines: Lines, faults: list[tuple[int, str]]) -> PublishTarget | None:
    kind = table.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        faults.append((lines.find(name, 0, "kind"), f"kind: phải là một trong {', '.join(map(repr, KINDS))}"))
        return None
    cls = KINDS[kind]
    known = {field.name: field for field in fields(cls) if field.name != "name"}
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key == "kind":
            continue
        line = lines.find(name, 0, key)
        if key not in known:
            faults.append((line, f"{key}: không có khoá này{suggest(key, sorted(known))}"))
        elif known[key].type == _LIST:
            if isinstance(value, list) and all(isinstance(item, str) for item in value):
                values[key] = tuple(value)
            else:
                faults.append((line, f"{key}: phải là danh sách tên tệp trong dấu ngoặc vuông"))
        elif type(value).__name__ != known[key].type:
            what = _WORDS[str(known[key].type)]
            faults.append((line, f"{key}: phải là {what}"))
        else:
            values[key] = value
    lacking = [key for key, field in known.items() if field.default is MISSING and key not in table]
    faults += [(lines.find(name), f"[{name}]: thiếu {key}") for key in lacking]
    if lacking or values.keys() != table.keys() - {"kind"}:
        return None
    return cls(name=name, **values)
