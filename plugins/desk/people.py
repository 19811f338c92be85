"""Who works at the desk, and what each may do: the one at this machine, or whom a proxy names with a shared secret."""

from __future__ import annotations

import hmac
import os
import re
import stat
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from ..core.errors import SettingsError
from ..core.toml.characters import read_toml
from ..core.toml.lines import TomlFaultError

ROLES = ("viết", "biên tập", "đăng", "quản trị")
"""Each may do what those before it may: write drafts and send them for review; approve, correct; publish; look at code
that came from elsewhere."""
WRITER, EDITOR, PUBLISHER, ADMIN = ROLES
SECRET_HEADER = "x-desk-secret"  # noqa: S105 — a header's name
_CONTROL = re.compile(r"[\x00-\x1f\x7f<>]")


class Person(NamedTuple):
    """name, email: as git has them; role: one of ROLES."""

    name: str
    email: str
    role: str

    def may(self, role: str) -> bool:
        """Whether somebody of that role may do what is asked."""
        return ROLES.index(self.role) >= ROLES.index(role)


def person_here(content: Path) -> Person:
    """Who git says works on this machine; everything is theirs to do."""

    def ask(name: str) -> str:
        command = ["git", "-C", str(content), "config", name]
        try:
            return subprocess.run(command, capture_output=True, text=True, timeout=10, check=False).stdout.strip()
        except (OSError, subprocess.TimeoutExpired):
            return ""

    return Person(ask("user.name") or "Người biên tập", ask("user.email") or "bien-tap@localhost", ADMIN)


class ProxiedPeople:
    """Those of whom a proxy says, in X-Forwarded-Email (or -User) and -Name, that it let them in."""

    def __init__(self, file: Path, secret_file: Path) -> None:
        self._secret = _secret(secret_file)
        self.roles = _roles(file)

    def person(self, headers: Mapping[str, str]) -> Person | None:
        """Whom a request comes from; None unless the proxy says so and desk.toml knows them."""
        given = headers.get(SECRET_HEADER, "").encode("latin-1", "replace")
        if not hmac.compare_digest(given, self._secret):
            return None
        email = _clean(headers.get("x-forwarded-email") or headers.get("x-forwarded-user") or "").lower()
        role = self.roles.get(email)
        if not email or role is None:
            return None
        return Person(_clean(headers.get("x-forwarded-name", "")) or email.partition("@")[0], email, role)


def _clean(value: str) -> str:
    """A header's words: proxies write names as UTF-8 or escaped."""
    with suppress(UnicodeError):
        value = value.encode("latin-1").decode("utf-8")
    return _CONTROL.sub("", unquote(value)).strip()[:200]


def _secret(file: Path) -> bytes:
    try:
        status = file.stat()
        secret = file.read_bytes().strip()
    except OSError as error:
        raise SettingsError(f"{file}: không đọc được tệp bí mật ({type(error).__name__})") from None
    if os.name == "posix" and stat.S_IMODE(status.st_mode) & 0o077:
        raise SettingsError(f"{file}: người khác đọc được tệp bí mật; hãy chạy chmod 600 {file}")
    if len(secret) < 16:
        raise SettingsError(f"{file}: bí mật phải dài ít nhất 16 ký tự")
    return secret


def _roles(file: Path) -> dict[str, str]:
    """`[people]` of desk.toml: e-mail = role."""
    try:
        table, _, unfit = read_toml(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise SettingsError(f"{file}: chưa có tệp này; ghi [people], mỗi dòng “thư điện tử” = vai") from None
    except (OSError, UnicodeError, TomlFaultError) as error:
        raise SettingsError(f"{file}: không đọc được ({error})") from None
    faults = [f"{file}:{line}: {key}: {message}" for line, key, message, severity in unfit if severity == "error"]
    if faults:
        raise SettingsError("\n".join(faults))
    people = table.get("people")
    if not isinstance(people, dict) or not people or table.keys() - {"people"}:
        raise SettingsError(f"{file}: chỉ có một bảng [people], mỗi dòng “thư điện tử” = vai")
    wrong = [f"{email}: {role!r}" for email, role in people.items() if role not in ROLES]
    if wrong:
        raise SettingsError(f"{file}: vai phải là {', '.join(ROLES)}; sai ở: {'; '.join(wrong)}")
    return {email.lower(): str(role) for email, role in people.items()}
