"""`workbench memory`: the desk's translation memory, out to other tools and in from them."""

from __future__ import annotations

import json
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.output import counter
from workbench.errors import UnreadableFile
from workbench.i18n import _

app = typer.Typer(
    help=_("The translation memory: TMX in and out, and existing translations taken in."),
    no_args_is_help=True,
)
InMemory = Annotated[
    str, typer.Option("--memory", help=_("The memory of this name instead of the desk's own."))
]
Json = Annotated[bool, typer.Option("--json", help=_("Print JSON for machines."))]


@app.command("import")
def import_units(
    file: Annotated[Path, typer.Argument(help=_("A TMX file, of any size."))],
    memory: InMemory = "",
    as_json: Json = False,
) -> None:
    """Take another tool's translations into the memory. Run again, it adds nothing twice.

    Of two translations of one text the later one counts; the other is kept in its history. A memory
    that is named is made when it is not there. Units that name no domain are of the project's.
    """
    from workbench import files
    from workbench.cli import project
    from workbench.formats import tmx
    from workbench.pipeline.recall import in_domain
    from workbench.store import DESK, Store

    settings = project.settings_of(file)
    skipped: Counter[str] = Counter()
    store = Store()
    number = store.make_memory(memory).id if memory else DESK
    before = store.remembered()
    with files.reading(file) as data, counter(_("Importing"), enabled=not as_json) as advance:
        try:
            units = in_domain(tmx.read(data, name=file.name, skipped=skipped), settings.domain)
            done = store.remember(units, memory=number, progress=advance)
        except UnreadableFile as error:
            kept = store.remembered() - before
            raise UnreadableFile(
                f"{error} {kept} new units before the fault were kept." if kept else str(error)
            ) from error
    if as_json:
        counts = {"new": done.new, "changed": done.changed, "known": done.known}
        typer.echo(json.dumps(counts | {"skipped": dict(skipped)}, ensure_ascii=False, indent=2))
        return
    typer.echo(
        _("{} new units, {} changed, {} known before.").format(done.new, done.changed, done.known)
    )
    for reason, count in skipped.most_common():
        typer.echo(_("Left out: {} ({}).").format(count, reason))


@app.command("export")
def export_units(
    file: Annotated[Path, typer.Argument(help=_("The TMX file to write."))],
    to: Annotated[str, typer.Option("--to", help=_("Only units into these languages."))] = "",
    plain_marks: Annotated[
        bool,
        typer.Option(
            "--plain-marks",
            help=_("Write marks as text: OmegaT drops the codes of other tools."),
        ),
    ] = False,
    memory: InMemory = "",
) -> None:
    """Write the memory as TMX 1.4 for another tool: the project's languages, or all.

    Between which sentences a unit stood is written as well, for another workbench.
    """
    from workbench import files
    from workbench.cli import project
    from workbench.formats import tmx
    from workbench.store import Store

    codes = project.memory_languages(to, project.settings_of(file))
    store = Store()
    number = store.memory(memory).id if memory else 0
    units = chain.from_iterable(
        store.units(target_language=code, memory=number, context=True) for code in codes
    )
    with files.writing(file) as data:
        count = tmx.write(units, data, codes=not plain_marks)
    typer.echo(_("Wrote {}: {} units.").format(file, count))


@app.command("align")
def align_files(
    source: Annotated[Path, typer.Argument(help=_("The English article."))],
    translation: Annotated[Path, typer.Argument(help=_("Its translation, in any format."))],
    to: Annotated[
        str, typer.Option("--to", help=_("The translation's language, if its name says none."))
    ] = "",
    min_confidence: Annotated[
        float,
        typer.Option("--min-confidence", min=0, max=1, help=_("Keep pairs at least this sure.")),
    ] = 0.8,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show the pairs, and keep nothing."))
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help=_("Write a TMX file instead of the memory.")),
    ] = None,
    memory: InMemory = "",
    as_json: Json = False,
) -> None:
    """Align an article with its existing translation, sentence by sentence, into the memory.

    By lengths, numbers, names, terms, links and headings. A pair that is not sure is left out.
    """
    from workbench.cli import aligning

    aligning.align(
        source,
        translation,
        to=to,
        least=min_confidence,
        dry_run=dry_run,
        output=output,
        memory=memory,
        as_json=as_json,
    )


@app.command("clean")
def clean_units(
    to: Annotated[str, typer.Option("--to", help=_("Only units into these languages."))] = "",
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help=_("Only for this reason; may be given more than once.")),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would go, and take nothing out."))
    ] = False,
    undo: Annotated[
        bool, typer.Option("--undo", help=_("Put back what the last cleaning took out."))
    ] = False,
    as_json: Json = False,
) -> None:
    """Take out what does not belong: empty, copied, of another language or length, or twice there.

    What is taken out is kept in the history of the memory, and comes back with --undo.
    """
    from workbench.cli import cleaning

    if undo:
        cleaning.undo(as_json=as_json)
    else:
        cleaning.clean(to=to, only=only or [], dry_run=dry_run, as_json=as_json)


@app.command("list")
def list_memories(as_json: Json = False) -> None:
    """Show the memories: priority, units, name; the one that is searched first stands first."""
    from dataclasses import asdict

    from workbench.store import Store

    found = Store().memories()
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2))
        return
    for one in found:
        shut = _("read-only") if one.read_only else ""
        typer.echo(f"{one.priority:4}  {one.units:9,}  {one.name}  {shut}".rstrip())


@app.command("set")
def set_memory(
    name: Annotated[str, typer.Argument(help=_("The memory's name; it is made if need be."))],
    priority: Annotated[
        int | None,
        typer.Option(min=-1000, max=1000, help=_("Of equal matches the higher comes first.")),
    ] = None,
    read_only: Annotated[
        bool | None,
        typer.Option("--read-only/--writable", help=_("Whether nothing may change in it.")),
    ] = None,
) -> None:
    """Make a memory, give it a priority, close it or open it."""
    from workbench.store import Store

    store = Store()
    store.make_memory(name)
    one = store.set_memory(name, priority=priority, read_only=read_only)
    shut = _("read-only") if one.read_only else _("writable")
    message = _("{}: priority {}, {}, {} units.")
    typer.echo(message.format(one.name, one.priority, shut, one.units))
