"""README's table of packages: one traced build calls each of them for what it is said to do."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.building import ROOT

DRIVER = """
import collections, json, os, sys
from pathlib import Path
from plugins.build.attempt import Options, attempt

os.environ["COLUMN_WORKERS"] = "1"
packages = {"pelican", "markdown", "bs4", "feedgen"}
seen = collections.Counter()

def trace(frame, event, argument):
    if event == "call":
        package = frame.f_globals.get("__name__", "").split(".")[0]
        if package in packages:
            seen[f"{frame.f_globals['__name__']}:{frame.f_code.co_name}"] += 1

content, work = Path(sys.argv[1]), Path(sys.argv[2])
sys.setprofile(trace)
done = attempt(Options(content=content, output=work / "output", settings=Path(sys.argv[3])))
sys.setprofile(None)
print(done.report, file=sys.stderr)
assert done.ok
print("RESULT" + json.dumps(seen))
"""


def traced(tmp_path: Path, more: str = "") -> dict[str, int]:
    """Calls of the four packages' functions in one build of the tiny site, with an article of raw HTML."""
    content = Path(shutil.copytree(ROOT / "tests" / "site" / "content", tmp_path / "content"))
    (content / "articles/2021-02-02-html.md").write_text(
        "Title: Bài\nDate: 2021-02-02\nCategory: hoc-tap\nSummary: Sapo.\n\n<p>Một <b>đoạn\n\nHai.\n", encoding="utf-8"
    )
    conf = tmp_path / "conf.py"
    conf.write_text((ROOT / "pelicanconf.py").read_text(encoding="utf-8") + more, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, str(content), str(tmp_path), str(conf)],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMN_CACHE": str(tmp_path / "cache"), "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "RESULT" in done.stdout, done.stderr
    calls: dict[str, int] = json.loads(done.stdout.partition("RESULT")[2])
    return calls


@pytest.mark.slow
def test_each_package_does_what_readme_says(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(f"| {name} | " in readme for name in ("pelican", "markdown", "beautifulsoup4", "feedgen"))
    calls = traced(tmp_path)

    def count(module: str, *names: str) -> int:
        return sum(n for key, n in calls.items() if key.startswith(module) and key.rpartition(":")[2] in names)

    assert count("pelican.settings", "read_settings") == 1
    assert count("pelican", "run") == 1
    assert count("markdown", "convert") >= 9, "seven articles and two pages"
    assert count("bs4", "__init__") >= 1, "raw HTML"
    assert count("feedgen.feed", "rss_str", "atom_str", "_create_rss", "_create_atom") >= 2
    assert count("feedgen.entry", "rss_entry", "atom_entry") >= 2, "each shape of an item in each format"
    assert count("pelican.readers", "read_file") == 0, "without anything of others' the column reads by itself"


@pytest.mark.slow
def test_pelican_reads_and_makes_objects_for_others(tmp_path: Path) -> None:
    simple = "\nTHEME = 'simple'\n"
    calls = traced(tmp_path, simple)

    def count(module: str, name: str) -> int:
        return calls.get(f"{module}:{name}", 0)

    assert count("pelican.readers", "read_file") >= 9
    assert count("pelican.generators", "generate_articles") == 1
    assert count("pelican.writers", "_write_file") >= 9
