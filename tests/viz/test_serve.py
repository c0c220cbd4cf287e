"""The dashboard listens on this machine alone, says what is missing, and stops at once."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time

import pytest

import tightrope
from tests.browser.screen import free_port, running
from viz.common.exits import INTERRUPTED, WRONG_INPUT, WrongInputError
from viz.dashboard.front.files import Use, front_folder, packages
from viz.server import serve


def test_it_listens_on_this_machine_alone_whatever_the_environment_says(monkeypatch):
    monkeypatch.setenv("HOST", "0.0.0.0")
    with serve.listening(None) as door:
        assert door.getsockname()[0] == "127.0.0.1"


def test_a_port_that_is_taken_is_named(monkeypatch, capsys):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(WrongInputError, match=f"port {port} is taken by another program; .* --port"):
            serve.listening(port)
        monkeypatch.setattr(serve, "check_set_up", lambda folder: None)
        assert tightrope.program(["dashboard", "--no-open", "--port", str(port)]) == WRONG_INPUT
        assert f"port {port} is taken" in capsys.readouterr().err


def test_without_a_port_the_next_free_one_is_taken(monkeypatch):
    start = free_port()
    monkeypatch.setattr(serve, "USUAL_PORT", start)
    with serve.listening(None) as first, serve.listening(None) as second:
        assert first.getsockname()[1] == start
        assert second.getsockname()[1] > start


def test_a_port_that_is_not_allowed_is_named(monkeypatch):
    def refused(address):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(serve.socket, "create_server", refused)
    with pytest.raises(WrongInputError, match=r"port 80 is not available \(Permission denied\)"):
        serve.listening(80)
    with pytest.raises(WrongInputError, match="no port is free"):
        serve.listening(None)


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_a_port_is_a_number_of_a_port(port, capsys):
    assert tightrope.program(["dashboard", "--port", port]) == WRONG_INPUT
    assert "--port" in capsys.readouterr().err


def test_missing_front_end_files_are_named_with_the_command_that_brings_them(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("TIGHTROPE_FRONT_FILES", str(tmp_path))
    assert tightrope.program(["dashboard", "--no-open"]) == WRONG_INPUT
    err = capsys.readouterr().err
    assert f"front-end files missing or changed in {tmp_path} (@widgetti/" in err
    assert "run 'make dashboard' once with internet" in err
    assert len(err.splitlines()) == 1


def test_a_changed_front_end_file_is_not_served(tmp_path):
    for package in packages(Use.DASHBOARD):
        shutil.copytree(front_folder() / package.folder, tmp_path / package.folder)
    serve.check_set_up(tmp_path)
    (tmp_path / "echarts@6.1.0/dist/echarts.min.js").write_bytes(b"stolen()")
    with pytest.raises(WrongInputError, match=r"\(echarts@6.1.0\)"):
        serve.check_set_up(tmp_path)


def test_without_solara_it_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setattr(serve.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(WrongInputError, match="not installed here; run 'make dashboard'"):
        serve.check_set_up(tmp_path)


def settled():
    """What Solara would read, in a process of its own, because it reads once."""
    program = (
        "from viz.server import serve; serve.prepare_environment(); "
        "import solara.settings, solara.server.settings as s;"
        "print(solara.settings.assets.cdn, s.telemetry.mixpanel_enable, s.main.mode, s.theme.title)"
    )
    unruly = {"SOLARA_ASSETS_CDN": "https://elsewhere.example/", "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "true",
              "SOLARA_MODE": "development", "VIRTUAL_ENV": "/nowhere"}  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, **unruly}, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_the_environment_cannot_open_the_network():
    assert settled() == "http://127.0.0.1:9/ False production Tightrope"


def test_settling_too_late_is_an_error():
    import solara

    assert solara.__version__
    with pytest.raises(RuntimeError, match="imported before its settings were made"):
        serve.prepare_environment()


@pytest.mark.browser
def test_it_stops_at_once_and_says_nothing_but_its_address(tmp_path):
    port, log = free_port(), tmp_path / "log"
    with running(["-m", "tightrope", "dashboard", "--no-open", "--port", str(port)], port, log) as process:
        process.send_signal(signal.SIGINT)
        start = time.monotonic()
        assert process.wait(timeout=20) == INTERRUPTED
        assert time.monotonic() - start < 5
    lines = log.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith(f"The dashboard is at http://127.0.0.1:{port}/")
    assert lines[1:] == ["tightrope: interrupted; nothing half-written is left"]
