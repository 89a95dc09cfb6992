"""Files in and out: read whole, written under a temporary name and renamed; never half a file."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from workbench.errors import UnreadableFile, UnwritableFile

MAX_BYTES = 64 * 1024 * 1024


def read(path: Path) -> bytes:
    """The bytes of a file. Raises UnreadableFile in one sentence that says what to do."""
    with _reported(path):
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            raise UnreadableFile(
                f"{path} is larger than {MAX_BYTES >> 20} MB. Split it into several articles."
            )
        return path.read_bytes()


@contextmanager
def reading(path: Path) -> Iterator[BinaryIO]:
    """A file of any size, to be read piece by piece. Raises UnreadableFile."""
    with _reported(path), path.open("rb") as file:
        yield file


@contextmanager
def _reported(path: Path) -> Iterator[None]:
    try:
        if path.is_dir():
            raise UnreadableFile(f"{path} is a folder. Name a file in it.")
        yield
    except FileNotFoundError as error:
        raise UnreadableFile(f"There is no file {path}. Check the name and the folder.") from error
    except PermissionError as error:
        raise UnreadableFile(f"{path} may not be read. Change its permissions.") from error
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror}.") from error


_LEFT = re.compile(r"\.(.+)\.[a-z0-9_]{8}")
"""How `writing` calls a file that has no name yet."""


def sweep(folder: Path) -> None:
    """Remove what processes that were killed left half-written beside files that are there now."""
    for path in folder.rglob(".*"):
        left = _LEFT.fullmatch(path.name)
        if left and path.is_file() and path.with_name(left[1]).exists():
            path.unlink(missing_ok=True)


def write(path: Path, data: bytes) -> None:
    """Write the file whole or not at all; what stood there before stays until then."""
    with writing(path) as file:
        file.write(data)


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """A file to write piece by piece; it takes its name when the block ends without a fault."""
    temporary = None
    try:
        if path.is_dir():
            raise UnwritableFile(f"{path} is a folder. Name a file in it.")
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
        temporary = None
    except (FileExistsError, NotADirectoryError) as error:
        raise UnwritableFile(f"{path.parent} is not a folder. Choose another one.") from error
    except PermissionError as error:
        raise UnwritableFile(
            f"{path} may not be written. Choose another folder, or change its permissions."
        ) from error
    except OSError as error:
        raise UnwritableFile(
            f"{path} cannot be written: {error.strerror}. Free some space or choose another folder."
        ) from error
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
