"""What an article's file, or its folder, says of the article's address."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from .draft import Draft

_INDEX = frozenset({"index", "_index"})
"""Names that say nothing: the folder's does."""


def stem_of(draft: Draft, languages: Collection[str]) -> str:
    """The file's name without its ending; of `ten-bai/index.md` the folder's. Names that only another program's
    sections and translations (`x.en.md`) have are told. languages: that an article may have."""
    plain = draft.source.rpartition("/")[2].rpartition(".")[0]
    if plain and "." not in plain and plain not in _INDEX:
        return plain
    path = PurePosixPath(draft.source)
    name, dot, tongue = path.stem.rpartition(".")
    if dot and tongue in languages:
        if "lang" not in draft.first:
            lines = "Lang: vi" if tongue == "vi" else f"Lang: {tongue} và Translation_of: (Id của bài gốc)"
            message = f"đuôi “.{tongue}” trong tên tệp là cách của chương trình khác; hãy ghi {lines}"
            draft.complain("id", "slug", message, line=1)
        if "slug" not in draft.first and tongue != "vi":
            name = f"{name}-{tongue}" if name != "index" else name
    else:
        name, tongue = path.stem, ""
    if draft.page or name not in _INDEX:
        return name
    folder = path.parent.name
    if name == "_index":
        message = "“_index” là trang mục của chương trình khác, không phải một bài; hãy bỏ tệp hoặc đổi tên"
        draft.complain("id", "slug", message, line=1)
    elif len(path.parts) < 3 or re.fullmatch("[0-9]{4}|[0-9]{2}", folder):
        message = "tệp tên “index” phải nằm trong thư mục riêng mang tên bài; hãy đổi tên tệp"
        draft.complain("id", "slug", message, line=1)
    return f"{folder}-{tongue}" if tongue and tongue != "vi" else folder
