"""The connections between open pages and the server: what does not look like one is refused, and lost pages are closed.

A page that is left says goodbye, and is closed at once. One whose browser was killed, or whose line broke, does not: it
may come back, so it is kept, but only the last few that were lost.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any, Protocol
from urllib.parse import parse_qs

from viz.server.guard import REFUSED_CODE, App, Message, Receive, Scope, Send, refuse

MOST_LOST = 20
"""Pages without a connection that are kept; each takes some three million bytes."""
WRONG_MESSAGE_CODE = 1007
"""Code with which a connection is closed that carries something else than a message of a page."""

PAGE = re.compile(r"/jupyter/api/kernels/([\w-]{1,64})/channels", re.ASCII)
GOODBYE = re.compile(r"/_solara/api/close/([\w-]{1,64})", re.ASCII)
NO_PARTS = "the bytes are not divided into parts"
TAB = re.compile(r"[\w-]{1,64}", re.ASCII)
"""The name that a tab of the browser gives itself."""
GOODBYES = "/_solara/api/close/"

CONTENT = {
    "kernel_info_request": (),
    "comm_info_request": (),
    "shutdown_request": (),
    "comm_open": ("comm_id",),
    "comm_msg": ("comm_id",),
    "comm_close": ("comm_id",),
}
"""The messages that a page sends, and the texts that each holds."""
OPENED = ("solara.control", "jupyter.widget.control")
"""What a page opens by itself; its parts are opened by the server."""


class Page(Protocol):
    """What is needed of an open page of Solara."""

    page_status: dict[str, Any]

    def close(self, reason: str) -> None:
        """Forget it."""


def open_pages() -> dict[str, Any]:
    """Every page that the server holds, by its name."""
    from solara.server import kernel_context

    return kernel_context.contexts


class Connections:
    """An ASGI application that passes on the connections of pages, as long as they look like some.

    `pages` gives every page that the server holds, by its name.
    """

    def __init__(self, app: App, pages: Callable[[], dict[str, Page]] = open_pages) -> None:
        self.app, self.pages = app, pages
        self._left: dict[str, None] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request or one connection."""
        if scope["type"] == "websocket":
            await self._connection(scope, receive, send)
        elif scope["type"] == "http" and scope["path"].startswith(GOODBYES) and not self._is_goodbye(scope):
            await refuse(HTTPStatus.NOT_FOUND, send)
        else:
            await self.app(scope, receive, send)

    async def _connection(self, scope: Scope, receive: Receive, send: Send) -> None:
        page = PAGE.fullmatch(scope["path"])
        if page is None or not _tab(scope):
            await receive()
            await send({"type": "websocket.close", "code": REFUSED_CODE})
            return
        try:
            await self.app(scope, _checked(receive, send), send)
        finally:
            self._left.pop(page[1], None)
            self._left[page[1]] = None
            for lost in list(self._lost())[:-MOST_LOST]:
                await asyncio.to_thread(lost.close, "cull")

    def _lost(self) -> Iterator[Page]:
        """The pages that no tab is connected to, the one that was left first before the others."""
        pages = self.pages()
        for name in list(self._left):
            page = pages.get(name)
            if page is None:
                del self._left[name]
            elif all(status.value != "connected" for status in list(page.page_status.values())):
                yield page

    def _is_goodbye(self, scope: Scope) -> bool:
        """Whether a tab says goodbye that the page knows; one that is gone already needs none."""
        name = GOODBYE.fullmatch(scope["path"])
        page = self.pages().get(name[1]) if name else None
        return name is not None and (page is None or _tab(scope) in page.page_status)


def _tab(scope: Scope) -> str:
    """The name of the tab that a request comes from; empty where it gives none."""
    names = parse_qs(scope["query_string"].decode("latin-1")).get("session_id", [])
    return names[0] if len(names) == 1 and TAB.fullmatch(names[0]) else ""


def _checked(receive: Receive, send: Send) -> Receive:
    """Ends a connection at the first message that is none of a page."""

    async def next_message() -> Message:
        message = await receive()
        if message["type"] != "websocket.receive" or is_message(message.get("text"), message.get("bytes")):
            return message
        await send({"type": "websocket.close", "code": WRONG_MESSAGE_CODE})
        return {"type": "websocket.disconnect", "code": WRONG_MESSAGE_CODE}

    return next_message


def is_message(text: str | None, data: bytes | None = None) -> bool:
    """Whether this is a message of a page to the server, as text or, with what it carries, as bytes."""
    try:
        message = json.loads(_head(data or b"") if text is None else text)
        header, content = message["header"], message["content"]
        texts = (message["channel"], header["msg_id"], *(content[key] for key in CONTENT[header["msg_type"]]))
        return all(isinstance(one, str) for one in texts) and _is_change(header["msg_type"], content)
    except (KeyError, TypeError, ValueError, RecursionError):
        return False


def _head(data: bytes) -> bytes:
    """The first part of a message in bytes: the number of its parts, where each begins, and the parts."""
    parts = int.from_bytes(data[:4], "big")
    if not 0 < parts < len(data) // 4:
        raise ValueError(NO_PARTS)
    begins = [int.from_bytes(data[at : at + 4], "big") for at in range(4, 4 * (parts + 1), 4)]
    if begins != sorted(begins) or begins[0] != 4 * (parts + 1):
        raise ValueError(NO_PARTS)
    return data[begins[0] : begins[1] if parts > 1 else None]


def _is_change(kind: str, content: dict[str, Any]) -> bool:
    """Whether a message to a part of the page names what it asks for; all others need not."""
    if kind == "comm_open":
        return content["target_name"] in OPENED
    if kind != "comm_msg":
        return isinstance(content, dict)
    data = content["data"]
    return isinstance(data["method"], str) and (data["method"] != "update" or isinstance(data["state"], dict))
