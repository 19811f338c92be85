"""An article's HTML as it can stand in somebody else's reader: every address absolute, nothing that needs our pages.

The article page's markup is made for our style sheet and scripts (picture sets, landmarks, focusable tables). A feed
keeps the text, the tables and plain pictures; what an aggregator would strip or warn about is taken out here, by the
same sanitiser that cleaned the article, with a shorter list.
"""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import nh3

from ..body.sanitise import SCHEMES, TAGS

_TAG_NAMES = (
    "a abbr b blockquote br caption cite code dd del dfn div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins "
    "kbd li mark ol p pre q rp rt ruby s samp small strong sub sup table tbody td tfoot th thead time tr u ul var"
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
_KNOWN = TAGS | _TAGS | {"picture", "source"}
_SPECIAL = re.compile(f'<(?!/?(?:{"|".join(sorted(_TAGS))})>)(?:[^<>"]|"[^"]*")*>?')
"""Every tag but those that stay as they are."""
_BLOCKS = frozenset({"details", "section", "summary"})
"""Blocks that stand for plain ones in feeds."""
_BLOCK = re.compile(r"<(/?)(?:details|section)(?=[ >])")
_SUMMARY = re.compile(r'<summary((?: (?:[^<>"]|"[^"]*")*)?)>(.*?)</summary>', re.DOTALL)
_HEADING = re.compile(r"<h[1-6]\b")
_RUBY = re.compile(r"<ruby[ >].*?</ruby>", re.DOTALL)
_CHART = re.compile(
    r'<ul class="data-legend">(?:(?!<ul class="data-legend">).)*?</ul>'
    r'<div role="img"(?:(?!<div role="img").)*?</div>(?=<details>)',
    re.DOTALL,
)
"""A drawing and its key; the table behind it stays."""
_READING = re.compile(r"(<rt(?: [^<>]*)?>.*?</rt>)", re.DOTALL)
_WHOLE = re.compile(r'</?([a-z][a-z0-9]*)((?: [a-z][a-z-]*="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
_ADDRESSES = frozenset({"href", "src", "cite"})
_KEPT = ";/?:@&=+$,%!~*'()"
_LETTER = r"(?:[A-Za-z0-9\-._~:/?@!$&'()*+,;=]|%[0-9A-Fa-f]{2})"
_URI = re.compile(f"{_LETTER}*(?:#{_LETTER}*)?")
_PLAIN_PATH = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+/?")
"""What nearly all references of ours are: a path from the host on, without "." and ".." and without a query."""
_PLAIN_ADDRESS = re.compile(rf"https?://[A-Za-z0-9.-]+(?:{_PLAIN_PATH.pattern})?/?")
"""What nearly all others are: they stay as they are."""
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.:-]+(?=/)")
_STRAY = re.compile(r"%(?![0-9A-Fa-f]{2})")


def absolute_url(base: str, reference: str) -> str:
    """A reference as a full URI (RFC 3986), seen from the page `base`; letters that a URI can't hold are encoded.

    A reference that is no address at all (a broken IPv6 host) leads to the page itself.
    """
    if _PLAIN_PATH.fullmatch(reference) and (whole := _ORIGIN.match(base)):
        return whole[0] + reference
    if _PLAIN_ADDRESS.fullmatch(reference):
        return reference
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
    """The cleaned body for feeds. page: the article's absolute address, against which references are resolved.

    What our own cleaner and picture markup write needs no parser: only tags that feeds do not take, and attributes,
    are looked at. Anything else is parsed and cleaned again, with the same result. What folds on the page stands open
    in feeds, its summary as a paragraph of its own.
    """
    try:
        return _SPECIAL.sub(lambda match: _tag(match[0], page), _apart(html)).strip()
    except _ForeignError:
        return cleaned(html, page)


def cleaned(html: str, page: str) -> str:
    """What `feed_body` gives, by the sanitiser, for HTML from anywhere."""

    def resolve(_tag: str, name: str, value: str) -> str:
        return absolute_url(page, value) if name in _ADDRESSES else value

    kept = nh3.clean(
        _CHART.sub("", html),
        tags=set(_TAGS | _BLOCKS),
        attributes=_ATTRIBUTES,
        attribute_filter=resolve,
        link_rel=None,
        url_schemes=set(SCHEMES),
    )
    return _apart(kept).strip()


def _apart(html: str) -> str:
    """The same text where blocks that feeds don't take stay apart, and a reading stands in brackets for readers that
    know no ruby."""
    if "<svg" in html:
        html = _CHART.sub("", html)
    if "<details" in html or "<section" in html:
        html = _BLOCK.sub(r"<\1div", _SUMMARY.sub(_paragraph, html))
    return _RUBY.sub(_bracketed, html) if "<ruby" in html else html


def _paragraph(summary: re.Match[str]) -> str:
    name = "div" if _HEADING.search(summary[2]) else "p"
    return f"<{name}{summary[1]}>{summary[2]}</{name}>"


def _bracketed(ruby: re.Match[str]) -> str:
    return ruby[0] if "<rp" in ruby[0] else _READING.sub(r"<rp>(</rp>\1<rp>)</rp>", ruby[0])


class _ForeignError(Exception):
    """Raised at markup that nobody here writes."""


def _tag(tag: str, page: str) -> str:
    """One tag as feeds take it, "" when they don't."""
    match = _WHOLE.fullmatch(tag)
    if match is None or match[1] not in _KNOWN:
        raise _ForeignError
    name, attributes = match[1], match[2]
    if name not in _TAGS:
        return ""
    allowed = _ATTRIBUTES["*"] | _ATTRIBUTES.get(name, set())
    kept = []
    for key, value in _ATTRIBUTE.findall(attributes):
        if key not in allowed:
            continue
        if key in _ADDRESSES:
            address = unescape(value)
            scheme = _SCHEME.match(address)
            if scheme and scheme[1].lower() not in SCHEMES:
                continue
            value = absolute_url(page, address).replace("&", "&amp;")
        kept.append(f' {key}="{value}"')
    return f"<{tag[1:2] if tag[1:2] == '/' else ''}{name}{''.join(kept)}>"


def text(value: str) -> str:
    """Plain text for HTML."""
    return escape(value, quote=True)
