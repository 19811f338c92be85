"""Files that are empty, half merged, not files at all, or oddly named."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from .case import LEAK, Group, Write, file, files, text

GROUP = Group("files")
refused, warned, built = GROUP.refused, GROUP.warned, GROUP.built
CONFLICT = "<<<<<<< HEAD\nBản này.\n=======\nBản kia.\n>>>>>>> nhanh-khac"


def replaced(name: str, content: str | bytes | None) -> Write:
    """A good article, and another file of the site replaced, or taken away."""

    def write(folder: Path, path: str) -> None:
        file(text())(folder, path)
        if content is None:
            (folder / name).unlink()
        else:
            file(content)(folder, name)

    return write


def link(target: str) -> Write:
    """A symbolic link in the article's place."""

    def write(folder: Path, path: str) -> None:
        (folder / path).symlink_to(target.format(folder=folder))

    return write


def link_outside(folder: Path, path: str) -> None:
    outside = folder.parent / "ben-ngoai.md"
    outside.write_text(text(LEAK), encoding="utf-8")
    (folder / path).symlink_to(outside)


def linked_folder(folder: Path, path: str) -> None:
    outside = folder.parent / "ben-ngoai"
    outside.mkdir(exist_ok=True)
    (outside / "bai.md").write_text(text(LEAK), encoding="utf-8")
    (folder / path.removesuffix(".md")).symlink_to(outside)


def pipe(folder: Path, path: str) -> None:
    os.mkfifo(folder / path)


def plug(folder: Path, path: str) -> None:
    here = os.getcwd()
    os.chdir((folder / path).parent)  # a socket's path may have 107 bytes
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(os.path.basename(path))
    finally:
        os.chdir(here)


def directory(folder: Path, path: str) -> None:
    (folder / path).mkdir()
    (folder / path / "anh.jpg").write_bytes((folder / "images/nui.jpg").read_bytes())


def odd_bytes(folder: Path, path: str) -> None:
    with open(os.fsencode(folder / "articles") + b"/\xc3\x28\xff.md", "w", encoding="utf-8") as made:
        made.write(text())


refused("empty", "", "1: tệp: tệp trống")
refused("blank", " \n\t\n\n", "1: tệp: tệp trống")
refused("only-mark", b"\xef\xbb\xbf", "1: tệp: tệp trống")
refused("headers-only", text(body="").rstrip("\n"), "5: nội dung: bài chỉ có phần đầu")
refused("headers-and-blank-lines", text(body="\n\n \n"), "nội dung: bài chỉ có phần đầu")
refused("only-comment", text(body="<!-- chưa viết -->"), "5: nội dung: ")
refused(
    "conflict", text(CONFLICT), "6: nội dung: còn dấu xung đột của git", "8: nội dung: còn dấu", "10: nội dung: còn dấu"
)
refused(
    "conflict-in-headers",
    text(more="<<<<<<< HEAD\nTags: a\n=======\nTags: b\n>>>>>>> x\n"),
    "5: nội dung: còn dấu xung đột",
)
refused("conflict-crlf", text(CONFLICT).replace("\n", "\r\n"), "6: nội dung: còn dấu xung đột của git")
built("talk-of-conflicts", text("Tên mục\n=======\n\nChữ."), "Tên mục")
refused("directory", directory, "0: tệp: ")
refused("pipe", pipe, "0: tệp: ")
refused("socket", plug, "0: tệp: ")
refused("dangling-link", link("khong-co.md"), "0: tệp: là liên kết tượng trưng")
refused("link-inside", link("{folder}/articles/2022-03-09-đổi-mới.md"), "0: tệp: là liên kết tượng trưng")
refused("link-outside", link_outside, "0: tệp: là liên kết tượng trưng")
refused("link-to-itself", link("files-link-to-itself.md"), "0: tệp: là liên kết tượng trưng")
refused("linked-folder", linked_folder, "articles/files-linked-folder:0: tệp: là liên kết tượng trưng")
refused("odd-bytes", odd_bytes, "articles/�(�.md:0: tên tệp: ")
refused("name-line-end", text(), "articles/hai�dòng.md:0: tên tệp: ", path="articles/hai\ndòng.md")
refused("name-escape", text(), "articles/màu�[31m.md:0: tên tệp: ", path="articles/màu\x1b[31m.md")
refused("name-direction", text(), "articles/tên�dm.md:0: tên tệp: ", path="articles/tên\u202edm.md")
refused("name-of-nothing", text(), "1: Slug: tên tệp “★” không còn chữ nào", path="articles/★.md")
warned("text-ending", files(text(), {"articles/bai.md.txt": text(LEAK)}), "articles/bai.md.txt:0: tệp: LƯU Ý: ")
warned("rst-ending", files(text(), {"articles/bai.rst": "Bài\n==="}), "articles/bai.rst:0: tệp: LƯU Ý: ")
warned("docx-ending", files(text(), {"articles/bai.docx": b"PK\x03\x04"}), "articles/bai.docx:0: tệp: LƯU Ý: ")
built(
    "name-spaces-and-quotes",
    text(Title="Tên tệp lạ"),
    "Tên tệp lạ",
    path="articles/bài \"một\" 'hai' <b>&$(id);.md",
    alone=True,
)
built("name-long", text(Title="Tên tệp dài"), path=f"articles/{'a' * 252}.md", alone=True)
built("ending-capital", text(Title="Đuôi chữ hoa"), path="articles/CHU-HOA.MD", alone=True)
built("ending-other", text(Title="Đuôi khác"), path="articles/khac.markdown", alone=True)
built("deep-folder", text(Title="Thư mục sâu"), path="articles/" + "a/" * 40 + "sau.md", alone=True)
built(
    "editors-leavings",
    files(text(), {"articles/.bai.md.swp": LEAK, "articles/bai.md~": LEAK, "articles/.bai.md": LEAK}),
    hidden=(LEAK,),
)
warned("text-ending-at-root", files(text(), {"bai.md.txt": text(LEAK)}), "bai.md.txt:0: tệp: LƯU Ý: ")
warned("copy-of-article", files(text(), {"articles/bai.md.bak": text(LEAK)}), "articles/bai.md.bak:0: tệp: LƯU Ý: ")
warned(
    "copy-of-site",
    files(text(), {"site-1.toml": 'name = "Tên khác"\n'}),
    "site-1.toml:0: tên tệp: LƯU Ý: không đọc tệp dữ liệu mang tên này; có phải ý bạn là site.toml?",
)
warned(
    "strange-data", files(text(), {"so-theo-doi/khac-han.toml": ""}), "so-theo-doi/khac-han.toml:0: tên tệp: LƯU Ý: "
)


def moved(old: str, new: str) -> Write:
    """A good article, and a file of the site under another name."""

    def write(folder: Path, path: str) -> None:
        file(text())(folder, path)
        (folder / new).parent.mkdir(exist_ok=True)
        (folder / old).rename(folder / new)

    return write


def site_as_folder(folder: Path, path: str) -> None:
    file(text())(folder, path)
    (folder / "site.toml").unlink()
    (folder / "site.toml").mkdir()


for _old, _new in (
    ("site.toml", "site.toml.txt"),
    ("site.toml", "Site.toml"),
    ("site.toml", "site.tml"),
    ("site.toml", "articles/site.toml"),
    ("site.toml", "site.toml.bak"),
    ("hoi-dap.toml", "Hoi-Dap.toml"),
    ("hoi-dap.toml", "hỏi-đáp.toml"),
    ("hoi-dap.toml", "so-theo-doi/hoi_dap.toml"),
    ("plan.toml", "plan-copy.toml"),
):
    refused(
        f"moved-{_new.replace('/', '-').replace(' ', '')}",
        moved(_old, _new),
        f"{_new}:0: tên tệp: không đọc tệp dữ liệu mang tên này; có phải ý bạn là {_old}?",
        alone=True,
    )
refused("site-is-folder", site_as_folder, "site.toml:0: tệp: là thư mục nhưng mang tên như một tệp dữ liệu", alone=True)
refused(
    "register-misspelt",
    files(text(), {"thuat-nhu.toml": ""}),
    "thuat-nhu.toml:0: tên tệp: không đọc tệp dữ liệu mang tên này; có phải ý bạn là thuat-ngu.toml?",
)
refused("no-plan", replaced("plan.toml", None), "plan.toml:0: plan.toml: không có tệp plan.toml", alone=True)
refused("plan-empty", replaced("plan.toml", ""), "plan.toml:1: plans: thiếu bảng [[plans]]", alone=True)
refused("plan-conflict", replaced("plan.toml", CONFLICT), "plan.toml:1: ", alone=True)
refused(
    "plan-utf-16",
    replaced("plan.toml", "[[plans]]".encode("utf-16")),
    "plan.toml:1: tệp: tệp dùng bảng mã UTF-16",
    alone=True,
)
refused(
    "plan-unreadable",
    replaced("plan.toml", "[[plans]]\nslug = \n"),
    "plan.toml:2: plan.toml: không đọc được TOML",
    alone=True,
)
refused(
    "plan-doubled-key",
    replaced("plan.toml", '[[plans]]\nslug = "a"\nslug = "b"\n'),
    "plan.toml:3: plan.toml: không đọc được TOML",
    alone=True,
)
refused(
    "plan-unknown-key",
    replaced("plan.toml", '[[plans]]\nslug = "a"\nnumber = "1"\ntitle = "T"\nissuer = "I"\ntopic = "x"\n'),
    "plan.toml:6: plans.topic: không có khoá “topic”; có phải ý bạn là topics?",
    alone=True,
)
refused(
    "plan-wrong-type",
    replaced("plan.toml", '[[plans]]\nslug = 5\nnumber = "1"\ntitle = "T"\nissuer = "I"\n'),
    "plan.toml:2: plans.slug: phải là chữ",
    alone=True,
)
refused("plan-is-table", replaced("plan.toml", '[plans]\nslug = "a"\n'), "plan.toml:1: plans: ", alone=True)
refused(
    "plan-topics-is-text",
    replaced("plan.toml", '[[plans]]\nslug = "a"\nnumber = "1"\ntitle = "T"\nissuer = "I"\ntopics = "x"\n'),
    "plan.toml:6: plans.topics: ",
    alone=True,
)
refused(
    "plan-without-topics",
    replaced("plan.toml", '[[plans]]\nslug = "a"\nnumber = "1"\ntitle = "T"\nissuer = "I"\n'),
    "3: Category: “dao-duc” không có trong kế hoạch",
    alone=True,
)
refused(
    "site-unreadable",
    replaced("site.toml", 'name = "Trang\n'),
    "site.toml:1: site.toml: không đọc được TOML",
    alone=True,
)
refused(
    "site-unknown-key",
    replaced("site.toml", 'nam = "Trang"\n'),
    "site.toml:1: nam: không có khoá này; có phải ý bạn là name?",
    alone=True,
)
refused(
    "site-zone",
    replaced("site.toml", 'zone = "Asia/Ha_Noi"\n'),
    "site.toml:1: zone: không có múi giờ “Asia/Ha_Noi”",
    alone=True,
)
refused(
    "site-zone-path",
    replaced("site.toml", 'zone = "../../etc/passwd"\n'),
    "site.toml:1: zone: không có múi giờ",
    alone=True,
)
refused("site-zone-empty", replaced("site.toml", 'zone = ""\n'), "site.toml:1: zone: không có múi giờ", alone=True)
refused(
    "site-url",
    replaced("site.toml", 'url = "javascript:hit()"\n'),
    "site.toml:1: url: phải là địa chỉ http(s)",
    alone=True,
)
refused("site-related-text", replaced("site.toml", 'related = "x"\n'), "site.toml:1: related: ", alone=True)
refused("site-related-number", replaced("site.toml", "related = 5\n"), "site.toml:1: related: ", alone=True)
refused(
    "site-windows-1258",
    replaced("site.toml", 'name = "@"\n'.replace("@", "ÐaÒng viêòc").encode("cp1252")),
    "site.toml:1: tệp: tệp dùng bảng mã",
    alone=True,
)
refused(
    "site-agency-text", replaced("site.toml", 'agency = "Cơ quan"\n'), "site.toml:1: agency: phải là bảng", alone=True
)
for _name, _line in (
    ("address-user", '[feedback]\nform_url = "https://chinhphu.vn@evil.example/"'),
    ("address-policy", '[feedback]\nform_url = "https://x;script-src-elem/"'),
    ("address-variable", '[feedback]\nform_url = "https://$http_x/"'),
    ("address-port", '[agency]\nurl = "https://a.vn:99999/"'),
    ("hub-user", 'hub = "https://a@b.vn/"'),
    ("zone-factory", 'zone = "Factory"'),
    ("zone-of-machine", 'zone = "localtime"'),
    ("authority-day", 'authority = "thu.example,2022-99-99"'),
    ("authority-dots", 'authority = "....,2022-01-01"'),
    ("authority-to-come", 'authority = "thu.example,2098-01-01"'),
    ("expires-unreal", '[security]\ncontact = "a@b.vn"\nexpires = "2021-02-31"'),
):
    _number = _line.count("\n") + 1
    _key = _line.split("\n")[-1].partition(" ")[0]
    refused(f"site-{_name}", replaced("site.toml", f"{_line}\n"), f"site.toml:{_number}: {_key}: ", alone=True)
refused("site-control", replaced("site.toml", 'name = "Tên \\u0007"\n'), "site.toml:1: name: ", alone=True)
refused(
    "ledger-unreadable",
    replaced("hoi-dap.toml", "[[questions]\n"),
    "hoi-dap.toml:1: hoi-dap.toml: không đọc được TOML",
    alone=True,
)
refused(
    "ledger-empty-question",
    replaced("hoi-dap.toml", '[[questions]]\nnumber = 1\nreceived = 2022-01-01\nstate = "da-nhan"\nquestion = ""\n'),
    "hoi-dap.toml:5: question: để trống",
    alone=True,
)
refused("ledger-questions-number", replaced("hoi-dap.toml", "questions = 5\n"), "hoi-dap.toml:1: ", alone=True)
refused(
    "ledger-control",
    replaced(
        "hoi-dap.toml",
        '[[questions]]\nnumber = 1\nreceived = 2022-01-01\nstate = "da-nhan"\nquestion = "Chữ \\u0000 rỗng \\u202e?"\n',
    ),
    "hoi-dap.toml:5: question: ",
    alone=True,
)
refused(
    "plan-control",
    replaced("plan.toml", '[[plans]]\nslug = "a"\nnumber = "1"\ntitle = "T \\u0000"\nissuer = "I"\n'),
    "plan.toml:4: title: có ký tự điều khiển U+0000",
    alone=True,
)


def model(**values: str) -> Write:
    """A good article, and a register with one model."""
    row = {
        "slug": '"a"',
        "name": '"Mô hình"',
        "source": '"Nguồn"',
        "source_url": '"https://nguon.example/"',
        "who": '"A"',
        "where": '"B"',
        "result": '"C"',
        "date": "2022-03-01",
        "recheck": "2023-03-01",
        **values,
    }
    lines = [f"{key} = {value}" for key, value in row.items()]
    return files(text(), {"so-theo-doi/mo-hinh.toml": "\n".join(["[[models]]", *lines, ""])})


built("model-good", model(), alone=True)
for _name, _values, _told in (
    ("non-character", {"name": '"Tên \\uffff"'}, "3: name: có ký tự hỏng"),
    ("direction", {"name": '"Tên \\u202e"'}, "3: name: có ký tự chiều chữ"),
    ("delete", {"where": '"B\\u007f"'}, "7: where: có ký tự điều khiển"),
    ("isolate", {"source": '"B\\u2067"'}, "4: source: có ký tự chiều chữ"),
    ("nul", {"who": '"B\\u0000"'}, "6: who: có ký tự điều khiển"),
    ("surrogate", {"who": '"B\\ud800"'}, "6: tệp: không đọc được TOML"),
    ("user", {"source_url": '"https://chinhphu.vn@evil.example/"'}, "5: models.source_url: "),
    ("to-come", {"date": "2098-01-01", "recheck": "2098-02-01"}, "9: models.date: ở tương lai"),
):
    refused(f"model-{_name}", model(**_values), f"so-theo-doi/mo-hinh.toml:{_told}", alone=True)
refused(
    "ledger-answered-to-come",
    replaced(
        "hoi-dap.toml",
        '[[questions]]\nnumber = 1\nreceived = 2022-01-01\nstate = "da-tra-loi"\nquestion = "Hỏi?"\n'
        'answered = 2098-12-31\nanswer = "Đáp."\n',
    ),
    "hoi-dap.toml:6: answered: ở tương lai",
    alone=True,
)
