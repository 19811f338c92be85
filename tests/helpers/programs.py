"""Programs of the system that tests need. A test without its program is skipped, and the run's last line says what to
install; in CI (`CI=true`) it fails, since there nobody reads that line."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from plugins.importing import office
from tests.helpers.building import ROOT

_TABLE = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["column"]["programs"]
PACKAGES = {program: package for package, programs in _TABLE.items() for program in programs}
"""Program → its Debian package, where the two differ or the package is not there by itself."""
_PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/local/sbin", "/usr/sbin", "/sbin"))
_MARK = "missing"
_ROOT = "needs the rights of root"


class Missing(pytest.skip.Exception):
    """A test was skipped for want of something. package: Debian's name of what brings it, "" where only root has it."""

    def __init__(self, name: str, package: str) -> None:
        super().__init__(f"{name} is missing: {_how([package]) if package else _ROOT}", _use_item_location=True)
        self.pair = (name, package)


def program(name: str) -> str:
    """Path of a program: beside Python (those that come as Python packages), else the system's."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.is_file() else shutil.which(name, path=_PATH) or ""
    installed(found, name, PACKAGES.get(name, name))
    return found


def java(*arguments: str) -> list[str]:
    """A command for a short run of Java: its first compiler only, which halves what a check costs."""
    return [program("java"), "-XX:TieredStopAtLevel=1", *arguments]


def installed(present: object, name: str, package: str) -> None:
    """Go on only when something of a package (a program, a library, a font) is there."""
    if present:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"{name} is not installed on this machine: {_how([package])}", pytrace=False)
    raise Missing(name, package)


def libreoffice() -> None:
    """What converts documents and drawings; half a gigabyte, so that nothing installs it, CI neither."""
    if not office.find():
        raise Missing("LibreOffice", "libreoffice-writer-nogui")


def library(name: str, package: str) -> ctypes.CDLL:
    """A shared library of the system."""
    try:
        return ctypes.CDLL(name)
    except OSError:
        installed(False, name, package)
        raise


def typesetter() -> None:
    """What WeasyPrint loads, and the fonts that it sets Vietnamese in."""
    for name, package in (
        ("libpango-1.0.so.0", "libpango-1.0-0"),
        ("libpangoft2-1.0.so.0", "libpangoft2-1.0-0"),
        ("libharfbuzz-subset.so.0", "libharfbuzz-subset0"),
    ):
        library(name, package)
    fonts = subprocess.run([program("fc-list")], capture_output=True, text=True, check=True).stdout
    installed("Noto" in fonts, "Noto's fonts", "fonts-noto-core")


def simplepie() -> str:
    """The PHP that runs SimplePie, which lies in /usr/share/php/simplepie."""
    php = program("php")
    for extension in ("curl", "xml"):
        code = f"exit((int) !extension_loaded('{extension}'));"
        loads = subprocess.run([php, "-r", code], check=False).returncode == 0
        installed(loads, f"PHP's {extension}", f"php-{extension}")
    installed(Path("/usr/share/php/simplepie").is_dir(), "SimplePie", "libphp-simplepie")
    return php


def wrong_clock(**more: str) -> dict[str, str]:
    """The environment of a program whose clock is wrong: libfaketime and what it is told, e.g. FAKETIME="+6m"."""
    found = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))), "")
    installed(found, "libfaketime", "faketime")
    return {"LD_PRELOAD": str(found), **more}


def allowed(may: object, what: str) -> None:
    """Go on only where we may do something that is root's; no failure in CI, where that may be nobody's."""
    if not may:
        raise Missing(what, "")


def remember(item: pytest.Item, error: BaseException | None) -> None:
    """Note on a test why it is skipped, in the way that reports travel between processes."""
    if isinstance(error, Missing):
        item.user_properties.append((_MARK, error.pair))


def lacking(reports: Iterable[pytest.TestReport]) -> str:
    """One line that names what skipped tests lacked and how to get it; "" when they lacked nothing."""
    pairs = [tuple(value) for report in reports for name, value in report.user_properties if name == _MARK]
    names = sorted({name for name, package in pairs if package})
    packages = sorted({package for _, package in pairs if package})
    parts = [f"{', '.join(names)} ({_how(packages)})"] if names else []
    if rooted := sorted({name for name, package in pairs if not package}):
        parts.append(f"{', '.join(rooted)} ({_ROOT})")
    return f"{len(pairs)} skipped for want of {'; '.join(parts)}" if parts else ""


def _how(packages: Sequence[str]) -> str:
    return f"apt-get install {' '.join(packages)}"
