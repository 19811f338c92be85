import pytest

from plugins.core.views.css import compact_css


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("/* why */\na { color: red; }\n", "a{color: red}"),
        ("a,\nb > c , d :hover + e { }", "a,b > c,d :hover + e{}"),
        ("a { margin: calc(1px + (2px - 3px)) 0 ; ; }", "a{margin: calc(1px + (2px - 3px)) 0;}"),
        ('a { content: "( { ; } /* no */ \\"  " attr(b) ") "; }', 'a{content: "( { ; } /* no */ \\"  " attr(b) ") "}'),
        ("a { content: '; }' }", "a{content: '; }'}"),
        ("@media (min-width: 1px) /* and\nmore */ { a { b: c } /* end */ }", "@media (min-width: 1px){a{b: c}}"),
        ("a { b: 1px/**/2px; }", "a{b: 1px 2px}"),
        ("a { b: c; /* last */ }", "a{b: c}"),
    ],
)
def test_only_what_means_nothing_goes(written: str, sent: str) -> None:
    assert compact_css(written) == sent
