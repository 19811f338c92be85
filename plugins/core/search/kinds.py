"""What there is to be found beside articles: the kinds of entries, their names, and one entry of each kind's facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

ARTICLE, PAGE = "bai-viet", "trang"
KINDS: dict[str, str] = {
    ARTICLE: "Bài viết",
    "su-kien": "Sự kiện",
    "hoi-dap": "Hỏi đáp",
    "ke-hoach": "Kế hoạch",
    "muc": "Yêu cầu của kế hoạch",
    "chu-de": "Chủ đề",
    "hinh-thuc": "Hình thức",
    "giai-doan": "Giai đoạn",
    "van-kien": "Văn kiện",
    "uu-tien": "Ưu tiên",
    "don-vi": "Đơn vị",
    "mo-hinh": "Mô hình hay",
    "muc-tieu": "Mục tiêu, chỉ tiêu",
    "thuat-ngu": "Thuật ngữ",
    "tai-lieu": "Tài liệu",
    PAGE: "Trang",
}
"""Kind, as addresses of the search page give it → its name, the badge of a result."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that can be found and is no article. id: of the index, permanent; url: site path, with an anchor where
    it has no page of its own; minute: as the index counts (see `IndexRow`), 0 for what has no day; sapo: shown under
    the title, holds all that it is found by but its text; topic, form, units: slugs it is narrowed by; text: further
    words, which its page shows; whole_digest: of all of it, card_digest: of what results show."""

    id: str
    kind: str
    title: str
    url: str
    sapo: str
    whole_digest: bytes
    card_digest: bytes
    minute: int = 0
    topic: str = ""
    form: str = ""
    units: tuple[str, ...] = ()
    sample: bool = False
    text: Callable[[], str] = str
