"""The two commands of the README on a machine that has nothing but Python, and the names people know."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.command import parser

ROOT = Path(__file__).resolve().parent.parent


def verbs() -> set[str]:
    """Every verb of the command line."""
    (choices,) = (action.choices for action in parser()._actions if action.choices)
    return set(choices)


def test_every_verb_is_documented_and_has_a_task() -> None:
    tasks = (ROOT / "tasks.py").read_text(encoding="utf-8")
    documents = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in documents)
    for verb in verbs():
        assert re.search(rf"^def {verb.replace('-', '_')}_?\(", tasks, re.MULTILINE), f"no task {verb}"
        assert re.search(rf"`{verb}`|tasks\.py {verb}\b", text), f"{verb} is not documented"


def test_links_of_the_documents_lead_somewhere() -> None:
    for path in (ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")):
        text = re.sub(
            r"```.*?```|^- `[^\n]*$|`[^`\n]+`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
        )
        for target in re.findall(r"\]\((?!#|https?:|mailto:)([^)#\s]+)", text):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


@pytest.mark.slow
def test_two_commands_on_a_bare_machine(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        if (ROOT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, clone / name)
    clean = {
        key: value for key, value in os.environ.items() if key not in {"VIRTUAL_ENV", "PYTHONPATH", "COLUMN_CACHE"}
    }
    python = getattr(sys, "_base_executable", sys.executable)
    done = subprocess.run(
        [python, "tasks.py", "build"], cwd=clone, env=clean, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (clone / "output/index.html").is_file()
    again = subprocess.run(
        [python, "tasks.py", "build"], cwd=clone, env=clean, capture_output=True, text=True, check=True
    )
    assert "ghi 0, xoá 0" in again.stdout
    invoke = clone / ".venv/bin/invoke"
    listed_tasks = subprocess.run([invoke, "--list"], cwd=clone, env=clean, capture_output=True, text=True, check=True)
    for name in ("build", "serve", "test", "lint", "clean", "check", "new"):
        assert f"  {name} " in listed_tasks.stdout
    checked = subprocess.run([invoke, "check"], cwd=clone, env=clean, capture_output=True, text=True, check=True)
    assert "0 lỗi" in checked.stdout


def test_nothing_says_where_it_was_made() -> None:
    words = re.compile(r"/work/|/root/|files\.pythonhosted|registry\.npmjs|pypi\.org/simple", re.IGNORECASE)
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        path = ROOT / name
        if (
            path.is_file()
            and path.name != "test_tasks.py"
            and path.suffix in {".py", ".md", ".toml", ".lock", ".html", ".css", ".js", ".json", ""}
        ):
            assert not words.search(path.read_text(encoding="utf-8", errors="replace")), name
