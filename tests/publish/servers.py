"""Real servers on loopback: nginx, Caddy, sshd, S3-compatible storage. Each is stopped by its own process id."""

from __future__ import annotations

import getpass
import http.client
import itertools
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.helpers.programs import allowed, program

_PORTS = itertools.cycle(range(10_000, 30_000))
"""Below those that systems give to whoever asks for any: none is taken by a passing connection before its server."""
next(itertools.islice(_PORTS, os.getpid() * 101 % 20_000, None))  # processes that run tests go different ways


def free_port() -> int:
    """A port of loopback that nobody listens on, another one each time."""
    while True:
        port = next(_PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@contextmanager
def running(command: list[str], port: int, log: Path, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A server from the moment it answers on its port until the block ends."""
    with open(log, "wb") as file:
        process = subprocess.Popen(command, stdout=file, stderr=file, env={**os.environ, **environment})
    try:
        deadline = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 0.2).close()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > deadline:
                    pytest.fail(f"{command[0]} did not start: {log.read_text()[-2000:]}")
                time.sleep(0.03)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Answer(NamedTuple):
    """What came back; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(port: int, path: str, method: str = "GET", **headers: str) -> Answer:
    """One request over plain HTTP."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
    finally:
        connection.close()


@contextmanager
def nginx(configuration: str, port: int, folder: Path, workers: int = 1) -> Iterator[subprocess.Popen[bytes]]:
    """nginx with a generated configuration inside its http block."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "site.conf").write_text(configuration)
    paths = "".join(
        f"{kind}_temp_path {folder}/{kind}; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; worker_processes {workers}; pid {folder}/pid; error_log {folder}/error.log;\n"
        + (f"user {getpass.getuser()};\n" if os.geteuid() == 0 else "")
        + "events { worker_connections 512; }\n"
        + f"http {{ access_log off; keepalive_requests 1000000; {paths} include {folder}/site.conf; }}\n"
    )
    with running(
        [program("nginx"), "-c", f"{folder}/nginx.conf", "-e", f"{folder}/error.log"], port, folder / "log"
    ) as one:
        yield one


@contextmanager
def caddy(configuration: str, port: int, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Caddy with a generated site block."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Caddyfile").write_text("{\n\tadmin off\n\tauto_https disable_redirects\n}\n" + configuration)
    command = [program("caddy"), "run", "--config", f"{folder}/Caddyfile", "--adapter", "caddyfile"]
    with running(command, port, folder / "log", HOME=str(folder), XDG_DATA_HOME=str(folder)) as one:
        yield one


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A file system of 6 MB; only root can mount one."""
    allowed(os.geteuid() == 0, "a small disk")
    folder.mkdir()
    command = [program("mount"), "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)]
    mounted = subprocess.run(command, capture_output=True)
    allowed(mounted.returncode == 0, "a small disk")
    try:
        yield folder
    finally:
        subprocess.run([program("umount"), str(folder)], check=False)


@dataclass(frozen=True)
class Ssh:
    """How to reach the test's sshd."""

    port: int
    known_hosts: Path
    key: Path
    process: subprocess.Popen[bytes]

    @property
    def host(self) -> str:
        """User and machine."""
        return f"{getpass.getuser()}@127.0.0.1"

    def target(self, path: Path) -> dict[str, object]:
        """The values of a target of this kind."""
        return {
            "kind": "ssh",
            "url": "http://127.0.0.1:9",
            "host": self.host,
            "port": self.port,
            "path": path,
            "known_hosts": self.known_hosts,
            "key_env": "TEST_SSH_KEY",
        }


@contextmanager
def start_ssh(folder: Path) -> Iterator[Ssh]:
    """sshd with keys of its own."""
    port = free_port()
    for name in ("ssh", "rsync"):  # what publishing itself starts
        program(name)
    for name in ("host", "user"):
        keygen = [program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", f"{folder}/{name}"]
        subprocess.run(keygen, check=True)
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    (folder / "authorized").write_text((folder / "user.pub").read_text())
    (folder / "known").write_text(f"[127.0.0.1]:{port} {(folder / 'host.pub').read_text()}")
    (folder / "config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nPidFile {folder}/pid\n"
        f"AuthorizedKeysFile {folder}/authorized\nStrictModes no\nUsePAM no\nPasswordAuthentication no\n"
        "PermitRootLogin prohibit-password\nMaxSessions 50\n"
        "SetEnv SHLVL=1\n"  # bash takes no session for a login, so nobody's own .bashrc is part of the test
        "KexAlgorithms curve25519-sha256\n"  # the others cost five times as much of the processor
    )
    command = [program("sshd"), "-D", "-e", "-f", f"{folder}/config"]
    with running(command, port, folder / "log") as process:
        yield Ssh(port=port, known_hosts=folder / "known", key=folder / "user", process=process)


@dataclass(frozen=True)
class Storage:
    """How to reach the test's storage. folder: what it keeps; a bucket is a folder in it."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes]

    def target(self, bucket: str) -> dict[str, object]:
        """The values of a target of this kind; makes the bucket."""
        if not (self.folder / bucket).is_dir():
            self._client().create_bucket(Bucket=bucket)
        return {
            "kind": "s3",
            "url": "http://127.0.0.1:9",
            "endpoint": f"http://127.0.0.1:{self.port}",
            "bucket": bucket,
        }

    def put(self, bucket: str, key: str, data: bytes) -> None:
        """Write an object, as an intruder would."""
        self._client().put_object(Bucket=bucket, Key=key, Body=data)

    def put_long_ago(self, bucket: str, key: str, seconds: float) -> None:
        """Write it as if that long had passed since: this storage takes the time from whoever says one."""
        written = {"mtime": str(time.time() - seconds)}
        self._client().put_object(Bucket=bucket, Key=key, Body=b"{}", Metadata=written)

    def delete(self, bucket: str, key: str) -> None:
        """Take an object away."""
        self._client().delete_object(Bucket=bucket, Key=key)

    def head(self, bucket: str, key: str) -> dict[str, Any]:
        """What the storage tells of an object."""
        return dict(self._client().head_object(Bucket=bucket, Key=key))

    def _client(self) -> Any:
        import boto3

        access, secret = self.credentials.values()
        return boto3.client(
            "s3",
            endpoint_url=f"http://127.0.0.1:{self.port}",
            region_name="us-east-1",
            aws_access_key_id=access,
            aws_secret_access_key=secret,
        )

    credentials = {"AWS_ACCESS_KEY_ID": "the-access-key", "AWS_SECRET_ACCESS_KEY": "the-secret-key"}  # noqa: RUF012


@contextmanager
def start_storage(folder: Path, kept: Path | None = None) -> Iterator[Storage]:
    """`rclone serve s3` over a folder: it checks signatures and content checksums."""
    port = free_port()
    kept = kept or folder / "kept"
    kept.mkdir(exist_ok=True)
    keys = ",".join(Storage.credentials.values())
    command = [program("rclone"), "serve", "s3", str(kept), "--addr", f"127.0.0.1:{port}", "--auth-key", keys]
    command += ["--config", f"{folder}/rclone.conf", "--cache-dir", f"{folder}/cache"]
    with running(command, port, folder / "log") as process:
        yield Storage(port=port, folder=kept, process=process)
