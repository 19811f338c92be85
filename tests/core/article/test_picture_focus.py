"""Where the main thing of a picture is: one side and one height at most, in words."""

from zoneinfo import ZoneInfo

import pytest

from plugins.core.article.draft import Draft
from plugins.core.article.front_matter import split
from plugins.core.article.rules import METADATA_RULES


def read(focus: str) -> Draft:
    """An article's header with such a focus, checked."""
    text = f"Title: T\nPicture: a.jpg\nPicture_alt: Hình\nPicture_credit: Ảnh: A\nPicture_focus: {focus}\n\nChữ."
    draft = Draft(source="articles/a.md", zone=ZoneInfo("Asia/Ho_Chi_Minh"), headers=split(text).headers)
    for check in METADATA_RULES:
        check(draft)
    return draft


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("trái", ("left",)),
        ("Phải, trên", ("right", "top")),
        ("dưới trái", ("bottom", "left")),
        ("giữa", ()),
        ("giữa trên", ("top",)),
    ],
)
def test_a_focus_is_a_side_and_a_height(written: str, kept: tuple[str, ...]) -> None:
    assert read(written).values["lead"][4:] == kept


@pytest.mark.parametrize("written", ["trái phải", "trên, dưới", "góc", "30% 40%", "left"])
def test_what_is_no_place_is_refused_with_what_is(written: str) -> None:
    (problem,) = (one for one in read(written).problems if "Picture_focus" in str(one) or "không rõ" in str(one))
    assert "trái hoặc phải" in str(problem)
