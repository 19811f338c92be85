"""Headers that lost their place: indented, so that they would join the value above, or with another colon or space."""

from __future__ import annotations

from .case import HEADERS, Group, file, text

GROUP = Group("headers")
refused, built = GROUP.refused, GROUP.built

YAML = "---\ntitle: Bài thử\ndate: 2022-03-03 08:00\ncategory: dao-duc\nsummary: Sapo của bài thử.\n{}---\n\nChữ.\n"
EVENT = "Title: Sự kiện\nDate: 2022-03-03\nKind: hoi-nghi\nStart: 2022-04-04\nSummary: Một câu.\n{}\nChữ.\n"

refused("status-four-blanks", text(more="    Status: draft\n"), "5: phần đầu: “Status:” thụt vào")
refused("status-tab", text(more="\tStatus: draft\n"), "5: phần đầu: “Status:” thụt vào nên bị nối vào “Summary” ở trên")
refused("status-one-blank", text(more=" Status: draft\n"), "5: phần đầu: “Status:” thụt vào")
refused("status-ten-blanks", text(more="          Status: draft\n"), "5: phần đầu: “Status:” thụt vào")
refused("status-no-break-space", text(more="\u00a0\u00a0Status: draft\n"), "5: phần đầu: “Status:” thụt vào")
refused("status-zero-width", text(more="    \u200bStatus: draft\n"), "5: phần đầu: “Status:” thụt vào")
refused("status-lower-case", text(more="    status: draft\n"), "5: phần đầu: “status:” thụt vào")
refused("status-upper-case", text(more="\tSTATUS:draft\n"), "5: phần đầu: “STATUS:” thụt vào")
refused("status-misspelt", text(more="    Stauts: draft\n"), "5: phần đầu: “Stauts:” thụt vào")
refused("status-quoted", text(more='    "Status": draft\n'), "5: phần đầu: “Status:” thụt vào")
refused("status-wide-letters", text(more="    Ｓｔａｔｕｓ：draft\n"), "5: phần đầu: “Status:” thụt vào")
refused(
    "status-under-tags",
    text(Tags="một", more="    Status: draft\n"),
    "6: phần đầu: “Status:” thụt vào nên bị nối vào “Tags”",
)
refused("expires-indented", text(more="    Expires: 2022-03-04\n"), "5: phần đầu: “Expires:” thụt vào")
refused("date-indented", text(more="    Date: 2099-01-01\n"), "5: phần đầu: “Date:” thụt vào")
refused("note-indented", text(more="    Note: KHONGDUOCLO\n"), "5: phần đầu: “Note:” thụt vào")
refused("picture-alt-indented", text(more="    Picture-Alt: Hình\n"), "5: phần đầu: “Picture-Alt:” thụt vào")
refused(
    "two-at-once",
    text(more="    Status: draft\n    Tags: một\n"),
    "5: phần đầu: “Status:” thụt vào",
    "6: phần đầu: “Tags:” thụt vào",
)
refused("yaml-status-one-blank", YAML.format(" status: draft\n"), "6: phần đầu: “status:” thụt vào")
refused("yaml-tags-tab", YAML.format("\ttags: x\n"), "6: phần đầu: “tags:” thụt vào")
refused("yaml-in-a-list", YAML.format("tags:\n  - một\n  - Status: draft\n"), "8: phần đầu: “Status:” thụt vào")
built("yaml-in-a-block", YAML.format("note: |\n  chữ\n  status: draft\n"))
refused("yaml-wide-colon", YAML.format("status：draft\n"), "6: phần đầu: “status” viết chưa đúng")

refused("wide-colon", text(more="Status：draft\n"), "5: phần đầu: “Status” viết chưa đúng")
refused("small-colon", text(more="Status﹕draft\n"), "5: phần đầu: “Status” viết chưa đúng")
refused("ratio-colon", text(more="Status∶ draft\n"), "5: phần đầu: “Status” viết chưa đúng")
refused("no-break-space-before-colon", text(more="Category\u00a0: x\n"), "5: phần đầu: “Category” viết chưa đúng")
refused("thin-space-before-colon", text(more="Tags\u2009: x\n"), "5: phần đầu: “Tags” viết chưa đúng")
refused("dotted-letter", text(more="Státus: draft\n"), "5: phần đầu: “Státus” viết chưa đúng")

refused("after-blank-wide-colon", text(body="Status：draft\n\nChữ."), "6: phần đầu: “Status:” đứng sau dòng trống")
refused("after-blank-indented", text(body="    Status: draft\n\nChữ."), "6: phần đầu: “Status:” đứng sau dòng trống")
refused("after-blank-misspelt", text(body="Stattus: draft\n\nChữ."), "6: phần đầu: “Stattus:” đứng sau dòng trống")
refused("after-blank-of-spaces", text(body="  \n Expires: 2022-04-04\n\nChữ."), "7: phần đầu: “Expires:” đứng sau")

refused(
    "event-status", file(EVENT.format("    Status: draft\n")), "6: phần đầu: “Status:” thụt vào", path="su-kien/a.md"
)
refused(
    "event-moved", file(EVENT.format("\tMoved: 2022-03-04: 2022-04-01\n")), "6: phần đầu: “Moved:”", path="su-kien/b.md"
)
refused("event-duration", file(EVENT.format("    Duration: 2 ngày\n")), "6: phần đầu: “Duration:”", path="su-kien/c.md")
refused("page-status", file("Title: Trang\n    Status: draft\n\nChữ.\n"), "2: phần đầu: “Status:”", path="pages/x1.md")
refused("page-yaml", file("---\ntitle: Trang\n slug: y\n---\n\nChữ.\n"), "3: phần đầu: “slug:”", path="pages/x2.md")

built("continued-with-colon", text(**{**HEADERS, "Summary": "Sapo:\n    Kết quả: hai"}), "Sapo: Kết quả: hai")
built(
    "continued-with-address",
    text(**{**HEADERS, "Summary": "Xem\n    https://example.org/a"}),
    "Xem https://example.org/a",
)
built("body-of-terms", text(body="Kết quả: hai.\n\nChữ."), "Kết quả: hai.")
built("body-of-bold", text(body="**Nơi nhận:** mọi người.\n\nChữ."), "<strong>Nơi nhận:</strong>")
built("yaml-comment", YAML.format("# status: draft\n"), "Sapo của bài thử.")
