"""A row of the panel as a visitor finds it, without a browser."""

from __future__ import annotations

from typing import Any


class PressureRow:
    """The row of one pressure; `parts` gives the parts of a page that have a trait."""

    def __init__(self, parts: Any, name: str) -> None:
        self.parts, self.name = parts, name

    @property
    def _found(self) -> tuple[Any, dict[str, Any]]:
        return next(
            (part, row)
            for part in self.parts("sections")
            for section in part.sections.value
            for row in section["rows"]
            if row["name"] == self.name
        )

    def __getattr__(self, what: str) -> Any:
        """Whatever the browser is told of it."""
        return self._found[1][what]

    def act(self, what: str, value: object = 0, drag: str = "") -> None:
        """What the browser sends: `value`, `first`, `last`, `ramp`, `probability`, `back` or `out`."""
        self._found[0].vue_acted({"name": self.name, "what": what, "value": value, "drag": drag})

    def vue_moved(self, value: object) -> None:
        self.act("value", value)

    def vue_released(self, _: object = None) -> None:
        self.act("back")
