"""Whatever nobody foresaw is one Vietnamese line that names the file being worked on, under every verb."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.core.errors import BuildError, StoreError
from plugins.system import workers
from plugins.system.failures import told
from tests.helpers.building import ROOT
from tests.helpers.processes import run_module
from tests.site.faults import Site, copy_project, files

MANY = 120
SIZES = {"output": "2m", "cache": "600k"}


def _fill(site: Site) -> None:
    """So many articles that pages are made by several processes."""
    for number in range(MANY):
        (site.content / f"articles/2022-03-03-n{number}.md").write_text(
            f"Title: Bài {number}\nDate: 2022-03-03 08:00\nCategory: dao-duc\nSummary: S {number}.\n\n"
            + "chữ " * 300
            + "\n",
            encoding="utf-8",
        )


def _assert_one_line(report: str) -> str:
    """The one line that begins with LỖI, which is all there is of the failure."""
    assert "Traceback" not in report
    assert "Errno" not in report
    (line,) = re.findall(r"^LỖI: .*$", report, re.M)
    assert report.rstrip().endswith(line)
    return line


@pytest.fixture
def disk(tmp_path: Path, full: str) -> Iterator[Path]:
    """A disk that is too small for what it is to hold."""
    folder = tmp_path / "disk"
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZES[full]}", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("mounting takes rights that are missing here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.slow
@pytest.mark.parametrize("full", sorted(SIZES))
def test_a_full_disk_is_told_with_the_place_that_is_full(tmp_path: Path, disk: Path, full: str) -> None:
    (tmp_path / "site").mkdir()
    site = Site(tmp_path / "site")
    _fill(site)
    setattr(site, full, disk / full)
    code, report = site.build()
    assert code == 1
    line = _assert_one_line(report)
    assert "ổ đĩa đã đầy" in line
    assert str(disk) in line
    assert not any(path.name in {"stage", "index.html"} for path in disk.rglob("*"))


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with many pages, built by a copy of the project that tests break and mend again."""
    home = tmp_path_factory.mktemp("own")
    made = Site(home, copy_project(home / "project"))
    _fill(made)
    code, report = made.build()
    assert code == 0, report
    return made


BREAKS = [
    ("plugins/pages/articles.py", "\ndef ", "\n1 / 0\ndef ", r"pages/articles\.py:\d+: ZeroDivisionError"),
    (
        "theme/templates/article.html",
        "{% block main %}",
        "{% block main %}{{ 1 // 0 }}",
        r"khi đang làm bai-viet/\S+/index\.html",
    ),
    (
        "plugins/core/views/presenter.py",
        "    def card(self",
        "    def card(self, *_):\n        raise RuntimeError('hai\\ndòng')\n\n    def _card(self",
        r"RuntimeError: hai dòng, khi đang làm \S+",
    ),
    (
        "plugins/core/article/record.py",
        "    text, front, early = read_front(data, source)",
        "    if 'n77' in source:\n        raise KeyError(source)\n    text, front, early = read_front(data, source)",
        r"khi đang làm articles/2022-03-03-n77\.md",
    ),
    (
        "plugins/core/article/record.py",
        "    text, front, early = read_front(data, source)",
        "    if 'n77' in source:\n        import os, signal\n        os.kill(os.getpid(), signal.SIGKILL)\n"
        "    text, front, early = read_front(data, source)",
        r"tiến trình con bị dừng \(tín hiệu 9, .*khi đang làm articles/2022-03-03-n77\.md",
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize(("file", "old", "new", "said"), BREAKS)
def test_a_failure_in_any_process_names_the_file(own: Site, file: str, old: str, new: str, said: str) -> None:
    before = files(own.output)
    path = own.project / file
    whole = path.read_text(encoding="utf-8")
    assert old in whole
    path.write_text(whole.replace(old, new, 1), encoding="utf-8")
    try:
        code, report = own.build("--force")
    finally:
        path.write_text(whole, encoding="utf-8")
    assert code == 1
    assert re.search(said, _assert_one_line(report)), report
    assert files(own.output) == before


@pytest.mark.slow
@pytest.mark.parametrize(
    "verb", [["check"], ["coverage"], ["digest", "2022-03"], ["corrections"], ["feed-preview", "n1"]]
)
@pytest.mark.parametrize("debug", ["", "1"])
def test_every_verb_has_a_net(own: Site, verb: list[str], debug: str) -> None:
    path = own.project / "plugins/reading/sources.py"
    whole = path.read_text(encoding="utf-8")
    path.write_text(
        whole.replace('    """Walk the folder once.', '    raise RuntimeError("ngoài dự kiến")\n    """Walk', 1),
        encoding="utf-8",
    )
    environment = {**os.environ, "PYTHONPATH": str(own.project), "COLUMN_CACHE": str(own.cache), "COLUMN_DEBUG": debug}
    try:
        done = run_module("plugins.command", *verb, "--content", str(own.content), cwd=own.project, env=environment)
    finally:
        path.write_text(whole, encoding="utf-8")
    assert done.returncode == 1
    assert "LỖI: plugins/reading/sources.py:" in done.stderr
    assert "RuntimeError: ngoài dự kiến" in done.stderr
    assert ("Traceback" in done.stderr) == bool(debug)


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (OSError(28, "No space left on device", "/a/b"), "/a/b: ổ đĩa đã đầy, khi đang làm x.md"),
        (PermissionError(13, "Permission denied"), "không có quyền, khi đang làm x.md"),
        (MemoryError(), "không đủ bộ nhớ, khi đang làm x.md"),
        (StoreError("hỏng"), "hỏng"),
    ],
)
def test_the_line_says_where_why_and_at_which_file(error: Exception, line: str) -> None:
    assert told(error, "x.md") == line


def test_a_worker_that_is_killed_says_at_what(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMN_WORKERS", "2")

    def work(number: int) -> int:
        workers.working_on(f"bài-{number}.md")
        if number == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    with pytest.raises(BuildError, match=r"khi đang làm bài-3\.md"):
        list(workers.run(work, 6))


def test_what_runs_beside_a_block_ends_with_it(tmp_path: Path) -> None:
    begun = tmp_path / "begun"

    def wait() -> None:
        begun.with_name("half").write_text(str(os.getpid()))
        begun.with_name("half").rename(begun)
        time.sleep(600)

    with workers.beside(os.getpid) as result:
        assert result() != os.getpid()
    with pytest.raises(BuildError, match="khác"), workers.beside(wait):
        _fail_once(begun, "khác")
    with pytest.raises(ProcessLookupError):
        os.kill(int(begun.read_text()), 0)
    with pytest.raises(BuildError, match="hỏng"), workers.beside(lambda: _fail("hỏng")) as result:
        result()


def _fail_once(there: Path, why: str) -> None:
    while not there.exists():
        time.sleep(0.01)
    _fail(why)


def _fail(why: str) -> None:
    raise BuildError(why)


def test_no_error_that_is_shown_is_english() -> None:
    """What ends a build is read by editors and operators."""
    english = re.compile(
        r"(Build|Settings|Limit|Publish)Error\(\s*f?\"[^\"]*\b(the|two|could not|can't|more than|was)\b"
    )
    sources = (ROOT / "plugins").rglob("*.py")
    assert [path.name for path in sources if english.search(path.read_text(encoding="utf-8"))] == []
