"""Whatever text a feed says, readers see its signs and no markup: every place where editors write plain text holds
signs of markup here, and every feed in every format is read as its readers read it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree, html

from tests.feeds.test_page_feeds import event
from tests.helpers.feed_site import PLAN, SITE, FeedSite, feed_site
from tests.helpers.plans import row, rows_text
from tests.helpers.planwork_site import FILES

ODD = "5 < 6 & 7 > 4 <b>đậm</b> &lt;i&gt; &amp;copy; <img src=x onerror=hit()>"
PLACES = {
    "articles": ("title", "summary", "tags", "authors", "source", "correction", "caption", "credit", "alt", "attached"),
    "withdrawn": ("reason",),
    "plan": ("topic", "form", "unit", "item", "document"),
    "site": ("name", "description", "copyright"),
    "events": ("event", "invitation", "place"),
    "registers": ("model", "result", "target", "measure"),
    "questions": ("question",),
}
"""Where the signs are written, by what holds them."""
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


def said(place: str) -> str:
    """What stands at a place; names in lists have no separators, tags are short."""
    signs = {"tags": "5 < 6 <b>đậm</b>", "authors": ODD.replace(";", "")}.get(place, ODD)
    return f"Chữ-{place}: {signs}"


def _swap(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FeedSite:
    plan = _swap(
        PLAN,
        ("Chủ đề A & B", said("topic")),
        ('name = "Truyền thông"', f'name = "{said("form")}"'),
        ('name = "Đơn vị mẫu"', f'name = "{said("unit")}"'),
    )
    for kind in ("item", "document"):
        plan += rows_text(f"plans.{kind}s", row(f"{kind}-a", said(kind), quote="x"))
    about = _swap(
        SITE,
        ("Chuyên mục mẫu", said("name")),
        ("Chuyên mục để thử nguồn tin.", said("description")),
        ("© Cơ quan mẫu", said("copyright")),
    )
    made = feed_site(tmp_path_factory.mktemp("odd"), plan=plan, site=about)
    images = Path(__file__).parents[1] / "site/content"
    path = made.article(
        "la",
        title=said("title"),
        summary=said("summary"),
        tags=said("tags"),
        authors=said("authors"),
        source=said("source"),
        source_url="https://nguon.example/",
        correction=f"2021-07-06: {said('correction')}",
        picture="nui.jpg",
        picture_alt=said("alt"),
        picture_caption=said("caption"),
        picture_credit=said("credit"),
        attachment=f"tep-kem.pdf | {said('attached')}",
        units="don-vi-mau",
        plan_items="item-a",
        documents="document-a",
    )
    (path.parent / "nui.jpg").write_bytes((images / "images/nui.jpg").read_bytes())
    (path.parent / "tep-kem.pdf").write_bytes((images / "articles/tep-kem.pdf").read_bytes())
    made.article("rut", day="2021-07-06", withdrawn=f"2021-08-01: {said('reason')}")
    event(
        made,
        "2021-08-16-la",
        f"Title: {said('event')}\nDate: 2021-08-02 08:00\nKind: toa-dam\nStart: 2021-08-16 08:00\nDuration: 3 giờ\n"
        f"Place: {said('place')}\nSummary: {said('invitation')}\n",
    )
    registers = made.content / "so-theo-doi"
    registers.mkdir()
    models = re.sub("\n(?:topic|unit|article) = .*", "", FILES["so-theo-doi/mo-hinh.toml"])
    (registers / "mo-hinh.toml").write_text(
        _swap(models, ("Mô hình dùng để thử", said("model")), ("Kết quả thử.", said("result"))), encoding="utf-8"
    )
    (registers / "muc-tieu.toml").write_text(
        _swap(FILES["so-theo-doi/muc-tieu.toml"], ("Mục tiêu dùng để thử", said("target")), ("%/năm", said("measure"))),
        encoding="utf-8",
    )
    (made.content / "hoi-dap.toml").write_text(
        '[[questions]]\nnumber = 1\nreceived = 2021-07-01\nstate = "da-tra-loi"\n'
        f'question = "{said("question")}"\nanswered = 2021-07-02\nanswer = "Trả lời."\n',
        encoding="utf-8",
    )
    made.build()
    return made


def _of_rss(data: bytes) -> Iterator[tuple[str, bool]]:
    for element in etree.fromstring(data).iter(etree.Element):
        markup = element.tag == CONTENT or (element.tag == "description" and element.getparent().tag == "item")
        yield element.text or "", markup


def _of_atom(data: bytes) -> Iterator[tuple[str, bool]]:
    for element in etree.fromstring(data).iter(etree.Element):
        assert element.get("type") != "xhtml"
        yield element.text or "", element.tag.startswith(ATOM) and element.get("type") == "html"
        yield from ((value, False) for name, value in element.items() if name in {"label", "term", "title"})


def _of_json(data: bytes) -> Iterator[tuple[str, bool]]:
    def walk(value: object, name: str) -> Iterator[tuple[str, bool]]:
        if isinstance(value, dict):
            for key, inside in value.items():
                yield from walk(inside, key)
        elif isinstance(value, list):
            for inside in value:
                yield from walk(inside, name)
        elif isinstance(value, str):
            yield value, name == "content_html"

    yield from walk(json.loads(data), "")


_RSS_ALONE = {*PLACES["events"], *PLACES["registers"], *PLACES["questions"]}
LACKING = {"rss.xml": set(), "atom.xml": _RSS_ALONE, "feed.json": {*_RSS_ALONE, "reason", "copyright"}}
"""What a format has no feed or no field for."""
READERS = {"rss.xml": _of_rss, "atom.xml": _of_atom, "feed.json": _of_json}


def shown(value: str, markup: bool) -> str:
    """The words a reader shows of a field."""
    if not markup:
        return value
    tree = html.fragment_fromstring(value, create_parent="div")
    assert not tree.xpath("//b | //i | //script | //*[@*[starts-with(name(), 'on')]] | //img[@src='x']"), value
    return str(tree.text_content()) + " ".join(tree.xpath("//img/@alt"))


@pytest.mark.parametrize("format_", READERS)
def test_readers_of_every_format_see_the_signs_that_were_written(site: FeedSite, format_: str) -> None:
    seen: set[str] = set()
    feeds = sorted(site.output.rglob(format_))
    assert len(feeds) > 5
    for feed in feeds:
        for value, markup in READERS[format_](feed.read_bytes()):
            words = shown(value, markup)
            for place in re.findall(r"Chữ-(\w+): ", words):
                assert said(place) in words, (feed, place, words)
                seen.add(place)
    assert seen == {place for places in PLACES.values() for place in places} - LACKING[format_]


def test_outlines_and_titles_are_text(site: FeedSite) -> None:
    names = [outline.get("text") or "" for outline in etree.fromstring(site.read("feeds.opml")).iter("outline")]
    for place in ("topic", "form", "unit", "name"):
        assert any(said(place) in name for name in names), (place, names)
