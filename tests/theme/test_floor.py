"""Old phones: what the style sheet and the scripts ask of a browser stands in a table with the versions that know it.

The floor is Chrome (and its WebView) 87 and Safari 14.1: from there on every part of the site works. What a newer
browser alone knows must say what happens without it. Pages can be read, and searched, from Chrome 80 and iOS 13 on,
where what the floor knows is missing. A feature that stands in no table fails: whoever uses it looks its versions up.
"""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

from plugins.system.build_inputs import ROOT
from tests.helpers.old_chromium import old_page

STATIC = ROOT / "theme/static"
COMMENT = re.compile(r"/\*(?:.|\n)*?\*/|//\s.*")


class Known(NamedTuple):
    """First version of Chrome and of Safari (iOS) that knows a feature; what a browser without it shows."""

    chrome: float
    safari: float
    without: str = ""


FLOOR = Known(87, 14.1)
READABLE = Known(80, 13.4)
TABLE = tomllib.loads((ROOT / "tests/data/browser_features.toml").read_text(encoding="utf-8"))


def css() -> str:
    """All style sheets without comments and strings."""
    text = "".join(path.read_text(encoding="utf-8") for path in sorted((STATIC / "css").rglob("*.css")))
    return re.sub(r'"[^"]*"', '""', COMMENT.sub("", text))


def js() -> str:
    """All scripts without comments."""
    return COMMENT.sub("", "".join(path.read_text(encoding="utf-8") for path in sorted((STATIC / "js").rglob("*.js"))))


def unexplained(kind: str, used: set[str]) -> list[str]:
    """What stands in no table, and what the floor lacks without a word on what happens then."""
    known = {name: Known(*row) for name, row in TABLE[kind].items() if name != "old"}
    old = set(TABLE[kind]["old"].split())
    found = [f"{kind} {name}: in no table" for name in sorted(used - set(known) - old)]
    for name in sorted(used & set(known)):
        row = known[name]
        if (row.chrome > FLOOR.chrome or row.safari > FLOOR.safari) and not row.without:
            found.append(f"{kind} {name}: Chrome {row.chrome}, Safari {row.safari}: what happens below?")
    return found


def test_every_property_is_known_to_old_phones_or_can_be_missed() -> None:
    used = {name for name in re.findall(r"[{;]\s*([\w-]+)\s*:(?!:)", css()) if not name.startswith("--")}
    assert len(used) > 70
    assert unexplained("property", used) == []


def test_every_selector_function_unit_and_query_is_known() -> None:
    text = css()
    preludes = [prelude for prelude in re.findall(r"([^{};]+)\{", text) if "@" not in prelude]
    selectors = {name for prelude in preludes for name in re.findall(r"(?<!:)::?[a-z-]+", prelude)}
    assert len(selectors) > 15
    assert unexplained("selector", selectors) == []
    functions = set(re.findall(r"(?<![:.\w-])([a-z-]+)\(", text))
    assert unexplained("function", functions) == []
    units = set(re.findall(r"(?<![\w#.-])(?:\d+|\d*\.\d+)([a-z]+|%)", text)) - {"e"}
    assert unexplained("unit", units) == []
    queries = set(re.findall(r"@[a-z-]+", text)) | set(re.findall(r"@media[^{]*?\(([a-z-]+):", text))
    assert unexplained("query", queries) == []


def test_no_logical_property_and_no_list_in_not() -> None:
    """Safari before 14.1 lays nothing out by them, Chrome before 88 drops the rule: the site is left to right."""
    assert re.findall(r"[{;]\s*[\w-]+-(?:block|inline)(?:-start|-end)?:|[{;]\s*inset-[\w-]+:", css()) == []
    assert re.findall(r":not\([^()]*,", css()) == []


def test_what_the_newest_value_asks_for_stands_after_an_older_one() -> None:
    for newest, older in (
        ("overflow-wrap: anywhere", "overflow-wrap: break-word"),
        ("min-height: 3lh", "min-height: 4.8em"),
    ):
        pieces = css().split(newest)
        assert len(pieces) > 1, newest
        assert all(piece.rstrip().endswith(older + ";") for piece in pieces[:-1]), newest


def test_every_member_that_scripts_use_is_known() -> None:
    text = js()
    used = set(re.findall(r"(?<=[\w)\]}\"'`]\.)[A-Za-z_]\w*|(?<=\?\.)[A-Za-z_]\w*", text))
    own = set(re.findall(r"([A-Za-z_]\w*)\s*:", text)) | set(re.findall(r"this\.(\w+) =", text))
    own |= set(re.findall(r"^\s+(?:async )?(\w+)\(.*\) \{", text, re.MULTILINE))
    own |= {name for group in re.findall(r"\{([\w\s,:]+)\}", text) for name in re.findall(r"\w+", group)}
    own |= set(re.findall(r"dataset\.(\w+)", text)) | set(re.findall(r"(?:window\.|\b)(ColumnSearch)\b", text))
    assert len(used) > 100
    assert unexplained("member", used - own - set(TABLE["own"]["old"].split())) == []
    assert re.findall(r"\.(?:at|findLast|findLastIndex|toSorted|toReversed|hasOwn|groupBy|any)\(", text) == []


@pytest.mark.parametrize("pattern", TABLE["syntax"])
def test_no_syntax_stops_a_script_on_an_old_phone(pattern: str) -> None:
    known = Known(*TABLE["syntax"][pattern])
    if known.chrome > READABLE.chrome or known.safari > READABLE.safari:
        assert re.findall(pattern, js()) == []


OLD_CHROME = os.environ.get("OLD_CHROME_PATH", "")
"""The oldest Chromium at hand: theme/README.md says which package offers one."""


@pytest.mark.slow
@pytest.mark.skipif(not OLD_CHROME, reason="OLD_CHROME_PATH names no old Chromium")
def test_an_old_chromium_searches_while_typing_and_opens_the_plan(own_site: str) -> None:
    with old_page(Path(OLD_CHROME)) as page:
        assert READABLE.chrome <= page.version() < 95, "no old browser"
        page.open(f"{own_site}/tim-kiem/?q=nghi")
        said = "document.querySelector('.search-status').innerText"
        assert page.until(f"{said}.startsWith('Có ')")
        page.value("document.querySelector('#tim').focus()")
        page.value("document.querySelector('#tim').setSelectionRange(4, 4)")
        page.type(" quyet")
        assert page.until(f"{said}.includes('“nghi quyet”')"), page.value(said)
        assert page.value(said).startswith("Có ")
        assert page.until("document.querySelector('.search-list > li')")
        page.open(f"{own_site}/ke-hoach/23-kh-duk/#muc-mo-chuyen-muc")
        assert page.until("document.querySelector('.phases').innerText.includes('đã kết thúc')")
        words = "#muc-mo-chuyen-muc details[open] blockquote"
        assert page.value(f"document.querySelector('{words}').getBoundingClientRect().height") > 20
        page.open(f"{own_site}/bai-viet/ke-hoach-23-giao-nhung-viec-gi/")
        picture = page.value("document.querySelector('.lead-figure img').currentSrc")
        assert picture.endswith(".webp" if page.version() < 85 else ".avif") or picture.startswith("data:image/avif")
        assert page.value("document.querySelector('.lead-figure img').naturalWidth") > 300
        page.open(f"{own_site}/")
        height = page.value("document.documentElement.scrollHeight")
        page.value("scrollTo(0, 99999)")
        page.value("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert page.value("document.documentElement.scrollHeight") == height, "the page jumps while it is read"
        assert page.errors == []
