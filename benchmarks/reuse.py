"""Builds on a machine without a cache that take their pictures back, beside the same build without pictures.

    .venv/bin/python -m benchmarks.reuse [--articles 1000] [--photos 300] [--width 1600] [--rounds 3] [--place s3]

Photographs are copies of one, each with a comment of its own: their digests differ, their encoded forms do not, so that
those of one stand for all and the first publish costs no half hour. Every build has a cache and an output folder of its
own, and none is deleted before the end: for five minutes ext4 passes over the places of deleted files one by one, which
makes each new file dearer. Releases lie in a folder of this machine and in S3-compatible storage on loopback, signed.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import resource
import shutil
import subprocess
import tempfile
import time
from hashlib import blake2b
from pathlib import Path
from statistics import median

from PIL import Image

from benchmarks.corpus import Corpus, write_column
from benchmarks.publishing import _fill_in
from benchmarks.scenes import copy_of
from plugins.pictures.encoder import ImageEncoder
from plugins.pictures.formats import encode
from plugins.reading.file_facts import FileFacts
from plugins.reading.sources import Sources
from tests.helpers.programs import program
from tests.publish.project import Project
from tests.publish.servers import start_storage

URL = "http://127.0.0.1:9"
PLACES = ["folder", "s3"]
_SHOWN = "Picture: /images/{file}\nPicture_alt: Ảnh dùng để đo\nPicture_credit: Đồ họa: máy vẽ\n"


def photo(width: int) -> bytes:
    """A picture of clouds, as much detail at each scale as a photograph has, with the grain of a camera; JPEG, 3:2."""
    random.seed(1)
    height = width * 2 // 3
    bands = []
    for _ in range(3):
        band = Image.new("L", (width, height), 128)
        for step in (8, 32, 128, width // 2):
            noise = Image.effect_noise((width // step + 2, height // step + 2), 90)
            band = Image.blend(band, noise.resize((width, height), Image.Resampling.BICUBIC), 0.6)
        bands.append(band)
    grain = Image.effect_noise((width, height), 18).convert("RGB")
    data = io.BytesIO()
    Image.blend(Image.merge("RGB", bands), grain, 0.12).save(data, "JPEG", quality=88)
    return data.getvalue()


def show_photos(content: Path, source: bytes, count: int, cache: Path) -> None:
    """Let `count` articles, evenly spread, show a copy each; fill the cache of pictures with their forms."""
    width, height = Image.open(io.BytesIO(source)).size
    (content / "images").mkdir()
    articles = sorted((content / "articles").rglob("*.md"))
    made: dict[str, bytes] = {}
    for number in range(count):
        file, data = f"anh-{number:05d}.jpg", copy_of(source, number)
        (content / "images" / file).write_bytes(data)
        article = articles[number * len(articles) // count]
        head, _, body = article.read_text(encoding="utf-8").partition("\n\n")
        article.write_text(f"{head}\n{_SHOWN.format(file=file)}\n{body}", encoding="utf-8")
        digest = blake2b(data, digest_size=16).digest()
        facts = {file: FileFacts(b"", digest, len(data), width, height, False, "", "", "")}
        encoder = ImageEncoder(content, Sources(files={}), facts, cache)
        forms = encoder.variants(file)
        if not made:
            made = {str(form): body for form, body in encode(data, forms, drawing=False)}
        for key, form in encoder.lacking(file, forms):
            encoder.cache.put(key, made[str(form)])


def compare(folder: Path, articles: int, photos: int, width: int, rounds: int, places: list[str]) -> None:
    """Publish once, then build in turns."""
    project = Project(folder / "project", 0)
    plain = Project(folder / "plain", 0)
    corpus, source = Corpus(), photo(width)
    for one in (project, plain):
        one.forked = False
        shutil.rmtree(one.root / "content")
        write_column(corpus, one.root / "content", articles)
        _fill_in(one.root / "content" / "site.toml")
    shutil.rmtree(project.root / ".cache")
    show_photos(project.root / "content", source, photos, project.root / ".cache" / "pictures")
    subprocess.run([program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", str(folder / "key")], check=True)
    with start_storage(folder) as storage:
        project.environment |= {**storage.credentials, "SIGN_KEY": str(folder / "key")}
        project.target("folder", kind="folder", url=URL, path=folder / "srv" / "site", compress=False)
        project.target("s3", **{**storage.target("trang"), "url": URL}, sign_key_env="SIGN_KEY")
        for name in places:
            project.run("publish", name, limit=7200)
        kinds: dict[str, tuple[Project, tuple[str, ...]]] = {"without pictures": (plain, ())}
        kinds |= {name: (project, (name,)) for name in places}
        rows: dict[str, list[tuple[float, float]]] = {kind: [] for kind in kinds}
        for number in range(rounds):
            for kind, (one, target) in kinds.items():
                rows[kind].append(_cold(one, target, f"{number}-{kind.partition(' ')[0]}"))
    print(f"reuse: {articles} articles, {photos} photographs of {width} pixels, {len(source) // 1000} KB each")
    for kind, costs in rows.items():
        wall, cpu = (_beside(costs, rows["without pictures"], part) for part in (0, 1))
        print(f"  {kind}: wall {wall}; CPU {cpu}", flush=True)


def _beside(costs: list[tuple[float, float]], base: list[tuple[float, float]], part: int) -> str:
    """The median, and that of the ratios to the base, round by round."""
    ratio = median(mine[part] / other[part] for mine, other in zip(costs, base, strict=True))
    return f"{median(cost[part] for cost in costs):.1f} s, {ratio:.2f} ×"


def _cold(project: Project, target: tuple[str, ...], name: str) -> tuple[float, float]:
    """(seconds by the clock, CPU seconds) of a build without a cache. name: nothing is there under it."""
    options = [part for place in target for part in ("--reuse", place)]
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    own = {"COLUMN_CACHE": str(project.root / f"cache-{name}")}
    said = project.run("build", "--output", f"output-{name}", "--site-url", URL, *options, limit=7200, **own)
    wall, after = time.monotonic() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    if target:
        assert re.search(r"lấy lại \d+ tệp từ \S.*[0-9] giây$", said, re.M), said
        assert not re.search(r"từ [1-9]\d* ảnh", said), said
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=1000)
    options.add_argument("--photos", type=int, default=300)
    options.add_argument("--width", type=int, default=1600)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--place", action="append", choices=PLACES, help="where from; both by default")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="column-reuse-") as name:
        compare(Path(name), given.articles, given.photos, given.width, given.rounds, given.place or PLACES)


if __name__ == "__main__":
    main()
