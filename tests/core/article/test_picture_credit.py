"""A credit says what kind of picture it is, in the article's language."""

from zoneinfo import ZoneInfo

import pytest

from plugins.core.article.draft import Draft
from plugins.core.article.front_matter import split
from plugins.core.article.rules import METADATA_RULES


@pytest.mark.parametrize(
    ("lang", "written", "shown"),
    [
        ("vi", "Chuyên mục", "Ảnh: Chuyên mục"),
        ("vi", "Đồ họa: Chuyên mục", "Đồ họa: Chuyên mục"),
        ("en", "The column", "Photo: The column"),
        ("en", "Graphic: the column", "Graphic: the column"),
    ],
)
def test_a_credit_names_its_kind_once(lang: str, written: str, shown: str) -> None:
    text = f"Title: T\nLang: {lang}\nPicture: a.jpg\nPicture_alt: Hình\nPicture_credit: {written}\n\nChữ."
    draft = Draft(source="articles/a.md", zone=ZoneInfo("Asia/Ho_Chi_Minh"), headers=split(text).headers)
    for check in METADATA_RULES:
        check(draft)
    assert draft.values["lead"] == ("articles/a.jpg", "Hình", "", shown)
