"""The kinds of target: where the site may be published, as frozen values. `target_file.py` reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


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


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderTarget(PublishTarget):
    """A folder of this machine; `path/current` is what a web server serves. certificate, certificate_key: files for
    the generated server configuration, "" for the usual place."""

    kind: ClassVar[str] = "folder"
    path: str
    compress: bool = True
    certificate: str = ""
    certificate_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SshTarget(FolderTarget):
    """A folder of another machine, reached by ssh and rsync. host: `user@name` or `name`; known_hosts: file with the
    server's key, "" for the user's own; key_env: variable with the path of the private key, "" for the agent's."""

    kind: ClassVar[str] = "ssh"
    host: str
    port: int = 22
    known_hosts: str = ""
    key_env: str = ""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class GitTarget(PublishTarget):
    """A branch of a git repository, for pages hosting. remote: address or path; git finds credentials itself; files:
    names of files of the host's own that stay on the branch, beside CNAME."""

    kind: ClassVar[str] = "git"
    remote: str
    branch: str = "pages"
    files: tuple[str, ...] = ()


KINDS: dict[str, type[PublishTarget]] = {cls.kind: cls for cls in (FolderTarget, SshTarget, S3Target, GitTarget)}
"""`kind = …` → what else the table holds."""
