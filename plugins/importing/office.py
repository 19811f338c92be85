"""LibreOffice, where it is installed: .doc, .odt, .rtf → .docx; old drawings → PNG."""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ..core.importing.outcome import ImportRefusedError
from .confine import unbounded_memory

SECONDS = 25
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
{items}
</oor:items>
"""
_ITEM = '<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
_CHOSEN = (
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Common/Misc", "FirstRun", "false"),
)
MISSING = (
    "Máy này chưa có LibreOffice để đọc tệp .{form}. Hãy mở tệp bằng Word, chọn Lưu thành .docx rồi nhập lại; hoặc cài "
    "LibreOffice (libreoffice.org, hay apt install libreoffice-writer-nogui)."
)
_OPEN_NETWORK = (
    "Máy chủ này không tách được mạng khỏi LibreOffice nên không nhận tệp .{form} của người khác. Hãy mở tệp bằng "
    "Word, chọn Lưu thành .docx rồi nhập lại."
)
_BROKEN = (
    "LibreOffice không mở được tệp .{form} này: tệp hỏng, bị cắt ngắn hoặc có mật khẩu. "
    "Hãy mở bằng Word, lưu thành .docx rồi nhập lại."
)
_SLOW = "Tệp .{form} này đọc quá lâu nên bị dừng. Hãy mở bằng Word, lưu thành .docx rồi nhập lại."

_MOST_DRAWINGS = 30
_ELSEWHERE = re.compile(rb"""(?:href\s*=\s*["']\s*|url\(\s*["']?\s*|@import\s+["']?)(?!#|data:|["')])""", re.IGNORECASE)
"""What makes an SVG load something from another place."""
_SHOWN = re.compile(r'<img src="([^"/]+)" name="d(\d+)"')
_CARRIER = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document office:version="1.3"'
    ' office:mimetype="application/vnd.oasis.opendocument.text"'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0">'
    "<office:body><office:text>{frames}</office:text></office:body></office:document>"
)
_FRAME = (
    '<text:p><draw:frame draw:name="{name}" text:anchor-type="as-char"><draw:image><office:binary-data>{data}'
    "</office:binary-data></draw:image></draw:frame></text:p>"
)


def find() -> str:
    """The program, "" where there is none."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if os.path.exists(place)), "")


def to_docx(data: bytes, form: str, *, allowed: bool = True) -> bytes:
    """A document in LibreOffice's hands → .docx. allowed: False where a shared server's network stays open."""
    if not allowed:
        raise ImportRefusedError("open-network", _OPEN_NETWORK.format(form=form))
    return convert(data, form, "docx")


def convert(data: bytes, form: str, wanted: str) -> bytes:
    """Let LibreOffice make another format of a file. Raises ImportRefusedError."""
    return _convert(data, form, wanted)[f"bai.{wanted}"]


def draw(drawings: Mapping[str, bytes]) -> dict[str, bytes]:
    """Drawings (EMF, WMF, SVG) as pictures, by the same names; those that LibreOffice can't draw, or that lead
    elsewhere, are missing. It writes pictures only beside a page, so they go through one."""
    own = {name: data for name, data in drawings.items() if not _ELSEWHERE.search(data)}
    names = sorted(own)[:_MOST_DRAWINGS]
    if not names or not find():
        return {}
    frames = "".join(
        _FRAME.format(name=f"d{number}", data=base64.b64encode(own[name]).decode()) for number, name in enumerate(names)
    )
    try:
        made = _convert(_CARRIER.format(frames=frames).encode(), "fodt", "html")
    except ImportRefusedError:
        return {}
    shown = {int(number): file for file, number in _SHOWN.findall(made["bai.html"].decode("utf-8", "replace"))}
    return {name: made[shown[at]] for at, name in enumerate(names) if shown.get(at) in made}


def _convert(data: bytes, form: str, wanted: str) -> dict[str, bytes]:
    """Every file that LibreOffice writes; `bai.WANTED` is among them."""
    program = find()
    if not program:
        raise ImportRefusedError("no-office", MISSING.format(form=form))
    with tempfile.TemporaryDirectory(prefix="office-") as room:
        profile, source = Path(room, "profile"), Path(room, f"bai.{form}")
        (profile / "user").mkdir(parents=True)
        items = "\n".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _CHOSEN)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS.format(items=items), encoding="utf-8")
        source.write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation={profile.as_uri()}",
            *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard"),
            *("--convert-to", wanted, "--outdir", str(Path(room, "out")), str(source)),
        ]
        environment = {**os.environ, "HOME": room, "TMPDIR": room, "SAL_USE_VCLPLUGIN": "svp"}
        try:
            done = subprocess.run(
                command,
                cwd=room,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=SECONDS,
                preexec_fn=unbounded_memory if os.name == "posix" else None,
            )
        except subprocess.TimeoutExpired:
            raise ImportRefusedError("slow", _SLOW.format(form=form)) from None
        made = Path(room, "out", f"bai.{wanted}")
        if done.returncode or not made.is_file():
            raise ImportRefusedError("broken", _BROKEN.format(form=form))
        return {path.name: path.read_bytes() for path in made.parent.iterdir() if path.is_file()}
