"""Rules about what an article gives to listeners and speakers: its sound, key points, figures with their sources, and
questions for discussion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..body.references import content_path
from ..files.sound_length import SOUNDS
from ..rules import rule
from ..text.vietnamese import fold
from ..text.web_address import is_web_address
from .date_rules import GROUP

if TYPE_CHECKING:
    from .draft import Draft

MOST_LINES = 10
"""Key points, figures or questions of an article: a speaker has no time for more."""
LONGEST_LINE = 300
"""Characters of one of them: longer ones nobody can say aloud."""
MOST_VOICE = 120
"""Characters of what is said of a sound."""


def _lines(draft: Draft, rule_slug: str, key: str) -> Iterator[tuple[str, int]]:
    """What each header of a name says, with its line; too many, too long and doubled ones are told."""
    entries = [(entry.strip(), header.line) for header in draft.every(key) for entry in header.items or (header.value,)]
    seen: dict[str, int] = {}
    for number, (text, line) in enumerate(entries):
        if number == MOST_LINES:
            draft.complain(rule_slug, key, f"có {len(entries)} dòng; tối đa {MOST_LINES}", line=line)
            return
        if not text:
            draft.complain(rule_slug, key, "để trống; viết nội dung hoặc bỏ dòng này", line=line)
            continue
        if len(text) > LONGEST_LINE:
            message = f"dài {len(text)} ký tự; tối đa {LONGEST_LINE}, để còn nói được thành lời"
            draft.complain(rule_slug, key, message, line=line)
        if (form := fold(text)) in seen:
            draft.complain(rule_slug, key, f"trùng với dòng {seen[form]}; chỉ giữ lại một", line=line)
            continue
        seen[form] = line
        yield text, line


@rule("key-points", GROUP)
def key_points(draft: Draft) -> None:
    """Key_point là một điểm chính của bài, mỗi dòng một điểm; tối đa 10 điểm, mỗi điểm tối đa 300 ký tự."""
    draft.values["key_points"] = tuple(text for text, _ in _lines(draft, "key-points", "key_point"))


@rule("key-figures", GROUP)
def key_figures(draft: Draft) -> None:
    """Key_figure viết “số liệu | nguồn | https://…”: có con số, có nguồn; địa chỉ của nguồn có thể bỏ; tối đa 10."""
    found = []
    for text, line in _lines(draft, "key-figures", "key_figure"):
        figure, _, rest = (part.strip() for part in text.partition("|"))
        source, _, url = (part.strip() for part in rest.partition("|"))
        if not any(char.isdigit() for char in figure):
            draft.complain("key-figures", "key_figure", "không có con số nào trước dấu “|”", line=line)
        if not source:
            message = "thiếu nguồn; hãy viết “3.606 điểm cầu | Tên nguồn | https://…”"
            draft.complain("key-figures", "key_figure", message, line=line)
        if url and not is_web_address(url):
            draft.complain("key-figures", "key_figure", f"“{url}” không phải địa chỉ http(s) đầy đủ", line=line)
            url = ""
        found.append((figure, source, url))
    draft.values["key_figures"] = tuple(found)


@rule("discussion", GROUP)
def discussion(draft: Draft) -> None:
    """Question là một câu hỏi thảo luận, kết thúc bằng dấu hỏi, mỗi dòng một câu; tối đa 10 câu."""
    found = []
    for text, line in _lines(draft, "discussion", "question"):
        if not text.endswith("?"):
            draft.complain("discussion", "question", "câu hỏi phải kết thúc bằng dấu “?”", line=line)
        found.append(text)
    draft.values["discussion"] = tuple(found)


@rule("audio", GROUP)
def audio(draft: Draft) -> None:
    """Audio viết “tệp” hoặc “tệp | Giọng đọc: …”; tệp mp3, m4a hoặc opus nằm trong content, dài tối đa 60 phút."""
    draft.values["audio"] = ()
    if "audio" not in draft.first:
        return
    file, _, voice = (part.strip() for part in draft.text("audio").partition("|"))
    path = content_path(file, draft.source) if file else None
    if "://" in file:
        draft.complain("audio", "audio", "bản nghe phải là tệp trong content, không phải địa chỉ mạng")
    elif not path:
        draft.complain("audio", "audio", "hãy viết “doc.mp3 | Giọng đọc: …”, tệp nằm trong content")
    elif path.rpartition(".")[2].lower() not in SOUNDS:
        draft.complain("audio", "audio", f"“{file}” không phải tệp âm thanh; được dùng: {', '.join(SOUNDS)}")
    elif len(voice) > MOST_VOICE:
        draft.complain("audio", "audio", f"lời ghi sau dấu “|” dài {len(voice)} ký tự; tối đa {MOST_VOICE}")
    else:
        draft.values["audio"] = (path, voice)


SPEAKING_RULES = (audio, key_points, key_figures, discussion)
"""In the order of the page."""
