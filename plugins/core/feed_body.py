"""An article's HTML as it can stand in somebody else's reader: every address absolute, nothing that needs our pages.

The article page's markup is made for our style sheet and scripts (picture sets, landmarks, focusable tables). A feed
keeps the text, the tables and plain pictures; what an aggregator would strip or warn about is taken out here, by the
same sanitiser that cleaned the article, with a shorter list.
"""

from __future__ import annotations

import re
from html import escape
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import nh3

_TAG_NAMES = (
    "a abbr b blockquote br caption cite code dd del dfn div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins "
    "kbd li mark ol p pre q s samp small strong sub sup table tbody td tfoot th thead time tr u ul var"
)
_TAGS = frozenset(_TAG_NAMES.split())
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"lang", "dir"},
    "a": {"href", "hreflang", "title"},
    "abbr": {"title"},
    "blockquote": {"cite"},
    "del": {"cite", "datetime"},
    "img": {"src", "alt", "width", "height"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"start", "reversed", "type"},
    "q": {"cite"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "scope", "abbr"},
    "time": {"datetime"},
}
_ADDRESSES = frozenset({"href", "src", "cite"})
_KEPT = ";/?:@&=+$,%!~*'()"
_LETTER = r"(?:[A-Za-z0-9\-._~:/?@!$&'()*+,;=]|%[0-9A-Fa-f]{2})"
_URI = re.compile(f"{_LETTER}*(?:#{_LETTER}*)?")
_STRAY = re.compile(r"%(?![0-9A-Fa-f]{2})")


def absolute_url(base: str, reference: str) -> str:
    """A reference as a full URI (RFC 3986), seen from the page `base`; letters that a URI can't hold are encoded.

    A reference that is no address at all (a broken IPv6 host) leads to the page itself.
    """
    try:
        joined = urljoin(base, reference.strip())
        if _URI.fullmatch(joined):
            return joined
        parts = urlsplit(joined)
    except ValueError:
        return base
    host = parts.netloc
    if not host.isascii():
        try:
            host = host.encode("idna").decode()
        except UnicodeError:
            host = quote(host, safe=_KEPT)
    path, query, fragment = (_STRAY.sub("%25", quote(part, safe=_KEPT)) for part in parts[2:])
    return urlunsplit((parts.scheme, host, path, query, fragment))


def feed_body(html: str, page: str) -> str:
    """The cleaned body for feeds. page: the article's absolute address, against which references are resolved."""

    def resolve(_tag: str, name: str, value: str) -> str:
        return absolute_url(page, value) if name in _ADDRESSES else value

    return nh3.clean(
        html,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        attribute_filter=resolve,
        link_rel=None,
        url_schemes={"http", "https", "mailto", "tel"},
    ).strip()


def text(value: str) -> str:
    """Plain text for HTML."""
    return escape(value, quote=True)
