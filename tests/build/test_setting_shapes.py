"""Values that nothing can be made of are told with their setting's name; documented ones are let pass."""

from __future__ import annotations

from typing import Any

import pytest
from pelican.settings import DEFAULT_CONFIG

from plugins.build.setting_shapes import wrong_shapes


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MARKDOWN", "x"),
        ("MARKDOWN", {"extensions": ["khong.co"]}),
        ("MARKDOWN", {"extensions": "toc"}),
        ("MARKDOWN", {"extensions": ["toc"], "extension_configs": {"toc": {"khong_co": 1}}}),
        ("MENUITEMS", (("a", "javascript:alert(1)"),)),
        ("MENUITEMS", {"a": "/b/"}),
        ("LINKS", "x"),
        ("LINKS", (("a", "data:text/html,x"),)),
        ("SOCIAL", (("a",),)),
        ("SOCIAL", ("ab",)),
        ("JINJA_ENVIRONMENT", {"khong_co": 1}),
        ("JINJA_ENVIRONMENT", "trim_blocks"),
        ("JINJA_FILTERS", {"x": 1}),
        ("JINJA_TESTS", ["x"]),
        ("TEMPLATE_PAGES", {"x.html": "../y.html"}),
        ("TEMPLATE_PAGES", {"x.html": "/y.html"}),
        ("TEMPLATE_PAGES", ["x.html"]),
    ],
)
def test_wrong_shapes_are_told_by_name(name: str, value: Any) -> None:
    told = list(wrong_shapes({**DEFAULT_CONFIG, name: value}))
    assert told
    assert all(line.startswith(name) for line in told)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MARKDOWN", {"extensions": ["toc"], "extension_configs": {"toc": {"permalink": True}}}),
        ("MARKDOWN", {}),
        ("MENUITEMS", [["Trang", "/a/"], ("Ngoài", "https://example.org/?a=b:c")]),
        ("LINKS", (("Thư", "mailto:a@example.org"), ("Trang", "trang/a.html"), ("Neo", "#a"))),
        ("SOCIAL", (("a", "https://example.org", "biểu tượng"),)),
        ("JINJA_ENVIRONMENT", {"trim_blocks": True, "extensions": ["jinja2.ext.do"]}),
        ("JINJA_FILTERS", {"x": str.upper}),
        ("TEMPLATE_PAGES", {"x.html": "a/y.html"}),
    ],
)
def test_documented_values_pass(name: str, value: Any) -> None:
    assert list(wrong_shapes({**DEFAULT_CONFIG, name: value})) == []
    assert list(wrong_shapes(DEFAULT_CONFIG)) == []
