"""The constructs of the column's Markdown, one example each; `docs/markdown.md` shows what comes of them.

`python -m tests.core.body.dialect_rows` writes the table anew.
"""

from __future__ import annotations

import re
from pathlib import Path

from plugins.core.body.parser import BodyParser
from tests.helpers import commonmark

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "markdown.md"
BEGIN, END = "<!-- bảng: tests/core/body/dialect_rows.py -->\n", "<!-- hết bảng -->"
SAME, TOLD, OWN = "như CommonMark", "được báo", "của chuyên mục"

ROWS: tuple[tuple[str, str], ...] = (
    ("Đoạn văn, xuống dòng trong đoạn", "Dòng một\ndòng hai"),
    ("Ngắt dòng bằng hai dấu cách", "Dòng một  \ndòng hai"),
    ("Ngắt dòng bằng gạch chéo ngược", "Dòng một\\\ndòng hai"),
    ("Gạch chéo ngược ở cuối đoạn", "Dòng một\n\\"),
    ("Chữ nghiêng, chữ đậm", "*nghiêng* **đậm** ***cả hai*** _nghiêng_ __đậm__"),
    ("Dấu gạch dưới trong chữ", "ten_tep_anh"),
    ("Dấu sao lẻ", "**đậm** rồi ** lẻ"),
    ("Chữ gạch bỏ (GFM)", "~~30/6~~ 31/7"),
    ("Chữ tô, chỉ số dưới của chương trình khác", "==tô== H~2~O"),
    ("Gạch bỏ bằng một dấu ngã (GFM)", "~30/6~ 31/7"),
    ("Mã trong dòng", "`mã` và `` `mã` ``"),
    ("Khối mã giữa ba dấu", "```python\nmã\n```"),
    ("Khối mã không đóng", "```\nmã"),
    ("Khối mã thụt bốn dấu cách", "Chữ\n\n    mã"),
    ("Thoát dấu bằng gạch chéo ngược", '1\\. \\*sao\\* \\"dẫn\\" 500\\$ \\#'),
    ("Dấu thoát thì không được báo", r"\*\*sao\*\* \~\~x\~\~ \[Hỏi]: Có?"),
    ("Ký tự viết bằng tên", "&copy; &amp; &#8211;"),
    ("Tiêu đề mục", "## Mục ##"),
    ("Tiêu đề gạch chân", "Mục lớn\n---"),
    ("Thẻ bắt đầu bằng # (hashtag)", "#DuaNghiQuyet"),
    ("## thiếu dấu cách", "##Mục"),
    ("Tên riêng cho tiêu đề", "## Mục {#ten-rieng}"),
    ("Ngoặc nhọn ở chỗ khác", "- mục {#ten}"),
    ("Danh sách", "- một\n- hai"),
    ("Danh sách con thụt hai dấu cách", "- một\n  - hai\n- ba"),
    ("Danh sách con thụt ba, bốn dấu cách", "1. một\n   - hai\n2. ba\n    - bốn"),
    ("Danh sách ngay dưới câu dẫn", "Ba việc:\n- một\n- hai"),
    ("Danh sách số bắt đầu từ số khác", "3. ba\n4. bốn"),
    ("Mục đánh số xen đoạn văn", "1. Một\n\nĐoạn.\n\n2. Hai"),
    ("Năm ở đầu đoạn", "1930. Chi bộ ra đời."),
    ("Số nhảy cách", "2. hai\n5. năm"),
    ("Số có ngoặc", "1) một\n2) hai"),
    ("Đoạn văn trong mục", "- một\n\n  đoạn của mục\n\n- hai"),
    ("Hai danh sách khác dấu", "- một\n\n* hai"),
    ("Việc cần làm (GFM)", "- [x] xong\n- [ ] chưa"),
    ("Việc cần làm cách nhau dòng trống", "- [x] xong\n\n- [ ] chưa"),
    ("Trích dẫn, dòng sau không cần >", "> lời dẫn\ncủa đồng chí\n\nĐoạn."),
    ("Đường kẻ", "Chữ\n\n* * *"),
    ("Liên kết", '[tên](/rss/ "chú thích") [tên](</rss/>)'),
    ("Liên kết qua khai báo", "[tên][a] [a]\n\n[a]: /rss/"),
    ("Khai báo không ai dùng", "[Trả lời]: Vâng."),
    ("Khai báo dính dưới đoạn văn", "Chữ\n[a]: /rss/"),
    ("Địa chỉ có dấu cách", "[tên](ban ke.pdf)"),
    ("Địa chỉ trong < >", "<https://example.org/a>"),
    ("Địa chỉ trần (GFM): là chữ", "https://example.org/a_b_c"),
    ("Bảng (GFM)", "| a | b |\n|---|:-:|\n| 1 | 2 \\| 3 |"),
    ("Bảng ngay dưới câu dẫn (GFM)", "Kết quả:\n| a | b |\n|---|---|\n| 1 | 2 |"),
    ("Bảng không có tên cột", "| | |\n|---|---|\n| 1 | 2 |"),
    ("Hàng thừa ô", "| a |\n|---|\n| 1 | 2 |"),
    ("Hàng thụt bốn dấu cách", "| a |\n|---|\n    | 1 |"),
    ("Hàng gạch không khớp hàng đầu", "a | b\n|---|---|---|"),
    ("Chú thích chân trang", "Chữ[^1]\n\n[^1]: Nguồn."),
    ("Chú thích không có lời", "Chữ[^2]"),
    ("Từ và nghĩa", "Từ\n:   Nghĩa"),
    ("Từ và nghĩa cách một dấu cách", "Từ\n: Nghĩa"),
    ("Markdown trong HTML, sau dòng trống", "<details>\n<summary>Xem</summary>\n\n**đậm**\n\n</details>"),
    ("Thẻ trong dòng ôm nhiều đoạn", "<del>\n\nĐoạn bỏ.\n\n</del>"),
    ("HTML bị cấm", "<script>x</script>"),
    ("Chữ trong dấu < >", "<tên cơ quan>"),
    ("Mã của chương trình khác", "{{< anh >}} {% include a %}"),
    ("Liên kết, ghi chú của Obsidian", "[[Bài khác]] %%ghi riêng%%"),
    ("Hộp lưu ý của GitHub", "> [!NOTE]\n> Lời."),
    ("Công thức LaTeX", "$$x$$ \\frac{a}{b}"),
    ("Tiêu đề, đậm của Wiki", "== Mục ==\n\n'''đậm'''"),
    ("Dấu của diễn đàn", "[b]đậm[/b]"),
    ("Dấu nguồn của trợ lý máy", "tăng 5%【4†source】"),
)


def outcome(markdown: str) -> str:
    """What comes of an example: by the gate's rule when it is told, else by comparison with CommonMark."""
    body = BodyParser().parse(f"Mở đầu.\n\n{markdown}\n", source="articles/2021/2021-07-05-bai.md")
    if body.problems:
        return f"{TOLD}: {', '.join(f'`{rule}`' for rule in sorted({problem.rule for problem in body.problems}))}"
    return SAME if commonmark.shown(body.html) == commonmark.expected(f"Mở đầu.\n\n{markdown}\n") else OWN


def code(markdown: str) -> str:
    """An example on one line, as code of a table's cell: ⏎ is a line's end, · a space that counts."""
    shown = markdown.replace("  \n", "··\n").replace("\n", "⏎").replace("|", "\\|")
    sign = "`" * (1 + max((len(run) for run in re.findall("`+", shown)), default=0))
    space = " " if "`" in shown else ""
    return f"{sign}{space}{re.sub('(?<=⏎) +', lambda found: '·' * len(found[0]), shown)}{space}{sign}"


def table() -> str:
    """The table as it stands in the document."""
    lines = ["| Cách viết | Ví dụ | Trên trang |", "|---|---|---|"]
    for name, markdown in ROWS:
        lines.append(f"| {name.replace('<', '&lt;')} | {code(markdown)} | {outcome(markdown)} |")
    return "\n".join(lines) + "\n"


def document() -> str:
    """The document with the table anew."""
    text = DOCUMENT.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN, 1)
    return before + BEGIN + table() + END + rest.split(END, 1)[1]


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
