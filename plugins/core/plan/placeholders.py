"""What of site.toml the agency has not filled in yet: nothing of it may reach readers as if it were its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .site import Site

_SAMPLE = re.compile(
    r"[(\[<{]\s*(?:hãy |cần |chưa |xin )?(?:điền|ghi|nhập|viết)\b|to be (?:filled in|added|completed)"
    r"|fill in|your (?:name|agency)"
    r"|\b(?:TODO|TBD|FIXME)\b|\[(?:…|\.\.\.)\]|\bX{3,}\b|lorem ipsum|_{3,}|\.{4,}",
    re.IGNORECASE,
)
_RESERVED = re.compile(
    r"(?:^|[/@.])(?:example|invalid|test|localhost|example\.(?:com|net|org))(?=$|[,:/])",
    re.IGNORECASE,
)
"""Domains that can never be an agency's (RFC 2606)."""
_FIELDS = (
    ("", ("name", "tagline", "description", "url", "authority", "copyright", "hub")),
    ("agency", ("name", "name_en", "address", "address_en", "phone", "email", "url")),
    ("feedback", ("email", "form_url", "consent")),
    ("security", ("contact", "policy")),
)

WANTED = {
    "name": "tên cơ quan hoặc chuyên mục, không để chữ mẫu",
    "name_en": "tên tiếng Anh của cơ quan, hoặc để trống",
    "tagline": "một câu của chuyên mục, hoặc để trống",
    "description": "lời giới thiệu chuyên mục, hoặc để trống",
    "url": "địa chỉ thật của trang, hoặc để trống",
    "authority": "tên miền thật và một ngày cơ quan đã giữ tên miền ấy; mã bài trong RSS làm từ đây, không đổi được",
    "copyright": "dòng bản quyền, hoặc để trống",
    "hub": "địa chỉ WebSub thật, hoặc để trống",
    "address": "địa chỉ cơ quan, hoặc để trống",
    "address_en": "địa chỉ bằng tiếng Anh, hoặc để trống",
    "phone": "số điện thoại, hoặc để trống",
    "email": "thư điện tử thật, hoặc để trống",
    "form_url": "địa chỉ biểu mẫu thật, hoặc để trống",
    "consent": "lời đồng ý của người gửi, không để chữ mẫu",
    "contact": "nơi nhận báo lỗ hổng, hoặc để trống cả bảng",
    "policy": "địa chỉ chính sách, hoặc để trống",
}
"""Key of site.toml → what to write there."""


def unfilled(site: Site) -> tuple[str, ...]:
    """The keys of site.toml that hold a placeholder, and `authority` where ids have none, as `table.key`."""
    missing = () if site.authority else ("authority",)
    return (*_placeholders(site), *missing)


def _placeholders(site: Site) -> Iterator[str]:
    for table, keys in _FIELDS:
        part = getattr(site, table) if table else site
        for key in keys:
            value = getattr(part, key)
            if _SAMPLE.search(value) or _RESERVED.search(value):
                yield f"{table}.{key}" if table else key
