"""`workbench dari`: what was changed, and where the result lies."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import typer

from workbench import pipeline
from workbench.i18n import _


def convert(file: Path, *, output: Path | None, style: bool, as_json: bool) -> None:
    """Convert a file and print its changes: each pair once, with how often and where first."""
    done = pipeline.convert_file(file, output, style=style)
    if as_json:
        typer.echo(_plain(done))
        return
    pairs = Counter((change.before, change.after) for _line, change in done.changes)
    first: dict[tuple[str, str], int] = {}
    for line, change in done.changes:
        first.setdefault((change.before, change.after), line)
    for (before, after), count in pairs.items():
        typer.echo(f"{first[before, after]:5}  {count:3} x  {before} -> {after}")
    if done.path:
        message = _("Words changed: {}. Persian segments: {}. Written to {}")
        typer.echo(message.format(len(done.changes), done.segments, done.path))
    else:
        message = _("Nothing to change, nothing written. Persian segments: {}")
        typer.echo(message.format(done.segments))


def _plain(done: pipeline.Conversion) -> str:
    changes = [
        {"line": line, "span": [c.start, c.end], "from": c.before, "to": c.after}
        for line, c in done.changes
    ]
    plain = {
        "file": str(done.path) if done.path else None,
        "segments": done.segments,
        "changes": changes,
    }
    return json.dumps(plain, ensure_ascii=False, indent=2)
