"""Files of content/goc/, published at the top of the site under their own names: CNAME, proofs of ownership that
search consoles and other services ask for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..problem import Problem
from ..rules import declare
from ..site_map import RESERVED, ROWS

FOLDER = "goc/"
LARGEST = 100_000
"""Bytes; what belongs here is a line or two."""
RULE = "root-file"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,80}(?:\.(?:html|txt|xml|json|asc))?")
_ACTS = re.compile(
    rb"<\s*(?:script|iframe|object|embed|form|base|link|style|svg)|javascript:|\son[a-z]+\s*=|http-equiv", re.I
)
_TAKEN = {row.path[1:].casefold() for row in ROWS.values() if "{" not in row.path} | {
    file.casefold() for row in ROWS.values() if row.path == "/" for file in row.feeds
}
_OURS = re.compile(r"index\.html|404\.html|sitemap.*\.xml|manifest\.json.*|trang-thai\.json.*|pelican.*", re.I)

declare(
    RULE,
    "Ảnh và tệp kèm",
    "Tệp trong goc/ được đăng ở gốc trang, giữ nguyên tên: chữ, số, “-”, “_” và đuôi html, txt, xml, json, asc hoặc "
    "không đuôi (CNAME); tối đa 100 KB, không nằm trong thư mục con, không trùng tên với tệp của trang, không mang "
    "script hay biểu mẫu.",
)


def is_root_file(path: str) -> bool:
    """Whether a file of content/ is meant for the top of the site."""
    return path.startswith(FOLDER)


def published_at(path: str) -> str:
    """Its name on the site."""
    return path.removeprefix(FOLDER)


def name_problems(paths: Iterable[str]) -> Iterator[Problem]:
    """Names that can't stand at the top of the site, or that the site takes for itself."""
    seen: dict[str, str] = {}
    for path in sorted(filter(is_root_file, paths)):
        name = published_at(path)
        folded = name.casefold()
        if not _NAME.fullmatch(name):
            allowed = "chữ không dấu, số, “-”, “_”, đuôi html, txt, xml, json, asc hoặc không đuôi; không thư mục con"
            yield _problem(path, f"tên không dùng được ở gốc trang; được dùng: {allowed}")
        elif folded in _TAKEN or folded.partition(".")[0] in RESERVED or _OURS.fullmatch(name):
            yield _problem(path, "trùng tên với tệp hoặc thư mục của trang; hãy đổi tên hoặc bỏ tệp này")
        elif folded in seen:
            yield _problem(path, f"chỉ khác {seen[folded]} ở chữ hoa, chữ thường; hãy giữ một")
        seen.setdefault(folded, path)


def content_problem(path: str, data: bytes) -> Problem | None:
    """What such a file may not hold: readers trust whatever lies on the agency's own address."""
    if len(data) > LARGEST:
        return _problem(path, f"lớn hơn {LARGEST // 1000} KB")
    if b"\0" in data:
        return _problem(path, "không phải tệp chữ")
    if path.endswith((".html", ".xml")) and (found := _ACTS.search(data)):
        shown = found[0].decode("ascii", "replace").strip()
        return _problem(path, f"có “{shown}”; ở đây chỉ nhận tệp xác minh không có script, biểu mẫu hay nội dung nhúng")
    return None


def _problem(path: str, message: str) -> Problem:
    return Problem(path=path, line=0, field="tệp ở gốc trang", message=message, rule=RULE)
