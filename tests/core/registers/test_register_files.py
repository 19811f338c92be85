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
TEXTS = {file: FILES[file] for file in register_files.FILES if file in FILES}


def test_good_registers_load() -> None:
    registers, problems = read_registers(TEXTS)
    assert problems == ()
    assert registers.models[0].recheck == dt.date(2022, 3, 15)
    assert registers.targets[0].results[0].value == "5,1"
    assert registers.targets[0].newest == dt.date(2021, 2, 10)
    assert registers.terms[0].former[0].last == dt.date(2022, 2, 28)
    assert registers.corrections[0].after == "Có ba việc."


def test_no_files_are_empty_registers() -> None:
    assert read_registers({}) == (Registers(), ())


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
    "month": (
        HANDOUTS,
        HANDOUT_TEXT.replace("2021-07", "7/2021"),
        "handouts.month: phải là tháng dạng",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_with_its_line(case: str) -> None:
    file, text, expected = WRONG[case]
    _, problems = read_registers({**TEXTS, file: text})
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
    assert read_registers({HANDOUTS: good})[1] == ()
    for path in ("tai-lieu/../plan.toml", "articles/nhap.md", "tai-lieu/a.epub", "/etc/passwd"):
        _, problems = read_registers({HANDOUTS: good.replace("tai-lieu/a.pdf", path)})
        assert [problem.field for problem in problems] == ["handouts.pdf"], path


def test_characters_that_hide_are_refused() -> None:
    _, problems = read_registers({**TEXTS, MODELS: TEXTS[MODELS].replace("Kết quả thử", "Kết\u202e quả thử")})
    assert [problem.path for problem in problems if problem.severity == "error"] == [MODELS]


def test_a_file_that_nobody_keeps_by_hand_is_refused() -> None:
    _, problems = read_registers({MODELS: "#" * (register_files.LONGEST + 1)})
    assert [problem.field for problem in problems] == ["tệp"]
