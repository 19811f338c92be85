"""A script for loudspeakers: the whole article in the order of the page, what can't be said named in its place."""

from __future__ import annotations

from types import SimpleNamespace

from plugins.core.reports.loudspeaker import make_script

BODY = """<p>Theo Kế hoạch số 23-KH/ĐUK<sup id="x"><a href="#1">1</a></sup>, có 87 đơn vị. Họp ngày 02/03/2022.</p>
<h2 id="m-a">Kết quả</h2>
<ol><li>Việc một</li><li><p>Việc hai.</p></li></ol>
<blockquote><p>Lời trích.</p></blockquote>
<div class="table-scroll"><table><tbody><tr><td>5</td></tr></tbody></table></div>
<figure><img src="a.jpg" alt="Ảnh"><figcaption>Chú thích</figcaption></figure>
<details><summary>Mở ra</summary><p>Phần gấp.</p></details>
<section class="footnotes"><ol><li>Chú thích cuối.</li></ol></section>"""


def lines(html: str, **more: object) -> list[str]:
    facts = {"title": "Bài thử", "sapo": "Sapo của bài.", "sample": False, "origin": "", **more}
    return [line for line in make_script(SimpleNamespace(**facts), html, "Chuyên mục thử").lines if line]  # type: ignore[arg-type]


def test_everything_is_said_in_its_order() -> None:
    assert lines(BODY, origin="Báo thử") == [
        "Chuyên mục Chuyên mục thử.",
        "Bài thử.",
        "Sapo của bài.",
        "Theo Kế hoạch số hai mươi ba gạch ngang ca hát trên đê u ca, có tám mươi bảy đơn vị.",
        "Họp ngày hai tháng ba năm hai nghìn không trăm hai mươi hai.",
        "Kết quả.",
        "một, Việc một.",
        "hai, Việc hai.",
        "Xin trích: Lời trích.",
        "Hết trích.",
        "[Ở đây bài có bảng: người đọc tóm tắt bằng lời]",
        "[Ở đây bài có hình]",
        "Mở ra.",
        "Phần gấp.",
        "Nguồn tin: Báo thử.",
        "Hết bài.",
    ]


def test_a_sample_is_marked_and_an_empty_body_breaks_nothing() -> None:
    assert lines("", sample=True)[0] == "[Bài mẫu: chỉ để tập đọc]"


def test_the_time_is_that_of_what_is_said() -> None:
    script = make_script(
        SimpleNamespace(title="a", sapo="b", sample=False, origin=""),
        "<p>" + "chữ " * 700 + "</p>",
        "c",  # type: ignore[arg-type]
    )
    assert script.minutes == 5
