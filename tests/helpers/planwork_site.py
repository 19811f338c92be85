"""A small column with events, registers, corrections and flags, written out for tests; nothing in it is real."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from tests.helpers.building import ROOT, warm
from tests.helpers.plans import plan_text, row
from tests.helpers.processes import run_module

PLAN = plan_text(
    "ke-hoach-thu",
    number="01-KH/THU",
    title="Kế hoạch dùng để thử",
    issuer="Cơ quan dùng để thử",
    phases=[
        row("dot-mot", "Đợt một", last=dt.date(2022, 3, 31), quote="đợt một"),
        row("dot-hai", "Đợt hai", first=dt.date(2022, 4, 1), last=dt.date(2022, 12, 31), quote="đợt hai"),
    ],
    topics=[
        row("dao-duc", "Đạo đức, lối sống", phases=["dot-mot", "dot-hai"], quote="đạo đức, lối sống"),
        row("hoc-tap", "Học tập", phases=["dot-mot"], quote="học tập"),
    ],
    forms=[
        row("bao-chi", "Báo chí", quote="trên báo chí"),
        row("toa-dam", "Tọa đàm", quote="tổ chức tọa đàm"),
    ],
    priorities=[
        row("uu-tien-thu", "Ưu tiên dùng để thử", quote="ưu tiên"),
    ],
    units=[
        row("don-vi-dau", "Đơn vị đầu"),
        row("don-vi-sau", "Đơn vị sau"),
    ],
    items=[
        row("viec-da-lam", "Việc đã làm", quote="việc đã làm", topic="dao-duc", phase="dot-mot"),
        row("viec-chua-lam", "Việc chưa làm", quote="việc chưa làm", form="toa-dam"),
        row("viec-dot-hai", "Việc đợt hai", quote="việc đợt hai", phase="dot-hai"),
    ],
)
FILES: dict[str, str] = {
    "plan.toml": PLAN,
    "site.toml": 'name = "Chuyên mục thử"\nauthority = "thu.example,2022-01-01"\n',
    "articles/2022-03-01-mot.md": """Title: Bài một
Date: 2022-03-01 08:00
Category: dao-duc
Summary: Sapo của bài một.
Form: bao-chi
Units: don-vi-dau, don-vi-sau
Plan_items: viec-da-lam
Priorities: uu-tien-thu
Flags: ket-qua, kho-khan
Tags: kỷ niệm
Source: Nguồn thử
Source_url: https://nguon.example/mot
Correction: 2022-03-02: “hai” sửa thành “ba”
Note: GHI-CHU-NOI-BO của bài
Key_point: Điểm chính thứ nhất của bài một.
Key_point: Điểm chính thứ hai của bài một.
Key_figure: 87 đơn vị | Nguồn của số liệu | https://nguon.example/so-lieu
Question: Đơn vị ta làm gì trước?

## Ý chính thứ nhất

Có 87 đơn vị tham gia. Ngày 02/03/2022 không phải số liệu.

> Lời trích thứ nhất của bài.
""",
    "articles/2022-03-20-hai.md": """Title: Bài hai
Date: 2022-03-20 08:00
Category: hoc-tap
Summary: Sapo của bài hai.
Flags: bai-hoc

Nội dung bài hai.
""",
    "articles/2022-03-21-mau.md": """Title: Bài mẫu
Date: 2022-03-21 08:00
Category: hoc-tap
Form: toa-dam
Summary: Sapo của bài mẫu.
Sample: yes

Nội dung mẫu có 99 con số.
""",
    "articles/2022-03-05-tuong-thuat.md": """Title: Tường thuật tọa đàm
Date: 2022-03-05 08:00
Category: dao-duc
Form: toa-dam
Summary: Sapo của bài tường thuật.

Nội dung tường thuật.
""",
    "su-kien/2022-03-04-toa-dam.md": """Title: Tọa đàm, phần một; có dấu “chấm phẩy”
Date: 2022-02-20 08:00
Kind: toa-dam
Start: 2022-03-04 14:00
Duration: 3 giờ
Moved: 2022-02-25: 2022-03-02 14:00
Place: Phòng họp số 1, tầng 2
Form: toa-dam
Units: don-vi-dau
Plan_items: viec-chua-lam
Report: 2022-03-05-tuong-thuat
Summary: Một buổi tọa đàm dùng để thử.
Note: GHI-CHU-NOI-BO của sự kiện

Chương trình ở [bài một](../articles/2022-03-01-mot.md).
""",
    "su-kien/2022-03-10-hoi-nghi.md": """Title: Hội nghị đã qua chưa có bài
Date: 2022-03-01 08:00
Kind: hội nghị
Start: 2022-03-10 08:00
End: 2022-03-10 11:00
""",
    "su-kien/2022-03-25-phong-trao.md": """Title: Phong trào cả tuần
Date: 2022-03-01 08:00
Kind: phong-trao
Start: 2022-03-25
End: 2022-03-31
Form: bao-chi
""",
    "su-kien/2022-03-28-huy.md": """Title: Buổi thông tin đã hủy
Date: 2022-03-01 08:00
Kind: thong-tin-chuyen-de
Start: 2022-03-28 08:00
End: 2022-03-28 10:00
Status: cancelled
Modified: 2022-03-15 09:00
""",
    "su-kien/2022-03-29-nhap.md": """Title: KHONG-DUOC-LO sự kiện nháp
Date: 2022-03-01 08:00
Kind: hoi-nghi
Start: 2022-03-29 08:00
Duration: 1 giờ
Status: draft
""",
    "so-theo-doi/mo-hinh.toml": """[[models]]
slug = "mo-hinh-thu"
name = "Mô hình dùng để thử"
who = "Đơn vị đầu"
where = "Nơi thử"
result = "Kết quả thử."
source = "Nguồn thử"
source_url = "https://nguon.example/mo-hinh"
date = 2022-03-01
recheck = 2022-03-15
topic = "dao-duc"
unit = "don-vi-dau"
article = "2022-03-01-mot"
""",
    "so-theo-doi/muc-tieu.toml": """[[targets]]
slug = "muc-tieu-thu"
name = "Mục tiêu dùng để thử"
value = "6,5 – 7,0"
measure = "%/năm"
period = "2021 – 2025"
source = "Văn kiện thử"
as_of = 2021-02-01
[[targets.results]]
value = "5,1"
as_of = 2021-02-10
source = "Nguồn thử"
""",
    "so-theo-doi/dinh-chinh.toml": """[[corrections]]
article = "2022-03-01-mot"
date = 2022-03-02
before = "Có hai việc."
after = "Có ba việc."
""",
    "thuat-ngu.toml": """[[terms]]
slug = "ten-moi"
name = "Cơ quan tên mới"
avoid = ["co quan ten moi"]
[[terms.former]]
name = "Cơ quan tên cũ"
first = 2010-01-01
last = 2022-02-28
""",
    "ky-niem.toml": """[[anniversaries]]
slug = "ngay-thu"
name = "Ngày dùng để thử"
day = 1952-04-10
lead_days = 30
tags = ["Kỷ niệm"]
""",
}


def write_site(folder: Path, changes: dict[str, str | None] | None = None) -> Path:
    """Write the content; changes: file → other text, or None to leave it out."""
    for name, text in {**FILES, **(changes or {})}.items():
        if text is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return folder


def run_verb(cache: Path, *arguments: str, code: int = 0) -> str:
    """Run a verb in a process of its own; gives all it said."""
    places = {"PYTHONPATH": str(ROOT), "COLUMN_CACHE": str(warm(cache)), "COLUMN_CWD": str(cache.parent)}
    environment = {**os.environ, **places}
    done = run_module("plugins.command", *arguments, cwd=ROOT, env=environment)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr
