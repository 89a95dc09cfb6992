"""`workbench models import`: what was installed, under which licence, and what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from workbench.i18n import _

SHOWN = 120
"""Characters of a translation: what loops would fill the screen."""


def run(folder: Path, **options: Any) -> None:
    """Import, and print; leaves with 1 when a model failed its one sentence."""
    from workbench.engines import importing

    done = importing.wrap(folder, **options)
    for each in done:
        package = each.package
        typer.echo(
            _("Installed {}, version {}, licence {}.").format(
                package.pair, package.version, package.licence
            )
        )
        typer.echo(f"  {each.sentence}\n  {each.translation[:SHOWN]}")
        if each.before:
            typer.echo(
                _("  {} is used before it; to use this one: --model {}").format(
                    each.before, package.path
                )
            )
        if each.fault:
            typer.echo(_("  This is no translation ({}): see --family.").format(each.fault))
    if importing.non_commercial(done[0].package.licence):
        typer.echo(_("The licence forbids commercial use."))
    if any(each.fault for each in done):
        raise typer.Exit(1)
