"""Addresses of other places: what may be linked to, and what reaches servers' configurations."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.text.web_address import is_site_root, is_web_address, origin


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("https://chinhphu.vn/", "https://chinhphu.vn"),
        ("http://a.vn:8080/x?y=1#z", "http://a.vn:8080"),
        ("HTTPS://BAO.Example/Tin", "https://bao.example"),
        ("https://báo.vn/tin", "https://xn--bo-mia.vn"),
        ("http://[::1]:8000/", "http://[::1]:8000"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ("https://пример.рф/", "https://xn--e1afmkfd.xn--p1ai"),
        ("https://a.vn/duong;dan,$x'".rstrip("'"), "https://a.vn"),
    ],
)
def test_what_is_an_address(address: str, written: str) -> None:
    assert is_web_address(address)
    assert origin(address) == written


@pytest.mark.parametrize(
    "address",
    [
        "https://chinhphu.vn@evil.example/",
        "https://chinhphu.vn:80@evil.example/",
        "https://@evil.example/",
        "https://x;script-src-elem/",
        "https://$http_x/",
        "https://a.vn,b.vn/",
        "https://*.vn/",
        "https://a.vn{/",
        "https://x%2eexample/",
        "https://a..b/",
        "https://-a.vn/",
        "https://a.vn-/",
        "https://a.vn:/",
        "https://a.vn:0/",
        "https://a.vn:99999/",
        "https://a.vn:٨٠/",
        "https://ｃhinhphu.vn/",
        "https://сhinhphu.vn/",  # with a Cyrillic letter
        "https://chinhphυ.vn/",  # with a Greek one
        "https://chinh\u200bphu.vn/",
        "https://chinh\u00adphu.vn/",
        "https://127.1/",
        "https://0x7f.1/",
        "https://2130706433/",
        "https://a.vn.1/",
        "https://256.1.1.1/",
        "https://01.2.3.4/",
        "https://chinhphu。vn/",
        "https://[::1/",
        "https://[1::2::3]/",
        "https:///x",
        "https:a.vn",
        "ftp://a.vn/",
        "javascript:hit()",
        "https://a.vn/\n",
        "https://a.vn/ b",
        "https://a.vn\\@b.vn/",
        "https://\u202evn.a/",
        f"https://{'a' * 64}.vn/",
        f"https://{'a.' * 200}vn/",
        f"https://{'ả' * 5000}.vn/",
        "",
    ],
)
def test_what_is_none(address: str) -> None:
    assert not is_web_address(address)
    assert not is_site_root(address)
    assert origin(address) == ""


@given(st.text("abả.;$ @:/{}'\"%0_-*，。\n", max_size=24))
def test_an_origin_says_nothing_more_in_a_policy_or_configuration(text: str) -> None:
    assert re.fullmatch(r"(?:https?://[a-z0-9._-]+(?::[0-9]+)?)?", origin(f"https://{text}"))


def test_a_site_lives_under_plain_folders() -> None:
    assert is_site_root("https://a.vn")
    assert is_site_root("https://a.vn/chuyen-muc/")
    for address in ("https://a.vn/?x", "https://a.vn/#x", "https://a.vn/a;b", "https://a.vn//x", "https://a.vn/$uri"):
        assert not is_site_root(address), address
