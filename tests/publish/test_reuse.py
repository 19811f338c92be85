"""A machine without a cache takes pictures back from what is live; whatever is wrong there, the site is the same."""

from __future__ import annotations

import functools
import http.server
import json
import os
import random
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from PIL import Image

from plugins.core.errors import PublishError
from plugins.publish.reuse import asked_release
from tests.helpers.programs import program

from .project import Project
from .servers import Ssh, Storage

pytestmark = pytest.mark.slow

_SHOWN = "Picture: /images/{name}.jpg\nPicture_alt: Ảnh dùng để thử\nPicture_credit: Đồ họa: máy vẽ\nStatus: {status}"
_FILES = re.compile(r"lấy lại (\d+) tệp từ")


class Published(NamedTuple):
    """A project that signs what it publishes, the folder it is published to, its allowed signers, and the digests of
    every file that a build makes of it by itself."""

    project: Project
    place: Path
    signers: Path
    made: dict[str, str]

    def build(self, folder: Path, *arguments: str, code: int = 0, **environment: str) -> tuple[str, dict[str, str]]:
        """A build on a machine without a cache: (what it said, digests of its files)."""
        shutil.rmtree(folder, ignore_errors=True)
        output = folder / "output"
        own = {"COLUMN_CACHE": str(folder / "cache"), **environment}
        options = ("--output", str(output), "--site-url", "http://127.0.0.1:9", *arguments)
        return self.project.run("build", *options, code=code, **own), _digests(output)

    def current(self) -> Path:
        """The live release."""
        return (self.place / "current").resolve()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Two articles with a photograph each, and a draft with a third."""
    folder = tmp_path_factory.mktemp("reuse")
    project = Project(folder / "project", articles=0)
    (project.root / "content" / "images").mkdir()
    for number, status in ((1, "published"), (2, "published"), (3, "draft")):
        project.write(number, more=_SHOWN.format(name=f"anh-{number}", status=status))
        (project.root / "content" / "images" / f"anh-{number}.jpg").write_bytes(_photo(number))
    project.commit()
    keygen = [program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f"]
    for name in ("mine", "theirs"):
        subprocess.run([*keygen, str(folder / name)], check=True)
        (folder / f"{name}.signers").write_text(f"{name} {(folder / f'{name}.pub').read_text()}")
    project.environment["SIGN_KEY"] = str(folder / "mine")
    place = folder / "srv" / "site"
    project.target("here", kind="folder", url="http://127.0.0.1:9", path=place, sign_key_env="SIGN_KEY")
    one = Published(project, place, folder / "mine.signers", {})
    said, made = one.build(folder / "alone")
    assert "mã hoá" in said
    project.run("publish", "here")
    return one._replace(made=made)


def _photo(seed: int, width: int = 400, height: int = 300) -> bytes:
    draw = random.Random(seed)
    small = Image.frombytes("RGB", (16, 12), draw.randbytes(16 * 12 * 3))
    data = BytesIO()
    small.resize((width, height), Image.Resampling.BICUBIC).save(data, "JPEG", quality=90)
    return data.getvalue()


def _digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


def _pictures(made: dict[str, str]) -> list[str]:
    return [file for file in made if file.startswith("anh/")]


def _taken(said: str) -> int:
    found = _FILES.search(said)
    return int(found[1]) if found else 0


# ── what is taken ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_build_takes_all_pictures_back_from_a_folder(published: Published, tmp_path: Path) -> None:
    said, made = published.build(tmp_path / "cold", "--reuse", "here")
    assert made == published.made
    assert _taken(said) == len(_pictures(made)) > 8, said
    assert "mã hoá" not in said


def test_a_key_without_a_release_is_refused(published: Published, tmp_path: Path) -> None:
    said = published.project.run("build", "--key", "signers", code=1, COLUMN_CACHE=str(tmp_path / "cache"))
    assert "--key chỉ dùng cùng --reuse" in said


def test_a_publish_takes_back_by_itself_and_sends_nothing(published: Published, tmp_path: Path) -> None:
    """Compressed copies neither: they stand where they are."""
    before = published.current()
    said = published.project.run("publish", "here", COLUMN_CACHE=str(tmp_path / "cache"))
    assert "không có gì đổi" in said
    assert published.current() == before
    output = tmp_path / "cache" / "publish" / "here" / "site"
    assert _digests(output) == published.made
    kept = [path for path in (tmp_path / "cache" / "pictures").rglob("*") if path.is_file()]
    assert len(kept) == len(_pictures(published.made))


def test_nothing_of_drafts_is_listed(published: Published) -> None:
    files = json.loads((published.current() / "manifest.json").read_text())["files"]
    listed = {file for file, row in files.items() if "made" in row}
    assert listed == set(_pictures(published.made))
    assert not any("anh-3" in file for file in files)


def test_what_changed_is_made_anew_alone(published: Published, tmp_path: Path) -> None:
    """A picture of other bytes; then, by another recipe, all pictures, but not the card, which other code draws."""
    project = published.project.twin(tmp_path / "twin")
    (project.root / "content" / "images" / "anh-2.jpg").write_bytes(_photo(9))
    cold = published._replace(project=project)
    said, made = cold.build(tmp_path / "cold", "--reuse", "here")
    same = made.keys() & set(_pictures(published.made))
    assert _taken(said) == len(same)
    assert 0 < len(same) < len(_pictures(made))
    assert "từ 1 ảnh" in said
    code = project.root / "plugins" / "pictures" / "formats.py"
    code.write_text(code.read_text() + "\n_OTHER = 1\n")
    said, _ = cold.build(tmp_path / "cold", "--reuse", "here")
    assert _taken(said) == 1, said


def test_a_picture_that_the_release_was_not_made_of_is_looked_into(published: Published, tmp_path: Path) -> None:
    """Cut off, under the name and at the place of one that is live."""
    project = published.project.twin(tmp_path / "twin")
    file = project.root / "content" / "images" / "anh-2.jpg"
    file.write_bytes(file.read_bytes()[:-500])
    said, _ = published._replace(project=project).build(tmp_path / "cold", "--reuse", "here", code=1)
    assert "ảnh hỏng hoặc bị cắt cụt" in said


def test_storage_that_is_signed(published: Published, storage: Storage, tmp_path: Path) -> None:
    project = published.project.twin(tmp_path / "twin")
    project.target("cloud", **storage.target("reuse"), sign_key_env="SIGN_KEY")
    project.target("open", **storage.target("reuse"))
    project.environment |= storage.credentials
    project.run("publish", "cloud")
    cold = published._replace(project=project)
    said, made = cold.build(tmp_path / "cold", "--reuse", "open", "--key", str(published.signers))
    assert made == published.made
    assert _taken(said) == len(_pictures(made)), said
    cache = tmp_path / "cold-publish"
    assert "không có gì đổi" in project.run("publish", "cloud", COLUMN_CACHE=str(cache))
    assert len(list((cache / "pictures").rglob("??????????????????????????????"))) == len(_pictures(published.made))
    said, _ = cold.build(tmp_path / "cold", "--reuse", "open", code=1)
    assert "cần thêm --key" in said


def test_a_server_over_ssh(published: Published, ssh: Ssh, tmp_path: Path) -> None:
    project = published.project.twin(tmp_path / "twin")
    project.target("far", **ssh.target(tmp_path / "srv" / "far"), sign_key_env="SIGN_KEY")
    project.environment["TEST_SSH_KEY"] = str(ssh.key)
    project.run("publish", "far")
    said, made = published._replace(project=project).build(tmp_path / "cold", "--reuse", "far")
    assert made == published.made
    assert _taken(said) == len(_pictures(made)), said


def test_a_branch_of_a_repository(published: Published, tmp_path: Path) -> None:
    project = published.project.twin(tmp_path / "twin")
    remote = tmp_path / "remote.git"
    project.git("init", "-q", "--bare", str(remote))
    project.target("pages", kind="git", url="http://127.0.0.1:9", remote=remote, sign_key_env="SIGN_KEY")
    project.run("publish", "pages")
    said, made = published._replace(project=project).build(tmp_path / "cold", "--reuse", "pages")
    assert made == published.made
    assert _taken(said) == len(_pictures(made)), said


# ── an address, whoever answers there ────────────────────────────────────────────────────────────────────────────────


Answer = tuple[int, dict[str, str], bytes]
Trick = Callable[[str, bytes | None], Answer | None]
"""Path and true body, None where there is none → the answer; None: the connection is closed without one."""


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, root: Path, trick: Trick, seen: list[str], *args: Any) -> None:
        self.root, self.trick, self.seen = root, trick, seen
        super().__init__(*args)

    def do_GET(self) -> None:
        """Answer as the trick wants it."""
        self.seen.append(self.path)
        file = self.root / self.path[1:]
        answer = self.trick(self.path, file.read_bytes() if file.is_file() else None)
        self.close_connection = answer is None
        if answer is None:
            return
        status, headers, body = answer
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = int(headers.get("Content-Length", len(body))) != len(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


class Site(NamedTuple):
    """A server on loopback. seen: the paths that were asked for."""

    url: str
    seen: list[str]


@contextmanager
def serving(root: Path, trick: Trick) -> Iterator[Site]:
    """A web server that answers what the trick makes of the files."""
    seen: list[str] = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, root, trick, seen))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield Site(f"http://127.0.0.1:{server.server_address[1]}", seen)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _honest(path: str, body: bytes | None) -> Answer:
    return (404, {}, b"") if body is None else (200, {}, body)


def test_an_address_with_a_key(published: Published, tmp_path: Path) -> None:
    with serving(published.current(), _honest) as site:
        said, made = published.build(tmp_path / "cold", "--reuse", f"{site.url}/", "--key", str(published.signers))
        assert made == published.made
        assert _taken(said) == len(_pictures(made)), said
        said, _ = published.build(tmp_path / "cold", "--reuse", site.url, code=1)
        assert "cần thêm --key" in said


def _forged(path: str, body: bytes | None) -> Answer:
    """A manifest that nobody signed names other pictures."""
    return _honest(path, body.replace(b'"size": ', b'"size": 1') if path == "/manifest.json" and body else body)


def _unsigned(path: str, body: bytes | None) -> Answer:
    return _honest(path, None if path.endswith(".sig") else body)


def _portal(path: str, body: bytes | None) -> Answer:
    return 200, {"Content-Type": "text/html"}, b"<h1>Welcome</h1>"


def _closed(path: str, body: bytes | None) -> None:
    return None


def _endless(path: str, body: bytes | None) -> Answer:
    return 200, {"Content-Length": "99999999999"}, b"[" * 1_000_000


def _absent(path: str, body: bytes | None) -> Answer:
    return 404, {}, b""


@pytest.mark.parametrize("trick", [_forged, _unsigned, _portal, _closed, _endless, _absent])
def test_an_address_that_proves_nothing_is_not_believed(published: Published, trick: Trick) -> None:
    with serving(published.current(), trick) as site:
        asked = asked_release(site.url, Path("/nowhere/targets.toml"), published.signers)
        with pytest.raises(PublishError):
            asked.manifest()
    assert not [path for path in site.seen if path.startswith("/anh/")]


def test_a_release_that_proves_nothing_gives_nothing(published: Published, tmp_path: Path) -> None:
    theirs = published.signers.with_name("theirs.signers")
    said, made = published.build(tmp_path / "cold", "--reuse", "here", "--key", str(theirs))
    assert made == published.made
    (line,) = [line for line in said.splitlines() if "lấy lại" in line]
    assert "không lấy lại được từ bản đang phục vụ ở here (manifest.json: chữ ký không đúng" in line
    assert "mã hoá" in said


def _lie(number: int, status: int, data: bytes, elsewhere: str) -> Answer | None:
    """One of the ways in which an answer is not the picture that was asked for; the last is none of them."""
    whole = {"Content-Length": str(len(data))}
    return (
        (status, {}, data[:-1] + bytes([data[-1] ^ 1])),
        (status, {}, data + bytes(100_000)),
        (status, {}, data[:-9]),
        (404, {}, b""),
        (status, {"Content-Encoding": "gzip"}, data),
        (302, {"Location": elsewhere}, b""),
        (status, whole, data[: len(data) // 2]),
        (206, {}, data),
        (status, {}, data),
    )[number % 9]


def test_pictures_that_are_not_those_of_the_manifest_are_made_anew(published: Published, tmp_path: Path) -> None:
    """Altered, longer, shorter, missing, said to be packed, elsewhere, cut off, in part."""
    order = sorted(_pictures(published.made))
    with serving(published.current(), _honest) as elsewhere:

        def lie(path: str, body: bytes | None) -> Answer | None:
            if not body or path[1:] not in order:
                return _honest(path, body)
            return _lie(order.index(path[1:]), 200, body, elsewhere.url + path)

        with serving(published.current(), lie) as site:
            said, made = published.build(tmp_path / "cold", "--reuse", site.url, "--key", str(published.signers))
        assert {path[1:] for path in site.seen} >= set(order)
    assert not elsewhere.seen
    assert made == published.made
    (line,) = [line for line in said.splitlines() if "lấy lại" in line]
    right = len(order[8::9])
    assert f"lấy lại {right} tệp từ {site.url}" in line
    assert f"; {len(order) - right} tệp thiếu hoặc không đúng, làm mới" in line


def test_a_release_that_vanishes_halfway(published: Published, tmp_path: Path) -> None:
    given: list[str] = []

    def vanish(path: str, body: bytes | None) -> Answer | None:
        if path.startswith("/anh/"):
            given.append(path)
        return _honest(path, body) if len(given) < 4 else None

    with serving(published.current(), vanish) as site:
        said, made = published.build(tmp_path / "cold", "--reuse", site.url, "--key", str(published.signers))
    assert made == published.made
    (line,) = [line for line in said.splitlines() if "lấy lại" in line]
    assert "phần còn lại không lấy được" in line
    assert "mã hoá" in said


# ── a folder in which somebody else was ──────────────────────────────────────────────────────────────────────────────


Rows = dict[str, dict[str, Any]]


def _write(release: Path, rows: Rows, file: str, data: bytes) -> None:
    """Another file in the place of this one, with sums that fit."""
    (release / file).unlink()
    (release / file).write_bytes(data)
    rows[file] |= {"sha256": sha256(data).hexdigest(), "size": len(data)}


def _spoil(number: int, release: Path, rows: Rows, file: str) -> bool:
    """One of the ways in which a folder may hold something else than its manifest promises, or promise what nobody
    asked for; False for none of them."""
    picture = release / file
    match number % 9:
        case 0:
            _write(release, rows, file, (release / "index.html").read_bytes())
        case 1:
            _write(release, rows, file, picture.read_bytes() + b"<script>alert(1)</script>")
        case 2:
            _write(release, rows, file, _photo(5, 3000, 2000))
        case 3:
            picture.unlink()
            picture.symlink_to("/dev/zero")
        case 4:
            picture.unlink()
            os.mkfifo(picture)
        case 5:
            rows[f"../../{file}"] = rows.pop(file)
        case 6:
            rows[file]["size"] = 10**15
        case 7:
            rows[file]["made"] = ["x"]
        case _:
            return False
    return True


def test_whatever_a_folder_holds_the_site_is_the_same(published: Published, tmp_path: Path) -> None:
    place = tmp_path / "srv" / "site"
    shutil.copytree(published.place, place, symlinks=True)
    release = (place / "current").resolve()
    values = json.loads((release / "manifest.json").read_text())
    rows = values["files"]
    spoilt = [_spoil(number, release, rows, file) for number, file in enumerate(sorted(_pictures(published.made)))]
    values["files"] = {file: row for file, row in rows.items() if not file.startswith("..")}
    (release / "manifest.json").write_text(json.dumps(values))
    project = published.project.twin(tmp_path / "twin")
    project.target("spoilt", kind="folder", url="http://127.0.0.1:9", path=place)
    cold = published._replace(project=project)
    said, made = cold.build(tmp_path / "cold", "--reuse", "spoilt")
    assert made == published.made
    assert _taken(said) == spoilt.count(False) > 0, said
    (release / "manifest.json").write_text(json.dumps(values | {"files": rows}))
    with pytest.raises(PublishError, match="đường dẫn không hợp lệ"):
        asked_release("spoilt", project.root / "targets.toml", None).manifest()


def test_a_folder_that_others_may_write_to_gives_nothing(published: Published, tmp_path: Path) -> None:
    place = tmp_path / "srv" / "site"
    shutil.copytree(published.place, place, symlinks=True)
    (place / "releases").chmod(0o777)
    project = published.project.twin(tmp_path / "twin")
    project.target("open", kind="folder", url="http://127.0.0.1:9", path=place)
    said, made = published._replace(project=project).build(tmp_path / "cold", "--reuse", "open")
    assert "người dùng khác ghi được vào đây" in said
    assert _taken(said) == 0
    assert made == published.made


def test_what_is_asked_for_and_can_not_be_is_told_before_anything(published: Published, tmp_path: Path) -> None:
    for arguments, words in (
        (("--reuse", "nowhere"), "không có đích"),
        (("--reuse", "ftp://127.0.0.1", "--key", str(published.signers)), "không phải địa chỉ http"),
        (("--reuse", "http://127.0.0.1:9", "--key", "/nowhere/signers"), "không có tệp này"),
    ):
        said, made = published.build(tmp_path / "cold", *arguments, code=1)
        assert words in said
        assert not made
