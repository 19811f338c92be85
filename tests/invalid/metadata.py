"""Headers that are missing, doubled, misspelt, impossible or ambiguous."""

from __future__ import annotations

from .case import PICTURE, Group, text

GROUP = Group("metadata")
refused, warned, built = GROUP.refused, GROUP.warned, GROUP.built

refused("no-title", text(Title=None), "1: Title: thiếu")
refused("empty-title", text(Title=""), "1: Title: để trống")
refused("blank-title", text(Title="  \u00a0 "), "1: Title: để trống")
refused("no-date", text(Date=None), "1: Date: thiếu")
refused("empty-date", text(Date=""), "2: Date: để trống")
refused("no-category", text(Category=None), "1: Category: thiếu")
refused("no-summary", text(Summary=None), "1: Summary: thiếu")
refused("nothing-but-title", "Title: Chỉ có tên\n\nChữ.\n", "1: Date: thiếu", "1: Category: thiếu", "1: Summary: thiếu")
refused("unknown-header", text(more="Titel: Bài\n"), "5: Titel: không có tên “Titel”; có phải ý bạn là Title?")
refused("unknown-accented", text(more="Tiêu đề: Bài\n"), "5: phần đầu: ")
refused("method-name", text(more="Is_valid: False\n"), "5: Is_valid: không có tên “Is_valid”")
refused("save-as", text(more="Save_as: ../../x.html\n"), "5: Save_as: chuyên mục không cho bài tự đặt")
refused("url", text(more="Url: https://example.org/\n"), "5: Url: chuyên mục không cho bài tự đặt")
refused("template", text(more="Template: ../../../etc/passwd\n"), "5: Template: chuyên mục không cho bài tự đặt")
refused("doubled-title", text(more="Title: Tên khác\n"), "5: Title: Title đã có ở dòng 1")
refused("doubled-date-other-case", text(more="DATE: 2022-03-04\n"), "5: Date: DATE đã có ở dòng 2")
refused("doubled-status", text(more="Status: draft\nStatus: published\n"), "6: Status: Status đã có ở dòng 5")
refused("glued-body", text().replace("\n\n", "\nĐoạn đầu dính vào phần đầu.\n\n"), "5: phần đầu: thiếu dòng trống")
refused("body-first", "Một đoạn văn không có phần đầu.\n\nĐoạn hai.\n", "1: phần đầu: bài phải mở đầu bằng")
refused(
    "broken-by-blank-line", text(body="Status: draft\nTags: thử\n\nChữ."), "6: phần đầu: “Status:” đứng sau dòng trống"
)
refused("indented-two-spaces", text(more="Tags: một,\n  hai\n"), "6: phần đầu: thiếu dòng trống")
refused("fence-unclosed", "---\ntitle: Bài\ndate: 2022-03-03\n\nChữ.\n", "1: phần đầu: phần đầu mở bằng “---”")
refused("yaml-quote-unclosed", '---\ntitle: "Bài\ndate: 2022-03-03\ncategory: dao-duc\nsummary: S\n---\nChữ.\n', "2: ")
refused("yaml-alias", "---\ntitle: *ten\ndate: 2022-03-03\ncategory: dao-duc\nsummary: S\n---\nChữ.\n", "2: ")
refused(
    "yaml-object",
    "---\ntitle: !!python/object/apply:os.system [id]\ndate: 2022-03-03\ncategory: dao-duc\nsummary: S\n---\nChữ.\n",
    "2: ",
)
refused("yaml-mapping", "---\ntitle: {a: b}\ndate: 2022-03-03\ncategory: dao-duc\nsummary: S\n---\nChữ.\n", "2: ")
refused("toml-fence", '+++\ntitle = "Bài"\n+++\n\nChữ.\n', "1: phần đầu: ")

refused(
    "date-ambiguous", text(Date="05/07/2021"), "2: Date: “05/07/2021” có thể hiểu là ngày 5 tháng 7 hoặc ngày 7 tháng 5"
)
refused("date-ambiguous-time", text(Date="05.07.2021 08:00"), "2: Date: “05.07.2021 08:00” có thể hiểu")
refused("date-month-first", text(Date="07/25/2021"), "2: Date: “07/25/2021” ghi tháng trước ngày")
refused(
    "date-30-february", text(Date="2021-02-30"), "2: Date: “2021-02-30” là ngày không có thật; tháng 2/2021 có 28 ngày"
)
refused("date-29-february", text(Date="2023-02-29"), "2: Date: “2023-02-29” là ngày không có thật")
refused("date-31-april", text(Date="31/04/2022"), "2: Date: “31/04/2022” là ngày không có thật")
refused("date-month-13", text(Date="2021-13-01"), "2: Date: “2021-13-01” ghi tháng 13")
refused("date-24-hours", text(Date="2022-03-03 24:00"), "2: Date: “2022-03-03 24:00” ghi giờ “24:00”")
refused("date-60-minutes", text(Date="2022-03-03 07:60"), "2: Date: ")
refused("date-year-0", text(Date="0000-01-01"), "2: Date: “0000-01-01” ở năm 0000, vô lý")
refused("date-year-9999", text(Date="9999-12-31"), "2: Date: “9999-12-31” ở năm 9999, vô lý")
refused("date-year-202", text(Date="202-03-03"), "2: Date: “202-03-03” không đọc được")
refused("date-two-digits", text(Date="25/07/21"), "2: Date: “25/07/21” ghi năm bằng hai chữ số")
refused("date-number", text(Date="20220303"), "2: Date: “20220303” là một con số")
refused("date-stamp", text(Date="1646265600"), "2: Date: “1646265600” là một con số")
refused("date-words", text(Date="hôm qua"), "2: Date: “hôm qua” không đọc được")
refused("date-english", text(Date="March 3, 2022"), "2: Date: “March 3, 2022” không đọc được")
refused("date-wide-digits", text(Date="２０２２-03-03"), "2: Date: ")
refused("date-zone-absurd", text(Date="2022-03-03 08:00+25:00"), "2: Date: “2022-03-03 08:00+25:00” ghi múi giờ")
refused("date-two", text(Date="2022-03-03, 2022-03-04"), "2: Date: ")
built("date-day-first", text(Date="25/07/2021 07:30"), "25/07/2021")
built("date-same-day-month", text(Date="05/05/2021"), "05/05/2021")
built("date-leap-day", text(Date="2020-02-29 23:59"), "29/02/2020")
built("date-zulu", text(Date="2022-03-03T18:00Z"), "04/03/2022")
built("date-other-zone", text(Date="2022-03-03T00:30-05:00"), "03/03/2022", "12:30")
refused("modified-before-date", text(Modified="2022-03-02"), "5: Modified: sớm hơn Date")
refused("modified-impossible", text(Modified="2022-02-31"), "5: Modified: “2022-02-31” là ngày không có thật")
warned("modified-in-future", text(Modified="2099-01-01 08:00"), "5: Modified: LƯU Ý: ở tương lai")
warned("correction-in-future", text(Correction="2099-01-01: Sửa."), "5: Correction: LƯU Ý: “2099-01-01” ở tương lai")
refused("expires-before-date", text(Expires="2022-03-01"), "5: Expires: phải sau Date")
refused("expires-words", text(Expires="mãi mãi"), "5: Expires: “mãi mãi” không đọc được")
refused("lead-until-before-date", text(Lead_until="2022-01-01"), "5: Lead_until: sớm hơn ngày đăng")
refused("lead-until-time", text(Lead_until="2022-04-01 07:00"), "5: Lead_until: ")

refused("status-typo", text(Status="drafft"), "5: Status: “drafft” không hợp lệ; có phải ý bạn là draft?")
refused("status-vietnamese", text(Status="bản nháp"), "5: Status: “bản nháp” không hợp lệ")
refused("status-invisible", text(Status="draft\u200b"), "5: Status: ")
built("status-capital", text(Status="Published"))
refused("lang-unknown", text(Lang="fr"), "5: Lang: “fr” không hợp lệ; được dùng: vi, en")
warned(
    "second-translation",
    text(Lang="en", Translation_of="2022-04-05-dinh-chinh", Title="A second translation"),
    "6: Translation_of: LƯU Ý: articles/2022-04-06-corrections.md đã là bản “en” của bài ấy",
    shown=("A second translation",),
)
refused(
    "translation-of-nothing", text(Lang="en", Translation_of="khong-co"), "6: Translation_of: không có bài nào có Id"
)
refused(
    "translation-same-language", text(Translation_of="2022-04-05-dinh-chinh"), "5: Translation_of: bài gốc cũng là “vi”"
)

refused("category-unknown", text(Category="the-thao"), "3: Category: “the-thao” không có trong kế hoạch")
refused(
    "category-typo",
    text(Category="dao-duk"),
    "3: Category: “dao-duk” không có trong kế hoạch; có phải ý bạn là dao-duc?",
)
refused("category-two", text(Category="dao-duc, hoc-tap"), "3: Category: “dao-duc, hoc-tap” không có trong kế hoạch")
built("category-by-name", text(Category="ĐẠO ĐỨC, lối sống"), "Đạo đức, lối sống")
refused("form-unknown", text(Form="truyen-hinh"), "5: Form: “truyen-hinh” không có trong kế hoạch")
refused("unit-unknown", text(Units="don-vi-cuoi"), "5: Units: “don-vi-cuoi” không có trong kế hoạch")
refused("document-unknown", text(Documents="van-kien-khac"), "5: Documents: “van-kien-khac” không có trong kế hoạch")
refused("plan-item-unknown", text(Plan_items="viec-la"), "5: Plan_items: “viec-la” không có trong kế hoạch")
refused("priority-unknown", text(Priorities="cao"), "5: Priorities: “cao” không có trong kế hoạch")
refused("flag-unknown", text(Flags="ket-qua, tot"), "5: Flags: không có “tot”")
refused("sample-perhaps", text(Sample="có lẽ"), "5: Sample: “có lẽ” không hợp lệ")

refused("title-301", text(Title="Đ" * 301), "1: Title: dài 301 ký tự; tối đa 300")
built("title-300", text(Title="Đ" * 300), "Đ" * 300)
refused("summary-601", text(Summary="a" * 601), "4: Summary: dài 601 ký tự; tối đa 600")
warned("summary-is-title", text(Summary="Bài thử"), "4: Summary: LƯU Ý: giống hệt Title")
refused("tags-21", text(Tags=", ".join(f"thẻ {n}" for n in range(21))), "5: Tags: có 21 thẻ; tối đa 20")
refused("tag-81", text(Tags="a" * 81), "5: Tags: thẻ “")
refused("author-121", text(Authors="A" * 121), "5: Authors: tên dài 121 ký tự")
refused("author-and-authors", text(Author="Một", Authors="Hai"), "5: Author: đã có Authors")
warned("author-other-case", text(Authors="ĐẶNG Đ"), "5: Authors: LƯU Ý: ")
refused("source-url-alone", text(Source_url="https://example.org/"), "5: Source_url: có nhưng thiếu Source")
refused(
    "source-url-relative",
    text(Source="Báo", Source_url="/tin"),
    "6: Source_url: “/tin” không phải địa chỉ http(s) đầy đủ",
)
refused("source-url-spaces", text(Source="Báo", Source_url="https://a.vn/x y"), "6: Source_url: ")
refused("correction-no-date", text(Correction="Sửa một chữ."), "5: Correction: ")
refused("correction-no-text", text(Correction="2022-03-04:"), "5: Correction: hãy viết “2021-08-01: điều đã sửa”")
refused("correction-early", text(Correction="2022-03-01: Sửa."), "5: Correction: ngày đính chính sớm hơn ngày đăng")
refused("correction-ambiguous", text(Correction="05/07/2022: Sửa."), "5: Correction: “05/07/2022” có thể hiểu")
refused("attachment-no-name", text(Attachment="tep-kem.pdf"), "5: Attachment: hãy viết “tep.pdf | Tên hiển thị”")
refused(
    "attachment-missing", text(Attachment="khong.pdf | Tệp"), "5: Attachment: không tìm thấy tệp “articles/khong.pdf”"
)
refused("picture-no-alt", text(**{**PICTURE, "Picture_alt": None}), "5: Picture_alt: thiếu")
refused("picture-no-credit", text(**{**PICTURE, "Picture_credit": None}), "5: Picture_credit: thiếu nguồn ảnh")
refused(
    "picture-alt-is-caption",
    text(**PICTURE, Picture_caption="dải màu XANH và vàng."),
    "6: Picture_alt: trùng với chú thích",
)
refused("picture-alt-alone", text(Picture_alt="Ảnh"), "5: Picture_alt: có nhưng thiếu Picture")
refused(
    "picture-from-network",
    text(**{**PICTURE, "Picture": "https://example.org/x.jpg"}),
    "5: Picture: ảnh phải là tệp trong content",
)
refused("alias-path", text(Aliases="cu, ../moi"), "5: Aliases: “../moi” chứa ký tự của đường dẫn")

built(
    "no-space-after-colon",
    "Title:Tên dính\nDate:2022-03-03 08:00\nCategory:dao-duc\nSummary:Sapo.\n\nChữ.\n",
    "Tên dính",
)
built("lower-case-names", "title: Tên thường\ndate: 2022-03-03\ncategory: dao-duc\nsummary: S.\n\nChữ.\n", "Tên thường")
built("long-summary-continued", text(Summary="Dòng một\n    dòng hai"), "Dòng một dòng hai")
built("colon-in-title", text(Title="Hội nghị: bước đầu: kết quả"), "Hội nghị: bước đầu: kết quả")
built(
    "yaml",
    '---\ntitle: "Bài: \\"YAML\\""\ndate: 2022-03-03 08:00\ncategory: dao-duc\nsummary: S.\ntags:\n  - một\n  - hai\n---\n\nChữ.\n',
    "Bài: &#34;YAML&#34;",
)

refused("entity-in-title", text(Title="Bài &#8; thử"), "1: Title: “&#8;” không phải mã của chữ nào")
refused("direction-in-summary", text(Summary="Sapo\u202e của bài"), "4: Summary: có ký tự chiều chữ")
refused("control-in-continued-note", text(more="Note: một\n    hai\x07 ba\n"), "6: Note: có ký tự điều khiển")
refused("entity-in-body", text(body="Chữ &#8; thử."), "6: nội dung: “&#8;” không phải mã của chữ nào")
refused(
    "picture-other-case",
    text(body="![Tả](/images/NUI.JPG)"),
    "6: nội dung: không tìm thấy tệp “images/NUI.JPG” trong content; có phải ý bạn là images/nui.jpg?",
)
refused(
    "attachment-other-case",
    text(Attachment="Tep-Kem.PDF | Tệp"),
    "5: Attachment: không tìm thấy tệp “articles/Tep-Kem.PDF” trong content; có phải ý bạn là articles/tep-kem.pdf?",
)
refused(
    "attachment-article",
    text(Attachment="2022-05-01-ten-moi.md | Bài"),
    "5: Attachment: “articles/2022-05-01-ten-moi.md” là một bài",
)
refused("feed-with-slash", text(body="[Nguồn tin](/rss.xml/)"), "6: nội dung: địa chỉ “/rss.xml/” không có trên trang")
refused("json-feed-with-slash", text(body="[Nguồn tin](/feed.json/)"), "6: nội dung: địa chỉ “/feed.json/” không có")
refused(
    "topic-feed-with-slash",
    text(body="[Nguồn tin](/chu-de/dao-duc/rss.xml/)"),
    "6: nội dung: địa chỉ “/chu-de/dao-duc/rss.xml/”",
)
