"""Bodies in feeds: absolute addresses, plain pictures, nothing a validator warns about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.body.parser import BodyParser
from plugins.core.feeds.item_body import absolute_url, cleaned, feed_body
from tests.helpers.feed_rules import URI, html_faults

PAGE = "https://chuyen-muc.example/cot/bai-viet/mot/"


@pytest.mark.parametrize(
    ("reference", "absolute"),
    [
        ("/rss/", "https://chuyen-muc.example/rss/"),
        ("#muc", f"{PAGE}#muc"),
        ("//example.org/a", "https://example.org/a"),
        ("tep.pdf", f"{PAGE}tep.pdf"),
        ("?trang=2", f"{PAGE}?trang=2"),
        ("https://example.org/?a=1&b=2", "https://example.org/?a=1&b=2"),
        (
            "https://example.org/đường dẫn?q=ế#ố",
            "https://example.org/%C4%91%C6%B0%E1%BB%9Dng%20d%E1%BA%ABn?q=%E1%BA%BF#%E1%BB%91",
        ),
        ("https://tiếng-việt.example/", "https://xn--ting-vit-e50d7c.example/"),
        ("https://example.org/%C4%91", "https://example.org/%C4%91"),
        ("mailto:ban@example.org", "mailto:ban@example.org"),
        ("/a[1]<b>|c?d[]=100%", "https://chuyen-muc.example/a%5B1%5D%3Cb%3E%7Cc?d%5B%5D=100%25"),
        ("https://example.org/a#b#c", "https://example.org/a#b%23c"),
        ("https://[::1", PAGE),
    ],
)
def test_references_become_full_addresses(reference: str, absolute: str) -> None:
    assert absolute_url(PAGE, reference) == absolute


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=40))
def test_any_path_becomes_a_uri(path: str) -> None:
    assert URI.match(absolute_url(PAGE, f"/x/{path}"))


def test_page_markup_becomes_plain_pictures() -> None:
    html = (
        '<figure class="picture"><picture><source type="image/avif" srcset="/anh/a-640.avif 640w">'
        '<img src="/anh/a-640.jpg" srcset="/anh/a-640.jpg 640w" sizes="100vw" alt="Ảnh &quot;a&quot;" width="640" '
        'height="360" loading="lazy" decoding="async"></picture><figcaption>Chú thích</figcaption></figure>'
        '<div class="table" role="region" tabindex="0" aria-label="Bảng"><table><tbody><tr>'
        '<th scope="row">5 &lt; 6</th></tr></tbody></table></div>'
    )
    made = feed_body(html, PAGE)
    picture = '<img src="https://chuyen-muc.example/anh/a-640.jpg" alt="Ảnh &quot;a&quot;" width="640" height="360">'
    assert picture in made
    assert "srcset" not in made
    assert "role" not in made
    assert '<th scope="row">5 &lt; 6</th>' in made
    assert html_faults(made) == []


HOSTILE = '<script>x()</script><iframe src="https://a"></iframe><form><input></form><p onclick="x()" style="x">a</p>'


def test_what_runs_or_asks_is_gone() -> None:
    made = feed_body(HOSTILE + "<custom-box>chữ</custom-box><a href='javascript:x()'>b</a>", PAGE)
    assert made == "<p>a</p>chữ<a>b</a>"


@pytest.mark.parametrize(
    ("html", "made"),
    [
        ("<details><summary>Bấm</summary>Chi tiết</details>", "<div><p>Bấm</p>Chi tiết</div>"),
        ("<details open><summary>A</summary><p>b</p></details>c", "<div><p>A</p><p>b</p></div>c"),
        ("<details><summary><h3>A</h3></summary>b</details>", "<div><div><h3>A</h3></div>b</div>"),
        ('<details><summary lang="en">A</summary>b</details>', '<div><p lang="en">A</p>b</div>'),
        (
            "<details><summary>A</summary><details><summary>B</summary>c</details></details>",
            "<div><p>A</p><div><p>B</p>c</div></div>",
        ),
        ("<section>a</section><section>b</section>", "<div>a</div><div>b</div>"),
        ("<ruby>字<rt>tự</rt></ruby>", "<ruby>字<rp>(</rp><rt>tự</rt><rp>)</rp></ruby>"),
        (
            "<ruby>漢<rt>hán</rt>字<rt>tự</rt></ruby>",
            "<ruby>漢<rp>(</rp><rt>hán</rt><rp>)</rp>字<rp>(</rp><rt>tự</rt><rp>)</rp></ruby>",
        ),
        ("<ruby>字<rp>[</rp><rt>tự</rt><rp>]</rp></ruby>", "<ruby>字<rp>[</rp><rt>tự</rt><rp>]</rp></ruby>"),
    ],
)
def test_what_stands_apart_on_the_page_stands_apart_in_feeds(html: str, made: str) -> None:
    assert feed_body(html, PAGE) == cleaned(html, PAGE) == made


PIECES = (
    'Đoạn *nghiêng* và **đậm** có [liên kết](https://example.org/?a=1&b=2 "nhan đề").',
    "## Mục {#muc}",
    "- một\n- hai\n    - ba",
    "4. bốn\n5. năm",
    "| a | b |\n|---|--:|\n| 1 | 2 |",
    "> trích\n\nchữ[^1]\n\n[^1]: chú thích & hơn",
    '    mã <b> & "nháy"',
    "từ\n:   nghĩa",
    '![Ảnh "đẹp"](../images/a.jpg) và <kbd>Ctrl</kbd> <abbr title="x > y">X</abbr>',
    "<details open><summary>Bấm *đây*</summary>\n\n- chi tiết\n\n</details>",
    '<div class="table"><details><summary>Xem</summary>chữ</details></div>',
    "<ruby>漢<rt>hán</rt></ruby> 5 < 6 &amp; 7\u00a0km",
    '[sang bài](#muc) <a href="mailto:ban@example.org">thư</a>',
)


@given(st.lists(st.sampled_from(PIECES) | st.text(alphabet="ab <>&\"'=/*_[]()#`\n", max_size=30), max_size=8))
def test_the_short_way_gives_what_the_sanitiser_gives(pieces: list[str]) -> None:
    html = BodyParser().parse("\n\n".join(pieces), source="a.md").html
    assert feed_body(html, PAGE) == cleaned(html, PAGE)
