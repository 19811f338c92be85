"""The project's verbs. `python3 tasks.py build` works on a bare Python ≥ 3.11: it makes `.venv` from the hash-pinned
lock and goes on inside it; `invoke build` does the same where the environment stands."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
NEEDS_ALL = {"test", "lint", "lock", "bench", "publish", "digest", "screens"}


def main(arguments: list[str]) -> int:
    """Set up what the verb needs, then run it inside the environment."""
    lock = ROOT / ("requirements-dev.lock" if arguments[:1] and arguments[0] in NEEDS_ALL else "requirements.lock")
    set_up(lock)
    command = [str(PYTHON), "-m", "plugins.command", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMN_CWD": os.getcwd()}
    if os.name != "nt":
        os.execve(PYTHON, command, environment)  # does not come back
    return subprocess.call(command, env=environment)


def set_up(lock: Path) -> None:
    """Make the environment, or bring it up to the lock; nothing to do costs two file reads."""
    if sys.version_info < (3, 11):  # noqa: UP036 — the file must say so where it can't run
        raise SystemExit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}")
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    stamp = VENV / f"{lock.name}.sha256"
    if stamp.is_file() and stamp.read_text() == digest and PYTHON.exists():
        return
    print(f"Chuẩn bị môi trường theo {lock.name} (chỉ lần đầu hoặc khi tệp này đổi)…", flush=True)
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "--no-deps", "-r", str(lock)], check=True)
    stamp.write_text(digest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))


from invoke import Context, task  # noqa: E402 — only where the environment stands


def _run(verb: str, *arguments: str) -> None:
    raise SystemExit(main([verb, *arguments]))


@task(help={"content": "content folder", "output": "output folder", "site_url": "absolute address of the site"})
def build(_: Context, content: str = "content", output: str = "output", site_url: str = "") -> None:
    """Check content and build the site."""
    _run("build", "--content", content, "--output", output, "--site-url", site_url)


@task
def serve(_: Context, port: int = 8000) -> None:
    """Build, serve on 127.0.0.1 and reload the browser when something is saved."""
    _run("serve", "--port", str(port))


@task
def check(_: Context, format: str = "text") -> None:  # noqa: A002 — the option's name
    """Check content only: every problem with its line."""
    _run("check", "--format", format)


@task
def new(_: Context, title: str) -> None:
    """Start a new article."""
    _run("new", title)


@task
def test(_: Context, fast: bool = False) -> None:
    """Run the tests."""
    _run("test", *(["--fast"] if fast else []))


@task
def lint(_: Context) -> None:
    """Ruff and mypy."""
    _run("lint")


@task
def guide(_: Context) -> None:
    """Renew the tables of the editors' guide from the code."""
    _run("guide")


@task
def components(_: Context) -> None:
    """Write the page of the theme's components and print where it is."""
    _run("components")


@task
def clean(_: Context) -> None:
    """Delete the output and every cache."""
    _run("clean")
