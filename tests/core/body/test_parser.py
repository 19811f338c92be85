"""A body as editors write it → what readers get, and what editors are told."""

from __future__ import annotations

import re

import pytest

from plugins.core.body.parser import Body, BodyParser, fill
from plugins.core.body.references import Reference

SOURCE = "articles/2021/2021-07-05-bai.md"
PARSER = BodyParser()


def parse(text: str) -> Body:
    return PARSER.parse(text, source=SOURCE, first_line=10)


def told(text: str) -> list[tuple[int, str, str]]:
    """(line, rule, severity) of every problem."""
    return sorted((problem.line, problem.rule, problem.severity) for problem in parse(text).problems)


def test_paragraphs_lists_quotes_and_rules() -> None:
    body = parse("Một **hai** *ba*.\n\n- a\n- b\n\n> lời dẫn\n\n---\n\n1. x\n2. y")
    assert body.html == (
        "<p>Một <strong>hai</strong> <em>ba</em>.</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<blockquote>\n"
        "<p>lời dẫn</p>\n</blockquote>\n<hr>\n<ol>\n<li>x</li>\n<li>y</li>\n</ol>"
    )
    assert body.text == "Một hai ba.\na\nb\nlời dẫn\nx\ny"
    assert body.problems == ()


def test_headings_start_at_two_and_leave_no_gap() -> None:
    body = parse("# Một\n\n## Hai\n\n## Hai\n\n### Ba")
    assert [(h.level, h.id, h.text) for h in body.headings] == [
        (2, "muc-mot", "Một"),
        (3, "muc-hai", "Hai"),
        (3, "muc-hai-2", "Hai"),
        (4, "muc-ba", "Ba"),
    ]
    assert [h.level for h in parse("#### a\n\n###### b\n\n## c").headings] == [2, 3, 2]


def test_headings_are_judged() -> None:
    assert told("# Một\n\n# Hai") == [(12, "headings", "warning")]
    assert told("## Một\n\n#### Hai") == [(12, "headings", "warning")]
    assert told("## Một\n\n### Hai\n\n## Ba") == []


def test_an_id_never_shadows_a_name_of_the_page() -> None:
    body = parse('## Vị trí {#location}\n\n<p id="getElementById">x</p>\n\n[a](#location) [b](#getElementById)')
    assert set(re.findall(r' id="([^"]*)"', body.html)) == {"muc-location", "muc-getelementbyid"}
    assert body.problems == ()


def test_internal_links_become_references() -> None:
    body = parse(
        "[a](../2022/b.md#Kết quả) [b]({filename}/articles/c.md) [c](/rss/) [d](de-cuong.pdf) [e]({static}/tep/x.pdf)"
        " [f](t%E1%BB%87p%201.pdf) [g]({tag}Đại hội)"
    )
    assert [(r.kind, r.target, r.fragment, r.line) for r in body.references] == [
        ("file", "articles/2022/b.md", "muc-ket-qua", 10),
        ("file", "articles/c.md", "", 10),
        ("path", "/rss/", "", 10),
        ("static", "articles/2021/de-cuong.pdf", "", 10),
        ("static", "tep/x.pdf", "", 10),
        ("static", "articles/2021/tệp 1.pdf", "", 10),
        ("path", "/the/dai-hoi/", "", 10),
    ]
    assert body.html.startswith('<p><a href="/~ref/0">a</a> <a href="/~ref/1">b</a>')


def test_outside_links_stay() -> None:
    body = parse("[Cổng](https://example.vn/a?b=1&c=2) <a@example.vn> [Gọi](tel:+84123)")
    assert 'href="https://example.vn/a?b=1&amp;c=2"' in body.html
    assert "mailto:" in body.html.replace("&#109;&#97;&#105;&#108;&#116;&#111;&#58;", "mailto:")
    assert body.problems == ()


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#115;cript:alert(1)",
        "java&Tab;script:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.vn/x",
        "../../../etc/passwd.txt",
        "/../secret.pdf",
        "..%2f..%2f..%2fx.pdf",
        "https://",
        "thu-muc",
        "/tim-kiem/?q=a",
    ],
)
def test_other_addresses_are_refused(address: str) -> None:
    body = parse(f"\n\n[chữ]({address})")
    assert [(problem.line, problem.rule, problem.severity) for problem in body.problems] == [(12, "link", "error")]
    assert "href" not in body.html


def test_anchors_are_checked() -> None:
    assert told("## Kết quả\n\n[lên](#ket-qua) [lên](#Kết quả) [lên](#muc-ket-qua)") == []
    assert told("## Kết quả\n\n[lên](#ket-luan)") == [(12, "anchor", "error")]


@pytest.mark.parametrize("words", ["tại đây", "Xem tại đây", "**đây**", "click", "https://a.vn/b", "www.a.vn"])
def test_link_words_say_where_they_lead(words: str) -> None:
    assert told(f"a\n\n[{words}](https://a.vn/b)") == [(12, "link-text", "warning")]
    assert told("[](https://a.vn)") == [(10, "link-text", "error")]


def test_a_picture_alone_is_a_figure() -> None:
    body = parse('![Ba người đứng](/images/a.jpg "Lễ ra mắt | Ảnh: TTXVN")')
    assert body.html == (
        '<figure><img alt="Ba người đứng" src="/~ref/0">'
        '<figcaption>Lễ ra mắt. <span class="credit">Ảnh: TTXVN</span></figcaption></figure>'
    )
    assert body.references == (Reference(kind="picture", target="images/a.jpg", line=10),)
    assert parse("![Tả](a.jpg)\n![Tả hai](b.jpg)").html.count("<figure>") == 2
    assert "<figure>" not in parse("Chữ ![Tả](a.jpg) chữ").html


def test_pictures_are_judged() -> None:
    assert told("![](a.jpg)") == [(10, "picture-alt", "error")]
    assert told('![Lễ ra mắt](a.jpg "LỄ RA MẮT | Ảnh: A")') == [(10, "picture-alt", "error")]
    assert told('![Tả](a.jpg "Lễ ra mắt")') == [(10, "picture-credit", "warning")]
    assert told("![Tả](a.csv)") == told('![Tả](a.csv "Bài theo năm")') == [(10, "picture-credit", "warning")]
    assert told('![Tả](a.csv#cot "Bài theo năm | Nguồn: A")') == []
    assert told("![Tả](https://example.vn/a.jpg)") == [(10, "link", "error")]
    assert told("![Tả](data:image/png;base64,AAAA)") == [(10, "link", "error")]
    assert told('<img src="a.jpg">') == [(10, "picture-alt", "error")]


def test_tables_scroll_and_name_their_cells() -> None:
    html = parse("| Việc | Số |\n|---|--:|\n| a | 1 |").html
    assert html.startswith('<section aria-label="Bảng 1" class="table-scroll" tabindex="0"><table>')
    assert '<th scope="col">Việc</th>' in html
    assert '<td class="align-right">1</td>' in html
    assert "style" not in html


def test_footnotes() -> None:
    body = parse("Chữ[^a].\n\n[^a]: Ghi chú.")
    assert '<sup id="muc-fnref-a"><a class="footnote-ref" href="#muc-fn-a">1</a></sup>' in body.html
    assert '<section aria-label="Chú thích" class="footnotes" role="doc-endnotes">' in body.html
    assert 'aria-label="↩ Trở lại chỗ đánh dấu trong bài"' in body.html, "its name begins with what is seen"
    assert body.text == "Chữ.\nGhi chú."
    assert body.problems == ()


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("từ\n:   nghĩa\n\n        mã", "từ\nnghĩa\nmã"),
        ("- một\n  ## mục", "một\nmục"),
        ("1. một\n   ```\n   mã\n   ```\n2. hai", "một\nmã\nhai"),
        ("- một\n\n  | a | b |\n  |---|---|\n  | 1 | 2 |", "một\na b\n1 2"),
        ("<details><summary>mở</summary>chữ<ul><li>mục</li></ul></details>", "mở\nchữ\nmục"),
        (
            '<div>chữ<p>đoạn</p>đuôi<ol start="3"><li>ba<blockquote>trích</blockquote></li></ol></div>',
            "chữ\nđoạn\nđuôi\nba\ntrích",
        ),
    ],
)
def test_words_of_two_blocks_never_become_one(text: str, plain: str) -> None:
    assert parse(text).text == plain


def test_marks_that_stayed_text_are_told() -> None:
    assert told("a\n\nChữ[^1] và [b] (c.md), [d][e], ** đậm**") == [(12, "loose-mark", "warning")] * 5
    assert told("`[^1]` và `** mã`\n\n```\n[^2] ** mã\n```") == []
    assert told("`[^1]` và ** mã\n\n```\nmã\n```") == [(10, "loose-mark", "warning")]
    assert told("[a]`mã`(b.md)") == [], "what stands on either side of code is not one mark"
    assert told("##Mục\n\nH~2~O ==x== chữ") == [(10, "loose-mark", "warning")] + [(12, "loose-mark", "warning")] * 2
    assert told("Xem\n[a]: https://a.vn") == [(11, "loose-mark", "warning")]
    assert told("a | b\n|---|---|---|") == [(11, "loose-mark", "warning")]
    assert told("một\n\n\\\n\\\n\nhai") == [(13, "loose-mark", "warning")]
    assert told("#DuaNghiQuyet và khoảng ~5–~7 việc, a == b") == []
    assert told("[tên đơn vị] – [số đạt] (2021)") == []


def test_template_syntax_and_loose_signs_stay_text() -> None:
    words = "5 < 6 & 7 > 2 {{< anh >}} {% include 'x' %} {# y #} ${x} <3 <tên cơ quan>"
    body = parse(f"{words}\n\n## Mục {{% if x %}}")
    assert body.text == f"{words}\nMục {{% if x %}}"
    assert [(problem.line, problem.rule) for problem in body.problems] == [
        (10, "loose-mark"),
        (10, "loose-mark"),
        (12, "loose-mark"),
    ]


def test_comments_leave_nothing() -> None:
    body = parse("a <!-- bí mật --> b\n\n<!-- khối\n\nbí mật -->\n\nc")
    assert "bí mật" not in body.html + body.text
    assert body.problems == ()
    assert told("a\n\n<!-- bí mật\n\nb") == [(12, "html-open", "error")]


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<iframe src=https://a.vn></iframe>",
        '<img src="a.jpg" alt="x" onerror="alert(1)">',
        "<svg onload=alert(1)></svg>",
        "<form action=/x><input name=y></form>",
        "<style>*{}</style>",
        "<object data=x></object>",
        "<base href=https://a.vn>",
        '<meta http-equiv="refresh" content="0;url=https://a.vn">',
        "<link rel=stylesheet href=x>",
        '<a href="javascript:alert(1)">x</a>',
        "<div><![CDATA[x]]></div>",
        "<div><![x[y]]></div>",
        "<div><![x</div>",
    ],
)
def test_what_would_be_removed_is_refused_with_its_line(html: str) -> None:
    problems = [problem for problem in parse(f"a\n\n{html}\n\nb").problems if problem.severity == "error"]
    assert problems
    assert {problem.line for problem in problems} == {12}


def test_an_attribute_list_is_judged_like_html() -> None:
    assert told('đoạn\n{: onclick="x()"}') == [(11, "html-refused", "error")]
    assert told("đoạn\n{: .note}") == []
    assert told("đoạn\n{: .la}") == [(10, "html-dropped", "warning")]


def test_pasted_layout_goes_with_a_warning_and_the_words_stay() -> None:
    body = parse('<center><font color="red">Chữ đỏ</font></center>')
    assert body.text == "Chữ đỏ"
    assert {problem.severity for problem in body.problems} == {"warning"}


def test_an_open_element_does_not_swallow_the_page() -> None:
    body = parse("<div>\n\nmột\n\nhai")
    assert body.html.count("<div") == body.html.count("</div>")
    assert told("<div>\n\nmột") == [(10, "html-open", "error")]
    assert told("a <b>đậm") == [(10, "html-open", "warning")]


def test_raw_html_is_enriched_like_markdown() -> None:
    body = parse(
        '<h2>Một &amp; hai</h2>\n\n<p><a href="b.md">b</a> <img src="c.jpg" alt="Tả &quot;c&quot;"></p>\n\n'
        "<table><tr><th>x</th></tr></table>\n\n## Ba\n\n[a](#mot-hai) &lt;b&gt; &amp;lt;"
    )
    assert [(h.id, h.text) for h in body.headings] == [("muc-mot-hai", "Một & hai"), ("muc-ba", "Ba")]
    assert [r.kind for r in body.references] == ["file", "picture"]
    assert 'class="table-scroll"' in body.html
    assert body.text.endswith("a <b> &lt;")
    assert body.problems == ()


def test_fill_puts_addresses_and_pictures_in() -> None:
    body = parse('href="/~ref/0" [a](b.md) `<a href="/~ref/0">`\n\n![Tả > "x" & <y>](c.jpg)\n\n[x](/~ref/0)')
    filled = fill(
        body.html,
        body.references,
        lambda reference: f"/x/{reference.target}?a&b",
        lambda file, *, alt: f"[{file}|{alt}]",
    )
    assert '<a href="/x/articles/2021/b.md?a&amp;b">a</a>' in filled
    assert '[articles/2021/c.jpg|Tả > "x" & <y>]' in filled
    assert filled.count("/~ref/") == 3  # two in the text, as written, and the target of the third link
    assert "/x//~ref/0" in filled


def test_the_same_text_twice_gives_the_same_body() -> None:
    text = "## a\n\n[^1] x [b](c.md)\n\n[^1]: n\n\n[d]: e.md\n\n<b>x</b>"
    first, second = parse(text), parse(text)
    assert (first.html, first.text, first.references) == (second.html, second.text, second.references)
    assert parse("[d]").html == "<p>[d]</p>"  # definitions of the text before are forgotten


def test_pelican_s_markdown_setting_adds_extensions() -> None:
    parser = BodyParser(["markdown.extensions.abbr"], {"markdown.extensions.abbr": {"glossary": {"MTTQ": "Mặt trận"}}})
    assert '<abbr title="Mặt trận">MTTQ</abbr>' in parser.parse("MTTQ", source=SOURCE).html
