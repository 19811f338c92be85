"""A build looks at all that the scan saw, not at readable files alone: nothing an editor adds is dropped in silence."""

from __future__ import annotations

import os
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.building import run_build

TINY = Path(__file__).parent / "content"
ARTICLE = "Title: Bài mới\nDate: 2022-03-03 08:00\nCategory: dao-duc\nSummary: S.\n\nChữ.\n"


def _other_encoding(folder: Path) -> None:
    (Path(os.fsdecode(os.fsencode(folder) + b"/b\xe0i-m\xf4i.md"))).write_text(ARTICLE, encoding="utf-8")


def _control_character(folder: Path) -> None:
    (folder / "bai\nmoi.md").write_text(ARTICLE, encoding="utf-8")


def _hidden_character(folder: Path) -> None:
    (folder / "bai\u200bmoi.md").write_text(ARTICLE, encoding="utf-8")


def _link(folder: Path) -> None:
    (folder / "lien-ket.md").symlink_to(next(folder.glob("*.md")))


def _broken_link(folder: Path) -> None:
    (folder / "lien-ket.md").symlink_to("khong-co.md")


def _linked_folder(folder: Path) -> None:
    (folder / "nam-truoc").symlink_to(folder.parent / "pages")


def _pipe(folder: Path) -> None:
    os.mkfifo(folder / "ong.md")


def _folder_like_an_article(folder: Path) -> None:
    (folder / "bai-moi.md").mkdir()


def _twin(folder: Path) -> None:
    for form in ("NFC", "NFD"):
        (folder / unicodedata.normalize(form, "bài-đôi.md")).write_text(ARTICLE, encoding="utf-8")


ODD: tuple[Callable[[Path], None], ...] = (
    _other_encoding, _control_character, _hidden_character, _link, _broken_link, _linked_folder, _pipe,
    _folder_like_an_article, _twin,
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("add", ODD)
def test_what_can_not_be_taken_is_refused_after_a_good_build_too(tmp_path: Path, add: Callable[[Path], None]) -> None:
    content, output, cache = Path(shutil.copytree(TINY, tmp_path / "content")), tmp_path / "output", tmp_path / "cache"
    run_build(content, output, cache)
    before = sorted(output.rglob("*"))
    add(content / "articles")
    assert "lỗi" in run_build(content, output, cache, code=1).stderr
    assert sorted(output.rglob("*")) == before


@pytest.mark.slow
def test_a_theme_of_ones_own_is_looked_at_every_time(tmp_path: Path) -> None:
    """A settings file may name files that the quick answer knows nothing of."""
    content, output, cache = Path(shutil.copytree(TINY, tmp_path / "content")), tmp_path / "output", tmp_path / "cache"
    own = Path(shutil.copytree(Path(__file__).parents[2] / "theme", tmp_path / "own"))
    settings = tmp_path / "settings.py"
    settings.write_text(f"from pelicanconf import *\nTHEME = {str(own)!r}\n", encoding="utf-8")
    options = ("--settings", str(settings))
    run_build(content, output, cache, *options)
    footer = own / "templates/partials/footer.html"
    footer.write_text(footer.read_text(encoding="utf-8") + "<!-- sửa -->", encoding="utf-8")
    run_build(content, output, cache, *options)
    assert "<!-- sửa -->" in (output / "index.html").read_text(encoding="utf-8")
