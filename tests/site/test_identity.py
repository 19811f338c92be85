"""What subscribers know an article by does not change unnoticed: authority, Id, file name, each told with its line."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.helpers.building import run_build

TINY = Path(__file__).parent / "content"
SOURCE = "articles/2022-03-01-cung-phut-mot.md"
AUTHORITY = re.compile(r'^authority = "(.*)"$', re.M)


class Home:
    """The tiny site, built once."""

    def __init__(self, folder: Path) -> None:
        self.content = Path(shutil.copytree(TINY, folder / "content"))
        self.output, self.cache = folder / "output", folder / "cache"
        self.build()

    def build(self, *options: str, code: int = 0) -> str:
        """What the build says."""
        done = run_build(self.content, self.output, self.cache, *options, code=code)
        return done.stdout + done.stderr

    def guids(self) -> list[str]:
        """Of the column's feed."""
        return re.findall(r"<guid[^>]*>([^<]*)<", (self.output / "rss.xml").read_text(encoding="utf-8"))

    def edit(self, file: str, old: str, new: str) -> None:
        """Change a file of content."""
        path = self.content / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def _authority(home: Home) -> str:
    found = AUTHORITY.search((home.content / "site.toml").read_text(encoding="utf-8"))
    assert found
    return found[1]


@pytest.mark.slow
@pytest.mark.parametrize("how", ["changed", "taken out", "commented", "file gone"])
def test_an_authority_that_changes_or_goes_is_refused_with_the_line_that_keeps_it(home: Home, how: str) -> None:
    authority, before = _authority(home), home.guids()
    site = home.content / "site.toml"
    text = site.read_text(encoding="utf-8")
    line = f'authority = "{authority}"'
    new = {"changed": 'authority = "khac.example,2022-01-01"', "taken out": "", "commented": f"# {line}"}
    if how == "file gone":
        site.unlink()
    else:
        site.write_text(text.replace(line, new[how]), encoding="utf-8")
    for options in ((), ("--force",)):
        told = home.build(*options, code=1)
        assert "site.toml:0: authority: " in told
        assert f"ghi {line} để giữ" in told
    assert home.guids() == before
    site.write_text(text, encoding="utf-8")
    home.build()
    assert home.guids() == before


@pytest.mark.slow
def test_an_authority_may_be_changed_on_purpose(home: Home) -> None:
    home.edit("site.toml", _authority(home), "khac.example,2022-01-01")
    home.build("--allow-deletions")
    assert all(guid.startswith("tag:khac.example,2022-01-01:") for guid in home.guids())
    home.build()


@pytest.mark.slow
def test_a_first_authority_is_no_change(tmp_path: Path) -> None:
    content = Path(shutil.copytree(TINY, tmp_path / "content"))
    site = content / "site.toml"
    text = site.read_text(encoding="utf-8")
    site.write_text(AUTHORITY.sub("", text), encoding="utf-8")
    run_build(content, tmp_path / "output", tmp_path / "cache")
    site.write_text(text, encoding="utf-8")
    run_build(content, tmp_path / "output", tmp_path / "cache")


@pytest.mark.slow
def test_a_changed_id_is_told_with_the_old_one(home: Home) -> None:
    before = home.guids()
    home.edit(SOURCE, "Title:", "Id: ma-moi\nTitle:")
    told = home.build()
    assert f"{SOURCE}: Id đổi từ “2022-03-01-cung-phut-mot” thành “ma-moi”" in told
    assert "ghi “Id: 2022-03-01-cung-phut-mot” để giữ" in told
    home.edit(SOURCE, "Id: ma-moi", "Id: 2022-03-01-cung-phut-mot")
    home.build()
    assert home.guids() == before


@pytest.mark.slow
@pytest.mark.parametrize("name", ["articles/2022-03-01-ten-khac.md", "articles/2022-03-02-khac-nua.md"])
def test_a_renamed_file_is_told_as_one_with_the_lines_that_keep_id_and_address(home: Home, name: str) -> None:
    before = home.guids()
    for text in (home.content / "articles").glob("*.md"):  # what links to it
        text.write_text(
            text.read_text(encoding="utf-8").replace(f"]({Path(SOURCE).name}", f"](/{name}"), encoding="utf-8"
        )
    (home.content / SOURCE).rename(home.content / name)
    told = home.build()
    found = re.search(rf"• {name}: có vẻ là {SOURCE} đổi tên .*ghi “(Id: .*?)” và “(Aliases: .*?)” để giữ", told)
    assert found, told
    home.edit(name, "Title:", f"{found[1]}\n{found[2]}\nTitle:")
    home.build()
    assert sorted(home.guids()) == sorted(before)
    assert (home.output / "bai-viet/cung-phut-mot/index.html").is_file()


@pytest.mark.slow
def test_a_file_moved_to_another_folder_keeps_its_id(home: Home) -> None:
    before = home.guids()
    name = "articles/2022/2022-03-09-moi.md"
    (home.content / "articles/2022").mkdir()
    (home.content / name).write_text(
        "Title: Bài\nDate: 2022-03-09\nCategory: dao-duc\nSummary: S.\n\nChữ.\n", encoding="utf-8"
    )
    home.build()
    (home.content / name).rename(home.content / "articles/2022-03-09-moi.md")
    told = home.build()
    assert "đổi tên" not in told
    assert "Id đổi" not in told
    assert len(home.guids()) == len(before) + 1


@pytest.mark.slow
def test_a_machine_that_knows_nothing_has_nothing_to_tell(home: Home) -> None:
    home.edit(SOURCE, "Title:", "Id: ma-moi\nTitle:")
    shutil.rmtree(home.cache)
    assert "Id đổi" not in home.build()
