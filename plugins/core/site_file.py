"""`content/site.toml` (optional) → Site, or every problem in it at once."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .problem import Problem
from .site import Agency, Feedback, Link, Security, Site
from .toml_characters import hidden_in
from .toml_lines import Lines, TomlFaultError, parse
from .vietnamese import closest
from .web_address import is_web_address

FILE = "site.toml"
_PARTS: dict[str, type[Agency] | type[Feedback] | type[Security]] = {
    "agency": Agency,
    "feedback": Feedback,
    "security": Security,
}
_SWITCHES = ("social_cards",)
_CONTACT = re.compile(r"(?:mailto:)?[^\s@:/]+@[^\s@:/]+$|https://[^\s<>\"']+$")
_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$")
_MAIL = re.compile(r"[^\s<>\"'@?&%,;:]+@[^\s<>\"'@?&%,;:]+\.[^\s<>\"'@?&%,;:]+\Z")
_MOST = 2_000
_AUTHORITY = re.compile(r"[a-z0-9.-]+,\d{4}(-\d{2}(-\d{2})?)?$")


def read_site(text: str) -> tuple[Site, tuple[Problem, ...]]:
    """The site's own data; fields that are absent keep their defaults."""
    try:
        data = parse(text)
    except TomlFaultError as fault:
        return Site(), (_problem(fault.line, "site.toml", str(fault)),)
    lines = Lines(text)
    problems = [_problem(line, key, message) for line, key, message in hidden_in(data, lines)]
    own = {f.name for f in fields(Site)} - {*_PARTS, *_SWITCHES, "related", "language"}
    values: dict[str, Any] = _table(data, "", {*own, *_PARTS, *_SWITCHES, "related"}, own, lines, 0, problems)
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
    site = replace(Site(), **values, related=tuple(related))
    problems += _checked(site, lines)
    return (Site() if problems else site), tuple(problems)


def _table(
    row: dict[str, Any], table: str, known: set[str], text_keys: set[str], lines: Lines, number: int, out: list[Problem]
) -> dict[str, Any]:
    values = {}
    for key, value in row.items():
        if key not in known:
            near = closest(key, sorted(known))
            hint = f"; có phải ý bạn là {near}?" if near else ""
            out.append(_problem(lines.find(table, number, key), key, f"không có khoá này{hint}"))
        elif key in text_keys:
            if isinstance(value, str) and len(value) > _MOST:
                out.append(_problem(lines.find(table, number, key), key, f"dài {len(value)} ký tự; tối đa {_MOST}"))
            elif isinstance(value, str):
                values[key] = value.strip()
            else:
                out.append(_problem(lines.find(table, number, key), key, "phải là chữ trong dấu ngoặc kép"))
    return values


def _checked(site: Site, lines: Lines) -> list[Problem]:
    problems = []
    if not any(map(str.isalnum, site.name)):
        message = "để trống; trang nào, nguồn tin nào cũng mang tên này"
        problems.append(_problem(lines.find("", 0, "name"), "name", message))
    for key, value in (("url", site.url), ("hub", site.hub)):
        if value and not is_web_address(value):
            problems.append(_problem(lines.find("", 0, key), key, "phải là địa chỉ http(s) đầy đủ"))
    for key, value in (("url", site.agency.url), ("form_url", site.feedback.form_url)):
        if value and not is_web_address(value):
            table = "agency" if key == "url" else "feedback"
            problems.append(_problem(lines.find(table, 0, key), key, "phải là địa chỉ http(s) đầy đủ"))
    for table, value in (("agency", site.agency.email), ("feedback", site.feedback.email)):
        if value and not _MAIL.match(value):
            problems.append(_problem(lines.find(table, 0, "email"), "email", "phải là một địa chỉ thư, ví dụ a@b.vn"))
    if site.authority and not _AUTHORITY.match(site.authority):
        message = "phải là “tên miền,ngày”, ví dụ “chuyen-muc.example,2021-01-01”; không đổi sau khi đã công bố"
        problems.append(_problem(lines.find("", 0, "authority"), "authority", message))
    problems += _security(site, lines)
    try:
        ZoneInfo(site.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        problems.append(_problem(lines.find("", 0, "zone"), "zone", f"không có múi giờ “{site.zone}”"))
    return problems


def _security(site: Site, lines: Lines) -> list[Problem]:
    """RFC 9116 wants both a contact and a day of expiry."""
    contact, expires, policy = site.security.contact, site.security.expires, site.security.policy
    found = []
    if contact and not _CONTACT.match(contact):
        found.append(("contact", "phải là địa chỉ thư điện tử hoặc địa chỉ https đầy đủ"))
    if bool(contact) != bool(expires):
        found.append(("expires", "contact và expires phải có cả hai"))
    if expires and not _DAY.match(expires):
        found.append(("expires", "phải là ngày dạng 2027-06-30, là hạn dùng của thông tin này"))
    if policy and not is_web_address(policy):
        found.append(("policy", "phải là địa chỉ http(s) đầy đủ"))
    return [_problem(lines.find("security", 0, key), key, message) for key, message in found]


def _problem(line: int, field: str, message: str) -> Problem:
    return Problem(path=FILE, line=line, field=field, message=message, rule="site-values")
