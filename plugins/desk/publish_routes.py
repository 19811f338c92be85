"""Routes of publishing: what will change, publish, back, release of a hold; what others changed in the code."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..core.errors import SettingsError
from ..publish.target_file import load_targets
from ..system import build_inputs
from .desk import Desk, RefusedError
from .people import ADMIN, PUBLISHER
from .web import desk_of, page, person_of, shown, told

_SECONDS = 1800
_GLANCE = 0.02
_ALLOWED = ("allow-deletions", "allow-new-ids", "allow-older", "allow-clock")
"""Losses that a publisher may allow after reading what they are."""


class Done(NamedTuple):
    """What became of a verb: its exit code, what it said, and what it said was wrong."""

    code: int
    said: str
    wrong: str


def _targets(request: Request) -> list[str]:
    file: Path = request.app.state.targets
    try:
        return sorted(load_targets(file))
    except SettingsError:
        return []


def _overview(request: Request) -> Response:
    desk = desk_of(request)
    return page(
        request,
        "publish.html",
        targets=_targets(request),
        reasons=hindrances(desk),
        may=person_of(request).may(PUBLISHER),
        admin=person_of(request).may(ADMIN),
        live=desk.live.commit(),
    )


def hindrances(desk: Desk) -> list[str]:
    """Why nothing may be published from this desk now; none when it may."""
    found = []
    errors = sum(problem.severity == "error" for problem in desk.room.checked.problems)
    if errors:
        found.append(f"còn {errors} lỗi trong thư mục nội dung")
    if not desk.git.here:
        return [*found, "thư mục này không có git: không biết sẽ đăng bản nào"]
    state = desk.sync.counted()
    if state.kind == "none" and desk.git.ask("remote"):
        found.append("nhánh này chưa gửi lên đâu; người quản trị chạy một lần: git push -u origin " + desk.git.branch())
    if state.foreign:
        found.append(f"{len(state.foreign)} tệp ngoài content do nơi khác gửi lên, chờ người quản trị xem")
    if state.clashes:
        found.append(f"{len(state.clashes)} bài có hai bản khác nhau, chờ người chọn")
    if state.waiting:
        found.append(f"{state.waiting} lần lưu chưa gửi lên máy chủ")
    changed = desk.git.changed_elsewhere()
    if changed:
        few = ", ".join(changed[:5]) + (" …" if len(changed) > 5 else "")
        found.append(f"có tệp sửa ngoài bàn biên tập chưa commit: {few}")
    return found


def _command(request: Request, verb: str, *arguments: str) -> list[str]:
    target = str(request.path_params["target"])
    if target not in _targets(request):
        raise RefusedError(404, "không có đích này trong targets.toml")
    command = [sys.executable, "-m", "plugins.command", verb, target, *arguments]
    return [*command, "--targets", str(request.app.state.targets)]


def _run(request: Request, verb: str, *arguments: str) -> Done:
    return _ended(_start(_command(request, verb, *arguments)))


def _start(command: list[str]) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, cwd=build_inputs.ROOT, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, text=True
    )


def _ended(process: subprocess.Popen[str]) -> Done:
    with process:
        try:
            stdout, stderr = process.communicate(timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise RefusedError(504, "việc này chạy quá lâu và đã bị dừng") from None
    return Done(process.returncode, stdout.strip(), stderr.strip())


def _published(desk: Desk, request: Request, *arguments: str) -> Done:
    """What became of a publish. Nobody saves while it reads the folder; while files are on their way everybody may."""
    with tempfile.TemporaryDirectory(prefix="desk-") as folder:
        mark = Path(folder) / "read"
        command = _command(request, "publish", "--content", str(desk.room.content), "--format", "json", *arguments)
        with desk.saving:
            reasons = hindrances(desk)
            if reasons:
                raise RefusedError(409, "chưa đăng: " + "; ".join(reasons))
            process = _start([*command, "--read-mark", str(mark)])
            while process.poll() is None and not mark.exists():
                time.sleep(_GLANCE)
        return _ended(process)


def _publisher(request: Request) -> Desk:
    if not person_of(request).may(PUBLISHER):
        raise RefusedError(403, "chỉ người có vai “đăng” được làm việc này")
    return desk_of(request)


def _changes(request: Request, _: dict[str, Any]) -> dict[str, Any]:
    desk = _publisher(request)
    done = _run(request, "diff", "--content", str(desk.room.content))
    return {"ok": done.code == 0, "text": done.said or done.wrong}


def _publish(request: Request, given: dict[str, Any]) -> dict[str, Any]:
    desk = _publisher(request)
    allows = [f"--{word}" for word in given.get("allow", ()) if word in _ALLOWED]
    done = _published(desk, request, *allows)
    try:
        report: dict[str, Any] = json.loads(done.said.splitlines()[-1])
    except (ValueError, IndexError):
        return _refused(done.wrong or done.said, allows)
    if done.code:
        return _refused(str(report.get("error", "")), allows)
    desk.live.note(str(request.path_params["target"]), str(report.get("commit", "")))
    return {"ok": True, "report": report, "text": ""}


def _refused(text: str, allows: list[str]) -> dict[str, Any]:
    """Why nothing was published, and the words that would let it go out all the same, once a person has read why."""
    named = [word for word in _ALLOWED if f"--{word}" in text or f"--{word}" in allows]
    return {"ok": False, "text": text, "allow": named if any(f"--{word}" not in allows for word in named) else []}


def _releases(request: Request, _: dict[str, Any]) -> dict[str, Any]:
    _publisher(request)
    done = _run(request, "releases")
    return {"ok": done.code == 0, "text": done.said or done.wrong}


def _note_live(request: Request) -> None:
    """Remember what a target shows now, as it says itself."""
    desk = desk_of(request)
    done = _run(request, "status", "--content", str(desk.room.content), "--format", "json", "--days", "0")
    with suppress(ValueError, KeyError, TypeError):
        desk.live.note(str(request.path_params["target"]), str(json.loads(done.said)["commit"]))


def _back(request: Request, given: dict[str, Any]) -> dict[str, Any]:
    _publisher(request)
    person = person_of(request)
    name = str(given.get("release", ""))
    why = f"{person.name}: {' '.join(str(given.get('why', '')).split())}"
    done = _run(request, "rollback", *([name] if name and not name.startswith("-") else []), "--why", why)
    if done.code == 0:
        _note_live(request)
    return {"ok": done.code == 0, "text": done.said or done.wrong}


def _lift(request: Request, _: dict[str, Any]) -> dict[str, Any]:
    _publisher(request)
    done = _run(request, "release")
    return {"ok": done.code == 0, "text": done.said or done.wrong}


def _accept(request: Request, _: dict[str, Any]) -> dict[str, Any]:
    if not person_of(request).may(ADMIN):
        raise RefusedError(403, "chỉ người quản trị xem và nhận mã do nơi khác gửi lên")
    desk = desk_of(request)
    desk.sync.accept()
    return {"ok": True, "text": "đã nhận; hãy khởi động lại bàn biên tập để chạy mã mới"}


def _send(request: Request, _: dict[str, Any]) -> dict[str, Any]:
    desk = desk_of(request)
    state = desk.sync.once() if desk.git.here else desk.sync.state
    return {"ok": state.kind in {"sent", "none"}, "waiting": state.waiting, "text": state.said}


ROUTES = [
    Route("/dang", shown(_overview)),
    Route("/dang/{target}/thay-doi", told(_changes), methods=["POST"]),
    Route("/dang/{target}", told(_publish), methods=["POST"]),
    Route("/dang/{target}/cac-ban", told(_releases), methods=["POST"]),
    Route("/dang/{target}/quay-lai", told(_back), methods=["POST"]),
    Route("/dang/{target}/bo-giu", told(_lift), methods=["POST"]),
    Route("/ma-nguon", told(_accept), methods=["POST"]),
    Route("/gui", told(_send), methods=["POST"]),
]
