"""Old addresses: what is kept, in which form, and what is refused with a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.article.old_addresses import AddressError, canonical, has_page
from plugins.core.publishing.http_headers import read_redirects, redirects_file


@pytest.mark.parametrize(
    ("written", "kept", "page"),
    [
        ("/2019/03/ten-bai/", "/2019/03/ten-bai/", True),
        ("/2019/03/ten-bai", "/2019/03/ten-bai/", True),
        ("/2019/03/ten-bai/index.html", "/2019/03/ten-bai/", True),
        ("/2019/ten-bai.html", "/2019/ten-bai.html", True),
        ("/cu.php", "/cu.php", False),
        ("/a.html/b/", "/a.html/b/", False),
        ("/bài cũ/", "/b%C3%A0i%20c%C5%A9/", True),
        ("/b%C3%A0i-c%C5%A9/", "/b%C3%A0i-c%C5%A9/", True),
        ("?p=101", "/?p=101", False),
        ("/?p=101", "/?p=101", False),
        ("/index.php?id=5&x=2", "/index.php?id=5&x=2", False),
    ],
)
def test_kept(written: str, kept: str, page: bool) -> None:
    assert canonical(written) == kept
    assert has_page(canonical(written)) == page
    assert canonical(kept) == kept


def test_an_address_of_an_article_here_is_its_slug() -> None:
    assert canonical("/bai-viet/ten-cu/") == "ten-cu"


@pytest.mark.parametrize(
    "written",
    [
        "/",
        "//a.example/x",
        "/../etc",
        "/a//b",
        "/a\\b",
        "/tim-kiem/",
        "/rss.xml",
        "/_redirects",
        "/.git/",
        "/?a b",
        '/"x"',
    ],
)
def test_refused(written: str) -> None:
    with pytest.raises(AddressError) as raised:
        canonical(written)
    assert written[:20] in str(raised.value)


@given(st.text(min_size=1, max_size=40), st.text("abc=&1%.-", max_size=10))
def test_whatever_is_kept_comes_back_from_the_table(path: str, query: str) -> None:
    try:
        kept = canonical(f"/{path}" + (f"?{query}" if query else ""))
    except AddressError:
        return
    assert kept.isascii()
    assert " " not in kept
    if kept.startswith("/"):
        assert canonical(kept) == kept
        assert read_redirects(redirects_file({kept: "/bai-viet/x/"})) == {kept: "/bai-viet/x/"}
