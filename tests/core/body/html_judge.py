"""HTML that claims to be clean → nothing, or an AssertionError that names what the allow-list does not."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from plugins.core.body.sanitise import ANCHOR, ATTRIBUTES, SCHEMES, TAGS


class Judge(HTMLParser):
    """Fails on anything that the allow-list does not name."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        for name, value in attrs:
            assert name == "class" or name in ATTRIBUTES["*"] | ATTRIBUTES.get(tag, frozenset()), (tag, name)
            scheme = re.match(r"[\x00-\x20]*([A-Za-z][A-Za-z0-9+.\-\t\n\r]*):", value or "")
            if name in {"href", "src"} and scheme:
                assert scheme[1].lower() in SCHEMES, value
            if name == "id":
                assert (value or "").startswith(ANCHOR), value

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def judge(html: str) -> None:
    reader = Judge()
    reader.feed(html)
    reader.close()
