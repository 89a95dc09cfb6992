"""Where articles lie and results go: folders here, or an object store, by URL (fsspec)."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import fsspec
from fsspec.implementations.local import LocalFileSystem

from workbench import files
from workbench.errors import UnreadableFile, UnwritableFile, WorkbenchError


class Place:
    """A file or folder on some file system. A local file is written whole or not at all.

    Object stores show an object only when all of it is there.
    """

    def __init__(self, url: str) -> None:
        try:
            self.system, self.path = fsspec.core.url_to_fs(url)
        except (ImportError, ValueError) as error:
            raise WorkbenchError(
                f"{url} cannot be reached: {error}. Use a folder, or install what its scheme needs."
            ) from error
        self.url = url

    @property
    def local(self) -> bool:
        """Whether it lies on a file system of this machine."""
        return isinstance(self.system, LocalFileSystem)

    def below(self, name: str) -> str:
        """The path of a file in this folder. Raises UnwritableFile for a way out of it."""
        relative = PurePosixPath(name)
        if relative.is_absolute() or ".." in relative.parts or not relative.name or "\0" in name:
            raise UnwritableFile(f"{name!r} is no name for a file below {self.url}. Rename it.")
        return f"{self.path.rstrip('/')}/{relative}"

    def files(self) -> Iterator[tuple[str, str, int]]:
        """(URL, path below this folder, bytes) of each file; of a file itself when it is one."""
        with self._reported():
            found = self.system.find(self.path, detail=True)
        if not found:
            raise UnreadableFile(f"There is no article in {self.url}. Check the name.")
        root = self.path.rstrip("/")
        for path, info in sorted(found.items()):
            name = PurePosixPath(path).name if path == root else path[len(root) + 1 :]
            if not any(part.startswith(".") for part in PurePosixPath(name).parts):
                yield self.system.unstrip_protocol(path), name, int(info.get("size") or 0)

    def read(self) -> bytes:
        """The bytes of this file."""
        if self.local:
            return files.read(Path(self.path))
        with self._reported():
            if int(self.system.info(self.path).get("size") or 0) > files.MAX_BYTES:
                raise UnreadableFile(
                    f"{self.url} is larger than {files.MAX_BYTES >> 20} MB."
                    " Split it into several articles."
                )
            return bytes(self.system.cat_file(self.path))

    def write(self, name: str, data: bytes) -> None:
        """Write a file of this folder."""
        path = self.below(name)
        if self.local:
            files.write(Path(path), data)
            return
        with self._reported():
            self.system.pipe_file(path, data)

    def sweep(self) -> None:
        """Remove what was left half-written; an object store shows nothing of that kind."""
        if self.local:
            files.sweep(Path(self.path))

    def remove(self, name: str) -> None:
        """Remove a file of this folder, if it is there."""
        with contextlib.suppress(FileNotFoundError):
            self.system.rm_file(self.below(name))

    def named(self, name: str) -> bytes:
        """The bytes of a file of this folder; none when it is not there."""
        try:
            return bytes(self.system.cat_file(self.below(name)))
        except FileNotFoundError:
            return b""

    def listed(self, folder: str) -> list[str]:
        """The names of the files in a folder below this one."""
        try:
            found = self.system.ls(self.below(folder), detail=False)
        except FileNotFoundError:
            return []
        return sorted(f"{folder}/{PurePosixPath(path).name}" for path in found)

    @contextlib.contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as error:
            raise UnreadableFile(f"There is no {self.url}. Check the name.") from error
        except (OSError, ValueError) as error:
            raise WorkbenchError(f"{self.url} does not answer: {error}. Try again.") from error
