"""The ledger's file: every mistake has its line, and nothing that looks like personal data gets through."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.registers.questions_file import parse_questions

TODAY = dt.date(2025, 12, 31)
GOOD = """
[[questions]]
number = 12
received = 2025-06-10
state = "da-tra-loi"
question = "Bài nào nói về kế hoạch?"
answered = 2025-06-12
answer = "Xem [trang kế hoạch](/ke-hoach/)."
"""


def faults(text: str) -> list[tuple[int, str, str]]:
    return [(problem.line, problem.field, problem.rule) for problem in parse_questions(text, TODAY)[1]]


def asked(question: str, answer: str = "Đã trả lời.") -> str:
    return GOOD.replace("Bài nào nói về kế hoạch?", question).replace("Xem [trang kế hoạch](/ke-hoach/).", answer)


def test_a_question_is_read() -> None:
    (question,), problems = parse_questions(GOOD, TODAY)
    assert problems == ()
    assert (question.number, question.received, question.answered) == (12, dt.date(2025, 6, 10), dt.date(2025, 6, 12))
    assert question.line == 2


def test_an_empty_file_is_an_empty_ledger() -> None:
    assert parse_questions("# chưa có phản hồi\n", TODAY) == ((), ())


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("number = 12", "number = 0"), (3, "number")),
        (("number = 12", 'number = "12"'), (3, "number")),
        (("number = 12", "number = true"), (3, "number")),
        (("number = 12\n", ""), (2, "number")),
        (("received = 2025-06-10", "received = 2025-06-10T07:00:00"), (4, "received")),
        (("received = 2025-06-10", "received = 0202-06-10"), (4, "received")),
        (('"da-tra-loi"', '"da-tra-lời"'), (5, "state")),
        (('"da-tra-loi"', '"dang-xu-ly"'), (8, "answer")),
        (("Bài nào nói về kế hoạch?", ""), (6, "question")),
        (("answered = 2025-06-12", "answered = 2025-06-09"), (7, "answered")),
        (("answered = 2025-06-12\n", ""), (2, "answered")),
        (("answered = 2025-06-12", "answered = 2026-01-01"), (7, "answered")),
        (("answered = 2025-06-12", "answered = 9999-12-31"), (7, "answered")),
        (("received = 2025-06-10", "received = 2026-01-01"), (4, "received")),
        (('answer = "Xem [trang kế hoạch](/ke-hoach/)."\n', ""), (2, "answer")),
        (("answered =", "anwsered ="), (7, "anwsered")),
    ],
)
def test_each_mistake_has_its_line(change: tuple[str, str], expected: tuple[int, str]) -> None:
    found = faults(GOOD.replace(*change))
    assert (*expected, "ledger-values") in found


def test_a_number_is_never_used_twice() -> None:
    assert faults(GOOD + GOOD) == [(11, "number", "ledger-values")]


def test_text_that_is_not_toml_has_a_line() -> None:
    assert faults('[[questions]]\nnumber = "\n') == [(2, "hoi-dap.toml", "ledger-values")]


@pytest.mark.parametrize(
    "text",
    [
        "Gọi 0912 345 678 giúp tôi",
        "Gọi 0912.345.678 giúp tôi",
        "Gọi (024) 3843-5678 giúp tôi",
        "Số +84 912 345 678",
        "Số giấy tờ 001099012345",
        "Thư về nguoi.gui@thu.example",
        "Thư về nguoi.gui (at) thu.example",
        "Hẹn ngày 2025-06-10, gọi 0912345678",
    ],
)
def test_personal_data_is_refused(text: str) -> None:
    assert faults(asked(text)) == [(6, "question", "ledger-personal")]
    assert faults(asked("Hỏi", text)) == [(8, "answer", "ledger-personal")]


def test_digits_of_full_width_hide_no_number() -> None:
    """They are told as what they are, too."""
    told = faults(asked("Chữ số toàn khổ ０９１２３４５６７８"))
    assert told == [(6, "question", "ledger-values"), (6, "question", "ledger-personal")]


@pytest.mark.parametrize(
    "text",
    [
        "Ngày 2025-06-10 07:30 và 10/06/2025",
        "Nhiệm kỳ 2020 – 2025, 2021 - 2026",
        "Kinh phí 1.250.000.000 đồng",
        "Kế hoạch số 23-KH/ĐUK",
        "Xem https://example.org/tin/20250610123456",
        "Xem [tin ấy](https://example.org/20250610123456)",
    ],
)
def test_numbers_that_name_nobody_pass(text: str) -> None:
    assert faults(asked(text)) == []


@given(
    st.text("0123456789", min_size=9, max_size=12).filter(lambda digits: digits[0] == "0"),
    st.sampled_from(["", " ", ".", "-"]),
    st.text("ạđê, ", max_size=8),
)
def test_no_spaced_number_gets_through(digits: str, gap: str, around: str) -> None:
    spaced = gap.join([digits[:4], digits[4:7], digits[7:]]).rstrip(gap)
    assert (6, "question", "ledger-personal") in faults(asked(f"x {around}{spaced} {around}"))


@pytest.mark.parametrize("answer", ["# Mục", "![ảnh](/images/a.jpg)", "Chữ.[^1]"])
def test_answers_share_a_page(answer: str) -> None:
    assert (8, "answer", "ledger-answer") in faults(asked("Hỏi", answer))
