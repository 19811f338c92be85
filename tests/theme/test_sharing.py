"""Sharing an article: the device's own sheet where there is one, a QR code on paper, and the short address that it
holds, on hosts that read no table of redirects too."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
import segno
from playwright.sync_api import BrowserContext, Page
from segno.encoder import evaluate_mask

from plugins.core.short_addresses import short_code

pytestmark = pytest.mark.slow

ARTICLE = "/bai-viet/ke-hoach-23-giao-nhung-viec-gi/"
SHORT = f"/n/{short_code('ke-hoach-23-giao-nhung-viec-gi')}"
SHARE = """(outcome) => {
  window.sharing = new Promise((told) => {
    navigator.share = (what) => {
      told(what);
      return outcome ? Promise.reject(new DOMException("", outcome)) : Promise.resolve();
    };
  });
}"""
PRINT = """window.printing = new Promise((told) => {
  window.print = () => {
    dispatchEvent(new Event("beforeprint"));
    told(document.querySelectorAll(".paper-code").length);
  };
});"""
"""Instead of the browser's dialogue: how many codes the paper has."""
TOUCH = """(way) => new Promise((loaded) => {
  const tools = document.querySelector("[data-tools]");
  if (way === "key") dispatchEvent(new KeyboardEvent("keydown", { ctrlKey: true, key: "Control" }));
  else tools.dispatchEvent(new Event("pointerenter"));
  document.head.querySelector("script[src*='/tools.']").addEventListener("load", () => loaded());
})"""
"""Ends when the tools' script has run, which a touch or the key of a shortcut brings."""
CODES = """(addresses) => addresses.map((address) => {
  document.querySelector("[data-article]").dataset.article = address;
  dispatchEvent(new Event("beforeprint"));
  const path = document.querySelector(".paper-code path");
  return path && path.getAttribute("d");
})"""
"""The drawing of each address's code, null where there is none."""


MASKS = (
    lambda x, y: (x + y) % 2,
    lambda x, y: y % 2,
    lambda x, y: x % 3,
    lambda x, y: (x + y) % 3,
    lambda x, y: (y // 2 + x // 3) % 2,
    lambda x, y: x * y % 2 + x * y % 3,
    lambda x, y: (x * y % 2 + x * y % 3) % 2,
    lambda x, y: ((x + y) % 2 + x * y % 3) % 2,
)
"""The standard's, by number: 0 where a cell is turned over."""


def cells(drawing: str) -> frozenset[tuple[int, int]]:
    """The dark cells of a drawing (column, row), its quiet edge of four aside."""
    return frozenset((int(x) - 4, int(y) - 4) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", drawing))


def best_drawn(address: str) -> list[frozenset[tuple[int, int]]]:
    """The same by a library of somebody else's, with each mask that it finds best to read."""
    codes = [
        segno.make(address, error="m", mode="byte", boost_error=False, micro=False, mask=mask).matrix
        for mask in range(8)
    ]
    marks = [evaluate_mask(code, len(code), len(code)) for code in codes]
    best = (code for code, mark in zip(codes, marks, strict=True) if mark == min(marks))
    return [frozenset((x, y) for y, row in enumerate(code) for x, cell in enumerate(row) if cell) for code in best]


def read(dark: frozenset[tuple[int, int]]) -> str:
    """What a code says: its data words, undisturbed."""
    size = max(max(cell) for cell in dark) + 1
    flips = MASKS[sum(((x, 8) in dark) << 4 - x for x in (2, 3, 4)) ^ 0b101]

    def fixed(x: int, y: int) -> bool:
        corner = (x < 9 and (y < 9 or y > size - 9)) or (x > size - 9 and y < 9)
        return corner or 6 in {x, y} or (size > 21 and max(abs(x - size + 7), abs(y - size + 7)) < 3)

    bits = [
        ((x, y) in dark) ^ (flips(x, y) == 0)
        for turn, right in enumerate(right - (right < 7) for right in range(size - 1, 0, -2))
        for y in (range(size - 1, -1, -1) if turn % 2 == 0 else range(size))
        for x in (right, right - 1)
        if not fixed(x, y)
    ]
    words = [sum(bit << 7 - n for n, bit in enumerate(bits[at : at + 8])) for at in range(0, len(bits) - 7, 8)]
    blocks, data = {25: (1, 28), 29: (1, 44), 33: (2, 64), 37: (2, 86), 41: (4, 108)}[size]
    number = int.from_bytes(bytes(word for n in range(blocks) for word in words[n:data:blocks]), "big")
    length = number >> 8 * data - 12 & 255
    return (number >> 8 * data - 12 - 8 * length & (1 << 8 * length) - 1).to_bytes(length, "big").decode()


def test_a_full_code_is_what_a_library_draws(page: Page, own_site: str) -> None:
    """Without a word to fill up, where that library has a way of its own: in every size, cell by cell."""
    page.goto(own_site + ARTICLE)
    page.evaluate(TOUCH, "pointer")
    some = random.Random(28)
    addresses = [
        "http://" + "".join(some.choices("abcdefgh0123456789-", k=length - 17)) + "/n/k7m2qx9"
        for length in (26, 42, 62, 84, 106)
        for _ in range(6)
    ]
    seen = page.evaluate(CODES, addresses)
    assert [a for a, code in zip(addresses, seen, strict=True) if cells(code) not in best_drawn(a)] == []


def test_a_code_of_any_length_says_its_address(page: Page, own_site: str) -> None:
    page.goto(own_site + ARTICLE)
    page.evaluate(TOUCH, "pointer")
    addresses = [f"https://{'a' * length}/n/k7m2qx9" for length in range(1, 89)]
    seen = page.evaluate(CODES, [*addresses, f"https://{'a' * 89}/n/k7m2qx9"])
    assert seen.pop() is None
    assert [read(cells(code)) for code in seen] == addresses


def test_paper_has_the_short_address_and_its_code(page: Page, own_site: str) -> None:
    page.goto(own_site + ARTICLE)
    page.evaluate(TOUCH, "pointer")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("[data-article]").get_attribute("data-article") == SHORT
    code = page.locator(".paper-code")
    assert code.is_hidden()
    page.emulate_media(media="print")
    assert code.is_visible()
    assert "Quét mã" in code.inner_text()
    end = page.evaluate("getComputedStyle(document.querySelector('[data-article]'), '::after').content")
    assert SHORT in end
    assert read(cells(code.locator("path").get_attribute("d") or "")) == own_site + SHORT


def test_who_prints_gets_the_code(page: Page, own_site: str) -> None:
    page.add_init_script(PRINT)
    page.goto(own_site + ARTICLE)
    page.get_by_role("button", name="In bài").click()
    assert page.evaluate("printing") == 1
    page.goto(own_site + ARTICLE)
    page.evaluate(TOUCH, "key")
    page.evaluate("print()")
    assert page.evaluate("printing") == 1


def test_without_the_script_it_prints_all_the_same(page: Page, own_site: str) -> None:
    page.add_init_script(PRINT)
    page.route("**/theme/tools.*.js", lambda route: route.abort())
    page.goto(own_site + ARTICLE)
    page.get_by_role("button", name="In bài").click()
    assert page.evaluate("printing") == 0


@pytest.mark.parametrize(
    ("outcome", "copied"), [("", False), ("AbortError", False), ("NotAllowedError", True)], ids=["yes", "no", "refused"]
)
def test_the_device_shares_where_it_can(
    context: BrowserContext, page: Page, own_site: str, outcome: str, copied: bool
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=own_site)
    page.add_init_script(f"({SHARE})({outcome!r})")
    page.goto(f"{own_site}{ARTICLE}?utm_source=x#muc")
    page.get_by_role("button", name="Chia sẻ").click()
    assert page.evaluate("sharing") == {"title": page.locator("h1").inner_text(), "url": own_site + ARTICLE}
    if copied:
        page.get_by_text("Đã chép liên kết của bài.").wait_for()
    else:
        assert page.locator(".tools-said").inner_text() == ""


def test_a_short_address_leads_on_where_no_table_is_read(page: Page, own_site: str, own_output: Path) -> None:
    """The server here is such a host: it answers with the page of what is not found."""
    assert f"{SHORT} {ARTICLE} 301\n" in (own_output / "_redirects").read_text(encoding="utf-8")
    for typed in (SHORT, f"{SHORT}/", SHORT[:3] + SHORT[3:].upper(), f"{SHORT[:6]}-{SHORT[6:]}", f"{SHORT}?fbclid=1"):
        page.goto(own_site + typed)
        page.wait_for_url(own_site + ARTICLE)
    page.goto(f"{own_site}/n/khong-co")
    page.get_by_role("heading", name="Không tìm thấy trang").wait_for()


def test_an_article_carries_neither_code_nor_script_of_it(own_output: Path) -> None:
    (script,) = own_output.glob("theme/column.*.js")
    assert "navigator.share" not in script.read_text(encoding="utf-8")
    for path in own_output.glob("bai-viet/*/index.html"):
        text = path.read_text(encoding="utf-8")
        assert "paper-code" not in text
        assert "found." not in text
