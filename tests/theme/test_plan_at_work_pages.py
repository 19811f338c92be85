"""Pages of events, registers and hand-outs: no barrier that axe can find, no line wider than a small phone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.helpers.building import run_build
from tests.helpers.planwork_site import write_site
from tests.helpers.serving import serving
from tests.theme.looking import AXE_OPTIONS, looked_at

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGES = (
    "/su-kien/",
    "/su-kien/toa-dam/",
    "/su-kien/huy/",
    "/so-theo-doi/mo-hinh/",
    "/so-theo-doi/muc-tieu/",
    "/so-theo-doi/thuat-ngu/",
    "/dinh-chinh/",
    "/tai-lieu/",
)


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    write_site(folder / "content")
    run_build(folder / "content", folder / "output", folder / "cache", "--at", "2022-03-20T12:00+07:00")
    return folder / "output"


@pytest.mark.slow
def test_pages_are_open_to_everybody(output: Path, chromium: Browser) -> None:
    """Each page is loaded once, and looked at in both colours; of a dark page only its contrast is new."""
    from axe_playwright_python.sync_playwright import Axe

    rules: dict[str, dict[str, object]] = {
        "light": AXE_OPTIONS | {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
        "dark": AXE_OPTIONS | {"runOnly": {"type": "rule", "values": ["color-contrast"]}},
    }
    axe = Axe()
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    found = {}
    with serving(output) as address:
        for path in PAGES:
            page.goto(address + path)
            page.evaluate(axe.axe_script)
            for scheme, of_scheme in rules.items():
                looked_at(page, 320, scheme)
                response = page.evaluate("(rules) => axe.run(rules)", of_scheme)
                marks = [rule["id"] for rule in (*response["violations"], *response["incomplete"])]
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    marks.append("wider than the screen")
                if marks:
                    found[f"{path} {scheme}"] = marks
    context.close()
    assert found == {}
