"""`workbench models`: which translation models there are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from workbench.i18n import _

app = typer.Typer(
    help=_("List, install and remove translation models (Argos packages)."), no_args_is_help=True
)
Name = Annotated[str, typer.Argument(help=_("A pair such as en-prs, or a package's name."))]


@app.command("list")
def list_models(
    as_json: Annotated[bool, typer.Option("--json", help=_("Print JSON for machines."))] = False,
) -> None:
    """List the installed models and those that came with the workbench."""
    from workbench.engines import packages

    found = packages.installed()
    if as_json:
        typer.echo(json.dumps([packages.plain(each) for each in found], indent=2))
        return
    for each in found:
        origin = _("came with the workbench") if each.embedded else str(each.path)
        typer.echo(f"{each.source}-{each.target}  {each.version:6}  {origin}")


@app.command()
def install(
    name: Annotated[
        str, typer.Argument(help=_("An .argosmodel file, or a pair of Argos' index: en-fa."))
    ],
) -> None:
    """Install a model from a file, or from Argos' index where there is a network."""
    from workbench.engines import packages

    installed = packages.install(name)
    typer.echo(
        _("Installed {}, version {}.").format(
            f"{installed.source}-{installed.target}", installed.version
        )
    )


@app.command("import")
def import_model(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help=_("A folder made by a CTranslate2 converter."))
    ],
    name: Annotated[str, typer.Option(help=_("What to call it (default: its folder)."))] = "",
    source: Annotated[str, typer.Option("--from", help=_("The source language."))] = "en",
    to: Annotated[
        str, typer.Option("--to", help=_("Target languages, separated by commas."))
    ] = "prs,ps",
    family: Annotated[
        str, typer.Option(help=_("nllb, m2m100, madlad, opus-mt or bilingual, if not plain."))
    ] = "",
    licence: Annotated[
        str, typer.Option(help=_("Its licence, where neither it nor its family states one."))
    ] = "",
    tokenizer: Annotated[
        Path | None, typer.Option(help=_("Its SentencePiece file, if it lies elsewhere."))
    ] = None,
) -> None:
    """Install a CTranslate2 model of another kind: NLLB-200, M2M-100, MADLAD-400, OPUS-MT.

    Each language becomes a model of its own, tried on one sentence; exit code 1 when that came
    out faulty.
    """
    from workbench.cli import importing

    importing.run(
        folder,
        name=name,
        source=source,
        targets=to.split(","),
        family=family,
        licence=licence,
        tokenizer=tokenizer,
    )


@app.command()
def info(name: Name) -> None:
    """Show a model's languages, version, size, licence and description."""
    from workbench.engines import packages

    typer.echo(packages.describe(packages.find(name)))


@app.command()
def remove(name: Name) -> None:
    """Remove an installed model."""
    from workbench.engines import packages

    packages.remove(packages.find(name))
    typer.echo(_("Removed {}.").format(name))
