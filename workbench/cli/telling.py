"""How figures are told: as text, as JSON or as a page, to the terminal or into a file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import typer

from workbench import files
from workbench.i18n import _


class Form(StrEnum):
    """How it is told."""

    text = "text"
    json = "json"
    html = "html"


def give(told: str, output: Path | None) -> None:
    """Print it, or write it into a file and say so."""
    if output:
        files.write(output, f"{told}\n".encode())
        typer.echo(_("Wrote {}.").format(output))
    else:
        typer.echo(told)
