"""What translates: one table of engines, each made only when it is asked for.

Importing the table loads no library: `workbench --help` must answer at once.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from workbench.errors import EngineError
from workbench.model import Engine

DEFAULT = "argos"


QUALITIES = ("draft", "best")
"""How much trouble an engine takes over a text, where it has the choice."""


def _argos(model: Path | None, quality: str) -> Engine:
    from workbench.engines.argos import BEAM, BEST, Argos

    beams = dict(zip(QUALITIES, (BEAM, BEST), strict=True))
    quality = quality or os.environ.get("WORKBENCH_QUALITY") or QUALITIES[0]
    if quality not in beams:
        raise EngineError(
            f"WORKBENCH_QUALITY is {quality!r}. Set it to one of: {', '.join(QUALITIES)}."
        )
    return Argos(models=() if model is None else (model,), beam=beams[quality])


def _echo(_: Path | None, _quality: str) -> Engine:
    from workbench.engines.echo import Echo

    return Echo()


def _libretranslate(model: Path | None, _: str) -> Engine:
    from workbench.engines.libretranslate import LibreTranslate

    _takes_no(model, "libretranslate")
    return LibreTranslate()


def _openai(model: Path | None, _: str) -> Engine:
    from workbench.engines.openai import OpenAI

    _takes_no(model, "openai")
    return OpenAI()


def _takes_no(model: Path | None, name: str) -> None:
    if model is not None:
        raise EngineError(f"{name} has its models on a server: leave out --model, or --engine.")


ENGINES: dict[str, Callable[[Path | None, str], Engine]] = {
    "argos": _argos,
    "echo": _echo,
    "libretranslate": _libretranslate,
    "openai": _openai,
}
"""Name -> how to make it, given a model package to use before the installed ones, and a quality."""


SERVERS = {"libretranslate": "WORKBENCH_LIBRETRANSLATE_URL", "openai": "WORKBENCH_OPENAI_URL"}
"""Engines on a server, and the variable that says where it is."""


def ready() -> list[str]:
    """The engines this machine has been told enough of, the default one first."""
    told = [name for name in ENGINES if name not in SERVERS or os.environ.get(SERVERS[name])]
    first = os.environ.get("WORKBENCH_ENGINE") or DEFAULT
    return sorted((name for name in told if name in (first, *SERVERS, DEFAULT)), key=first.__ne__)


def make(name: str = "", *, model: Path | None = None, quality: str = "") -> Engine:
    """The engine of a name, with a model package of the caller's choice.

    Without a name it is the one WORKBENCH_ENGINE names, else the default; for a package, Argos.
    `quality` is one of QUALITIES, else the one WORKBENCH_QUALITY names.

    >>> make("echo").name
    'echo'

    Raises EngineError, naming the engines there are; BadPackage when the package is no good.
    """
    name = name or (not model and os.environ.get("WORKBENCH_ENGINE")) or DEFAULT
    maker = ENGINES.get(name)
    if maker is None:
        raise EngineError(f"There is no engine {name!r}. Use one of: {', '.join(ENGINES)}.")
    return maker(model, quality)


def default() -> Engine:
    """The engine a newcomer gets: Argos packages, at the least the embedded ones.

    The environment variable WORKBENCH_ENGINE names another one.
    """
    return make()
