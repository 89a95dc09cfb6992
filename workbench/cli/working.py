"""`workbench worker`: the machine's work on a desk, in a process of its own."""

from __future__ import annotations

import signal
import threading
from typing import Any

import typer

from workbench.i18n import _


def work(database: str, *, concurrency: int) -> None:
    """Work on what waits until told to stop; what is at work then waits for the next worker."""
    from workbench.store import Store
    from workbench.store.address import address, place
    from workbench.worker import Worker

    store = Store(database or None)
    told = threading.Event()

    def leave(*_signal: Any) -> None:
        told.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, leave)
    worker = Worker(store, threads=concurrency, stays=True)
    worker.start()
    typer.echo(_("At work on {} (stop it with Ctrl-C)").format(place(address(database or None))))
    told.wait()
    worker.stop()
    store.close()
    typer.echo(_("The worker has stopped; what it had not done waits for another."))
