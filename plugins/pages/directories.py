"""Directories: all topics, tags, units, documents and months, each with its count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..build.context import from_metadata
from ..build.generator import outputs
from ..core.addresses import KIND_FOLDERS, output_file
from ..core.output import Output, Part, digest_text
from ..core.text.collation import collation_key
from ..core.text.vietnamese import fold
from ..core.views.view_models import Crumb, Head, TermLink

if TYPE_CHECKING:
    from ..build.context import BuildContext

Groups = tuple[tuple[str, tuple[TermLink, ...]], ...]
_TITLES = {
    "topic": ("Chủ đề", "Các nội dung mà kế hoạch yêu cầu tuyên truyền."),
    "form": ("Hình thức", "Các hình thức tuyên truyền mà kế hoạch nêu."),
    "document": ("Văn kiện", "Những văn kiện mà chuyên mục đưa vào cuộc sống."),
    "unit": ("Đơn vị", "Những đơn vị thực hiện kế hoạch."),
    "tag": ("Thẻ", "Mọi thẻ của chuyên mục, xếp theo vần chữ cái tiếng Việt."),
    "month": ("Lưu trữ", "Mọi bài của chuyên mục theo tháng."),
}


@from_metadata
def directory_outputs(context: BuildContext) -> Iterator[Output]:
    """One page per kind that has entries."""
    for kind, (heading, intro) in _TITLES.items():
        groups = _groups(context, kind)
        if kind in {"unit", "document"} and not groups:
            continue
        yield _page(context, kind, heading, intro, groups)


def _groups(context: BuildContext, kind: str) -> Groups:
    links = [context.present.term(kind, slug) for slug in context.column.lists[kind]]
    if kind == "month":
        links.sort(key=lambda link: link.slug, reverse=True)
        return _grouped(links, lambda link: f"Năm {link.slug[:4]}")
    if kind == "tag":
        links.sort(key=lambda link: collation_key(link.name))
        return _grouped(links, _initial)
    if kind == "unit":
        links.sort(key=lambda link: collation_key(link.name))
    if kind == "topic" and len(context.column.plans.plans) > 1:
        by_slug = {link.slug: link for link in links}
        return tuple((plan.title, tuple(by_slug[t.slug] for t in plan.topics)) for plan in context.column.plans.plans)
    return (("", tuple(links)),) if links else ()


def _initial(link: TermLink) -> str:
    """The letter a name stands under: Đ is a letter of its own, tones are not."""
    first = link.name[:1].upper()
    if first == "Đ":
        return "Đ"
    plain = fold(first).upper()
    return plain if plain.isalpha() else "0–9"


def _grouped(links: list[TermLink], key) -> Groups:  # type: ignore[no-untyped-def]
    groups: dict[str, list[TermLink]] = {}
    for link in links:
        groups.setdefault(key(link), []).append(link)
    return tuple((heading, tuple(rows)) for heading, rows in groups.items())


def _page(context: BuildContext, kind: str, heading: str, intro: str, groups: Groups) -> Output:
    path = f"/{KIND_FOLDERS[kind]}/"
    rows = [f"{link.slug} {link.name} {link.count}" for _, links in groups for link in links]
    digest = digest_text(kind, *rows)
    parts = {
        "heading": Part(digest, lambda: heading),
        "intro": Part(digest, lambda: intro),
        "groups": Part(digest, lambda: groups),
    }

    def head() -> Head:
        crumbs = (Crumb(name="Trang nhất", url=context.present.href("/")), Crumb(name=heading))
        return context.head(heading, intro, path, kind, crumbs=crumbs)

    return context.renderer.page(output_file(path), "directory.html", head, parts, kind)


def register() -> None:
    """Connect to the build."""
    outputs.connect(directory_outputs)
