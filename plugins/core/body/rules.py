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
    "loose-mark": "Dấu Markdown còn lại trên trang (**, [^1], ](…)) thường là viết nhầm.",
    "picture-alt": "Mọi ảnh có lời tả ![…], khác với chú thích.",
    "picture-credit": 'Ảnh có chú thích thì có nguồn: ![tả](anh.jpg "Chú thích | Ảnh: nguồn").',
}.items():
    declare(_slug, GROUP, _text)
