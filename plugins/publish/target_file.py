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
from urllib.parse import urlsplit

from ..core.errors import SettingsError
from ..core.text.vietnamese import closest
from ..core.text.web_address import is_site_root, origin
from ..core.toml.characters import read_toml
from ..core.toml.lines import Lines, TomlFaultError
from ..system import build_inputs
from .targets import KINDS, FolderTarget, GitTarget, PublishTarget, S3Target, SshTarget

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_HOST = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*@)?[A-Za-z0-9][A-Za-z0-9.-]*")
_BRANCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,62}")
_WORDS = {"str": "chữ trong dấu ngoặc kép", "int": "số nguyên", "bool": "true hoặc false"}
_SYSTEM = ("bin", "boot", "dev", "etc", "lib", "lib32", "lib64", "proc", "run", "sbin", "sys", "usr")


def load_target(file: Path, name: str, environment: Mapping[str, str] = os.environ) -> PublishTarget:
    """The named target, checked together with all others; SettingsError tells every fault of the file."""
    targets = load_targets(file)
    target = targets.get(name)
    if target is None:
        near = closest(name, sorted(targets))
        known = ", ".join(sorted(targets)) or "chưa có đích nào"
        raise SettingsError(f"{file.name}: không có đích “{name}” ({f'có phải {near}?' if near else known})")
    missing = [variable for variable in secrets_of(target) if not environment.get(variable)]
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
    faults = [(line, f"{key}: {message}") for line, key, message in unfit]
    for name, table in tables.items():
        if not isinstance(table, dict):
            faults.append((lines.find("", 0, name), f"{name}: mỗi đích là một bảng [tên-đích]"))
            continue
        found = len(faults)
        if not _NAME.fullmatch(name):
            faults.append((lines.find(name), f"[{name}]: tên đích chỉ gồm a-z, 0-9 và dấu -"))
        target = _target(name, table, lines, faults)
        if target is not None and len(faults) == found:
            faults += [(lines.find(name, 0, key), f"{key}: {why}") for key, why in _faults_of(target)]
            targets[name] = target
    if faults:
        raise SettingsError("\n".join(f"{file.name}:{line}: {message}" for line, message in sorted(faults)))
    return targets


def secrets_of(target: PublishTarget) -> list[str]:
    """The environment variables a target needs."""
    names = [target.sign_key_env]
    if isinstance(target, SshTarget):
        names.append(target.key_env)
    if isinstance(target, S3Target):
        names += [target.access_key_env, target.secret_key_env]
    return [name for name in names if name]


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
            near = closest(key, sorted(known))
            faults.append((line, f"{key}: không có khoá này{f'; có phải ý bạn là {near}?' if near else ''}"))
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


def _faults_of(target: PublishTarget) -> list[tuple[str, str]]:
    """(key, what is wrong with it)."""
    faults = []
    if not _is_web(target.url):
        faults.append(("url", "phải là địa chỉ http(s) đầy đủ của trang, không có “/” ở cuối"))
    if not 2 <= target.keep <= 1000:
        faults.append(("keep", "phải từ 2 đến 1000"))
    for key in ("sign_key_env", "key_env", "access_key_env", "secret_key_env"):
        value = getattr(target, key, "")
        if value and not re.fullmatch(r"[A-Z_][A-Z0-9_]*", value):
            faults.append((key, "phải là tên biến môi trường, không phải bí mật"))
    if isinstance(target, FolderTarget):
        if fault := path_fault(target.path, remote=isinstance(target, SshTarget)):
            faults.append(("path", fault))
        faults += [
            (key, "phải là đường dẫn tuyệt đối, không có khoảng trắng hay dấu đặc biệt")
            for key in ("certificate", "certificate_key")
            if (value := getattr(target, key)) and not re.fullmatch(r"/[\w./-]+", value)
        ]
    if isinstance(target, SshTarget):
        if not _HOST.fullmatch(target.host):
            faults.append(("host", "phải là tên máy, có thể kèm “người-dùng@” ở trước"))
        if not 1 <= target.port <= 65535:
            faults.append(("port", "phải từ 1 đến 65535"))
        if target.known_hosts and not os.path.isabs(target.known_hosts):
            faults.append(("known_hosts", "phải là đường dẫn tuyệt đối"))
    if isinstance(target, S3Target):
        if not _is_web(target.endpoint):
            faults.append(("endpoint", "phải là địa chỉ http(s) của kho, không kèm tài khoản"))
        if not _BUCKET.fullmatch(target.bucket):
            faults.append(("bucket", "không phải tên kho hợp lệ"))
        if target.prefix and not re.fullmatch(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*", target.prefix):
            faults.append(("prefix", "phải là thư mục trong kho, không bắt đầu hay kết thúc bằng “/”"))
    if isinstance(target, GitTarget):
        web = urlsplit(target.remote)
        if web.scheme in {"http", "https"} and (web.password or web.username):
            faults.append(("remote", "không ghi tài khoản vào địa chỉ; git tự hỏi kho mật khẩu"))
        elif target.remote.startswith("-") or not (web.scheme or ":" in target.remote or os.path.isabs(target.remote)):
            faults.append(("remote", "phải là địa chỉ kho git hoặc đường dẫn tuyệt đối"))
        if not _BRANCH.fullmatch(target.branch) or ".." in target.branch or target.branch in {"main", "master"}:
            faults.append(("branch", "phải là tên nhánh dành riêng cho trang dựng ra, không phải main hay master"))
    return faults


def path_fault(path: str, *, remote: bool) -> str:
    """Why a folder may not be published to, "" when it may: it is filled, pruned and replaced by us alone."""
    if not path.startswith("/"):
        return "phải là đường dẫn tuyệt đối"
    if not re.fullmatch(r"/[\w./-]+", path) or path.endswith("/"):
        return "chỉ gồm chữ, số, “-”, “_”, “.” và “/”, không kết thúc bằng “/”"
    parts = path.split("/")[1:]
    if any(part in {"", ".", ".."} for part in parts):
        return "không được có “//”, “.” hay “..”"
    if len(parts) < 2 or parts[0] in _SYSTEM or (parts[0] == "home" and len(parts) < 3):
        return "là thư mục của hệ thống hoặc thư mục nhà; hãy chọn thư mục riêng cho trang, ví dụ /srv/chuyen-muc"
    if remote:
        return ""
    real = Path(os.path.realpath(path))
    home = Path.home().resolve()
    if str(real) == "/" or real == home or real in home.parents or real.parts[1] in _SYSTEM:
        return "là thư mục của hệ thống hoặc thư mục nhà; hãy chọn thư mục riêng cho trang"
    if real == build_inputs.ROOT or real in build_inputs.ROOT.parents or build_inputs.ROOT in real.parents:
        return "nằm trong thư mục dự án hoặc chứa nó; hãy chọn thư mục khác"
    return ""


def _is_web(url: str) -> bool:
    """Whether pages live there; in its ASCII form, for it goes into servers' configurations as it is written."""
    return is_site_root(url) and not url.endswith("/") and url.lower().startswith(origin(url))
