"""What the W3C feed validator reports as error or warning for the elements our feeds use, as our own checks.

The validator itself is in no package registry; its rules are public. Each check is named after the validator's
message, so that a report of the one can be compared with a report of the other. `tests/schemas/atom.rng` holds the
grammar of RFC 4287.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from pathlib import Path

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
DCTERMS = "{http://purl.org/dc/terms/}"
MEDIA = "{http://search.yahoo.com/mrss/}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
PREFIXES = {
    "atom": ATOM[1:-1],
    "content": CONTENT[1:-1],
    "dc": DC[1:-1],
    "dcterms": DCTERMS[1:-1],
    "media": MEDIA[1:-1],
    "fh": HISTORY[1:-1],
}
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
PODCASTS = {**PREFIXES, "itunes": ITUNES[1:-1], "podcast": PODCAST[1:-1]}
"""What a podcast declares besides."""
RELATIONS = {"alternate", "self", "hub", "current", "prev-archive", "next-archive", "enclosure", "related", "via"}
CHANNEL = {
    *("title", "link", "description", "language", "copyright", "docs", "generator", "lastBuildDate", "image", "item"),
    *(f"{ATOM}link", f"{HISTORY}archive"),
}
ITEM = {
    *("title", "link", "description", "guid", "category", "pubDate", "enclosure"),
    *(f"{CONTENT}encoded", f"{DC}creator", f"{DC}language", f"{DCTERMS}modified", f"{MEDIA}content"),
}
CHANNEL |= {
    *(f"{ITUNES}{name}" for name in ("author", "summary", "type", "explicit", "category", "image", "owner")),
    *(f"{PODCAST}{name}" for name in ("guid", "locked", "medium")),
}
ITEM |= {f"{ITUNES}{name}" for name in ("duration", "explicit", "episodeType", "author")} | {f"{PODCAST}transcript"}
REPEATED = {"category", f"{DC}creator", f"{ATOM}link", "item"}
DATE = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"\d\d:\d\d:\d\d [+-]\d\d[03]0$"
)
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")
URI = re.compile(r"[a-zA-Z][0-9a-zA-Z+\-.]*:(//)?[0-9a-zA-Z;/?:@&=+$.\-_!~*'()%,#]+$")
TAG = re.compile(r"tag:[a-z0-9.\-]+,\d{4}(-\d{2}(-\d{2})?)?:[0-9a-zA-Z;/?:@&=+$.\-_!~*'()%,]*$")
_TAG_NAMES = (
    "a abbr address area article aside audio b bdi big blockquote br caption cite code col colgroup data "
    "dd del details dfn dialog div dl dt em fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr i img input ins kbd label legend li main map mark menu meter nav ol optgroup option output "
    "p picture pre progress q rp rt ruby s samp section select small source span strong sub summary sup "
    "table tbody td template textarea tfoot th thead time tr track tt u ul var video wbr"
)
HTML_TAGS = set(_TAG_NAMES.split())
_ATTRIBUTE_NAMES = (
    "abbr alt border cite class colspan datetime dir headers height hidden href hreflang id lang loading name open rel "
    "reversed rowspan scope sizes span src srcset start summary tabindex target title type value width"
)
HTML_ATTRIBUTES = set(_ATTRIBUTE_NAMES.split())
VOID = {"br", "hr", "img", "wbr", "col", "area", "source", "track"}


def rss_faults(data: bytes, address: str) -> list[str]:
    """Every error and warning for an RSS document served at `address`."""
    return list(_rss(data, address))


def atom_faults(data: bytes, address: str) -> list[str]:
    """Every error and warning for an Atom document served at `address`."""
    return list(_atom(data, address))


def _common(data: bytes) -> Iterator[str]:
    if not data.startswith(b"<?xml version='1.0' encoding='UTF-8'?>"):
        yield "NotUTF8: no declaration"
    text = data.decode("utf-8")
    if re.search("[\x80-\x9f\ufffd]", text):
        yield "BadCharacters"
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        yield "ContainsSystemEntity"


def _rss(data: bytes, address: str) -> Iterator[str]:
    yield from _common(data)
    root = etree.fromstring(data)
    if root.tag != "rss" or root.get("version") != "2.0" or len(root) != 1:
        yield "ValidationTypeRSS: no <rss version='2.0'> with one channel"
        return
    for prefix, namespace in root.nsmap.items():
        if (PODCASTS if ITUNES[1:-1] in root.nsmap.values() else PREFIXES).get(str(prefix)) != namespace:
            yield f"UnknownNamespace or NonstdPrefix: {prefix}={namespace}"
    channel = root[0]
    names = [child.tag for child in channel]
    for name in ("title", "link", "description", "language"):
        if name not in names:
            yield f"MissingElement: channel/{name}"
    yield from _children(channel, CHANNEL)
    if "item" in names and set(names[names.index("item") :]) != {"item"}:
        yield "MisplacedItem: channel metadata after an item"
    for child in channel:
        if child.tag in {"title", "description", "copyright"}:
            yield from _plain(child, data, where="channel")
        if child.tag in {"link", "docs"}:
            yield from _uri(child.text or "", f"channel/{child.tag}")
        if child.tag == "lastBuildDate":
            yield from _date(child.text or "", "lastBuildDate")
        if child.tag == f"{ATOM}link":
            yield from _link(child)
    yield from _self(channel.findall(f"{ATOM}link"), address)
    image = channel.find("image")
    if image is not None:
        yield from _image(channel, image)
    guids = [item.findtext("guid") for item in channel.iter("item")]
    if len(guids) != len(set(guids)):
        yield "DuplicateValue: guid"
    for item in channel.iter("item"):
        yield from _item(item, data)


def _item(item: etree._Element, data: bytes) -> Iterator[str]:
    yield from _children(item, ITEM)
    names = [child.tag for child in item]
    if f"{CONTENT}encoded" in names and "description" not in names[: names.index(f"{CONTENT}encoded")]:
        yield "NeedDescriptionBeforeContent"
    guid = item.find("guid")
    if guid is None:
        yield "MissingGuid"
    elif guid.get("isPermaLink") != "false" or not TAG.match(guid.text or ""):
        yield f"InvalidTAG or InvalidPermalink: {guid.text}"
    for child in item:
        words = child.text or ""
        if child.tag in {"title", "category"}:
            if not words.strip():
                yield f"NotBlank: {child.tag}"
            yield from _plain(child, data, where="item")
        elif child.tag in {"description", f"{CONTENT}encoded"}:
            yield from html_faults(words)
        elif child.tag == "link":
            yield from _uri(words, "item/link")
        elif child.tag == "pubDate":
            yield from _date(words, "pubDate")
        elif child.tag == f"{DCTERMS}modified" and not RFC3339.match(words):
            yield f"InvalidW3CDTFDate: {words}"
        elif child.tag == f"{MEDIA}content":
            yield from _media(child)
        elif child.tag == "enclosure":
            yield from _enclosure(child)


def _enclosure(file: etree._Element) -> Iterator[str]:
    if set(file.attrib) != {"url", "length", "type"}:
        yield f"MissingAttribute, UnexpectedAttribute: enclosure {set(file.attrib)}"
    yield from _uri(file.get("url", ""), "enclosure/url")
    length = file.get("length", "")
    if not (length.isdigit() and int(length) > 0):
        yield f"InvalidIntegerAttribute: enclosure/length={length}"
    if not re.match(r"[\w.+-]+/[\w.+-]+$", file.get("type", "")):
        yield "InvalidMIMEAttribute: enclosure"


def _media(content: etree._Element) -> Iterator[str]:
    known = {"url", "type", "medium", "fileSize", "width", "height"}
    if set(content.attrib) - known:
        yield f"UnexpectedAttribute: {set(content.attrib) - known}"
    yield from _uri(content.get("url", ""), "media:content/url")
    for name in ("fileSize", "width", "height"):
        value = content.get(name)
        if value is not None and not (value.isdigit() and int(value) > 0):
            yield f"InvalidPositiveInteger: {name}={value}"
    if content.get("medium") not in {"image", "audio", "video", "document", "executable"}:
        yield "InvalidMediaMedium"
    if not re.match(r"[\w.+-]+/[\w.+-]+$", content.get("type", "")):
        yield "InvalidMIMEAttribute: media:content"


def _children(parent: etree._Element, allowed: set[str]) -> Iterator[str]:
    seen = set()
    for child in parent:
        if child.tag not in allowed:
            yield f"UndefinedElement: {child.tag}"
        if child.tag in seen and child.tag not in REPEATED:
            yield f"DuplicateElement: {child.tag}"
        seen.add(child.tag)


def _plain(element: etree._Element, data: bytes, where: str) -> Iterator[str]:
    """nonhtml: text that looks like markup must be written with hexadecimal references in RSS."""
    words = element.text or ""
    if re.search(r"&#[x0-9]|<[/a-zA-Z]|&[a-zA-Z]+;", words):
        line = data.split(b"\n")[(element.sourceline or 1) - 1]
        if b"&#x" not in line:
            yield f"ContainsHTML or CharacterData: {where}/{element.tag}: {words}"


def _date(words: str, name: str) -> Iterator[str]:
    if not DATE.match(words):
        yield f"InvalidRFC2822Date: {name}: {words}"
        return
    moment = parsedate_to_datetime(words)
    if moment.strftime("%a") != words[:3]:
        yield f"IncorrectDOW: {words}"
    if moment.date() < date(1990, 1, 1):
        yield f"ImplausibleDate: {words}"


def _uri(words: str, name: str) -> Iterator[str]:
    if not URI.match(words) or words.count("://") > 1:
        yield f"InvalidFullLink: {name}: {words}"


def _link(link: etree._Element) -> Iterator[str]:
    if set(link.attrib) - {"href", "rel", "type", "title", "hreflang", "length"}:
        yield "UnexpectedAttribute: atom:link"
    if link.get("rel", "alternate") not in RELATIONS:
        yield f"UnregisteredAtomLinkRel: {link.get('rel')}"
    yield from _uri(link.get("href", ""), "atom:link")
    if len(link) or (link.text or "").strip():
        yield "AtomLinkNotEmpty"


def _self(links: list[etree._Element], address: str) -> Iterator[str]:
    selves = [link for link in links if link.get("rel") == "self"]
    if len(selves) != 1:
        yield "MissingAtomSelfLink or more than one"
    elif selves[0].get("href") != address:
        yield f"SelfDoesntMatchLocation: {selves[0].get('href')} at {address}"
    elif selves[0].get("type") not in {"application/rss+xml", "application/atom+xml"}:
        yield "SelfNotAtom"


def _image(channel: etree._Element, image: etree._Element) -> Iterator[str]:
    if image.findtext("title") != channel.findtext("title"):
        yield "ImageTitleDoesntMatch"
    if image.findtext("link") != channel.findtext("link"):
        yield "ImageLinkDoesntMatch"
    address = image.findtext("url") or ""
    yield from _uri(address, "image/url")
    if address.rpartition(".")[2] not in {"jpg", "jpeg", "gif", "png"}:
        yield "ImageUrlFormat"


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in HTML_TAGS:
            self.faults.append(f"NotHtml or SecurityRisk: <{tag}>")
        for name, value in attrs:
            if name == "style":
                self.faults.append("DangerousStyleAttr")
            elif name not in HTML_ATTRIBUTES:
                self.faults.append(f"SecurityRiskAttr: {name}")
            if name in {"href", "src", "cite", "srcset"} and not re.match(r"\w+:", value or ""):
                self.faults.append(f"ContainsRelRef: {value}")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"NotHtml: </{tag}> closes nothing")


def html_faults(html: str) -> list[str]:
    """safeHtml: tags and attributes the validator accepts, absolute references, everything closed."""
    parser = _Html()
    parser.feed(html)
    parser.close()
    return parser.faults + [f"NotHtml: <{tag}> stays open" for tag in parser.open]


def _atom(data: bytes, address: str) -> Iterator[str]:
    yield from _common(data)
    schema = etree.RelaxNG(etree.parse(Path(__file__).parent.parent / "schemas" / "atom.rng"))
    root = etree.fromstring(data)
    if not schema.validate(root):
        yield f"RFC 4287's grammar: {schema.error_log.last_error}"
        return
    ids = [entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry")]
    if len(ids) != len(set(ids)):
        yield "DuplicateIds"
    for identity in (root.findtext(f"{ATOM}id"), *ids):
        if not TAG.match(identity or ""):
            yield f"InvalidTAG: {identity}"
    yield from _self(root.findall(f"{ATOM}link"), address)
    for link in root.iter(f"{ATOM}link"):
        yield from _link(link)
    alternates = [
        [link for link in parent.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]
        for parent in (root, *root.iter(f"{ATOM}entry"))
    ]
    if any(len(links) != 1 for links in alternates):
        yield "MissingAlternateLink or DuplicateAtomLink"
    if root.find(f"{ATOM}author") is None and any(e.find(f"{ATOM}author") is None for e in root.iter(f"{ATOM}entry")):
        yield "MissingElement: author"
    for element in root.iter(f"{ATOM}summary", f"{ATOM}content"):
        if element.get("type") != "html":
            yield f"content type {element.get('type')}"
        yield from html_faults(element.text or "")
    for element in root.iter(f"{ATOM}title", f"{ATOM}subtitle", f"{ATOM}rights"):
        if not (element.text or "").strip():
            yield f"NotBlank: {element.tag}"
    for media in root.iter(f"{MEDIA}content"):
        yield from _media(media)
