"""`workbench batch`: an archive, on every core of one machine or of many."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from workbench.i18n import _
from workbench.languages import find

if TYPE_CHECKING:
    from workbench.batch import Totals


def batch(
    inputs: list[str],
    *,
    to: str,
    output: str,
    engine: str,
    model: Path | None,
    glossary: Path | None,
    address: str,
    actors: int,
    gpus: float,
    xliff: str,
    digits: str,
    font: str,
    keys: str,
    as_json: bool,
) -> None:
    """Run it, show how it goes, and say what came of it; leaves with 1 when any was set aside."""
    targets = tuple(dict.fromkeys(find(code).code for code in to.split(",") if code.strip()))
    from workbench.batch import Plan, run
    from workbench.batch.actor import Task
    from workbench.cli import project
    from workbench.pipeline import Look
    from workbench.pipeline.settings import Settings

    look = Look(digits, font)
    look.link()  # a font nobody can have is told before anything is done

    task = Task(
        targets,
        _absolute(output),
        engine=engine,
        model=str(model.resolve()) if model else "",
        glossary=str(glossary.resolve()) if glossary else "",
        xliff=xliff,
        look=look,
        keys=project.keys(keys, Settings()),
    )
    plan = Plan(tuple(_absolute(each) for each in inputs), task, address, actors, gpus)
    # Ray tells of a process that died where the result is to be read by a program.
    with _shown(enabled=not as_json) as progress, redirect_stdout(sys.stderr):
        totals = run(plan, progress=progress)
    if as_json:
        typer.echo(json.dumps(asdict(totals), ensure_ascii=False, indent=2))
    else:
        typer.echo(_told(totals))
    if totals.refused:
        raise typer.Exit(1)


def _absolute(place: str) -> str:
    """Actors start in folders of their own."""
    return place if "://" in place else str(Path(place).expanduser().resolve())


def _told(totals: Totals) -> str:
    lines = [
        _("{done} articles, {segments} segments in {seconds} s: {rate} articles a minute.").format(
            done=f"{totals.done:,}",
            segments=f"{totals.segments:,}",
            seconds=f"{totals.seconds:,.0f}",
            rate=f"{totals.a_minute:,.1f}",
        )
    ]
    if totals.known:
        lines.append(_("{} were done before.").format(f"{totals.known:,}"))
    if totals.refused:
        lines.append(
            _("{} were set aside; the reasons stand in refused.jsonl:").format(
                f"{len(totals.refused):,}"
            )
        )
        lines += [f"  {each.name}: {each.refused}" for each in totals.refused[:20]]
    return "\n".join(lines)


@contextmanager
def _shown(*, enabled: bool) -> Iterator[Callable[[Totals], None] | None]:
    """Articles done, a minute, and when it will be over; silent where that is no terminal."""
    if not (enabled and sys.stderr.isatty()):
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Remaining())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(_("Articles"), total=None)

        def advance(totals: Totals) -> None:
            bar.update(
                task,
                total=totals.expected or None,
                completed=totals.done + totals.known + len(totals.refused),
                description=_("{} articles a minute").format(f"{totals.a_minute:,.0f}"),
            )

        yield advance
