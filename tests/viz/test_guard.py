"""The guard before the dashboard lets in what a browser on this machine asks for, and nothing else."""

from __future__ import annotations

import pytest

from viz.server.guard import MOST_ADDRESS, MOST_BODY, Guard

PORT = 8765
HERE = (b"host", b"127.0.0.1:8765")
OURS = (b"origin", b"http://127.0.0.1:8765")


async def inner(scope, receive, send):
    """An application that reads the whole request, and says how much it read."""
    if scope["type"] != "http":
        await send({"type": "passed"})
        return
    size, more = 0, True
    while more:
        part = await receive()
        if part["type"] == "http.disconnect":
            await send({"type": "cut off"})
            return
        size, more = size + len(part.get("body", b"")), part.get("more_body", False)
    headers = [(b"x-frame-options", b"ALLOWALL"), (b"x-own", b"kept")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": str(size).encode()})


def sent(*headers, kind="http", parts=(b"",), method="GET", path="/", query=b""):
    """What the guard answers to one request; nothing in it waits, so no loop is needed."""
    scope = {"type": kind, "headers": list(headers), "path": path, "raw_path": path.encode(), "query_string": query}
    scope |= {"method": method} if kind == "http" else {}
    left, answers = list(parts), []

    async def receive():
        return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

    async def send(message):
        answers.append(message)

    run = Guard(inner, PORT)(scope, receive, send)
    with pytest.raises(StopIteration):
        run.send(None)
    return answers


def status(*headers, **options):
    return sent(*headers, **options)[0].get("status")


def test_a_browser_of_this_machine_is_let_in():
    assert status(HERE) == 200
    assert status((b"host", b"localhost:8765")) == 200
    assert status(HERE, OURS, method="POST") == 200


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [(b"host", b"127.0.0.1")],
        [(b"host", b"127.0.0.1:8766")],
        [(b"host", b"tightrope.example:8765")],
        [(b"host", b"127.0.0.1.example:8765")],
        [HERE, (b"host", b"tightrope.example")],
        [HERE, (b"origin", b"null")],
        [HERE, (b"origin", b"https://127.0.0.1:8765")],
        [HERE, (b"origin", b"http://127.0.0.1:8766")],
        [HERE, OURS, (b"origin", b"https://elsewhere.example")],
    ],
)
def test_strangers_are_refused(headers):
    assert status(*headers) == 403
    assert sent(*headers, kind="websocket") == [{"type": "websocket.close", "code": 1008}]


def test_a_websocket_names_its_origin():
    assert sent(HERE, OURS, kind="websocket") == [{"type": "passed"}]
    assert sent(HERE, kind="websocket") == [{"type": "websocket.close", "code": 1008}]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"method": "PUT"}, 405),
        ({"method": "TRACE"}, 405),
        ({"path": "/resourcez"}, 404),
        ({"path": "/_solara/api/evict/a"}, 404),
        ({"query": b"a" * (MOST_ADDRESS - 1)}, 200),
        ({"query": b"a" * MOST_ADDRESS}, 414),
    ],
)
def test_what_no_page_needs_is_refused(options, code):
    assert status(HERE, **options) == code


def test_a_body_has_a_limit_whatever_it_says_of_itself():
    assert status(HERE, (b"content-length", str(MOST_BODY).encode())) == 200
    for length in (str(MOST_BODY + 1).encode(), b"-1", b"many"):
        assert status(HERE, (b"content-length", length)) == 413
    assert sent(HERE, parts=(b"a" * MOST_BODY,))[1]["body"] == str(MOST_BODY).encode()
    assert sent(HERE, parts=(b"a" * MOST_BODY, b"b"))[0] == {"type": "cut off"}


def test_every_answer_forbids_the_browser_to_ask_elsewhere():
    for answers in (sent(HERE), sent((b"host", b"elsewhere"))):
        headers = dict(answers[0]["headers"])
        policy = headers[b"content-security-policy"].decode()
        assert "default-src 'self'" in policy
        assert "connect-src 'self' ws://127.0.0.1:8765 ws://localhost:8765;" in policy
        assert "http" not in policy.replace("ws://", "")
        assert headers[b"x-content-type-options"] == b"nosniff"
        assert headers[b"x-frame-options"] == b"DENY"
    assert (b"x-own", b"kept") in sent(HERE)[0]["headers"]


def test_start_and_end_of_the_server_pass():
    assert sent(kind="lifespan") == [{"type": "passed"}]
