"""An output folder that is itself a mount point, as a container's volume is: built to, file by file, and left clean."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site.faults import ARTICLE, PAGE, Site, files


def _mount(*options: str) -> None:
    done = subprocess.run(["mount", *options], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"mounting takes rights that are missing here: {done.stderr.strip()}")


@pytest.fixture(params=["tmpfs", "bind"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """The tiny site with an output folder that can't be renamed: on another disk, or on the same one (bind)."""
    made = Site(tmp_path)
    made.output.mkdir()
    if request.param == "tmpfs":
        _mount("-t", "tmpfs", "-o", "size=50m", "tmpfs", str(made.output))
    else:
        (made.cache / "volume").mkdir(parents=True)
        _mount("--bind", str(made.cache / "volume"), str(made.output))
    yield made
    subprocess.run(["umount", str(made.output)], check=True)


def _beside(site: Site) -> set[str]:
    return {path.name for path in site.home.iterdir()} | {
        f"output/{path.name}" for path in site.output.iterdir() if path.name.startswith(".")
    }


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Both states of the site as a folder holds them."""
    plain = Site(tmp_path_factory.mktemp("plain"))
    return plain.states()


def test_a_mount_point_is_built_to_and_built_to_again(
    site: Site, wanted: tuple[dict[str, bytes], dict[str, bytes]]
) -> None:
    before = _beside(site)
    for state in (0, 1, 0):
        site.change(state)
        code, report = site.build("--allow-deletions")
        assert code == 0, report
        assert files(site.output) == wanted[state]
        assert _beside(site) - {".well-known", "output/.well-known"} == (before | {"cache"}) - {"output/.well-known"}
    code, report = site.build()
    assert "ghi 0" in report
    code, report = site.build()
    assert "thư mục đích" not in report


def test_strangers_in_a_mount_point_go_and_the_disk_s_own_stay(
    site: Site, wanted: tuple[dict[str, bytes], dict[str, bytes]]
) -> None:
    (site.output / "lost+found").mkdir()
    assert site.build()[0] == 0
    (site.output / "la").mkdir()
    (site.output / "la" / "tep.html").write_text("lạ", encoding="utf-8")
    (site.output / "bai-viet" / "la.txt").write_text("lạ", encoding="utf-8")
    (site.output / PAGE).unlink()
    code, report = site.build()
    assert code == 0, report
    assert files(site.output) == wanted[0]
    assert (site.output / "lost+found").is_dir()


def test_a_mount_point_with_files_of_somebody_else_is_refused(site: Site) -> None:
    (site.output / "khac.txt").write_text("khác", encoding="utf-8")
    code, report = site.build()
    assert code == 1
    assert "có sẵn tệp mà không do chuyên mục dựng" in report
    assert {path.name for path in site.output.iterdir()} == {"khac.txt"}


def test_a_build_that_dies_in_a_mount_point_is_put_right(
    site: Site, wanted: tuple[dict[str, bytes], dict[str, bytes]]
) -> None:
    assert site.build()[0] == 0
    for round_ in range(4):
        site.change(round_ % 2)
        site.interrupt(0.3 + 0.3 * round_, signal.SIGKILL)
        code, report = site.build("--allow-deletions")
        assert code == 0, report
        assert files(site.output) == wanted[round_ % 2]
        assert not (site.output / ".column-stage").exists()


def test_a_build_that_fails_leaves_a_mount_point_as_it_was(site: Site) -> None:
    assert site.build()[0] == 0
    before, times = files(site.output), os.stat(site.output).st_mtime_ns
    text = (site.content / ARTICLE).read_text(encoding="utf-8")
    (site.content / ARTICLE).write_text(text.replace("Category:", "Category: khong-co-"), encoding="utf-8")
    assert site.build()[0] == 1
    assert files(site.output) == before
    assert os.stat(site.output).st_mtime_ns == times
    assert not (site.output / ".column-stage").exists()
