"""The style sheet and the script as they are sent: nothing lost on the way, and the script at home at any moment."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser, Page, Route

from plugins.build.assets import CASCADE
from plugins.system.build_inputs import ROOT

pytestmark = pytest.mark.slow

RULES = """(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return [...sheet.cssRules].map((rule) => rule.cssText.replaceAll(", ", ","));
}"""
"""A browser's own account of a sheet; values of custom properties keep the commas' space as it was written."""
SENT = """() => fetch(document.querySelector("link[rel=stylesheet]").href).then((answer) => answer.text())"""


def test_browsers_read_the_same_rules_as_we_wrote(page: Page, own_site: str) -> None:
    page.goto(own_site)
    css = ROOT / "theme/static/css"
    written = "\n".join(path.read_text() for name in CASCADE for path in sorted(css.glob(f"{name}.css")))
    sent = page.evaluate(SENT)
    assert len(sent) < len(written)
    rules = page.evaluate(RULES, written)
    assert len(rules) > 200
    assert page.evaluate(RULES, sent) == rules


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
