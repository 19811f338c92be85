"""docs/contracts.md: every promise names a test that exists; and the promises that no other file tests."""

from __future__ import annotations

import ast
import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.helpers.feed_site import ROOT, feed_site, sample_site

CONTRACTS = (ROOT / "docs" / "contracts.md").read_text(encoding="utf-8")


def test_every_promise_names_a_test_that_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", CONTRACTS)
    assert len(named) > 20
    for file, name in named:
        module = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        assert name in {node.name for node in ast.walk(module) if isinstance(node, ast.FunctionDef)}, f"{file}::{name}"
    rows = [line for line in CONTRACTS.splitlines() if line.startswith("| ")]
    for heading in (number for number, line in enumerate(rows) if line == "| promise | held by |"):
        for line in rows[heading + 1 :]:
            if line.startswith(("| address", "| field", "| promise")):
                break
            assert re.search(r"\| `tests/[\w/]+\.py::\w+` \|$", line), line


def test_every_folder_of_tests_is_looked_into(pytestconfig: pytest.Config) -> None:
    """What pytest passes over by its own habit (a folder "build", say) would never be run, and nobody would notice."""
    passed_over = pytestconfig.getini("norecursedirs")
    folders = {path.parent.relative_to(ROOT) for path in (ROOT / "tests").rglob("test_*.py")}
    assert not [folder for folder in folders if any(fnmatch(name, p) for name in folder.parts for p in passed_over)]


@pytest.mark.slow
def test_addresses_do_not_follow_title_date_or_topic(tmp_path: Path) -> None:
    site = feed_site(tmp_path)
    path = site.article("mot")
    site.build()
    before = {file.relative_to(site.output).as_posix() for file in site.output.rglob("*") if file.is_file()}
    site.edit(path, "Title: .*", "Title: Một tựa khác hẳn")
    site.edit(path, "Date: .*", "Date: 2021-07-09T10:00")
    site.edit(path, "Category: .*", "Category: chu-de-trong")
    site.build()
    after = {file.relative_to(site.output).as_posix() for file in site.output.rglob("*") if file.is_file()}
    assert after == before
    assert b"2021-07-05-mot" in site.read("chu-de/chu-de-trong/rss.xml")


def test_every_term_of_the_plan_has_its_feeds() -> None:
    site = sample_site()
    for folder in ("chu-de/chu-de-a", "chu-de/chu-de-trong", "hinh-thuc/truyen-thong", "don-vi/don-vi-mau"):
        for name in ("rss.xml", "atom.xml", "feed.json"):
            assert (site.output / folder / name).is_file()


@pytest.mark.slow
def test_the_same_content_makes_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for name, zone in (("mot", "UTC"), ("hai", "America/New_York")):
        site = feed_site(tmp_path / name)
        for number in range(3):
            site.article(f"bai-{number}", day=f"2021-07-0{number + 1}", modified="2021-07-09T09:00")
        done = site.run("build", "--site-url", "https://a.example", environment={"TZ": zone, "LC_ALL": "C"})
        assert done.returncode == 0
        endings = (".xml", ".json", ".opml")
        files = sorted(path for path in site.output.rglob("*") if path.suffix in endings)
        made.append({path.relative_to(site.output).as_posix(): path.read_bytes() for path in files})
    assert made[0] == made[1]
