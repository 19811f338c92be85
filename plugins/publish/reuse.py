"""`build --reuse TARGET|URL`, and `publish` by itself: the live release that pictures may be taken back from.

It is believed when its manifest carries the signature of a key that this machine was told of, or when it lies in a
folder of this machine that nobody else may write to. Nothing that it says is read before that is known.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.article.old_addresses import encoded
from ..core.errors import ColumnError, PublishError, SettingsError
from ..core.publishing.http_headers import site_path
from ..core.publishing.manifest import FILE, SIGNATURE, FileSum, Manifest, parse
from .backends import backend_of
from .live import Live
from .own_folder import refuse_foreign, refuse_open
from .sign import own_signer, signer_of
from .target_file import load_target, load_targets
from .targets import FolderTarget, PublishTarget, SshTarget

if TYPE_CHECKING:
    from ..pictures.taken_back import Earlier
    from .backend import Backend

_RATE = 2_000
"""Requests a second at most, of each process: a build waits for them, unlike a verification."""
_CONNECTIONS = 2
"""At once, of each process: readers must not feel it."""


class _Live:
    """A release that is asked for its manifest once, whatever comes of it. name: what people call it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.told = ""
        self._answer: Manifest | Exception | None = None
        self._asked = False

    def manifest(self) -> Manifest | None:
        """What it consists of, once it may be believed."""
        if not self._asked:
            self._asked = True
            try:
                self._answer = self._find_manifest()
            except (ColumnError, OSError) as error:
                self._answer = error
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer

    def _find_manifest(self) -> Manifest | None:
        raise NotImplementedError


class LiveTarget(_Live):
    """What a target shows. key: file of allowed signers, "" for those of the target itself."""

    def __init__(self, target: PublishTarget, backend: Backend, key: str = "") -> None:
        super().__init__(f"bản đang phục vụ ở {target.name}")
        self._target = target
        self._backend = backend
        self._key = key
        self._release = ""

    @property
    def _trusts_folder(self) -> bool:
        return is_own_folder(self._target) and not self._key

    def _find_manifest(self) -> Manifest | None:
        """The live release's, once its signature or its folder was looked at."""
        if isinstance(self._target, FolderTarget) and self._trusts_folder:
            refuse_foreign(Path(self._target.path))
            refuse_open(Path(self._target.path))
        self._release = self._backend.standing().current
        if not self._release:
            return None
        data = _read(self._backend, self._release, FILE)
        if data is None:
            return None
        if not self._trusts_folder:
            with _signers(self._target, self._key) as signers:
                signer_of(data, _read(self._backend, self._release, SIGNATURE), signers, FILE)
        return parse(data)

    def fetch(self, wanted: Mapping[str, FileSum]) -> Iterator[tuple[str, bytes | None]]:
        """From the target itself, whatever its kind."""
        return self._backend.read_many(self._release, wanted)


class LiveSite(_Live):
    """What an address serves. key: file of allowed signers."""

    def __init__(self, url: str, key: str) -> None:
        super().__init__(url)
        self._key = key
        self._live = Live(url, _RATE)
        self._process = os.getpid()

    def _find_manifest(self) -> Manifest | None:
        """The served one, once its signature was looked at."""
        with closing(self._live) as live:
            data, signature = live.get(f"/{FILE}"), live.get(f"/{SIGNATURE}")
        if data is None:
            raise PublishError("trang không có bản kê khai")
        signer_of(data, signature, self._key, FILE)
        return parse(data)

    def fetch(self, wanted: Mapping[str, FileSum]) -> Iterator[tuple[str, bytes | None]]:
        """Over connections of this very process; an answer that leads elsewhere is none."""
        if self._process != os.getpid():
            self._live, self._process = Live(self.name, _RATE), os.getpid()
        live = self._live
        with ThreadPoolExecutor(_CONNECTIONS) as readers:
            bodies = readers.map(lambda row: live.get(encoded(site_path(row[0])), row[1].size), wanted.items())
            yield from zip(wanted, bodies, strict=True)


def own_release(target: PublishTarget, backend: Backend) -> Earlier | None:
    """What `publish` takes back by itself: from a folder of this machine, or what was signed with the target's own
    key; None where neither is so."""
    return LiveTarget(target, backend) if is_own_folder(target) or target.sign_key_env else None


def asked_release(what: str, targets: Path, key: Path | None) -> Earlier:
    """What `--reuse` names. key: file of allowed signers, None for none; SettingsError when it can't be believed."""
    if not hasattr(os, "fork"):
        raise SettingsError("--reuse cần Linux hoặc macOS")
    if not what:
        raise SettingsError("--key chỉ dùng cùng --reuse: khoá cho biết tin bản đang đăng nào")
    signers = os.fspath(key) if key else ""
    if key and not key.is_file():
        raise SettingsError(f"--key {key}: không có tệp này")
    if "://" in what:
        if not signers:
            raise SettingsError(f"--reuse {what}: cần thêm --key TỆP (danh sách người ký được tin); {_ONLY}")
        try:
            return LiveSite(what.rstrip("/"), signers)
        except PublishError as error:
            raise SettingsError(f"--reuse {error}") from None
    known = load_targets(targets).get(what)
    unsigned = {known.sign_key_env: "-"} if known and known.sign_key_env and signers else {}
    target = load_target(targets, what, {**os.environ, **unsigned})
    if not (signers or is_own_folder(target) or target.sign_key_env):
        raise SettingsError(
            f"--reuse {what}: cần thêm --key TỆP (danh sách người ký được tin), hoặc sign_key_env của đích; {_ONLY}"
        )
    return LiveTarget(target, backend_of(target), signers)


_ONLY = "chỉ lấy lại ảnh từ bản có chữ ký đúng, hoặc từ đích là thư mục của chính máy này"


def is_own_folder(target: PublishTarget) -> bool:
    """Whether a target is a folder of this machine."""
    return isinstance(target, FolderTarget) and not isinstance(target, SshTarget)


def _read(backend: Backend, name: str, file: str) -> bytes | None:
    try:
        return backend.read(name, file)
    except FileNotFoundError:
        return None


@contextmanager
def _signers(target: PublishTarget, key: str) -> Iterator[str]:
    """The file of allowed signers: the given one, else one that allows the target's own key alone."""
    if key:
        yield key
        return
    with tempfile.NamedTemporaryFile("w", suffix=".signers") as file:
        file.write(own_signer(os.environ[target.sign_key_env]))
        file.flush()
        yield file.name
