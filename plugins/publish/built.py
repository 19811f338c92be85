"""The site as built for one target: its folder, and every file's sum, hashed again only where the file is new.

Each target has an output folder of its own, because addresses in pages depend on where the site is published. When
nothing changed since the last time this costs what `build` costs, and one small file read.
"""

from __future__ import annotations

import errno
import marshal
import os
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from ..build.state import load_build_state
from ..core.addresses import article_path, output_file
from ..core.article.record import Record
from ..core.article.visibility import is_withdrawn
from ..core.errors import PublishError, StoreError
from ..core.publishing.http_headers import read_redirects
from ..core.publishing.live_record import OWN_FILES
from ..core.publishing.manifest import FileSum, Manifest
from ..core.site_map import ROWS
from ..reading.sources import is_article, plan_paths
from ..system import build_inputs
from ..system.cache_file import load_cached, save_cached
from ..system.file_stamps import OutputStamp, fingerprint, size_and_time, stamp_in
from .ancestry import commit_of

if TYPE_CHECKING:
    from ..core.events.event import EventRecord
    from ..pictures.taken_back import Earlier
    from ..system.file_stamps import OutputRecord
    from .targets import PublishTarget

TOOLS = ("pelican", "markdown", "nh3", "jinja2", "beautifulsoup4", "lxml", "feedgen", "pillow", "babel")
"""Libraries that shape the bytes; the lock's digest covers all the others."""
NO_LINK = getattr(os, "O_NOFOLLOW", 0)
"""Flag that makes opening a link an error; a system without it has none to follow."""
_MAGIC = b"column-sums-2\n"
_PICTURES = ROWS["picture"].folder + "/"
_OF_OTHERS = bytes(16)
"""The fingerprint of what plugins of others wrote or may have changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """root: the output folder; sums: every file in it, of pictures and cards with what they were made from; times:
    modification times, ns; since: POSIX, 0 for never; report: what the build said."""

    root: Path
    content: Path
    sums: dict[str, FileSum]
    times: dict[str, int]
    since: float
    report: str


def home(name: str) -> Path:
    """Where one target's output and notes lie on this machine."""
    return build_inputs.cache() / "publish" / name


def build_for(
    target: PublishTarget,
    content: Path,
    at: datetime | None,
    *,
    allow_deletions: bool,
    earlier: Earlier | None = None,
    ready: Callable[[], object] = lambda: None,
) -> Built:
    """Build the site for the target; PublishError carries the build's report when it fails. earlier: the release that
    pictures may be taken back from; ready: as in build/attempt.py."""
    from ..build.attempt import Options, attempt

    root = home(target.name) / "site"
    attempted = attempt(
        Options(
            content=content,
            output=root,
            site_url=target.url,
            at=at,
            allow_deletions=allow_deletions,
            earlier=earlier,
            ready=ready,
        )
    )
    if not attempted.ok:
        raise PublishError(f"không dựng được trang, chưa đăng gì:\n{attempted.report.rstrip()}")
    return read_built(root, content, home(target.name) / "sums", attempted.report)


def read_built(root: Path, content: Path, memory: Path, report: str = "") -> Built:
    """Sums of a built site; those of files that stand since last time come from `memory`."""
    state, _ = load_build_state(build_inputs.home(Path(os.path.realpath(root))) / "state")
    if state is None:
        raise PublishError(f"{root}: không phải trang vừa dựng")
    known = _remembered(memory)
    sums: dict[str, FileSum] = {}
    times: dict[str, int] = {}
    fresh: dict[str, tuple[OutputStamp, str]] = {}
    base = os.fspath(root)
    for file, made in state.outputs.items():
        if file in OWN_FILES:
            raise PublishError(f"{file}: tên này dành cho bản kê khai của lần đăng")
        row = known.get(file)
        output_stamp = stamp_in(made)
        if row is None or row[0] != output_stamp:
            row = (output_stamp, digest_of(f"{base}/{file}"))
        fresh[file] = row
        size, times[file] = size_and_time(output_stamp)
        sums[file] = FileSum(row[1], size, made=_made_from(file, made))
    if fresh != known:
        _remember(memory, fresh)
    return Built(root=root, content=content, sums=sums, times=times, since=state.since, report=report)


def _made_from(file: str, record: OutputRecord) -> str:
    """What a picture or card was made from and by, "" for other files."""
    known = fingerprint(record) if file.startswith(_PICTURES) else _OF_OTHERS
    return "" if known == _OF_OTHERS else known.hex()


def digest_of(path: str) -> str:
    """SHA-256 of a file, OSError for a link and whatever else is no plain file; for tens of thousands of small ones, so
    without the cost of Python's file objects."""
    descriptor, size = open_plain(path)
    try:
        return digest_in(descriptor, size)
    finally:
        os.close(descriptor)


def open_plain(path: str | os.PathLike[str]) -> tuple[int, int]:
    """The descriptor of a plain file, for the caller to close, and its size; OSError for a link and whatever else is
    none. Nothing is waited for, as opening a pipe waits for who writes."""
    descriptor = os.open(path, os.O_RDONLY | NO_LINK | os.O_NONBLOCK)
    status = os.fstat(descriptor)
    if stat.S_ISREG(status.st_mode):
        return descriptor, status.st_size
    os.close(descriptor)
    raise OSError(errno.ENXIO, "không phải tệp thường", os.fspath(path))


def digest_in(descriptor: int, size: int) -> str:
    """SHA-256 of an open file's first bytes, as many as there are up to a size."""
    digest = sha256()
    while size and (piece := os.read(descriptor, min(size, 1 << 20))):
        digest.update(piece)
        size -= len(piece)
    return digest.hexdigest()


def make_manifest(built: Built, site_url: str) -> Manifest:
    """The manifest of a built site."""
    commit, clean = commit_of(built.content)
    try:
        redirects = read_redirects((built.root / "_redirects").read_text(encoding="utf-8"))
    except FileNotFoundError:
        redirects = {}
    plans, sums, records = plan_paths(built.content), built.sums, _records(built.content)
    gone = _taken_back(records, datetime.fromtimestamp(built.since, UTC))
    return Manifest(
        site=site_url,
        commit=commit,
        clean=clean,
        since=datetime.fromtimestamp(built.since, UTC).isoformat(),
        plan={"sha256": _sum_of(plans), "numbers": _plan_numbers(built.content, plans)},
        tools=tools(),
        redirects=redirects,
        files=_with_sources(built, records),
        gone=tuple(path for path in gone if path not in redirects and output_file(path) not in sums),
    )


def tools() -> dict[str, str]:
    """Versions of what shapes the site's bytes."""
    found = {"lock": sha256((build_inputs.ROOT / "requirements.lock").read_bytes()).hexdigest()}
    for name in TOOLS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _sum_of(paths: Sequence[Path]) -> str:
    """The sum of one file; of several that of their sums, in order."""
    sums = [sha256(path.read_bytes()).hexdigest() for path in paths]
    return sums[0] if len(sums) == 1 else sha256("\n".join(sums).encode()).hexdigest()


def _plan_numbers(content: Path, paths: Sequence[Path]) -> str:
    from ..core.plan.plan_file import read_plan_files

    texts = {path.relative_to(content).as_posix(): path.read_text(encoding="utf-8-sig") for path in paths}
    plans, _ = read_plan_files(texts)
    return "; ".join(plan.number for plan in plans.plans)


def _records(content: Path) -> dict[str, Record | EventRecord]:
    """Source → what was read, from the store that the build has just brought up to date."""
    from ..reading.store import Store

    entries = Store.load(build_inputs.store_home(content), b"").entries
    records = ((source, entry.record(source)) for source, entry in entries.items())
    return {source: record for source, record in records if record is not None}


def _with_sources(built: Built, records: Mapping[str, Record | EventRecord]) -> dict[str, FileSum]:
    """The sums with the content file behind each article's and each page's own files."""
    owners = _owners(records)
    files: dict[str, FileSum] = {}
    for file, entry in built.sums.items():
        parts = file.split("/")
        folder = "/".join(parts[:2]) if parts[0] == "bai-viet" and len(parts) > 2 else parts[0]
        source = owners.get(f"{folder}/") if len(parts) > 1 else None
        files[file] = entry._replace(sources=(source,)) if source else entry
    return files


def _taken_back(records: Mapping[str, Record | EventRecord], instant: datetime) -> Iterator[str]:
    """Site paths of the articles that were taken back before an instant."""
    for source, record in records.items():
        if is_article(source) and isinstance(record, Record) and is_withdrawn(record, instant):
            yield article_path(record.slug)


def _owners(records: Mapping[str, Record | EventRecord]) -> dict[str, str]:
    """Output folder → the content file that owns it."""
    owners: dict[str, str] = {}
    for source, record in records.items():
        path = f"/{record.slug}/" if source.startswith("pages/") else article_path(record.slug)
        owners[output_file(path).removesuffix("index.html")] = source
    return owners


def _remembered(memory: Path) -> Mapping[str, tuple[OutputStamp, str]]:
    try:
        body = load_cached(memory, _MAGIC)
    except (OSError, StoreError):
        return {}
    return marshal.loads(body) if body else {}  # noqa: S302 — digest checked


def _remember(memory: Path, rows: Mapping[str, tuple[OutputStamp, str]]) -> None:
    save_cached(memory, _MAGIC, marshal.dumps(dict(rows)))
