"""Connections of pages: of lost pages the last few are kept; what is no message of a page ends its connection."""

from __future__ import annotations

import asyncio
import json
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viz.server.connections import MOST_LOST, Connections, is_message

QUERY = b"session_id=tab"
GOOD = {
    "channel": "shell",
    "header": {"msg_type": "comm_msg", "msg_id": "1"},
    "content": {"comm_id": "c", "data": {"method": "update", "state": {"value": 1}}},
}


class LostPage:
    """A page of Solara, as far as its connections go."""

    def __init__(self, pages, name, status="disconnected"):
        self.pages, self.name, self.page_status = pages, name, {"tab": SimpleNamespace(value=status)}

    def close(self, reason):
        del self.pages[self.name]


async def passed_on(scope, receive, send):
    """An application that reads messages until there are no more."""
    await send({"type": "passed", "scope": scope["path"]})
    while scope["type"] == "websocket" and (await receive())["type"] == "websocket.receive":
        await send({"type": "heard"})


def answers(path, *messages, kind="websocket", query=QUERY, pages=None, app=None):
    """What is answered on a connection, or to a request."""
    left, sent = [{"type": "websocket.receive", **one} for one in messages] + [{"type": "websocket.disconnect"}], []

    async def receive():
        return left.pop(0)

    async def send(message):
        sent.append(message)

    app = app or Connections(passed_on, lambda: pages if pages is not None else {})
    asyncio.run(app({"type": kind, "path": path, "query_string": query}, receive, send))
    return [one.get("code") or one.get("status") or one["type"] for one in sent if one["type"] != "http.response.body"]


def channel(name="one"):
    return f"/jupyter/api/kernels/{name}/channels"


def test_only_connections_of_pages_are_let_in():
    assert answers(channel()) == ["passed"]
    for path in (channel("a" * 20_000), channel("a" * 65), channel("a.b"), channel(""), "/elsewhere"):
        assert answers(path) == [1008]
    for query in (b"", b"session_id=", b"session_id=a&session_id=b", b"session_id=" + b"a" * 20_000, b"session_id=%00"):
        assert answers(channel(), query=query) == [1008]


def test_a_goodbye_is_of_a_tab_that_the_page_knows():
    pages = {}
    pages["one"] = LostPage(pages, "one")
    bye = "/_solara/api/close/"
    assert answers(bye + "one", kind="http", pages=pages) == ["passed"]
    assert answers(bye + "gone", kind="http", pages=pages) == ["passed"]
    assert answers(bye + "one", kind="http", pages=pages, query=b"session_id=other") == [404]
    assert answers(bye + "one", kind="http", pages=pages, query=b"") == [404]
    assert answers(bye + "a" * 20_000, kind="http", pages=pages) == [404]


def test_the_last_few_lost_pages_are_kept():
    pages: dict[str, LostPage] = {}
    app = Connections(passed_on, lambda: pages)
    for turn in range(3 * MOST_LOST):
        pages[f"p{turn}"] = LostPage(pages, f"p{turn}")
        answers(channel(f"p{turn}"), app=app)
    assert list(pages) == [f"p{turn}" for turn in range(2 * MOST_LOST, 3 * MOST_LOST)]


def test_a_page_that_is_open_or_came_back_is_not_the_one_that_goes():
    pages: dict[str, LostPage] = {}
    app = Connections(passed_on, lambda: pages)
    for name in ("open", "back", *(f"p{turn}" for turn in range(MOST_LOST - 1))):
        pages[name] = LostPage(pages, name, "connected" if name == "open" else "disconnected")
        answers(channel(name), app=app)
    answers(channel("back"), app=app)
    pages["last"] = LostPage(pages, "last")
    answers(channel("last"), app=app)
    assert {"open", "back", "last"} <= pages.keys()
    assert "p0" not in pages


def message(**changes):
    """A message with other parts, by dotted key."""
    made = json.loads(json.dumps(GOOD))
    for key, value in changes.items():
        *way, last = key.split("__")
        place = made
        for part in way:
            place = place[part]
        place[last] = value
    return json.dumps(made)


def binary(text, *buffers):
    parts = [text.encode(), *buffers]
    begins = [4 * (len(parts) + 1) + sum(map(len, parts[:at])) for at in range(len(parts))]
    return b"".join([*(one.to_bytes(4, "big") for one in (len(parts), *begins)), *parts])


WRONG = [
    *("", "{", "[]", "null", "1", '"text"', "{}", "[" * 5000, message(header=None), message(channel=1)),
    *(message(header__msg_type="execute_request"), message(header__msg_type=[]), message(content=[])),
    *(message(content__comm_id=7), message(content__data=None), message(content__data={"method": 1})),
    message(content__data={"method": "update", "state": []}),
    message(header__msg_type="comm_open"),
    message(header__msg_type="comm_open", content__target_name="jupyter.widget"),
]


def test_messages_of_pages_pass_and_all_others_end_the_connection():
    good = {"text": message()}
    assert answers(channel(), good, good) == ["passed", "heard", "heard"]
    assert answers(channel(), {"bytes": binary(message(), b"a file", b"")}) == ["passed", "heard"]
    for text in WRONG:
        assert answers(channel(), {"text": text}, good) == ["passed", 1007], text
        assert answers(channel(), {"bytes": binary(text)}, good) == ["passed", 1007], text


@settings(max_examples=300, deadline=None)
@given(st.text() | st.binary(max_size=40) | st.binary(max_size=40).map(lambda end: binary(message())[:24] + end))
def test_whether_it_is_a_message_can_be_said_of_anything(made):
    assert is_message(*((made,) if isinstance(made, str) else (None, made))) is False


@pytest.mark.parametrize("kind", ["kernel_info_request", "comm_info_request", "shutdown_request"])
def test_questions_to_the_server_need_no_part_of_the_page(kind):
    assert is_message(message(header__msg_type=kind, content={}))
