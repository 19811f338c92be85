"""`serve`: the live loop: build, serve on 127.0.0.1, and reload the browser when something is saved.

The process stays alive between builds, so Pelican, the templates and the records of all articles stay in memory;
a saved article costs reading that one file and rendering what shows it. A change of our own code starts the process
anew. Pages are served as they are on disk, with one script tag added on the way to the browser.
"""

from __future__ import annotations

import gc
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..build.attempt import Options, attempt
from ..core.text.system_errors import reason
from ..system import build_inputs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_SCRIPT = b"""
const source = new EventSource("/__live/events");
source.onmessage = (event) => {
  const told = JSON.parse(event.data);
  document.getElementById("live-report")?.remove();
  if (told.ok) { location.reload(); return; }
  const box = document.createElement("pre");
  box.id = "live-report";
  box.textContent = told.report;
  box.setAttribute("role", "alert");
  box.style.cssText = "position:fixed;inset:auto 0 0 0;max-height:50vh;overflow:auto;margin:0;padding:1rem;" +
    "background:#fff4f4;color:#611;border-top:3px solid #9e1b1b;font:14px/1.5 monospace;white-space:pre-wrap;z-index:9";
  document.body.append(box);
};
"""
_TAG = b'<script src="/__live/script.js" defer></script></body>'
_NAMES = {"127.0.0.1", "localhost", "[::1]"}
"""Under which a browser of this machine asks for the preview."""
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".opml": "text/x-opml; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".avif": "image/avif",
    ".webp": "image/webp",
}


class _Listeners:
    """The browsers that wait to be told."""

    def __init__(self) -> None:
        self._queues: set[queue.SimpleQueue[bytes]] = set()
        self._guard = threading.Lock()

    def join(self) -> queue.SimpleQueue[bytes]:
        mine: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        with self._guard:
            self._queues.add(mine)
        return mine

    def leave(self, mine: queue.SimpleQueue[bytes]) -> None:
        with self._guard:
            self._queues.discard(mine)

    def tell(self, message: dict[str, Any]) -> None:
        data = b"data: " + json.dumps(message, ensure_ascii=False).encode() + b"\n\n"
        with self._guard:
            for waiting in self._queues:
                waiting.put(data)


def serve(content: Path, output: Path, site_url: str, port: int) -> int:
    """Build, then serve until interrupted; returns the exit code."""
    # a preview takes nothing from readers: another branch may have fewer articles, publishing asks anew
    options = Options(content=content, output=output, site_url=site_url, allow_deletions=True)
    listeners = _Listeners()
    gc.disable()  # looking for garbage among ten thousand articles waits until the browser has been told
    watched = [
        content,
        build_inputs.ROOT / "theme",
        build_inputs.ROOT / "plugins",
        build_inputs.ROOT / "pelicanconf.py",
    ]
    changes = _changes(watched, _stopped_by_ctrl_c())
    next(changes, None)
    first = attempt(options)
    sys.stdout.write(first.report)
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, output, listeners))
    except OSError as error:
        sys.stderr.write(f"LỖI: cổng {port}: {reason(error)}; chọn cổng khác bằng --port\n")
        return 1
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdout.write(f"Xem tại http://127.0.0.1:{server.server_port}/ (Ctrl+C để dừng)\n")
    sys.stdout.flush()
    try:
        for paths in changes:
            if any(path.endswith((".py", ".pyc")) and "__pycache__" not in path for path in paths):
                sys.stdout.write("Mã nguồn đã đổi; khởi động lại.\n")
                sys.stdout.flush()
                server.server_close()
                return _again([sys.executable, "-m", "plugins.command", *sys.argv[1:]])
            if all("__pycache__" in path for path in paths):
                continue
            told = attempt(options)
            sys.stdout.write(told.report)
            sys.stdout.flush()
            listeners.tell({"ok": told.ok, "report": told.report})
            gc.collect()
    except KeyboardInterrupt:
        pass
    server.shutdown()
    return 0


def _stopped_by_ctrl_c() -> threading.Event:
    """Set by Ctrl-C, which interrupts as always: an interruption that falls into the freeing of an object is lost."""
    stopped = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopped.set()
        signal.default_int_handler(number, frame)

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # a shell's background job ignores it
        signal.signal(signal.SIGINT, stop)
    return stopped


def _changes(watched: list[Path], stopped: threading.Event) -> Iterator[list[str]]:
    """The paths that changed, again and again, until it is stopped; first of all none, once they are watched.

    A folder that was taken away and put back, or another in its place, is watched anew: the system watches what was
    there, not its name. Nothing is told before the watch stands: what is saved while the told is built is told next.
    """
    from watchfiles import watch

    moved: list[str] | None = []
    while True:
        places = {path: _place(path) for path in watched}
        here = [path for path, place in places.items() if place is not None]
        seen = watch(*here, debounce=50, step=10, rust_timeout=200, yield_on_timeout=True, stop_event=stopped)
        with suppress(FileNotFoundError):  # taken away before it was watched
            for changes in seen:
                if changes or moved is not None:
                    yield [*(moved or ()), *(path for _, path in changes)]
                moved = [str(path) for path, place in places.items() if _place(path) != place] or None
                if moved:
                    break
            else:
                return


def _place(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _again(command: list[str]) -> int:
    """Go on as a new process with the new code; Windows can't exchange one for another, so there this one waits."""
    if os.name != "nt":
        os.execv(command[0], command)  # does not come back
    return subprocess.call(command)


class _Handler(SimpleHTTPRequestHandler):
    """The output as a server of ours gives it, and what the browser asks to hear of builds."""

    extensions_map = {  # noqa: RUF012 — the base class's own, for all of them
        **SimpleHTTPRequestHandler.extensions_map,
        **_TYPES,
    }

    def __init__(self, output: Path, listeners: _Listeners, *args: Any) -> None:
        self._output, self._listeners = output, listeners
        super().__init__(*args, directory=str(output))  # answers, before it comes back

    def do_GET(self) -> None:
        if not self._is_asked_by_name():
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
        elif self.path == "/__live/events":
            self._events()
        elif self.path == "/__live/script.js":
            self._answer(_SCRIPT, "text/javascript; charset=utf-8")
        else:
            self._file()

    def do_HEAD(self) -> None:
        if self._is_asked_by_name():
            self._file()
        else:
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)

    def _is_asked_by_name(self) -> bool:
        """A page of another site can make its own name lead to this machine; what it sends then is its own name."""
        host = self.headers.get("Host", "").lower().rpartition(":")[0] or self.headers.get("Host", "").lower()
        return host in _NAMES

    def _file(self) -> None:
        try:
            path = Path(self.translate_path(self.path))
            inside = Path(os.path.realpath(path)).is_relative_to(os.path.realpath(self._output))
        except ValueError:  # a name that no file can have
            inside = False
        if not inside:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        page = path / "index.html" if path.is_dir() and self.path.split("?")[0].endswith("/") else path
        if page.suffix != ".html" or not page.is_file():
            super().do_HEAD() if self.command == "HEAD" else super().do_GET()
            return
        self._answer(page.read_bytes().replace(b"</body>", _TAG), "text/html; charset=utf-8")

    def list_directory(self, path: str | os.PathLike[str]) -> None:
        """No list of files, as on every server of ours."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = self._output / "404.html"
        if code == HTTPStatus.NOT_FOUND and page.is_file():
            self._answer(page.read_bytes(), "text/html; charset=utf-8", code)
        else:
            super().send_error(code, message, explain)

    def _answer(self, data: bytes, kind: str, code: int = 200) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _events(self) -> None:
        mine = self._listeners.join()
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        try:
            while True:
                try:
                    self.wfile.write(mine.get(timeout=15))
                except queue.Empty:
                    self.wfile.write(b": still here\n\n")
                self.wfile.flush()
        except OSError:
            pass
        finally:
            self._listeners.leave(mine)
            time.sleep(0)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 — the base class's name
        if args and str(args[1] if len(args) > 1 else "").startswith(("4", "5")):
            sys.stderr.write(f"{self.path}: {args[1]}\n")
