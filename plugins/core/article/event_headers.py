"""The headers an event may carry: the one table that the reader, the rules and the editors' guide share."""

from __future__ import annotations

from .headers import HeaderKind

_TABLE = (
    HeaderKind(name="Title", about="tên sự kiện, một dòng", required=True),
    HeaderKind(name="Date", about="thời điểm đưa sự kiện lên chuyên mục, ví dụ 2021-08-02 08:00", required=True),
    HeaderKind(name="Kind", about="hội nghị, thông tin chuyên đề, tọa đàm, phong trào hoặc kỷ niệm", required=True),
    HeaderKind(name="Start", about="lúc bắt đầu, ví dụ 2021-08-16 08:00; chỉ ghi ngày nếu cả ngày", required=True),
    HeaderKind(name="End", about="lúc kết thúc; sự kiện cả ngày thì là ngày cuối cùng"),
    HeaderKind(name="Duration", about="thay cho End: “3 giờ”, “1 giờ 30 phút”, “2 ngày”"),
    HeaderKind(name="Summary", about="một, hai câu nói sự kiện là gì"),
    HeaderKind(name="Place", about="địa điểm"),
    HeaderKind(name="Status", about="confirmed (mặc định), tentative, cancelled hoặc draft"),
    HeaderKind(name="Moved", about="mỗi lần dời: “ngày thông báo: lúc bắt đầu cũ”", many=True),
    HeaderKind(name="Modified", about="thời điểm sửa gần nhất, không sớm hơn Date"),
    HeaderKind(name="Form", about="hình thức tuyên truyền: tên hoặc mã trong plan.toml"),
    HeaderKind(name="Units", about="đơn vị, cách nhau bằng dấu phẩy"),
    HeaderKind(name="Plan_items", about="mục của kế hoạch, cách nhau bằng dấu phẩy"),
    HeaderKind(name="Report", about="bài tường thuật: Id của bài, hoặc đường dẫn tới tệp .md"),
    HeaderKind(name="Id", about="mã vĩnh viễn của sự kiện; mặc định là tên tệp"),
    HeaderKind(name="Slug", about="phần cuối của địa chỉ; mặc định lấy từ tên tệp"),
    HeaderKind(name="Sample", about="yes nếu là sự kiện mẫu"),
    HeaderKind(name="Note", about="ghi chú nội bộ, không bao giờ được đăng", many=True),
)

EVENT_HEADERS: dict[str, HeaderKind] = {kind.name.lower(): kind for kind in _TABLE}
"""Known headers by the key that `frontmatter.header_key` makes."""
