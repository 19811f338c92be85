"""What is said of a path that leads to nothing: a file that may have been meant, or nothing rather than a guess."""

import pytest

from plugins.core.column.near_paths import missing_file, suggest_path

FILES = frozenset({"articles/a b.jpg", "articles/a%20c.jpg", "images/nui.jpg", "articles/tep-kem.pdf", "plan.toml"})
TEXTS = ("articles/2022-05-01-ten-moi.md", "articles/x.md", "pages/gioi-thieu.md")


@pytest.mark.parametrize(
    ("target", "meant"),
    [
        ("articles/A B.JPG", "articles/a b.jpg"),
        ("images/NUI.jpg", "images/nui.jpg"),
        ("Images/nui.jpg", "images/nui.jpg"),
        ("images/nui.jpeg", "images/nui.jpg"),
        ("images/núi.jpg", "images/nui.jpg"),
        ("articles/nui.jpg", "images/nui.jpg"),
        ("articles/a_b.jpg", "articles/a b.jpg"),
        ("articles/tep-kém.pdf", "articles/tep-kem.pdf"),
    ],
)
def test_the_file_that_was_meant(target: str, meant: str) -> None:
    assert missing_file(target, FILES).endswith(f"; có phải ý bạn là {meant}?")


@pytest.mark.parametrize("target", ["articles/khong.jpg", "articles/b.pdf", "images", "etc/passwd"])
def test_nothing_is_guessed_from_folder_and_ending_alone(target: str) -> None:
    assert missing_file(target, FILES) == f"không tìm thấy tệp “{target}” trong content"


def test_a_name_that_no_address_can_say_as_it_is_must_change() -> None:
    assert missing_file("articles/a c.jpg", FILES).endswith(
        "“articles/a%20c.jpg” có dấu “%” trong tên, hãy đổi tên tệp"
    )


@pytest.mark.parametrize(
    ("target", "meant"),
    [
        ("articles/ten-moi.md", TEXTS[0]),
        ("articles/2022-05-01-TEN-MOI.md", TEXTS[0]),
        ("articles/gioi-thieu.md", TEXTS[2]),
    ],
)
def test_the_text_that_was_meant(target: str, meant: str) -> None:
    assert suggest_path(target, TEXTS) == f"; có phải ý bạn là {meant}?"


def test_names_of_one_letter_are_not_alike() -> None:
    assert suggest_path("articles/y.md", TEXTS) == ""
