"""What a photograph of a camera's size costs: `python -m benchmarks.pictures [--photos FOLDER] [--sharp FOLDER]`.

Each round makes the forms of every picture (plugins/pictures/sizes.py) in turns with ours, with one plain pass of
Pillow (decode, resize each size from the whole, save with the same qualities and the encoders' own speeds) and, where
`node` and sharp stand (`npm install sharp` in FOLDER), with sharp as documented, at effort 2. CPU seconds are of one
process that has started; likeness is SSIM over 8 × 8 blocks of luma (0.8) and both chromas, held against the whole
picture shrunk by Lanczos. Without --photos the pictures are scenes of gradients, edges and grain, drawn here:
real photographs say more.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import mean, median
from typing import Any

from PIL import Image, ImageChops, ImageFilter, ImageMath, ImageOps

from plugins.core.files.picture_facts import examine
from plugins.pictures.formats import encode
from plugins.pictures.sizes import Variant, variants

SIZE = 4000, 3000
SCENES = 6
ROUNDS = 3
QUALITIES: dict[str, dict[str, Any]] = {
    "avif": {"quality": 52, "max_threads": 1},
    "webp": {"quality": 76},
    "jpg": {"quality": 78, "optimize": True, "progressive": True},
}
NAMES = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}
SHARP = """
import sharp from "sharp"; import fs from "fs"; import path from "path";
const [out, ...files] = process.argv.slice(2), plan = JSON.parse(fs.readFileSync(0));
sharp.concurrency(1); sharp.cache(false);
await sharp(files[0]).resize(32).jpeg().toBuffer();
const before = process.cpuUsage();
for (const file of files) {
  const name = path.basename(file, ".jpg");
  for (const [ending, width, height] of plan[name]) {
    const sized = sharp(file).autoOrient().resize(width, height, { fit: "fill" });
    const quality = width === 640 ? 38 : 52;
    const made = ending === "avif" ? sized.avif({ quality, effort: 2, chromaSubsampling: "4:2:0" })
      : ending === "webp" ? sized.webp({ quality: 76 }) : sized.jpeg({ quality: 78, progressive: true });
    await made.toFile(`${out}/${name}-${width}.${ending}`);
  }
}
const spent = process.cpuUsage(before);
console.log((spent.user + spent.system) / 1e6);
"""


def scene(number: int) -> Image.Image:
    """A landscape of soft gradients, hard edges and a sensor's grain; later ones have more of it."""
    draw, size = random.Random(number), (SIZE[0] // 4, SIZE[1] // 4)
    sky = Image.linear_gradient("L").resize(size)
    scales = [(draw.uniform(0.4, 0.9), draw.randint(0, 25)) for _ in range(3)]
    picture = Image.merge("RGB", [sky.point([int(v * a) + b for v in range(256)]) for a, b in scales])
    for _ in range(6 + 3 * number):
        rough = Image.effect_noise(size, 90).filter(ImageFilter.GaussianBlur(draw.uniform(2, 30)))
        limit, colour = draw.randint(120, 190), tuple(draw.randint(0, 255) for _ in range(3))
        mask = ImageOps.autocontrast(rough).point([255 * (v > limit) for v in range(256)])
        picture.paste(colour, mask=mask.filter(ImageFilter.GaussianBlur(1)))
    grain = Image.merge("RGB", [Image.effect_noise(SIZE, 6 + 4 * number)] * 3)
    return ImageChops.add(picture.resize(SIZE, Image.Resampling.BICUBIC), grain, 1, -128)


def ours(data: bytes, forms: tuple[Variant, ...]) -> Iterator[tuple[Variant, bytes]]:
    """As a build does it."""
    return encode(data, forms, drawing=False)


def plain(data: bytes, forms: tuple[Variant, ...]) -> Iterator[tuple[Variant, bytes]]:
    """As one writes it down."""
    whole = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
    for form in forms:
        out = io.BytesIO()
        sized = whole.resize((form.width, form.height), Image.Resampling.LANCZOS)
        chosen = QUALITIES[form.ending] | ({"quality": 38} if (form.ending, form.width) == ("avif", 640) else {})
        sized.save(out, NAMES[form.ending], **chosen)
        yield form, out.getvalue()


def likeness(one: Image.Image, other: Image.Image) -> float:
    """SSIM (Wang and others, 2004) over 8 × 8 blocks, luma before colours."""
    pairs = zip(one.convert("YCbCr").split(), other.convert("YCbCr").split(), strict=True)
    return sum(part * _ssim(a, b) for part, (a, b) in zip((0.8, 0.1, 0.1), pairs, strict=True))


def _ssim(one: Image.Image, other: Image.Image) -> float:
    box = (0, 0, one.width // 8 * 8, one.height // 8 * 8)
    a, b = one.crop(box).convert("F"), other.crop(box).convert("F")

    def block(x: Image.Image, y: Image.Image) -> Image.Image:
        product: Image.Image = ImageMath.lambda_eval(lambda v: v["x"] * v["y"], x=x, y=y)
        return product.reduce(8)

    found = ImageMath.lambda_eval(
        lambda v: (
            (2 * v["m"] * v["n"] + 6.5025)
            * (2 * (v["ab"] - v["m"] * v["n"]) + 58.5225)
            / (v["m"] * v["m"] + v["n"] * v["n"] + 6.5025)
            / (v["aa"] - v["m"] * v["m"] + v["bb"] - v["n"] * v["n"] + 58.5225)
        ),
        m=a.reduce(8),
        n=b.reduce(8),
        aa=block(a, a),
        bb=block(b, b),
        ab=block(a, b),
    )
    return float(found.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0)))


def work(way: str, photos: list[Path], out: Path) -> float:
    """CPU seconds for making everything into a folder; what the gate looks at before is no part of it."""
    plan = {path: variants(*_size(path), False) for path in photos}
    started = time.process_time()
    for path, forms in plan.items():
        for form, made in (ours if way == "ours" else plain)(path.read_bytes(), forms):
            (out / f"{path.stem}-{form.width}.{form.ending}").write_bytes(made)
    return time.process_time() - started


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=Path, help="folder of .jpg files, each 1,280 pixels wide or more")
    parser.add_argument("--sharp", type=Path, help="folder with node_modules/sharp")
    parser.add_argument("--way", help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.way:
        print(work(options.way, sorted(options.photos.glob("*.jpg")), options.out))
        return
    with tempfile.TemporaryDirectory(prefix="column-pictures-") as folder:
        photos = options.photos or Path(folder) / "photos"
        if not options.photos:
            photos.mkdir()
            for number in range(SCENES):
                scene(number).save(photos / f"scene-{number}.jpg", quality=92)
        _compare(Path(folder), photos, options.sharp)


def _compare(folder: Path, photos: Path, sharp: Path | None) -> None:
    files = sorted(photos.glob("*.jpg"))
    plan = {path.stem: variants(*_size(path), False) for path in files}
    ways = ["ours", "plain Pillow", *(["sharp, effort 2"] if sharp and shutil.which("node") else [])]
    spent: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
    for way in ways:
        (folder / way).mkdir()
    for number in range(ROUNDS):
        for way in ways[:: 1 if number % 2 else -1]:
            spent[way].append(_run(way, files, folder / way, sharp, plan))
    print(f"{len(files)} photographs, {ROUNDS} rounds in turns, one process each\n")
    print("| | CPU s a photo | ours ÷ it | MB | AVIF KB, SSIM | WebP KB, SSIM | JPEG KB, SSIM |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for way in ways:
        ratio = median(a[0] / b[0] for a, b in zip(spent["ours"], spent[way], strict=True))
        cells = [f"{kb:.1f}, {like:.4f}" for kb, like in _judged(folder / way, files, plan)]
        cpu, memory = (median(row[part] for row in spent[way]) for part in (0, 1))
        print(f"| {way} | {cpu / len(files):.2f} | {ratio:.2f} | {memory:.0f} | {' | '.join(cells)} |")


def _run(way: str, files: list[Path], out: Path, sharp: Path | None, plan: dict[str, Any]) -> tuple[float, float]:
    """(CPU seconds, MB of the process)."""
    command = [sys.executable, "-m", "benchmarks.pictures", "--way", way, "--photos", files[0].parent, "--out", out]
    given = subprocess.DEVNULL
    if way.startswith("sharp"):
        assert sharp
        (sharp / "column-pictures.mjs").write_text(SHARP)
        command = ["node", sharp / "column-pictures.mjs", out, *files]
        given = subprocess.PIPE
    process = subprocess.Popen(list(map(str, command)), stdin=given, stdout=subprocess.PIPE, text=True)
    if process.stdin:
        process.stdin.write(json.dumps(plan))
        process.stdin.close()
    assert process.stdout
    told = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{way} failed ({process.returncode})")
    return float(told), usage.ru_maxrss / 1024


def _judged(out: Path, files: list[Path], plan: dict[str, tuple[Variant, ...]]) -> Iterator[tuple[float, float]]:
    """(KB, likeness) of each form of file, over all pictures and sizes."""
    found: dict[str, list[tuple[float, float]]] = {}
    for path in files:
        whole = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
        for form in plan[path.stem]:
            made = out / f"{path.stem}-{form.width}.{form.ending}"
            best = whole.resize((form.width, form.height), Image.Resampling.LANCZOS)
            like = likeness(best, Image.open(made))
            found.setdefault(form.ending, []).append((made.stat().st_size / 1000, like))
    for rows in found.values():
        yield mean(row[0] for row in rows), mean(row[1] for row in rows)


def _size(path: Path) -> tuple[int, int]:
    facts = examine(path.read_bytes())
    return facts.width, facts.height


if __name__ == "__main__":
    main()
