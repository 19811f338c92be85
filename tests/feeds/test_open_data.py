"""/du-lieu/: the data follows its schema, and the page explains every field of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema
import pytest

from plugins.core.feeds.open_data import fields
from tests.helpers import corpus
from tests.helpers.building import run_build
from tests.helpers.feed_site import AWKWARD, URL, sample_site


def test_the_data_follows_its_schema() -> None:
    site = sample_site()
    schema, data = json.loads(site.read("du-lieu/bai-viet.schema.json")), json.loads(site.read("du-lieu/bai-viet.json"))
    jsonschema.Draft202012Validator.check_schema(schema)
    checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    assert list(checker.iter_errors(data)) == []
    assert data["$schema"] == schema["$id"] == f"{URL}/du-lieu/bai-viet.schema.json"


def test_every_article_is_there_as_it_is() -> None:
    data = json.loads(sample_site().read("du-lieu/bai-viet.json"))
    articles = {article["url"].rstrip("/").rpartition("/")[2]: article for article in data["articles"]}
    assert list(articles) == ["moi", "don-vi", "sua", "la-ky"]
    assert articles["la-ky"]["title"] == AWKWARD
    assert articles["la-ky"]["id"] == "tag:chuyen-muc.example,2021-01-01:2021-07-05-la-ky"
    assert articles["sua"]["modified"] == "2021-07-09T09:00:00+07:00"
    assert articles["don-vi"]["units"] == [{"slug": "don-vi-mau", "name": "Đơn vị mẫu"}]
    assert articles["moi"]["sample"] is True
    assert "sample" not in articles["sua"]


def test_the_page_explains_every_field() -> None:
    html = sample_site().read("du-lieu/index.html").decode()
    for name, about, _ in fields():
        assert f"<code>{name}</code>" in html
        assert about in html
    for file in ("/du-lieu/bai-viet.json", "/du-lieu/bai-viet.schema.json", "/feeds.opml", "/sitemap.xml"):
        assert f'href="{file}"' in html


@pytest.mark.slow
def test_lines_that_stand_are_taken_from_the_file_and_a_new_build_agrees(tmp_path: Path) -> None:
    content, output, cache = tmp_path / "content", tmp_path / "output", tmp_path / "cache"
    samples = corpus.generate(40, words=60)
    corpus.write(content, samples)

    def path(number: int) -> Path:
        return next((content / "articles").rglob(f"*-{samples[number].slug}.md"))

    def files(of: Path) -> dict[str, bytes]:
        return {file.name: file.read_bytes() for file in (of / "du-lieu").glob("*.json")}

    def agree(*options: str) -> None:
        before = files(output) if output.exists() else {}
        run_build(content, output, cache, *options)
        shutil.rmtree(tmp_path / "fresh", ignore_errors=True)
        run_build(content, tmp_path / "fresh", tmp_path / "other")
        assert files(output) == files(tmp_path / "fresh") != before

    agree()
    path(7).write_text(path(7).read_text("utf-8") + "\nThêm một câu.\n", "utf-8")
    agree()
    gone = path(9)
    text = gone.read_text("utf-8")
    gone.unlink()
    agree("--allow-deletions")
    gone.write_text(text, "utf-8")
    path(8).write_text(path(8).read_text("utf-8").replace("Title: ", "Title: Mới "), "utf-8")
    agree()
    for kept in cache.glob("outputs/*/data/*"):
        kept.write_bytes(kept.read_bytes()[:-1])
    path(3).write_text(path(3).read_text("utf-8") + "\nThêm một câu.\n", "utf-8")
    agree()
    assert list(cache.glob("outputs/*/data/*"))
