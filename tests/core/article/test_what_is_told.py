"""What editors bring from other programs in good faith: told with the line and what to write instead, or right."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from plugins.core.article.record import Reading, Record, read_article
from plugins.core.article.unfinished import BODY, SUMMARY
from plugins.core.body.parser import BodyParser

PARSER = BodyParser()
HEAD = "Title: Chi bộ làm điểm\nDate: 2025-06-09 07:30\nCategory: chu-de\n"


def read(text: str, source: str = "articles/2025/2025-06-09-bai.md") -> Reading[Record]:
    return read_article(text.encode(), source, ZoneInfo("Asia/Ho_Chi_Minh"), PARSER)


def told(text: str, source: str = "articles/2025/2025-06-09-bai.md") -> list[tuple[int, str, str]]:
    return [(problem.line, problem.rule, problem.severity) for problem in read(text, source).problems]


def test_what_new_leaves_is_refused_and_only_noted_in_a_draft() -> None:
    text = f"{HEAD}Summary: {SUMMARY}\n{{}}\n{BODY}\n"
    assert told(text.format("")) == [(4, "placeholder", "error"), (6, "placeholder", "error")]
    assert told(text.format("Status: draft\n")) == [(4, "placeholder", "warning"), (7, "placeholder", "warning")]


LONG = "Sau ba tháng các tổ đã làm xong hai phần ba công việc được giao trong kế hoạch."


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (f"{LONG}\n{LONG}\n{LONG}", 6),
        (f"Mở đầu.\n\n{LONG}\n{LONG}\n{LONG}", 8),
        ("Việc cần làm:\n·Gửi tài liệu\n·Phân công người ghi", 7),
        ("Việc cần làm:\n\n•\tGửi tài liệu\n\n•\tPhân công", 8),
        ("Đơn vị\tSố buổi\nChi bộ 1\t4\nChi bộ 2\t5", 6),
        ("Chi bộ làm điểm\n\nChữ của bài.", 6),
        ("CHI BỘ LÀM ĐIỂM\n\nChữ của bài.", 6),
        ("Chữ của bài.\n\n[Hình ảnh]\n\nHết.", 8),
        ("Dự họp có:\n– Đồng chí thứ nhất;\n– Đồng chí thứ hai.", 7),
        ("Việc:\n\nü\tGửi tài liệu\nü\tPhân công", 8),
        ("“Chi bộ làm điểm.”\n\nChữ của bài.", 6),
        *(
            (f"Chữ.\n\n{mark}\n\nHết.", 8)
            for mark in (
                "[Ảnh minh họa]",
                "[image: anh.png]",
                "[cid:image001.png@01D]",
                "<image001.jpg>",
                "\ufffc",
                "[ẢNH 2]",
            )
        ),
    ],
)
def test_a_plain_paste_is_noted(body: str, line: int) -> None:
    assert told(f"{HEAD}Summary: Sapo.\n\n{body}\n") == [(line, "pasted", "warning")]


@pytest.mark.parametrize(
    "body",
    [
        f"{LONG}\n\n{LONG}\n\n{LONG}",
        f"{LONG[:40]}\n{LONG[40:]}\n{LONG[:40]}\n{LONG[40:]}",
        "Trích thơ.\n\nDòng một của bài.\nDòng hai của bài.\nDòng ba của bài.",
        f"- {LONG}\n- {LONG}\n- {LONG}",
        "Nhiệt độ 25·30 độ, [ảnh] trong câu, x·y.",
        "– Đồng chí hỏi.\n\n– Tôi đáp.",
        "– Dòng một  \n– Dòng hai\\\n– Dòng ba",
        "[Hình thức tổ chức]\n\n[Ảnh hưởng]",
        "*\tGửi tài liệu\n*\tPhân công\n\n1.\tMột\n2.\tHai",
    ],
)
def test_ordinary_text_is_not_noted(body: str) -> None:
    assert told(f"{HEAD}Summary: Sapo.\n\n{body}\n") == []


@pytest.mark.parametrize(
    ("header", "hint"),
    [
        ("draft: true", "Status: draft"),
        ("categories: [Tin]", "Category"),
        ("description: x", "Summary"),
        ("lastmod: 2025-06-09", "Modified"),
        ("layout: post", "bỏ dòng này"),
        ("permalink: /a/", "Slug"),
        ("image: a.jpg", "Picture"),
    ],
)
def test_headers_of_other_generators_name_ours(header: str, hint: str) -> None:
    (problem,) = read(f"---\n{HEAD}summary: Sapo\n{header}\n---\nChữ.\n").problems
    assert (problem.line, problem.rule) == (6, "header-known")
    assert hint in problem.message


@pytest.mark.parametrize(("text", "name"), [("+++\ntitle = 'x'\n+++\n\nChữ.", "TOML"), ('{\n "title": 1\n}\n', "JSON")])
def test_front_matter_in_another_notation_is_named(text: str, name: str) -> None:
    (problem,) = read(text).problems
    assert name in problem.message


@pytest.mark.parametrize(
    ("source", "slug", "identity", "rules"),
    [
        ("articles/2025/2025-06-09-hoi-nghi/index.md", "hoi-nghi", "2025-06-09-hoi-nghi", []),
        ("articles/hoi-nghi/index.md", "hoi-nghi", "hoi-nghi", []),
        ("articles/hoi-nghi/_index.md", "hoi-nghi", "hoi-nghi", ["id"]),
        ("articles/2025/index.md", "2025", "2025", ["id"]),
        ("articles/2025/hoi-nghi.en.md", "hoi-nghi-en", "hoi-nghi-en", ["id"]),
        ("articles/hoi-nghi/index.en.md", "hoi-nghi-en", "hoi-nghi-en", ["id"]),
    ],
)
def test_a_bundle_is_named_by_its_folder(source: str, slug: str, identity: str, rules: list[str]) -> None:
    reading = read(f"{HEAD}Summary: Sapo.\n\nChữ.\n", source)
    assert reading.record is not None
    assert (reading.record.slug, reading.record.id) == (slug, identity)
    assert [problem.rule for problem in reading.problems] == rules


def test_a_footnote_is_no_word_of_a_heading() -> None:
    reading = read(f"{HEAD}Summary: Sapo.\n\n## Kết quả[^1]\n\nChữ.\n\n[^1]: Nguồn.\n")
    assert reading.record is not None
    assert reading.record.headings == ((2, "muc-ket-qua", "Kết quả"),)
    assert '<sup id="muc-fnref-1">' in reading.html


@pytest.mark.parametrize(
    "body",
    [
        "**Status:** draft",
        "- Status: draft",
        "> Status: hidden",
        "# Status: draft",
        "`Status: draft`",
        "*Trạng thái:* draft",
        "<!-- Status: draft -->",
        "<!--\nStatus: draft\n-->",
        "- draft: true",
        "**published:** false",
        "```yaml\n---\nTitle: Tên\nStatus: draft\n---\n```",
        "---\nStatus: draft\n---",
        "---\ntitle: Tên\ndate: 2021-07-05\n---",
    ],
)
@pytest.mark.parametrize("fence", ["", "---\n"])
def test_headers_in_the_marks_of_a_body_are_no_body(body: str, fence: str) -> None:
    found = told(f"{fence}{HEAD}Summary: Sapo của bài.\n{fence}\n{body}\n\nChữ của bài.\n")
    assert [rule for _, rule, severity in found if severity == "error"] == ["header-cut-off"]


@pytest.mark.parametrize(
    "body",
    ["- Việc một: hai\n- Status là gì", "**Title:** là tên bài", "---\n\nĐoạn.", "> Ngày: hôm nay", "```\nx\n```"],
)
def test_a_body_that_begins_with_marks_is_one(body: str) -> None:
    assert told(f"{HEAD}Summary: Sapo của bài.\n\n{body}\n\nStatus: draft đứng giữa bài.\n") == []


@pytest.mark.parametrize(
    ("value", "noted"),
    [
        ("**Tên** bài", True),
        ("Tên *nghiêng* bài", True),
        ("Tên __đậm__", True),
        ("[Tên](https://example.org)", True),
        ("[[Tên]]", True),
        ("<b>Tên</b>", True),
        ("Tên<br>bài", True),
        ("AT&amp;T", True),
        ("`mã`", True),
        (r"Tên \* bài", True),
        ("A < b & c > d, R&D", False),
        ("[Mẫu] Tên bài", False),
        ("3 * 4 * 5, 5*6*7, 1*, 2*", False),
        ("ten_tep_anh và <Tên cơ quan>", False),
    ],
)
def test_marks_in_plain_headers_are_noted(value: str, noted: bool) -> None:
    text = f"Title: {value}\nDate: 2025-06-09 07:30\nCategory: chu-de\nSummary: Sapo.\n\nChữ.\n"
    assert told(text) == ([(1, "header-marks", "warning")] if noted else [])
