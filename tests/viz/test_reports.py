"""The command that writes the pages of docs/: it asks which, and no question about it starts a run."""

from __future__ import annotations

import pytest

from viz.reports import __main__ as command


@pytest.mark.parametrize("page", ["", *command.PAGES])
def test_help_writes_nothing(page: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    written: list[str] = []
    monkeypatch.setattr(
        command, "PAGES", {n: (lambda **_: written.append("x"), t) for n, (_, t) in command.PAGES.items()}
    )
    with pytest.raises(SystemExit) as left:
        command.main([page, "--help"] if page else ["--help"])
    assert (left.value.code, written) == (0, [])
    assert "usage: python -m viz.reports" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([], "required: PAGE"),
        (["oddd"], "invalid choice: 'oddd'"),
        (["stories", "--frob"], "unrecognized arguments: --frob"),
    ],
)
def test_a_mistake_is_told(given: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        command.main(given)
    assert left.value.code == 2
    assert told in capsys.readouterr().err


def test_options_reach_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setitem(command.PAGES, "mechanisms", (lambda **given: asked.append(given), "x"))
    command.main(["mechanisms", "--patterns"])
    assert asked == [{"patterns": True}]
