"""The registers' files: read whole, or every problem with its line."""

import datetime as dt

import pytest

from plugins.core.registers import register_files
from plugins.core.registers.register_files import (
    ANNIVERSARIES,
    CORRECTIONS,
    GLOSSARY,
    HANDOUTS,
    MODELS,
    TARGETS,
    read_registers,
)
from plugins.core.registers.registers import Anniversary, Registers, Target
from tests.helpers.planwork_site import FILES

HANDOUT_TEXT = """[[handouts]]
month = "2021-07"
title = "T"
published = 2021-08-01T08:00:00+07:00
pdf = "tai-lieu/a.pdf"
pdf_size = 1
epub = "tai-lieu/a.epub"
epub_size = 1
digest = "c"
"""
TODAY = dt.date(2023, 6, 1)
TEXTS = {file: FILES[file] for file in register_files.FILES if file in FILES}


def test_good_registers_load() -> None:
    registers, problems = read_registers(TEXTS, TODAY)
    assert problems == ()
    assert registers.models[0].recheck == dt.date(2022, 3, 15)
    assert registers.targets[0].results[0].value == "5,1"
    assert registers.targets[0].newest == dt.date(2021, 2, 10)
    assert registers.terms[0].former[0].last == dt.date(2022, 2, 28)
    assert registers.corrections[0].after == "Có ba việc."


def test_no_files_are_empty_registers() -> None:
    assert read_registers({}, TODAY) == (Registers(), ())


def target(line: str) -> str:
    return TEXTS[TARGETS].replace("[[targets.results]]", f"{line}\n[[targets.results]]", 1)


WRONG = {
    "target without source": (
        TARGETS,
        TEXTS[TARGETS].replace('source = "Văn kiện thử"\n', ""),
        "1: targets.source: thiếu",
    ),
    "result without source": (
        TARGETS,
        TEXTS[TARGETS].replace('source = "Nguồn thử"\n', ""),
        "targets.results.source: thiếu",
    ),
    "empty source": (TARGETS, TEXTS[TARGETS].replace("Văn kiện thử", " "), "7: targets.source: để trống"),
    "day in quotes": (
        TARGETS,
        TEXTS[TARGETS].replace("2021-02-01", '"2021-02-01"'),
        "8: targets.as_of: phải là ngày dạng",
    ),
    "number for text": (TARGETS, TEXTS[TARGETS].replace('"6,5 – 7,0"', "6.5"), "4: targets.value: phải là chữ"),
    "unknown key": (TARGETS, target('nguon = "x"'), "9: targets.nguon: không có khoá này"),
    "recheck before": (TARGETS, target("recheck = 2020-01-01"), "targets.recheck: sớm hơn ngày của số liệu"),
    "same slug": (MODELS, TEXTS[MODELS] * 2, "models.slug: “mo-hinh-thu” đã có ở dòng 1"),
    "address": (
        MODELS,
        TEXTS[MODELS].replace("https://nguon", "javascript:nguon"),
        "không phải địa chỉ http(s) đầy đủ",
    ),
    "slug": (MODELS, TEXTS[MODELS].replace("mo-hinh-thu", "Mô hình"), "2: models.slug: “Mô hình” không hợp lệ"),
    "no toml": (MODELS, "[[models]\n", "1: tệp: không đọc được TOML"),
    "other table": (MODELS, '[[mo_hinh]]\nslug = "a"\n', "không có bảng này; tệp chỉ gồm [[models]]"),
    "avoids itself": (
        GLOSSARY,
        TEXTS[GLOSSARY].replace("co quan ten moi", "tên mới"),
        "“tên mới” nằm trong chính tên gọi",
    ),
    "former": (GLOSSARY, TEXTS[GLOSSARY].replace("2010-01-01", "2023-01-01"), "ngày cuối (last) sớm hơn ngày đầu"),
    "lead days": (ANNIVERSARIES, TEXTS[ANNIVERSARIES].replace("30", "-1"), "phải từ 0 đến 366 ngày"),
    "before missing": (
        CORRECTIONS,
        '[[corrections]]\narticle = "a"\ndate = 2022-01-01\nafter = "b"\n',
        "corrections.before: thiếu",
    ),
    "model of a day to come": (
        MODELS,
        TEXTS[MODELS].replace("date = 2022", "date = 2099"),
        "models.date: ở tương lai; hãy ghi ngày đã qua",
    ),
    "figure of a day to come": (
        TARGETS,
        TEXTS[TARGETS].replace("2021-02-10", "2023-06-02"),
        "targets.results.as_of: ở tương lai",
    ),
    "recheck in another age": (TARGETS, target("recheck = 9999-12-31"), "targets.recheck: xa hơn 100 năm"),
    "anniversary in another age": (
        ANNIVERSARIES,
        '[[anniversaries]]\nslug = "a"\nname = "A"\nday = 9999-12-31\n',
        "4: anniversaries.day: xa hơn 100 năm",
    ),
    "corrected on a day to come": (
        CORRECTIONS,
        '[[corrections]]\narticle = "a"\ndate = 2024-01-01\nbefore = "a"\nafter = "b"\n',
        "3: corrections.date: ở tương lai",
    ),
    "hand-out of the first year": (
        HANDOUTS,
        HANDOUT_TEXT.replace("2021-08-01T08", "0001-01-01T00"),
        "4: handouts.published: năm phải từ 1900",
    ),
    "hand-out of the last year": (
        HANDOUTS,
        HANDOUT_TEXT.replace("2021-08-01T08:00:00+07:00", "9999-12-31T23:59:59-07:00"),
        "4: handouts.published: ở tương lai",
    ),
    "hand-out to come": (HANDOUTS, HANDOUT_TEXT.replace("2021-08", "2023-08"), "4: handouts.published: ở tương lai"),
    "user before the host": (
        MODELS,
        TEXTS[MODELS].replace("https://nguon", "https://chinhphu.vn@nguon"),
        "không phải địa chỉ http(s) đầy đủ",
    ),
    "month": (
        HANDOUTS,
        HANDOUT_TEXT.replace("2021-07", "7/2021"),
        "handouts.month: phải là tháng dạng",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_with_its_line(case: str) -> None:
    file, text, expected = WRONG[case]
    _, problems = read_registers({**TEXTS, file: text}, TODAY)
    shown = [f"{problem.line}: {problem.field}: {problem.message}" for problem in problems if problem.path == file]
    assert any(expected in line for line in shown), shown


def test_figures_grow_stale() -> None:
    fresh = Target(slug="a", name="A", value="1", measure="%", source="S", as_of=dt.date(2022, 1, 1))
    assert not fresh.stale_on(dt.date(2023, 1, 1))
    assert fresh.stale_on(dt.date(2023, 1, 2))


def test_anniversaries_come_back_every_year() -> None:
    leap = Anniversary(slug="a", name="A", day=dt.date(1952, 2, 29))
    assert leap.next_on(dt.date(2022, 3, 1)) == dt.date(2023, 2, 28)
    assert leap.next_on(dt.date(2024, 2, 29)) == dt.date(2024, 2, 29)
    assert leap.next_on(dt.date(2022, 12, 31)) == dt.date(2023, 2, 28)


def test_a_handout_names_only_its_own_files() -> None:
    good = HANDOUT_TEXT
    assert read_registers({HANDOUTS: good}, TODAY)[1] == ()
    for path in ("tai-lieu/../plan.toml", "articles/nhap.md", "tai-lieu/a.epub", "/etc/passwd"):
        _, problems = read_registers({HANDOUTS: good.replace("tai-lieu/a.pdf", path)}, TODAY)
        assert [problem.field for problem in problems] == ["handouts.pdf"], path


def test_characters_that_hide_are_refused() -> None:
    _, problems = read_registers({**TEXTS, MODELS: TEXTS[MODELS].replace("Kết quả thử", "Kết\u202e quả thử")}, TODAY)
    assert [problem.path for problem in problems if problem.severity == "error"] == [MODELS]


def test_a_file_that_nobody_keeps_by_hand_is_refused() -> None:
    _, problems = read_registers({MODELS: "#" * (register_files.LONGEST + 1)}, TODAY)
    assert [problem.field for problem in problems] == ["tệp"]


def test_anniversaries_may_lie_ahead_and_be_of_any_age() -> None:
    for day in ("0938-11-01", "2024-02-03", "2100-01-01"):
        text = f'[[anniversaries]]\nslug = "a"\nname = "A"\nday = {day}\n'
        registers, problems = read_registers({ANNIVERSARIES: text}, TODAY)
        assert not problems
        assert registers.anniversaries[0].day.isoformat() == day
