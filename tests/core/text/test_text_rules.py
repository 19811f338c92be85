"""Characters that the eye misses are told with their line; clean news is told nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.text.rules import MOST, find_text_problems


def told(text: str) -> list[tuple[int, str, str]]:
    return [(line, rule, severity) for line, rule, _, severity in find_text_problems(text)]


@pytest.mark.parametrize(
    ("text", "rule", "severity"),
    [
        ("a\x07", "text-control", "error"),
        ("a\x0b", "text-control", "error"),
        ("a\x85", "text-control", "error"),
        ("a\u2028b", "text-control", "error"),
        ("a\u202eb", "text-direction", "error"),
        ("a\u2066b", "text-direction", "error"),
        ("a\u200fb", "text-direction", "error"),
        ("a\ufffd", "text-broken", "error"),
        ("a\ufdd0", "text-broken", "error"),
        ("a\uffff", "text-broken", "error"),
        ("a\U0001fffe", "text-broken", "error"),
        ("a\U000e0041", "text-broken", "error"),
        ("Ðảng", "text-eth", "error"),
        ("ðảng", "text-eth", "error"),
        ("ngh\u00adị", "text-hidden", "warning"),
        ("ngh\u200bị", "text-hidden", "warning"),
        ("ngh\ufeffị", "text-hidden", "warning"),
        ("\uf0b7 mục", "text-private", "warning"),
        ("\U0001d413\U0001d422\U0001d427", "text-lookalike", "warning"),
        ("\U0001d5ee\u0301\U0001d5fb", "text-lookalike", "warning"),
        ("\uff34\uff49\uff4e", "text-lookalike", "warning"),
        ("\u0412an", "text-lookalike", "warning"),
        ("g\u03bfc", "text-lookalike", "warning"),
        ("Đảng ủy , các", "text-spacing", "warning"),
        ("Ai ?", "text-spacing", "warning"),
        ("số 23 -KH/ĐUK", "text-number", "warning"),
        ("số 23- KH/ĐUK", "text-number", "warning"),
        ("số 42 / NĐ-CP", "text-number", "warning"),
    ],
)
def test_each_rule(text: str, rule: str, severity: str) -> None:
    assert told(f"một\n{text} hai\n") == [(2, rule, severity)]


def test_mixed_tone_marks() -> None:
    assert told("hòa bình\n\nhoà giải") == [(3, "text-tones", "warning")]
    assert told("thuỷ lợi\nthủy điện") == [(2, "text-tones", "warning")]
    assert told("hòa, thủy, khỏe, quý, quỳ, hoàn, toàn, loét") == []
    assert told("hoà, thuỷ, khoẻ, quý, quỳ, hoàn, toàn, loét") == []


@pytest.mark.parametrize("line", ["\u00a0", "  \u00a0 ", "\u3000", "\u00a0\u2003"])
def test_a_line_that_only_looks_blank(line: str) -> None:
    assert told(f"một\n{line}\nhai\n{line}\n") == [(2, "text-blank", "warning")]
    assert told(f"một{line}hai\n\n{line}ba\n") == []


def test_conflict_markers() -> None:
    text = "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> nhanh\n"
    assert told(text) == [(line, "text-conflict", "error") for line in (2, 4, 6)]
    assert told("Tiêu đề\n=======\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "Thứ Hai, 23/11/2026 | 07:30 – “Đảng ủy Khối”; 2021 - 2025, nhiệm kỳ 2020 – 2025.",
        "Kế hoạch 23-KH/ĐUK (Nghị định 42/2022/NĐ-CP) … 5 - Anh, A/B",
        "Cột\tcột\u00a0cột 👨‍👩‍👧 ☎ € ½",
        "```\nx , y\n```",
        ":-) tỷ lệ 3 : 4",
    ],
)
def test_clean_text_is_left_alone(text: str) -> None:
    assert [row for row in told(text) if row[2] == "error"] == []


def test_a_rule_stops_complaining() -> None:
    assert len(told("Ð" * 500)) == MOST


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    for line, _, message, _ in find_text_problems(text):
        assert 1 <= line <= text.count("\n") + 1
        assert message.isprintable()
