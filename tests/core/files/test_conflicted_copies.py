"""Copies that sync clients make are known by their names; an article's own name is none."""

import pytest

from plugins.core.files.conflicted_copies import conflicted_copies

ORIGINAL = "articles/2025/2025-05-01-bai-nen.md"


@pytest.mark.parametrize(
    "name",
    [
        "2025-05-01-bai-nen (conflicted copy 2025-06-01).md",
        "2025-05-01-bai-nen (MAY-01's conflicted copy 2025-06-01).md",
        "2025-05-01-bai-nen (conflicted copy 2025-06-01 101112).md",
        "2025-05-01-bai-nen (bản sao xung đột của Lan 2025-06-01).md",
        "2025-05-01-bai-nen (SFConflict lan@don-vi.vn 2025-06-01-10-11-12).md",
        "2025-05-01-bai-nen.sync-conflict-20250601-101112-ABCDEFG.md",
        "2025-05-01-bai-nen_conflict-20250601-101112.md",
        "2025-05-01-bai-nen - Copy.md",
        "2025-05-01-bai-nen - Copy (2).md",
        "2025-05-01-bai-nen - Bản sao.md",
        "2025-05-01-bai-nen copy 2.md",
        "Copy of 2025-05-01-bai-nen.md",
        "Bản sao của 2025-05-01-bai-nen.md",
        "2025-05-01-bai-nen (1).md",
        "2025-05-01-bai-nen 2.md",
        "2025-05-01-bai-nen-DESKTOP-AB12CD.md",
        "2025-05-01-bai-nen-desktop-ab12cd.md",
        "2025-05-01-bai-nen_LOCAL_1234.md",
    ],
)
def test_a_copy_is_told_with_its_original(name: str) -> None:
    path = f"articles/2025/{name}"
    assert list(conflicted_copies({ORIGINAL, path})) == [(path, "2025-05-01-bai-nen.md")]


def test_names_of_articles_are_no_copies() -> None:
    names = {
        "2025-05-01-bai-nen.md",
        "2025-05-01-bai-nen-2.md",
        "Nghị quyết 12.md",
        "Hỏi đáp (1).md",
        "2025-05-01-tu-may-tinh-den-may-cay.md",
        "2025-05-01-hai-may.md",
    }
    assert list(conflicted_copies(names)) == []
