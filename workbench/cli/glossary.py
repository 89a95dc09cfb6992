"""`workbench glossary`: the term files looked over, counted in use, and exchanged."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from workbench.i18n import _

app = typer.Typer(
    help=_("Check the glossary's files, see how its terms are used, import and export it."),
    no_args_is_help=True,
)
Json = Annotated[bool, typer.Option("--json", help=_("Print JSON for machines."))]
GlossaryPath = Annotated[
    Path | None,
    typer.Option("--glossary", help=_("A glossary folder or CSV file instead of the shipped one.")),
]


class Kind(StrEnum):
    """What a glossary is exchanged as."""

    tbx = "tbx"
    tbx3 = "tbx3"
    omegat = "omegat"
    weblate = "weblate"


@app.command()
def lint(
    path: Annotated[
        Path | None, typer.Argument(help=_("A glossary folder or CSV file (default: the shipped)."))
    ] = None,
    as_json: Json = False,
) -> None:
    """Find every fault in glossary files, with line and column. Exit code 1 when there is one."""
    from dataclasses import asdict

    from workbench.glossary.lint import lint_path
    from workbench.pipeline import glossary_folder

    faults, concepts = lint_path(path or glossary_folder())
    if as_json:
        plain = {"concepts": concepts, "faults": [asdict(fault) for fault in faults]}
        typer.echo(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        for fault in faults:
            typer.echo(str(fault))
        typer.echo(_("{} concepts, {} faults").format(concepts, len(faults)))
    if faults:
        raise typer.Exit(1)


@app.command()
def usage(
    paths: Annotated[
        list[Path], typer.Argument(help=_("PO or XLIFF files, pairs, or folders that hold them."))
    ],
    glossary: GlossaryPath = None,
    every: Annotated[
        bool, typer.Option("--all", help=_("List every term, not only those spelt several ways."))
    ] = False,
    as_json: Json = False,
) -> None:
    """Show which forms of each term the documents use: a table of names spelt several ways."""
    from workbench import gate, pipeline
    from workbench.gate.usage import usage as count

    terms = pipeline.load_glossary(glossary) if glossary else pipeline.house_glossary()
    rows = count(gate.opened(paths), terms)
    if not every:
        rows = [row for row in rows if row.ways > 1]
    if as_json:
        plain: list[dict[str, Any]] = [
            {
                "id": row.term.id,
                "en": row.term.en,
                "language": row.language,
                "forms": dict(row.forms.most_common()),
                "missing": row.missing,
                "files": sorted(row.files),
            }
            for row in rows
        ]
        typer.echo(json.dumps(plain, ensure_ascii=False, indent=2))
        return
    for row in rows:
        forms = ", ".join(f"{form} ({times})" for form, times in row.forms.most_common())
        missing = _("; missing in {}").format(row.missing) if row.missing else ""
        typer.echo(f"{row.term.en} [{row.language}]: {forms or '-'}{missing}")
    typer.echo(_("{} terms listed").format(len(rows)))


@app.command("import")
def import_terms(
    file: Annotated[Path, typer.Argument(help=_("TBX, OmegaT's TSV, or Weblate's CSV."))],
    output: Annotated[
        Path, typer.Option("--output", "-o", help=_("The glossary CSV to write; it must be new."))
    ],
    language: Annotated[
        str, typer.Option("--language", "-l", help=_("Of the translations, in TSV and CSV."))
    ] = "",
    glossary: GlossaryPath = None,
) -> None:
    """Turn another tool's terms into glossary rows to review; known terms are left out."""
    from workbench.cli import termfiles

    count, known = termfiles.import_file(file, output, language=language, glossary=glossary)
    typer.echo(_("{} new concepts in {}, {} known before.").format(count, output, known))


@app.command("export")
def export_terms(
    output: Annotated[Path, typer.Option("--output", "-o", help=_("The file to write."))],
    kind: Annotated[Kind, typer.Option("--as", help=_("What to write."))] = Kind.tbx,
    language: Annotated[
        str, typer.Option("--language", "-l", help=_("Of the translations, in TSV and CSV."))
    ] = "",
    glossary: GlossaryPath = None,
) -> None:
    """Write the glossary for another tool: TBX v2 or v3, OmegaT's TSV, Weblate's CSV."""
    from workbench.cli import termfiles

    count = termfiles.export_file(output, kind.value, language=language, glossary=glossary)
    typer.echo(_("Wrote {}: {} terms.").format(output, count))
