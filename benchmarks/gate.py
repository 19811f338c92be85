"""How many cases of the corpus (tests/invalid) a builder answers right, each case built on its own.

`python -m benchmarks.gate` for the column, `python -m benchmarks.gate stock` for Pelican as it comes, which is judged
mildly: a refusal must exit with an error and name the file without a traceback; a published article needs a page, a
warning a line with its name, and nothing new that acts.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.helpers.published import faults
from tests.invalid import CASES, Case
from tests.invalid.verdict import Built, fault

ROOT = Path(__file__).resolve().parent.parent
TINY = ROOT / "tests" / "site" / "content"
SECONDS = 60
"""After which a build counts as hanging."""


def run(command: list[str], environment: dict[str, str]) -> tuple[int, str]:
    """Exit code and report; 124 when the build hangs. The whole group of processes is ended then."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    try:
        report, _ = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return 124, ""
    return process.returncode, report


def with_column(case: Case, home: Path) -> str:
    """What is wrong with the column's answer."""
    content, output = home / "content", home / "output"
    command = [sys.executable, "-m", "plugins.command", "build", "--content", str(content), "--output", str(output)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMN_CACHE": str(home / "cache")}
    code, report = run([*command, "--site-url", "https://column.example"], environment)
    if code == 124:
        return "hangs"
    root = os.path.relpath(content, ROOT) + "/"
    files = {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()}
    built = Built(
        ok=code == 0,
        lines=tuple(line.removeprefix(root) for line in report.splitlines()),
        faults=tuple(faults(output)) if code == 0 else (),
        files=files,
    )
    return fault(case, built) or (built.faults[0] if built.faults else "")


def with_stock(case: Case, home: Path, usual: set[str]) -> str:
    """What is wrong with stock Pelican's answer. usual: faults its own theme always has."""
    content, output = home / "content", home / "output"
    command = [sys.executable, "-m", "pelican", str(content), "-o", str(output)]
    code, report = run([*command, "-s", str(ROOT / "benchmarks/stock/simple.py")], dict(os.environ))
    if code == 124:
        return "hangs"
    name = Path(case.article).name
    if case.expect == "refused":
        if code == 0:
            return "exits 0"
        return "" if name in report and "Traceback" not in report else "does not say where"
    if code:
        return "refused"
    pages = {path: path.read_bytes().lower() for path in output.rglob("*") if path.is_file()}
    if case.published and not case.path and not any(case.slug in path.name or case.slug in str(path) for path in pages):
        return "dropped"
    if any(words.lower().encode() in data for words in case.hidden for data in pages.values()):
        return "leaks"
    new = [found for found in _faults(output) if found not in usual]
    if new:
        return new[0]
    return "no warning" if case.expect == "warned" and name not in report else ""


def _faults(output: Path) -> list[str]:
    try:
        return [found.partition(": ")[2] for found in faults(output)]
    except (ValueError, OSError) as error:
        return [str(error)]


def main(stock: bool) -> None:
    """Print a line for every wrong answer, then the count by group."""
    right: Counter[str] = Counter()
    usual: set[str] = set()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        if stock:
            shutil.copytree(TINY, Path(folder) / "usual" / "content")
            for name in ("hen-gio", "ban-nhap"):
                for path in (Path(folder) / "usual/content/articles").glob(f"*{name}*"):
                    path.unlink()
            command = [sys.executable, "-m", "pelican", f"{folder}/usual/content", "-o", f"{folder}/usual/output"]
            run([*command, "-s", str(ROOT / "benchmarks/stock/simple.py")], dict(os.environ))
            usual = set(_faults(Path(folder) / "usual" / "output"))
        for case in CASES:
            home = Path(folder) / case.slug
            shutil.copytree(TINY, home / "content")
            case.write(home / "content", case.article)
            wrong = with_stock(case, home, usual) if stock else with_column(case, home)
            right[case.group] += not wrong
            if wrong:
                sys.stdout.write(f"{case.slug}: {wrong[:200]}\n")
                sys.stdout.flush()
            shutil.rmtree(home)
    for group, count in Counter(case.group for case in CASES).items():
        sys.stdout.write(f"| {group} | {right[group]} of {count} |\n")
    sys.stdout.write(f"| all | {sum(right.values())} of {len(CASES)} | {time.monotonic() - started:.0f} s\n")


if __name__ == "__main__":
    main("stock" in sys.argv[1:])
