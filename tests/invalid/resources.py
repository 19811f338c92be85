"""Sizes and shapes that make a parser slow, deep or hungry; each must be answered within seconds."""

from __future__ import annotations

from pathlib import Path

from .case import Group, Write, file, text
from .files import replaced

GROUP = Group("resources")
refused, built = GROUP.refused, GROUP.built


def large(size: int) -> Write:
    """An article of this many bytes, most of them never written to the disk."""

    def write(folder: Path, path: str) -> None:
        file(text())(folder, path)
        with (folder / path).open("r+b") as target:
            target.truncate(size)

    return write


refused("2-mb", text("Chữ dài.\n" * 200_000), "0: tệp: tệp dài hơn 1 MB")
refused("50-mb", large(50_000_000), "0: tệp: tệp dài hơn 1 MB")
refused("2-gb", large(2_000_000_000), "0: tệp: tệp dài hơn 1 MB")
refused("quotations", text("> " * 10_000 + "a"), "6: nội dung: ")
refused("brackets", text("[" * 10_000), "6: nội dung: ")
refused("bracket-pairs", text("[" * 5_000 + "]" * 5_000), "6: nội dung: ")
refused("pictures", text("![" * 5_000), "6: nội dung: ")
refused("open-links", text("[a](" * 5_000), "5: nội dung: ")
refused("backticks", text(" ".join("`" * n for n in range(1, 500))), "5: nội dung: ")
built("emphasis", text("*a_" * 10_000))
refused("lists", text("\n".join("    " * n + "- a" for n in range(100))), "nội dung: ")
refused("divs", text("<div>" * 5_000), "5: nội dung: ")
built("closed-divs", text("<div>" * 300 + "giữa" + "</div>" * 300 + "\n\nSau."), "giữa", "Sau.")
refused("entities", text("&lt;" * 100_000), "5: nội dung: ")
refused("links-100000", text("[a](b.md)\n" * 100_000), "5: nội dung: ")
refused(
    "footnotes",
    text("".join(f"a[^{n}]\n\n" for n in range(3_000)) + "".join(f"[^{n}]: b\n" for n in range(3_000))),
    "5: nội dung: ",
)
refused("table-rows", text("|a|b|\n|-|-|\n" + "|1|2|\n" * 40_000), "5: nội dung: ")
refused("table-columns", text("|a" * 20_000 + "|\n" + "|-" * 20_000 + "|\n"), "5: nội dung: ")
refused("headings", text("# a\n" * 30_001), "5: nội dung: ")
refused("open-fences", text("```\n~~~\n" * 40_000), "5: nội dung: ")
refused("open-comments", text("<!--" * 4_500), "5: nội dung: ")
refused("attribute-lists", text("a {: " + "#a .b " * 9_000 + "}"), "5: nội dung: ")
refused("tags-10000", text(Tags=", ".join(f"thẻ {n}" for n in range(10_000))), "5: Tags: có 10000 thẻ; tối đa 20")
refused(
    "authors-10000", text(Authors="; ".join(f"Tên {n}" for n in range(10_000))), "5: Authors: có 10000 mục; tối đa 50"
)
refused("headers-10000", text(more="".join(f"Ten{n}: x\n" for n in range(10_000))), "phần đầu: ")
refused("notes-100000", text(more="Note: x\n" * 100_000), "phần đầu: ")
refused(
    "corrections-10000", text(more="".join("Correction: 2022-04-01: Sửa.\n" for n in range(10_000))), "201: phần đầu: "
)
refused("attachments-10000", text(more="Attachment: tep-kem.pdf | Tệp\n" * 10_000), "201: phần đầu: ")
refused("title-500000", text(Title="a" * 500_000), "1: Title: dài 500000 ký tự; tối đa 300")
refused("marks", text("a" + "\u0301\u0323" * 200_000), "6: ")
refused("marks-in-title", text(Title="a" + "\u0323\u0301" * 100_000), "1: ")
refused(
    "yaml-bomb",
    "---\na: &a [" + "x," * 1000 + "]\n" + "".join(f"b{n}: &b{n} [{'*a,' * 9}]\n" for n in range(50)) + "---\nChữ.\n",
    "2: phần đầu: ",
)
refused("spaces", text("a" + " " * 30_000 + "x"), "6: nội dung: có hơn 2000 dấu cách liền nhau")
refused("yaml-list", "---\ntags:\n" + "- x\n" * 100_000 + "---\nChữ.\n", "2: phần đầu: phần đầu quá dài")
refused("yaml-list-201", "---\ntags:\n" + "- x\n" * 201 + "---\nChữ.\n", "2: phần đầu: danh sách có hơn 200 mục")
refused("plan-nested", replaced("plan.toml", "plans = " + "[" * 100_000), "plan.toml:1: plan.toml: ", alone=True)
refused("plan-tables-nested", replaced("plan.toml", "[" + "a." * 50_000 + "a]\n"), "plan.toml:1: ", alone=True)
refused("plan-number", replaced("plan.toml", "plans = " + "9" * 10_000), "plan.toml:1: plan.toml: ", alone=True)
refused(
    "plan-date",
    replaced("plan.toml", '[[plans]]\nslug = "a"\ndate = 2021-02-30\n'),
    "plan.toml:3: plan.toml: ",
    alone=True,
)
refused("plan-20-mb", replaced("plan.toml", "# chú thích\n" * 1_500_000), "plan.toml:1: tệp: ", alone=True)
refused("site-20-mb", replaced("site.toml", "# chú thích\n" * 1_500_000), "site.toml:1: tệp: ", alone=True)
refused("ledger-20-mb", replaced("hoi-dap.toml", "# chú thích\n" * 1_500_000), "hoi-dap.toml:1: tệp: ", alone=True)
refused("site-nested", replaced("site.toml", "related = " + "[" * 100_000), "site.toml:1: site.toml: ", alone=True)
refused(
    "ledger-number",
    replaced("hoi-dap.toml", "[[questions]]\nnumber = " + "9" * 10_000),
    "hoi-dap.toml:2: hoi-dap.toml: ",
    alone=True,
)
built("long-paragraph", text("Chữ **đậm** và [bài khác](2022-03-09-đổi-mới.md). " * 300))
built("long-table", text("|a|b|\n|-|-|\n" + "|1|2|\n" * 1_000), "<td>2</td>")
