"""`workbench serve`: the app on this machine."""

from __future__ import annotations

import socket
import subprocess
import sys

import typer

from workbench.errors import WorkbenchError
from workbench.i18n import _
from workbench.resources import folder


def serve(host: str, port: int) -> None:
    """Start the app and stay until it is stopped. Raises WorkbenchError when the port is taken."""
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
    app = folder("app.py")
    # Not `streamlit run`: behind its socket every save waits 40 ms for the network's delays.
    options = ["--host", host, "--port", str(port), "--log-level", "warning", "--no-access-log"]
    command = [sys.executable, "-m", "uvicorn", "app:app", "--app-dir", str(app.parent), *options]
    try:
        # Streamlit takes its theme from the folder it is started in.
        sys.exit(subprocess.run(command, check=False, cwd=app.parent).returncode)
    except KeyboardInterrupt:
        typer.echo(_("The workbench has stopped; every edit is saved."))
