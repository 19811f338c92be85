"""Rules about an article's body, found while its Markdown is read (`core/body/parser.py` and what it calls)."""

from __future__ import annotations

from ..rules import declare

GROUP = "Thân bài"

for _slug, _text in {
    "html-refused": (
        "Không dùng script, iframe, form, style, svg, thuộc tính on…, hay thẻ lạ; chữ trong dấu < > viết là &lt; &gt;."
    ),
    "html-dropped": "Thẻ và thuộc tính chỉ để trình bày (font, center, style, class) bị bỏ, chữ bên trong được giữ.",
    "html-open": "Thẻ HTML mở thì phải đóng; chú thích <!-- phải có -->.",
    "link": (
        "Liên kết dẫn tới tệp trong content, địa chỉ của trang (/…/), hoặc https:, http:, mailto:, tel:; ảnh luôn là "
        "tệp trong content."
    ),
    "link-text": "Chữ của liên kết nói nó dẫn tới đâu, không phải “tại đây” hay địa chỉ trần, và không được trống.",
    "anchor": "Điểm neo #… phải có trong bài: tiêu đề mục (viết có dấu hoặc không dấu) hoặc {#tên} đặt sau tiêu đề.",
    "headings": "Mục bắt đầu từ ##, không nhảy cấp, không có nhiều tiêu đề cấp 1, không để trống.",
    "loose-mark": "Dấu Markdown còn lại trên trang (**, [^1], ](…)) thường là viết nhầm; cách viết riêng của chương "
    "trình khác ([[trang]], [!NOTE], $$, [b], %%lời ghi%%, 【1†nguồn】) ở đây là chữ.",
    "list-number": "Danh sách đánh số hiện đúng số đã viết; số nhảy cách (2., 5., 9.) thì viết 2\\. để giữ nguyên.",
    "link-unused": "Dòng “[tên]: địa chỉ” không hiện ra trên trang, nên phải có chỗ dùng [tên].",
    "link-loose": 'Địa chỉ có khoảng trắng viết trong (<…>); ngoặc kép trong chú thích ảnh viết \\".',
    "code-open": "Khối mã mở bằng ``` thì phải đóng bằng ```.",
    "table-cells": "Hàng của bảng không có nhiều ô hơn hàng đầu.",
    "table-indented": "Hàng của bảng không thụt vào bốn dấu cách.",
    "table-head": "Hàng đầu của bảng ghi tên các cột.",
    "meaning": "Lời giải nghĩa viết “:   ” (ba dấu cách) ngay dưới từ; chữ mở đầu bằng dấu hai chấm viết \\:.",
    "html-indented": "Thẻ HTML không thụt vào 4 dấu cách sau dòng trống, vì như thế là mã.",
    "picture-alt": "Mọi ảnh có lời tả ![…], khác với chú thích.",
    "picture-credit": 'Ảnh có chú thích, và mọi biểu đồ, thì có nguồn: ![tả](anh.jpg "Chú thích | Ảnh: nguồn").',
    "gallery": (
        "Bộ ảnh (nhiều ảnh trong một đoạn) không có một ảnh hai lần, hai lời tả giống nhau hay biểu đồ ở trong, "
        "và không quá 24 ảnh."
    ),
}.items():
    declare(_slug, GROUP, _text)
