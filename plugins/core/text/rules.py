"""Rules about an article's characters: what the eye misses and search, feeds or readers stumble over.

Every rule takes the text of a whole file and yields (offset, message). The text is looked at as a whole first, so
that clean text, the usual case, costs next to nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from html import unescape

from ..problem import Problem, Severity
from ..rules import declare, rule
from .vietnamese import LETTERS, is_usual

GROUP = "Chữ và nội dung"
MOST = 20
"""At most so many problems of one rule in one file: after that the editor knows."""

Found = Iterator[tuple[int, str]]

declare(
    "text-encoding",
    GROUP,
    "Tệp là văn bản UTF-8 (có BOM cũng được); UTF-16, Windows-1258, TCVN3, VNI và chữ vỡ do đọc nhầm bảng mã bị từ "
    "chối; không quá bốn dấu chồng lên một chữ.",
)
declare("text-empty", GROUP, "Tệp không được trống.")
declare("body-empty", GROUP, "Bài phải có nội dung sau phần đầu và một dòng trống.")

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BROKEN = re.compile(
    "[\ufffd\ufdd0-\ufdef\ufff9-\ufffb\U000e0000-\U000e007f]|[\ufffe\uffff\ud800-\udfff]|"
    + "|".join(f"[{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}]" for plane in range(1, 17))
)
_HIDDEN = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0]"
)
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_STYLED = re.compile("[\U0001d400-\U0001d7ff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\U0001f130-\U0001f149]")
"""Letters and digits made bold, slanted, wide or framed by another sign instead of by marking them."""
_STYLED_WORD = re.compile(f"(?:{_STYLED.pattern}[\u0300-\u036f]*){{2,}}")
"""One alone is a sign of a formula."""
_TWO_SCRIPTS = re.compile(f"(?<=[a-zA-Z{LETTERS}])[\u0370-\u04ff]|[\u0370-\u04ff](?=[a-zA-Z{LETTERS}])")
"""A letter of Greek or Cyrillic in a word: it looks like one of the alphabet."""
_SYMBOLS = frozenset("πμαβγδεθλσφωΔΩΣΦΨµ")
"""Letters of Greek that stand beside others as signs of science."""
_ETH = re.compile("[Ðð]")
_AFRICAN_D = re.compile("Ɖ")
_MARKERS = re.compile(r"^(?:<{7}(?: .*)?|={7}|>{7}(?: .*)?|\|{7}(?: .*)?)$", re.MULTILINE)
_SPACE_BEFORE = re.compile(r"(?<=\w) +[,.;:!?](?=[\s”\"')\]]|$)", re.MULTILINE)
_BROKEN_NUMBER = re.compile(
    r"[0-9](?:[ \xa0]+[-–/][ \xa0]*|[-–/][ \xa0]+)(?=[A-ZĐ]{1,6}(?:[-–/][A-ZĐ0-9]|(?!\w)(?![ ]?[a-zà-ỹ])))"
)
_OLD_TONE = re.compile(  # begins with one plain set of letters, which the engine looks for three times as fast
    "[òóỏõọùúủũụÒÓỎÕỌÙÚỦŨỤ](?:(?<=[òóỏõọ])[ae]|(?<=[ÒÓỎÕỌ])[AE]|(?:(?<=[ùúủũụ])y|(?<=[ÙÚỦŨỤ])Y)(?<![qQ]..))(?!\\w)"
)
_NEW_TONE = re.compile(
    "[àáảãạèéẻẽẹỳýỷỹỵÀÁẢÃẠÈÉẺẼẸỲÝỶỸỴ](?<=[oO][àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ]|[uU][ỳýỷỹỵỲÝỶỸỴ])(?<![qQ]..)(?!\\w)"
)
_MARK_AFTER_SPACE = re.compile(" [,.;:!?]")
_SPACED = re.compile("[-–/,.;:!?](?:(?<= .)|(?<=[0-9].) )")
"""Found wherever a space stands before a mark or in a number, and elsewhere: one look instead of two, and at marks, for
they are fewer than spaces."""
_NUMBERED = re.compile(r"&(?:#[0-9]{1,9}|#[xX][0-9A-Fa-f]{1,8}|lrm\b|rlm\b);?")
_LOOKS_BLANK = re.compile(r"^[ \t]*[^\S \t\n][^\S\n]*$", re.MULTILINE)
_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]+\Z")
_FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)


@rule("text-control", GROUP)
def control_characters(text: str) -> Found:
    """Không có ký tự điều khiển, kể cả ký tự xuống dòng lạ (U+2028)."""
    for match in _CONTROL.finditer(text):
        yield match.start(), f"có ký tự điều khiển {_name(match[0])}; hãy xoá"


@rule("text-direction", GROUP)
def direction_marks(text: str) -> Found:
    """Không có ký tự đảo hoặc đánh dấu chiều chữ: chúng làm chữ hiện khác với chữ được lưu."""
    for match in _DIRECTION.finditer(text):
        yield match.start(), f"có ký tự chiều chữ {_name(match[0])}, làm chữ hiện khác với chữ được lưu; hãy xoá"


@rule("text-broken", GROUP)
def broken_characters(text: str) -> Found:
    """Không có ký tự hỏng (U+FFFD), ký tự không dành cho văn bản hay thẻ ẩn."""
    for match in _BROKEN.finditer(text):
        yield match.start(), f"có ký tự hỏng hoặc không dành cho văn bản {_name(match[0])}; hãy gõ lại chữ ở đây"


@rule("text-eth", GROUP)
def eth_for_d(text: str) -> Found:
    """Chữ Đ/đ là U+0110/U+0111, không phải Ð/ð (Eth, U+00D0/U+00F0) trông giống hệt."""
    for match in _ETH.finditer(text):
        right = "Đ (U+0110)" if match[0] == "Ð" else "đ (U+0111)"
        yield match.start(), f"“{_around(text, match.start())}” dùng chữ {_name(match[0])} thay cho {right}; hãy gõ lại"
    for match in _AFRICAN_D.finditer(text):
        yield (
            match.start(),
            f"“{_around(text, match.start())}” dùng chữ {_name(match[0])} thay cho Đ (U+0110); hãy gõ lại",
        )


@rule("text-lookalike", GROUP)
def lookalike_letters(text: str) -> Found:
    """Không dùng chữ đậm, nghiêng giả (𝐓𝐢𝐧, Ｔｉｎ) hay chữ Nga, Hy Lạp trông giống chữ Việt: tìm kiếm và máy đọc không
    hiểu."""
    for match in _STYLED_WORD.finditer(text) if _STYLED.search(text) else ():
        plain = unicodedata.normalize("NFKC", match[0])
        yield (
            match.start(),
            f"“{match[0][:30]}” là chữ đậm, nghiêng giả, tìm kiếm và máy đọc không hiểu; hãy viết “{plain[:30]}”",
        )
    for match in _TWO_SCRIPTS.finditer(text):
        if match[0] not in _SYMBOLS:
            shown = _around(text, match.start())
            yield match.start(), f"“{shown}” có chữ {_name(match[0])} trông giống chữ Việt; hãy gõ lại"


@rule("text-entity", GROUP)
def written_as_numbers(text: str) -> Found:
    """Không dùng mã như &#8238; hay &rlm; cho ký tự điều khiển, đảo chiều hoặc không dành cho văn bản."""
    for match in _NUMBERED.finditer(text):
        character = unescape(match[0] if match[0].endswith(";") else match[0] + ";")
        if not character or character == "\ufffd":
            yield match.start(), f"“{match[0]}” không phải mã của chữ nào; hãy xoá"
        elif _CONTROL.match(character) or _DIRECTION.match(character) or _BROKEN.match(character):
            yield match.start(), f"“{match[0]}” là {_name(character)}, không dùng trong bài; hãy xoá"


@rule("text-conflict", GROUP)
def conflict_markers(text: str) -> Found:
    """Không còn dấu xung đột của git (<<<<<<<, =======, >>>>>>>)."""
    markers = list(_MARKERS.finditer(text))
    if any(match[0][0] in "<>|" for match in markers):
        for match in markers:
            yield match.start(), f"còn dấu xung đột của git “{match[0][:30]}”; hãy chọn một bản và xoá các dòng dấu"


@rule("text-hidden", GROUP)
def hidden_characters(text: str) -> Found:
    """Không nên có ký tự ẩn trong chữ (gạch nối mềm, khoảng trắng rộng bằng không): tìm kiếm sẽ không thấy từ đó."""
    for match in _HIDDEN.finditer(text):
        yield match.start(), f"có ký tự ẩn {_name(match[0])} ở “{_around(text, match.start())}”; hãy xoá"


@rule("text-private", GROUP)
def private_characters(text: str) -> Found:
    """Không nên có ký hiệu của phông riêng (thường là dấu đầu dòng chép từ Word): máy người đọc không hiện được."""
    for match in _PRIVATE.finditer(text):
        yield match.start(), f"có ký hiệu của phông riêng {_name(match[0])}; hãy thay bằng ký hiệu thường, ví dụ “-”"


@rule("text-spacing", GROUP)
def space_before_mark(text: str) -> Found:
    """Không có khoảng trắng trước dấu chấm, phẩy, hai chấm, chấm phẩy, chấm hỏi, chấm than."""
    if not _MARK_AFTER_SPACE.search(text):
        return
    fences = list(_FENCED.finditer(text))
    for match in _SPACE_BEFORE.finditer(text):
        if not any(fence.start() < match.start() < fence.end() for fence in fences):
            yield match.start(), f"thừa khoảng trắng trước dấu “{match[0][-1]}” ở “{_around(text, match.start())}”"


@rule("text-blank", GROUP)
def lookalikes_of_blank_lines(text: str) -> Found:
    """Dòng trống không chứa dấu cách lạ (U+00A0…): chương trình khác không coi là trống nên dính hai đoạn."""
    if match := _LOOKS_BLANK.search(text):
        yield match.start(), "dòng trông như trống nhưng có dấu cách lạ (U+00A0…); hãy xoá hết ký tự trên dòng này"


@rule("text-number", GROUP)
def broken_number(text: str) -> Found:
    """Số văn bản viết liền: 23-KH/ĐUK, không phải 23 -KH/ĐUK."""
    for match in _BROKEN_NUMBER.finditer(text):
        yield match.start(), f"số văn bản viết rời ở “{_around(text, match.start())}”; hãy viết liền, ví dụ 23-KH/ĐUK"


@rule("text-tones", GROUP)
def mixed_tones(text: str) -> Found:
    """Trong một bài chỉ dùng một kiểu bỏ dấu: hòa, thủy hoặc hoà, thuỷ."""
    old = _OLD_TONE.search(text)
    new = _NEW_TONE.search(text) if old else None
    if old and new:
        first, second = (old, new) if old.start() < new.start() else (new, old)
        shown = _whole_word(text, first), _whole_word(text, second)
        yield (
            second.start(),
            f"“{shown[1]}” và “{shown[0]}” (dòng {_line(text, first.start())}) bỏ dấu theo hai kiểu; hãy dùng một",
        )


CHARACTER_RULES: tuple[tuple[Callable[[str], Found], Severity], ...] = (
    (control_characters, "error"),
    (direction_marks, "error"),
    (broken_characters, "error"),
    (eth_for_d, "error"),
    (hidden_characters, "warning"),
    (private_characters, "warning"),
    (lookalike_letters, "warning"),
)
"""Rules about single characters; asked only of texts that are not `is_usual`."""


def find_text_problems(text: str) -> Iterator[tuple[int, str, str, Severity]]:
    """(line, rule, message, severity) for all that is wrong with the characters of a file."""
    odd = not is_usual(text)
    if odd:
        yield from _find_odd_characters(text)
    if odd or "\xa0" in text:
        yield from _lines(text, lookalikes_of_blank_lines, "warning")
    if "&" in text:
        yield from _lines(text, written_as_numbers, "error")
    if ("<" in text and "<<<<<<<" in text) or (">" in text and ">>>>>>>" in text):
        yield from _lines(text, conflict_markers, "error")
    if _SPACED.search(text) or "\xa0" in text:
        yield from _lines(text, space_before_mark, "warning")
        yield from _lines(text, broken_number, "warning")
    yield from _lines(text, mixed_tones, "warning")


def _find_odd_characters(text: str) -> Iterator[tuple[int, str, str, Severity]]:
    for check, severity in CHARACTER_RULES:
        yield from _lines(text, check, severity)


def _lines(text: str, check: Callable[[str], Found], severity: Severity) -> Iterator[tuple[int, str, str, Severity]]:
    for count, (offset, message) in enumerate(check(text)):
        if count == MOST:
            return
        yield _line(text, offset), _SLUGS[check], message, severity


_SLUGS: dict[Callable[[str], Found], str] = {
    control_characters: "text-control",
    direction_marks: "text-direction",
    broken_characters: "text-broken",
    hidden_characters: "text-hidden",
    private_characters: "text-private",
    eth_for_d: "text-eth",
    lookalike_letters: "text-lookalike",
    conflict_markers: "text-conflict",
    written_as_numbers: "text-entity",
    space_before_mark: "text-spacing",
    broken_number: "text-number",
    mixed_tones: "text-tones",
    lookalikes_of_blank_lines: "text-blank",
}


def text_is_clean(text: str, source: str) -> Iterator[Problem]:
    """All problems of a file's characters."""
    for line, name, message, severity in find_text_problems(text):
        yield Problem(path=source, line=line, field="nội dung", message=message, rule=name, severity=severity)


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _name(character: str) -> str:
    return f"U+{ord(character):04X} ({unicodedata.name(character, 'không tên')})"


def _around(text: str, offset: int) -> str:
    """A few printable characters around an offset, on its own line."""
    start = max(text.rfind("\n", 0, offset) + 1, offset - 12)
    end = text.find("\n", offset)
    shown = text[start : min(end if end >= 0 else len(text), offset + 14)]
    return "".join(character for character in shown if character.isprintable()).strip()


def _whole_word(text: str, match: re.Match[str]) -> str:
    before = _WORD.search(text[max(0, match.start() - 8) : match.start()])
    return (before[0] if before else "") + match[0]
