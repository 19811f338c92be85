"""What is taken at one look is what the long way makes of it."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, tostring

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plugins.core.body import inline, link_syntax
from plugins.core.body.emphasis import fill
from plugins.core.body.link_syntax import Definition
from tests.helpers.rounds import rounds

NEVER = re.compile(r"(?!)()()")
TEXTS = st.text(st.sampled_from("aẾ1 *_*_*_~`[]()<&!\\\n.,–“”\u0301\u200b:/"), max_size=40)


def read(text: str) -> bytes:
    """The words as a tree, written out."""
    context = inline.Context({}, set(), lambda _text, _position: None, lambda tag: tag, lambda _address, _as: None)
    element = Element("p")
    fill(element, inline.read_inline(text, context))
    return tostring(element)


@settings(max_examples=rounds(400, 20_000), deadline=None)
@given(TEXTS)
@example("*a* **b** _c_ __d__ a*b*c (*d*) *e*_f_ *g**h* **i*j**")
@example("*a\u0301* *b*\u0301 \u0301*c* _d_\u200b")
@example("*a* b* *c *d* e* **f *g* h**")
@example("[*a*](b) [c](d*e*f) [g](h(i)) [j]() [k](l&m) [n](o\\p) [q](<r>)")
def test_the_short_way_is_the_long_one(text: str) -> None:
    """Emphasis of plain words and addresses alone, as the reader of runs and of targets takes them."""
    short = read(text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(inline, "_PLAIN", NEVER)
        patched.setattr(link_syntax, "_SIMPLE", NEVER)
        assert read(text) == short


def test_definitions_are_still_asked() -> None:
    used: set[str] = set()
    definitions = {"a": Definition("a", "b", None)}
    context = inline.Context(definitions, used, lambda _text, _position: None, str, lambda _address, _as: None)
    (link,) = inline.read_inline("[a]", context)
    assert isinstance(link, Element)
    assert (link.get("href"), used) == ("b", {"a"})
