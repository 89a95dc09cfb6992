"""`workbench serve`: the app on this machine."""

from __future__ import annotations

import logging
import os
import socket
import sys

import typer

from workbench import login
from workbench.errors import WorkbenchError
from workbench.i18n import _
from workbench.resources import folder
from workbench.worker import in_the_app


def serve(host: str, port: int, *, log: str = "none") -> None:
    """Start the app and stay until it is stopped.

    Raises WorkbenchError when the port is taken, or something is set up by halves.
    """
    login.log_in(os.environ)
    login.first_role(os.environ, "")
    in_the_app(os.environ)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise WorkbenchError(
                f"Port {port} on {host} cannot be used: {error.strerror}."
                f" Choose another one: workbench serve --port {port + 1}"
            ) from error
    typer.echo(_("The workbench is at {} (stop it with Ctrl-C)").format(f"http://{host}:{port}"))
    import uvicorn

    os.environ["WORKBENCH_LOG"] = log

    # A save must not wait while a long document is checked: by its usual 5 ms a turn it took
    # 202 ms (p95), so it takes 27.
    sys.setswitchinterval(0.0005)
    app = folder("app.py")
    if host not in ("localhost", "127.0.0.1", "::1"):
        os.environ.setdefault("WORKBENCH_HOSTS", "*" if host in ("0.0.0.0", "::") else host)
    # Streamlit takes its theme from the folder it is started in.
    os.chdir(app.parent)
    # Streamlit turns up uvicorn's log. An address may hold what lets somebody in: none is told.
    logging.getLogger("uvicorn.access").addFilter(lambda _record: False)
    logging.getLogger("uvicorn.error").addFilter(lambda record: record.levelno >= logging.WARNING)
    # Not `streamlit run`: behind its socket every save waits 40 ms for the network's delays.
    uvicorn.run(
        "app:app",
        app_dir=str(app.parent),
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
    )
    typer.echo(_("The workbench has stopped; every edit is saved."))
