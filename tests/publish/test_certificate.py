"""`status` tells of a site's certificate before readers do."""

from __future__ import annotations

import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.helpers.programs import program

from .project import Project

pytestmark = pytest.mark.slow


def certificate(folder: Path, days: int) -> Path:
    """Of an authority that signs for itself; key and certificate in one file."""
    file = folder / f"{days}.pem"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    made = [program("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command = [*made, "-days", str(days), *subject, "-keyout", str(file), "-out", f"{file}.crt"]
    subprocess.run(command, check=True, capture_output=True)
    file.write_text(file.read_text() + Path(f"{file}.crt").read_text())
    return file


@contextmanager
def serving(file: Path) -> Iterator[int]:
    """A server on loopback that has this certificate."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_days_left_are_counted(project: Project, tmp_path: Path) -> None:
    short, long = certificate(tmp_path, 5), certificate(tmp_path, 90)
    with serving(short) as soon, serving(long) as later:
        for name, port in (("soon", soon), ("later", later)):
            project.target(name, kind="folder", url=f"https://127.0.0.1:{port}", path=tmp_path / "srv" / name)
        trusted = {"SSL_CERT_FILE": str(short)}
        assert "LỖI (certificate): 127.0.0.1: chứng chỉ còn 5 ngày" in project.run("status", "soon", code=13, **trusted)
        assert "LỖI" not in project.run("status", "soon", "--days", "3", **trusted)
        assert "LỖI" not in project.run("status", "soon", "--days", "0")
        assert "LỖI" not in project.run("status", "later", SSL_CERT_FILE=str(long))
        assert "chứng chỉ không dùng được" in project.run("status", "later", code=13, **trusted), "nobody trusts it"
    assert "không hỏi được chứng chỉ" in project.run("status", "soon", code=13, **trusted)
