"""Front-end files come by exact version and check sum, through npm or without it, and only the listed ones are kept."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import re
import sys
import tarfile
from pathlib import Path

import pytest

from viz.common.exits import DONE, FAULT
from viz.dashboard.front import files as front_files
from viz.dashboard.front.files import ECHARTS_PATH, Package, Use, front_folder, lacking, packages
from viz.server import fetch_assets as front_fetching
from viz.server.fetch_assets import FetchingError, fetch, unpack

FILES = {"dist/thing.js": b"thing()", "LICENSE": b"free"}


def archive_of(files):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as packed:
        for path, data in {**files, "src/secret.js": b"not listed", "../../escaped": b"nor this"}.items():
            entry = tarfile.TarInfo(f"package/{path}")
            entry.size = len(data)
            packed.addfile(entry, io.BytesIO(data))
    return out.getvalue()


ARCHIVE = archive_of(FILES)


def package(archive=ARCHIVE, files=FILES):
    whole = "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode()
    sums = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    return Package("@some/thing", "1.2.3", Use.DASHBOARD, whole, sums)


@pytest.fixture
def fake_npm(tmp_path, monkeypatch):
    """A program named npm that answers `npm pack` with the bytes it is given, and notes how it was called."""
    place = tmp_path / "bin"
    place.mkdir()

    def answer(archive=ARCHIVE, code=0, complaint=""):
        (place / "archive").write_bytes(archive)
        program = place / "npm"
        program.write_text(
            f"#!{sys.executable}\n"
            "import pathlib, shutil, sys\n"
            f"here = pathlib.Path({str(place)!r})\n"
            "with (here / 'calls').open('a') as calls: print(*sys.argv[1:], file=calls)\n"
            f"print({complaint!r}, file=sys.stderr)\n"
            f"if {code}: sys.exit({code})\n"
            "folder = sys.argv[sys.argv.index('--pack-destination') + 1]\n"
            "shutil.copy(here / 'archive', pathlib.Path(folder) / 'some-thing-1.2.3.tgz')\n"
        )
        program.chmod(0o755)
        return place / "calls"

    monkeypatch.setenv("PATH", f"{place}{os.pathsep}{os.environ['PATH']}")
    return answer


def kept(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_npm_is_asked_for_the_exact_version_and_only_listed_files_are_kept(fake_npm, tmp_path):
    calls, said = fake_npm(), []
    fetch([package()], tmp_path / "front", said.append)
    (call,) = calls.read_text().splitlines()
    assert call.startswith("pack @some/thing@1.2.3 ")
    assert "--ignore-scripts" in call
    assert kept(tmp_path / "front") == {f"@some/thing@1.2.3/{path}": data for path, data in FILES.items()}
    assert said[0] == "Fetching @some/thing 1.2.3 ..."
    assert "needs no network" in said[-1]


def test_what_is_there_is_not_fetched_again(fake_npm, tmp_path):
    calls, said = fake_npm(), []
    fetch([package()], tmp_path / "front", said.append)
    fetch([package()], tmp_path / "front", said.append)
    assert len(calls.read_text().splitlines()) == 1
    assert "are complete" in said[-1]


def test_a_changed_file_is_fetched_again(fake_npm, tmp_path):
    fake_npm()
    fetch([package()], tmp_path, lambda _: None)
    changed = tmp_path / "@some/thing@1.2.3/dist/thing.js"
    changed.write_bytes(b"stolen()")
    assert lacking([package()], tmp_path) == (package(),)
    fetch([package()], tmp_path, lambda _: None)
    assert changed.read_bytes() == b"thing()"


def test_another_archive_is_refused(fake_npm, tmp_path):
    fake_npm(archive_of({"dist/thing.js": b"stolen()", "LICENSE": b"free"}))
    with pytest.raises(FetchingError, match=r"@some/thing@1\.2\.3 has a wrong check sum"):
        fetch([package()], tmp_path / "front", lambda _: None)
    assert not (tmp_path / "front").exists()


def test_a_missing_file_is_refused(fake_npm, tmp_path):
    fake_npm(archive_of({"LICENSE": b"free"}))
    with pytest.raises(FetchingError, match=r"'dist/thing.js' of @some/thing@1.2.3 has a wrong check sum"):
        fetch([package(archive_of({"LICENSE": b"free"}))], tmp_path / "front", lambda _: None)
    assert not (tmp_path / "front").exists()


def test_a_failure_of_npm_is_told_with_its_reason(fake_npm, tmp_path):
    fake_npm(code=1, complaint="npm error network unreachable")
    with pytest.raises(FetchingError, match=r"npm did not fetch .* \(npm error network unreachable\): .* again"):
        fetch([package()], tmp_path / "front", lambda _: None)


def test_a_place_that_cannot_be_written_is_told(fake_npm, tmp_path):
    fake_npm()
    (tmp_path / "front").write_text("a file where the folder should be")
    with pytest.raises(FetchingError, match="cannot be written"):
        fetch([package()], tmp_path / "front", lambda _: None)


def test_without_npm_each_file_comes_through_solara_and_is_checked(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    asked, said = [], []
    sent = dict(FILES)

    def read(path):
        asked.append(path)
        return sent[path.removeprefix("@some/thing@1.2.3/")]

    monkeypatch.setattr(front_fetching, "read_through_solara", read)
    fetch([package()], tmp_path / "front", said.append)
    assert sorted(asked) == ["@some/thing@1.2.3/LICENSE", "@some/thing@1.2.3/dist/thing.js"]
    assert "Debian package npm" in said[0]
    assert len(kept(tmp_path / "front")) == 2
    sent["LICENSE"] = b"other"
    with pytest.raises(FetchingError, match="wrong check sum"):
        fetch([package()], tmp_path / "other", said.append)
    del sent["LICENSE"]
    with pytest.raises(FetchingError, match="could not be fetched without npm"):
        fetch([package()], tmp_path / "other", said.append)


def test_a_link_in_an_archive_is_not_followed(tmp_path):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as packed:
        entry = tarfile.TarInfo("package/LICENSE")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        packed.addfile(entry)
    (tmp_path / "it.tgz").write_bytes(out.getvalue())
    files = unpack(package(out.getvalue()), tmp_path / "it.tgz")
    assert files == {}


def test_the_command_says_what_it_did(fake_npm, tmp_path, monkeypatch, capsys):
    fake_npm()
    monkeypatch.setenv("TIGHTROPE_FRONT_FILES", str(tmp_path / "front"))
    monkeypatch.setattr(front_fetching, "packages", lambda *_: (package(),))
    assert front_fetching.main([]) == DONE
    assert "Fetching @some/thing 1.2.3 ..." in capsys.readouterr().out
    fake_npm(code=1)
    (tmp_path / "front/@some/thing@1.2.3/LICENSE").unlink()
    assert front_fetching.main([]) == FAULT
    assert capsys.readouterr().err.startswith("tightrope: npm did not fetch @some/thing@1.2.3")


def test_the_files_lie_in_a_cache_folder_outside_the_project(monkeypatch):
    monkeypatch.delenv("TIGHTROPE_FRONT_FILES", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert front_folder() == Path("/somewhere/tightrope/front")
    monkeypatch.setenv("TIGHTROPE_FRONT_FILES", "/elsewhere")
    assert front_folder() == Path("/elsewhere")


def test_solara_asks_for_the_listed_versions():
    import solara.server

    page = (Path(solara.server.__file__).parent / "templates" / "solara.html.j2").read_text(encoding="utf-8")
    asked = set(re.findall(r"\{\{cdn\}\}/((?:@widgetti/solara-vuetify-app|requirejs)@[\d.]+)/", page))
    listed = {package.folder for package in packages(Use.DASHBOARD)}
    assert asked == {folder for folder in listed if not folder.startswith("echarts")}
    files = {f"/{package.folder}/{path}" for package in packages() for path in package.files}
    assert ECHARTS_PATH in files
    assert not any(folder.startswith("axe") for folder in listed)


def test_every_use_has_its_packages():
    assert [package.name for package in packages(Use.TESTS)] == ["axe-core"]
    assert len(packages()) == len(packages(Use.TESTS)) + len(packages(Use.DASHBOARD))
    assert front_files.LIST.stat().st_size < 10_000
