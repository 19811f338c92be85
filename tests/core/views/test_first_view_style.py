"""The rules that are picked from a sheet: whole, in order, with the values they ask for and no others."""

import pytest

from plugins.core.errors import BuildError
from plugins.core.views.css import compact_css
from plugins.core.views.first_view import first_view, style_source

SHEET = compact_css("""
:root { --ink: #000; --serif: "A, B", serif; --unused: 1px; --gap: 1rem; }
@media (prefers-color-scheme: dark) { :root { --ink: #fff; } p { color: red; } }
@media (min-width: 60rem) { p { color: blue; } }
h1, p { margin: 0; color: var(--ink); }
p { padding: var(--gap); height: auto; }
h1 { font-family: var(--serif); margin: 1px; }
""")


def test_what_is_wanted_comes_with_what_it_asks_for() -> None:
    assert first_view(SHEET, ":root\np\n") == (
        ":root{--ink:#000}@media (prefers-color-scheme: dark){:root{--ink:#fff}}@media (prefers-color-scheme: dark)"
        "{p{color:red}}p{margin:0;color:var(--ink);padding:1rem;height:auto}"
    )


def test_single_properties_and_what_holds_until_the_sheet_comes() -> None:
    assert first_view(SHEET, "p { padding, margin }\np = height:9px\n") == (
        "p{margin:0;padding:1rem}p{height:9px}"
    ).replace("1rem", "var(--gap)")


@pytest.mark.parametrize("wanted", ["aside", "p { colour }", "h1 = height:9px"])
def test_a_rule_that_is_gone_stops_the_build(wanted: str) -> None:
    with pytest.raises(BuildError, match=r"first-view\.txt"):
        first_view(SHEET, wanted)


def test_a_policy_names_the_very_text() -> None:
    assert style_source("a") == "'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='"
    assert style_source("") == ""


def test_what_a_later_rule_says_again_is_said_once() -> None:
    css = compact_css("h1 { margin: 0; line-height: 1.4; max-height: 1px; max-height: 1vh } h1 { line-height: 1.3 }")
    assert first_view(css, "h1") == "h1{margin:0;max-height:1px;max-height:1vh;line-height:1.3}"
