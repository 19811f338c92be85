"""Values that would lead out of the output folder, or onto files that servers treat apart."""

from __future__ import annotations

from .case import Group, text

GROUP = Group("paths")
refused, built = GROUP.refused, GROUP.built

for name, slug in (
    ("slug-parent", "../../thoat"),
    ("slug-parent-encoded", "%2e%2e%2fthoat"),
    ("slug-absolute", "/etc/thoat"),
    ("slug-folder", "a/b"),
    ("slug-backslash", "a\\b"),
    ("slug-dots", ".."),
    ("slug-dot-file", ".htaccess"),
    ("slug-query", "a?b=c"),
    ("slug-fragment", "a#b"),
    ("slug-drive", "C:thoat"),
):
    refused(name, text(Slug=slug), f"5: Slug: “{slug}” chứa ký tự của đường dẫn")
refused("slug-sibling", text(Slug="../output-evil/x"), "5: Slug: “../output-evil/x” chứa ký tự của đường dẫn")
refused("slug-nothing", text(Slug="★"), "5: Slug: “★” không còn chữ nào")
refused("slug-300", text(Slug="a" * 300), "5: Slug: dài 300 ký tự; tối đa 120")
refused("id-path", text(Id="../x"), "5: Id: “../x” chứa ký tự của đường dẫn")
refused("slug-two-lines", text(Slug="một\n    ../hai"), "5: Slug: “một ../hai” chứa ký tự của đường dẫn")
refused("page-slug", text(Slug="../../x"), "5: Slug: “../../x” chứa ký tự của đường dẫn", path="pages/thoat.md")
refused("attachment-outside", text(Attachment="../../x.pdf | Tệp"), "5: Attachment: ")
refused("attachment-absolute", text(Attachment="/etc/passwd | Tệp"), "5: Attachment: ")
refused(
    "picture-outside",
    text(Picture="../../x.jpg", Picture_alt="A", Picture_credit="B"),
    "5: Picture: “../../x.jpg” nằm ngoài",
)
refused(
    "picture-backslash",
    text(Picture="..\\..\\x.jpg", Picture_alt="A", Picture_credit="B"),
    "5: Picture: “..\\..\\x.jpg” nằm ngoài",
)
refused(
    "picture-variable",
    text(Picture="$HOME/x.jpg", Picture_alt="A", Picture_credit="B"),
    "5: Picture: không tìm thấy tệp",
)
refused(
    "link-nowhere", text("[bài](khong-co.md)"), "6: nội dung: liên kết tới “articles/khong-co.md” không có bài nào ở đó"
)
refused(
    "link-near",
    text("[bài](2022-03-09-doi-moi.md)"),
    "6: nội dung: liên kết tới “articles/2022-03-09-doi-moi.md” không có bài nào ở đó; có phải ý bạn là articles/2022-03-09-đổi-mới.md?",
)
refused(
    "link-anchor", text("[bài](2022-03-09-đổi-mới.md#khong-co)"), "6: nội dung: điểm neo “#muc-khong-co” không có trong"
)
refused("own-anchor", text("[mục](#khong-co)\n\n## Có\n\nChữ."), "6: nội dung: điểm neo “#khong-co” không có trong bài")
refused("site-path", text("[trang](/khong-co/)"), "6: nội dung: địa chỉ “/khong-co/” không có trên trang")
for name, address in (
    ("feed-folder", "/rss.xml/"),
    ("json-folder", "/feed.json/"),
    ("article-feed", "/bai-viet/cung-phut-mot/rss.xml"),
    ("page-feed", "/gioi-thieu/rss.xml"),
    ("plan-feed", "/ke-hoach/ke-hoach-thu/atom.xml"),
    ("below-item", "/ke-hoach/ke-hoach-thu/viec-da-lam/khong-co/"),
    ("below-plan", "/ke-hoach/ke-hoach-thu/khong-co/"),
    ("numbered-short", "/chu-de/dao-duc/trang/999/"),
    ("event-nowhere", "/su-kien/khong-co/"),
    ("year-nowhere", "/hoi-dap/1999/"),
    ("register-feed-empty", "/so-theo-doi/mo-hinh/rss.xml"),
    ("sitemap-nowhere", "/sitemap-1999-01.xml"),
):
    refused(name, text(f"[trang]({address})"), f"6: nội dung: địa chỉ “{address}” không có trên trang")
refused("no-slash", text("[trang](/rss)"), "6: nội dung: địa chỉ “/rss” không có trên trang; có phải ý bạn là /rss/?")
built(
    "site-paths",
    text(
        "[hình thức](/hinh-thuc/), [lịch](/su-kien/lich.ics), [đính chính](/dinh-chinh/rss.xml), [năm](/hoi-dap/2022/), "
        "[mô tả](/du-lieu/bai-viet.schema.json), [sơ đồ](/sitemap-tin-moi.xml)"
    ),
    "/hinh-thuc/",
)
refused(
    "filename-nowhere",
    text("[bài]({filename}/articles/khong-co.md)"),
    "6: nội dung: liên kết tới “articles/khong-co.md” không có",
)
refused(
    "static-nowhere",
    text("[tệp]({static}/khong-co.pdf)"),
    "6: nội dung: không tìm thấy tệp “khong-co.pdf” trong content",
)
refused("link-folder", text("[thư mục](../images)"), "6: nội dung: ")
refused("link-empty", text("[bài]()"), "6: nội dung: địa chỉ trống")
refused("link-without-scheme", text("[trang](//example.org/)"), "6: nội dung: “//example.org/” thiếu https:")
built("slug-accents", text(Slug="Bài số một", Title="Slug có dấu"), path="articles/slug-co-dau.md", alone=True)
built("slug-device", text(Slug="con", Title="Slug con"), path="articles/con.md", alone=True)
built(
    "link-encoded",
    text(
        "[bài](2022-03-09-%C4%91%E1%BB%95i-m%E1%BB%9Bi.md) và [mục](2022-03-09-đổi-mới.md#Đầu đề có chữ Đ)".replace(
            "#Đầu đề có chữ Đ", "#dau-de-co-chu-d"
        )
    ),
    "/bai-viet/doi-moi/#muc-dau-de-co-chu-d",
)
