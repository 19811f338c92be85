"""A site that lives in a folder of a host: every link carries the folder, every address for machines the host."""

from __future__ import annotations

import re

import pytest

from tests.helpers.building import CONTENT, run_build

ADDRESS = "https://co-quan.example/chuyen-muc"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Site path → HTML, of the project's own content built for a folder of a host."""
    folder = tmp_path_factory.mktemp("folder")
    output = folder / "output"
    run_build(CONTENT, output, folder / "cache", "--site-url", ADDRESS)
    files = output.rglob("*.html")
    return {file.relative_to(output).as_posix(): file.read_text(encoding="utf-8") for file in files}


@pytest.mark.slow
def test_every_link_carries_the_folder(pages: dict[str, str]) -> None:
    strays = {
        (name, link)
        for name, text in pages.items()
        for link in re.findall(r'\s(?:href|src|action)="(/[^"]*)"', text)
        if not link.startswith("/chuyen-muc/")
    }
    assert strays == set()


@pytest.mark.slow
def test_machines_get_whole_addresses(pages: dict[str, str]) -> None:
    text = pages["bai-viet/what-plan-23-asks-for/index.html"]
    own = f"{ADDRESS}/bai-viet/what-plan-23-asks-for/"
    vietnamese = f"{ADDRESS}/bai-viet/ke-hoach-23-giao-nhung-viec-gi/"
    assert f'<link rel="canonical" href="{own}">' in text
    assert f'<link rel="alternate" hreflang="en" href="{own}">' in text
    assert f'<link rel="alternate" hreflang="vi" href="{vietnamese}">' in text
    assert f'<meta property="og:url" content="{own}">' in text
    assert f'"@id":"{own}"' in text
    assert '<html lang="en">' in text


@pytest.mark.slow
def test_the_front_page_shows_no_picture_twice(pages: dict[str, str]) -> None:
    shown = re.findall(r'<a class="card-picture" href="([^"]*)"', pages["index.html"])
    assert len(shown) >= 3
    assert len(shown) == len(set(shown))
    topics = set(re.findall(r'id="khoi-([a-z0-9-]+)"', pages["index.html"]))
    assert "ket-qua-nam-dau" in topics
