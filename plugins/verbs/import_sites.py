"""`import FOLDER|EXPORT`: the site of another program → articles, pages and pictures, and one report of losses."""

from __future__ import annotations

import json
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..core.importing.entry import is_untouched, origin_of
from ..core.importing.outcome import Imported, ImportRefusedError
from ..core.plan import plan_file
from ..core.text.vietnamese import fold
from ..importing.archives.finished import Placed
from ..importing.archives.incoming import Incoming, incoming_site
from ..importing.archives.site import Site
from ..system import build_inputs
from .import_files import KIND_NAMES

REPORT = "report.json"
_KIND_NAMES = {
    "embed": "phần nhúng thành liên kết",
    "file": "tệp không nhập được",
    "header": "mục ở phần đầu mà chuyên trang không có",
    "picture-alt": "bài có ảnh thiếu lời tả",
    "shortcode": "mã ngắn không dựng lại được",
}
"""Kinds of loss that only sites have."""
_STATES = {
    "new": "bài mới",
    "renewed": "bài nhập lại",
    "same": "bài như lần trước",
    "kept": "bài đã có người sửa, giữ nguyên",
    "gone": "bài đã bị bỏ, không nhập lại",
}


def run(archive: Path, into: Path | None, content: Path) -> int:
    """Import a site; 0 when all came in, 2 when the archive was refused. What editors changed since stays."""
    try:
        with incoming_site(archive) as incoming:
            _take(incoming, into, content)
    except ImportRefusedError as refusal:
        sys.stderr.write(f"{archive.name}: {refusal}\n")
        return 2
    return 0


def _take(incoming: Incoming, into: Path | None, content: Path) -> None:
    site, root = incoming.site, into or content
    report = (into or build_inputs.import_home(content)) / (REPORT if into else f"{site.name}.json")
    here = _imported(root)
    # before reports were kept by content folder, all of them stood together
    before = _before(report) or ({} if into else _before(build_inputs.cache() / "import" / f"{site.name}.json"))
    known = {**{o: row["article"] for o, row in before.items()}, **{o: path for o, (path, _) in here.items()}}
    foreign = {path.stem for path in root.rglob("*.md")} - {Path(path).stem for path in known.values()}
    taken = {stem.split("-", 3)[-1] if stem[:4].isdigit() else stem for stem in foreign}
    articles = []
    states: Counter[str] = Counter()
    for placed in incoming.articles(_topics(content), known, taken):
        state = _put(placed, root, here, before.get(placed.origin))
        states[state] += 1
        articles.append(_row(placed, state))
    _write_report(report, site, articles, states)
    _show(site, articles, states, report)


def _imported(root: Path) -> dict[str, tuple[str, str]]:
    """Origin → (file, text) of every article that an import wrote, wherever editors moved it."""
    found: dict[str, tuple[str, str]] = {}
    for path in sorted(root.rglob("*.md")):
        text = path.read_text(encoding="utf-8", errors="replace")
        if origin := origin_of(text):
            found[origin] = (path.relative_to(root).as_posix(), text)
    return found


def _before(report: Path) -> dict[str, dict[str, Any]]:
    """Origin → its row in the last import's report."""
    try:
        whole = json.loads(report.read_text(encoding="utf-8"))
        return {row["origin"]: row for row in whole["articles"] if "origin" in row and "article" in row}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _topics(content: Path) -> dict[str, str]:
    """Names and slugs of the plan's topics, folded."""
    try:
        plans, _ = plan_file.read_plans((content / plan_file.FILE).read_text(encoding="utf-8-sig"))
    except OSError:
        return {}
    topics = [topic for plan in plans.plans for topic in plan.topics] if plans else []
    return {fold(name): topic.name for topic in topics for name in (topic.slug, topic.name)}


def _put(placed: Placed, root: Path, here: dict[str, tuple[str, str]], before: dict[str, Any] | None) -> str:
    """Write one article unless somebody has had it in hand since; says what became of it. before: its row in the last
    report."""
    found = placed.found
    path = root / placed.path
    if placed.origin in here:
        text = here[placed.origin][1]
        if not is_untouched(text):
            return "kept"
        _put_pictures(found, path.parent, before)
        if text == found.text:
            return "same"
    elif before is not None:
        return "gone"
    elif path.exists():
        return "kept"
    _put_pictures(found, path.parent, before)
    path.write_text(found.text, encoding="utf-8", newline="\n")
    return "renewed" if placed.origin in here else "new"


def _put_pictures(found: Imported, folder: Path, before: dict[str, Any] | None) -> None:
    """Write an article's pictures, but leave one that somebody has changed since the last import wrote it."""
    written = (before or {}).get("digests", {})
    folder.mkdir(parents=True, exist_ok=True)
    for picture in found.pictures:
        path = folder / picture.name
        if not path.exists() or written.get(picture.name) == _digest(path.read_bytes()):
            path.write_bytes(picture.data)


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()[:16]


def _row(placed: Placed, state: str) -> dict[str, Any]:
    found = placed.found
    return {
        "origin": placed.origin,
        "article": placed.path,
        "state": state,
        "pictures": [picture.name for picture in found.pictures],
        "digests": {picture.name: _digest(picture.data) for picture in found.pictures},
        "losses": [loss._asdict() for loss in found.losses],
        "unaccounted": list(found.unaccounted),
        "aside": list(found.aside),
    }


def _write_report(path: Path, site: Site, articles: list[dict[str, Any]], states: Counter[str]) -> None:
    whole = {
        "program": site.program,
        "source": site.name,
        "address": site.address,
        "comments": site.comments,
        "skipped": dict(site.skipped),
        "states": dict(states),
        "losses": [{"kind": kind, "text": text, "where": where} for kind, text, where in site.told],
        "articles": articles,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _show(site: Site, articles: list[dict[str, Any]], states: Counter[str], report: Path) -> None:
    losses = Counter(loss["kind"] for article in articles for loss in article["losses"])
    lines = [f"{site.program} {site.name}: {len(articles)} bài và trang"]
    lines += [f"  {_STATES[state]}: {count}" for state, count in sorted(states.items())]
    lines += [f"  {kind}: {count} (không nhập)" for kind, count in sorted(site.skipped.items())]
    lines += [f"  bình luận: {site.comments} (không nhập)"] if site.comments else []
    names = KIND_NAMES | _KIND_NAMES
    lines += [f"  {names.get(kind, kind)}: {count}" for kind, count in sorted(losses.items())]
    lines += [f"  {where}: {text}" for _, text, where in site.told[:20]]
    faults = [article for article in articles if article["unaccounted"]]
    lines += [
        f"  LỖI của phép nhập: {article['article']} thiếu chữ: {' '.join(article['unaccounted'])[:200]}"
        for article in faults[:20]
    ]
    sys.stdout.write("\n".join([*lines, str(report)]) + "\n")
