"""The editors' own pages need a title and nothing else; headers without a meaning there are named."""

from zoneinfo import ZoneInfo

from plugins.core.article.draft import Draft
from plugins.core.article.front_matter import split
from plugins.core.article.rules import METADATA_RULES


def problems(source: str, text: str) -> list[tuple[str, str, str]]:
    draft = Draft(source=source, zone=ZoneInfo("Asia/Ho_Chi_Minh"), headers=split(text).headers)
    for check in METADATA_RULES:
        check(draft)
    return [(problem.rule, problem.field, problem.severity) for problem in draft.problems]


def test_a_page_needs_only_a_title() -> None:
    assert problems("pages/gioi-thieu.md", "Title: Giới thiệu\n\nChữ.") == []
    assert problems("pages/gioi-thieu.md", "Summary: Không tên\n\nChữ.") == [("header-required", "Title", "error")]


def test_an_article_needs_all_four() -> None:
    missing = [field for rule, field, _ in problems("articles/a.md", "Title: Bài\n\nChữ.") if rule == "header-required"]
    assert missing == ["Date", "Category", "Summary"]


def test_headers_without_meaning_on_a_page_are_named() -> None:
    found = problems("pages/gioi-thieu.md", "Title: Giới thiệu\nCategory: x\nTags: a\nLang: vi\n\nChữ.")
    assert found == [("page-headers", "Category", "warning"), ("page-headers", "Tags", "warning")]
