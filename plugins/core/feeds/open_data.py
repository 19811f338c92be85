"""The column as open data: one JSON value per article, and the JSON Schema that describes it.

The schema is the only description: the data page prints its table, the tests validate the data with it, and a field
that is not in it is not in the data.
"""

from __future__ import annotations

import json
from typing import Any

from ..article.article import Article
from ..column.column import Column
from ..text.dates import iso
from .item import tag_uri

DIALECT = "https://json-schema.org/draft/2020-12/schema"
VERSION = 1
"""Goes up when a field is taken away or changes its meaning; new fields do not count."""

_TEXT = {"type": "string", "minLength": 1}
_MOMENT = {"type": "string", "format": "date-time"}
_ADDRESS = {"type": "string", "format": "uri"}
_TERM = {"$ref": "#/$defs/term"}
_TERMS = {"type": "array", "items": _TERM}

_TERM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "Một mục của kế hoạch.",
    "properties": {
        "slug": {"type": "string", "pattern": "^[a-z0-9-]+$", "description": "Mã của mục, không đổi."},
        "name": {**_TEXT, "description": "Tên của mục."},
    },
    "required": ["slug", "name"],
    "additionalProperties": False,
}
_FIELDS: dict[str, dict[str, Any]] = {
    "id": {"type": "string", "pattern": "^tag:", "description": "Mã số của bài, không bao giờ đổi, như trong RSS."},
    "url": {**_ADDRESS, "description": "Địa chỉ của bài."},
    "title": {**_TEXT, "description": "Tựa đề."},
    "summary": {**_TEXT, "description": "Sapo."},
    "published": {**_MOMENT, "description": "Lúc đăng, theo ISO 8601, có múi giờ."},
    "modified": {**_MOMENT, "description": "Lúc sửa gần nhất; không có khi bài chưa sửa."},
    "language": {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]+)*$", "description": "Ngôn ngữ, theo BCP 47."},
    "topic": {**_TERM, "description": "Chủ đề."},
    "form": {**_TERM, "description": "Hình thức tuyên truyền."},
    "phase": {**_TERM, "description": "Giai đoạn của kế hoạch mà ngày đăng thuộc về."},
    "units": {**_TERMS, "description": "Đơn vị."},
    "documents": {**_TERMS, "description": "Văn kiện."},
    "plan_items": {**_TERMS, "description": "Yêu cầu của kế hoạch mà bài thực hiện."},
    "priorities": {**_TERMS, "description": "Nội dung ưu tiên."},
    "tags": {"type": "array", "items": _TEXT, "description": "Thẻ."},
    "series": {**_TEXT, "description": "Hồ sơ (loạt bài) mà bài thuộc về."},
    "authors": {"type": "array", "items": _TEXT, "description": "Tác giả."},
    "words": {"type": "integer", "minimum": 0, "description": "Số tiếng của bài."},
    "picture": {
        "type": "object",
        "description": "Ảnh đầu bài.",
        "properties": {
            "url": _ADDRESS,
            "alt": {"type": "string"},
            "caption": {"type": "string"},
            "credit": {"type": "string"},
        },
        "required": ["url", "alt"],
        "additionalProperties": False,
    },
    "corrections": {
        "type": "array",
        "description": "Các lần đính chính.",
        "items": {
            "type": "object",
            "properties": {"date": {"type": "string", "format": "date"}, "text": _TEXT},
            "required": ["date", "text"],
            "additionalProperties": False,
        },
    },
    "source": {
        "type": "object",
        "description": "Nơi đăng đầu tiên, khi bài được đăng lại.",
        "properties": {"name": _TEXT, "url": _ADDRESS},
        "required": ["name"],
        "additionalProperties": False,
    },
    "translation_of": {"type": "string", "pattern": "^tag:", "description": "Mã số của bài gốc, khi bài là bản dịch."},
    "sample": {"const": True, "description": "Có mặt khi bài là bài mẫu, không phải tin thật."},
}
_REQUIRED = ["id", "url", "title", "summary", "published", "language", "topic", "tags", "authors", "words"]


def fields() -> tuple[tuple[str, str, bool], ...]:
    """(name, what it is, always there) of every field of an article."""
    return tuple((name, schema["description"], name in _REQUIRED) for name, schema in _FIELDS.items())


def schema(address: str) -> dict[str, Any]:
    """The JSON Schema of the data file. address: the schema's own."""
    return {
        "$schema": DIALECT,
        "$id": address,
        "title": "Bài viết của chuyên mục",
        "description": "Mỗi phần tử của articles là một bài đã đăng, bài mới trước.",
        "type": "object",
        "properties": {
            "$schema": {"type": "string"},
            "version": {"const": VERSION, "description": "Phiên bản của cấu trúc này."},
            "title": {**_TEXT, "description": "Tên chuyên mục."},
            "home": {**_ADDRESS, "description": "Địa chỉ chuyên mục."},
            "earlier": {
                "type": "array",
                "items": _ADDRESS,
                "description": "Các tệp cùng cấu trúc chứa bài của những năm trước, năm gần đứng trước.",
            },
            "articles": {"type": "array", "items": {"$ref": "#/$defs/article"}},
        },
        "required": ["version", "title", "home", "articles"],
        "additionalProperties": False,
        "$defs": {
            "term": _TERM_SCHEMA,
            "article": {
                "type": "object",
                "properties": _FIELDS,
                "required": _REQUIRED,
                "additionalProperties": False,
            },
        },
    }


class DataWriter:
    """Writes articles of one column. base: the site's absolute address without a trailing "/"."""

    def __init__(self, column: Column, base: str) -> None:
        self.column = column
        self.base = base
        self._terms: dict[tuple[str, str], dict[str, str]] = {}

    def article(self, article: Article, picture: str, path: str) -> bytes:
        """One article. picture: absolute address of its lead picture or ""; path: its site path."""
        authority = self.column.site.authority
        lead = article.lead
        data: dict[str, Any] = {
            "id": tag_uri(authority, article.id),
            "url": self.base + path,
            "title": article.title,
            "summary": article.sapo,
            "published": iso(article.date),
            "modified": iso(article.corrected) if article.corrected else "",
            "language": article.lang,
            "topic": self._term("topic", article.topic),
            "form": self._term("form", article.form) if article.form else "",
            "phase": self._term("phase", article.phase) if article.phase else "",
            "units": [self._term("unit", slug) for slug in article.units],
            "documents": [self._term("document", slug) for slug in article.documents],
            "plan_items": [self._term("item", slug) for slug in article.items],
            "priorities": [self._term("priority", slug) for slug in article.priorities],
            "tags": article.tags,
            "series": article.series,
            "authors": article.authors,
            "words": article.words,
        }
        if lead and picture:
            data["picture"] = {
                "url": picture,
                "alt": lead.alt,
                **{name: words for name, words in (("caption", lead.caption), ("credit", lead.credit)) if words},
            }
        data["corrections"] = [{"date": row.date.isoformat(), "text": row.text} for row in article.corrections]
        if article.origin:
            data["source"] = {"name": article.origin, **({"url": article.origin_url} if article.origin_url else {})}
        if article.translation_of in self.column.by_id:
            data["translation_of"] = tag_uri(authority, article.translation_of)
        if article.sample:
            data["sample"] = True
        kept = {name: value for name, value in data.items() if value or name in _REQUIRED}
        return dump(kept)

    def _term(self, kind: str, slug: str) -> dict[str, str]:
        term = self._terms.get((kind, slug))
        if term is None:
            plans = self.column.plans
            name = plans.items[slug].name if kind == "item" else plans.terms[kind][slug].name
            term = self._terms[kind, slug] = {"slug": slug, "name": name}
        return term


def dump(value: object) -> bytes:
    """Compact JSON in UTF-8."""
    return _COMPACT(value).encode()


_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
