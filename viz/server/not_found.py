"""Answers an address that is no page with "not found" and a way back: Solara shows a page if it begins like one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from viz.server.guard import App, Message, Receive, Scope, Send

FILES = ("/readyz", "/static/", "/jupyter/", "/_solara/")
"""Beginnings of the addresses that are no pages, and not this module's business."""

TEMPLATE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Page not found - Tightrope</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.5 Roboto, sans-serif; margin: 15vh auto; max-width: 34rem; padding: 0 1.5rem; }}
h1 {{ font-size: 1.6rem; line-height: 1.25; }}
a {{ display: inline-block; min-height: 44px; padding: .6rem 1rem .6rem 0; }}
</style>
</head>
<body><main><h1>There is no page at this address.</h1><p>The pages of Tightrope are:</p>
<nav aria-label="Pages">{links}</nav></main></body>
</html>
"""


class OnlyPages:
    """An ASGI application that passes on requests for a page or a file, and answers all others itself.

    `pages` gives the name of every page by its path.
    """

    def __init__(self, app: App, pages: Callable[[], Mapping[str, str]]) -> None:
        self.app, self.pages = app, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"].startswith(FILES) or self._is_page(scope["path"]):
            await self.app(scope, receive, send)
        else:
            await send(_start(body := not_found(self.pages())))
            await send({"type": "http.response.body", "body": body})

    def _is_page(self, path: str) -> bool:
        return path.strip("/") in {page.strip("/") for page in self.pages()}


def not_found(pages: Mapping[str, str]) -> bytes:
    """The page that says so, with a link to every page there is, by path and name."""
    links = (f'<a href="/{escape(path.strip("/"))}">{escape(name)}</a>' for path, name in pages.items())
    return TEMPLATE.format(links=" ".join(links)).encode()


def _start(body: bytes) -> Message:
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(body)).encode("ascii"))]
    return {"type": "http.response.start", "status": 404, "headers": headers}
