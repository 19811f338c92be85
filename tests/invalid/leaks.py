"""What must never leave the machine: drafts, scheduled and expired articles, notes, other files."""

from __future__ import annotations

from pathlib import Path

from .case import LEAK, Group, Write, file, files, text

GROUP = Group("leaks")
refused, built = GROUP.refused, GROUP.built
BODY = f"Nội dung {LEAK}."
SECRET = {
    "Title": LEAK,
    "Summary": f"Sapo {LEAK}.",
    "Tags": f"{LEAK} thẻ",
    "Authors": LEAK,
    "Source": LEAK,
    "Correction": f"2022-04-01: {LEAK}",
}


def private(name: str, write: Write | str | bytes) -> None:
    """The article must not be published, and nothing of it."""
    built(name, write, hidden=(LEAK, f"leaks-{name}"), published=False)


def ledger(more: str) -> Write:
    """A question is added to the ledger."""

    def write(folder: Path, path: str) -> None:
        file(text())(folder, path)
        with (folder / "hoi-dap.toml").open("a", encoding="utf-8") as target:
            target.write("\n[[questions]]\nnumber = 3\n" + more)

    return write


private("draft", text(BODY, Status="draft", **SECRET))
private("draft-capital", text(BODY, Status="DRAFT", **SECRET))
private("hidden", text(BODY, Status="hidden", **SECRET))
private("scheduled", text(BODY, **{**SECRET, "Date": "2099-01-01 07:00", "Correction": f"2099-01-02: {LEAK}"}))
private(
    "scheduled-last-minute",
    text(BODY, **{**SECRET, "Date": "2100-12-31T23:59:59", "Correction": f"2100-12-31: {LEAK}"}),
)
private("expired", text(BODY, Expires="2022-05-01", **SECRET))
private("draft-with-alias", text(BODY, Status="draft", Aliases="leaks-draft-with-alias-cu", **SECRET))
private(
    "draft-of-tomorrow",
    text(BODY, Status="draft", **{**SECRET, "Date": "2099-01-01", "Correction": f"2099-01-02: {LEAK}"}),
)
private(
    "yaml-draft",
    f"---\ntitle: {LEAK}\ndate: 2022-03-03\ncategory: dao-duc\nsummary: Sapo {LEAK}\nstatus: 'draft'\n---\n{BODY}\n",
)
private(
    "draft-picture",
    files(
        text(BODY, Status="draft", Picture="/images/leaks-rieng.png", Picture_alt=LEAK, Picture_credit=LEAK, **SECRET),
        {"images/leaks-rieng.png": (Path(__file__).parent.parent / "site/content/images/vuong.png").read_bytes()},
    ),
)
built(
    "shared-picture",
    text(
        Title="Bài công khai chung ảnh", Picture="/images/rieng.jpg", Picture_alt="Ảnh chung.", Picture_credit="Tệp thử"
    ),
    "Ảnh chung.",
)
built(
    "translation-of-draft",
    text(Lang="en", Translation_of="2022-05-02-ban-nhap", Title="A public translation"),
    "A public translation",
    hidden=(LEAK, "ban-nhap"),
)
built("note", text(more=f"Note: {LEAK}\nNote: lần hai {LEAK}\n"), hidden=(LEAK,))
built("comment", text(f"Một.\n\n<!-- {LEAK} -->\n\nHai <!-- {LEAK} --> ba."), "Hai", hidden=(LEAK,))
built(
    "yaml-comment",
    f"---\n# {LEAK}\ntitle: Bài có ghi chú\ndate: 2022-03-03\ncategory: dao-duc\nsummary: S.\n---\nChữ.\n",
    "Bài có ghi chú",
    hidden=(LEAK,),
)
built(
    "unused-files",
    files(
        text(),
        {
            "articles/ban-sao.sql": LEAK,
            "articles/leaks-unused.pdf": f"%PDF-{LEAK}",
            "images/leaks-unused.txt": LEAK,
            ".env": LEAK,
            ".git/config": LEAK,
            "Thumbs.db": LEAK,
            "extra/.htaccess": LEAK,
        },
    ),
    hidden=(LEAK, "htaccess"),
)
built("html-file", files(text(), {"leaks.html": LEAK, "index.html": LEAK}), hidden=(LEAK,))
refused(
    "link-to-draft",
    text("[xem bài](2022-05-02-ban-nhap.md)"),
    "6: nội dung: liên kết tới “articles/2022-05-02-ban-nhap.md”, bài này chưa",
)
refused(
    "link-to-scheduled",
    text("[xem bài](2099-01-01-hen-gio.md)"),
    "6: nội dung: liên kết tới “articles/2099-01-01-hen-gio.md”, bài này chưa",
)
refused(
    "link-to-expired",
    text("[xem bài]({filename}2021-12-01-het-han.md)"),
    "6: nội dung: liên kết tới “articles/2021-12-01-het-han.md”, bài này chưa",
)
refused(
    "link-to-hidden",
    text("[xem bài](2022-05-03-an.md)"),
    "6: nội dung: liên kết tới “articles/2022-05-03-an.md”, bài này chưa",
)
refused(
    "link-to-draft-by-address",
    text("[xem bài](/bai-viet/an/)"),
    "6: nội dung: địa chỉ “/bai-viet/an/” không có trên trang",
)
refused(
    "static-outside", text("[tệp]({static}../../../etc/passwd)"), "6: nội dung: “{static}../../../etc/passwd” nằm ngoài"
)
refused(
    "attach-outside", text("[tệp]({attach}../../ben-ngoai.pdf)"), "6: nội dung: “{attach}../../ben-ngoai.pdf” nằm ngoài"
)
refused("static-absolute", text("[tệp]({static}/etc/passwd)"), "6: nội dung: ")
refused("picture-outside", text("![ảnh](../../ngoai.jpg)"), "6: nội dung: “../../ngoai.jpg” nằm ngoài")
refused(
    "picture-outside-encoded",
    text("![ảnh](%2e%2e/%2e%2e/ngoai.jpg)"),
    "6: nội dung: “%2e%2e/%2e%2e/ngoai.jpg” nằm ngoài",
)
refused(
    "picture-sibling",
    text("![ảnh](../../content-khac/ngoai.jpg)"),
    "6: nội dung: “../../content-khac/ngoai.jpg” nằm ngoài",
)
refused("file-address", text("[tệp](file:///etc/passwd)"), "6: nội dung: không được dùng “file:”")
refused("dot-file", files(text("[tệp](/.env.txt)"), {".env.txt": LEAK}), "6: nội dung: ")
refused("include", text("[tệp]({filename}/plan.toml)"), "6: nội dung: ")
refused("own-data", text("[tệp]({static}/site.toml)"), "6: nội dung: ")
refused(
    "ledger-about-draft",
    ledger('received = 2022-05-01\nstate = "da-nhan"\nquestion = "Hỏi?"\narticle = "2022-05-02-ban-nhap"\n'),
    "hoi-dap.toml:22: article: bài “2022-05-02-ban-nhap” chưa",
    alone=True,
)
built(
    "ledger-of-tomorrow",
    ledger(f'received = 2099-05-01\nstate = "da-nhan"\nquestion = "{LEAK}?"\n'),
    hidden=(LEAK,),
    alone=True,
)
refused(
    "ledger-link-to-draft",
    ledger(
        'received = 2022-05-01\nstate = "da-tra-loi"\nquestion = "Hỏi?"\nanswered = 2022-05-02\nanswer = "[bài](articles/2022-05-02-ban-nhap.md)"\n'
    ),
    "hoi-dap.toml:",
    alone=True,
)
