"""`bench --pictures N`: what N photographs at camera size, and drawings, add to a build, and what each one's encoding
costs (benchmarks/pictures.py)."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import median

from .corpus import Corpus
from .pictures import one_table
from .scenes import save_drawings, save_photos
from .styles import NEWS
from .tools import COLUMN, Sample, Tool, tools

DRAWINGS = 4
"""One drawing for so many photographs."""
_WITHOUT, _WITH, _SAME, _NEW = "cold, without pictures", "cold", "nothing changed", "one more photograph"
_SHOWN = "Picture: /images/{file}\nPicture_alt: Ảnh dùng để đo\nPicture_credit: Đồ họa: máy vẽ\n"


def compare(articles: int, photos: int, rounds: int) -> str:
    """Build in turns; returns the tables."""
    corpus, samples = Corpus(styles=(NEWS,)), dict[str, list[Sample]]()
    with tempfile.TemporaryDirectory(prefix="column-bench-") as name:
        work = Path(name)
        kept = work / "pictures"
        kept.mkdir()
        save_photos(kept, photos + 1)
        drawings = -(-photos // DRAWINGS)
        save_drawings(kept, drawings)
        (tool,) = (tool for tool in tools(work) if tool.name == COLUMN)
        last = kept / f"photo-{photos:05d}.jpg"
        last.rename(work / last.name)
        for round_ in range(rounds):
            for scenario in (_WITHOUT, _WITH, _SAME, _NEW):
                if scenario in {_WITHOUT, _WITH}:
                    tool.begin(corpus, articles, 2 * round_ + (scenario == _WITH))
                if scenario == _WITH:
                    show(tool.folder, sorted(kept.iterdir()))
                elif scenario == _NEW:
                    tool.put(corpus, corpus.article(articles))
                    show(tool.folder, [work / last.name], newest=True)
                samples.setdefault(scenario, []).append(_told(tool, scenario, round_))
        encoding = [one_table(work / kind, sorted(kept.glob(pattern))[:6]) for kind, pattern in _KINDS.items()]
    title = f"### Pictures\n{articles} articles, {photos} photographs of 12 megapixels, {drawings} drawings, "
    return "\n\n".join([f"{title}medians of {rounds} rounds", _table(samples, photos + drawings), *encoding])


_KINDS = {"photographs": "photo-*.jpg", "drawings": "drawing-*.png"}
"""Kind → its files."""


def show(content: Path, pictures: list[Path], *, newest: bool = False) -> None:
    """Copy the pictures into the content; articles, evenly spread, or the newest one, have one each at their head."""
    (content / "images").mkdir(exist_ok=True)
    articles = sorted((content / "articles").rglob("*.md"))
    if len(pictures) > len(articles):
        raise SystemExit(f"{len(pictures)} pictures need as many articles; there are {len(articles)}")
    for number, picture in enumerate(pictures):
        (content / "images" / picture.name).write_bytes(picture.read_bytes())
        article = articles[-1 if newest else number * len(articles) // len(pictures)]
        head, _, body = article.read_text(encoding="utf-8").partition("\n\n")
        article.write_text(f"{head}\n{_SHOWN.format(file=picture.name)}\n{body}", encoding="utf-8")


def _told(tool: Tool, scenario: str, round_: int) -> Sample:
    sample = tool.run()
    told = f"{scenario}: {sample.wall:.2f} s wall, {sample.cpu:.2f} s CPU"
    print(f"pictures, round {round_ + 1}: {told}", file=sys.stderr, flush=True)
    return sample


def _table(samples: dict[str, list[Sample]], pictures: int) -> str:
    lines = ["| build | wall s | CPU s | MB memory | MB out | CPU s a picture |", "|---|--:|--:|--:|--:|--:|"]
    for scenario, rows in samples.items():
        wall, cpu, memory = (median(getattr(row, part) for row in rows) for part in ("wall", "cpu", "megabytes"))
        each = "–"
        if scenario == _WITH:
            beside = zip(rows, samples[_WITHOUT], strict=True)
            each = f"{median(mine.cpu - other.cpu for mine, other in beside) / pictures:.2f}"
        lines.append(f"| {scenario} | {wall:.2f} | {cpu:.2f} | {memory:.0f} | {rows[-1].output:.1f} | {each} |")
    return "\n".join(lines)
