"""Visitors without a browser: they speak to a real dashboard as its pages do, so that only the server is measured.

A visitor opens a page over the wire, keeps what the server says of its parts, and moves sliders by the messages that a
browser would send.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.request import urlopen

from websockets.sync.client import ClientConnection, connect

SECONDS = 120
"""Longest wait for an answer."""
LARGEST = 2**26
CHART = "alignment"


class Visitor:
    """One visitor's page.

    Attributes:
        parts: Number of a part -> its state, as the server told it.
    """

    def __init__(self, port: int, query: str) -> None:
        """Open a page and wait until all of it is there."""
        origin = f"http://127.0.0.1:{port}"
        with urlopen(f"{origin}/{query}", timeout=SECONDS) as answer:
            cookies = "; ".join(one.partition(";")[0] for one in answer.headers.get_all("Set-Cookie") or [])
        self._session, control = uuid.uuid4().hex, uuid.uuid4().hex
        address = f"ws://127.0.0.1:{port}/jupyter/api/kernels/{uuid.uuid4()}/channels?session_id={self._session}"
        headers = {"Origin": origin, "Cookie": cookies}
        self._wire: ClientConnection = connect(address, additional_headers=headers, max_size=LARGEST)
        self.parts: dict[str, dict[str, Any]] = {}
        self._send("comm_open", {"comm_id": control, "target_name": "solara.control", "data": {}})
        themes: dict[str, Any] = {"light": {}, "dark": {}}
        asked = {"path": f"/{query}", "dark": False, "themes": themes, "appName": None}
        self._send("comm_msg", {"comm_id": control, "data": {"method": "run", "args": asked}})
        self._until(lambda told: self.is_quiet and self._part("name", CHART) is not None)

    @property
    def is_quiet(self) -> bool:
        """Whether the page says that all is there."""
        said = [state["attributes"] for state in self.parts.values() if "data-busy" in (state.get("attributes") or {})]
        return bool(said) and said[0]["data-busy"] == "false"

    def moved(self, slider: str, value: float) -> float:
        """Move a slider, told by its label, to a value that changes the first chart, and wait for it.

        Returns:
            Seconds until the chart was here.
        """
        chart = self._part("name", CHART)
        start = time.perf_counter()
        told = {"method": "custom", "content": {"event": "moved", "data": value}}
        self._send("comm_msg", {"comm_id": self._part("label", slider), "data": told})
        self._until(lambda told: told.get("comm_id") == chart and "drawing" in told["data"].get("state", {}))
        took = time.perf_counter() - start
        if not self.is_quiet:
            self._until(lambda told: self.is_quiet)
        return took

    def leave(self) -> None:
        """Close the page."""
        self._wire.close()

    def _part(self, trait: str, value: str) -> str | None:
        return next((number for number, state in self.parts.items() if state.get(trait) == value), None)

    def _send(self, kind: str, content: dict[str, Any]) -> None:
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "session": self._session, "username": "",
                  "version": "5.2", "date": ""}  # fmt: skip
        rest: dict[str, Any] = {"buffers": [], "metadata": {}, "parent_header": {}, "channel": "shell"}
        self._wire.send(json.dumps({"header": header, "content": content, **rest}))

    def _until(self, reached: Callable[[dict[str, Any]], bool]) -> None:
        """Take in messages until one of them is what is waited for."""
        end = time.monotonic() + SECONDS
        while True:
            message = self._wire.recv(timeout=max(end - time.monotonic(), 0.0))
            content = json.loads(message).get("content", {}) if isinstance(message, str) else {}
            state = content.get("data", {}).get("state") if isinstance(content.get("data"), dict) else None
            if state is not None:
                self.parts.setdefault(content["comm_id"], {}).update(state)
            if reached(content):
                return


def all_at_once(visitors: list[Visitor], moves: list[tuple[str, float]]) -> list[float]:
    """Seconds that each of several visitors waits when all move a slider at once."""
    with ThreadPoolExecutor(len(visitors)) as pool:
        return list(pool.map(lambda one, move: one.moved(*move), visitors, moves))
