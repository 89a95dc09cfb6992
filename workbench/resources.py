"""Where the data that ships with the workbench lies.

An installed wheel carries it inside the package; a git checkout has it at its root. Nothing else
needs to know which of the two it is running from.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
_SAMPLE = "border-trade.md"


def folder(name: str) -> Path:
    """The folder of shipped data with this name; it need not exist.

    >>> folder("glossary").name
    'glossary'
    """
    packed = _PACKAGE / "_data" / name
    return packed if packed.exists() else _PACKAGE.parent / name


def fonts() -> dict[str, Path]:
    """The bundled fonts that hold every letter of Dari and Pashto, by name."""
    found = sorted((_PACKAGE / "ui" / "fonts").glob("*.woff2"))
    return {path.stem: path for path in found if not path.stem.endswith("-600")}


def sample() -> tuple[str, bytes] | None:
    """The sample article as (file name, bytes), or None where none was shipped."""
    for place in (folder("samples"), _PACKAGE.parent / "tests" / "samples"):
        try:
            return _SAMPLE, (place / _SAMPLE).read_bytes()
        except OSError:
            continue
    return None
