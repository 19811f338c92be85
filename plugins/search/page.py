"""The search page /tim-kiem/ and the OpenSearch description, by which browsers add the column to their searches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from ..build.generator import outputs
from ..core.addresses import output_file
from ..core.output import Output, Part, digest_text
from ..core.views.view_models import Crumb, Head, TermLink

if TYPE_CHECKING:
    from ..build.context import BuildContext

PATH = "/tim-kiem/"
_FILTERS = (
    ("topic", "chu-de", "Chủ đề", "Mọi chủ đề"),
    ("form", "hinh-thuc", "Hình thức", "Mọi hình thức"),
    ("unit", "don-vi", "Đơn vị", "Mọi đơn vị"),
)
"""Kind of term, its name in the address, its label, the words for "any"."""
_DIRECTORIES = (
    ("topic", "/chu-de/", "Chủ đề"),
    ("form", "/hinh-thuc/", "Hình thức"),
    ("unit", "/don-vi/", "Đơn vị"),
    ("document", "/van-kien/", "Văn kiện"),
    ("tag", "/the/", "Thẻ"),
    ("month", "/luu-tru/", "Lưu trữ theo tháng"),
)


def search_page_outputs(context: BuildContext) -> Iterator[Output]:
    """The page and the description, when the site has a search."""
    if not context.frame.search:
        return
    yield _page(context)
    yield _description(context)


def _page(context: BuildContext) -> Output:
    present, terms = context.present, context.column.plans.terms
    years = sorted({month[:4] for month in context.column.lists["month"]}, reverse=True)
    listed = [row for row in _DIRECTORIES if row[0] not in {"unit", "document"} or terms[row[0]]]  # type: ignore[index]

    def filters() -> object:
        found: list[tuple[str, str, str, tuple[tuple[str, str], ...]]] = [
            (name, label, anything, tuple((term.slug, term.name) for term in terms[kind].values()))  # type: ignore[index]
            for kind, name, label, anything in _FILTERS
        ]
        found.append(("nam", "Năm", "Mọi năm", tuple((year, year) for year in years)))
        return tuple(row for row in found if row[3])

    parts = {
        "filters": Part(digest_text("filters", *years), filters),
        "topics": Part(
            digest_text("topics"), lambda: tuple(present.bare_term("topic", slug) for slug in terms["topic"])
        ),
        "directories": Part(
            digest_text(*(path for _, path, _ in listed)),
            lambda: tuple(
                TermLink(kind=kind, slug="", name=name, url=present.href(path)) for kind, path, name in listed
            ),
        ),
        "index": Part(digest_text("index"), lambda: present.href(PATH)),
    }

    def head() -> Head:
        crumbs = (Crumb(name="Trang nhất", url=present.href("/")), Crumb(name="Tìm kiếm"))
        about = "Tìm bài trong chuyên mục, gõ có dấu hay không dấu đều được."
        return context.head("Tìm kiếm", about, PATH, "search", crumbs=crumbs)

    return context.renderer.page(output_file(PATH), "search.html", head, parts, "search")


def _description(context: BuildContext) -> Output:
    """OpenSearch 1.1. Its addresses are absolute once the site has an address, as the format asks."""
    site, absolute = context.column.site, context.present.absolute
    page, own = quoteattr(absolute(PATH) + "?q={searchTerms}"), quoteattr(absolute("/opensearch.xml"))

    def make() -> bytes:
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
            "<ShortName>Tìm chuyên mục</ShortName>",
            f"<LongName>{escape(site.name[:48])}</LongName>",
            f"<Description>{escape(f'Tìm bài trong chuyên mục {site.name}')}</Description>",
            f"<Language>{escape(site.language)}</Language>",
            "<InputEncoding>UTF-8</InputEncoding>",
            f'<Url type="text/html" method="get" template={page}/>',
            f'<Url type="application/opensearchdescription+xml" rel="self" template={own}/>',
            "</OpenSearchDescription>",
        ]
        return ("\n".join(lines) + "\n").encode()

    return context.output("opensearch.xml", digest_text("opensearch"), make)


def register() -> None:
    """Connect to the build."""
    outputs.connect(search_page_outputs)
