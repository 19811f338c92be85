"""An output folder that is itself a mount point, as a container's volume is: built to, file by file, and left clean."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.site.faults import ARTICLE, PAGE, Site, files

pytestmark = pytest.mark.slow


def _mount(*options: str) -> None:
    done = subprocess.run(["mount", *options], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"mounting takes rights that are missing here: {done.stderr.strip()}")


def _umount(*points: Path) -> None:
    for point in points:
        subprocess.run(["umount", str(point)], check=True)


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
    _umount(made.output)


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


def _a_link(site: Site, disk: Path) -> list[Path]:
    """The output folder is a link to a mount point."""
    _mount("-t", "tmpfs", "tmpfs", str(disk))
    site.output.symlink_to(disk)
    return [disk]


def _below(site: Site, disk: Path) -> list[Path]:
    """It lies in a mount point, away from the cache."""
    _mount("-t", "tmpfs", "tmpfs", str(disk))
    site.output = disk / "trang"
    return [disk]


def _layers(site: Site, disk: Path) -> list[Path]:
    """It is a container's own file system: one layer above another."""
    _mount("-t", "tmpfs", "tmpfs", str(disk))
    layers = [disk / name for name in ("duoi", "tren", "viec")]
    for folder in (*layers, site.output):
        folder.mkdir()
    lower, upper, work = layers
    _mount("-t", "overlay", "overlay", "-o", f"lowerdir={lower},upperdir={upper},workdir={work}", str(site.output))
    return [site.output, disk]


def _cache_apart(site: Site, disk: Path) -> list[Path]:
    """The cache is a mount point, the output folder is none."""
    _mount("-t", "tmpfs", "tmpfs", str(disk))
    site.cache = disk
    return [disk]


def _all_apart(site: Site, disk: Path) -> list[Path]:
    """Content that may be read only, a cache and an output folder, each a mount point, as a container gets them."""
    site.output.mkdir()
    _mount("--bind", str(site.content), str(site.content))
    _mount("-t", "tmpfs", "tmpfs", str(disk))
    _mount("-t", "tmpfs", "tmpfs", str(site.output))
    site.cache = disk
    return [site.output, disk, site.content]


@pytest.mark.parametrize("lay", [_a_link, _below, _layers, _cache_apart, _all_apart])
def test_however_disks_are_mounted_the_site_is_the_same(
    tmp_path: Path, wanted: tuple[dict[str, bytes], dict[str, bytes]], lay: Callable[[Site, Path], list[Path]]
) -> None:
    made, disk = Site(tmp_path), tmp_path / "dia"
    disk.mkdir()
    points = lay(made, disk)
    try:
        for state in (0, 1):
            made.change(state)
            code, report = made.build("--allow-deletions")
            assert code == 0, report
            assert files(made.output) == wanted[state]
        assert "ghi 0" in made.build()[1]
        assert "ghi 0" in made.build("--force")[1]
    finally:
        _umount(*points)


def test_a_site_in_a_folder_of_its_address_is_built_to_a_mount_point(site: Site, tmp_path: Path) -> None:
    plain = Site(tmp_path / "plain")
    for address in ("https://thu.example/chuyen-muc", "https://thu.example/khac/sau"):
        for made in (site, plain):
            code, report = made.build("--site-url", address)
            assert code == 0, report
        assert files(site.output) == files(plain.output)


@pytest.mark.parametrize("inside", ["anh", "bai-viet/cung-phut-mot", "robots.txt"])
def test_a_mount_point_inside_the_output_folder_is_told(tmp_path: Path, inside: str) -> None:
    made = Site(tmp_path)
    assert made.build()[0] == 0
    before, point = files(made.output), made.output / inside
    if point.is_dir():
        _mount("-t", "tmpfs", "tmpfs", str(point))
    else:
        _mount("--bind", str(made.content / "site.toml"), str(point))
    try:
        made.change(1)
        code, report = made.build()
    finally:
        _umount(point)
    assert code == 1
    assert f"{point}: là điểm gắn ổ đĩa" in report
    assert files(made.output) == before
    assert made.build()[0] == 0


def test_a_full_or_locked_mount_point_is_told_and_stays(
    site: Site, wanted: tuple[dict[str, bytes], dict[str, bytes]]
) -> None:
    assert site.build()[0] == 0
    site.change(1)
    _mount("-o", "remount,bind,ro", str(site.output))
    code, report = site.build()
    assert code == 1
    assert f"{site.output}/.column-stage: ổ đĩa chỉ cho đọc" in report
    _mount("-o", "remount,bind,rw", str(site.output))
    assert files(site.output) == wanted[0]
    assert site.build()[0] == 0
    assert files(site.output) == wanted[1]
