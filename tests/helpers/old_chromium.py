"""A Chromium too old for Playwright, driven over its own pipe: pages opened, scripts evaluated, keys pressed."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import Any

FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-zygote", "--disable-dev-shm-usage", "--no-first-run")
UNTIL = """new Promise((done) => {{
  const look = () => {{ if ({condition}) done(true); else setTimeout(look, 50); }};
  look();
  setTimeout(() => done(false), 30000);
}})"""


class OldPage:
    """The one page of an old Chromium. errors: what its scripts threw."""

    def __init__(self, commands: RawIOBase, answers: BufferedReader) -> None:
        self._commands = commands
        self._answers = answers
        self._asked = 0
        self._session: str | None = None
        self.errors: list[str] = []
        target = self._send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime"):
            self._send(f"{domain}.enable")
        size = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
        self._send("Emulation.setDeviceMetricsOverride", **size)

    def version(self) -> int:
        """The browser's main version."""
        return int(self._send("Browser.getVersion")["product"].split("/")[1].split(".")[0])

    def open(self, address: str) -> None:
        """Go there; comes back when the page with its style and pictures is loaded."""
        self._send("Page.navigate", url=address)
        assert self.until(f"location.href === {json.dumps(address)} && document.readyState === 'complete'"), address

    def value(self, script: str) -> Any:
        """What a script gives."""
        answer = self._send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def until(self, condition: str) -> bool:
        """Whether a condition comes true within half a minute."""
        return bool(self.value(UNTIL.format(condition=condition)))

    def type(self, text: str) -> None:
        """Press one key after another."""
        for key in text:
            self._send("Input.dispatchKeyEvent", type="char", text=key)

    def _send(self, method: str, **params: object) -> dict[str, Any]:
        self._asked += 1
        message: dict[str, object] = {"id": self._asked, "method": method, "params": params}
        if self._session and not method.startswith(("Target.", "Browser.")):
            message["sessionId"] = self._session
        self._commands.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = json.loads(self._message())
            if answer.get("method") == "Runtime.exceptionThrown":
                details = answer["params"]["exceptionDetails"]
                self.errors.append(details.get("exception", {}).get("description") or details["text"])
            if answer.get("id") == self._asked:
                assert "error" not in answer, answer
                return answer["result"]  # type: ignore[no-any-return]

    def _message(self) -> bytes:
        letters = bytearray()
        while (letter := self._answers.read(1)) != b"\0":
            assert letter, "the browser has ended"
            letters += letter
        return bytes(letters)


@contextmanager
def old_page(program: Path) -> Iterator[OldPage]:
    """A page of the Chromium at a path, with the libraries of `lib` beside it."""
    to_browser, commands = os.pipe()
    answers, from_browser = os.pipe()

    def pipes() -> None:
        """The browser reads commands from 3 and writes answers to 4."""
        ends = os.dup(to_browser), os.dup(from_browser)
        os.dup2(ends[0], 3)
        os.dup2(ends[1], 4)

    browser = subprocess.Popen(
        [program, *FLAGS, "--remote-debugging-pipe"],
        env={**os.environ, "LD_LIBRARY_PATH": str(program.parent / "lib")},
        stderr=subprocess.DEVNULL,
        close_fds=False,
        preexec_fn=pipes,
    )
    os.close(to_browser)
    os.close(from_browser)
    try:
        with os.fdopen(commands, "wb", buffering=0) as asking, os.fdopen(answers, "rb") as answering:
            yield OldPage(asking, answering)
    finally:
        browser.terminate()
        browser.wait()
