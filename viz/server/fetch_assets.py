"""Fetches the front-end files: through npm by exact version and check sum, or through Solara where npm is missing.

Run as `python -m viz.server.fetch_assets`; with `--tests` also what only the tests need. Nothing is fetched that is
there.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from model.core.errors import TightropeError
from model.core.files import write_whole
from viz.common.exits import DONE, FAULT, say
from viz.dashboard.front.files import Package, Use, front_folder, is_right, lacking, packages

LONGEST_SECONDS = 600
PATIENCE = "the usual reason is a slow or blocked network; run the command again when it works"


class FetchingError(TightropeError):
    """The files could not be fetched; the message is one line."""

    exit_code = FAULT


def fetch(wanted: Sequence[Package], folder: Path, report: Callable[[str], None]) -> None:
    """Fetch what is missing of the wanted packages into the folder of all packages, and report each line of progress.

    Raises:
        FetchingError: If a package could not be fetched, or is not the one that was meant.
    """
    missing = lacking(wanted, folder)
    if not missing:
        report(f"The front-end files are complete, in {folder}.")
        return
    npm = shutil.which("npm")
    if npm is None:
        report(
            "npm is not installed (Debian package npm): the files come one by one from the internet, through Solara."
        )
    for package in missing:
        report(f"Fetching {package.name} {package.version} ...")
        files = _from_npm(npm, package) if npm else _one_by_one(package)
        save(package, files, folder)
    report(f"The front-end files are in {folder}; from now on the dashboard needs no network.")


def save(package: Package, files: Mapping[str, bytes], folder: Path) -> None:
    """Write the listed files of a package, given by path, below the folder of all packages, each whole or not at all.

    Raises:
        FetchingError: If one is missing, differs from what was meant, or cannot be written.
    """
    for path, check_sum in package.files.items():
        if not is_right(files.get(path, b""), check_sum):
            message = f"'{path}' of {package.folder} has a wrong check sum"
            raise FetchingError(message)
    try:
        for path in package.files:
            place = folder / package.folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            write_whole(place, files[path])
    except OSError as error:
        message = f"the front-end files cannot be written to {folder}: {error.strerror}"
        raise FetchingError(message) from error


def _from_npm(npm: str, package: Package) -> dict[str, bytes]:
    """The listed files of a package, unpacked from the archive that npm fetches."""
    with tempfile.TemporaryDirectory(prefix="tightrope-") as place:
        command = [npm, "pack", package.folder, "--silent", "--ignore-scripts", "--pack-destination", place]
        try:
            texts: Any = {"capture_output": True, "text": True, "errors": "replace"}
            done = subprocess.run(command, cwd=place, timeout=LONGEST_SECONDS, check=False, **texts)
        except subprocess.TimeoutExpired as error:
            message = f"npm did not fetch {package.folder} within {LONGEST_SECONDS // 60} minutes: {PATIENCE}"
            raise FetchingError(message) from error
        archives = sorted(Path(place).glob("*.tgz"))
        if done.returncode or len(archives) != 1:
            why = done.stderr.strip().splitlines()[-1:] or ["it gave no reason"]
            message = f"npm did not fetch {package.folder} ({why[0]}): {PATIENCE}"
            raise FetchingError(message)
        return unpack(package, archives[0])


def unpack(package: Package, archive: Path) -> dict[str, bytes]:
    """The listed files of a package by path, from its archive as npm writes it; nothing else is unpacked.

    Raises:
        FetchingError: If the archive has a wrong check sum.
    """
    check_sum = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode("ascii")
    if check_sum != package.integrity:
        message = f"{package.folder} has a wrong check sum"
        raise FetchingError(message)
    files = {}
    with tarfile.open(archive) as packed:
        for member in packed:
            path = str(PurePosixPath(*PurePosixPath(member.name).parts[1:]))
            content = packed.extractfile(member) if member.isfile() and path in package.files else None
            if content is not None:
                files[path] = content.read()
    return files


def _one_by_one(package: Package) -> dict[str, bytes]:
    try:
        return {path: read_through_solara(f"{package.folder}/{path}") for path in package.files}
    except Exception as error:
        message = f"{package.folder} could not be fetched without npm (Debian package npm): {PATIENCE}"
        raise FetchingError(message) from error


def read_through_solara(path: str) -> bytes:
    """One file from the address that Solara's own pages would take it from."""
    from solara.server import cdn_helper

    content = cdn_helper.fetch_from_cdn(cdn_helper.get_cdn_url(path))
    return bytes(content)


def main(arguments: Sequence[str]) -> int:
    """Fetch the files, report progress, and give the exit code."""
    wanted = packages() if "--tests" in arguments else packages(Use.DASHBOARD)
    try:
        fetch(wanted, front_folder(), report=lambda line: print(line, flush=True))
    except FetchingError as error:
        return say(str(error), FAULT)
    return DONE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
