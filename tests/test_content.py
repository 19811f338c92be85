"""The content that ships: publishable as it stands, honest about samples, and reaching every part of the plan."""

import runpy
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plugins.core.body.parser import BodyParser
from plugins.core.column.column import Column
from plugins.reading.check import Checked, check
from plugins.reading.sources import scan
from plugins.system import build_inputs

ROOT = Path(__file__).resolve().parent.parent


def checked_in(content: Path, store: Path) -> Checked:
    """What the gate says of a content folder."""
    settings = runpy.run_path(str(ROOT / "pelicanconf.py"))
    parser = BodyParser(settings["MARKDOWN"]["extensions"], settings["MARKDOWN"]["extension_configs"])
    return check(
        content, scan(content), store, parser, build_inputs.shape(settings), datetime(2026, 11, 30, tzinfo=UTC)
    )


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    return checked_in(ROOT / "content", tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="module")
def column(checked: Checked) -> Column:
    assert checked.column is not None
    return checked.column


def test_nothing_is_wrong_with_it(checked: Checked) -> None:
    assert [str(problem) for problem in checked.problems] == []


def test_nothing_leans_on_the_samples(tmp_path: Path) -> None:
    """An agency deletes the samples, all of them, and what stays is right as it stands."""
    content = tmp_path / "content"
    shutil.copytree(ROOT / "content", content)
    samples = [path for path in content.rglob("*.md") if "\nSample: yes\n" in path.read_text(encoding="utf-8")]
    assert len(samples) >= 9
    for path in samples:
        path.unlink()
    questions = (content / "hoi-dap.toml").read_text(encoding="utf-8")
    (content / "hoi-dap.toml").write_text(questions.partition("[[questions]]")[0], encoding="utf-8")
    assert [str(problem) for problem in checked_in(content, tmp_path / "store").problems] == []


def test_every_topic_and_form_of_the_plan_has_an_article(column: Column) -> None:
    empty = [slug for kind in ("topic", "form", "phase") for slug, rows in column.lists[kind].items() if not rows]
    assert empty == []
    assert len(column.articles) >= 20


def test_every_article_lies_in_a_phase_of_its_topic(column: Column) -> None:
    (plan,) = column.plans.plans
    phases = {topic.slug: topic.phases for topic in plan.topics}
    strayed = [
        article.source
        for article in column.articles
        if not article.kind
        if (phase := column.phase_of(article)) is None or phase.slug not in phases[article.topic]
    ]
    assert strayed == []


def test_samples_say_so_in_title_sapo_or_first_words(column: Column) -> None:
    for article in column.articles:
        named = "mẫu" in article.title.lower().split(":")[0]
        assert article.sample == named, article.source
        assert not article.sample or "mẫu" in article.sapo, article.source
    assert all(entry.question.sample for entry in column.questions)


def test_pictures_are_our_own(column: Column) -> None:
    for article in column.articles:
        assert article.lead is not None, article.source
        assert article.lead.credit in {"Đồ họa: Chuyên mục", "Graphic: the column"}, article.source


def test_the_agency_has_its_pages(column: Column) -> None:
    pages = {page.url: page.article.lang for page in column.pages}
    assert pages == {
        "/contact/": "en",
        "/gioi-thieu/": "vi",
        "/lien-he/": "vi",
        "/quyen-rieng-tu/": "vi",
        "/tro-nang/": "vi",
    }
