"""Settings of earlier commits: their lists of parts build the same site as the one name of today."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.column import NAME, PARTS, parts_of
from plugins.earlier_names import EARLIER
from tests.helpers.building import ROOT, TINY, run_build
from tests.helpers.processes import failures_of_each

EARLIER_LIST = [
    "plugins.reading.reader",
    "plugins.run",
    "plugins.generator",
    "plugins.pages.published_files",
    "plugins.pages.articles",
    "plugins.pages.lists",
    "plugins.pages.front",
    "plugins.pages.plans",
    "plugins.pages.directories",
    "plugins.pages.editors",
    "plugins.pages.feedback",
    "plugins.search.page",
    "plugins.search.index",
    "plugins.pages.redirects",
    "plugins.pages.server_files",
    "plugins.pages.events",
    "plugins.feeds.calendars",
    "plugins.pages.registers",
    "plugins.pages.handouts",
    "plugins.feeds.lists",
    "plugins.feeds.registers",
    "plugins.feeds.opml",
    "plugins.feeds.sitemaps",
    "plugins.feeds.open_data",
]
"""PLUGINS of pelicanconf.py before there was one name for all."""
LATER = {"plugins.pages.root_files", "plugins.pages.listening", "plugins.feeds.podcast"}
"""Parts made since, which no earlier list asks for."""


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _settings(folder: Path, plugins: list[str]) -> Path:
    settings = folder / "settings.py"
    text = (
        (ROOT / "pelicanconf.py").read_text(encoding="utf-8").replace(f'PLUGINS = ["{NAME}"]', f"PLUGINS = {plugins!r}")
    )
    text = text.replace('PLUGIN_PATHS = ["."]', f"PLUGIN_PATHS = [{str(ROOT)!r}]")
    settings.write_text(text.replace('THEME = "theme"', f"THEME = {str(ROOT / 'theme')!r}"), encoding="utf-8")
    return settings


@pytest.mark.slow
def test_an_earlier_list_builds_the_same_site(tmp_path: Path) -> None:
    options = ("--at", "2022-06-01 08:00", "--site-url", "https://column.example")
    run_build(TINY, tmp_path / "now", tmp_path / "cache", *options)
    settings = _settings(tmp_path, EARLIER_LIST)
    run_build(TINY, tmp_path / "before", tmp_path / "cache", *options, "--settings", str(settings))
    assert _files(tmp_path / "before") == _files(tmp_path / "now")


def test_what_a_list_leaves_out_is_not_made_and_not_linked(tmp_path: Path) -> None:
    settings = _settings(tmp_path, [name for name in EARLIER_LIST if "open_data" not in name])
    run_build(TINY, tmp_path / "out", tmp_path / "cache", "--settings", str(settings))
    assert not (tmp_path / "out" / "du-lieu").exists()
    assert 'href="/du-lieu/"' not in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_an_unknown_plugin_is_told(tmp_path: Path) -> None:
    settings = _settings(tmp_path, [NAME, "plugins.no_such_part"])
    told = run_build(TINY, tmp_path / "out", tmp_path / "cache", "--settings", str(settings), code=1)
    assert "plugins.no_such_part" in told.stderr


def test_parts() -> None:
    assert parts_of([NAME]) == frozenset(PARTS)
    assert parts_of(EARLIER_LIST) == frozenset(PARTS) - LATER
    assert parts_of(["plugins.run", "other"]) == {"plugins.build.run"}


def test_a_package_that_was_a_module_gives_what_that_gave() -> None:
    names = ["attempt", "build", "Options"]
    code = "import plugins.build.attempt, plugins.build\nassert callable(getattr(plugins.build, name))"
    assert failures_of_each(code, names) == []


@pytest.fixture(scope="module")
def other_than_todays() -> list[str]:
    """What is wrong with earlier names, each asked for first of all; a line begins with the name."""
    code = f"today = {EARLIER!r}[name]\nimport importlib\nold, new = map(importlib.import_module, (name, today))\n"
    return failures_of_each(code + "assert old is new; assert new.__spec__.name == new.__name__ == today", EARLIER)


@pytest.mark.slow
@pytest.mark.parametrize("name", EARLIER)
def test_an_earlier_module_is_todays(name: str, other_than_todays: list[str]) -> None:
    assert [line for line in other_than_todays if line.split()[0] == name] == []
