"""Runs the dashboard for the browser on this machine, and for nobody else.

Whatever the environment says, it listens on 127.0.0.1 alone, asks nothing of the network, counts and reports nothing.
"""

from __future__ import annotations

import ctypes
import errno
import importlib.util
import logging
import os
import platform
import socket
import sys
import threading
import time
import warnings
import webbrowser
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from viz.common.exits import DONE, WrongInputError
from viz.dashboard.front.files import Use, front_folder, lacking, packages

if TYPE_CHECKING:
    import solara
    import uvicorn

    from viz.server.guard import App

ADDRESS = "127.0.0.1"
USUAL_PORT, PORTS_TRIED = 8765, 20
NOWHERE = "http://127.0.0.1:9/"
"""Where files would be asked for that are not there: a port that nothing listens on."""

MOST_MESSAGE = 2_000_000
"""Bytes of one message from the browser."""

MOST_HEAD = 65_536
"""Bytes of a request's address and headers."""

ARRAYS_FROM, POOLS = 262_144, 2
"""Bytes from which an array is given back to the system when it is no longer used, and pools of memory for the rest."""
MALLOPT_ARRAYS_FROM, MALLOPT_POOLS = -3, -8
"""What the C library calls these settings (M_MMAP_THRESHOLD, M_ARENA_MAX)."""

GRACE = 3
"""Seconds that open pages have to close when the dashboard stops."""

EXTENSIONS = ("jupyter-vue/extension", "jupyter-vuetify/extension")
"""Front-end parts of the pages; both come with the environment."""

ASSETS = Path(__file__).parents[1] / "dashboard" / "front" / "assets"

SETTINGS = {
    "SOLARA_APP": "viz.app",
    "SOLARA_MODE": "production",
    "SOLARA_ASSETS_CDN": NOWHERE,
    "SOLARA_ASSETS_PROXY": "true",
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "false",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false",
    "SOLARA_THEME_FORCE_REFRESH": "true",
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_THEME_SHOW_BANNER": "false",
    "SOLARA_THEME_TITLE": "Tightrope",
    "SOLARA_SESSION_HTTP_ONLY": "true",
    "SOLARA_KERNEL_CULL_TIMEOUT": "2h",
    "REACTON_FAST": "1",  # when a page is drawn again, only what changed is gone through
}
"""Settings of Solara and what it stands on; whatever the environment says about Solara is removed."""


def serve(port: int | None, *, browse: bool, warm_up: Callable[[], None] | None = None) -> int:
    """Run the dashboard until it is stopped, and open it in the browser of this machine if asked to.

    Once the pages answer, `warm_up` is done in a thread of its own, so that the first visitor waits less.

    Raises:
        WrongInputError: If it is not set up, or the port is not available.
    """
    check_set_up(front_folder())
    give_memory_back()
    with listening(port) as door:
        number = door.getsockname()[1]
        prepare_environment()
        server = _server(dashboard(number))
        address = f"http://{ADDRESS}:{number}/"
        print(f"The dashboard is at {address} and can be reached only from this machine; Ctrl-C stops it.", flush=True)
        if browse:
            _once_ready(server, lambda: _open(address))
        if warm_up is not None:
            _once_ready(server, warm_up)
        server.run(sockets=[door])
        if not server.started:
            message = "the dashboard did not start; the lines above say why"
            raise RuntimeError(message)
    return DONE


def give_memory_back() -> None:
    """Let the C library return what arrays of past runs took, where it can be told to: it would keep a third more."""
    if platform.libc_ver()[0] == "glibc":
        library = ctypes.CDLL(None)
        library.mallopt(MALLOPT_ARRAYS_FROM, ARRAYS_FROM)
        library.mallopt(MALLOPT_POOLS, POOLS)


def check_set_up(folder: Path) -> None:
    """Refuse to start without Solara, or without every front-end file in its folder; name the command that helps."""
    if importlib.util.find_spec("solara") is None:
        message = "the dashboard is not installed here; run 'make dashboard', which installs it"
        raise WrongInputError(message)
    missing = lacking(packages(Use.DASHBOARD), folder)
    if missing:
        names = ", ".join(package.folder for package in missing)
        message = f"front-end files missing or changed in {folder} ({names}); run 'make dashboard' once with internet"
        raise WrongInputError(message)


def listening(port: int | None) -> socket.socket:
    """A socket that listens on this machine alone, at a port or, if None, at the first free one from the usual one on.

    Raises:
        WrongInputError: If the port is taken or not allowed.
    """
    if port is not None:
        try:
            return socket.create_server((ADDRESS, port))
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            why = "taken by another program" if taken else f"not available ({os.strerror(error.errno or 0)})"
            message = f"port {port} is {why}; name another one with --port, or leave it out to get a free one"
            raise WrongInputError(message) from error
    for number in (*range(USUAL_PORT, USUAL_PORT + PORTS_TRIED), 0):
        try:
            return socket.create_server((ADDRESS, number))
        except OSError:
            continue
    message = "no port is free on this machine"
    raise WrongInputError(message)


def prepare_environment() -> None:
    """Set what Solara reads from the environment when it is imported, which must not have happened before."""
    if "solara" in sys.modules:
        message = "Solara was imported before its settings were made"
        raise RuntimeError(message)
    folder = front_folder()
    # IPython would put the packages of another environment before those of this one
    os.environ.pop("VIRTUAL_ENV", None)
    for name in [name for name in os.environ if name.startswith("SOLARA_")]:
        del os.environ[name]
    os.environ.update(SETTINGS)
    os.environ["SOLARA_HOME"] = str(folder.parent / "solara")
    os.environ["SOLARA_ASSETS_PROXY_CACHE_DIR"] = str(folder)
    # Warnings of Solara and its helpers are for those who write pages, not for those who look at them
    if not sys.warnoptions:
        warnings.simplefilter("ignore")


def dashboard(port: int) -> App:
    """The pages behind their guard, ready to be run at a port."""
    from solara.server import app, cdn_helper, server, settings, starlette

    from viz.server.connections import Connections
    from viz.server.guard import Guard
    from viz.server.not_found import OnlyPages
    from viz.server.plain_errors import speak_plainly

    settings.assets.extra_locations = [str(ASSETS)]
    vars(cdn_helper)["fetch_from_cdn"] = _fetch_nothing
    # Other notebook extensions that happen to be installed on this machine are not loaded
    vars(server)["nbextensions_directories"] = [Path(sys.prefix) / "share" / "jupyter" / "nbextensions"]
    vars(server)["get_nbextension_names"] = lambda: list(EXTENSIONS)
    speak_plainly()
    pages = OnlyPages(starlette.app, lambda: page_names(app.apps["__default__"].routes))
    return Guard(Connections(pages), port)


def page_names(routes: Iterable[solara.Route]) -> dict[str, str]:
    """Name of every page by its path; the title of a page begins with its name."""
    return {route.path: (route.label or "Start").partition(" - ")[0] for route in routes}


def _fetch_nothing(url: str) -> bytes:
    raise FileNotFoundError(url)


def _server(app: App) -> uvicorn.Server:
    import uvicorn

    logging.getLogger("solara").setLevel(logging.ERROR)
    config = uvicorn.Config(
        app,
        access_log=False,
        h11_max_incomplete_event_size=MOST_HEAD,
        log_level="error",
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
        ws_max_size=MOST_MESSAGE,
    )
    return uvicorn.Server(config)


def _once_ready(server: uvicorn.Server, work: Callable[[], None]) -> None:
    """Do something in a thread of its own, once the pages answer."""

    def wait_and_work() -> None:
        while not server.started and not server.should_exit:
            time.sleep(0.05)
        if server.started:
            work()

    threading.Thread(target=wait_and_work, daemon=True).start()


def _open(address: str) -> None:
    """Open the browser; without a screen there is none to open, and some programs would take over the terminal."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "WSL_DISTRO_NAME")
    if sys.platform in ("win32", "darwin") or any(os.environ.get(name) for name in names):
        webbrowser.open(address)
