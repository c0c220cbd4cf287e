"""Files and folders are whole under their final name at any moment at which a program may be killed."""

from __future__ import annotations

import errno
import importlib.util
import os
import signal
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from model.core.files import clear_unfinished, replace_folder, write_whole

STEPS = ("open", "fsync", "mkdir", "rename", "replace", "unlink", "rmdir", "close")


def die_at(step: int, work: Callable[[], object]) -> bool:
    """Do something in a process that is killed before one of its steps on the disk; whether it was killed."""
    child = os.fork()
    if not child:
        steps = count()

        def counted(real):
            def call(*args, **options):
                if next(steps) == step:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*args, **options)

            return call

        for name in STEPS:
            setattr(os, name, counted(getattr(os, name)))
        work()
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()} if folder.exists() else {}


def test_a_file_is_the_old_or_the_new_one_at_any_death(tmp_path):
    path = tmp_path / "a.txt"
    for step in count():
        write_whole(path, "old")
        if not die_at(step, lambda: write_whole(path, "new" * 10_000)):
            break
        assert path.read_text() in ("old", "new" * 10_000)
        write_whole(path, b"again")
        assert contents(tmp_path) == {"a.txt": "again"}
    assert step >= 4


def fill(folder: Path, *texts: str) -> None:
    with replace_folder(folder) as unfinished:
        for place, text in enumerate(texts):
            (unfinished / f"{place}.txt").write_text(text)


def test_a_folder_is_the_old_or_the_new_one_at_any_death(tmp_path):
    folder = tmp_path / "run"
    for step in count():
        fill(folder, "old", "old")
        if not die_at(step, lambda: fill(folder, "new")):
            break
        assert contents(folder) in ({"0.txt": "old", "1.txt": "old"}, {"0.txt": "new"}, {})
        fill(folder, "again")
        assert contents(folder) == {"0.txt": "again"}
        assert [path.name for path in tmp_path.iterdir()] == ["run"]
    assert step >= 10


def test_an_error_leaves_what_was_there(tmp_path):
    (tmp_path / "a.txt").write_text("old")
    fill(tmp_path / "run", "old")

    def full(path):
        path.write_text("half")
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(OSError, match="full"):
        write_whole(tmp_path / "a.txt", full)
    with pytest.raises(OSError, match="full"), replace_folder(tmp_path / "run") as unfinished:
        full(unfinished / "0.txt")
    assert (tmp_path / "a.txt").read_text() == "old"
    assert contents(tmp_path / "run") == {"0.txt": "old"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "run"]


def test_two_programs_do_not_write_the_same(tmp_path):
    def twice(path):
        path.write_text("first")
        write_whole(tmp_path / "a.txt", "second")

    with pytest.raises(OSError, match="another program is writing it"):
        write_whole(tmp_path / "a.txt", twice)
    with replace_folder(tmp_path / "run"), pytest.raises(OSError, match="another program"):  # noqa: SIM117
        with replace_folder(tmp_path / "run"):
            pass
    assert (tmp_path / "run").is_dir()


def test_links_and_devices_stay_what_they_are(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "a.txt")
    write_whole(tmp_path / "link", "text")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "a.txt").read_text() == "text"
    write_whole(Path(os.devnull), "text")
    assert not Path(os.devnull).is_file()


def test_what_was_left_unfinished_is_cleared(tmp_path):
    (tmp_path / ".a.unfinished").mkdir()
    (tmp_path / ".b.unfinished").write_text("half")
    (tmp_path / "c").write_text("whole")
    clear_unfinished(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["c"]


def test_a_system_without_locks_writes_as_well(tmp_path, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    write_whole(tmp_path / "a.txt", "text")
    fill(tmp_path / "run", "text")
    assert (tmp_path / "a.txt").read_text() == "text"
