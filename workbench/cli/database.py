"""`workbench db`: the desk's database, brought up to date, looked over, moved and put by."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.output import counter
from workbench.i18n import _

if TYPE_CHECKING:
    from workbench.store.transfer import Content

app = typer.Typer(
    help=_("Bring the desk's database up to date, check it, move it, back it up."),
    no_args_is_help=True,
)
Json = Annotated[bool, typer.Option("--json", help=_("Print JSON for machines."))]
Database = Annotated[
    str,
    typer.Option("--database", help=_("A path or URL instead of WORKBENCH_DATABASE_URL.")),
]


@app.command()
def upgrade(database: Database = "", as_json: Json = False) -> None:
    """Bring the tables up to date, all of it or nothing. Opening the workbench does the same."""
    from workbench.store import migrations
    from workbench.store.faults import reported

    with _opened(database) as engine, reported(engine.url):
        applied = migrations.upgrade(engine)
    if as_json:
        typer.echo(json.dumps({"applied": applied, "revision": migrations.HEAD}))
    elif applied:
        typer.echo(_("Brought up to date: {}.").format(", ".join(applied)))
    else:
        typer.echo(_("The database is up to date."))


@app.command()
def check(database: Database = "", as_json: Json = False) -> None:
    """Look the database over and change nothing. Exit code 1 when something is wrong with it."""
    from dataclasses import asdict

    from workbench.store.soundness import sound

    with _opened(database, existing=True) as engine:
        found = sound(engine)
    if as_json:
        typer.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
    else:
        typer.echo(f"{found.place}: {found.revision or '-'}")
        _list(found.rows)
        for fault in found.faults:
            typer.secho(fault, fg="red")
        if not found.current:
            typer.echo(_("The tables are older than this program: workbench db upgrade"))
        if not found.faults:
            typer.echo(_("Nothing is wrong with it."))
    if found.faults:
        raise typer.Exit(1)


@app.command()
def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help=_("A path or URL."))],
    target: Annotated[str, typer.Argument(metavar="TO", help=_("An empty database."))],
    as_json: Json = False,
) -> None:
    """Copy a database into an empty one of either kind, and compare the two, row by row."""
    from workbench.store import migrations, transfer

    with _opened(source, existing=True) as origin, _opened(target) as goal:
        migrations.prepare(origin)
        migrations.prepare(goal)
        with counter(_("Copying"), enabled=not as_json) as advance:
            held = transfer.copy(origin, goal, progress=advance)
    _report(held, as_json=as_json)
    if not as_json:
        typer.echo(_("Copied and compared; set WORKBENCH_DATABASE_URL to the new one."))


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help=_("A file that is not there yet."))],
    database: Database = "",
    as_json: Json = False,
) -> None:
    """Put the database by in one file, as it stands now; people may go on working.

    The file is a SQLite database whatever the desk runs on.
    """
    from workbench.store.backup import back_up

    progress = counter(_("Copying"), enabled=not as_json)
    with _opened(database, existing=True) as engine, progress as advance:
        held = back_up(engine, file, progress=advance)
    _report(held, as_json=as_json)
    if not as_json:
        typer.echo(_("Wrote {}.").format(file))


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help=_("A file that `workbench db backup` wrote."))],
    database: Database = "",
    replace: Annotated[
        bool, typer.Option("--replace", help=_("Put what is there aside, and restore over it."))
    ] = False,
    as_json: Json = False,
) -> None:
    """Bring a backup back, after making sure that it is what was put by."""
    from workbench.store import backup as backups

    with _opened(database) as engine, counter(_("Copying"), enabled=not as_json) as advance:
        held, aside = backups.restore(file, engine, replace=replace, progress=advance)
    _report(held, as_json=as_json, aside=str(aside) if aside else "")
    if not as_json:
        if aside:
            typer.echo(_("What was there before is in {}.").format(aside))
        typer.echo(_("Restored from {}.").format(file))


@contextmanager
def _opened(where: str, *, existing: bool = False) -> Iterator[Any]:
    """The database meant, as it is: nothing is brought up to date here."""
    from workbench.errors import UnreadableFile
    from workbench.store.address import address, place
    from workbench.store.engine import connect

    url = address(where)
    if existing and url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise UnreadableFile(f"There is no database {place(url)}. Name the one that is meant.")
    engine = connect(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _report(held: Mapping[str, Content], *, as_json: bool, **more: str) -> None:
    if as_json:
        tables = {name: {"rows": one.rows, "digest": one.digest} for name, one in held.items()}
        typer.echo(json.dumps({"tables": tables} | more, ensure_ascii=False, indent=2))
    else:
        _list({name: one.rows for name, one in held.items()})


def _list(rows: Mapping[str, int]) -> None:
    for name, count in rows.items():
        typer.echo(f"  {name:20} {count:>12,}")
