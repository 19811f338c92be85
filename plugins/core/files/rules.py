"""Rules about pictures and attached files; the checks live in `picture_facts` and `attached_files`, which are loaded
only when there is a new file to look into."""

from __future__ import annotations

from ..rules import declare

GROUP = "Ảnh và tệp kèm"
PICTURE = "picture-file"
ATTACHED = "attached-file"
TABLE = "data-table"

declare(
    PICTURE,
    GROUP,
    "Ảnh là JPEG, PNG, WebP, AVIF hoặc GIF tĩnh còn nguyên vẹn, tối đa 40 MB, 50 triệu điểm ảnh (WebP, AVIF, GIF: 25 "
    "triệu) và 16.000 điểm ảnh mỗi cạnh; không nhận ảnh động, SVG, HEIC, TIFF, BMP hay tệp loại khác đổi đuôi; không "
    "có mã HTML hoặc tệp nén giấu bên trong.",
)
declare(
    TABLE,
    GROUP,
    "Bảng số liệu hiện trong bài (ảnh có đuôi .csv) là CSV UTF-8 có một dòng tên cột, từ 2 đến 8 cột, tối đa 100 dòng; "
    "không có hai cột cùng tên, dòng nào cũng đủ ô, không ô nào là công thức. Biểu đồ cần số không âm, viết như "
    "1.234,5, tối đa 4 cột số, 60 dòng và 120 ô; dạng ghi sau dấu #: bang, ngang, cot, duong.",
)
declare(
    ATTACHED,
    GROUP,
    "Tệp để tải về có đuôi pdf, docx, xlsx, pptx, odt, ods, odp, epub, csv, txt, mp3, mp4, m4a hoặc opus, nội dung "
    "đúng với đuôi, không trống, không bị cắt cụt hay khoá mật khẩu, không mang macro, mã HTML, JavaScript, lệnh tự "
    "chạy, tệp chạy được, và không tự lấy nội dung từ nơi khác khi mở; tối đa 25 MB, âm thanh và video 100 MB. Ảnh "
    "dùng làm tệp kèm theo quy tắc của ảnh. Hai tệp của tài liệu tuyên truyền cũng theo quy tắc này.",
)
