"""A PostgreSQL of one's own: a temporary cluster from the programs that Debian installs."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

from workbench.store import Store

PASSWORD = "correct horse & battery@staple"
"""Of the user `amin`, who may come over the network."""


class NoPostgres(Exception):
    """Why there can be no cluster here."""


def programs() -> Path:
    """The folder of `initdb` and `pg_ctl`, which are on no PATH."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name)
    found = shutil.which("pg_ctl")
    if not folders and not found:
        raise NoPostgres("no PostgreSQL is installed (Debian: apt install postgresql)")
    return folders[-1] if folders else Path(str(found)).parent


class Cluster:
    """A server that listens in a temporary folder, and with a password on this machine."""

    def __init__(self, *, careful: bool = False) -> None:
        """Make and start it. Only when `careful` does it survive a power cut, at a disk's pace."""
        self._bin = programs()
        self._migrated = False
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
        self._as: list[str] = []
        if os.geteuid() == 0:
            if not shutil.which("runuser"):
                raise NoPostgres("PostgreSQL does not run as root, and there is no runuser")
            self._as = ["runuser", "-u", "postgres", "--"]
            shutil.chown(self.folder, "postgres", "postgres")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        options = ("--encoding=UTF8", "--locale=C.UTF-8", "--username=desk", "--auth-local=trust")
        self._run("initdb", "-D", self.data, *options, "--auth-host=scram-sha-256", "--no-sync")
        self._settle(careful)
        self.start()
        self.sql(f"CREATE ROLE amin LOGIN PASSWORD '{PASSWORD}'")

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    def _settle(self, careful: bool) -> None:
        settings = {
            "listen_addresses": "'127.0.0.1'",
            "port": self.port,
            "unix_socket_directories": f"'{self.folder}'",
            "fsync": "on" if careful else "off",
            "max_connections": 60,
            "shared_buffers": "'128MB'",
            "lc_messages": "'C'",
        }
        text = "".join(f"{name} = {value}\n" for name, value in settings.items())
        with open(Path(self.data) / "postgresql.conf", "a", encoding="utf-8") as file:
            file.write(text)

    def _run(self, program: str, *arguments: str) -> str:
        # To a file: the server inherits what it is started with and never closes it.
        log = self.folder / f"{program}.log"
        with log.open("w") as output:
            done = subprocess.run(
                [*self._as, str(self._bin / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                env={**os.environ, "LC_ALL": "C.UTF-8"},
            )
        said = log.read_text(errors="replace")
        if done.returncode:
            raise NoPostgres(f"{program} failed: {said.strip()[-300:]}")
        return said

    def start(self) -> None:
        self._run("pg_ctl", "-D", self.data, "-l", f"{self.folder}/server.log", "-w", "start")

    def stop(self, mode: str = "fast") -> None:
        self._run("pg_ctl", "-D", self.data, "-m", mode, "-w", "stop")

    def restart(self, mode: str = "immediate") -> None:
        """Stop it in mid-work, as a crash would, and start it again."""
        self.stop(mode)
        self.start()

    def remove(self) -> None:
        self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def sql(self, command: str, database: str = "postgres") -> None:
        """Do something as the one whom everything belongs to."""
        import psycopg  # an extra

        where = f"host={self.folder} port={self.port} user=desk dbname={database}"
        with psycopg.connect(where, autocommit=True) as connection:
            connection.execute(command)  # type: ignore[arg-type]

    def create(self, name: str, options: str = "") -> str:
        """A fresh database; its URL."""
        self.sql(f"CREATE DATABASE {name} OWNER desk {options}")
        return self.url(name)

    def ready(self, name: str) -> str:
        """A fresh database with its tables, copied from the first: migrations take their time."""
        if not self._migrated:
            Store(self.create("migrated")).close()
            self._migrated = True
        return self.create(name, "TEMPLATE migrated")

    def drop(self, name: str) -> None:
        """Take it away, whoever is still connected."""
        self.sql(f"DROP DATABASE {name} WITH (FORCE)")

    def url(self, name: str) -> str:
        return f"postgresql://desk@/{name}?host={self.folder}&port={self.port}"
