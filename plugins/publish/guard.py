"""Every publish is held against what is live: what readers would lose is told, with the word that allows it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from ..core.errors import LossError, PublishError
from ..core.publishing import losses
from ..core.publishing.losses import Loss
from ..core.publishing.manifest import FILE, FileSum, Manifest, identity, parse
from .ancestry import Repository
from .backend import Backend, TargetState
from .built import Built, home

_ORDER = {
    "older": "bản đang phục vụ dựng từ commit {live}, mới hơn commit {ours} của máy này: git pull trước",
    "other": "bản đang phục vụ dựng từ commit {live}, commit {ours} của máy này không chứa nó: git pull hoặc hợp nhất",
    "unknown": "bản đang phục vụ dựng từ commit {live} mà máy này không tìm thấy, cũng không tải về được: git pull",
    "outside": "bản đang phục vụ dựng từ commit {live}, còn thư mục này không nằm trong kho git",
}


def live_manifest(backend: Backend, standing: TargetState, name: str) -> Manifest | None:
    """What is live says of itself; read from this machine's copy while that is the same. name: of the target."""
    live = standing.live
    if live is None:
        return None
    copy = home(name) / FILE
    data = copy.read_bytes() if copy.is_file() else b""
    if identity(data) != live.id:
        try:
            data = backend.read(live.name, FILE)
        except FileNotFoundError:
            raise PublishError(f"{FILE}: bản đang phục vụ {live.name} không còn bản kê khai") from None
    return parse(data)


def refuse_losses(
    backend: Backend,
    standing: TargetState,
    live: Manifest,
    built: Built,
    wanted: Manifest,
    now: float,
    published: float,
    allowed: Collection[str],
) -> None:
    """LossError when readers would lose something that no word allows. published: when what is live went out."""
    found = [
        *losses.time_losses(published, now, backend.clock()),
        *_order_losses(live, wanted, built.content),
        *_article_losses(backend, standing, live, built, wanted),
    ]
    refused = [loss for loss in found if loss.word not in allowed]
    if refused:
        lines = [f"  {loss.text}\n    nếu đúng là muốn vậy, thêm {loss.word}" for loss in refused]
        raise LossError("\n".join(["không đăng, vì so với bản đang phục vụ:", *lines]))


def _order_losses(live: Manifest, wanted: Manifest, content: Path) -> Iterator[Loss]:
    if not live.commit:
        return
    relation: str = Repository(content).relation(live.commit, wanted.commit) if wanted.commit else "outside"
    if relation in _ORDER:
        text = _ORDER[relation].format(live=live.commit[:12], ours=wanted.commit[:12])
        yield Loss(losses.OLDER, text)


def _article_losses(
    backend: Backend, standing: TargetState, live: Manifest, built: Built, wanted: Manifest
) -> Iterator[Loss]:
    """From the open data, of which only the files that differ are read."""
    name = standing.current
    differing = {
        file
        for file in live.files.keys() | wanted.files.keys()
        if losses.is_data(file) and _sum(live.files, file) != _sum(wanted.files, file)
    }
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for file in differing:
        if file in live.files:
            try:
                before |= losses.ids_in(backend.read(name, file))
            except FileNotFoundError:
                continue
        if file in wanted.files:
            after |= losses.ids_in((built.root / file).read_bytes())
    old, new = losses.articles_in(live.files, before, live.site), losses.articles_in(wanted.files, after, wanted.site)
    yield from losses.article_losses(old, new)


def _sum(files: Mapping[str, FileSum], file: str) -> str:
    entry = files.get(file)
    return entry.sha256 if entry else ""
