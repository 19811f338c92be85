"""The manifest: what a release consists of, so that anyone can check it.

Same commit, same lock, same instant → same bytes. It names no machine and no time of day of its own:
`since` is the newest moment at which the site changed by itself (an article's hour came), so that every build until
the next such moment gives the same manifest.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal, NamedTuple

from ..errors import PublishError

FILE = "manifest.json"
SIGNATURE = "manifest.json.sig"
VERSION = 1


class FileSum(NamedTuple):
    """sha256: hexadecimal; size: bytes; sources: the content files the file is made from, as far as it is one's own;
    made: of a picture or card the digest, hexadecimal, of what it was made from and of all that makes it; "" for other
    files, and in what earlier versions published."""

    sha256: str
    size: int
    sources: tuple[str, ...] = ()
    made: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """site: absolute address or ""; commit: of the repository, "" outside git; clean: whether the commit is all there
    is; since: ISO instant; plan: numbers of the plans, and the plan file's SHA-256; tools: name → version;
    redirects: old site path → new; gone: site paths of articles that were taken back; files: path inside the
    site → sum."""

    site: str
    commit: str
    clean: bool
    since: str
    plan: dict[str, str]
    tools: dict[str, str]
    redirects: dict[str, str]
    files: dict[str, FileSum]
    gone: tuple[str, ...] = ()

    def made_alike(self, file: str, made: str) -> FileSum | None:
        """The sum of a file that was made from the very same by the very same, so that it need not be made again; None
        when the release has no such file. made: as in FileSum."""
        entry = self.files.get(file)
        return entry if entry and made and entry.made == made else None


class Difference(NamedTuple):
    """One file that differs. kind: what happened to it, seen from the expected side."""

    file: str
    kind: Literal["added", "changed", "removed"]


def render(manifest: Manifest) -> bytes:
    """The manifest's bytes: sorted, one file per line, so that two of them can be compared by eye."""
    head = {
        "version": VERSION,
        "site": manifest.site,
        "commit": manifest.commit,
        "clean": manifest.clean,
        "since": manifest.since,
        "plan": manifest.plan,
        "tools": dict(sorted(manifest.tools.items())),
        "redirects": dict(sorted(manifest.redirects.items())),
        **({"gone": sorted(manifest.gone)} if manifest.gone else {}),
    }
    rows, encode = [], json.JSONEncoder(ensure_ascii=False).encode
    for file, entry in sorted(manifest.files.items()):
        values = f'"sha256": {encode(entry.sha256)}, "size": {entry.size}'
        if entry.sources:
            values += f', "from": [{", ".join(map(encode, entry.sources))}]'
        if entry.made:
            values += f', "made": {encode(entry.made)}'
        rows.append(f"  {encode(file)}: {{{values}}}")
    text = json.dumps(head, ensure_ascii=False, indent=1)[:-2]
    return (text + ',\n "files": {\n' + ",\n".join(rows) + "\n }\n}\n").encode()


def parse(data: bytes) -> Manifest:
    """The manifest, or PublishError: what comes from a server is not trusted to be one."""
    try:
        values = json.loads(data)
        if values["version"] != VERSION:
            raise PublishError(f"{FILE}: phiên bản {values['version']!r}, chỉ đọc được phiên bản {VERSION}")
        files = {
            str(file): FileSum(
                str(row["sha256"]),
                int(row["size"]),
                tuple(map(str, row.get("from", ()))),
                str(row.get("made", "")),
            )
            for file, row in values["files"].items()
        }
        for file in files:
            if file.startswith("/") or ".." in file.split("/") or "\\" in file or not file.isprintable():
                raise PublishError(f"{FILE}: đường dẫn không hợp lệ: {ascii(file)[:200]}")
        if not all(str(values[key]).isprintable() for key in ("site", "commit", "since")):
            raise PublishError(f"{FILE}: có ký tự không in được")
        return Manifest(
            site=str(values["site"]),
            commit=str(values["commit"]),
            clean=bool(values["clean"]),
            since=str(values["since"]),
            plan=_texts(values["plan"]),
            tools=_texts(values["tools"]),
            redirects=_texts(values["redirects"]),
            files=files,
            gone=tuple(map(str, values.get("gone", ()))),
        )
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise PublishError(f"{FILE}: không đọc được ({type(error).__name__})") from None


def identity(data: bytes) -> str:
    """What a release is called: the SHA-256 of its manifest's bytes."""
    return sha256(data).hexdigest()


def compare(expected: Mapping[str, FileSum], found: Mapping[str, FileSum]) -> Iterator[Difference]:
    """Every file in which two trees differ, sorted."""
    for file in sorted(expected.keys() | found.keys()):
        if file not in found:
            yield Difference(file, "removed")
        elif file not in expected:
            yield Difference(file, "added")
        elif expected[file].sha256 != found[file].sha256:
            yield Difference(file, "changed")


def _texts(values: Any) -> dict[str, str]:
    return {str(key): str(value) for key, value in values.items()}
