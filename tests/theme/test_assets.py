"""The style sheet and the script as they are sent: nothing lost on the way, and the script at home at any moment."""

from __future__ import annotations

import io
import re
from pathlib import Path

import brotli
import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser, Page, Route

from plugins.build.assets import CASCADE, MORE, first_style
from plugins.system.build_inputs import ROOT

pytestmark = pytest.mark.slow

RULES = """(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return [...sheet.cssRules].map((rule) => rule.cssText.replaceAll(", ", ","));
}"""
"""A browser's own account of a sheet; values of custom properties keep the commas' space as it was written."""
SENT = """async () => {
  const addresses = new Set([...document.querySelectorAll("link[rel=stylesheet]")].map((link) => link.href));
  return (await Promise.all([...addresses].map((one) => fetch(one).then((answer) => answer.text())))).join("");
}"""


def test_browsers_read_the_same_rules_as_we_wrote(page: Page, own_site: str) -> None:
    page.goto(own_site)
    css = ROOT / "theme/static/css"
    written = "\n".join(path.read_text() for name in (*CASCADE, *MORE) for path in sorted(css.glob(f"{name}.css")))
    sent = page.evaluate(SENT)
    assert len(sent) < len(written)
    rules = page.evaluate(RULES, written)
    assert len(rules) > 200
    assert page.evaluate(RULES, sent) == rules


def test_a_page_has_the_sheets_that_it_needs(own_output: Path) -> None:
    """What stands in the second sheet alone is used on no page that goes without it."""
    css = ROOT / "theme/static/css"
    names = re.compile(r"\.([a-z][\w-]*)")
    bare = re.compile(r"/\*.*?\*/|\{[^{}]*\}", re.DOTALL)
    first, more = (
        {name for path in of for name in names.findall(bare.sub("", path.read_text()))}
        for of in ([p for p in css.rglob("*.css") if p.parent.name != "more"], (css / "more").glob("*.css"))
    )
    plain = 0
    for path in own_output.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        if "/theme/more." not in html:
            plain += 1
            used = {name for found in re.findall(r'class="([^"]*)"', html) for name in found.split()}
            assert not used & (more - first), path
    assert plain > 20


def test_an_article_with_its_picture_is_nineteen_kilobytes_on_the_way(own_output: Path) -> None:
    """As a phone that comes for the first time gets it: page, sheet, script, picture, and each answer's head."""
    head = 420
    shared = sum(
        len(brotli.compress(next(own_output.glob(f"theme/column.*.{kind}")).read_bytes())) for kind in ("css", "js")
    )
    heavy = {}
    pages = list(own_output.glob("bai-viet/*/index.html"))
    for path in pages:
        html = path.read_text(encoding="utf-8")
        answers = [len(brotli.compress(html.encode())), shared + head]
        if (picture := re.search(r'fetchpriority="high"', html)) and "data:image/avif" not in html[: picture.start()]:
            (name,) = re.findall(r"[^ ]+-640[.]avif", html[: picture.start()])[-1:]
            answers.append((own_output / name.lstrip("/")).stat().st_size)
        if (size := sum(answers) + head * len(answers)) > 19_000:
            heavy[path.parent.name] = size
    assert len(pages) > 20
    assert heavy == {}


def test_the_first_view_stays_as_it_is_when_the_sheet_comes(chromium: Browser, own_site: str) -> None:
    """A phone paints what stands above the sheet's place by the style inside the page alone, at the same spot."""
    spots = """() => [...document.querySelectorAll("header *, .breadcrumbs *, h1, .byline *, .sapo, .lead-figure img")]
      .filter((e) => e.checkVisibility({ checkVisibilityCSS: true }))
      .filter((e) => !e.closest(".visually-hidden, .skip-link, .menu-row"))
      .map((e) => [e.tagName + "." + (e.className.baseVal ?? e.className), e.getBoundingClientRect()])
      .map(([name, { x, y, width, height }]) => [name, ...[x, y, width, height].map(Math.round)].join(" "))"""
    for path in ("ke-hoach-23-giao-nhung-viec-gi", "mau-de-cuong-sinh-hoat-chi-bo", "mau-bai-mot-cach-lam-hay"):
        seen = []
        for blocked in (True, False):
            context = chromium.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark")
            page = context.new_page()
            if blocked:
                page.route("**/theme/column.*.css", lambda route: route.abort())
            page.goto(f"{own_site}/bai-viet/{path}/")
            colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
            seen.append([colour, *page.evaluate(spots)])
            context.close()
        assert len(seen[0]) > 20
        assert seen[0] == seen[1], path
    assert len(first_style(ROOT / "theme")) < 2_800


@pytest.mark.parametrize("moment", ["before the body", "after everything"])
def test_the_script_may_arrive_at_any_moment(chromium: Browser, own_site: str, moment: str) -> None:
    def moved(route: Route) -> None:
        answer = route.fetch()
        text = answer.text()
        (script,) = re.findall("<script src=[^>]* async></script>", text)
        place = ("<link", script.replace(" async", "") + "<link") if moment == "before the body" else ("", "")
        route.fulfill(response=answer, body=text.replace(script, "", 1).replace(*place, 1))

    context = chromium.new_context()
    context.add_init_script("localStorage.setItem('size', '2')")
    page = context.new_page()
    page.route(f"{own_site}/", moved)
    page.goto(f"{own_site}/")
    if moment == "after everything":
        assert page.locator("html[data-size]").count() == 0
        asked = page.request.get(own_site + "/").text()
        page.add_script_tag(url=own_site + asked.split('<script src="', 1)[1].split('"', 1)[0])
    page.locator("html[data-size='2']").wait_for()
    page.get_by_role("button", name="Nền tối").click()
    assert page.locator("html[data-colours='dark']").count() == 1
    context.close()


def test_the_touch_icon_shows_the_icon(page: Page) -> None:
    static = ROOT / "theme/static"
    svg = (static / "icon.svg").read_text().replace("<svg ", '<svg width="180" height="180" style="display:block" ')
    page.set_viewport_size({"width": 180, "height": 180})
    page.set_content(f'<body style="margin:0;background:#a0151a">{svg}')
    drawn = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    kept = Image.open(static / "touch-icon.png").convert("RGB")
    assert kept.size == (180, 180)
    assert max(ImageStat.Stat(ImageChops.difference(drawn, kept)).mean) < 4
