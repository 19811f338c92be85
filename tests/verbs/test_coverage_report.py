"""The coverage report: right numbers in every form, and never where readers read."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from tests.helpers.cost import cost
from tests.helpers.plans import plan_text, row
from tests.helpers.planwork_site import FILES, run_verb, write_site
from tests.helpers.rounds import rounds

AT = ("--at", "2022-03-25T12:00+07:00")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What the command said on the small site, and the folder it wrote."""
    folder = tmp_path_factory.mktemp("coverage")
    content = write_site(folder / "content")
    said = run_verb(folder / "cache", "coverage", "--content", str(content), *AT, "--to", str(folder / "report"))
    return said, folder / "report"


def test_the_table_tells_what_is_missing(report: tuple[str, Path]) -> None:
    said, _ = report
    assert "3 bài (không tính 1 bài mẫu, 0 bản dịch)" in said
    assert "chưa có bài (1 trong 2 việc; chưa tính 1 việc của giai đoạn sau)\n  • Việc chưa làm\n" in said
    assert said.index("Ưu tiên của kế hoạch") < said.index("Kế hoạch yêu cầu mà chưa có bài") < said.index("Chủ đề  ")


def test_editors_see_what_they_owe(report: tuple[str, Path]) -> None:
    said, _ = report
    assert "Hội nghị đã qua chưa có bài: su-kien/2022-03-10-hoi-nghi.md: đã qua ngày 10/03/2022" in said
    assert "Tọa đàm, phần một" not in said
    assert "Mục tiêu dùng để thử: số liệu ngày 10/02/2021 đã cũ" in said
    assert "Mô hình dùng để thử: đến hạn xem lại ngày 15/03/2022" in said
    assert "10/04/2022 Ngày dùng để thử, 70 năm (năm chẵn): còn 16 ngày" in said


def test_json_and_csv_say_the_same(report: tuple[str, Path]) -> None:
    _, folder = report
    data = json.loads((folder / "do-phu.json").read_text(encoding="utf-8"))
    rows = list(csv.DictReader((folder / "do-phu.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == len(data["o"])
    cells = {(row["Chủ đề"], row["Giai đoạn"], row["Đơn vị"], row["Hình thức"]): int(row["Số bài"]) for row in rows}
    assert cells["Đạo đức, lối sống", "Đợt một", "Đơn vị đầu", "Báo chí"] == 1
    assert cells["Đạo đức, lối sống", "Đợt một", "Đơn vị sau", "Báo chí"] == 1
    assert cells["Đạo đức, lối sống", "Đợt một", "Đơn vị đầu", "Tọa đàm"] == 0
    assert cells["Đạo đức, lối sống", "Đợt một", "", "Tọa đàm"] == 1
    by_topic = Counter({row["ten"]: row["so_bai"] for row in data["chu_de"]})
    assert by_topic == {"Đạo đức, lối sống": 2, "Học tập": 1}
    assert data["chu_de"][0]["co"] == {"ket-qua": 1, "kho-khan": 1, "bai-hoc": 0}


def test_the_page_is_whole_by_itself(report: tuple[str, Path]) -> None:
    text = (report[1] / "do-phu.html").read_text(encoding="utf-8")
    assert "không đăng lên trang" in text
    assert "size: A4 landscape" in text
    for word in ("src=", "href=", "url(", "@import", "<script"):
        assert word not in text


def test_no_report_where_readers_read(tmp_path: Path) -> None:
    content = write_site(tmp_path / "content")
    (tmp_path / "output/bai-viet").mkdir(parents=True)
    for folder in ("output", "output/bao-cao"):
        arguments = ("coverage", "--content", str(content), *AT, "--to", str(tmp_path / folder))
        assert "chỉ dùng nội bộ" in run_verb(tmp_path / "cache", *arguments, code=1)
    assert not list((tmp_path / "output").rglob("do-phu*"))


def test_problems_come_before_the_report(tmp_path: Path) -> None:
    content = write_site(tmp_path / "content", {"articles/2022-03-20-hai.md": "Title: x\n\nchữ\n"})
    said = run_verb(tmp_path / "cache", "coverage", "--content", str(content), *AT, code=1)
    assert "2022-03-20-hai.md" in said
    assert "Traceback" not in said


@pytest.mark.slow
def test_thousands_of_articles_cost_little_more_than_three(tmp_path: Path) -> None:
    """From the store, which the first run fills: at most three times a run that has hardly anything to count, in the
    processor's time."""
    article = (
        "Title: Bài số {n}\nDate: 2022-0{month}-{day:02} 08:00\nCategory: {topic}\nForm: bao-chi\nUnits: don-vi-dau\n"
        "Summary: Sapo của bài số {n}.\nFlags: ket-qua\nTags: thẻ {tag}\n\nNội dung của bài số {n}.\n"
    )
    count = rounds(2_000, 10_000)
    texts = {
        f"articles/{n:05}.md": article.format(
            n=n, month=1 + n % 3, day=1 + n % 24, topic=("dao-duc", "hoc-tap")[n % 2], tag=n % 50
        )
        for n in range(count)
    }
    costs = []
    for name, changes in (("few", {}), ("many", texts)):
        content = write_site(tmp_path / name, dict(changes))
        arguments = ("coverage", "--content", str(content), *AT)
        assert f"{3 + len(changes)} bài" in run_verb(tmp_path / "cache", *arguments)
        costs.append(cost(lambda arguments=arguments: run_verb(tmp_path / "cache", *arguments)))
    assert costs[1] < 3 * costs[0]


def test_a_plan_of_topics_alone_has_a_report(tmp_path: Path) -> None:
    topics = [row("dao-duc", "Đạo đức", quote="lời")]
    plan = plan_text("a", number="1", title="T", issuer="I", topics=topics)
    article = "Title: A\nDate: 2022-03-01\nCategory: dao-duc\nSummary: S.\n\nChữ.\n"
    names = [name for name in FILES if "/" in name or name == "ky-niem.toml"]
    changes = {**dict.fromkeys(names), "plan.toml": plan, "articles/2022-03-01-a.md": article}
    content = write_site(tmp_path / "content", changes)
    said = run_verb(tmp_path / "cache", "coverage", "--content", str(content), *AT)
    assert "1 bài" in said
    assert (tmp_path / "cache/bao-cao/do-phu.html").is_file()
