"""The component page: every macro has examples, and each example holds to the same rules as the site."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from plugins.verbs.component_examples import EXAMPLES
from plugins.verbs.component_page import write
from tests.helpers import nu
from tests.helpers.building import ROOT
from tests.helpers.serving import serving
from tests.theme.looking import OVERLAPS, SMALL_TARGETS, WIDER


def test_every_component_has_an_example() -> None:
    files = {path.stem for path in (ROOT / "theme" / "templates" / "components").glob("*.html")}
    assert {example.macro for example in EXAMPLES} >= files - ELSEWHERE


ELSEWHERE = {"event_card", "event_month", "event_marks", "source"}
"""Macros that are shown by the tests of their own pages."""


@pytest.mark.slow
def test_examples_hold_to_the_rules(chromium: Browser, tmp_path: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page_file = write(tmp_path)
    assert nu.complaints(page_file) == ""
    found = {}
    with serving(tmp_path) as address:
        for width in (320, 1280):
            context = chromium.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
            page = context.new_page()
            page.goto(address)
            answer = Axe().run(page).response
            found[width] = [
                (rule["id"], rule["nodes"][0]["html"]) for rule in answer["violations"] + answer["incomplete"]
            ]
            found[width] += [page.evaluate(ask) for ask in (WIDER, SMALL_TARGETS, OVERLAPS)]
            context.close()
    assert found == {320: [[], [], []], 1280: [[], [], []]}
