"""One slip in plan, site's data or ledger: told with its line, and followed by nothing in the articles."""

from __future__ import annotations

from pathlib import Path

from .case import Group, Write, file, text
from .files import replaced

GROUP = Group("data")
EVENT = "Title: Sự kiện\nDate: 2022-03-03\nKind: hoi-nghi\nStart: 2022-04-04 08:00\nDuration: {}\n\nChữ.\n"
QUESTION = '\n[[questions]]\nnumber = {}\nreceived = 2022-01-01\nstate = "da-tra-loi"\nquestion = "Hỏi?"\nanswered = {}\nanswer = """\nĐáp.\n\n{}\n"""\n'


def changed(name: str, before: str, after: str) -> Write:
    """A good article, and a part of another file of the site replaced; "" stands for its end."""

    def write(folder: Path, path: str) -> None:
        file(text())(folder, path)
        whole = (folder / name).read_text(encoding="utf-8")
        assert before in whole
        file(whole.replace(before, after, 1) if before else whole + after)(folder, name)

    return write


def refused(name: str, write: Write, *told: str) -> None:
    GROUP.refused(name, write, *told, alone=True)


PLAN, SITE, LEDGER = "plan.toml", "site.toml", "hoi-dap.toml"
refused(
    "plan-of-numbers",
    replaced(PLAN, "plans = [1, 2]\n"),
    "plan.toml:1: plans: mỗi kế hoạch là một bảng",
)
refused(
    "plan-of-text",
    replaced(PLAN, 'plans = ["a", {}]\n'),
    "plan.toml:1: plans: mỗi kế hoạch là một bảng",
)
refused(
    "plan-name-blank",
    changed(PLAN, '"Chủ đề chưa có bài"', '"   "'),
    "plan.toml:37: plans.topics.name: thiếu hoặc để trống",
)
refused("plan-name-no-letter", changed(PLAN, '"Báo chí"', '"…"'), "plan.toml:43: plans.forms.name: thiếu hoặc để trống")
refused(
    "plan-title-blank",
    changed(PLAN, '"Kế hoạch dùng để thử"', '"\\t"'),
    "plan.toml:4: plans.title: thiếu hoặc để trống",
)
refused(
    "plan-phase-date",
    changed(PLAN, "last = 2022-03-31", "last = 2022-03-31T08:00:00"),
    "plan.toml:12: plans.phases.last: phải là ngày",
)
refused(
    "plan-line-after-string",
    changed(PLAN, 'quote = "đợt một"', 'quote = """\n[[plans.topics]]\nslug = "z"\n"""\nmau = 1'),
    "plan.toml:17: plans.phases.mau: không có khoá “mau”",
)
refused(
    "plan-quoted-key",
    changed(PLAN, 'slug = "bao-chi"', '"slug" = "Báo chí"'),
    "plan.toml:42: plans.forms.slug: “Báo chí” không hợp lệ",
)
refused(
    "plan-escaped-key",
    changed(PLAN, 'name = "Học tập"', '"na\\u006de" = 5'),
    "plan.toml:31: plans.topics.name: phải là chữ",
)
refused("site-name-empty", changed(SITE, '"Chuyên mục thử"', '""'), "site.toml:1: name: để trống")
refused("site-name-blank", changed(SITE, '"Chuyên mục thử"', '" \\u00a0 "'), "site.toml:1: name: để trống")
refused("site-name-no-letter", changed(SITE, '"Chuyên mục thử"', '"\\u200b"'), "site.toml:1: name: để trống")
refused("site-dotted-key", changed(SITE, "[agency]", 'feedback.email = "x"\n[agency]'), "site.toml:")
refused("ledger-number-large", changed(LEDGER, "", QUESTION.format(10**30, "2022-01-02", "x")), "hoi-dap.toml:")
refused("ledger-answered-9999", changed(LEDGER, "", QUESTION.format(9, "9999-12-31", "x")), "hoi-dap.toml:")
refused(
    "ledger-dead-link", changed(LEDGER, "", QUESTION.format(9, "2022-01-02", "[nơi kia](khong-co.md)")), "hoi-dap.toml:"
)
for number, length in enumerate(
    ("9999999999999 ngày", "9" * 19 + "d", "99999999 ngày", "0 phút", "9" * 5000 + " giờ", "1 thế kỷ")
):
    GROUP.refused(f"duration-{number}", file(EVENT.format(length)), "5: Duration: “", path=f"su-kien/dai-{number}.md")
