"""Items and heads that feedgen makes: cheap enough to be made by the thousand, the same bytes whatever the order."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from plugins.core.feeds.feed import FeedHead
from plugins.core.feeds.item import FeedItem, FeedPicture
from plugins.feeds.rss_atom import atom_entry, atom_feed, rss_feed, rss_item
from tests.helpers.cost import cost
from tests.helpers.feed_rules import ATOM, CONTENT, MEDIA, atom_faults, rss_faults
from tests.helpers.rounds import rounds

HANOI = dt.timezone(dt.timedelta(hours=7))
HEAD = FeedHead(
    id="tag:chuyen-muc.example,2021-01-01:feed:/",
    title="Chuyên mục",
    description="Mô tả",
    page="https://chuyen-muc.example/",
    self_url="https://chuyen-muc.example/rss.xml",
    updated=dt.datetime(2021, 7, 5, 7, 30, tzinfo=HANOI),
    language="vi",
    copyright="© A & B",
    author="Cơ quan mẫu",
    image="https://chuyen-muc.example/anh/bieu-trung.png",
    hub="https://hub.example/",
)
PICTURE = FeedPicture(
    url="https://chuyen-muc.example/anh/a.jpg",
    type="image/jpeg",
    width=640,
    height=360,
    length=12345,
    alt="Chữ thay ảnh",
    caption="Chú thích & <nguồn>",
    credit="Ảnh: A",
)
ITEM = FeedItem(
    id="tag:chuyen-muc.example,2021-01-01:mot",
    url="https://chuyen-muc.example/bai-viet/mot/",
    title="Một",
    published=dt.datetime(2021, 7, 5, 7, 30, tzinfo=HANOI),
    updated=None,
    language="vi",
    authors=("A & B", "C"),
    categories=(("Chủ đề <x>", "https://chuyen-muc.example/chu-de/x/"),),
    sapo="Sapo",
    summary="<p>Sapo</p>",
    content="<p>5 &lt; 6 ]]&gt;</p>",
    lead=PICTURE,
    card=None,
    attachment=None,
)
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=60).filter(str.strip)


@settings(max_examples=rounds(30, 1000))
@given(TEXT, TEXT)
def test_any_words_come_back_from_both_formats(title: str, words: str) -> None:
    item = ITEM._replace(title=title, authors=(words,), categories=((words, "https://chuyen-muc.example/the/x/"),))
    head = HEAD._replace(title=words, description=title)
    rss = rss_feed(head, [rss_item(item, full=True, language="vi")])
    assert [fault for fault in rss_faults(rss, HEAD.self_url) if "BadCharacters" not in fault] == []
    read = etree.fromstring(rss)[0]
    assert read.findtext("title") == words
    assert read.findtext("item/title") == title
    assert read.findtext("item/category") == words
    atom = atom_feed(head._replace(self_url=HEAD.self_url), [atom_entry(item, full=True, language="vi")])
    assert [fault for fault in atom_faults(atom, HEAD.self_url) if "BadCharacters" not in fault] == []
    assert etree.fromstring(atom).findtext(f"{ATOM}entry/{ATOM}title") == title


def test_the_picture_is_told_once_with_its_true_size() -> None:
    for data in (rss_item(ITEM, full=True, language="vi"), atom_entry(ITEM, full=True, language="vi")):
        assert data.count(b"<media:content ") == 1
        assert data.count(b"enclosure") == 1
    channel = etree.fromstring(rss_feed(HEAD, [rss_item(ITEM, full=True, language="vi")]))[0]
    media = channel.find(f"item/{MEDIA}content")
    assert dict(media.attrib) == {
        "url": PICTURE.url,
        "type": "image/jpeg",
        "medium": "image",
        "fileSize": "12345",
        "width": "640",
        "height": "360",
    }
    said = {child.tag.removeprefix(MEDIA): child.text for child in media}
    assert said == {"title": PICTURE.alt, "description": PICTURE.caption, "credit": PICTURE.credit}


def test_words_of_a_picture_are_no_markup_to_anybody() -> None:
    item = ITEM._replace(lead=PICTURE._replace(alt="a < b", caption="<i>x</i> & y", credit="<b>"))
    for data in (rss_item(item, full=True, language="vi"), atom_entry(item, full=True, language="vi")):
        assert b">&#x3C;i&#x3E;x&#x3C;/i&#x3E; &#x26; y</media:description>" in data
        assert b">&#x3C;b&#x3E;</media:credit>" in data
        assert b">a &#x3C; b</media:title>" in data


def test_a_summary_has_no_text() -> None:
    assert CONTENT.encode() not in rss_item(ITEM, full=False, language="vi")
    assert b"content:encoded" not in rss_item(ITEM, full=False, language="vi")


@pytest.mark.slow
def test_a_thousand_feeds_cost_less_than_their_items() -> None:
    """An article is in five feeds, and each of them takes the bytes that stand."""
    content = "<p>" + "Nội dung của một bài dài. " * 200 + "</p>"
    items = [ITEM._replace(id=f"{ITEM.id}-{number}", content=content) for number in range(4020)]
    made = [rss_item(item, full=True, language="vi") for item in items]

    def feeds() -> int:
        return sum(len(rss_feed(HEAD, made[number * 4 : number * 4 + 20])) for number in range(1000))

    assert feeds() > 90_000_000
    assert cost(feeds) < cost(lambda: [rss_item(item, full=True, language="vi") for item in items], 1)
