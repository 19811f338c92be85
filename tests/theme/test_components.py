"""The component page: every macro has examples, and each example holds to the same rules as the site."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from plugins.verbs.component_examples import EXAMPLES
from plugins.verbs.component_page import write
from tests.helpers import nu
from tests.helpers.building import ROOT
from tests.helpers.serving import serving
from tests.theme.looking import OVERLAPS, SMALL_TARGETS, WIDER, looked_at
from tests.theme.test_pages import axe_complaints


def test_every_component_has_an_example() -> None:
    files = {path.stem for path in (ROOT / "theme" / "templates" / "components").glob("*.html")}
    assert {example.macro for example in EXAMPLES} >= files - ELSEWHERE


ELSEWHERE = {"event_card", "event_month", "event_marks", "source"}
"""Macros that are shown by the tests of their own pages."""


@pytest.mark.slow
def test_examples_hold_to_the_rules(chromium: Browser, tmp_path: Path) -> None:
    """The page is loaded once, and looked at in two widths."""
    page_file = write(tmp_path)
    assert nu.complaints(page_file) == ""
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    found = {}
    with serving(tmp_path) as address:
        page.goto(address)
        page.evaluate(Axe().axe_script)
        for width in (320, 1280):
            looked_at(page, width, "light")
            found[width] = axe_complaints(page, [])
            found[width] += [line for look in (WIDER, SMALL_TARGETS, OVERLAPS) for line in page.evaluate(look)]
    context.close()
    assert found == {320: [], 1280: []}
