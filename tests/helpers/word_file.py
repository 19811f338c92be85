"""A Word file as an editor sends it: a title, a lead-in and three photos."""

from __future__ import annotations

import io

from PIL import Image

from tests.importing import word_parts as wp


def word_file() -> bytes:
    """A title, a lead-in and three pictures between paragraphs."""
    word = wp.Word()
    rows = [wp.paragraph(wp.run("Hội nghị mẫu ở xã mẫu"), style="Title")]
    rows.append(wp.paragraph(wp.run("Sapo mẫu của hội nghị mẫu.", "<w:b/>")))
    for number in range(1, 4):
        picture = io.BytesIO()
        Image.new("RGB", (320, 200), (60 * number, 90, 120)).save(picture, "JPEG")
        rows.append(wp.paragraph(wp.run(f"Đoạn thứ {number} của bài mẫu, viết để thử.")))
        rows.append(wp.paragraph(wp.picture(word.part("image", f"media/{number}.jpg", picture.getvalue()))))
    word.body = "".join(rows)
    return word.bytes()
