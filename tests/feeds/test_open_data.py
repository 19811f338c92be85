"""/du-lieu/: the data follows its schema, and the page explains every field of it."""

from __future__ import annotations

import json

import jsonschema

from plugins.core.feeds.open_data import fields
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
