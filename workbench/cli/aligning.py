"""`workbench memory align`: pairs shown with their confidence, and kept."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import typer

from workbench import files
from workbench.cli import project
from workbench.formats import tmx
from workbench.i18n import _
from workbench.inline import strip
from workbench.pipeline.aligning import Aligned, Pair, align_files
from workbench.pipeline.settings import settings_for
from workbench.store import DESK, Store

_WIDTH = 44


def align(
    source: Path,
    translation: Path,
    *,
    to: str,
    least: float,
    dry_run: bool,
    output: Path | None,
    memory: str,
    as_json: bool,
) -> None:
    """Align two files; keep the sure pairs in a TMX file or the memory, or only show them."""
    settings = settings_for([source])
    glossary = project.glossary(None, settings)
    aligned = align_files(source, translation, to=to, glossary=glossary)
    units = aligned.units(least)
    told = {}
    if output and not dry_run:
        with files.writing(output) as data:
            tmx.write(iter(units), data)
    elif not dry_run:
        store = Store()
        number = store.make_memory(memory).id if memory else DESK
        done = store.remember(units, memory=number)
        told = {"new": done.new, "changed": done.changed, "known": done.known}
    if as_json:
        rows = [asdict(pair) | {"kept": _kept(pair, least)} for pair in aligned.pairs]
        head = {"source": aligned.source_language, "target": aligned.target_language}
        typer.echo(json.dumps(head | told | {"pairs": rows}, ensure_ascii=False, indent=2))
        return
    if dry_run:
        _table(aligned, least)
    counts = (len(units), len(aligned.pairs), len(aligned.pairs) - len(units))
    typer.echo(_("{} of {} pairs are sure enough, {} are left out.").format(*counts))
    if told:
        message = _("{} new units, {} changed, {} known before.")
        typer.echo(message.format(done.new, done.changed, done.known))
    elif output and not dry_run:
        typer.echo(_("Wrote {}: {} units.").format(output, len(units)))


def _kept(pair: Pair, least: float) -> bool:
    return pair.usable and pair.confidence >= least


def _table(aligned: Aligned, least: float) -> None:
    """A line a pair: whether it is kept, how sure it is, how many answer how many, the texts."""
    for pair in aligned.pairs:
        mark = "+" if _kept(pair, least) else "-"
        texts = (_short(pair.source), _short(pair.target))
        line = str(pair.line or "")
        typer.echo(
            f"{mark} {pair.confidence:4.2f} {pair.shape} {line:>5}  {texts[0]}  |  {texts[1]}"
        )


def _short(text: str) -> str:
    shown = " ".join(strip(text).split())
    return shown if len(shown) <= _WIDTH else shown[: _WIDTH - 1] + "\u2026"
