"""`verify`: a live site, a target's files, or a commit built anew, compared with the manifest."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from ..core.article.old_addresses import encoded
from ..core.errors import PublishError, SettingsError
from ..core.publishing.live_record import RECORD, RECORD_SIGNATURE
from ..core.publishing.live_record import parse as parse_record
from ..core.publishing.manifest import FILE, SIGNATURE, Manifest, compare, identity, parse
from .backend import Backend, Progress
from .backends import backend_of
from .built import home, read_built
from .live import Live, decoded
from .rebuild import build_unpacked, unpack
from .seen import check_record, refuse_vanished_record
from .sign import check_signature
from .signed_record import live_record_of
from .target_file import load_targets
from .targets import FolderTarget, PublishTarget, SshTarget

_WORDS = {
    "changed": "khác bản đã đăng",
    "removed": "không có",
    "added": "không thuộc bản đã đăng",
    "headers": "tiêu đề HTTP khác cấu hình",
}


def verify_target(target: PublishTarget, key: str, progress: Progress) -> int:
    """Every file on the target against the sums it was published with, these against the manifest, and that against
    the record, what this machine published, and with a key the signatures."""
    backend = backend_of(target)
    found = dict(backend.check(progress))
    standing = backend.standing()
    assert standing.live
    data, record = _file_of(backend, standing.live.name, FILE) or b"", live_record_of(backend, standing)
    if identity(data) != standing.live.id:
        found.setdefault(FILE, "changed")
    try:
        manifest = parse(data)
    except PublishError:  # there is nothing else to hold the files against
        found.setdefault(FILE, "changed")
        return _tell(target.name, sorted(found.items()), "")
    gone = {entry.file for entry in standing.notes.gone}
    sums = backend.sums(standing.live.name)
    for file, entry in manifest.files.items():
        if file not in gone and sums.get(file) not in {entry.sha256, ""}:
            found.setdefault(file, "changed")
    if isinstance(target, FolderTarget) and not isinstance(target, SshTarget):
        found |= dict.fromkeys(_wrong_copies(backend, standing.live.name, sums, manifest), "changed")
    if key:
        check_signature(data, _file_of(backend, standing.live.name, SIGNATURE), key, FILE)
    if record:
        signature = _file_of(backend, standing.live.name, RECORD_SIGNATURE)
        check_record(record, signature, data, target.url, key, target.name)
    return _tell(target.name, sorted(found.items()), "mọi tệp trên đích đúng bản đã đăng")


def _wrong_copies(backend: Backend, name: str, sums: Mapping[str, str], manifest: Manifest) -> Iterator[str]:
    """Compressed copies that are not of the file they lie beside."""
    for file, entry in manifest.files.items():
        for ending, encoding in (("gz", "gzip"), ("br", "br")):
            copy = f"{file}.{ending}"
            if copy in sums:
                try:
                    plain = decoded(backend.read(name, copy), encoding, entry.size)
                except OSError:
                    continue  # told already
                if sha256(plain).hexdigest() != entry.sha256:
                    yield copy


def _file_of(backend: Backend, name: str, file: str) -> bytes | None:
    try:
        return backend.read(name, file)
    except FileNotFoundError:
        return None


def verify_site(url: str, targets: Path, manifest: str, key: str, rate: float, progress: Progress) -> int:
    """Every file of a live site over HTTP: as browsers get it, compressed, and as it is."""
    url = url.rstrip("/")
    live = Live(url, rate)
    served = live.get(f"/{FILE}")
    if served is None:
        raise PublishError(f"{url}/{FILE}: trang không có bản kê khai")
    if key:
        check_signature(served, live.get(f"/{SIGNATURE}"), key, FILE)
    manifest_served = parse(served)
    if manifest_served.site and manifest_served.site != url:
        raise PublishError(f"{url}: đang phục vụ bản dựng cho {manifest_served.site}, không phải cho địa chỉ này")
    record = live.get(f"/{RECORD}")
    if record is None:
        refuse_vanished_record(url)
    else:
        check_record(record, live.get(f"/{RECORD_SIGNATURE}"), served, url, key)
    expected, origin = _expected(url, targets, manifest, served)
    if identity(served) != identity(expected):
        _tell_stale(url, parse(served), parse(expected))
        print(f"{url}: bản kê khai trên trang khác {origin}; so các tệp với {origin}")
    gone = {entry.file for entry in parse_record(record).gone} if record else set()
    wanted = parse(expected)
    wanted = replace(wanted, files={file: entry for file, entry in wanted.files.items() if file not in gone})
    found = live.compare(wanted, progress)
    if identity(served) != identity(expected):
        found.append((FILE, "changed"))
    good = f"{len(wanted.files)} tệp đúng {origin}"
    return _tell(url, sorted(found), good)


def verify_rebuild(commit: str, what: str, targets: Path, manifest: str, progress: Progress) -> int:
    """Build a commit in an empty folder, as of the manifest's instant, and compare every byte."""
    known = parse(_manifest_of(what, targets, manifest))
    with tempfile.TemporaryDirectory(prefix="column-rebuild-") as folder:
        root = Path(folder)
        full = unpack(commit, root)
        build_unpacked(root, known.site, known.since)
        os.environ["COLUMN_CACHE"] = str(root / "cache")
        built = read_built(root / "site", root / "content", root / "sums")
        found = [(difference.file, difference.kind) for difference in compare(known.files, built.sums)]
    if known.commit != full:
        print(f"bản kê khai nói commit {known.commit[:12] or '(không có)'}, đang dựng {full[:12]}")
    remembered = [file for file, _ in found if _is_redirect(file, known)]
    if remembered:
        print("  có địa chỉ cũ chỉ còn trong trí nhớ của lần dựng trước: ghi Aliases vào bài để git giữ chúng")
    return _tell(f"commit {full[:12]}", found, f"dựng lại được đúng {len(known.files)} tệp, từng byte")


def _expected(url: str, targets: Path, manifest: str, served: bytes) -> tuple[bytes, str]:
    """What the site should show: a given manifest, else the one this machine published last, else the site's own."""
    if manifest:
        return _read(manifest), f"bản kê khai {manifest}"
    if targets.is_file():
        for target in load_targets(targets).values():
            kept = home(target.name) / FILE
            if target.url == url and kept.is_file():
                return kept.read_bytes(), f"bản đăng gần nhất từ máy này (đích {target.name})"
    return served, "bản kê khai của chính trang"


def _manifest_of(what: str, targets: Path, manifest: str) -> bytes:
    if manifest:
        return _read(manifest)
    if what.startswith(("http://", "https://")):
        served = Live(what.rstrip("/"), 50).get(f"/{FILE}")
        if served is None:
            raise PublishError(f"{what}: trang không có bản kê khai")
        return served
    target = load_targets(targets).get(what)
    if target is None:
        raise SettingsError(f"{what}: không phải địa chỉ, cũng không phải tên đích")
    backend = backend_of(target)
    current = backend.standing().current
    if not current:
        raise PublishError(f"{what}: chưa có bản nào được đăng")
    return backend.read(current, FILE)


def _read(manifest: str) -> bytes:
    try:
        return Path(os.environ.get("COLUMN_CWD", "."), manifest).read_bytes()
    except OSError as error:
        raise SettingsError(f"{manifest}: {error.strerror}") from None


def _is_redirect(file: str, known: Manifest) -> bool:
    return file == "_redirects" or encoded(f"/{file.removesuffix('index.html')}") in known.redirects


def _tell_stale(url: str, served: Manifest, expected: Manifest) -> None:
    if served.since < expected.since or served.commit != expected.commit:
        print(
            f"{url}: đang phục vụ bản của commit {served.commit[:12] or '(không có)'} "
            f"thay vì {expected.commit[:12] or '(không có)'}: bản sao cũ hoặc bộ nhớ đệm cũ"
        )


def _tell(where: str, found: Sequence[tuple[str, str]], good: str) -> int:
    if not found:
        print(f"{where}: {good}")
        return 0
    for file, kind in found[:200]:
        print(f"{file}: {_WORDS[kind]}")
    counts = Counter(kind for _, kind in found)
    summary = ", ".join(f"{count} tệp {_WORDS[kind]}" for kind, count in sorted(counts.items()))
    print(f"{where}: KHÔNG ĐÚNG: {summary}")
    return 1
