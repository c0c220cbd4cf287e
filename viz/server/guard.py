"""Lets only requests of a browser on this machine reach the pages of the dashboard.

A page of another site that the visitor has open can send requests to this machine too: it is recognised by its Origin,
or, where it has made a name of its own point to 127.0.0.1, by the Host it asks for. The headers forbid the browser to
ask elsewhere.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from http import HTTPStatus
from typing import Any
from uuid import uuid4

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST_ADDRESS = 24_000
"""Bytes of an address with its query; a link with many changes may have some thousands."""

MOST_BODY = 65_536
"""Bytes of a request's body; the pages send one only to say that they close."""

METHODS = ("GET", "HEAD", "POST")
CLOSED_PATHS = ("/resourcez", "/_solara/api/evict")
"""Addresses of Solara that report on, or end, the pages of all visitors."""

HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
SESSION = b"x-tightrope-session"
"""Header by which a page that lost the server knows, once it answers again, whether it was started anew meanwhile."""
REFUSED_CODE = 1008
"""Code with which a refused WebSocket is closed."""


def policy(hosts: Iterable[str]) -> str:
    """What the browser may load and whom it may ask: this machine alone, under these names and port."""
    sockets = " ".join(f"ws://{host}" for host in sorted(hosts))
    return "; ".join(
        (
            "default-src 'self'",
            # Vue makes its templates into functions, which takes 'unsafe-eval'; Solara writes scripts into its page
            "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src 'self' {sockets}",
            "object-src 'none'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


class Guard:
    """An ASGI application that refuses foreign requests and passes all others on."""

    def __init__(self, app: App, port: int) -> None:
        self.app = app
        self.hosts = frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost"))
        self.origins = frozenset(f"http://{host}" for host in self.hosts)
        session = (SESSION, uuid4().hex.encode("ascii"))
        self.headers = (*HEADERS, session, (b"content-security-policy", policy(self.hosts).encode("ascii")))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request or one WebSocket."""
        if scope["type"] == "websocket":
            if self._refusal(scope, needs_origin=True):
                await receive()
                await send({"type": "websocket.close", "code": REFUSED_CODE})
            else:
                await self.app(scope, receive, send)
        elif scope["type"] == "http":
            refusal = self._refusal(scope, needs_origin=False)
            if refusal:
                await refuse(refusal, self._with_headers(send))
            else:
                await self.app(scope, _limited(receive), self._with_headers(send))
        else:
            await self.app(scope, receive, send)

    def _with_headers(self, send: Send) -> Send:
        own = {name for name, _ in self.headers}

        async def passed_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                others = [(name, value) for name, value in message.get("headers", ()) if bytes(name).lower() not in own]
                message = {**message, "headers": [*others, *self.headers]}
            await send(message)

        return passed_on

    def _refusal(self, scope: Scope, *, needs_origin: bool) -> HTTPStatus | None:
        """Why a request is refused, or None; a browser always names the Origin of a WebSocket."""
        hosts, origins = _all(scope, b"host"), _all(scope, b"origin")
        if len(hosts) != 1 or hosts[0] not in self.hosts:
            return HTTPStatus.FORBIDDEN
        if any(origin not in self.origins for origin in origins) or (needs_origin and len(origins) != 1):
            return HTTPStatus.FORBIDDEN
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > MOST_ADDRESS:
            return HTTPStatus.REQUEST_URI_TOO_LONG
        if scope["type"] == "http" and scope["method"] not in METHODS:
            return HTTPStatus.METHOD_NOT_ALLOWED
        if scope["path"].startswith(CLOSED_PATHS):
            return HTTPStatus.NOT_FOUND
        lengths = _all(scope, b"content-length")
        if any(not length.isdecimal() or int(length) > MOST_BODY for length in lengths):
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return None


def _all(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


def _limited(receive: Receive) -> Receive:
    """A body that hides its length is cut off where it becomes too long."""
    seen = 0

    async def next_part() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        return {"type": "http.disconnect"} if seen > MOST_BODY else message

    return next_part


async def refuse(status: HTTPStatus, send: Send) -> None:
    """Answer a request with nothing but its status."""
    body = f"{status.value} {status.phrase}\n".encode("ascii")
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode("ascii"))]
    await send({"type": "http.response.start", "status": status.value, "headers": headers})
    await send({"type": "http.response.body", "body": body})
