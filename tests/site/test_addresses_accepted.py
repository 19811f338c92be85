"""The site map is the site: what is built is what editors may link to, both ways, on three sites."""

from __future__ import annotations

import datetime as dt
from datetime import datetime
from pathlib import Path

import pytest

from plugins.core.addresses import output_file
from plugins.core.column.index import Parts
from plugins.core.column.site_paths import SitePaths
from plugins.core.site_map import ROWS
from plugins.reading import check as gate
from plugins.verbs.check import look
from tests.helpers.building import CONTENT, run_build
from tests.helpers.plans import plan_text, row
from tests.helpers.planwork_site import write_site

AT = "2026-10-01T08:00+07:00"
BARE = {
    "plan.toml": plan_text(
        "mot",
        number="1",
        title="Một",
        issuer="Cơ quan",
        date=dt.date(2022, 1, 1),
        topics=[row("chu-de-mot", "Chủ đề một", quote="Một.")],
    ),
    "articles/2022/2022-03-03-bai.md": """Title: Bài
Date: 2022-03-03 08:00
Category: chu-de-mot
Summary: Sapo.

Chữ.
""",
}


def _bare(folder: Path) -> Path:
    for name, text in BARE.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def _long(folder: Path) -> Path:
    """Every register, and enough articles for numbered pages and archives."""
    content = write_site(folder)
    sample = next((content / "articles").rglob("*.md"))
    text = sample.read_text(encoding="utf-8")
    date = next(line for line in text.split("\n") if line.startswith("Date:"))
    for number in range(45):
        copy = content / "articles" / f"them-{number:02}.md"
        own = text.replace(date, f"Date: 2022-02-{number % 28 + 1:02} 08:{number:02}")
        own = "\n".join(line for line in own.split("\n") if not line.startswith(("Id:", "Slug:", "Aliases:")))
        copy.write_text(own, encoding="utf-8")
    return content


@pytest.fixture(scope="module", params=[pytest.param("shipped", marks=pytest.mark.slow), "bare", "registers"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[SitePaths, dict[str, str]]:
    """What the gate accepts; site path → file of everything that was built."""
    folder = tmp_path_factory.mktemp(request.param)
    content = {
        "shipped": lambda: CONTENT,
        "bare": lambda: _bare(folder / "content"),
        "registers": lambda: _long(folder / "content"),
    }
    where, output = content[request.param](), folder / "output"
    run_build(where, output, folder / "cache", "--at", AT, "--site-url", "https://column.example")
    found: list[Parts] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMN_CACHE", str(folder / "other"))
        patch.setattr(gate, "find_problems", lambda parts: found.append(parts) or ())
        look(where, datetime.fromisoformat(AT))
    files = [path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()]
    built = {
        "/" + (file.removesuffix("index.html") if Path(file).name == "index.html" else file): file for file in files
    }
    return SitePaths(found[0], found[0].instant), built


@pytest.mark.slow
def test_what_is_accepted_is_built(site: tuple[SitePaths, dict[str, str]]) -> None:
    paths, built = site
    accepted = set(paths)
    assert not sorted(accepted - built.keys())
    assert all(path in paths for path in accepted)


def test_what_is_built_is_accepted(site: tuple[SitePaths, dict[str, str]]) -> None:
    """But for files that have no address of their own to link to."""
    paths, built = site
    refused = [path for path in built if path not in paths]
    unlinked = [row.path.partition("{")[0] for row in ROWS.values() if not row.linked and row.name != "root_file"]
    assert not [path for path in refused if path.endswith("/") or not path.startswith(tuple(unlinked))]


def test_nothing_else_is_accepted(site: tuple[SitePaths, dict[str, str]]) -> None:
    """Feeds and pages that look like the site's under paths that have none."""
    paths, built = site
    doubtful = {
        path + more
        for path in built
        for more in (
            "rss.xml",
            "atom.xml",
            "feed.json",
            "rss.xml/",
            "trang/1/",
            "trang/2/",
            "trang/1/rss.xml",
            "x/",
            "/",
        )
    }
    doubtful |= {path.rstrip("/") for path in built}
    assert not sorted(path for path in doubtful - built.keys() if path in paths)


def test_addresses_are_the_rows() -> None:
    assert output_file(ROWS["topic"].at("x")) == "chu-de/x/index.html"
