"""The kinds of target: where the site may be published, as frozen values that tell what is wrong with them.

`target_file.py` reads them, `backends.py` finds what carries each out.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

from ..core.text.web_address import is_site_root, origin
from ..system import build_inputs

_HOST = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*@)?[A-Za-z0-9][A-Za-z0-9.-]*")
_BRANCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,62}")
_PLAIN_FILE = re.compile(r"[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*")
_SYSTEM = ("bin", "boot", "dev", "etc", "lib", "lib32", "lib64", "proc", "run", "sbin", "sys", "usr")
Fault = tuple[str, str]
"""A key, and what is wrong with its value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishTarget:
    """What every kind of target has in common.

    name: of the table; url: the site's absolute address; keep: releases kept for rollback, 2 at least; compress:
    whether compressed copies lie beside the files; sign_key_env: variable that holds the path of an OpenSSH private
    key which signs the manifest, "" for none; fresh_days: days within which the record of what is live is renewed even
    when nothing changes, 0 for never.
    """

    kind: ClassVar[str] = ""
    name: str
    url: str
    keep: int = 5
    compress: bool = False
    sign_key_env: str = ""
    fresh_days: int = 0

    def secrets(self) -> list[str]:
        """The environment variables it needs: values of keys that end in `_env`."""
        return [value for value in self._variables().values() if value]

    def faults(self) -> Iterator[Fault]:
        """What is wrong with it; each kind adds its own."""  # by this class's name: slots break a bare super()
        if not _is_web(self.url):
            yield "url", "phải là địa chỉ http(s) đầy đủ của trang, không có “/” ở cuối"
        if not 2 <= self.keep <= 1000:
            yield "keep", "phải từ 2 đến 1000"
        if not 0 <= self.fresh_days <= 365:
            yield "fresh_days", "phải từ 0 (không hẹn) đến 365"
        for key, value in self._variables().items():
            if value and not re.fullmatch(r"[A-Z_][A-Z0-9_]*", value):
                yield key, "phải là tên biến môi trường, không phải bí mật"

    def _variables(self) -> dict[str, str]:
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name.endswith("_env")}


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderTarget(PublishTarget):
    """A folder of this machine; `path/current` is what a web server serves. certificate, certificate_key: files for
    the generated server configuration, "" for the usual place."""

    kind: ClassVar[str] = "folder"
    path: str
    compress: bool = True
    certificate: str = ""
    certificate_key: str = ""
    remote_folder: ClassVar[bool] = False

    def faults(self) -> Iterator[Fault]:
        """The folder's, and those of the files that the server's configuration names."""
        yield from PublishTarget.faults(self)
        if fault := path_fault(self.path, remote=self.remote_folder):
            yield "path", fault
        for key in ("certificate", "certificate_key"):
            if (value := getattr(self, key)) and not re.fullmatch(r"/[\w./-]+", value):
                yield key, "phải là đường dẫn tuyệt đối, không có khoảng trắng hay dấu đặc biệt"


@dataclass(frozen=True, slots=True, kw_only=True)
class SshTarget(FolderTarget):
    """A folder of another machine, reached by ssh and rsync. host: `user@name` or `name`; known_hosts: file with the
    server's key, "" for the user's own; key_env: variable with the path of the private key, "" for the agent's."""

    kind: ClassVar[str] = "ssh"
    host: str
    port: int = 22
    known_hosts: str = ""
    key_env: str = ""
    remote_folder: ClassVar[bool] = True

    def faults(self) -> Iterator[Fault]:
        """The folder's, and the machine's."""
        yield from FolderTarget.faults(self)
        if not _HOST.fullmatch(self.host):
            yield "host", "phải là tên máy, có thể kèm “người-dùng@” ở trước"
        if not 1 <= self.port <= 65535:
            yield "port", "phải từ 1 đến 65535"
        if self.known_hosts and not os.path.isabs(self.known_hosts):
            yield "known_hosts", "phải là đường dẫn tuyệt đối"


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Target(PublishTarget):
    """A bucket of S3-compatible object storage. prefix: folder inside it, "" for all of it; access_key_env,
    secret_key_env: variables that hold the credentials."""

    kind: ClassVar[str] = "s3"
    endpoint: str
    bucket: str
    prefix: str = ""
    region: str = "us-east-1"
    access_key_env: str = "AWS_ACCESS_KEY_ID"
    secret_key_env: str = "AWS_SECRET_ACCESS_KEY"  # noqa: S105 — a variable's name

    def faults(self) -> Iterator[Fault]:
        """The storage's."""
        yield from PublishTarget.faults(self)
        if not _is_web(self.endpoint):
            yield "endpoint", "phải là địa chỉ http(s) của kho, không kèm tài khoản"
        if not _BUCKET.fullmatch(self.bucket):
            yield "bucket", "không phải tên kho hợp lệ"
        if self.prefix and not re.fullmatch(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*", self.prefix):
            yield "prefix", "phải là thư mục trong kho, không bắt đầu hay kết thúc bằng “/”"


@dataclass(frozen=True, slots=True, kw_only=True)
class GitTarget(PublishTarget):
    """A branch of a git repository, for pages hosting. remote: address or path; git finds credentials itself; files:
    names of files of the host's own that stay on the branch, beside CNAME."""

    kind: ClassVar[str] = "git"
    remote: str
    branch: str = "pages"
    files: tuple[str, ...] = ()

    def faults(self) -> Iterator[Fault]:
        """The repository's."""
        yield from PublishTarget.faults(self)
        web = urlsplit(self.remote)
        if web.scheme in {"http", "https"} and (web.password or web.username):
            yield "remote", "không ghi tài khoản vào địa chỉ; git tự hỏi kho mật khẩu"
        elif self.remote.startswith("-") or not (web.scheme or ":" in self.remote or os.path.isabs(self.remote)):
            yield "remote", "phải là địa chỉ kho git hoặc đường dẫn tuyệt đối"
        if not all(_PLAIN_FILE.fullmatch(file) and ".." not in file.split("/") for file in self.files):
            yield "files", 'phải là tên tệp của máy chủ trang, ví dụ ["CNAME"], không bắt đầu bằng “/”'
        if not _BRANCH.fullmatch(self.branch) or ".." in self.branch or self.branch in {"main", "master"}:
            yield "branch", "phải là tên nhánh dành riêng cho trang dựng ra, không phải main hay master"


KINDS: dict[str, type[PublishTarget]] = {cls.kind: cls for cls in (FolderTarget, SshTarget, S3Target, GitTarget)}
"""`kind = …` → what else the table holds."""


def path_fault(path: str, *, remote: bool) -> str:
    """Why a folder may not be published to, "" when it may: it is filled, pruned and replaced by us alone."""
    if not path.startswith("/"):
        return "phải là đường dẫn tuyệt đối"
    if not re.fullmatch(r"/[\w./-]+", path) or path.endswith("/"):
        return "chỉ gồm chữ, số, “-”, “_”, “.” và “/”, không kết thúc bằng “/”"
    parts = path.split("/")[1:]
    if any(part in {"", ".", ".."} for part in parts):
        return "không được có “//”, “.” hay “..”"
    if len(parts) < 2 or parts[0] in _SYSTEM or (parts[0] == "home" and len(parts) < 3):
        return "là thư mục của hệ thống hoặc thư mục nhà; hãy chọn thư mục riêng cho trang, ví dụ /srv/chuyen-muc"
    if remote:
        return ""
    real = Path(os.path.realpath(path))
    home = Path.home().resolve()
    if str(real) == "/" or real == home or real in home.parents or real.parts[1] in _SYSTEM:
        return "là thư mục của hệ thống hoặc thư mục nhà; hãy chọn thư mục riêng cho trang"
    if real == build_inputs.ROOT or real in build_inputs.ROOT.parents or build_inputs.ROOT in real.parents:
        return "nằm trong thư mục dự án hoặc chứa nó; hãy chọn thư mục khác"
    return ""


def _is_web(url: str) -> bool:
    """Whether pages live there; in its ASCII form, for it goes into servers' configurations as it is written."""
    return is_site_root(url) and not url.endswith("/") and url.lower().startswith(origin(url))
