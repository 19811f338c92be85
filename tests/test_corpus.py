"""The whole corpus of bad and hostile content, built: refused by name, warned of, or published right and harmless.

Cases that don't disturb each other share two builds, one of all that must be refused and one of all that can be
published; those that change plan, site or ledger have a build each.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.building import ROOT, TINY, warm
from tests.helpers.published import faults
from tests.helpers.serving import serving
from tests.invalid import CASES, Case
from tests.invalid.verdict import Built, english, fault

if TYPE_CHECKING:
    from playwright.sync_api import Browser


class Builder:
    """One process that makes build after build."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, str(Path(__file__).parent / "site" / "driver.py")]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT
        )

    def build(self, name: str, cases: list[Case]) -> Built:
        """The tiny site with these cases in it."""
        assert self.process.stdin
        assert self.process.stdout
        home = self.folder / name
        content, output = home / "content", home / "output"
        shutil.copytree(TINY, content)
        for case in cases:
            case.write(content, case.article)
        request = [str(content), str(output), str(warm(self.folder / "cache")), []]
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        root = f"{content}/"
        return Built(
            ok=answer["ok"],
            lines=tuple(line.removeprefix(root) for line in answer["report"].splitlines()),
            faults=tuple(faults(output)) if answer["ok"] else (),
            files={
                path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()
            },
        )


@pytest.fixture(scope="module")
def builder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builder]:
    """The process, for all cases."""
    made = Builder(tmp_path_factory.mktemp("corpus"))
    yield made
    made.process.communicate()


@pytest.fixture(scope="module")
def refused(builder: Builder) -> Built:
    """All that must be refused and stands in files of its own, in one build."""
    return builder.build("refused", [case for case in CASES if case.expect == "refused" and not case.alone])


@pytest.fixture(scope="module")
def published(builder: Builder) -> Built:
    """All that can be published and stands in files of its own, in one build."""
    return builder.build("published", [case for case in CASES if case.expect != "refused" and not case.alone])


def _param(case: Case) -> Any:
    """Slow when it is a whole site of its own."""
    whole = case.alone and case.expect != "refused"
    return pytest.param(case, id=case.slug, marks=[pytest.mark.slow] if whole else [])


@pytest.mark.parametrize("case", [_param(case) for case in CASES])
def test_case(case: Case, builder: Builder, request: pytest.FixtureRequest) -> None:
    if case.alone:
        built = builder.build(case.slug, [case])
    else:
        built = request.getfixturevalue("refused" if case.expect == "refused" else "published")
    assert fault(case, built) == ""


def test_nothing_published_acts_or_is_broken(published: Built) -> None:
    assert published.ok, [line for line in published.lines if "LƯU Ý" not in line][:20]
    assert not published.faults


@pytest.mark.slow
def test_nothing_published_acts_in_a_browser(published: Built, builder: Builder, chromium: Browser) -> None:
    """Without a CSP, which would hide it: every page and the search page, asked for the hostile words."""
    assert published.ok
    context = chromium.new_context(bypass_csp=True)
    context.add_init_script("window.hits = 0; window.hit = () => { window.hits += 1 }; window.alert = window.hit")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with serving(builder.folder / "published" / "output") as address:
        paths = [f"/bai-viet/{case.slug}/" for case in CASES if case.group in {"xss", "feeds"} and _has_page(case)]
        for path in ["/", "/rss/", "/the/", *paths]:
            page.goto(address + path, wait_until="load")
            assert page.evaluate("window.hits") == 0, path
            clobbered = page.evaluate("[typeof document.getElementById, typeof document.location, typeof hit]")
            assert clobbered == ["function", "object", "function"], path
        page.goto(f"{address}/tim-kiem/", wait_until="load")
        for query in ("hit", "script", "<img src=x onerror=hit()>"):
            page.fill("#tim", query)
            page.get_by_text(f"“{query}”", exact=False).first.wait_for()
            assert page.evaluate("window.hits") == 0, query
        page.locator(".search-list li").first.wait_for()
        assert page.evaluate("window.hits") == 0
    context.close()
    assert not [url for url in asked if not url.startswith((address, "data:", "blob:"))]


def _has_page(case: Case) -> bool:
    return case.expect != "refused" and not case.alone and case.published and not case.path


def test_every_published_article_is_in_the_lists(published: Built) -> None:
    """None is dropped: the sitemap and the data file have each of them."""
    wanted = {case.slug for case in CASES if _has_page(case)}
    listed = published.files["du-lieu/bai-viet.json"].decode()
    assert wanted <= set(re.findall(r"/bai-viet/([a-z0-9-]+)/", listed))
    maps = b"".join(data for name, data in published.files.items() if name.startswith("sitemap"))
    assert wanted <= set(re.findall(r"/bai-viet/([a-z0-9-]+)/", maps.decode()))


def test_reports_are_one_line_each_the_worst_first(refused: Built, published: Built) -> None:
    for built in (refused, published):
        lines = [line for line in built.lines if re.match(r"\S.*:\d+: ", line)]
        keys = [("LƯU Ý: " in line, line.split(":")[0], int(line.split(":")[1])) for line in lines]
        assert keys == sorted(keys)
        assert not [line for line in built.lines if not line.isprintable()]
        assert not [line for line in built.lines if english(line)]
    assert "lỗi" in refused.lines[-1]


def test_the_corpus_is_as_large_as_it_says() -> None:
    assert not [name for name, count in Counter(case.slug for case in CASES).items() if count > 1]
    assert len(CASES) >= 200
