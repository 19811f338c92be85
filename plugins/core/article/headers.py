"""The headers an article or a page may carry: the one table that the reader, the rules and the editors' guide share."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderKind:
    """name: as editors write it; required: in every article; many: may stand more than once; page: has a meaning on
    the editors' own pages (content/pages) too; about: one Vietnamese line for the guide and for messages."""

    name: str
    about: str
    required: bool = False
    many: bool = False
    page: bool = False


_TABLE = (
    HeaderKind(name="Title", about="tên bài, một dòng, tối đa 300 ký tự", required=True, page=True),
    HeaderKind(name="Date", about="thời điểm đăng, ví dụ 2021-07-05 07:30", required=True, page=True),
    HeaderKind(name="Category", about="chủ đề: tên hoặc mã trong plan.toml", required=True),
    HeaderKind(name="Summary", about="sapo, một đoạn chữ thuần, tối đa 600 ký tự", required=True, page=True),
    HeaderKind(name="Modified", about="thời điểm sửa gần nhất, không sớm hơn Date", page=True),
    HeaderKind(name="Tags", about="thẻ, cách nhau bằng dấu phẩy hoặc chấm phẩy"),
    HeaderKind(name="Authors", about="tác giả, cách nhau bằng dấu chấm phẩy hoặc phẩy"),
    HeaderKind(name="Author", about="như Authors, cho một người"),
    HeaderKind(name="Slug", about="phần cuối của địa chỉ; mặc định lấy từ tên tệp", page=True),
    HeaderKind(name="Status", about="published (mặc định), draft hoặc hidden", page=True),
    HeaderKind(name="Lang", about="vi (mặc định) hoặc en", page=True),
    HeaderKind(name="Translation_of", about="id của bài gốc mà bài này dịch"),
    HeaderKind(name="Id", about="mã vĩnh viễn của bài; mặc định là tên tệp"),
    HeaderKind(name="Form", about="hình thức tuyên truyền: tên hoặc mã trong plan.toml"),
    HeaderKind(name="Plan", about="kế hoạch: mã hoặc số; chỉ cần khi chủ đề và mục chưa nói rõ bài thuộc kế hoạch nào"),
    HeaderKind(name="Kind", about="ve-chuyen-muc: bài nói về chính chuyên mục, không thực hiện kế hoạch nào"),
    HeaderKind(name="Units", about="đơn vị, cách nhau bằng dấu phẩy"),
    HeaderKind(name="Documents", about="văn kiện, cách nhau bằng dấu phẩy"),
    HeaderKind(name="Plan_items", about="mục của kế hoạch mà bài thực hiện, cách nhau bằng dấu phẩy"),
    HeaderKind(name="Priorities", about="ưu tiên của kế hoạch, cách nhau bằng dấu phẩy"),
    HeaderKind(name="Picture", about="ảnh đại diện: tệp cạnh bài, hoặc /images/… trong content"),
    HeaderKind(name="Picture_alt", about="lời tả ảnh cho người không nhìn thấy ảnh"),
    HeaderKind(name="Picture_caption", about="chú thích ảnh"),
    HeaderKind(name="Picture_credit", about="nguồn ảnh, ví dụ “Ảnh: TTXVN”"),
    HeaderKind(
        name="Picture_focus", about="phần ảnh phải còn thấy khi bị cắt: trái, phải, trên, dưới, ví dụ “trái trên”"
    ),
    HeaderKind(name="Source", about="nguồn tin"),
    HeaderKind(name="Source_url", about="địa chỉ nguồn tin, bắt đầu bằng https://"),
    HeaderKind(name="Correction", about="đính chính: “2021-08-01: nội dung đã sửa”", many=True),
    HeaderKind(name="Lead_until", about="bài được đứng đầu trang nhất đến hết ngày này"),
    HeaderKind(name="Expires", about="bài thôi đăng từ thời điểm này"),
    HeaderKind(name="Withdrawn", about="rút bài: “2021-08-01: lý do”; bài thôi đăng, lý do hiện ở /dinh-chinh/"),
    HeaderKind(name="Sample", about="yes nếu là bài mẫu"),
    HeaderKind(name="Flags", about="ket-qua, kho-khan, bai-hoc"),
    HeaderKind(name="Attachment", about="tệp kèm: “tep.pdf | Tên hiển thị”", many=True),
    HeaderKind(
        name="Aliases",
        about="địa chỉ cũ, cách nhau bằng dấu phẩy: slug, /2019/03/ten-bai/ hoặc /?p=101",
        page=True,
    ),
    HeaderKind(name="Note", about="ghi chú nội bộ, không bao giờ được đăng", many=True, page=True),
)

HEADERS: dict[str, HeaderKind] = {kind.name.lower(): kind for kind in _TABLE}
"""Known headers by the key that `frontmatter.header_key` makes."""
