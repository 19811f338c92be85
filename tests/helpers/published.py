"""A built site → everything in it that could act, breaks its format or leads astray, one line each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import blake2b
from html.parser import HTMLParser
from pathlib import Path

from lxml import etree

from plugins.build.assets import first_style
from tests.helpers.building import ROOT

SCHEMES = {"http", "https", "mailto", "tel"}
_ADDRESSES = {"href", "src", "action", "formaction", "poster", "data", "srcset", "cite", "ping", "background"}
_NEVER = {"iframe", "frame", "object", "embed", "applet", "base", "style", "svg-script", "foreignobject", "portal"}
_ADDRESS = re.compile(r"[\x00-\x20]*([A-Za-z][A-Za-z0-9+.-]*)\s*:")
_LINKS = {"link", "loc", "id", "guid", "uri"}
_XML = (".xml", ".opml")
_OWN_STYLE = f"<style>{first_style(ROOT / 'theme')}</style>"
"""The one style that pages carry, letter for letter as the theme has it."""


class _Reader(HTMLParser):
    """Reads a page (fragment: the HTML of a feed's item, in which no script at all may stand)."""

    def __init__(self, *, fragment: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.fragment = fragment
        self.faults: list[str] = []
        self.ids: set[str] = set()
        self._data: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in _NEVER:
            self.faults.append(f"<{tag}>")
        if tag == "script":
            self._script(values)
        if tag == "meta" and (values.get("http-equiv") or "").lower() == "refresh":
            target = (values.get("content") or "").partition("url=")[2]
            if self.fragment or not re.match(r"(https://column\.example)?/", target):
                self.faults.append(f"meta refresh to {target}")
        for name, value in attrs:
            if name.startswith("on") or name in {"style", "srcdoc"}:
                self.faults.append(f"<{tag} {name}={value}>")
            inside = not self.fragment and tag == "source" and (value or "").startswith("data:image/avif;base64,")
            if (
                name in _ADDRESSES
                and not inside
                and (match := _ADDRESS.match(value or ""))
                and match[1].lower() not in SCHEMES
            ):
                self.faults.append(f"<{tag} {name}={value}>")
            if self.fragment and name in {"href", "src"} and not _ADDRESS.match(value or ""):
                self.faults.append(f"relative <{tag} {name}={value}>")
            if name == "id":
                if value in self.ids and not self.fragment:
                    self.faults.append(f"two ids {value}")
                self.ids.add(value or "")

    def _script(self, values: dict[str, str | None]) -> None:
        if self.fragment:
            self.faults.append("<script>")
        elif values.get("type") in {"application/ld+json", "application/json"}:
            self._data = []
        elif not re.match(r"(https://column\.example)?/", values.get("src") or ""):
            self.faults.append(f"<script {values}>")

    def handle_data(self, data: str) -> None:
        if self._data is not None:
            self._data.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._data is not None:
            try:
                json.loads("".join(self._data))
            except ValueError as error:
                self.faults.append(f"JSON-LD: {error}")
            self._data = None


def faults(output: Path) -> Iterator[str]:
    """Every fault of every file."""
    for path in sorted(output.rglob("*")):
        if not path.is_file():
            continue
        name = path.relative_to(output).as_posix()
        for fault in _of_file(path, name):
            yield f"{name}: {fault}"


def _of_file(path: Path, name: str) -> list[str]:
    if name.endswith(".html"):
        return _of_html(path.read_text(encoding="utf-8").replace(_OWN_STYLE, "", 1), fragment=False)
    if name.endswith(_XML):
        return _of_xml(path.read_bytes())
    if name.endswith("feed.json"):
        feed = json.loads(path.read_bytes())
        return [fault for item in feed["items"] for fault in _of_html(item.get("content_html", ""), fragment=True)]
    if name.endswith(".json"):
        json.loads(path.read_bytes())
    return []


_known: dict[tuple[bytes, bool], list[str]] = {}
"""What was found in a page that was read before: most pages of two builds are the same."""


def _of_html(html: str, *, fragment: bool) -> list[str]:
    key = (blake2b(html.encode(errors="surrogatepass")).digest(), fragment)
    if key not in _known:
        _known[key] = _read(html, fragment=fragment)
    return _known[key]


def _read(html: str, *, fragment: bool) -> list[str]:
    reader = _Reader(fragment=fragment)
    reader.feed(html)
    reader.close()
    return reader.faults


def _of_xml(data: bytes) -> list[str]:
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        return [f"not XML: {error}"]
    found = []
    for element in root.iter(etree.Element):
        tag = etree.QName(element).localname
        words = element.text or ""
        if tag == "encoded" or (tag == "content" and element.get("type") == "html"):
            found += _of_html(words, fragment=True)
        match = _ADDRESS.match(words or element.get("href") or "") if tag in _LINKS else None
        if match and match[1].lower() not in {*SCHEMES, "tag", "urn"}:
            found.append(f"<{tag}> {words}")
    return found
