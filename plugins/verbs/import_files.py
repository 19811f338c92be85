"""`import`: foreign files → articles with their pictures in a folder, and a report of what was lost and guessed."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ..core.importing.outcome import Imported, ImportRefusedError
from ..importing.incoming import import_file
from ..system import build_inputs

REPORT = "report.json"
KIND_NAMES = {
    "comment": "ghi chú bên lề",
    "tracked-change": "sửa đổi chưa duyệt",
    "header-footer": "đầu trang, chân trang",
    "text-box": "hộp chữ đưa vào dòng chữ",
    "picture-format": "ảnh đổi loại hoặc bị bỏ",
    "picture-linked": "ảnh không nằm trong tệp",
    "picture-crop": "ảnh được cắt như trong Word",
    "object": "đối tượng nhúng",
    "chart": "biểu đồ",
    "diagram": "sơ đồ",
    "equation": "công thức",
    "legacy-encoding": "chữ phông cũ đã đổi",
    "letterhead": "đầu văn bản",
    "signature": "nơi nhận, chữ ký",
    "table-merged": "bảng có ô ghép",
    "table-nested": "bảng trong bảng",
    "contents-list": "mục lục",
    "tabs": "cột gõ bằng phím Tab",
    "hidden-text": "chữ ẩn",
    "hidden-characters": "ký tự ẩn",
    "link-changed": "liên kết bị đổi",
    "macro": "macro",
    "inserted-file": "tệp Word chèn khi mở",
    "no-text": "văn bản chỉ có ảnh",
}


def run(files: list[Path], into: Path | None, content: Path) -> int:
    """Import each file; 0 when all came in, 2 when one was refused. Nothing that stands is ever overwritten."""
    reports: list[dict[str, Any]] = []
    code = 0
    for file in files:
        try:
            found = import_file(_read(file), file.name)
            reports.append(_write(found, file, into, content))
        except ImportRefusedError as refusal:
            sys.stderr.write(f"{file.name}: {refusal}\n")
            code = 2
    if reports:
        _report(reports, into or build_inputs.import_home(content), into is not None)
    return code


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ImportRefusedError(
            "unreadable", f"Không mở được tệp này ({error.strerror}). Hãy kiểm tra tên và chỗ của tệp."
        ) from None


def _write(found: Imported, file: Path, into: Path | None, content: Path) -> dict[str, Any]:
    """Put one article and its pictures down; gives its part of the report."""
    date = next((guess.value for guess in found.guesses if guess.field == "Date"), "")
    stem = found.slug
    folder = into
    if folder is None:
        day = date or f"{datetime.now(ZoneInfo('Asia/Ho_Chi_Minh')):%Y-%m-%d}"
        stem, folder = f"{day}-{found.slug}", content / "articles" / day[:4]
    article = folder / f"{stem}.md"
    taken = [path.name for path in (article, *(folder / picture.name for picture in found.pictures)) if path.exists()]
    if taken:
        raise ImportRefusedError(
            "exists", f"Trong {folder} đã có {', '.join(taken)}. Hãy đổi tên hoặc xóa bản cũ rồi nhập lại."
        )
    folder.mkdir(parents=True, exist_ok=True)
    for picture in found.pictures:
        (folder / picture.name).write_bytes(picture.data)
    article.write_text(found.text, encoding="utf-8", newline="\n")
    _show(found, article)
    return {
        "source": file.name,
        "sha256": sha256(file.read_bytes()).hexdigest(),
        "article": article.name,
        "pictures": [picture.name for picture in found.pictures],
        "losses": [loss._asdict() for loss in found.losses],
        "guesses": [guess._asdict() for guess in found.guesses],
        "unaccounted": list(found.unaccounted),
        "aside": list(found.aside),
    }


def _show(found: Imported, article: Path) -> None:
    lines = [f"{article}", f"  ảnh: {len(found.pictures)}"]
    lines += [f"  đoán {guess.field}: {guess.value[:80]} ({guess.why})" for guess in found.guesses]
    lines += [
        f"  {KIND_NAMES.get(loss.kind, loss.kind)} ({loss.where}): {' '.join(loss.text.split())[:100]}"
        for loss in found.losses
    ]
    if found.unaccounted:
        words = " ".join(found.unaccounted)
        lines.append(f"  LỖI của phép nhập: những chữ này không vào bài, hãy so với tệp gốc: {words[:300]}")
    sys.stdout.write("\n".join(lines) + "\n")


def _report(reports: list[dict[str, Any]], folder: Path, beside: bool) -> None:
    """One report: of the article, or of all of them with their losses together. beside: it stands with the articles."""
    together = {"losses": [loss for report in reports for loss in report["losses"]], "articles": reports}
    whole = reports[0] if len(reports) == 1 else together
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (REPORT if beside else f"{reports[0]['article']}.json")
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{path}\n")
