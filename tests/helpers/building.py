"""Builds of whole sites in a process of their own, as an editor runs them."""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType

from plugins.system import build_inputs

from .processes import run_module
from .sharing import one_at_a_time

ROOT = Path(__file__).resolve().parent.parent.parent
CONTENT = ROOT / "content"
"""The project's own content."""
TINY = ROOT / "tests" / "site" / "content"
"""A small site with the awkward cases."""
SEVERAL = {"COLUMN_WORKERS": "2"}
"""The environment of a command that forks workers, whatever the machine."""


def warm(cache: Path, *kinds: str, content: Path = TINY) -> Path:
    """A new cache folder with what is made once for all tests, and kept between runs: compiled templates and encoded
    pictures, half of what a small build costs. kinds: what to share of "templates" and "pictures", both when none is
    named; what a test compares it must not share. content: whose pictures. A folder that stands
    is left as it is."""
    if not cache.exists():
        cache.mkdir(parents=True)
        for kind in kinds or ("templates", "pictures"):
            if kind == "pictures":
                shutil.copytree(_encoded(content), cache / kind, copy_function=_share)
            else:
                (cache / kind).symlink_to(_templates())
    return cache


def _templates() -> Path:
    kept = build_inputs.cache() / "tests" / "templates"
    kept.mkdir(parents=True, exist_ok=True)
    return kept.resolve()


@functools.cache
def _encoded(content: Path) -> Path:
    """The pictures of a content folder as a build keeps them. Builds get names of their own for these files: each lets
    go of what its site does not use, and encodes anew what an older code made."""
    name, digest = f"pictures-{content.parent.name}", blake2b(digest_size=8)
    for folder in (content, ROOT / "plugins" / "pictures", ROOT / "plugins" / "core" / "files"):
        for path in sorted(folder.rglob("*.*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.read_bytes())
    folder = build_inputs.cache() / "tests"
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{name}-{digest.hexdigest()}"
    with one_at_a_time(folder / f"{name}.lock"), tempfile.TemporaryDirectory(dir=folder) as made:
        if not kept.exists():
            for earlier in folder.glob(f"{name}-*"):
                shutil.rmtree(earlier)
            places = {"PYTHONPATH": str(ROOT), "COLUMN_CACHE": str(warm(Path(made, "cache"), "templates"))}
            options = ("--content", str(content), "--output", f"{made}/output", "--site-url", "https://column.example")
            done = run_module("plugins.command", "build", *options, cwd=ROOT, env={**os.environ, **places})
            assert done.returncode == 0, done.stdout + done.stderr
            Path(made, "cache", "pictures").rename(kept)
    if os.stat(kept).st_dev != os.stat(tempfile.gettempdir()).st_dev:  # no file can have a second name over there
        near = Path(tempfile.mkdtemp(prefix="pictures-"))
        atexit.register(shutil.rmtree, near, ignore_errors=True)
        kept = shutil.copytree(kept, near / kept.name)
    return kept


def _share(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy2(source, target)


def run_build(
    content: Path,
    output: Path,
    cache: Path,
    *options: str,
    code: int = 0,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> subprocess.CompletedProcess[str]:
    """Run `build`; the caches lie in a folder of the test's own. Fails with the build's words on another exit code.
    environment: what differs from that of the tests."""
    folders = ("--content", str(content), "--output", str(output))
    whose = CONTENT if content == CONTENT else TINY
    places = {"PYTHONPATH": str(ROOT), "COLUMN_CACHE": str(warm(cache, content=whose))}
    env = {**os.environ, **places, **environment}
    done = run_module("plugins.command", "build", *folders, *options, cwd=ROOT, env=env)
    assert done.returncode == code, done.stdout + done.stderr
    return done
