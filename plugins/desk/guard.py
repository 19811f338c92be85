"""What stands before every route: who asks, from where, with how much, and what a browser may do with the answer."""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections.abc import Callable
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .people import Person, ProxiedPeople

COOKIE = "ban-bien-tap"
KEY = "khoa"
"""The parameter of the printed address that lets a browser in."""
SMALL, LARGE = 4_500_000, 41_500_000
"""Bytes of a request: a text in JSON, and a Word file or picture."""
SECONDS = 60
"""In which a request's body must have come."""
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
_LARGE_ENDS = ("nhap", "anh")


class Guard:
    """ASGI middleware. hosts: names under which the desk may be asked (with port), empty behind a proxy, which knows
    its own; person: who works at this machine, None where a proxy says who asks."""

    def __init__(
        self, app: ASGIApp, *, hosts: frozenset[str], person: Person | None, proxied: ProxiedPeople | None
    ) -> None:
        self._app, self._hosts, self._person, self._proxied = app, hosts, person, proxied
        self.key, self._session, self._seal = (
            secrets.token_urlsafe(24),
            secrets.token_urlsafe(24),
            secrets.token_bytes(32),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through, answer, or refuse."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = self._refusal(scope)
        if answer is not None:
            await answer(scope, receive, self._sealed(send))
            return
        try:
            body = await _body(scope, receive) if scope["method"] not in {"GET", "HEAD"} else b""
        except _TooMuchError as error:
            await _drained(receive)
            await JSONResponse({"words": str(error)}, 413)(scope, receive, self._sealed(send))
            return
        await self._app(scope, _replayed(body, receive), self._sealed(send))

    def token(self, person: Person) -> str:
        """What a page of this person sends with every change."""
        return hmac.new(self._seal, person.email.encode(), "sha256").hexdigest()

    # ── who and from where ───────────────────────────────────────────────────────────────────────────────────────

    def _refusal(self, scope: Scope) -> Any:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self._hosts and host.lower() not in self._hosts:
            return PlainTextResponse("421 không phải tên của bàn biên tập", 421)
        if self._person is not None and scope["method"] == "GET" and (entered := self._entered(scope)):
            return entered
        person = self._asked_by(headers)
        if person is None:
            return PlainTextResponse("403 " + (_NO_PROXY if self._proxied else _NO_KEY), 403)
        if scope["method"] not in {"GET", "HEAD"} and (why := self._foreign(headers, host, person)):
            return JSONResponse({"words": why}, 403)
        scope.setdefault("state", {}).update(person=person, token=self.token(person))
        return None

    def _entered(self, scope: Scope) -> Any:
        """The printed address is exchanged for a cookie, so that the key stays in no history but this machine's."""
        query = parse_qs(scope["query_string"].decode("latin-1"))
        given = query.pop(KEY, [""])[0]
        if not given or not hmac.compare_digest(given.encode(), self.key.encode()):
            return None
        rest = urlencode(query, doseq=True)
        answer = RedirectResponse(scope["path"] + (f"?{rest}" if rest else ""), 303)
        answer.set_cookie(COOKIE, self._session, httponly=True, samesite="strict", path="/")
        return answer

    def _asked_by(self, headers: Headers) -> Person | None:
        if self._proxied is not None:
            return self._proxied.person(headers)
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            return None
        given = cookie.value if cookie else ""
        return self._person if hmac.compare_digest(given.encode(), self._session.encode()) else None

    def _foreign(self, headers: Headers, host: str, person: Person) -> str:
        """Why a change may not come from where it comes, "" when it may."""
        origin = headers.get("origin", "")
        own = headers.get("x-forwarded-host", host) if self._proxied else host
        if origin.partition("://")[2].lower() != own.lower():
            return "yêu cầu đến từ một trang khác"
        if headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return "yêu cầu đến từ một trang khác"
        if not hmac.compare_digest(headers.get("x-csrf", "").encode(), self.token(person).encode()):
            return "trang đã mở quá lâu hoặc bàn biên tập vừa khởi động lại; hãy tải lại trang, chữ đã gõ được giữ"
        return ""

    def _sealed(self, send: Send) -> Send:
        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    if name not in headers:
                        headers[name] = value
            await send(message)

        return sealed


class _TooMuchError(Exception):
    """Raised when a body passes its bound; its text is for people."""


async def _body(scope: Scope, receive: Receive) -> bytes:
    """The whole body of a request, within its bounds of bytes and seconds."""
    most = LARGE if scope["path"].rpartition("/")[2] in _LARGE_ENDS else SMALL
    length = Headers(scope=scope).get("content-length", "0")
    parts: list[bytes] = []
    came = int(length) if length.isdigit() else 0
    with suppress(TimeoutError):
        async with asyncio.timeout(SECONDS):
            while came <= most:
                message = await receive()
                parts.append(message.get("body", b""))
                came = max(came, sum(map(len, parts)))
                if message["type"] != "http.request" or not message.get("more_body", False):
                    return b"".join(parts)
            raise _TooMuchError(f"lớn quá {most // 1_000_000} MB")
    raise _TooMuchError("gửi quá lâu; hãy thử lại")


def _replayed(body: bytes, receive: Receive) -> Receive:
    waiting = [body]

    async def replayed() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return replayed


async def _drained(receive: Receive) -> None:
    """Let a body that is too large run out, within bounds: a browser that still sends hears no answer."""
    came, until = 0, asyncio.get_running_loop().time() + _DRAINED_SECONDS
    with suppress(TimeoutError):
        while came < LARGE and (left := until - asyncio.get_running_loop().time()) > 0:
            message = await asyncio.wait_for(receive(), left)
            came += len(message.get("body", b""))
            if message["type"] != "http.request" or not message.get("more_body", False):
                return


_DRAINED_SECONDS = 10
_NO_KEY = "hãy mở bàn biên tập bằng địa chỉ in ra trong cửa sổ lệnh"
_NO_PROXY = "máy chủ đăng nhập chưa nói bạn là ai, hoặc bạn chưa có tên trong desk.toml"

Factory = Callable[[ASGIApp], Guard]
