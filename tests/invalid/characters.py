"""Characters that the eye misses and that browsers, feeds or search stumble over."""

from __future__ import annotations

from .case import Group, text

GROUP = Group("characters")
refused, warned, built = GROUP.refused, GROUP.warned, GROUP.built

refused("bell", text("Chữ \x07 kêu."), "6: nội dung: có ký tự điều khiển U+0007")
refused("escape-in-title", text(Title="Tên \x1b[31mđỏ"), "1: Title: có ký tự điều khiển U+001B")
refused("nul", text("Chữ \x00 rỗng."), "6: tệp: có ký tự NUL")
refused("vertical-tab", text("Chữ \x0b dọc."), "6: nội dung: có ký tự điều khiển U+000B")
refused("form-feed", text("Chữ \x0c trang."), "6: nội dung: có ký tự điều khiển U+000C")
refused("delete", text("Chữ \x7f xoá."), "6: nội dung: có ký tự điều khiển U+007F")
refused("next-line", text("Chữ \x85 dòng."), "6: nội dung: có ký tự điều khiển U+0085")
refused("line-separator-in-summary", text(Summary="Một\u2028hai"), "4: Summary: có ký tự điều khiển U+2028")
refused("paragraph-separator", text("Một\u2029hai"), "6: nội dung: có ký tự điều khiển U+2029")
refused("placeholder-start", text("Một \x02wzxhzdk:0\x03 hai"), "6: nội dung: có ký tự điều khiển U+0002")
refused("override", text("Tệp \u202egnp.exe"), "6: nội dung: có ký tự chiều chữ U+202E")
refused("override-in-title", text(Title="Tên \u202eđảo"), "1: Title: có ký tự chiều chữ U+202E")
refused("override-in-tag", text(Tags="thẻ\u202e"), "5: Tags: có ký tự chiều chữ U+202E")
refused("isolate-in-author", text(Authors="Tên \u2066người\u2069"), "5: Authors: có ký tự chiều chữ U+2066")
refused("right-to-left-mark", text("Chữ\u200f."), "6: nội dung: có ký tự chiều chữ U+200F")
refused("noncharacter", text("Chữ \ufffe."), "6: nội dung: có ký tự hỏng")
refused("noncharacter-in-title", text(Title="Tên \ufdd0"), "1: Title: có ký tự hỏng")
refused("noncharacter-astral", text("Chữ \U0001ffff."), "6: nội dung: có ký tự hỏng")
refused("replacement", text("Đ\ufffdng ủy"), "6: nội dung: có ký tự hỏng")
refused("surrogate", text("Chữ .").encode().replace(b"Ch", b"\xed\xa0\x80Ch"), "6: tệp: không phải UTF-8")
refused(
    "surrogate-pair", text("Chữ .").encode().replace(b"Ch", b"\xed\xa0\xbd\xed\xb8\x80Ch"), "6: tệp: không phải UTF-8"
)
refused("overlong", text("Chữ .").encode().replace(b"Ch", b"\xc0\xafCh"), "6: tệp: không phải UTF-8")
refused("tag-characters", text("Chữ\U000e0041\U000e0042."), "6: nội dung: có ký tự hỏng")
refused("annotation", text("Chữ\ufff9a\ufffab\ufffb."), "6: nội dung: có ký tự hỏng")
refused("eth", text("Ðảng ủy"), "6: nội dung: “Ðảng ủy” dùng chữ U+00D0")
refused("eth-in-title", text(Title="Ðổi mới"), "1: Title: “Title: Ðổi mới” dùng chữ U+00D0")
refused("small-eth", text("quy ðịnh"), "6: nội dung: “quy ðịnh” dùng chữ U+00F0")
refused("african-d", text("Ɖảng ủy"), "6: nội dung: “Ɖảng ủy” dùng chữ U+0189")
refused("piled-marks", text("Chữ" + "\u0301\u0323" * 20 + " chồng"), "6: ")
for name, entity in (
    ("control", "&#1;"),
    ("nul", "&#0;"),
    ("direction", "&#x202E;"),
    ("direction-named", "&rlm;"),
    ("direction-open", "&#8238 x"),
    ("noncharacter", "&#xFFFE;"),
    ("surrogate", "&#xD800;"),
    ("too-large", "&#x110000;"),
):
    refused(f"entity-{name}", text(f"Chữ {entity} mã."), f"6: nội dung: “{entity.split()[0]}” ")
refused(
    "yaml-escapes",
    '---\ntitle: "Tên \\u202e\\u0000"\ndate: 2022-03-03\ncategory: dao-duc\nsummary: S\n---\nChữ.\n',
    "2: phần đầu: ",
)
built("entity-quotes", text("&#147;Ngoặc&#148; &hellip; &copy;"), "“Ngoặc”")
built("joined-astral", text("👩\u200d👩\u200d👧 cả nhà"), "cả nhà")
warned("soft-hyphen", text("Đảng\u00ad ủy"), "6: nội dung: LƯU Ý: có ký tự ẩn U+00AD")
warned("zero-width", text("Đảng\u200b ủy"), "6: nội dung: LƯU Ý: có ký tự ẩn U+200B")
warned("mark-in-the-middle", text("Đảng\ufeff ủy"), "6: nội dung: LƯU Ý: có ký tự ẩn U+FEFF")
warned("private-use", text("\uf0b7 Mục một"), "6: nội dung: LƯU Ý: có ký hiệu của phông riêng U+F0B7")
warned("space-before-comma", text("Một , hai."), "6: nội dung: LƯU Ý: thừa khoảng trắng trước dấu “,”")
warned("plan-number", text("Kế hoạch số 23 -KH/ĐUK."), "6: nội dung: LƯU Ý: số văn bản viết rời")
warned("mixed-tones", text("Hòa bình và hoà bình."), "6: nội dung: LƯU Ý: ")
warned("link-words", text("Xem [tại đây](2022-03-09-đổi-mới.md)."), "6: nội dung: LƯU Ý: liên kết “tại đây”")
warned("headings-of-first-level", text("# Một\n\nChữ.\n\n# Hai\n\nChữ."), "10: nội dung: LƯU Ý: có nhiều tiêu đề cấp 1")
built("decomposed", text("Đổi mới, Tiếng Việt".replace("ổ", "o\u0302\u0309")), "Đổi mới, Tiếng Việt")
built("astral", text("Chữ 𝒳 và 😀.", Title="Tên có 😀 và 𝒳"), "Tên có 😀 và 𝒳")
built("no-break-space", text("10&nbsp;000 người"), "10&nbsp;000 người")
