"""Pages of terms, demands, events and the editors' own that get another address: told until the old one leads on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.helpers.building import run_build
from tests.helpers.plans import row, rows_text
from tests.helpers.planwork_site import FILES, write_site
from tests.site.faults import files

DOCUMENT = rows_text("plans.documents", row("van-kien", "Văn kiện thử", quote="văn kiện"))
TERMS = {  # page → (slug, other slug)
    "chu-de/hoc-tap": ("hoc-tap", "hoc"),
    "hinh-thuc/toa-dam": ("toa-dam", "ban-tron"),
    "don-vi/don-vi-dau": ("don-vi-dau", "don-vi-mot"),
    "van-kien/van-kien": ("van-kien", "nghi-quyet"),
    "uu-tien/uu-tien-thu": ("uu-tien-thu", "uu-tien"),
    "giai-doan/dot-mot": ("dot-mot", "dot-dau"),
    "ke-hoach/ke-hoach-thu/viec-da-lam": ("viec-da-lam", "viec-xong"),
}
EVENT, PAGE = "su-kien/2022-03-10-hoi-nghi.md", "pages/gioi-thieu.md"
AT = ("--at", "2022-03-20T12:00+07:00", "--site-url", "https://thu.example")
BEFORE = {
    "plan.toml": FILES["plan.toml"] + DOCUMENT,
    PAGE: "Title: Giới thiệu\n\nChữ.\n",
}


def _changed(content: Path) -> None:
    """Give everything another slug; files that name a term by its slug follow."""
    for path in content.rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        for old, new in TERMS.values():
            text = (
                text.replace(f'"{old}"', f'"{new}"').replace(f": {old}\n", f": {new}\n").replace(f"{old}, ", f"{new}, ")
            )
        text = text.replace("Kind: ban-tron", "Kind: toa-dam")
        if path.name in {Path(EVENT).name, Path(PAGE).name}:
            text = f"Slug: khac\n{text}" if path.name == Path(PAGE).name else f"Slug: hop\n{text}"
        path.write_text(text, encoding="utf-8")


def _written_down(content: Path) -> None:
    """Write the lines that the build asks for."""
    plan = content / "plan.toml"
    text = plan.read_text(encoding="utf-8")
    for old, new in TERMS.values():
        text = text.replace(f'slug = "{new}"', f'slug = "{new}"\nformer_slugs = ["{old}"]')
    plan.write_text(text, encoding="utf-8")
    page, site = content / PAGE, content / "site.toml"
    page.write_text("Aliases: gioi-thieu\n" + page.read_text(encoding="utf-8"), encoding="utf-8")
    row = '[[moved]]\nfrom = "/su-kien/hoi-nghi/"\nto = "/su-kien/hop/"\n'
    site.write_text(site.read_text(encoding="utf-8") + row, encoding="utf-8")


LINES = {
    **{page: f'ghi former_slugs = ["{old}"] vào mục ấy' for page, (old, _) in TERMS.items()},
    "gioi-thieu": "ghi “Aliases: gioi-thieu” vào phần đầu trang",
    "su-kien/hoi-nghi": 'ghi [[moved]] from = "/su-kien/hoi-nghi/", to = "/su-kien/hop/" vào site.toml',
}


@pytest.mark.slow
def test_another_address_is_told_until_the_old_one_leads_on(tmp_path: Path) -> None:
    content, output, cache = write_site(tmp_path / "content", BEFORE), tmp_path / "output", tmp_path / "cache"
    said = run_build(content, output, cache, *AT).stdout
    assert "không dẫn tới đâu" not in said
    for page in LINES:
        assert (output / page / "index.html").is_file(), page
    _changed(content)
    for options in ((), (), ("--force",)):  # the second finds nothing changed
        said = run_build(content, output, cache, *AT, *options).stdout
        for page, line in LINES.items():
            (told,) = [row for row in said.splitlines() if f"địa chỉ cũ /{page}/ (" in row]
            assert line in told
            assert not (output / page / "index.html").exists()
    _written_down(content)
    said = run_build(content, output, cache, *AT).stdout
    assert "không dẫn tới đâu" not in said
    table = (output / "_redirects").read_text(encoding="utf-8")
    for page in LINES:
        assert f"/{page}/ /" in table
        assert "noindex" in (output / page / "index.html").read_text(encoding="utf-8")
    assert "/don-vi/don-vi-dau/rss.xml /don-vi/don-vi-mot/rss.xml" in table
    run_build(content, tmp_path / "clean", tmp_path / "other", *AT)
    assert files(output) == files(tmp_path / "clean")


@pytest.mark.slow
def test_what_is_gone_for_good_is_told_once(tmp_path: Path) -> None:
    content, output, cache = write_site(tmp_path / "content", BEFORE), tmp_path / "output", tmp_path / "cache"
    run_build(content, output, cache, *AT)
    (content / PAGE).unlink()
    (content / EVENT).unlink()
    said = run_build(content, output, cache, *AT).stdout
    assert f"địa chỉ /gioi-thieu/ (“{PAGE}”) không còn" in said
    assert f"địa chỉ /su-kien/hoi-nghi/ (“{EVENT}”) không còn" in said
    shutil.copy(content / "site.toml", content / "site.toml.copy")
    (content / "site.toml.copy").replace(content / "site.toml")  # something to look at
    assert "không còn" not in run_build(content, output, cache, *AT).stdout
