"""What encoding a picture costs: `python -m benchmarks.pictures [--photos FOLDER] [--sharp FOLDER]`, and as a part of
`bench --pictures`.

Each round makes the forms of every picture (plugins/pictures/sizes.py) in turns with ours, with one plain pass of
Pillow (decode, resize each size from the whole, save with the same qualities and the encoders' own speeds) and, where
`node` and sharp stand (`npm install sharp` in FOLDER), with sharp as documented, at effort 2. CPU seconds are of one
process that has started; likeness is SSIM over 8 × 8 blocks of luma (0.8) and both chromas, held against the whole
picture shrunk by Lanczos. Without --photos the pictures are those of benchmarks/scenes.py: photographs of a camera's
size, and drawings. PNG files of the folder count as drawings.
"""

from __future__ import annotations

import argparse
import io
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import mean, median
from typing import Any

from PIL import Image, ImageMath, ImageOps

from plugins.core.files.picture_facts import examine
from plugins.pictures.formats import encode
from plugins.pictures.sizes import Variant, variants

from . import measured
from .scenes import SCENES, save_drawings, save_photos

ROUNDS = 3
QUALITIES: dict[str, dict[str, Any]] = {
    "avif": {"quality": 52, "max_threads": 1},
    "webp": {"quality": 76},
    "jpg": {"quality": 78, "optimize": True, "progressive": True},
}
OF_DRAWINGS: dict[str, dict[str, Any]] = {
    "avif": {"quality": 75, "max_threads": 1, "subsampling": "4:4:4"},
    "webp": {"lossless": True, "quality": 70},
    "png": {"optimize": True},
}
NAMES = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG", "png": "PNG"}
PHOTO, DRAWING = ".jpg", ".png"
SHARP = """
import sharp from "sharp"; import fs from "fs"; import path from "path";
const [out, ...files] = process.argv.slice(2), plan = JSON.parse(fs.readFileSync(0));
sharp.concurrency(1); sharp.cache(false);
await sharp(files[0]).resize(32).jpeg().toBuffer();
const before = process.cpuUsage();
for (const file of files) {
  const drawing = path.extname(file) === ".png", name = path.basename(file, path.extname(file));
  for (const [ending, width, height] of plan[name]) {
    const sized = sharp(file).autoOrient().resize(width, height, { fit: "fill" });
    const quality = drawing ? 75 : width === 640 ? 38 : 52, chromaSubsampling = drawing ? "4:4:4" : "4:2:0";
    const made = ending === "avif" ? sized.avif({ quality, effort: 2, chromaSubsampling })
      : ending === "webp" ? sized.webp(drawing ? { lossless: true, quality: 70 } : { quality: 76 })
      : ending === "png" ? sized.png({ palette: true }) : sized.jpeg({ quality: 78, progressive: true });
    await made.toFile(`${out}/${name}-${width}.${ending}`);
  }
}
const spent = process.cpuUsage(before);
console.log((spent.user + spent.system) / 1e6);
"""


def ours(data: bytes, forms: tuple[Variant, ...]) -> Iterator[tuple[Variant, bytes]]:
    """As a build does it."""
    return encode(data, forms, drawing=forms[-1].ending == "png")


def plain(data: bytes, forms: tuple[Variant, ...]) -> Iterator[tuple[Variant, bytes]]:
    """As one writes it down."""
    drawing = forms[-1].ending == "png"
    whole = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
    for form in forms:
        out = io.BytesIO()
        sized = whole.resize((form.width, form.height), Image.Resampling.LANCZOS)
        chosen = OF_DRAWINGS[form.ending] if drawing else QUALITIES[form.ending] | _on_a_phone(form)
        if form.ending == "png":
            sized = sized.quantize(256, dither=Image.Dither.NONE)
        sized.save(out, NAMES[form.ending], **chosen)
        yield form, out.getvalue()


def _on_a_phone(form: Variant) -> dict[str, int]:
    return {"quality": 38} if (form.ending, form.width) == ("avif", 640) else {}


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
    plan = {path: _forms(path) for path in photos}
    started = time.process_time()
    for path, forms in plan.items():
        for form, made in (ours if way == "ours" else plain)(path.read_bytes(), forms):
            (out / f"{path.stem}-{form.width}.{form.ending}").write_bytes(made)
    return time.process_time() - started


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=Path, help="folder of .jpg files, each 1,280 pixels wide or more, and .png")
    parser.add_argument("--sharp", type=Path, help="folder with node_modules/sharp")
    parser.add_argument("--way", help=argparse.SUPPRESS)
    parser.add_argument("--files", type=Path, nargs="+", help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.way:
        print(work(options.way, options.files, options.out))
        return
    with tempfile.TemporaryDirectory(prefix="column-pictures-") as folder:
        photos = options.photos or Path(folder) / "made"
        if not options.photos:
            photos.mkdir()
            save_photos(photos, SCENES)
            save_drawings(photos, SCENES)
        for ending in (PHOTO, DRAWING):
            if files := sorted(photos.glob(f"*{ending}")):
                print(one_table(Path(folder) / ending, files, options.sharp), end="\n\n")


def one_table(folder: Path, files: list[Path], sharp: Path | None = None) -> str:
    """Encode files of one kind in every way; returns a Markdown table. folder: for what is made."""
    kind = "photographs" if files[0].suffix == PHOTO else "drawings"
    plan = {path.stem: _forms(path) for path in files}
    ways = ["ours", "plain Pillow", *(["sharp, effort 2"] if sharp and shutil.which("node") else [])]
    spent: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
    for way in ways:
        (folder / way).mkdir(parents=True)
    for number in range(ROUNDS):
        for way in ways[:: 1 if number % 2 else -1]:
            spent[way].append(_run(way, files, folder / way, sharp, plan))
    last = NAMES[plan[files[0].stem][-1].ending]
    lines = [
        f"{len(files)} {kind}, {ROUNDS} rounds in turns, one process each",
        "",
        f"| | CPU s each | ours ÷ it | MB | AVIF KB, SSIM | WebP KB, SSIM | {last} KB, SSIM |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for way in ways:
        ratio = median(a[0] / b[0] for a, b in zip(spent["ours"], spent[way], strict=True))
        cells = [f"{kb:.1f}, {like:.4f}" for kb, like in _judged(folder / way, files, plan)]
        cpu, memory = (median(row[part] for row in spent[way]) for part in (0, 1))
        lines.append(f"| {way} | {cpu / len(files):.2f} | {ratio:.2f} | {memory:.0f} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _run(way: str, files: list[Path], out: Path, sharp: Path | None, plan: dict[str, Any]) -> tuple[float, float]:
    """(CPU seconds, MB of the process)."""
    command = [sys.executable, "-m", "benchmarks.pictures", "--way", way, "--out", out, "--files", *files]
    if way.startswith("sharp"):
        assert sharp
        (sharp / "column-pictures.mjs").write_text(SHARP)
        command = ["node", sharp / "column-pictures.mjs", out, *files]
    done = measured.run(list(map(str, command)), given=json.dumps(plan))
    if done.code:
        raise SystemExit(f"{way} failed ({done.code})")
    return float(done.said), done.megabytes


def _judged(out: Path, files: list[Path], plan: dict[str, tuple[Variant, ...]]) -> Iterator[tuple[float, float]]:
    """(KB, likeness) of each form of file, over all pictures and sizes."""
    found: dict[str, list[tuple[float, float]]] = {}
    for path in files:
        whole = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
        for form in plan[path.stem]:
            made = out / f"{path.stem}-{form.width}.{form.ending}"
            best = whole.resize((form.width, form.height), Image.Resampling.LANCZOS)
            like = likeness(best, Image.open(made).convert("RGB"))
            found.setdefault(form.ending, []).append((made.stat().st_size / 1000, like))
    for rows in found.values():
        yield mean(row[0] for row in rows), mean(row[1] for row in rows)


def _forms(path: Path) -> tuple[Variant, ...]:
    facts = examine(path.read_bytes())
    return variants(facts.width, facts.height, facts.drawing)


if __name__ == "__main__":
    main()
