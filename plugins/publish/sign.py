"""Signatures over the manifest: OpenSSH's own, so that anyone can check them with `ssh-keygen`."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

from ..core.errors import PublishError, SettingsError

NAMESPACE = "dua-nghi-quyet"
"""What signatures are made for: one made for something else does not pass."""


def sign(data: bytes, key: str) -> bytes:
    """An OpenSSH signature over the data with the private key in the file `key`."""
    try:
        made = subprocess.run(
            ["ssh-keygen", "-Y", "sign", "-q", "-n", NAMESPACE, "-f", key], input=data, capture_output=True
        )
    except FileNotFoundError:
        raise SettingsError("ký bản kê khai cần ssh-keygen (OpenSSH 8.2 trở lên)") from None
    if made.returncode or not made.stdout:
        raise PublishError("không ký được bản kê khai: ssh-keygen từ chối khoá")
    return made.stdout


def check_signature(data: bytes, signature: bytes | None, signers: str, name: str) -> None:
    """PublishError unless the file is signed by one of the allowed signers. name: of the file."""
    print(f"{name}: chữ ký đúng của {signer_of(data, signature, signers, name)}")


def signer_of(data: bytes, signature: bytes | None, signers: str, name: str) -> str:
    """Which of the allowed signers signed the file; PublishError when none did. name: of the file."""
    if signature is None:
        raise PublishError(f"{name}.sig: trang không có chữ ký")
    with tempfile.NamedTemporaryFile(suffix=".sig") as file:
        file.write(signature)
        file.flush()
        base = ["ssh-keygen", "-Y"]
        named = subprocess.run(
            [*base, "find-principals", "-f", signers, "-s", file.name], capture_output=True, text=True
        )
        names = named.stdout.split()
        good = (
            bool(names)
            and not subprocess.run(
                [*base, "verify", "-f", signers, "-I", names[0], "-n", NAMESPACE, "-s", file.name],
                input=data,
                capture_output=True,
            ).returncode
        )
    if not good:
        raise PublishError(f"{name}: chữ ký không đúng hoặc không phải của người được phép")
    return names[0]


def own_signer(key: str) -> str:
    """The line of an allowed signers file that stands for a private key, or for the public one of a key that an agent
    holds; PublishError when neither can be read."""
    asked = subprocess.run(["ssh-keygen", "-y", "-P", "", "-f", key], capture_output=True, text=True)
    public = asked.stdout.strip()
    for file in (f"{key}.pub", key):
        if not public:
            public = _public_key(file)
    if not public:
        raise PublishError("không đọc được khoá công khai của khoá ký")
    return f'column namespaces="{NAMESPACE}" {public}\n'


def _public_key(file: str) -> str:
    try:
        line = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return line if re.fullmatch(r"(?:ssh|sk|ecdsa)-[\w@.-]+ [A-Za-z0-9+/=]+(?: [^\n]*)?", line) else ""
