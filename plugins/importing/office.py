"""LibreOffice, where it is installed: .doc, .odt, .rtf → .docx; old drawings → PNG."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from ..core.importing.outcome import ImportRefusedError
from .confine import unbounded_memory

SECONDS = 50
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
        return made.read_bytes()
