"""A column of three plans for tests: one that is over, the one after it, a unit's own under it. Nothing in it is real;
each plan says that it is an example."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.helpers.plans import plan_text, row

FIRST = plan_text(
    "mot",
    number="1-KH/VD",
    title="Kế hoạch một (ví dụ)",
    issuer="Cơ quan ví dụ",
    phases=[
        row("dot-mot", "Đến hết năm 2021", last=dt.date(2021, 12, 31), quote="đến hết năm 2021"),
        row(
            "dot-hai",
            "Từ năm 2022 đến năm 2025",
            first=dt.date(2022, 1, 1),
            last=dt.date(2025, 12, 31),
            quote="từ năm 2022 đến năm 2025",
        ),
    ],
    topics=[
        row("xay-dung-dang", "Xây dựng Đảng và hệ thống chính trị", quote="xây dựng Đảng"),
        row("nam-dau", "Kết quả năm đầu", phases=["dot-mot"], quote="năm đầu"),
    ],
    forms=[
        row("mieng", "Tuyên truyền miệng", quote="tuyên truyền miệng"),
    ],
    documents=[
        row(
            "nghi-quyet",
            "Nghị quyết ví dụ",
            number="05-NQ/VD",
            issuer="Cơ quan ví dụ",
            date=dt.date(2021, 2, 1),
            excerpt="một đoạn của văn kiện ví dụ",
            url="https://van-kien.vn/05",
            page="toan-van",
        ),
    ],
    units=[
        row(
            "ban-cu",
            "Ban Tuyên truyền và Dân vận",
            group="Ban",
            url="https://ban.vn/",
            former_names=[{"name": "Ban Tuyên truyền", "last": dt.date(2022, 6, 30)}],
            former_slugs=["ban-tuyen-truyen"],
            last=dt.date(2024, 12, 31),
            successors=["ban-moi"],
        ),
        row("ban-moi", "Ban Tuyên giáo và Dân vận", group="Ban", with_predecessors=True),
        row("vu-a", "Vụ A", group="Vụ"),
    ],
    items=[
        row(
            "viec",
            "Hội nghị báo cáo viên, thông tin chuyên đề, sinh hoạt chi bộ",
            quote="tổ chức hội nghị báo cáo viên",
            topic="xay-dung-dang",
            form="mieng",
        ),
    ],
)
SECOND = plan_text(
    number="2-KH/VD",
    title="Kế hoạch hai (ví dụ)",
    issuer="Cơ quan ví dụ",
    phases=[
        row("dot-mot", "Đến hết năm 2026", last=dt.date(2026, 12, 31), quote="đến hết năm 2026"),
        row(
            "dot-hai",
            "Từ năm 2027 đến năm 2030",
            first=dt.date(2027, 1, 1),
            last=dt.date(2030, 12, 31),
            quote="từ năm 2027",
        ),
    ],
    topics=[
        row(
            "xay-dung-dang",
            "Xây dựng Đảng và hệ thống chính trị",
            quote="xây dựng Đảng, theo kế hoạch hai",
            continues="mot/xay-dung-dang",
        ),
        row("chuyen-doi-so", "Chuyển đổi số", quote="chuyển đổi số"),
    ],
    forms=[
        row("mieng", "Tuyên truyền miệng", quote="tuyên truyền miệng, theo kế hoạch hai"),
    ],
    units=[
        row("ban-moi", "Ban Tuyên giáo và Dân vận"),
    ],
    items=[
        row("viec", "Hội nghị báo cáo viên", quote="hội nghị báo cáo viên, theo kế hoạch hai", topic="xay-dung-dang"),
    ],
)
OF_UNIT = plan_text(
    number="3-KH/VD",
    title="Kế hoạch của Vụ A (ví dụ)",
    issuer="Vụ A",
    parent="hai",
    phases=[
        row(
            "dot-mot",
            "Năm 2026 của Vụ A",
            first=dt.date(2026, 1, 1),
            last=dt.date(2026, 12, 31),
            quote="trong năm 2026",
        ),
    ],
    topics=[
        row("chuyen-doi-so", "Chuyển đổi số", quote="chuyển đổi số ở Vụ A"),
    ],
    items=[
        row("viec", "Việc của Vụ A", quote="việc của Vụ A"),
    ],
)
SITE = 'name = "Chuyên mục ví dụ"\nauthority = "chuyen-muc.vn,2021-01-01"\n[agency]\nname = "Cơ quan ví dụ"\n'
SITE += (
    '[[moved]]\nfrom = "/luu-tru/2019/01/"\nto = "/luu-tru/"\n[[moved]]\nfrom = "/luu-tru/2021/05/"\nto = "/luu-tru/"\n'
)


def article(title: str, date: str, *headers: str, category: str = "Xây dựng Đảng và hệ thống chính trị") -> str:
    """An article's file."""
    lines = [f"Title: {title}", f"Date: {date}", f"Summary: Sapo của {title}.", *headers]
    return "\n".join([*lines, *([f"Category: {category}"] if category else []), "", f"Chữ của {title}."]) + "\n"


FILES = {
    "plan.toml": FIRST,
    "plans/hai.toml": SECOND,
    "plans/vu-a.toml": OF_UNIT,
    "site.toml": SITE,
    "pages/toan-van.md": "Title: Toàn văn nghị quyết ví dụ\n\nToàn văn.\n",
    "articles/bai-2021.md": article(
        "Bài 2021",
        "2021-05-04 08:00",
        "Units: Ban Tuyên truyền",
        "Form: Tuyên truyền miệng",
        "Plan_items: Hội nghị báo cáo viên, thông tin chuyên đề, sinh hoạt chi bộ",
        "Documents: nghi-quyet",
        "Authors: TTXVN; Nguyễn Văn A",
    ),
    "articles/bai-2022.md": article("Bài 2022", "2022-02-01 08:00", category="nam-dau"),
    "articles/bai-2023.md": article("Bài 2023", "2023-03-01 08:00", "Units: ban-cu, vu-a"),
    "articles/bai-2025.md": article("Bài 2025", "2025-11-01 08:00", "Units: ban-moi"),
    "articles/bai-2026.md": article(
        "Bài 2026", "2026-03-01 08:00", "Units: ban-moi", "Form: mieng", "Plan_items: hai/viec"
    ),
    "articles/bai-so.md": article("Bài số", "2026-04-01 08:00", "Plan: hai", category="Chuyển đổi số"),
    "articles/bai-vu-a.md": article(
        "Bài Vụ A", "2026-04-02 08:00", "Plan: 3-KH/VD", "Units: vu-a", category="chuyen-doi-so"
    ),
    "articles/cach-tim.md": article("Cách tìm bài", "2026-05-01 08:00", "Kind: ve-chuyen-muc", category=""),
}


def write_family(folder: Path, **changes: str | None) -> Path:
    """The site's content. changes: path with "/" → other text, None for no such file."""
    for name, text in {**FILES, **changes}.items():
        if text is None:
            continue
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "content"
