"""JSON-LD of a page: NewsArticle, WebSite and BreadcrumbList (schema.org), safe inside <script>."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from ..plan.site import Site
from ..site_map import ROWS
from ..text.dates import iso
from .presenter import Presenter
from .view_models import ArticleView, Crumb

_BODIES = re.compile(
    r"(?:Ban|Báo|Bộ|Bệnh viện|Chi (?:bộ|đoàn|cục|hội)|Chính phủ|Công (?:an|đoàn|ty)|Cổng|Cục|Đài|Đảng|Đại học"
    r"|Đoàn (?:Thanh niên|TN|thể|khối|đại biểu|công tác|luật sư)|Hãng|Hiệp hội|Học viện|Hội|Huyện (?:ủy|uỷ|đoàn)"
    r"|Kho bạc|Kiểm toán|Liên (?:đoàn|hiệp|minh|chi)|Mặt trận|Ngân hàng|Nhà (?:xuất bản|máy|trường)|Nhóm|Phòng"
    r"|Phóng viên|Quân (?:khu|chủng|ủy|uỷ)|Quận (?:ủy|uỷ|đoàn)|Quốc hội|Quỹ|Sở|Tạp chí|Tập đoàn|Thành (?:ủy|uỷ|đoàn)"
    r"|Thanh tra|Thông tấn|Tỉnh (?:ủy|uỷ|đoàn)|Tòa|Toà|Tổ|Tổng (?:cục|công ty|hội|kho|liên đoàn)"
    r"|Trang (?:tin|thông tin)|Trung tâm|Trung ương|Truyền hình|Ủy ban|Uỷ ban|Văn phòng|Viện|Vụ|Xí nghiệp"
    r"|Trường (?:Đại học|Cao đẳng|Chính trị|Cán bộ|Sĩ quan|THPT|THCS|Trung học|Tiểu học|Mầm non|Đảng)"
    r"|Nhân Dân(?: điện tử)?$|Column|The|Vietnam|Viet Nam|Ministry|Department|Committee|Party|Agency|Office|Academy"
    r"|Institute|Association|Editorial|Newsroom|VOV|VTV|VOH|TTXVN|UBND|HĐND|MTTQ|BBT)\b"
    r"|[BCDĐGHKLMNPQRSTVX]{2,8}$",
    re.IGNORECASE,
)
"""How names of bodies begin, and abbreviations without a vowel; no Vietnamese surname is among them ("Đoàn" and "Quách"
are, so these stand with what follows). Every other author is a person."""


def script_safe(value: object) -> str:
    """JSON that can't end its <script> element or open a comment in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def publisher(site: Site) -> dict[str, Any]:
    """The agency as an Organization."""
    agency = site.agency
    organization: dict[str, Any] = {"@type": "Organization", "name": agency.name or site.name}
    for key, value in (("url", agency.url), ("email", agency.email), ("telephone", agency.phone)):
        if value:
            organization[key] = value
    return organization


def _author(name: str) -> dict[str, str]:
    return {"@type": "Organization" if _BODIES.match(" ".join(name.split())) else "Person", "name": name}


def breadcrumbs(present: Presenter, crumbs: Sequence[Crumb]) -> dict[str, Any]:
    """The way from the front page as a BreadcrumbList."""
    origin = present.base_url.removesuffix(present.prefix)
    entries = []
    for position, crumb in enumerate(crumbs, 1):
        entry: dict[str, Any] = {"@type": "ListItem", "position": position, "name": crumb.name}
        if crumb.url:
            entry["item"] = origin + crumb.url
        entries.append(entry)
    return {"@type": "BreadcrumbList", "itemListElement": entries}


def article_jsonld(present: Presenter, view: ArticleView, site: Site, crumbs: Sequence[Crumb]) -> str:
    """What search engines read of an article."""
    article, origin = view.article, present.base_url.removesuffix(present.prefix)
    data: dict[str, Any] = {
        "@type": "NewsArticle",
        "@id": origin + view.url,
        "headline": article.title,
        "description": article.sapo,
        "inLanguage": article.lang,
        "datePublished": iso(article.date),
        "dateModified": iso(view.corrected or article.date),
        "author": [_author(name) for name in article.authors] or [publisher(site)],
        "publisher": publisher(site),
        "articleSection": view.topic.name,
        "isPartOf": {"@type": "WebSite", "@id": origin + present.href("/"), "name": site.name},
        "wordCount": article.words,
        "isAccessibleForFree": True,
    }
    if view.picture:
        data["image"] = [origin + view.picture.full]
    if article.series:
        series = present.series(article.series)
        data["isPartOf"] = [
            data["isPartOf"],
            {"@type": "CreativeWorkSeries", "name": series.name, "url": origin + series.url},
        ]
    if article.audio:
        heard = present.pictures.offered(article.audio[0])
        data["audio"] = {
            "@type": "AudioObject",
            "contentUrl": origin + heard.url,
            "encodingFormat": heard.type,
            "duration": f"PT{heard.seconds}S",
        }
    if view.tags:
        data["keywords"] = [tag.name for tag in view.tags]
    if view.translations:
        data["workTranslation"] = [{"@id": origin + url, "inLanguage": lang} for lang, _, url in view.translations]
    if article.corrections:
        data["correction"] = [
            {"@type": "CorrectionComment", "datePublished": correction.date.isoformat(), "text": correction.text}
            for correction in article.corrections
        ]
    if article.origin_url:
        data["isBasedOn"] = article.origin_url
    graph = [data, breadcrumbs(present, crumbs[:-1])]  # the article itself is above
    return script_safe({"@context": "https://schema.org", "@graph": graph})


def site_jsonld(present: Presenter, site: Site, *, search: bool) -> str:
    """What search engines read of the front page: whose site it is and how to search it."""
    origin = present.base_url.removesuffix(present.prefix)
    data: dict[str, Any] = {
        "@type": "WebSite",
        "@id": origin + present.href("/"),
        "url": origin + present.href("/"),
        "name": site.name,
        "inLanguage": site.language,
        "publisher": publisher(site),
    }
    if site.description:
        data["description"] = site.description
    if search:
        target = origin + present.href(ROWS["search"].path) + "?q={q}"
        data["potentialAction"] = {"@type": "SearchAction", "target": target, "query-input": "required name=q"}
    return script_safe({"@context": "https://schema.org", **data})


def list_jsonld(present: Presenter, crumbs: Sequence[Crumb]) -> str:
    """What search engines read of any other page: where it stands."""
    return script_safe({"@context": "https://schema.org", **breadcrumbs(present, crumbs)})
