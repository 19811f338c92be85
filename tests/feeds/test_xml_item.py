"""Items that are filled into a shape are those that feedgen makes of their words, byte for byte."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from feedgen.entry import FeedEntry
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.core.feeds.item import FeedEnclosure, FeedItem, FeedPicture
from plugins.core.text.dates import whole_minutes
from plugins.feeds.extensions import ATOM_NAMESPACES, RSS_NAMESPACES, ItemExtension
from plugins.feeds.rss_atom import atom_entry, rss_item
from plugins.feeds.xml_item import serialised, xml_item
from tests.helpers.rounds import rounds

ANY = st.characters(exclude_categories=("Cs", "Cn"), exclude_characters="\ufffe\uffff") | st.sampled_from(
    "&<>\"'\n\t\r]"
)
WORDS = st.text(ANY, max_size=12).map(lambda words: re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", words))
SOME = WORDS.filter(bool)
NUMBER = st.integers(0, 10**9)
ADDRESS = SOME.map(lambda words: f"https://chuyen-muc.example/{words}")
MOMENT = st.datetimes(dt.datetime(1901, 1, 1), dt.datetime(2100, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
)
PICTURE = st.builds(FeedPicture, ADDRESS, SOME, NUMBER, NUMBER, NUMBER, WORDS, WORDS, WORDS)
FILE = st.builds(FeedEnclosure, ADDRESS, SOME, NUMBER, WORDS)
ITEMS = st.builds(
    FeedItem,
    id=SOME,
    url=ADDRESS,
    title=SOME,
    published=MOMENT,
    updated=st.none() | MOMENT,
    language=st.sampled_from(("vi", "en")),
    authors=st.lists(SOME, max_size=3).map(tuple),
    categories=st.lists(st.tuples(SOME, ADDRESS), max_size=4).map(tuple),
    sapo=WORDS,
    summary=SOME,
    content=SOME,
    lead=st.none() | PICTURE,
    card=st.none() | PICTURE,
    attachment=st.none() | FILE,
    sound=st.none() | FILE,
)


def feedgens(item: FeedItem, full: bool) -> Any:
    """The entry that feedgen is given the words of."""
    entry: Any = FeedEntry()
    entry.register_extension("column", ItemExtension)
    entry.column.item = xml_item(item, full, "vi")
    entry.guid(item.id, permalink=False)
    entry.title(item.title)
    entry.link(href=item.url)
    entry.author([{"name": name} for name in item.authors])
    entry.published(whole_minutes(item.published))
    entry.updated(whole_minutes(item.changed))
    entry.category([{"term": name, "scheme": address, "label": name} for name, address in item.categories])
    entry.summary(item.summary, type="html")
    if full:
        entry.content(item.content, type="html")
    return entry


@pytest.mark.slow
@settings(max_examples=rounds(60, 5000))
@given(ITEMS, st.booleans())
def test_a_filled_item_is_feedgens(item: FeedItem, full: bool) -> None:
    in_atom = serialised(feedgens(item, full).atom_entry(), ATOM_NAMESPACES)
    entry = feedgens(item, full)
    if file := item.enclosure:
        entry.enclosure(file.url, str(file.length), file.type)
    in_rss = serialised(entry.rss_entry(), RSS_NAMESPACES)
    assert hexadecimal(rss_item(item, full=full, language="vi")) == hexadecimal(in_rss)
    assert hexadecimal(atom_entry(item, full=full, language="vi")) == hexadecimal(in_atom)


def hexadecimal(data: bytes) -> bytes:
    """All references alike: which of them plain text has is another test's."""
    return data.replace(b"&amp;", b"&#x26;").replace(b"&lt;", b"&#x3C;").replace(b"&gt;", b"&#x3E;")
