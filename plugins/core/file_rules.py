"""Rules whose check lives in a reader of files (front matter, plan.toml, site.toml, the content folder), named for
the editors' guide."""

from __future__ import annotations

from .rules import declare

_HEADERS = "Phần đầu bài"
_DATA = "Kế hoạch và dữ liệu của trang"
_FOLDER = "Thư mục nội dung"

declare(
    "header-glued",
    _HEADERS,
    "Bài mở đầu bằng các dòng “Tên: giá trị”, rồi một dòng trống, rồi nội dung.",
)
declare(
    "header-fence",
    _HEADERS,
    "Phần đầu đặt giữa hai dòng “---” thì phải có đủ cả hai, và mỗi dòng bên trong là “Tên: giá trị”.",
)
declare(
    "header-cut-off",
    _HEADERS,
    "Giữa các dòng của phần đầu không có dòng trống: “Status: draft” đứng sau dòng trống sẽ không còn tác dụng.",
)
declare(
    "header-indented",
    _HEADERS,
    "Tên của phần đầu bài đứng ngay đầu dòng, viết bằng chữ và dấu hai chấm thường; “Status: draft” thụt vào sẽ bị nối "
    "vào giá trị ở trên.",
)
declare("plan-readable", _DATA, "Phải có plan.toml hoặc tệp trong plans/, và tệp ấy đọc được.")
declare("plan-keys", _DATA, "plan.toml chỉ có những khoá đã biết và đủ khoá bắt buộc của mỗi bảng.")
declare("plan-values", _DATA, "Giá trị trong plan.toml đúng kiểu; mã (slug) chỉ gồm a–z, 0–9 và “-”.")
declare(
    "plan-unique",
    _DATA,
    "Trong một loại của một kế hoạch, mã (slug) và tên không trùng nhau; đơn vị, văn kiện cùng mã ở hai kế hoạch là "
    "một.",
)
declare(
    "plan-phases",
    _DATA,
    "Các giai đoạn của một kế hoạch có ngày đầu trước ngày cuối, không chồng lên nhau, nằm trong thời gian kế hoạch.",
)
declare(
    "plan-family",
    _DATA,
    "parent, predecessor và continues dẫn tới kế hoạch, mục có thật và không đi vòng, không nối vào cái đến "
    "sau; kế hoạch không kết thúc trước khi bắt đầu.",
)
declare(
    "plan-units",
    _DATA,
    "Đơn vị kế tục, đơn vị cấp trên có thật, không đi vòng, không là chính nó; có đơn vị kế tục thì phải ghi last; "
    "đơn vị kế tục không kết thúc trước nó, tên cũ không dùng quá ngày cuối của nó.",
)
declare("plan-references", _DATA, "Chủ đề, hình thức, giai đoạn mà kế hoạch dẫn đến phải có trong kế hoạch.")
declare(
    "site-values",
    _DATA,
    "site.toml chỉ có khoá đã biết; địa chỉ đầy đủ http(s), tên miền chỉ gồm chữ, số, “-” và “.”; múi giờ của một nơi "
    "có thật; authority là tên miền và một ngày đã qua; thư điện tử hợp lệ; expires là ngày có thật, hết hạn thì được "
    "nhắc; không có ký tự ẩn.",
)
declare("symlink", _FOLDER, "Trong content không có liên kết tượng trưng (symlink); chép tệp thật vào.")
declare(
    "file-copy",
    _FOLDER,
    "Không có bản sao do chương trình đồng bộ tạo ra: “bài (conflicted copy …).md”, “bài - Copy.md”, “bài 2.md” cạnh "
    "“bài.md”.",
)
declare(
    "file-readable",
    _FOLDER,
    "Mọi tệp đọc được, có tên hiện được, và là tệp thường; không có thư mục hay ống dẫn mang tên như một bài hay một "
    "tệp dữ liệu, không có hai tệp cùng tên chỉ khác cách mã hoá dấu.",
)
declare(
    "file-unread",
    _FOLDER,
    "Trong articles, pages và su-kien, tệp chữ không phải .md (.docx, .txt…) mà không bài nào dùng thì được nhắc: nó "
    "không phải một bài. Tên như bai.md.txt hay bai.md.bak được nhắc ở mọi nơi.",
)
declare("no-articles", _FOLDER, "Thư mục nội dung có ít nhất một bài.")
declare(
    "mass-deletion",
    _FOLDER,
    "Khi tất cả, hoặc từ năm bài và hơn một phần mười số bài đang đăng sẽ không còn (mất tệp, thành nháp, hết hạn, hay "
    "giờ của máy sai) thì lần dựng bị dừng, trừ khi dùng --allow-deletions.",
)
declare(
    "authority-kept",
    _DATA,
    "authority trong site.toml không đổi và không mất so với lần dựng trước, trừ khi dùng --allow-deletions.",
)
declare("limits", _FOLDER, "Bài không được quá lớn, lồng nhau quá sâu hay xử lý quá lâu; hãy chia nhỏ.")
