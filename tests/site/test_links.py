"""No link of the site leads nowhere: every address of a page, picture, style or script, and every anchor, is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

pytestmark = pytest.mark.slow

HOST = "https://column.example"


def addresses(page: BeautifulSoup) -> Iterator[str]:
    """Everything a page asks for or leads to."""
    for element in page.find_all(True):
        yield from (element[name] for name in ("href", "src") if element.has_attr(name))
        if element.has_attr("srcset") and not element["srcset"].startswith("data:"):  # the picture itself
            yield from (candidate.split()[0] for candidate in element["srcset"].split(","))


def test_no_link_leads_nowhere(own_output: Path) -> None:
    pages = {path: BeautifulSoup(path.read_bytes(), "lxml") for path in own_output.rglob("*.html")}
    anchors = {path: {element["id"] for element in page.find_all(id=True)} for path, page in pages.items()}
    dead, looked_at = set(), 0
    for path, page in pages.items():
        base = "/" + path.relative_to(own_output).as_posix().removesuffix("index.html")
        for address in addresses(page):
            target = urlsplit(urljoin(HOST + base, address))
            if f"{target.scheme}://{target.netloc}" != HOST:
                continue
            looked_at += 1
            file = own_output / unquote(target.path).lstrip("/")
            file = file / "index.html" if target.path.endswith("/") else file
            if not file.is_file() or (target.fragment and target.fragment not in anchors.get(file, {target.fragment})):
                dead.add((base, address))
    assert looked_at > 5_000
    assert dead == set()
