"""content/goc/: proofs of ownership at the top of the site, and nothing that acts or takes the site's own names."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.files.root_files import content_problem, name_problems
from tests.publish.project import Project

GOOD = {
    "CNAME": b"chuyen-muc.example.vn\n",
    "google1234567890abcdef.html": b"google-site-verification: google1234567890abcdef.html",
    "BingSiteAuth.xml": b'<?xml version="1.0"?>\n<users>\n<user>AB12</user>\n</users>\n',
    "yandex_12ab.html": b'<html><head><meta name="x" content="y"></head><body>Verification: 12ab</body></html>',
    "ads.txt": b"placeholder.example, placeholder, DIRECT, placeholder\n",
    "apple-app-site-association": b"{}",
    "khoa.asc": b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n",
}
TAKEN = (
    "index.html",
    "INDEX.HTML",
    "404.html",
    "robots.txt",
    "rss.xml",
    "Atom.xml",
    "feed.json",
    "sitemap.xml",
    "sitemap-2021-01.xml",
    "manifest.json",
    "manifest.json.sig",
    "trang-thai.json",
    "opensearch.xml",
    "theme",
    "bai-viet",
    "tep.html",
    "_headers",
    ".htaccess.txt",
    "a b.txt",
    "đ.txt",
    "x.php",
    "x.svg",
    "x.html.txt",
    "thu-muc/x.txt",
)


def test_they_stand_at_the_top_of_the_site(tmp_path: Path) -> None:
    project = Project(tmp_path / "project", articles=1)
    folder = project.root / "content/goc"
    folder.mkdir()
    for name, data in GOOD.items():
        (folder / name).write_bytes(data)
    project.run("build")
    for name, data in GOOD.items():
        assert (project.root / "output" / name).read_bytes() == data, name
    (folder / "CNAME").write_bytes(b"khac.example.vn\n")
    (folder / "ads.txt").unlink()
    project.run("build")
    assert (project.root / "output/CNAME").read_bytes() == b"khac.example.vn\n"
    assert not (project.root / "output/ads.txt").exists()
    (folder / "robots.txt").write_text("User-agent: *\nDisallow: /\n")
    said = project.run("build", code=1)
    assert "goc/robots.txt:0: tệp ở gốc trang: trùng tên" in said


@pytest.mark.parametrize("name", TAKEN)
def test_names_that_cannot_be_are_told(name: str) -> None:
    assert [problem.path for problem in name_problems([f"goc/{name}"])] == [f"goc/{name}"]


@pytest.mark.parametrize("name", GOOD)
def test_usual_proofs_pass(name: str) -> None:
    assert not list(name_problems([f"goc/{name}", "articles/robots.txt", "gocx/index.html"]))
    assert content_problem(f"goc/{name}", GOOD[name]) is None


@pytest.mark.parametrize(
    "text",
    [
        b"<script>alert(1)</script>",
        b"< SCRIPT src=x>",
        b"<body onload=alert(1)>",
        b"<img src=x\nonerror = 'x'>",
        b'<a href="javascript:x">',
        b'<meta http-equiv="refresh" content="0;url=x">',
        b"<form action=x>",
        b"<iframe src=x>",
        b"<svg>",
        bytes(1),
        b"a" * 100_001,
    ],
)
def test_what_acts_is_told(text: bytes) -> None:
    assert content_problem("goc/x.html", text)


@given(st.text(min_size=1, max_size=30))
def test_no_name_leaves_the_top_of_the_site(name: str) -> None:
    if not list(name_problems([f"goc/{name}"])):
        assert "/" not in name
        assert name.isascii()
        assert not name.startswith((".", "_", "-"))
