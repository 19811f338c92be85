"""The system's programs, on Debian and its kin as root: named in pyproject.toml, installed in one call of apt.

No service is started by it, now or at the next boot: a machine that ran the tests listens on no new port. Elsewhere
nothing is installed, and a test that lacks its program says so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..core.errors import SetUpError

_POLICY = Path("/usr/sbin/policy-rc.d")
_NO_SERVICE = (
    "#!/bin/sh\n# Written by tasks.py while it installs what tests need; no service starts meanwhile.\nexit 101\n"
)
_NEEDED_BY_OTHERS = {"dbus", "binfmt-support"}
"""Services that listen on no port, and that later packages count on."""
_UNITS = {".service", ".socket", ".timer"}
_APT = ["apt-get", "-y", "-q", "-o", "Dpkg::Use-Pty=0", "-o", "DPkg::Lock::Timeout=300"]


def wanted(root: Path) -> dict[str, list[str]]:
    """Debian package ("this | or that": the first that a release offers) → the programs that tests start, from
    pyproject.toml."""
    import tomllib

    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    table: dict[str, list[str]] = settings["tool"]["column"]["programs"]
    return table


def can_install() -> bool:
    """Whether this is a Debian or one of its kin, and we are root."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and bool(shutil.which("apt-get") and shutil.which("dpkg-query"))


def have(root: Path, names: frozenset[str] | None = None) -> None:
    """Install what is missing of the table (or of those names in it), where that can be done."""
    if not can_install():
        return
    table = {name: programs for name, programs in wanted(root).items() if names is None or name in names}
    present = _installed()
    lacking = [name for name, programs in table.items() if name not in present and not _all_found(programs)]
    missing = [name for name in lacking if _offered(name, present) not in present]
    if not missing:
        return
    _say(f"Cài chương trình mà phép thử cần · installing what the tests need: {' '.join(missing)}")
    left_out = _install(missing)
    if left_out:
        _say(f"Không cài được · could not be installed: {' '.join(left_out)}")


def have_venv() -> None:
    """Python's own means of making environments, which Debian keeps in a package apart; SetUpError where it lacks."""
    system = os.path.realpath("/usr/bin/python3") == os.path.realpath(getattr(sys, "_base_executable", sys.executable))
    package = "python3-venv" if system else f"python3.{sys.version_info[1]}-venv"
    if not can_install():
        raise SetUpError(
            f"Python này thiếu ensurepip; hãy cài gói {package} · this Python lacks ensurepip: apt install {package}"
        )
    _say(f"Cài gói {package} mà Python này thiếu · installing {package}, which this Python lacks")
    if _install([package]):
        raise SetUpError(f"apt không cài được {package} · apt could not install {package}")


def _all_found(programs: list[str]) -> bool:
    """Whether every program is there, from wherever; a library is there only as its package."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    return bool(programs) and all(shutil.which(program, path=path) for program in programs)


def _installed() -> set[str]:
    said = _quiet(["dpkg-query", "-W", "-f=${db:Status-Status} ${Package}\\n"]).stdout
    return {line.split()[1] for line in said.splitlines() if line.startswith("installed ")}


def _offered(name: str, present: set[str]) -> str:
    """Of "this | or that" the first that apt knows; where it knows none yet, what is there or the first."""
    first, *others = names = name.split(" | ")
    if not others:
        return name
    known = [one for one in names if not _quiet(["apt-cache", "show", one]).returncode]
    return next(iter(known), next((one for one in names if one in present), first))


def _install(packages: list[str]) -> list[str]:
    """Install packages with one call; returns those that could not be."""
    before = _installed()
    _quiet([*_APT, "update"])
    packages = [_offered(name, before) for name in packages]
    get = [*_APT, "install", "--no-install-recommends"]
    known = packages
    if _quiet([*get, "--simulate", *packages]).returncode:  # a name this release does not have would stop them all
        known = [name for name in packages if not _quiet([*get, "--simulate", name]).returncode]
    if known:
        with _starting_nothing():
            done = _quiet([*get, *known])
        if done.returncode:
            last = [line for line in (done.stdout + done.stderr).splitlines() if line.startswith("E:")][-1:]
            _say(" ".join(["apt:", *last]))
        _start_nothing_at_boot(_installed() - before)
    present = _installed()
    return [name for name in packages if name not in present and name not in _provided(packages)]


def _provided(packages: list[str]) -> set[str]:
    """Those among the names that an installed package stands in for (libical3 is libical3t64 in newer releases)."""
    said = _quiet(["dpkg-query", "-W", "-f=${db:Status-Status} ${Provides}\\n"]).stdout
    lines = (line.removeprefix("installed ") for line in said.splitlines() if line.startswith("installed "))
    offered = {word.split()[0] for line in lines for word in line.split(",") if word.strip()}
    return offered.intersection(packages)


@contextmanager
def _starting_nothing() -> Iterator[None]:
    """Debian asks policy-rc.d before it starts a service; one that somebody else put there is left as it is."""
    ours = not _POLICY.exists() or _POLICY.read_text(encoding="utf-8", errors="replace") == _NO_SERVICE
    if ours:
        _POLICY.write_text(_NO_SERVICE, encoding="utf-8")
        _POLICY.chmod(0o755)
    try:
        yield
    finally:
        if ours:
            _POLICY.unlink(missing_ok=True)


def _start_nothing_at_boot(packages: set[str]) -> None:
    """Switch off what the new packages would start when the machine does."""
    if not packages:
        return
    files = _quiet(["dpkg-query", "-L", *sorted(packages)]).stdout.splitlines()
    paths = [Path(file) for file in files if Path(file).stem not in _NEEDED_BY_OTHERS and "@" not in file]
    units = {path.name for path in paths if path.match("systemd/system/*.*") and path.suffix in _UNITS}
    if units and shutil.which("systemctl"):
        _quiet(["systemctl", "disable", *sorted(units)])
    for script in {path.name for path in paths if path.match("/etc/init.d/*")}:
        _quiet(["update-rc.d", script, "disable"])


def _quiet(command: list[str]) -> subprocess.CompletedProcess[str]:
    """A program of the system, that asks nobody and whose words are kept."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8", "NEEDRESTART_SUSPEND": "1"}
    return subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
