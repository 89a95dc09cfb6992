"""What commands have in common: the report, the exit code, the progress bar, the error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, NoReturn

import typer

from workbench.i18n import _
from workbench.languages import find
from workbench.model import Severity

if TYPE_CHECKING:
    from workbench.report import Report


class FailOn(StrEnum):
    """From which severity on a run counts as failed."""

    error = "error"
    warning = "warning"
    info = "info"
    never = "never"

    @property
    def limit(self) -> Severity | None:
        """The severity, or None for never."""
        return None if self is FailOn.never else Severity(self.value)


class Quality(StrEnum):
    """How much trouble the engine takes."""

    draft = "draft"
    best = "best"


class Xliff(StrEnum):
    """Which XLIFF is written."""

    new = "2.1"
    old = "1.2"
    omegat = "omegat"

    @property
    def kind(self) -> str:
        """The kind of export."""
        return {"2.1": "xliff", "1.2": "xliff12"}.get(self.value, self.value)


class Digits(StrEnum):
    """Whose digits a localised article has."""

    as_drafted = "as-drafted"
    own = "own"
    western = "western"

    @property
    def wanted(self) -> str:
        """The digits to write, or nothing to leave them."""
        return "" if self is Digits.as_drafted else self.value


class Extract(StrEnum):
    """What is made of an article for a translator."""

    xliff = "xliff"
    xliff12 = "xliff12"
    omegat = "omegat"
    po = "po"
    csv = "csv"
    xlsx = "xlsx"


class Review(StrEnum):
    """What a review copy is."""

    html = "html"
    docx = "docx"


class Log(StrEnum):
    """What the server tells of each call."""

    none = "none"
    json = "json"


class Form(StrEnum):
    """How the gate reports."""

    text = "text"
    json = "json"
    junit = "junit"
    sarif = "sarif"
    github = "github"
    html = "html"


def show(reports: Sequence[Report], *, as_json: bool, verbose: bool) -> None:
    """Print reports to standard output."""
    from workbench import report

    if as_json:
        typer.echo(report.to_json(reports))
    else:
        typer.echo("\n".join(report.to_text(each, verbose=verbose) for each in reports))


def exit_for(reports: Sequence[Report], fail_on: FailOn) -> None:
    """Leave with 1 when any finding is at least as bad as asked."""
    if fail_on is FailOn.never:
        return
    limit = Severity(fail_on.value).rank
    if any(finding.severity.rank <= limit for each in reports for finding in each.findings):
        raise typer.Exit(1)


def fail(message: str, code: int) -> NoReturn:
    """One sentence on standard error, and out."""
    typer.secho(f"workbench: {message}", fg="red", err=True)
    sys.exit(code)


@contextmanager
def progress_bar(
    *, enabled: bool, told: Callable[[str], str] | None = None
) -> Iterator[Callable[[str, int, int], None]]:
    """A bar a target language on standard error; silent where that is no terminal.

    With `told`, a bar for anything else that has a name: what to say of it.
    """
    if not (enabled and sys.stderr.isatty()):
        yield lambda _code, _done, _total: None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bar:
        tasks: dict[str, int] = {}

        def advance(code: str, done: int, total: int) -> None:
            if code not in tasks:
                label = told(code) if told else _("Translating into {}").format(find(code).name)
                tasks[code] = bar.add_task(escape(label))
            bar.update(tasks[code], completed=done, total=total)  # type: ignore[arg-type]

        yield advance


@contextmanager
def counter(label: str, *, enabled: bool) -> Iterator[Callable[[int], None]]:
    """A count that goes up on standard error; silent where that is no terminal."""
    if not (enabled and sys.stderr.isatty()):
        yield lambda _done: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed:,}"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done: bar.update(task, completed=done)
