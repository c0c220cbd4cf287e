"""A button that takes a file from the visitor: reachable by keyboard, limited in size on both sides."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Any

import solara

MOST_BYTES = 65_536
"""Largest file taken; a scenario file has a few thousand."""

LONGEST_NAME = 80


@solara.component_vue("file_input.vue")
def _Input(
    label: str, accept: str, limit: int, refused: list[str], event_chosen: Callable[[dict[str, Any]], None]
) -> None: ...


@solara.component
def FileInput(
    label: str,
    on_text: Callable[[str, str], None],
    on_refused: Callable[[str], None],
    limit: int = MOST_BYTES,
    refused: Sequence[str] = (),
) -> None:
    """Let the visitor choose a text file.

    Args:
        label: Text of the button.
        on_text: Called with the name and the text of the file. The name is the visitor's word: show it as text, never
            use it as a path.
        on_refused: Called with one sentence that says why a file was not taken.
        limit: Most bytes.
        refused: What is wrong with the file that was chosen last; it stands under the button and gets the focus.
    """

    def chosen(data: dict[str, Any]) -> None:
        name, text, refusal = read_upload(data, limit)
        if refusal:
            on_refused(refusal)
        else:
            on_text(name, text)

    _Input(label=label, accept=".yaml,.yml", limit=limit, refused=list(refused), event_chosen=chosen)


def read_upload(data: object, limit: int = MOST_BYTES) -> tuple[str, str, str]:
    """Name, text and refusal of what a browser sent; a browser is not to be trusted with the limit.

    Args:
        data: What came: a mapping with `name`, and `content` in base64 or `size` of a file too large to be sent.
        limit: Most bytes.
    """
    sent = data if isinstance(data, dict) else {}
    name = str(sent.get("name", ""))[:LONGEST_NAME] or "the file"
    content = sent.get("content")
    too_large = f"'{name}' is too large: at most {limit // 1024} kB are taken."
    if not isinstance(content, str):
        return name, "", too_large if isinstance(sent.get("size"), int) else f"'{name}' could not be read."
    if len(content) > 4 * (limit // 3 + 1):
        return name, "", too_large
    try:
        raw = base64.b64decode(content, validate=True)
        text = raw.decode("utf-8-sig")
    except binascii.Error:
        return name, "", f"'{name}' could not be read."
    except UnicodeDecodeError:
        return name, "", f"'{name}' is not a text file in UTF-8."
    return (name, "", too_large) if len(raw) > limit else (name, text, "")
