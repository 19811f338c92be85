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


def test_another_recipe_takes_nothing(published: Published, tmp_path: Path) -> None:
    project = published.project.twin(tmp_path / "twin")
    code = project.root / "plugins" / "pictures" / "formats.py"
    code.write_text(code.read_text() + "\n_OTHER = 1\n")
    said, made = published._replace(project=project).build(tmp_path / "cold", "--reuse", "here")
    assert "mã hoá" in said
    assert _taken(said) == 1, said  # the site's card, which the other code draws
    assert made.keys() == published.made.keys()


def test_a_picture_that_changed_is_made_anew_alone(published: Published, tmp_path: Path) -> None:
    project = published.project.twin(tmp_path / "twin")
    (project.root / "content" / "images" / "anh-2.jpg").write_bytes(_photo(9))
    said, made = published._replace(project=project).build(tmp_path / "cold", "--reuse", "here")
    same = made.keys() & set(_pictures(published.made))
    assert _taken(said) == len(same)
    assert 0 < len(same) < len(_pictures(made))
    assert "từ 1 ảnh" in said


def test_storage_that_is_signed(published: Published, storage: Storage, tmp_path: Path) -> None:
    project = published.project.twin(tmp_path / "twin")
    project.target("cloud", **storage.target("reuse"), sign_key_env="SIGN_KEY")
    project.target("open", **storage.target("reuse"))
    project.environment |= storage.credentials
    project.run("publish", "cloud")
    cold = published._replace(project=project)
    for arguments in (("cloud",), ("open", "--key", str(published.signers))):
        said, made = cold.build(tmp_path / "cold", "--reuse", *arguments)
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


@pytest.mark.parametrize("trick", [_forged, _unsigned, _portal, _closed, _endless])
def test_a_release_that_proves_nothing_gives_nothing(published: Published, tmp_path: Path, trick: Trick) -> None:
    with serving(published.current(), trick) as site:
        said, made = published.build(tmp_path / "cold", "--reuse", site.url, "--key", str(published.signers))
        assert not [path for path in site.seen if path.startswith("/anh/")]
    assert made == published.made
    (line,) = [line for line in said.splitlines() if "lấy lại" in line]
    assert "không lấy lại được từ" in line
    assert "mã hoá" in said


def test_a_signature_of_somebody_else_gives_nothing(published: Published, tmp_path: Path) -> None:
    theirs = published.signers.with_name("theirs.signers")
    said, made = published.build(tmp_path / "cold", "--reuse", "here", "--key", str(theirs))
    assert "chữ ký không đúng" in said
    assert _taken(said) == 0
    assert made == published.made


def _altered(path: str, body: bytes | None) -> Answer:
    return _honest(path, body[:-1] + bytes([body[-1] ^ 1]) if body and path.startswith("/anh/") else body)


def _longer(path: str, body: bytes | None) -> Answer:
    return _honest(path, body + b"\0" * 100_000 if body and path.startswith("/anh/") else body)


def _shorter(path: str, body: bytes | None) -> Answer:
    return _honest(path, body[:-9] if body and path.startswith("/anh/") else body)


def _missing(path: str, body: bytes | None) -> Answer:
    return _honest(path, None if path.startswith("/anh/") else body)


def _packed(path: str, body: bytes | None) -> Answer:
    """Says that a picture is packed, which it is not."""
    status, headers, data = _honest(path, body)
    return status, {"Content-Encoding": "gzip"} if path.startswith("/anh/") else headers, data


@pytest.mark.parametrize("trick", [_altered, _longer, _shorter, _missing, _packed])
def test_pictures_that_are_not_those_of_the_manifest_are_made_anew(
    published: Published, tmp_path: Path, trick: Trick
) -> None:
    with serving(published.current(), trick) as site:
        said, made = published.build(tmp_path / "cold", "--reuse", site.url, "--key", str(published.signers))
        assert [path for path in site.seen if path.startswith("/anh/")]
    assert made == published.made
    (line,) = [line for line in said.splitlines() if "lấy lại" in line]
    assert "lấy lại 0 tệp" in line
    assert "thiếu hoặc không đúng, làm mới" in line
    assert "mã hoá" in said


def test_an_answer_that_leads_elsewhere_is_not_followed(published: Published, tmp_path: Path) -> None:
    with serving(published.current(), _honest) as elsewhere:

        def lead(path: str, body: bytes | None) -> Answer:
            return (302, {"Location": elsewhere.url + path}, b"") if path.startswith("/anh/") else _honest(path, body)

        with serving(published.current(), lead) as site:
            said, made = published.build(tmp_path / "cold", "--reuse", site.url, "--key", str(published.signers))
    assert not elsewhere.seen
    assert made == published.made
    assert _taken(said) == 0


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


def test_an_answer_cut_off_is_none(published: Published, tmp_path: Path) -> None:
    def cut(path: str, body: bytes | None) -> Answer:
        status, headers, data = _honest(path, body)
        whole = {"Content-Length": str(len(data))}
        return (status, whole, data[: len(data) // 2]) if path.startswith("/anh/") else (status, headers, data)

    with serving(published.current(), cut) as site:
        said, made = published.build(tmp_path / "cold", "--reuse", site.url, "--key", str(published.signers))
    assert made == published.made
    assert _taken(said) == 0


# ── a folder in which somebody else was ──────────────────────────────────────────────────────────────────────────────


Rows = dict[str, dict[str, Any]]


def _write(release: Path, rows: Rows, file: str, data: bytes) -> None:
    """Another file in the place of this one, with sums that fit."""
    (release / file).unlink()
    (release / file).write_bytes(data)
    rows[file] |= {"sha256": sha256(data).hexdigest(), "size": len(data)}


def _of_another_name(release: Path, rows: Rows) -> None:
    """Each row says of what another one was made."""
    files = [file for file in rows if "made" in rows[file]]
    made = [rows[file]["made"] for file in files]
    for file, other in zip(files, made[8:] + made[:8], strict=True):
        rows[file]["made"] = other


def _of_another_size(release: Path, rows: Rows) -> None:
    for file in [file for file in rows if file.endswith(".jpg") and "made" in rows[file]]:
        _write(release, rows, file, _photo(5, 4000, 3000))


def _of_another_form(release: Path, rows: Rows) -> None:
    for file in [file for file in rows if file.endswith("-400.avif")]:
        _write(release, rows, file, (release / file).with_suffix(".jpg").read_bytes())


def _a_page(release: Path, rows: Rows) -> None:
    for file in [file for file in rows if "made" in rows[file]]:
        _write(release, rows, file, (release / "index.html").read_bytes())


def _with_a_tail(release: Path, rows: Rows) -> None:
    for file in [file for file in rows if "made" in rows[file]]:
        _write(release, rows, file, (release / file).read_bytes() + b"<script>alert(1)</script>")


def _with_metadata(release: Path, rows: Rows) -> None:
    """The place where a photograph was taken."""
    for file in [file for file in rows if "made" in rows[file]]:
        with Image.open(release / file) as picture:
            exif = Image.Exif()
            exif[0x010E] = "nhà của người chụp"
            data = BytesIO()
            picture.save(data, picture.format, exif=exif)
        _write(release, rows, file, data.getvalue())


def _links_and_pipes(release: Path, rows: Rows) -> None:
    for number, file in enumerate(file for file in rows if "made" in rows[file]):
        (release / file).unlink()
        (os.mkfifo if number % 2 else functools.partial(os.symlink, "/dev/zero"))(release / file)


def _outside(release: Path, rows: Rows) -> None:
    """The manifest names files that lie elsewhere."""
    for file in [file for file in rows if "made" in rows[file]]:
        rows[f"../../{file}"] = rows.pop(file)


def _of_no_size(release: Path, rows: Rows) -> None:
    for number, file in enumerate(file for file in rows if "made" in rows[file]):
        rows[file]["size"] = (-1, 0, 10**15)[number % 3]


def _of_other_kinds(release: Path, rows: Rows) -> None:
    for number, file in enumerate(file for file in rows if "made" in rows[file]):
        rows[file]["made"] = (["x"], None, 5, {"made": 1}, "x" * 100_000)[number % 5]


def _of_an_earlier_version(release: Path, rows: Rows) -> None:
    for row in rows.values():
        row.pop("made", None)


@pytest.mark.parametrize(
    "spoil",
    [
        _of_another_name,
        _of_another_size,
        _of_another_form,
        _a_page,
        _with_a_tail,
        _with_metadata,
        _links_and_pipes,
        _outside,
        _of_no_size,
        _of_other_kinds,
        _of_an_earlier_version,
    ],
)
def test_whatever_a_folder_holds_the_site_is_the_same(
    published: Published, tmp_path: Path, spoil: Callable[[Path, Rows], None]
) -> None:
    place = tmp_path / "srv" / "site"
    shutil.copytree(published.place, place, symlinks=True)
    release = (place / "current").resolve()
    values = json.loads((release / "manifest.json").read_text())
    spoil(release, values["files"])
    (release / "manifest.json").write_text(json.dumps(values))
    project = published.project.twin(tmp_path / "twin")
    project.target("spoilt", kind="folder", url="http://127.0.0.1:9", path=place)
    said, made = published._replace(project=project).build(tmp_path / "cold", "--reuse", "spoilt")
    assert made == published.made
    assert "mã hoá" in said


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
