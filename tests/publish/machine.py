"""A machine of its own for the operators' documents: the same programs, files that nobody else sees, a loopback alone.

Both kinds live in Linux namespaces and go with the process that made them: mounts, users, folders and services of the
machine stay as they are. `here` lays a writable layer over the folders that the documents write to; `debian` is a root
made by debootstrap. A service that is started in either can be reached from inside only.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.helpers.programs import allowed, program

STAND_INS = Path(__file__).parent / "stand_ins"
_WRITTEN = ("etc", "home", "opt", "root", "run", "srv", "usr/local", "var")
_PATHS = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_AUTHORITY = """
mkdir -p /etc/authority
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=The test's authority" \
  -keyout /etc/authority/ca.key -out /etc/authority/ca.pem 2>/dev/null
cp /etc/authority/ca.pem /usr/local/share/ca-certificates/authority.crt
update-ca-certificates >/dev/null 2>&1
echo AWS_CA_BUNDLE=/etc/ssl/certs/ca-certificates.crt >> /etc/environment
"""
_HOSTS = "chuyen-muc.example.vn may-chu.example.vn s3.example.vn git.example.vn"


class Machine:
    """Runs shell commands as one of its users. pid: a process inside; root: the folder that is "/" there."""

    def __init__(self, pid: int, root: str) -> None:
        self.pid = pid
        self.root = root

    def run(self, user: str, commands: str, *, outside: bool = False, code: int = 0) -> str:
        """What the commands said. outside: with the network of the machine that runs the tests, for package
        managers; without it there is a loopback and nothing else."""
        spaces = ["--mount", "--pid", *([] if outside else ["--net"])]
        inside = ["chroot", self.root, "env", "-i", f"PATH={_PATHS}", "HOME=/root", "LANG=C.UTF-8"]
        shell = ["bash", "-c"] if user == "root" else ["su", "-", user, "-c"]
        start = "cd\nset -e\n" if user == "root" else "set -e\n"
        done = subprocess.run(
            ["nsenter", f"--target={self.pid}", *spaces, *inside, *shell, start + commands],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=1200,
            check=False,
        )
        assert done.returncode == code, f"as {user}:\n{commands}\n{done.stdout}"
        assert "Traceback" not in done.stdout, done.stdout
        return done.stdout

    def stand_in(self, name: str) -> None:
        """Put a program of ours before the machine's own of the same name."""
        text = (STAND_INS / name).read_text().replace("@PYTHON@", sys.executable)
        place = "bin" if name == "python3" else "sbin"
        quoted = text.replace("'", "'\\''")
        self.run("root", f"printf %s '{quoted}' > /usr/local/{place}/{name}\nchmod 755 /usr/local/{place}/{name}")

    def settle(self) -> None:
        """What a machine has before its operator comes: names, an authority it trusts, something that starts
        services."""
        self.run("root", "echo 0 > /proc/sys/net/ipv4/ip_unprivileged_port_start")
        self.run("root", f"echo '127.0.0.1 localhost {_HOSTS}' > /etc/hosts")
        self.run("root", _AUTHORITY)
        for name in ("systemctl", "certbot", "sign-certificate", "nginx", "caddy"):
            self.stand_in(name)

    def fetch(self, address: str) -> tuple[int, str]:
        """Status and text of a page, the certificate checked against what the machine trusts."""
        script = (
            "import sys, urllib.error, urllib.request\n"
            "try: answer = urllib.request.urlopen(sys.argv[1])\n"
            "except urllib.error.HTTPError as error: answer = error\n"
            "print(answer.status); print(answer.read().decode())"
        )
        said = self.run("root", f"/usr/bin/python3 -c '{script}' {address}")
        status, _, text = said.partition("\n")
        return int(status), text


@contextmanager
def here(folder: Path) -> Iterator[Machine]:
    """The machine that runs the tests, with a writable layer of its own: nothing is fetched, little is copied."""
    _need_root()
    need("unshare", "nsenter", "git", "openssl", "nginx", "useradd", "su", "update-ca-certificates")
    layers = folder / "layers"
    layers.mkdir()
    lines = [f"mount -t tmpfs -o mode=755 layers {layers}"]
    for name in _WRITTEN:
        upper, work = f"{layers}/{name}/upper", f"{layers}/{name}/work"
        lines.append(f"mkdir -p {upper} {work}")
        lines.append(f"mount -t overlay -o lowerdir=/{name},upperdir={upper},workdir={work} layer /{name}")
    with _inside("\n".join(lines), "/") as machine:
        machine.settle()
        for name in ("apt-get", "python3"):
            machine.stand_in(name)
        yield machine


@contextmanager
def debian(folder: Path, base: Path) -> Iterator[Machine]:
    """A new Debian 12. base: where the bare root is kept between runs; made by debootstrap when it isn't there."""
    _need_root()
    need("unshare", "nsenter", "debootstrap", "git")
    _make_base(base)
    upper, work, root = folder / "upper", folder / "work", folder / "root"
    lines = [f"mkdir -p {upper} {work} {root}"]
    lines.append(f"mount -t overlay -o lowerdir={base},upperdir={upper},workdir={work} root {root}")
    lines += [f"mount -t proc proc {root}/proc", f"mount --rbind /dev {root}/dev", f"mount -t sysfs sys {root}/sys"]
    lines += [f"mkdir -p {root}{path}\nmount --bind {path} {root}{path}" for path in _pip_folders()]
    try:
        with _inside("\n".join(lines), str(root)) as machine:
            inside = Path(f"/proc/{machine.pid}/root{root}")
            (inside / "etc/pip.conf").write_text(_pip_settings(inside))
            shutil.copy("/etc/resolv.conf", inside / "etc/resolv.conf")
            (inside / "usr/sbin/policy-rc.d").write_text("#!/bin/sh\nexit 101\n")  # apt starts no service
            (inside / "usr/sbin/policy-rc.d").chmod(0o755)
            yield machine
    finally:
        shutil.rmtree(upper, ignore_errors=True)  # a gigabyte, as a rule


def _make_base(base: Path) -> None:
    if (base / "etc/debian_version").is_file():
        return
    making = base.with_name(f"{base.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    base.parent.mkdir(parents=True, exist_ok=True)
    command = ["debootstrap", "--variant=minbase", "bookworm", str(making)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(making, ignore_errors=True)
        pytest.skip(f"debootstrap made no Debian here: {done.stdout.strip().splitlines()[-1:]}")
    making.rename(base)


def _pip_folders() -> list[str]:
    """Folders of this machine that its pip settings name: packages lie there, or beside an index made of files."""
    named = {(os.path.dirname(path) if index else path) for index, path in re.findall(r"(file://)?(/[\w./-]+)", _pip())}
    return sorted(path for path in named if os.path.isdir(path) and path.count("/") > 1)


def _pip_settings(inside: Path) -> str:
    """This machine's pip settings, for every user of the new one."""
    found = dict(re.findall(r"^(?:global|install|:env:)\.([a-z-]+)='(.*)'$", _pip(), re.MULTILINE))
    certificates = found.pop("cert", "")
    rows = [f"{key} = {value}" for key, value in found.items() if key != "constraint"]
    if certificates:
        shutil.copy(certificates, inside / "etc/pip-certificates.crt")
        rows.append("cert = /etc/pip-certificates.crt")
    return "\n".join(["[global]", *rows, ""])


def _pip() -> str:
    command = [sys.executable, "-m", "pip", "config", "list"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def need(*programs: str) -> str:
    """Paths of programs, the last one's is returned; a test without them is skipped, with the name of what lacks."""
    return [program(name) for name in programs][-1]


def _need_root() -> None:
    allowed(sys.platform == "linux" and os.geteuid() == 0, "a machine of its own")


@contextmanager
def _inside(set_up: str, root: str) -> Iterator[Machine]:
    """Namespaces in which the set-up has run; whatever was started in them ends with them."""
    command = ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]
    script = f"set -e\n{set_up}\nip link set lo up\necho ready\nexec sleep infinity"
    process = subprocess.Popen(
        [*command, "--propagation=private", "sh", "-c", script],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        if process.stdout.readline().strip() != "ready":
            allowed(False, f"a machine of its own ({process.stderr.read().strip()[-300:]})")
        yield Machine(_child(process.pid), root)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()


def _child(parent: int) -> int:
    for _ in range(200):
        if children := Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
            return int(children[0])
        time.sleep(0.01)
    raise AssertionError("unshare has no child")
