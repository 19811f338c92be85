"""A release on a target: its facts, the sums of all files that are served, and what the next one has to send.

A release holds the site's files, the manifest, compressed copies, and for a while the hashed assets of the releases
before it, so that a page somebody opened a minute ago still finds its style sheet and pictures.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from ..errors import PublishError
from .http_headers import is_compressible, is_immutable
from .live_record import OWN_FILES
from .manifest import FileSum

ENDINGS = ("br", "gz")
"""Endings of compressed copies."""
_NAME = re.compile(r"\d{6}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """number: counts releases of the target; id: SHA-256 of the manifest; published: POSIX time of the switch; added,
    changed, removed: files of the site; sent: bytes; newest: newest modification time of any file so far, POSIX;
    carried: assets of earlier releases → number of the last release they belonged to."""

    number: int
    id: str
    commit: str
    since: str
    published: float
    added: int
    changed: int
    removed: int
    sent: int
    newest: int
    carried: dict[str, int]

    @property
    def name(self) -> str:
        """The folder's name: sorts by number."""
        return f"{self.number:06d}-{self.id[:12]}"


def number_of(name: str) -> int:
    """The number in a release's name."""
    return int(name.partition("-")[0])


def is_name(text: str) -> bool:
    """Whether a text is a release's name."""
    return _NAME.fullmatch(text) is not None


def render_facts(release: Release) -> bytes:
    """The facts as JSON."""
    return (json.dumps(asdict(release), ensure_ascii=False, sort_keys=True) + "\n").encode()


def parse_facts(data: bytes) -> Release:
    """The facts, or PublishError."""
    try:
        values = json.loads(data)
        return Release(**{field.name: values[field.name] for field in fields(Release)})
    except (KeyError, TypeError, ValueError) as error:
        raise PublishError(f"tệp ghi chép của một bản đăng bị hỏng ({type(error).__name__})") from None


def render_sums(sums: Mapping[str, str]) -> bytes:
    """The sums as `sha256sum -c` reads them."""
    return "".join(f"{digest}  {file}\n" for file, digest in sorted(sums.items())).encode()


def parse_sums(data: bytes) -> dict[str, str]:
    """File → SHA-256, from what `render_sums` wrote."""
    sums = {}
    for line in data.decode("utf-8", "replace").splitlines():
        digest, gap, file = line[:64], line[64:66], line[66:]
        if gap != "  " or not file:
            raise PublishError("tệp tổng kiểm của một bản đăng bị hỏng")
        sums[file] = digest
    return sums


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """kept: files that stand on the target as they are, with their sums; sent: files of the site to send; packed:
    compressed copies to make and send; carried: as in Release; added, changed, removed: files of the site."""

    kept: dict[str, str]
    sent: tuple[str, ...]
    packed: tuple[str, ...]
    carried: dict[str, int]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the target already shows this very site."""
        return not (self.sent or self.packed or self.removed)


def compare(
    wanted: Mapping[str, FileSum], standing: Mapping[str, str], before: Release | None, *, compress: bool, keep: int
) -> Changes:
    """What to do for the files `wanted`, when the newest release `before` serves `standing`.

    standing: "" for a file that is there but is not what was published; keep: for how many releases an asset stays
    after the last one that used it.
    """
    kept: dict[str, str] = {}
    sent, packed, added, changed = [], [], [], []
    carried_before = before.carried if before else {}
    for file, entry in sorted(wanted.items()):
        same = standing.get(file) == entry.sha256
        if same:
            kept[file] = entry.sha256
        else:
            sent.append(file)
        if file not in standing or file in carried_before:
            added.append(file)
        elif not same:
            changed.append(file)
        if compress and is_compressible(file, entry.size):
            for copy in (f"{file}.{ending}" for ending in ENDINGS):
                if same and standing.get(copy):
                    kept[copy] = standing[copy]
                else:
                    packed.append(copy)
    copies = {f"{file}.{ending}" for file in standing for ending in ENDINGS} & standing.keys()
    own = standing.keys() - copies - carried_before.keys() - OWN_FILES
    removed = sorted(own - wanted.keys())
    carried: dict[str, int] = {}
    if before:
        for file in (*removed, *carried_before):
            last = carried_before.get(file, before.number)
            if file in wanted or not is_immutable(file) or not standing.get(file) or last <= before.number + 1 - keep:
                continue
            carried[file] = last
            kept[file] = standing[file]
            for copy in (f"{file}.{ending}" for ending in ENDINGS):
                if standing.get(copy):
                    kept[copy] = standing[copy]
    return Changes(
        kept=kept,
        sent=tuple(sent),
        packed=tuple(packed),
        carried=carried,
        added=tuple(added),
        changed=tuple(changed),
        removed=tuple(removed),
    )


def order(file: str) -> int:
    """When a file is put in place where files can't be switched together: assets, pages, feeds, then the manifest."""
    name = file.rpartition("/")[2]
    if file in OWN_FILES:
        return 3
    if is_immutable(file) or not name.endswith((".html", ".xml", ".json", ".html.gz", ".html.br")):
        return 0
    return 1 if ".html" in name else 2
