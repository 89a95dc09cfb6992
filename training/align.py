"""Which English word became which target word: eflomal in both directions, then the intersection.

Only links that both directions agree on are kept. They are fewer and surer, and a wrong link would
teach the model to put a term in the wrong place.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from training.corpus import Pair

_WORD = re.compile(r"[\w\u200c']+|[^\w\s]")
Link = tuple[int, int]
"""Position of a word in the English, position of its translation in the target."""


def words(text: str) -> list[re.Match[str]]:
    """Words and punctuation marks, with their places in the text."""
    return list(_WORD.finditer(text))


def align(pairs: Sequence[Pair], folder: Path) -> list[frozenset[Link]]:
    """Links of every pair (all of one language), made in `folder` by the eflomal command."""
    folder.mkdir(parents=True, exist_ok=True)
    english, target = folder / "english", folder / "target"
    _write_tokens(english, [pair.english.lower() for pair in pairs])
    _write_tokens(target, [pair.target for pair in pairs])
    forward, reverse = folder / "forward", folder / "reverse"
    command = [_eflomal(), "--overwrite", "--model", "3", "-s", str(english), "-t", str(target)]
    subprocess.run([*command, "-f", str(forward), "-r", str(reverse)], check=True)
    with forward.open() as one, reverse.open() as other:
        return [links_of(a) & links_of(b) for a, b in zip(one, other, strict=True)]


def links_of(line: str) -> frozenset[Link]:
    """One line of aligner output.

    >>> sorted(links_of("0-1 2-0"))
    [(0, 1), (2, 0)]
    """
    cells = (cell.split("-") for cell in line.split())
    return frozenset((int(source), int(target)) for source, target in cells)


def format_links(links: frozenset[Link]) -> str:
    """The inverse of `links_of`, in order."""
    return " ".join(f"{source}-{target}" for source, target in sorted(links))


def _write_tokens(path: Path, texts: Sequence[str]) -> None:
    lines = (" ".join(match.group() for match in words(text)) or "." for text in texts)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _eflomal() -> str:
    """The command beside the running Python, or the one on the PATH."""
    beside = Path(sys.executable).with_name("eflomal-align")
    return str(beside) if beside.exists() else "eflomal-align"
