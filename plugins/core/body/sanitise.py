"""The allow-list: what HTML may leave the reader, enforced by nh3 (ammonia) after everything else has been done.

What stands here is what the theme styles and feed readers show. All else is either refused with a line
(`raw_html.py`) or removed by the sanitiser; nothing depends on the first being complete.
"""

from __future__ import annotations

import re

import nh3

ANCHOR = "muc-"
"""Every id of a body begins with this, so that none can shadow a page's or a script's name."""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


TAGS = _names(
    "a abbr b bdi blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h2 h3 h4 h5 h6 hr "
    "i img ins kbd li mark ol p pre q rp rt ruby s samp section small span strong sub summary sup table tbody td tfoot "
    "th thead time tr u ul var"
)
"""Elements that may stand in a body."""

REFUSED_TAGS = _names(
    "script style iframe frame frameset noframes object embed applet param base basefont meta link form input button "
    "select option optgroup textarea fieldset svg math template noscript xmp plaintext listing noembed title head html "
    "body audio video source track canvas portal slot dialog marquee blink bgsound isindex image map area picture "
    "output progress meter datalist keygen"
)
"""Elements with a meaning that a news text must not have; each one is told with its line."""

DROPPED_TAGS = _names(
    "acronym address article aside big center col colgroup data dir font footer header hgroup label legend main menu "
    "nav nobr strike tt wbr h1 rb rtc"
)
"""Harmless elements, mostly of pasted text: their content stays, they go."""

CLASSES: dict[str, frozenset[str]] = {
    "div": frozenset({"table-scroll", "gallery", "note"}),
    "section": frozenset({"footnotes", "table-scroll"}),
    "p": frozenset({"note"}),
    "blockquote": frozenset({"note"}),
    "span": frozenset({"credit"}),
    "a": frozenset({"footnote-ref", "footnote-backref"}),
    "th": frozenset({"align-left", "align-center", "align-right"}),
    "td": frozenset({"align-left", "align-center", "align-right"}),
}
"""Classes by element; the theme knows them all. Editors use `note`."""

ATTRIBUTES: dict[str, frozenset[str]] = {
    "*": frozenset({"id", "lang"}),
    "a": frozenset({"href", "title", "aria-label"}),
    "abbr": frozenset({"title"}),
    "dfn": frozenset({"title"}),
    "blockquote": frozenset(),
    "del": frozenset({"datetime"}),
    "details": frozenset({"open"}),
    "div": frozenset({"role", "tabindex", "aria-label"}),
    "img": frozenset({"src", "alt"}),
    "ins": frozenset({"datetime"}),
    "li": frozenset({"value"}),
    "ol": frozenset({"start", "reversed", "type"}),
    "section": frozenset({"role", "tabindex", "aria-label"}),
    "sup": frozenset({"role"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope"}),
    "time": frozenset({"datetime"}),
}
"""Attributes by element. `class` is apart (CLASSES); role, tabindex and aria-label are set by the enrichment."""

SCHEMES = frozenset({"http", "https", "mailto", "tel"})

_CONTENT_GOES = frozenset({"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title"})

_ROUNDS = 8

_PLAIN_TAG = re.compile(
    "<(?:/?(?:p|ul|ol|li|blockquote|strong|em|code|del|h[2-6]|t[hdr]|thead|tbody|table)|[bh]r"
    f'|h[2-6] id="{ANCHOR}[a-z0-9-]+"|/a'
    '|a href="(?:/~ref/[0-9]+|https?://[A-Za-z0-9.-]+(?:/[A-Za-z0-9._~/-]*)?)"|th scope="col"'
    '|section aria-label="Bảng [0-9]+" class="table-scroll" tabindex="0"|/section)>'
)
"""Tags of most news texts, exactly as the sanitiser writes them."""
_REFERENCES = ("&amp;", "&lt;", "&gt;")
"""What the sanitiser writes of a text's signs."""
_LINK_IN_LINK = re.compile("<a (?:[^<]|<(?!/a>))*<a ")

_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=set(_CONTENT_GOES),
    attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
    allowed_classes={tag: set(names) for tag, names in CLASSES.items()},
    strip_comments=True,
    link_rel=None,
    url_schemes=set(SCHEMES),
    id_prefix=ANCHOR,
)


def sanitise(html: str, *, tidy: bool = False) -> str:
    """HTML of a body → the same without anything outside the allow-list, every element closed.

    tidy: the HTML nests as Markdown writes it; of its plainest tags nothing is left to clean. An editor's own may nest
    so that a parser moves parts around (text between table rows), and moves some again on its next reading: it is
    cleaned until nothing moves any more.
    """
    if tidy and _is_plain(html):
        return html
    cleaned = _CLEANER.clean(html)
    for _ in range(0 if tidy else _ROUNDS):
        again = _CLEANER.clean(cleaned)
        if again == cleaned:
            break
        cleaned = again
    return cleaned


def _is_plain(html: str) -> bool:
    """Whether HTML that nests well has nothing but the plainest tags, and letters that are written as they are."""
    if "\xa0" in html or "\0" in html or "\r" in html or html.count("<") != len(_PLAIN_TAG.findall(html)):
        return False
    if "&" in html and html.count("&") != sum(map(html.count, _REFERENCES)):
        return False
    return not _LINK_IN_LINK.search(html)
