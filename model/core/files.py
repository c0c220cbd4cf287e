"""One way of writing files and folders: what stands under a final name is whole, whatever interrupts the writing.

    write_whole(path, "text")                                   # or bytes, or a function that is given a path
    with replace_folder(folder) as unfinished: ...              # fill it; at the end it takes the folder's place

Everything is written beside its final place under the name `.NAME.unfinished`, flushed to the disk, and renamed. What a
killed program leaves there is cleared when the same name is written again.
"""

from __future__ import annotations

import errno
import importlib.util
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

UNFINISHED, OLD = ".unfinished", ".old"


def write_whole(path: Path, content: str | bytes | Callable[[Path], object]) -> None:
    """Write a file whole or not at all; what is no file, such as a terminal, is written straight.

    Args:
        path: The file; of a link, the file behind it.
        content: Its text or bytes, or what writes it to a path.

    Raises:
        OSError: It cannot be written, or another program is writing it; what was there before is still there.
    """
    data = content.encode() if isinstance(content, str) else content
    path = path.resolve()
    if path.exists() and not path.is_file():
        _fill(path, data)
        return
    unfinished = _beside(path, UNFINISHED)
    with _claimed(path, unfinished):
        try:
            _fill(unfinished, data)
            _flush(unfinished)
            unfinished.replace(path)
            _flush(path.parent)
        except BaseException:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
            raise


def write_cache(path: Path, content: str | bytes | Callable[[Path], object]) -> None:
    """Write what can be made again, as `write_whole` does; where it cannot be written, it is made again next time."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)


@contextmanager
def replace_folder(folder: Path) -> Iterator[Path]:
    """A new folder, which takes the place of the one of that name at the end, or vanishes after an error.

    Raises:
        OSError: It cannot be written, or another program is writing it; what was there before is still there.
    """
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished, old = _beside(folder, UNFINISHED), _beside(folder, OLD)
    unfinished.mkdir(exist_ok=True)
    with _claimed(folder, unfinished):
        _heal(folder, old)
        try:
            for path in unfinished.iterdir():
                _remove(path)
            yield unfinished
            for path in (*unfinished.rglob("*"), unfinished):
                _flush(path)
            if folder.exists():
                folder.rename(old)
            unfinished.rename(folder)
            _flush(folder.parent)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        finally:
            _heal(folder, old)


def clear_unfinished(folder: Path) -> None:
    """Remove what killed programs left in a folder; only for one that no other program writes to."""
    for path in folder.glob(f".*{UNFINISHED}"):
        _remove(path)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(f".{path.name}{ending}")


def _fill(path: Path, data: bytes | Callable[[Path], object]) -> None:
    if isinstance(data, bytes):
        path.write_bytes(data)
    else:
        data(path)


@contextmanager
def _claimed(path: Path, unfinished: Path) -> Iterator[None]:
    """What is being written, closed to other programs as long as it is."""
    if importlib.util.find_spec("fcntl") is None:  # a system without such locks
        yield
        return
    import fcntl

    handle = os.open(unfinished, os.O_RDONLY | (0 if unfinished.is_dir() else os.O_CREAT), 0o666)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise OSError(errno.EBUSY, "another program is writing it", str(path)) from None
    finally:
        os.close(handle)


def _heal(folder: Path, old: Path) -> None:
    """Give an old folder its name back if nothing has taken its place, or remove it."""
    if old.exists() and not folder.exists():
        old.rename(folder)
    elif old.exists():
        shutil.rmtree(old, ignore_errors=True)


def _flush(path: Path) -> None:
    """Have a file or a folder on the disk, where the system can say so."""
    if path.is_dir() and os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def disk_is_full(error: OSError) -> bool:
    """Whether an error says that no space is left."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)
