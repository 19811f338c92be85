"""`check` tells everything at once: faults together are told as each alone is told, no more (no errors that only follow
from another) and no less (none that hides another).

Every fault is one change of one line; a fault alone must be told, so that the union means something.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.core.problem import Problem
from plugins.reading.check import check
from plugins.reading.reader import body_parser
from plugins.reading.sources import scan
from plugins.system import build_inputs
from plugins.verbs.check import plain_settings
from tests.core.files.attachments import book, pdf
from tests.helpers.plans import row, rows_text
from tests.helpers.planwork_site import FILES, write_site

NOW = dt.datetime(2022, 4, 2, 5, tzinfo=dt.UTC)
ONE, TWO, THREE = "articles/2022-03-01-mot.md", "articles/2022-03-20-hai.md", "articles/2022-03-05-tuong-thuat.md"
HANDOUTS = "tai-lieu/tai-lieu.toml"
EVENT, MODELS, LEDGER = "su-kien/2022-03-04-toa-dam.md", "so-theo-doi/mo-hinh.toml", "hoi-dap.toml"
TARGETS, CORRECTIONS, DAYS = "so-theo-doi/muc-tieu.toml", "so-theo-doi/dinh-chinh.toml", "ky-niem.toml"
PAGE = "pages/gioi-thieu.md"
Fault = tuple[str, str, str]
"""File, what stands there, what stands there instead."""

START: dict[str, str] = {
    **FILES,
    TWO: FILES[TWO].replace(
        "Nội dung bài hai.",
        "Nội dung bài hai, [bài một](2022-03-01-mot.md#y-chinh-thu-nhat), [trang bài một](/bai-viet/mot/), "
        "[tháng ba](/luu-tru/2022/03/), [thẻ kỷ niệm](/the/ky-niem/), [sự kiện](/su-kien/toa-dam/), "
        "[đợt một](/giai-doan/dot-mot/), [giới thiệu](../pages/gioi-thieu.md), [đạo đức](/chu-de/dao-duc/).\n\n"
        "[Tệp một](mot.txt) và [hình](hinh.txt).",
    ),
    "plan.toml": FILES["plan.toml"]
    + rows_text(
        "plans.documents",
        row("van-kien", "Văn kiện thử", file="articles/hinh.txt", page="gioi-thieu"),
        row("van-kien-hai", "Văn kiện hai", file="articles/mot.txt"),
    ),
    "tai-lieu/tai-lieu.toml": f"""[[handouts]]
month = "2022-03"
title = "Tài liệu thử"
published = 2022-04-01T08:00:00+07:00
pdf = "tai-lieu/thang-ba.pdf"
pdf_size = {len(pdf())}
epub = "tai-lieu/thang-ba.epub"
epub_size = {len(book())}
digest = "x"
""",
    "articles/mot.txt": "Một.\n",
    "articles/hinh.txt": "Hai.\n",
    PAGE: "Title: Giới thiệu\n\nChữ, [bài hai](../articles/2022-03-20-hai.md).\n",
    LEDGER: """[[questions]]
number = 1
received = 2022-03-10
state = "da-tra-loi"
question = "Bài một nói gì?"
answered = 2022-03-12
answer = "Xem [bài một](articles/2022-03-01-mot.md)."
article = "2022-03-01-mot"
topic = "dao-duc"

[[questions]]
number = 2
received = 2022-03-11
state = "da-nhan"
question = "Bài hai nói gì?"
article = "2022-03-20-hai"
""",
}

FAULTS: dict[str, Fault] = {
    "article date": (ONE, "Date: 2022-03-01 08:00", "Date: 05/07/2021"),
    "article title": (ONE, "Title: Bài một", "Title:"),
    "article status": (ONE, "Form: bao-chi", "Form: bao-chi\nStatus: đăng"),
    "article category": (ONE, "Category: dao-duc", "Category: khong-co"),
    "article units": (ONE, "Units: don-vi-dau, don-vi-sau", "Units: don-vi-dau, don-vi-kia"),
    "article items": (ONE, "viec-da-lam", "viec-khong-co"),
    "article header": (ONE, "Source: Nguồn thử", "Souce: Nguồn thử"),
    "article link": (ONE, "Có 87 đơn vị", "[Bài kia](khong-co.md) có 87 đơn vị"),
    "article path": (ONE, "tham gia", "tham gia, [nơi kia](/khong-co/), [thẻ kia](/the/khong-co/)"),
    "article file": (ONE, "> Lời trích", "> [Văn bản](khong-co.pdf)\n>\n> Lời trích"),
    "article attachment": (ONE, "Tags: kỷ niệm", "Tags: kỷ niệm\nAttachment: khong-co.pdf | Tệp"),
    "article picture": (
        ONE,
        "Summary: Sapo",
        "Picture: khong.jpg\nPicture_alt: Hình\nPicture_credit: Tôi\nSummary: Sapo",
    ),
    "article html": (ONE, "không phải số liệu", "không phải <script>số liệu</script>"),
    "article letters": (ONE, "Sapo của bài một", "Sapo của\u202e bài một"),
    "article indent": (ONE, "Flags: ket-qua", "  Flags: ket-qua"),
    "other lang": (TWO, "Flags: bai-hoc", "Lang: fr"),
    "other translation": (TWO, "Category: hoc-tap", "Category: hoc-tap\nTranslation_of: khong-co"),
    "other anchor": (TWO, "[bài một]", "[đi đâu](#khong-co) [bài một]"),
    "third expires": (THREE, "Form: toa-dam", "Form: toa-dam\nExpires: 2022-03-01"),
    "third bytes": (
        THREE,
        "Summary: Sapo của bài tường thuật.",
        "Summary: Sapo của bài tường thuật.\nKhông phải đầu bài",
    ),
    "page slug": (PAGE, "Title: Giới thiệu", "Title: Giới thiệu\nSlug: a/b"),
    "page link": (PAGE, "Chữ,", "Chữ, [bài kia](khong-co.md),"),
    "event start": (EVENT, "Start: 2022-03-04 14:00", "Start: 30/02/2022"),
    "event length": (EVENT, "Duration: 3 giờ", "Duration: 9999999999999 ngày"),
    "event form": (EVENT, "Form: toa-dam", "Form: khong-co"),
    "event report": (EVENT, "Report: 2022-03-05-tuong-thuat", "Report: khong-co"),
    "event link": (EVENT, "Chương trình", "[Chương trình](khong-co.md)"),
    "plan date": ("plan.toml", "last = 2022-03-31", 'last = "hôm nay"'),
    "plan key": ("plan.toml", 'title = "Kế', 'titel = "x"\ntitle = "Kế'),
    "plan blank": ("plan.toml", 'quote = "ưu tiên"', 'quote = "  "'),
    "plan slug": ("plan.toml", 'slug = "don-vi-sau"', 'slug = "don vi sau"'),
    "plan item": ("plan.toml", 'topic = "dao-duc"\nphase', 'topic = "khong-co"\nphase'),
    "site zone": ("site.toml", "authority", 'zone = "Viet/Nam"\nauthority'),
    "site name": ("site.toml", 'name = "Chuyên mục thử"', 'name = "  "'),
    "ledger state": (LEDGER, 'state = "da-nhan"', 'state = "xong"'),
    "ledger number": (LEDGER, "number = 1\n", 'number = "1"\n'),
    "ledger topic": (LEDGER, 'topic = "dao-duc"', 'topic = "khong-co"'),
    "ledger link": (LEDGER, "Xem [bài một]", "[Nơi kia](khong-co.md), [bài một]"),
    "ledger mail": (LEDGER, "Bài hai nói gì?", "Viết tới ai@o-dau.example?"),
    "model day": (MODELS, "date = 2022-03-01", 'date = "hôm qua"'),
    "model article": (MODELS, 'article = "2022-03-01-mot"', 'article = "khong-co"'),
    "model unit": (MODELS, 'unit = "don-vi-dau"', 'unit = "khong-co"'),
    "target text": (TARGETS, 'measure = "%/năm"', "measure = 5"),
    "correction day": (CORRECTIONS, "date = 2022-03-02", "date = 2022-03-09"),
    "anniversary days": (DAYS, "lead_days = 30", "lead_days = 3000"),
    "anniversary day": (DAYS, "day = 1952-04-10", 'day = "1952"'),
    "article model": (ONE, "Summary: Sapo", "Attachment: 2022-03-20-hai.md | Bài\nSummary: Sapo"),
    "article text as picture": (TWO, "Nội dung bài hai,", "![Hình](2022-03-01-mot.md) Nội dung bài hai,"),
    "document file": ("plan.toml", 'file = "articles/hinh.txt"', 'file = "articles/khong.txt"'),
    "document kind": ("plan.toml", 'file = "articles/mot.txt"', 'file = "site.toml"'),
    "document page": ("plan.toml", 'page = "gioi-thieu"', 'page = "khong-co"'),
    "handout title": (HANDOUTS, 'title = "Tài liệu thử"', 'title = ""'),
    "handout file": (HANDOUTS, 'pdf = "tai-lieu/thang-ba.pdf"', 'pdf = "tai-lieu/thang-tu.pdf"'),
    "handout bytes": (HANDOUTS, 'epub = "tai-lieu/thang-ba.epub"', 'epub = "tai-lieu/sai.epub"'),
    "handout month": (HANDOUTS, 'month = "2022-03"', 'month = "tháng ba"'),
    "model twice": (MODELS, 'name = "Mô hình dùng để thử"', 'name = "Mô hình dùng để thử"\nrecheckk = 2022-04-01'),
    "target topic": (TARGETS, "as_of = 2021-02-01\n", 'as_of = 2021-02-01\nunit = "khong-co"\n'),
    "term days": ("thuat-ngu.toml", "last = 2022-02-28", "last = 2009-02-28"),
    "ledger article": (LEDGER, 'article = "2022-03-20-hai"', 'article = "khong-co"'),
    "site moved": ("site.toml", "authority", 'moved = [{ from = "/cu/", to = "/khong-co/" }]\nauthority'),
}
WHOLE: dict[str, Fault] = {
    "plan unreadable": ("plan.toml", 'name = "Đợt một"', 'name = "Đợt một'),
    "plan of numbers": ("plan.toml", START["plan.toml"], "plans = [1, 2]\n"),
    "plan misspelt": ("plan.toml", "[[plans.topics]]", "[[plans.topic]]"),
    "article undecodable": (ONE, "Title: Bài một", "Title: Bài một\ufffe\x00"),
    "article without headers": (ONE, START[ONE], "Chỉ có chữ.\n"),
    "article empty": (ONE, START[ONE], "\n"),
    "site unreadable": ("site.toml", "name =", "name"),
    "ledger unreadable": (LEDGER, "number = 1\n", "number = \n"),
    "register unreadable": (MODELS, "slug =", "slug"),
}
"""Faults that leave nothing of a file or of a kind of entries: what they hide is in that file, nothing elsewhere."""


def changed(faults: Iterable[Fault]) -> dict[str, str]:
    files = dict(START)
    for file, before, after in faults:
        assert before in files[file], (file, before)
        files[file] = files[file].replace(before, after)
    return files


class Gate:
    """Checks contents; what was told is kept by the faults in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = plain_settings()
        self.shape = build_inputs.shape(self.settings)
        self.parser = body_parser(self.settings)
        self.count = 0
        self.alone: dict[str, frozenset[tuple[str, str, str]]] = {}

    def told(self, faults: Iterable[Fault]) -> frozenset[tuple[str, str, str]]:
        """(file, field, message) of all that is told; lines move when a fault adds one."""
        self.count += 1
        home = self.folder / str(self.count)
        problems = self.problems(changed(faults), home / "content")
        assert all(problem.line or problem.severity == "warning" for problem in problems), problems
        return frozenset((problem.path, problem.field, problem.message) for problem in problems)

    def problems(self, files: dict[str, str], content: Path) -> tuple[Problem, ...]:
        """All that is told of some files."""
        write_site(content, dict(files))
        for name, data in {
            "thang-ba.pdf": pdf(),
            "thang-ba.epub": book(),
            "sai.epub": b"PK" + bytes(len(book()) - 2),
        }.items():
            (content / "tai-lieu" / name).write_bytes(data)
        return check(content, scan(content), self.folder / "store", self.parser, self.shape, NOW).problems

    def of(self, name: str) -> frozenset[tuple[str, str, str]]:
        """What one fault alone makes told."""
        if name not in self.alone:
            self.alone[name] = self.told([{**FAULTS, **WHOLE}[name]]) - self.told([])
        return self.alone[name]


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Gate:
    return Gate(tmp_path_factory.mktemp("gate"))


def test_without_faults_nothing_is_wrong(gate: Gate) -> None:
    assert not gate.told([])


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_alone_is_told_in_its_file_only(gate: Gate, name: str) -> None:
    assert {path for path, _, _ in gate.of(name)} == {FAULTS[name][0]}


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_that_says_nothing_makes_no_other_wrong(gate: Gate, name: str) -> None:
    assert {path for path, _, _ in gate.of(name)} == {WHOLE[name][0]}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_at_its_own_line(gate: Gate, name: str) -> None:
    """Not at the row's or the file's first: where the editor has to look."""
    file, before, after = FAULTS[name]
    files = changed([FAULTS[name]])
    start = START[file].index(before)
    first = START[file].count("\n", 0, start) + 1
    told = {p.line for p in gate.problems(files, gate.folder / f"line-{name}") if p.path == file}
    assert told & set(range(first, first + after.count("\n") + 1)), (told, first)


def test_all_faults_at_once_are_told_as_each_alone(gate: Gate) -> None:
    together = gate.told(FAULTS.values())
    alone = frozenset().union(*(gate.of(name) for name in FAULTS))
    assert together - alone == frozenset()
    assert alone - together == frozenset()


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.sets(st.sampled_from(sorted(FAULTS)), min_size=2, max_size=6))
def test_some_faults_at_once_are_told_as_each_alone(gate: Gate, names: set[str]) -> None:
    together = gate.told(FAULTS[name] for name in names)
    assert together == frozenset().union(*(gate.of(name) for name in names))


@pytest.mark.parametrize("name", WHOLE)
def test_what_says_nothing_hides_nothing_elsewhere(gate: Gate, name: str) -> None:
    file = WHOLE[name][0]
    of_plan = ("category", "units", "items", "form", "topic", "unit")  # what only the plan could tell
    others = [
        other
        for other, fault in FAULTS.items()
        if fault[0] != file
        and not (file == "plan.toml" and other.split()[-1] in of_plan)
        and not (file == ONE and other == "correction day")  # asks for a line of that article
    ]
    together = gate.told([WHOLE[name], *(FAULTS[other] for other in others)])
    alone = frozenset().union(gate.of(name), *(gate.of(other) for other in others))
    assert alone - together == frozenset()
    assert together - alone == frozenset()
