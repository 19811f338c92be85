"""`verify` against a web server that somebody else holds: replays, foreign releases, hostile answers."""

import gzip
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import brotli
import pytest

from tests.helpers import programs

from .project import Kept, Project
from .servers import free_port, nginx

pytestmark = pytest.mark.slow
PACKED = True


class Signed(NamedTuple):
    """A project that signs, its target's folder, and where it is served from."""

    project: Project
    place: Path
    served: Path
    port: int
    key: Path

    def verify(self, code: int = 0) -> str:
        """As a machine that watches does it: with the key, without this machine's own copy."""
        watcher = {"COLUMN_CACHE": str(self.place.parent / "watcher")}
        arguments = ("--key", str(self.key), "--rate", "5000", "--targets", "/nowhere/targets.toml")
        return self.project.run("verify", f"http://127.0.0.1:{self.port}", *arguments, code=code, **watcher)

    def show(self, release: Path) -> None:
        """Serve the files of a release, as an intruder would put them there."""
        shutil.rmtree(self.served, ignore_errors=True)
        shutil.copytree(release, self.served)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Signed, str, Kept]:
    """With what nginx is told, and as it was when one release was published."""
    folder = tmp_path_factory.mktemp("verify")
    project = Project(folder / "project")
    project.packed = True
    port, place, served = free_port(), folder / "srv" / "site", folder / "served"
    command = [programs.program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-C", "mine"]
    subprocess.run([*command, "-f", str(folder / "mine")], check=True)
    (folder / "allowed").write_text(f"mine@agency {(folder / 'mine.pub').read_text()}")
    project.environment["SIGN_KEY"] = str(folder / "mine")
    url = f"http://127.0.0.1:{port}"
    project.target("here", kind="folder", url=url, path=place, sign_key_env="SIGN_KEY", fresh_days=7)
    project.target(
        "staging", kind="folder", url="http://127.0.0.1:9", path=folder / "srv2" / "site", sign_key_env="SIGN_KEY"
    )
    project.run("publish", "here")
    configuration = project.run("serving", "here", "nginx").replace(str(place / "current"), str(served))
    one = Signed(project, place, served, port, folder / "allowed")
    one.show(place / "current")
    return one, configuration, Kept(folder / "kept", project.root, place.parent, served)


@pytest.fixture
def signed(published: tuple[Signed, str, Kept], tmp_path: Path) -> Iterator[Signed]:
    one, configuration, before = published
    before.put_back()
    with nginx(configuration, one.port, tmp_path / "nginx"):
        yield one


def test_a_replayed_release_is_known(signed: Signed) -> None:
    first = next(path for path in (signed.place / "releases").glob("000001-*") if path.is_dir())
    assert "tệp đúng" in signed.verify()
    signed.project.write(1, "Đính chính.")
    signed.project.run("publish", "here")
    signed.show(signed.place / "current")
    signed.verify()
    signed.show(first)
    assert "một bản cũ được phát lại" in signed.verify(code=1)
    for name in ("trang-thai.json", "trang-thai.json.sig"):
        (signed.served / name).unlink()
    assert "nay không còn" in signed.verify(code=1)
    signed.project.run("rollback", "here")
    signed.show(signed.place / "current")
    assert "tệp đúng" in signed.verify()


def test_a_release_of_another_address_is_known(signed: Signed) -> None:
    signed.project.run("publish", "staging")
    signed.show(signed.place.parent.parent / "srv2/site/current")
    assert "không phải cho địa chỉ này" in signed.verify(code=1)


def test_mixed_files_and_foreign_signatures_are_known(signed: Signed, tmp_path: Path) -> None:
    record = signed.served / "trang-thai.json"
    good = record.read_bytes()
    record.write_bytes(good.replace(b'"serial": 2', b'"serial": 9').replace(b'"serial": 1', b'"serial": 9'))
    assert "chữ ký không đúng" in signed.verify(code=1)
    record.write_bytes(good)
    first = signed.place / "current/manifest.json"
    old = {name: (signed.served / name).read_bytes() for name in ("manifest.json", "manifest.json.sig")}
    signed.project.write(1, "Bản hai.")
    signed.project.run("publish", "here")
    assert first.read_bytes() != old["manifest.json"]
    signed.show(signed.place / "current")
    for name, data in old.items():
        (signed.served / name).write_bytes(data)
        for copy in (f"{name}.br", f"{name}.gz"):
            (signed.served / copy).unlink(missing_ok=True)
    assert "hai bản bị trộn" in signed.verify(code=1)


def test_a_record_that_nobody_renews_expires(signed: Signed) -> None:
    record = json.loads((signed.place / "current/trang-thai.json").read_text())
    assert record["expires"] > record["published"]
    environment = programs.wrong_clock(FAKETIME="+30d")
    arguments = ("--rate", "5000", "--targets", "/nowhere/targets.toml")
    url = f"http://127.0.0.1:{signed.port}"
    assert "hết hạn" in signed.project.run("verify", url, *arguments, code=1, **environment)
    assert "được gia hạn" in signed.project.run("publish", "here", **environment)
    signed.show(signed.place / "current")
    signed.project.run("verify", url, *arguments, **environment)


def test_added_pages_that_changed_pages_lead_to(signed: Signed) -> None:
    (signed.served / "evil.html").write_text("phishing")
    page = signed.served / "bai-viet/bai-so-1/index.html"
    page.write_bytes(page.read_bytes().replace(b"</main>", b'<a href="/evil.html">x</a></main>'))
    for copy in ("br", "gz"):
        page.with_name(f"index.html.{copy}").unlink(missing_ok=True)
    said = signed.verify(code=1)
    assert "bai-viet/bai-so-1/index.html: khác bản đã đăng" in said
    assert "/evil.html: không thuộc bản đã đăng" in said


def test_a_folder_is_looked_at_whole(project: Project, tmp_path: Path) -> None:
    """Links, folders, rights, and a page changed together with its sums."""
    place = tmp_path / "srv" / "site"
    project.target("here", kind="folder", url="http://127.0.0.1:9", path=place)
    project.run("publish", "here")
    current = place / "current"
    project.run("verify", "here")

    def told(file: str) -> None:
        assert f"{file}: " in project.run("verify", "here", code=1)

    (current / "evil").symlink_to("/etc")
    told("evil")
    (current / "evil").unlink()
    (current / "empty").mkdir()
    told("empty/")
    (current / "empty").rmdir()
    page = current / "bai-viet/bai-so-1/index.html"
    os.chmod(page, 0)
    told("bai-viet/bai-so-1/index.html")
    os.chmod(page, 0o644)
    kept = page.read_bytes()
    (tmp_path / "copy").write_bytes(kept)
    page.unlink()
    page.symlink_to(tmp_path / "copy")
    told("bai-viet/bai-so-1/index.html")
    page.unlink()
    page.write_bytes(kept)
    project.run("verify", "here")
    sums = next(place.glob("releases/*.sums"))
    before = sums.read_text()
    for name, data in (
        ("bai-viet/bai-so-1/index.html", b"defaced"),
        ("bai-viet/bai-so-1/index.html.gz", gzip.compress(b"defaced")),
    ):
        file = current / name
        old = file.read_bytes()
        file.unlink()
        file.write_bytes(data)
        rows = [line for line in before.splitlines() if not line.endswith(f"  {name}")]
        sums.write_text("\n".join([*rows, f"{sha256(data).hexdigest()}  {name}"]) + "\n")
        told(name)
        file.write_bytes(old)
    sums.write_text(before)
    project.run("verify", "here")


@contextmanager
def answering(bodies: dict[str, tuple[bytes, str]], always: tuple[int, bytes] | None = None) -> Iterator[int]:
    """A site that answers what it likes: path → (body, content encoding); always: the same to everything."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # else it lets a client wait that asks before it sends

        def do_GET(self) -> None:
            if always:
                self._same()
                return
            body, encoding = bodies.get(self.path, (b"", ""))
            wanted = encoding and encoding in self.headers.get("Accept-Encoding", "")
            self.send_response(200 if self.path in bodies else 404)
            if wanted:
                self.send_header("Content-Encoding", encoding)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _put(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self._same()

        def _same(self) -> None:
            assert always
            self.send_response(always[0])
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(always[1])))
            self.end_headers()
            self.wfile.write(always[1])

        def log_message(self, *_: object) -> None:
            pass

    for method in ("PUT", "POST", "DELETE", "HEAD"):
        setattr(Handler, f"do_{method}", Handler._put)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


def manifest(site: str, files: dict[str, int]) -> bytes:
    """One that claims whatever it likes."""
    rows = {name: {"sha256": "0" * 64, "size": size} for name, size in files.items()}
    head = {
        "version": 1,
        "site": site,
        "commit": "",
        "clean": True,
        "since": "",
        "plan": {},
        "tools": {},
        "redirects": {},
    }
    return json.dumps({**head, "files": rows}).encode()


def zeros(megabytes: int) -> bytes:
    """The same packed megabyte again and again, which takes no time."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)

    def megabyte() -> bytes:
        return packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)

    return megabyte() + megabyte() * (megabytes - 1)


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_packed_answers_are_unpacked_within_bounds(project: Project, encoding: str) -> None:
    bomb = zeros(1500) if encoding == "gzip" else brotli.compress(bytes(800_000_000), quality=1)
    bodies = {"/a.html": (bomb, encoding)}
    with answering(bodies) as port:
        bodies["/manifest.json"] = (manifest(f"http://127.0.0.1:{port}", {"a.html": 5000}), "")
        limit = "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (700_000_000,) * 2)"
        run = "from plugins.command import main; sys.exit(main(sys.argv[1:]))"
        command = [sys.executable, "-c", f"{limit}; {run}", "verify", f"http://127.0.0.1:{port}"]
        done = subprocess.run(command, cwd=project.root, env=project.environment, capture_output=True, text=True)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert "MemoryError" not in done.stderr
    assert "a.html: khác bản đã đăng" in done.stdout


@pytest.mark.parametrize("name", ["\x1b]0;owned\x07", "a\nSẠCH: 626 tệp đúng", "\x9b2J", "\u202egnp.html", "a\rb"])
def test_nothing_raw_reaches_the_terminal(project: Project, name: str) -> None:
    bodies: dict[str, tuple[bytes, str]] = {}
    with answering(bodies) as port:
        site = f"http://127.0.0.1:{port}"
        bodies["/manifest.json"] = (manifest(site, {name: 1}), "")
        said = project.run("verify", site, code=1)
        assert "đường dẫn không hợp lệ" in said
        assert name not in said
        bodies["/manifest.json"] = (manifest(f"{site}{name}", {"a": 1}), "")
        assert name not in project.run("verify", site, code=1)
        bodies["/manifest.json"] = (manifest(site, {"a": 1}), "")
        bodies["/trang-thai.json"] = (json.dumps({"version": 1, "site": name, "serial": 1}).encode(), "")
        assert name not in project.run("verify", site, code=1)


def test_two_targets_of_one_address_count_apart(project: Project, tmp_path: Path) -> None:
    for number, name in enumerate(("one", "other"), start=1):
        project.target(name, kind="folder", url="http://127.0.0.1:9", path=tmp_path / name)
        project.write(1, f"Bản {number}.")
        project.run("publish", name)
    for name in ("one", "other", "one"):
        assert "mọi tệp trên đích đúng" in project.run("verify", name)
