"""The command line: each command a few lines over a plain function of the pipeline.

Exit codes: 0 clean, 1 findings at or above `--fail-on`, 2 unreadable or misused. Reports go to
standard output, progress and errors to standard error. Nothing heavy is imported before a command
needs it, so that `--help` answers at once.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
import typer.core

from workbench import __version__, i18n
from workbench.cli import analysing, evaluating, models, reporting
from workbench.cli import database as database_commands
from workbench.cli import glossary as glossary_commands
from workbench.cli import memory as memory_commands
from workbench.cli.output import (
    Digits,
    Extract,
    FailOn,
    Form,
    Log,
    Quality,
    Review,
    Xliff,
    exit_for,
    fail,
    progress_bar,
    show,
)
from workbench.errors import UnknownLanguage, WorkbenchError
from workbench.i18n import _

for _variable in ("WORKBENCH_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
    if os.environ.get(_variable):
        with contextlib.suppress(UnknownLanguage):
            i18n.use(os.environ[_variable].split(".")[0])
        break


class Interruptible(typer.core.TyperGroup):
    """Ctrl-C is a user's word like another: one sentence, exit code 2."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; KeyboardInterrupt becomes a WorkbenchError."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise WorkbenchError(_("Stopped. No half-written file was left behind.")) from None


app = typer.Typer(
    name="workbench",
    cls=Interruptible,
    help=_(
        "Translate English articles into Dari and Pashto, offline, with a glossary that holds;"
        " hand them to a translator and take them back; check them in CI."
    ),
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(models.app, name="models")
app.add_typer(glossary_commands.app, name="glossary")
app.add_typer(memory_commands.app, name="memory")
app.add_typer(database_commands.app, name="db")

Json = Annotated[bool, typer.Option("--json", help=_("Print JSON for machines."))]
Fail = Annotated[
    FailOn,
    typer.Option("--fail-on", help=_("Exit with 1 when a finding is at least this bad.")),
]
OwnFail = Annotated[
    FailOn | None,
    typer.Option(
        "--fail-on",
        help=_("Exit with 1 when a finding is at least this bad."),
    ),
]
XliffVersion = Annotated[
    Xliff,
    typer.Option("--xliff", help=_("Version of XLIFF; `omegat` is 1.2 as OmegaT wants it.")),
]
ArticleDigits = Annotated[
    Digits, typer.Option("--digits", help=_("Digits of the article: ۱۲۳ or 123."))
]
Font = Annotated[
    str,
    typer.Option(help=_("Of a page: a bundled font, such as vazirmatn, or an address of one.")),
]
GlossaryPath = Annotated[
    Path | None,
    typer.Option("--glossary", help=_("A glossary folder or CSV file instead of the shipped one.")),
]

Keys = Annotated[
    str,
    typer.Option(
        "--keys",
        help=_("Fields of the front matter to translate: title,seo.title,tags,authors.bio"),
        show_default=_("workbench.toml, or title, description and the like"),
    ),
]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"workbench {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help=_("Print the version.")),
    ] = False,
) -> None:
    pass


@app.command()
def translate(
    article: Annotated[
        Path, typer.Argument(help=_("The English article: .md, .html, .txt or .docx."))
    ],
    to: Annotated[
        str,
        typer.Option(
            "--to",
            help=_("Target languages, separated by commas."),
            show_default="prs,ps",
        ),
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help=_("Folder for the results (default: the article's).")),
    ] = None,
    model: Annotated[
        Path | None, typer.Option(help=_("Use this .argosmodel instead of the installed one."))
    ] = None,
    engine: Annotated[
        str, typer.Option(help=_("The engine: argos, libretranslate, openai; echo to try things."))
    ] = "",
    quality: Annotated[
        Quality | None,
        typer.Option(help=_("Of the models in the box: `best` takes twice the time of `draft`.")),
    ] = None,
    glossary: GlossaryPath = None,
    fail_on: OwnFail = None,
    memory: Annotated[
        bool | None,
        typer.Option("--memory/--no-memory", help=_("Recall what the translation memory knows.")),
    ] = None,
    xliff: XliffVersion = Xliff.new,
    digits: ArticleDigits = Digits.as_drafted,
    font: Font = "",
    keys: Keys = "",
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help=_("List every finding."))
    ] = False,
    as_json: Json = False,
) -> None:
    """Translate an article: NAME.md becomes NAME.prs.md, NAME.prs.po, NAME.prs.xlf, likewise ps.

    What is not English stays as it is. Every glossary term of the source comes out in an allowed
    form, or its segment is flagged. The results are drafts for a translator. What no option says
    is as the project's workbench.toml has it.
    """
    from workbench import engines, pipeline
    from workbench.cli import project
    from workbench.pipeline.settings import settings_for
    from workbench.store import Store

    settings = project.with_keys(keys, settings_for([article]))
    with progress_bar(enabled=not as_json) as advance:
        reports = pipeline.translate_file(
            article,
            project.languages(to, settings),
            output if output is not None else article.parent,
            engine=engines.make(
                project.engine(engine, model, settings), model=model, quality=quality or ""
            ),
            glossary=project.glossary(glossary, settings),
            progress=advance,
            memory=Store() if (settings.recall if memory is None else memory) else None,
            settings=settings,
            xliff=xliff.kind,
            look=pipeline.Look(digits.wanted, font),
        )
    show(reports, as_json=as_json, verbose=verbose)
    exit_for(reports, project.fail_on(fail_on, settings, FailOn.never))


@app.command()
def batch(
    inputs: Annotated[
        list[str],
        typer.Argument(
            help=_("Articles, folders of them, or tables (.parquet, .jsonl); paths or fsspec URLs.")
        ),
    ],
    output: Annotated[
        str, typer.Option("--output", "-o", help=_("Folder or fsspec URL for the results."))
    ],
    to: Annotated[
        str, typer.Option("--to", help=_("Target languages, separated by commas."))
    ] = "prs,ps",
    ray: Annotated[
        str, typer.Option("--ray", help=_("Address of a Ray cluster; without it Ray runs here."))
    ] = "",
    actors: Annotated[
        int, typer.Option(min=0, help=_("Processes that translate (default: one a core)."))
    ] = 0,
    gpus: Annotated[
        float,
        typer.Option(min=0, help=_("Graphics cards a process takes; 0.5 is half a card.")),
    ] = 0,
    model: Annotated[
        Path | None, typer.Option(help=_("Use this .argosmodel instead of the installed one."))
    ] = None,
    engine: Annotated[
        str, typer.Option(help=_("The engine: argos, libretranslate, openai; echo to try things."))
    ] = "",
    glossary: GlossaryPath = None,
    xliff: XliffVersion = Xliff.new,
    digits: ArticleDigits = Digits.as_drafted,
    font: Font = "",
    keys: Keys = "",
    as_json: Json = False,
) -> None:
    """Translate an archive on all cores, here or on a Ray cluster; go on where a run broke off.

    A table has a column `id`, `name` or `slug`, and one of `markdown`, `text`, `body` or `html`.
    Inputs that cannot be translated are set aside with their reason, and the exit code is 1.
    Needs the extra: pip install "workbench[cluster]".
    """
    from workbench.cli import batching

    batching.batch(
        inputs,
        to=to,
        output=output,
        engine=engine,
        model=model,
        glossary=glossary,
        address=ray,
        actors=actors,
        gpus=gpus,
        xliff=xliff.kind,
        digits=digits.wanted,
        font=font,
        keys=keys,
        as_json=as_json,
    )


@app.command()
def merge(
    article: Annotated[Path, typer.Argument(help=_("The English article."))],
    translated: Annotated[Path, typer.Argument(help=_("The PO, XLIFF or table file, translated."))],
    output: Annotated[
        Path, typer.Option("--output", "-o", help=_("Where to write the localised article."))
    ],
    keys: Keys = "",
    digits: ArticleDigits = Digits.as_drafted,
    font: Font = "",
    fail_on: Fail = FailOn.never,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help=_("List every finding."))
    ] = False,
    as_json: Json = False,
) -> None:
    """Put a translator's PO, XLIFF, CSV or Excel file back into the article it came from."""
    from workbench import pipeline
    from workbench.cli import project
    from workbench.pipeline.settings import settings_for

    fields = project.keys(keys, settings_for([article]))
    look = pipeline.Look(digits.wanted, font)
    reports = [pipeline.merge_files(article, translated, output, keys=fields, look=look)]
    show(reports, as_json=as_json, verbose=verbose)
    exit_for(reports, fail_on)


@app.command()
def extract(
    articles: Annotated[
        list[Path], typer.Argument(help=_("English articles: .md, .html, .txt, .docx, .srt, .vtt."))
    ],
    kind: Annotated[
        Extract, typer.Option("--as", help=_("The kind of file the translator wants."))
    ] = Extract.xliff,
    to: Annotated[
        str, typer.Option("--to", help=_("Target languages, separated by commas."))
    ] = "prs,ps",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help=_("Folder for the results (default: the article's).")),
    ] = None,
    glossary: GlossaryPath = None,
    keys: Keys = "",
) -> None:
    """Make bilingual files, not yet translated, for a translator outside.

    They come back with `workbench merge`.
    """
    from workbench.cli import reviewing

    reviewing.extract(articles, kind, to=to, output=output, glossary=glossary, keys=keys)


@app.command()
def convert(
    file: Annotated[Path, typer.Argument(help=_("A PO, XLIFF, CSV or Excel file."))],
    output: Annotated[
        Path,
        typer.Argument(help=_("The file to write: .po, .xlf, .csv, .xlsx or .tmx says the kind.")),
    ],
    xliff: XliffVersion = Xliff.new,
    to: Annotated[
        str, typer.Option("--to", help=_("The target language, where a file does not say it."))
    ] = "",
) -> None:
    """Turn a bilingual file into another kind; say what the other kind cannot hold."""
    from workbench.cli import reviewing

    reviewing.convert(file, output, xliff=xliff, to=to)


@app.command()
def review(
    files: Annotated[
        list[Path], typer.Argument(help=_("PO, XLIFF, CSV or Excel files with translations."))
    ],
    form: Annotated[
        Review, typer.Option("--as", help=_("A page to read in a browser, or a Word file."))
    ] = Review.html,
    to: Annotated[
        str, typer.Option("--to", help=_("The target language, where a file does not say it."))
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help=_("Folder for the results (default: the file's).")),
    ] = None,
    terms: Annotated[
        bool, typer.Option("--terms", help=_("Tell the glossary's forms beneath each source."))
    ] = False,
    glossary: GlossaryPath = None,
) -> None:
    """Make a review copy for an editor: source left, translation right, findings as notes.

    A page that prints, or a Word file whose notes are comments that can be answered.
    """
    from workbench.cli import reviewing

    reviewing.review(files, form, to=to, output=output, terms=terms, glossary=glossary)


@app.command()
def detect(
    file: Annotated[Path, typer.Argument(help=_("An article, or any file the workbench reads."))],
    explain: Annotated[bool, typer.Option("--explain", help=_("Say which cues decided."))] = False,
    as_json: Json = False,
) -> None:
    """Say which language every segment of a file is in."""
    from workbench.cli import listing

    listing.detect(file, explain=explain, as_json=as_json)


def _explain(name: str) -> None:
    if name:
        from workbench.cli import checking

        checking.explain(name)
        raise typer.Exit


@app.command()
def dari(
    file: Annotated[Path, typer.Argument(help=_("An Iranian Persian article or catalogue."))],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help=_("Where to write it (default: NAME.prs.md beside).")),
    ] = None,
    style: Annotated[
        bool, typer.Option("--style", help=_("Also where Dari merely prefers another word."))
    ] = False,
    as_json: Json = False,
) -> None:
    """Convert Iranian Persian into Afghan Dari, word by word; print what was changed.

    Months, countries and what an Afghan paper never writes otherwise; all else stays as it is.
    """
    from workbench.cli import converting

    converting.convert(file, output=output, style=style, as_json=as_json)


@app.command()
def check(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help=_(
                "PO or XLIFF files, pairs (x.md, x.prs.md; or .html), or folders that hold them."
            )
        ),
    ],
    glossary: GlossaryPath = None,
    fail_on: OwnFail = None,
    form: Annotated[Form, typer.Option("--format", help=_("How to print the report."))] = Form.text,
    baseline: Annotated[
        Path | None, typer.Option(help=_("A file of findings known before: they do not count."))
    ] = None,
    write_baseline: Annotated[
        bool, typer.Option("--write-baseline", help=_("Write today's findings to that file."))
    ] = False,
    changed_since: Annotated[
        str, typer.Option(help=_("Only files that changed since this git revision."))
    ] = "",
    fix: Annotated[
        bool, typer.Option("--fix", help=_("Mend first what is safe to mend, in the files."))
    ] = False,
    language: Annotated[
        str,
        typer.Option(
            "--lang", metavar="CODE", help=_("Tell the findings in this language: en, prs or ps.")
        ),
    ] = "",
    explain: Annotated[
        str,
        typer.Option(
            callback=_explain,
            is_eager=True,
            metavar="NAME",
            help=_("Say what a check looks for, and what it lets pass; `all` lists them."),
        ),
    ] = "",
    as_json: Json = False,
) -> None:
    """Check translations: terms, numbers, marks, letters, punctuation. For people and for CI.

    A comment excuses a finding when it says why: `workbench: ignore CHECK -- reason`.
    """
    from workbench.cli import checking

    if language:
        i18n.use(language)
    checking.check(
        paths,
        glossary=glossary,
        limit=fail_on,
        form=Form.json if as_json else form,
        baseline=baseline,
        write=write_baseline,
        revision=changed_since,
        fix=fix,
    )


app.command()(evaluating.evaluate)
app.command()(analysing.analyse)
app.command()(reporting.report)


@app.command()
def validate(
    paths: Annotated[list[Path], typer.Argument(help=_("XLIFF, PO or TMX files."))],
    fail_on: OwnFail = None,
    as_json: Json = False,
) -> None:
    """Check files against the standard of their format; name file, line, column and rule.

    Exit code 1 when a file breaks a rule. What can be read is read all the same, valid or not.
    """
    from workbench.cli import validating

    validating.validate(paths, limit=fail_on, as_json=as_json)


@app.command()
def serve(
    port: Annotated[int, typer.Option(help=_("Port on this machine."))] = 8501,
    host: Annotated[str, typer.Option(help=_("Address to listen on."))] = "127.0.0.1",
    log: Annotated[
        Log, typer.Option("--log", help=_("`json`: each call as one line, without any text."))
    ] = Log.none,
) -> None:
    """Open the workbench in the browser, on this machine only unless told otherwise."""
    from workbench.cli import serving

    serving.serve(host, port, log=log.value)


@app.command()
def worker(
    concurrency: Annotated[
        int, typer.Option(min=1, max=64, help=_("So many documents at a time."))
    ] = 1,
    database: Annotated[
        str,
        typer.Option("--database", help=_("A path or URL instead of WORKBENCH_DATABASE_URL.")),
    ] = "",
) -> None:
    """Translate what waits on the desk, beside the app: on as many machines as you like.

    A worker that dies loses nothing: another takes its documents over, or the next one started.
    """
    from workbench.cli import working

    working.work(database, concurrency=concurrency)


def main() -> None:
    """Run the command line; every user mistake is one clear sentence and exit code 2."""
    try:
        app()
    except WorkbenchError as error:
        fail(str(error), error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
