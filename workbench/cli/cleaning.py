"""`workbench memory clean`: what does not belong, counted by reason, taken out or put back."""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Sequence

import typer

from workbench.cli import project
from workbench.cli.output import counter
from workbench.errors import WorkbenchError
from workbench.i18n import _
from workbench.inline import strip
from workbench.pipeline.cleaning import REASONS, Suspect, suspects
from workbench.pipeline.cleaning import clean as take_out
from workbench.pipeline.settings import settings_for
from workbench.store import Store

_WIDTH = 40


def clean(*, to: str, only: Sequence[str], dry_run: bool, as_json: bool) -> None:
    """Look the memory through; take out what is suspect, or only tell of it."""
    for name in only:
        _known(name)
    codes = project.memory_languages(to, settings_for([]))
    store = Store()
    with counter(_("Looking through"), enabled=not as_json) as advance:
        found = [
            one
            for code in codes
            for one in suspects(
                store, target_language=code, reasons=only or tuple(REASONS), progress=advance
            )
        ]
    name = take_out(store, found) if found and not dry_run else ""
    counts = Counter(one.reason for one in found)
    if as_json:
        rows = [_row(one) for one in found] if dry_run else []
        told = {"counts": counts, "total": len(found), "cleaning": name, "units": rows}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    if dry_run:
        for one in found:
            typer.echo(_line(one))
    for reason in REASONS:
        if counts[reason]:
            typer.echo(f"{counts[reason]:7,}  {reason:15} {REASONS[reason]}")
    if not found:
        typer.echo(_("Nothing to clean."))
    elif not dry_run:
        message = _("{} units taken out. `workbench memory clean --undo` puts them back.")
        typer.echo(message.format(len(found)))


def undo(*, as_json: bool) -> None:
    """Put back what the last cleaning took out."""
    store = Store()
    done = store.cleanings()
    if not done:
        raise WorkbenchError(_("There is no cleaning to undo: all units are in their place."))
    count = store.take_back(done[0].name)
    if as_json:
        typer.echo(json.dumps({"cleaning": done[0].name, "units": count}))
    else:
        typer.echo(_("{} units put back.").format(count))


def _known(name: str) -> None:
    if name not in REASONS:
        near = difflib.get_close_matches(name, REASONS, 1)
        hint = _(" Did you mean {}?").format(near[0]) if near else ""
        raise WorkbenchError(
            _("There is no reason {}.{} Use one of: {}.").format(name, hint, ", ".join(REASONS))
        )


def _row(one: Suspect) -> dict[str, str | int]:
    unit = one.kept.unit
    return {
        "id": one.kept.id,
        "reason": one.reason,
        "detail": one.detail,
        "source": unit.source,
        "target": unit.target,
    }


def _line(one: Suspect) -> str:
    unit = one.kept.unit
    source, target = (_short(text) for text in (unit.source, unit.target))
    return f"{one.reason:15} {one.detail:5} {source}  |  {target}"


def _short(text: str) -> str:
    shown = " ".join(strip(text).split())
    return shown if len(shown) <= _WIDTH else shown[: _WIDTH - 1] + "\u2026"
