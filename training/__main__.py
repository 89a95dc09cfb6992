"""One command a step: `python -m training STEP --work FOLDER`, in the order of `STEPS`.

Each step reads what the one before wrote into the work folder and is skipped if its own output is
there already and newer; `--again` makes it run all the same.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from training import steps
from training.gather import CorpusMissingError


def build_parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    commands = parser.add_subparsers(dest="step", required=True, metavar="STEP")
    for name, step in steps.STEPS.items():
        command = commands.add_parser(name, help=(step.__doc__ or "").splitlines()[0])
        needed = name not in steps.WITHOUT_WORK
        command.add_argument("--work", type=Path, required=needed, help="folder of the run's files")
        command.add_argument("--again", action="store_true", help="run even if the output is there")
        command.set_defaults(run=step)
        for option, settings in steps.OPTIONS.get(name, {}).items():
            command.add_argument(option, **settings)
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run one step; 2 if what it needs is missing."""
    options = build_parser().parse_args(arguments)
    if options.work:
        options.work.mkdir(parents=True, exist_ok=True)
    try:
        options.run(options)
    except (CorpusMissingError, steps.InputMissingError) as fault:
        print(fault, file=sys.stderr)
        return 2
    except ModuleNotFoundError as fault:
        print(f"{fault.name} is not installed; see training/requirements.txt", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
