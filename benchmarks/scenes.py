"""Pictures that nobody drew or took, for benchmarks: photographs at a camera's size, and drawings of few colours.

They are scenes of gradients, edges and grain; real photographs say more, and have rights.
"""

from __future__ import annotations

import io
import random
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

SIZE = 4000, 3000
"""Of a photograph, in pixels."""
PAPER = 1600, 1000
"""Of a drawing."""
SCENES = 6
"""Different ones; further photographs are copies whose bytes differ, which cost as much to encode."""
_COLOURS = ("#a0151a", "#f4c430", "#1f5f8b", "#3a7d44", "#444444", "#c8c8c8")


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


def drawing(number: int) -> Image.Image:
    """Bars, circles and lines of few colours, as a chart or a poster has them."""
    draw, picture = random.Random(number), Image.new("RGB", PAPER, "white")
    pen = ImageDraw.Draw(picture)
    for step in range(8 + number % 8):
        left, top = draw.randint(0, PAPER[0] - 300), draw.randint(0, PAPER[1] - 200)
        box = (left, top, left + draw.randint(60, 300), top + draw.randint(40, 200))
        colour = _COLOURS[step % len(_COLOURS)]
        (pen.rectangle if step % 3 else pen.ellipse)(box, fill=colour)
        pen.line((left, top, draw.randint(0, PAPER[0]), draw.randint(0, PAPER[1])), fill=colour, width=6)
    return picture.quantize(32, dither=Image.Dither.NONE)


def save_photos(folder: Path, count: int) -> None:
    """JPEGs `photo-00000.jpg` and so on, no two alike."""
    scenes: list[bytes] = []
    for number in range(count):
        if number < SCENES:
            data = io.BytesIO()
            scene(number).save(data, "JPEG", quality=92)
            scenes.append(data.getvalue())
        (folder / f"photo-{number:05d}.jpg").write_bytes(copy_of(scenes[number % SCENES], number))


def save_drawings(folder: Path, count: int) -> None:
    """PNGs `drawing-00000.png` and so on."""
    for number in range(count):
        drawing(number).save(folder / f"drawing-{number:05d}.png", optimize=True)


def copy_of(source: bytes, number: int) -> bytes:
    """The same JPEG with a comment that no other copy has."""
    comment = b"%08d" % number
    return source[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + source[2:]
