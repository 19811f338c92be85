"""The headers an article or a page may carry: the one table that the reader, the rules and the editors' guide share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

InputKind = Literal["text", "long", "moment", "day", "one-of", "many-of", "names", "picture", "file", "lines", "yes"]
"""How a value is given: a line of text, a paragraph, an instant, a day, one or several of a few, names, a picture or
another file beside the article, a line for each time the header stands, yes or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderKind:
    """name: as editors write it; required: in every article; many: may stand more than once; page: has a meaning on
    the editors' own pages (content/pages) too; about: one Vietnamese line for the guide and for messages; label: what a
    form calls it; kind: how a value is given; choices: a kind of plan entry ("topic"), "plan", or the values themselves
    with their names; rare: seldom needed."""

    name: str
    about: str
    required: bool = False
    many: bool = False
    page: bool = False
    label: str = ""
    kind: InputKind = "text"
    choices: str | tuple[tuple[str, str], ...] = ""
    rare: bool = False


_STATUS = (("draft", "nháp"), ("review", "chờ duyệt"), ("published", "đăng"), ("hidden", "ẩn"))
_LANGUAGES = (("vi", "tiếng Việt"), ("en", "tiếng Anh"))
_KINDS = (("ve-chuyen-muc", "bài nói về chính chuyên mục"),)
_FLAGS = (("ket-qua", "kết quả"), ("kho-khan", "khó khăn"), ("bai-hoc", "bài học"))
_TABLE = (
    HeaderKind(name="Title", about="tên bài, một dòng, tối đa 300 ký tự", required=True, page=True, label="Tên bài"),
    HeaderKind(
        name="Date",
        about="thời điểm đăng, ví dụ 2021-07-05 07:30",
        required=True,
        page=True,
        label="Thời điểm đăng",
        kind="moment",
    ),
    HeaderKind(
        name="Category",
        about="chủ đề: tên hoặc mã trong plan.toml",
        required=True,
        label="Chủ đề",
        kind="one-of",
        choices="topic",
    ),
    HeaderKind(
        name="Summary",
        about="sapo, một đoạn chữ thuần, tối đa 600 ký tự",
        required=True,
        page=True,
        label="Sapo",
        kind="long",
    ),
    HeaderKind(
        name="Modified",
        about="thời điểm sửa gần nhất, không sớm hơn Date",
        page=True,
        label="Sửa lần cuối",
        kind="moment",
        rare=True,
    ),
    HeaderKind(name="Tags", about="thẻ, cách nhau bằng dấu phẩy hoặc chấm phẩy", label="Thẻ", kind="names"),
    HeaderKind(
        name="Series",
        about="hồ sơ, loạt bài mà bài thuộc về: tên của hồ sơ, như nhau ở mọi bài",
        label="Hồ sơ",
        rare=True,
    ),
    HeaderKind(name="Authors", about="tác giả, cách nhau bằng dấu chấm phẩy hoặc phẩy", label="Tác giả", kind="names"),
    HeaderKind(name="Author", about="như Authors, cho một người", label="Tác giả (một người)", rare=True),
    HeaderKind(
        name="Slug",
        about="phần cuối của địa chỉ; mặc định lấy từ tên tệp",
        page=True,
        label="Phần cuối địa chỉ",
        rare=True,
    ),
    HeaderKind(
        name="Status",
        about="published (mặc định), draft, review (chờ duyệt) hoặc hidden",
        page=True,
        label="Trạng thái",
        kind="one-of",
        choices=_STATUS,
        rare=True,
    ),
    HeaderKind(
        name="Lang",
        about="vi (mặc định) hoặc en",
        page=True,
        label="Ngôn ngữ",
        kind="one-of",
        choices=_LANGUAGES,
        rare=True,
    ),
    HeaderKind(name="Translation_of", about="id của bài gốc mà bài này dịch", label="Dịch từ bài (id)", rare=True),
    HeaderKind(name="Id", about="mã vĩnh viễn của bài; mặc định là tên tệp", label="Mã vĩnh viễn", rare=True),
    HeaderKind(
        name="Form",
        about="hình thức tuyên truyền: tên hoặc mã trong plan.toml",
        label="Hình thức",
        kind="one-of",
        choices="form",
    ),
    HeaderKind(
        name="Plan",
        about="kế hoạch: mã hoặc số; chỉ cần khi chủ đề và mục chưa nói rõ bài thuộc kế hoạch nào",
        label="Kế hoạch",
        kind="one-of",
        choices="plan",
        rare=True,
    ),
    HeaderKind(
        name="Kind",
        about="ve-chuyen-muc: bài nói về chính chuyên mục, không thực hiện kế hoạch nào",
        label="Loại bài",
        kind="one-of",
        choices=_KINDS,
        rare=True,
    ),
    HeaderKind(name="Units", about="đơn vị, cách nhau bằng dấu phẩy", label="Đơn vị", kind="many-of", choices="unit"),
    HeaderKind(
        name="Documents",
        about="văn kiện, cách nhau bằng dấu phẩy",
        label="Văn kiện",
        kind="many-of",
        choices="document",
        rare=True,
    ),
    HeaderKind(
        name="Plan_items",
        about="mục của kế hoạch mà bài thực hiện, cách nhau bằng dấu phẩy",
        label="Mục của kế hoạch",
        kind="many-of",
        choices="item",
    ),
    HeaderKind(
        name="Priorities",
        about="ưu tiên của kế hoạch, cách nhau bằng dấu phẩy",
        label="Ưu tiên của kế hoạch",
        kind="many-of",
        choices="priority",
        rare=True,
    ),
    HeaderKind(
        name="Picture",
        about="ảnh đại diện: tệp cạnh bài, hoặc /images/… trong content",
        label="Ảnh đại diện",
        kind="picture",
    ),
    HeaderKind(name="Picture_alt", about="lời tả ảnh cho người không nhìn thấy ảnh", label="Lời tả ảnh"),
    HeaderKind(name="Picture_caption", about="chú thích ảnh", label="Chú thích ảnh"),
    HeaderKind(name="Picture_credit", about="nguồn ảnh, ví dụ “Ảnh: TTXVN”", label="Nguồn ảnh"),
    HeaderKind(
        name="Picture_focus",
        about="phần ảnh phải còn thấy khi bị cắt: trái, phải, trên, dưới, ví dụ “trái trên”",
        label="Phần ảnh giữ lại",
        rare=True,
    ),
    HeaderKind(name="Source", about="nguồn tin", label="Nguồn tin", rare=True),
    HeaderKind(
        name="Source_url", about="địa chỉ nguồn tin, bắt đầu bằng https://", label="Địa chỉ nguồn tin", rare=True
    ),
    HeaderKind(
        name="Correction",
        about="đính chính: “2021-08-01: nội dung đã sửa”",
        many=True,
        label="Đính chính",
        kind="lines",
        rare=True,
    ),
    HeaderKind(
        name="Lead_until",
        about="bài được đứng đầu trang nhất đến hết ngày này",
        label="Đứng đầu đến hết ngày",
        kind="day",
        rare=True,
    ),
    HeaderKind(name="Expires", about="bài thôi đăng từ thời điểm này", label="Thôi đăng từ", kind="moment", rare=True),
    HeaderKind(
        name="Withdrawn",
        about="rút bài: “2021-08-01: lý do”; bài thôi đăng, lý do hiện ở /dinh-chinh/",
        label="Rút bài",
        rare=True,
    ),
    HeaderKind(name="Sample", about="yes nếu là bài mẫu", label="Bài mẫu", kind="yes", rare=True),
    HeaderKind(
        name="Flags", about="ket-qua, kho-khan, bai-hoc", label="Nói về", kind="many-of", choices=_FLAGS, rare=True
    ),
    HeaderKind(
        name="Attachment",
        about="tệp kèm: “tep.pdf | Tên hiển thị”",
        many=True,
        label="Tệp kèm",
        kind="lines",
        rare=True,
    ),
    HeaderKind(
        name="Audio",
        about="bản nghe của bài: “doc.mp3 | Giọng đọc: …”; tệp mp3, m4a hoặc opus",
        label="Bản nghe",
        kind="file",
        rare=True,
    ),
    HeaderKind(
        name="Key_point",
        about="điểm chính của bài, để người nói dùng; mỗi dòng một điểm",
        many=True,
        label="Điểm chính",
        kind="lines",
        rare=True,
    ),
    HeaderKind(
        name="Key_figure",
        about="số liệu có nguồn: “3.606 điểm cầu | Tên nguồn | https://…”",
        many=True,
        label="Số liệu có nguồn",
        kind="lines",
        rare=True,
    ),
    HeaderKind(
        name="Question",
        about="câu hỏi thảo luận; mỗi dòng một câu",
        many=True,
        label="Câu hỏi thảo luận",
        kind="lines",
        rare=True,
    ),
    HeaderKind(
        name="Aliases",
        about="địa chỉ cũ, cách nhau bằng dấu phẩy: slug, /2019/03/ten-bai/ hoặc /?p=101",
        page=True,
        label="Địa chỉ cũ",
        rare=True,
    ),
    HeaderKind(
        name="Note",
        about="ghi chú nội bộ, không bao giờ được đăng",
        many=True,
        page=True,
        label="Ghi chú nội bộ",
        kind="lines",
        rare=True,
    ),
)

HEADERS: dict[str, HeaderKind] = {kind.name.lower(): kind for kind in _TABLE}
"""Known headers by the key that `frontmatter.header_key` makes."""
