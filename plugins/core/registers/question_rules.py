"""Rules about the ledger of readers' questions; each yields (rule, key, message)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from ..rules import rule
from ..text.vietnamese import suggest
from .questions import SETTLED, STATES, Question

if TYPE_CHECKING:
    pass

GROUP = "Sổ hỏi đáp"
LONGEST_QUESTION = 600
LONGEST_ANSWER = 5000
LARGEST_NUMBER = 999_999
Fault = tuple[str, str, str]

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]++\s*+(?:@|\(at\)|\[at\]|\(a còng\))\s*[\w-]+", re.IGNORECASE)
# What has many digits and names nobody: addresses of pages, dates, years, and amounts grouped by thousands.
_HARMLESS = re.compile(
    r"https?://[^\s<>)\"]+|\]\([^()\s]*+(?>(?:\([^()\s]*+\)[^()\s]*+)*)\)"
    r"|\b\d{4}-\d{2}-\d{2}(?:[T ]\d{1,2}:\d{2})?|\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b"
    r"|(?<![\d)] )(?<![\d)])\b(?:19|20)\d\d\s*[-–]\s*(?:19|20)\d\d\b"
    r"|(?<![\d.])[1-9]\d{0,2}(?:\.\d{3})+(?![\d.])"
)
# Nine digits: the shortest identity numbers, and telephone numbers without their leading zero.
_DIGITS = re.compile(r"\d(?:[ .\u00a0()-]{0,2}\d){8,}")


@rule("ledger-values", GROUP)
def question_values(question: Question) -> Iterator[Fault]:
    """Mỗi câu hỏi trong hoi-dap.toml có number (số nguyên dương, không trùng), received, state (da-nhan, dang-xu-ly,
    da-tra-loi hoặc khong-thuoc-tham-quyen) và question (tối đa 600 ký tự); đã trả lời hoặc không thuộc thẩm quyền thì
    phải có answer (tối đa 5000 ký tự) và answered không sớm hơn received; chưa trả lời thì không có hai khoá ấy.
    answered không ở tương lai; received ở tương lai thì câu hỏi chưa hiện và được nhắc."""

    def fault(key: str, message: str) -> Fault:
        return "ledger-values", key, message

    if not 0 < question.number <= LARGEST_NUMBER:
        yield fault("number", f"phải là số nguyên từ 1 đến {LARGEST_NUMBER}")
    if not 1900 <= question.received.year <= 2100:
        yield fault("received", "năm phải từ 1900 đến 2100")
    if not question.question:
        yield fault("question", "để trống; hãy tóm tắt câu hỏi, không kèm dữ liệu cá nhân")
    for key, text, longest in (
        ("question", question.question, LONGEST_QUESTION),
        ("answer", question.answer, LONGEST_ANSWER),
    ):
        if len(text) > longest:
            yield fault(key, f"dài {len(text)} ký tự; tối đa {longest}")
    if question.state not in STATES:
        hint = suggest(question.state, list(STATES))
        yield fault("state", f"“{question.state}” không hợp lệ{hint} Được dùng: {', '.join(STATES)}")
    elif question.state in SETTLED:
        if not question.answer:
            yield fault("answer", f"thiếu; state “{question.state}” cần câu trả lời")
        if question.answered is None:
            yield fault("answered", f"thiếu; state “{question.state}” cần ngày trả lời")
    elif question.answer or question.answered:
        key = "answer" if question.answer else "answered"
        yield fault(key, f"có, nhưng state là “{question.state}”; hãy đổi state thành {' hoặc '.join(SETTLED)}")
    if question.answered and not 1900 <= question.answered.year <= 2100:
        yield fault("answered", "năm phải từ 1900 đến 2100")
    elif question.answered and question.answered < question.received:
        yield fault("answered", f"sớm hơn received ({question.received.isoformat()})")


@rule("ledger-personal", GROUP)
def no_personal_data(question: Question) -> Iterator[Fault]:
    """Câu hỏi và câu trả lời không chứa thư điện tử, số điện thoại hay dãy từ 9 chữ số trở lên (số giấy tờ, số tài
    khoản); ngày tháng, số tiền viết có dấu chấm và địa chỉ trang web được phép."""
    for key, text in (("question", question.question), ("answer", question.answer)):
        plain = unicodedata.normalize("NFKC", text)
        if match := _EMAIL.search(plain):
            message = f"“{match[0]}” trông như thư điện tử; sổ không ghi dữ liệu cá nhân, hãy dẫn tới trang Liên hệ"
            yield "ledger-personal", key, message
        if match := _DIGITS.search(_HARMLESS.sub(" · ", plain)):
            message = f"“{match[0]}” trông như số điện thoại hoặc số giấy tờ; sổ không ghi dữ liệu cá nhân, hãy bỏ đi"
            yield "ledger-personal", key, message


@rule("ledger-answer", GROUP)
def plain_answer(question: Question) -> Iterator[Fault]:
    """Câu trả lời dùng Markdown đơn giản: đoạn, danh sách, liên kết, trích dẫn, bảng; không có tiêu đề mục, ảnh hay chú
    thích cuối trang, vì nhiều câu trả lời cùng nằm trên một trang."""
    for pattern, what in (
        (r"^ {0,3}#{1,6}\s|^ {0,3}(?:=+|-{2,})\s*$", "tiêu đề mục hoặc đường kẻ"),
        (r"!\[|<img", "ảnh"),
        (r"\[\^", "chú thích cuối trang"),
    ):
        if re.search(pattern, question.answer, re.MULTILINE | re.IGNORECASE):
            yield "ledger-answer", "answer", f"có {what}; chỉ dùng đoạn, danh sách, liên kết, trích dẫn, bảng"


QUESTION_RULES: tuple[Callable[[Question], Iterator[Fault]], ...] = (question_values, no_personal_data, plain_answer)
"""The rules that need one question only."""
