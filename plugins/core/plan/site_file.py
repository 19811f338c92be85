"""`content/site.toml` (optional) → Site, or every problem in it at once."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import fields, replace
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ..problem import Problem, Severity, has_errors
from ..text.vietnamese import suggest
from ..text.web_address import ascii_host, is_site_root, is_web_address
from ..toml.characters import read_toml
from ..toml.lines import Lines, TomlFaultError
from .site import Agency, Feedback, Link, Moved, Security, Site

FILE = "site.toml"
_PARTS: dict[str, type[Agency] | type[Feedback] | type[Security]] = {
    "agency": Agency,
    "feedback": Feedback,
    "security": Security,
}
_PATH = re.compile(r"/(?:[a-z0-9][a-z0-9._-]*/)*(?:[a-z0-9][a-z0-9._-]*)?")
_SWITCHES = ("social_cards",)
_MAIL = re.compile(r"[^\s<>\"'@?&%,;:]+@[^\s<>\"'@?&%,;:]+\.[^\s<>\"'@?&%,;:]+\Z")
_MOST = 2_000
_AUTHORITY = re.compile(r"([a-z0-9.-]+),([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_NO_PLACE = re.compile(r"Factory|localtime|posixrules|(?:posix|right)/.*", re.IGNORECASE)
"""Names that zone databases have and that say no place's time, or another one on each machine."""


def read_site(text: str, today: dt.date | None = None) -> tuple[Site, tuple[Problem, ...]]:
    """The site's own data; fields that are absent keep their defaults. today: judges what must be past or to come. With
    errors there is nothing of it but what is judged together with other files."""
    try:
        data, lines, unfit = read_toml(text)
    except TomlFaultError as fault:
        return Site(), (_problem(fault.line, "site.toml", str(fault)),)
    problems = [_problem(*found) for found in unfit]
    own = {f.name for f in fields(Site)} - {*_PARTS, *_SWITCHES, "related", "language", "moved"}
    values: dict[str, Any] = _table(data, "", {*own, *_PARTS, *_SWITCHES, "related", "moved"}, own, lines, 0, problems)
    for key in _SWITCHES:
        if isinstance(data.get(key, False), bool):
            values[key] = data.get(key, False)
        else:
            problems.append(_problem(lines.find("", 0, key), key, "phải là true hoặc false, không có dấu ngoặc kép"))
    for key, cls in _PARTS.items():
        names = {f.name for f in fields(cls)}
        part = data.get(key, {})
        if not isinstance(part, dict):
            problems.append(_problem(lines.find("", 0, key), key, f"phải là bảng [{key}]"))
            continue
        values[key] = cls(**_table(part, key, names, names, lines, 0, problems))
    names = {f.name for f in fields(Link)}
    related = []
    rows = data.get("related", [])
    if not isinstance(rows, list):
        problems.append(_problem(lines.find("", 0, "related"), "related", "phải là các bảng [[related]]"))
        rows = []
    for number, row in enumerate(rows):
        entry = _table(row, "related", names, names, lines, number, problems) if isinstance(row, dict) else {}
        if not entry.get("name") or not is_web_address(entry.get("url", "")):
            problems.append(_problem(lines.find("related", number, "url"), "related", "cần name và url http(s) đầy đủ"))
        else:
            related.append(Link(**entry))
    moved = _moved(data.get("moved", []), lines, problems)
    site = replace(Site(), **values, related=tuple(related), moved=moved)
    problems += _checked(site, lines, today)
    return (replace(Site(), moved=moved) if has_errors(problems) else site), tuple(problems)


def _moved(rows: Any, lines: Lines, problems: list[Problem]) -> tuple[Moved, ...]:
    """`[[moved]]`: addresses that pages had and have no more."""
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        problems.append(_problem(lines.find("", 0, "moved"), "moved", "phải là các bảng [[moved]]"))
        return ()
    found = []
    for number, row in enumerate(rows):
        values = _table(row, "moved", {"from", "to"}, {"from", "to"}, lines, number, problems)
        if not all(_PATH.fullmatch(values.get(key, "")) for key in ("from", "to")):
            message = "cần from và to, mỗi cái là một địa chỉ trên trang như /luu-tru/2021/06/"
            problems.append(_problem(lines.find("moved", number, "from"), "moved", message))
        else:
            found.append(Moved(old=values["from"], new=values["to"], line=lines.find("moved", number, "from")))
    return tuple(found)


def _table(
    row: dict[str, Any], table: str, known: set[str], text_keys: set[str], lines: Lines, number: int, out: list[Problem]
) -> dict[str, Any]:
    values = {}
    for key, value in row.items():
        if key not in known:
            hint = suggest(key, sorted(known))
            out.append(_problem(lines.find(table, number, key), key, f"không có khoá này{hint}"))
        elif key in text_keys:
            if isinstance(value, str) and len(value) > _MOST:
                out.append(_problem(lines.find(table, number, key), key, f"dài {len(value)} ký tự; tối đa {_MOST}"))
            elif isinstance(value, str):
                values[key] = value.strip()
            else:
                out.append(_problem(lines.find(table, number, key), key, "phải là chữ trong dấu ngoặc kép"))
    return values


def _checked(site: Site, lines: Lines, today: dt.date | None) -> list[Problem]:
    problems = []
    if not any(map(str.isalnum, site.name)):
        message = "để trống; trang nào, nguồn tin nào cũng mang tên này"
        problems.append(_problem(lines.find("", 0, "name"), "name", message))
    if site.url and not is_site_root(site.url):
        message = "phải là địa chỉ http(s) đầy đủ, không có “?” hay “#”, ví dụ https://chuyen-muc.example"
        problems.append(_problem(lines.find("", 0, "url"), "url", message))
    for table, key, value in (
        ("", "hub", site.hub),
        ("agency", "url", site.agency.url),
        ("feedback", "form_url", site.feedback.form_url),
        ("security", "policy", site.security.policy),
    ):
        if value and not is_web_address(value):
            problems.append(_problem(lines.find(table, 0, key), key, "phải là địa chỉ http(s) đầy đủ"))
    for table, value in (("agency", site.agency.email), ("feedback", site.feedback.email)):
        if value and not _MAIL.match(value):
            problems.append(_problem(lines.find(table, 0, "email"), "email", "phải là một địa chỉ thư, ví dụ a@b.vn"))
    if site.authority and (fault := _authority_fault(site.authority, today)):
        problems.append(_problem(lines.find("", 0, "authority"), "authority", fault))
    problems += _security(site, lines, today)
    try:
        there = not _NO_PLACE.fullmatch(site.zone) and bool(ZoneInfo(site.zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        there = False
    if not there:
        problems.append(_problem(lines.find("", 0, "zone"), "zone", f"không có múi giờ “{site.zone}”"))
    return problems


def _authority_fault(text: str, today: dt.date | None) -> str:
    """What is wrong with a `tag:` authority (RFC 4151), "" for nothing: a domain, and a day on which one had it."""
    match = _AUTHORITY.fullmatch(text)
    if match is None or ascii_host(match[1]) != match[1] or "." not in match[1]:
        return "phải là “tên miền,ngày”, ví dụ “chuyen-muc.example,2021-01-01”; không đổi sau khi đã công bố"
    day = _day(f"{match[2]}-{match[3] or '01'}-{match[4] or '01'}")
    if day is None:
        return "ngày sau dấu phẩy không có thật; viết như “chuyen-muc.example,2021-01-01”"
    if today is not None and day > today:
        clock = f"máy đang ở ngày {today:%d/%m/%Y}"
        return f"ngày sau dấu phẩy ở tương lai ({clock}); ghi một ngày đã qua mà cơ quan giữ tên miền ấy"
    return ""


def _day(text: str) -> dt.date | None:
    """The day, None unless it is written 2021-12-31 in plain digits and is real."""
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _security(site: Site, lines: Lines, today: dt.date | None) -> list[Problem]:
    """RFC 9116 wants both a contact and a day of expiry."""
    contact, expires = site.security.contact, site.security.expires
    found: list[tuple[str, str, Severity]] = []
    secure = contact.startswith("https://") and is_web_address(contact)
    if contact and not secure and not _MAIL.match(contact.removeprefix("mailto:")):
        found.append(("contact", "phải là địa chỉ thư điện tử hoặc địa chỉ https đầy đủ", "error"))
    if bool(contact) != bool(expires):
        found.append(("expires", "contact và expires phải có cả hai", "error"))
    day = _day(expires)
    if expires and day is None:
        found.append(("expires", "phải là ngày có thật dạng 2027-06-30, là hạn dùng của thông tin này", "error"))
    if day is not None and today is not None and day <= today:
        message = f"đã hết hạn ngày {expires}; xem lại contact rồi ghi ngày mới, thường là một năm sau"
        found.append(("expires", message, "warning"))  # time alone must not stop a column
    return [_problem(lines.find("security", 0, key), key, message, how) for key, message, how in found]


def _problem(line: int, field: str, message: str, severity: Severity = "error") -> Problem:
    return Problem(path=FILE, line=line, field=field, message=message, rule="site-values", severity=severity)
