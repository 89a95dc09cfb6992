"""What does not belong in the memory: found by reading it through, taken out together, undoable.

For the command line and for the app alike:

    suspects(store, target_language="prs", progress=told)  -> Iterator[Suspect], nothing changes
    clean(store, [suspect, ...], author="Amin")             -> the name of the cleaning
    store.cleanings()                                        -> list[Cleaned], the latest first
    store.take_back(name)                                     -> how many units came back
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from typing import TYPE_CHECKING

from workbench import detection
from workbench.bitext import oddness
from workbench.inline import marks, strip
from workbench.model import Unit

if TYPE_CHECKING:
    from workbench.store import Kept, Store

REASONS = {
    "empty": "nothing is said on one side: no letter and no figure",
    "copied": "source and target are the same",
    "wrong-language": "a side is in another language than its unit says",
    "length": "one side is far too long for the other: misaligned, or half is missing",
    "duplicate": "another unit differs from it in white space or marks only, and is newer",
}
"""Why a unit is suspect; the first that holds is told."""
_BATCH = 1000
_ODD = 5.0
"""Deviations from the usual length, beyond which a pair is hardly one."""
_LONG_ENOUGH = 25
"""Letters from which on a language can be told, and a length."""
_SURE = 0.9
_KIN = {"prs": {"prs", "fa"}, "fa": {"fa", "prs"}}
"""Languages that are written so alike that one sentence does not tell."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A unit that is better taken out."""

    kept: Kept
    reason: str
    """A key of REASONS."""
    detail: str = ""
    """What was found: the language, or by how much the length is off."""


def suspects(
    store: Store,
    *,
    target_language: str = "",
    reasons: Sequence[str] = tuple(REASONS),
    progress: Callable[[int], None] | None = None,
) -> Iterator[Suspect]:
    """The units of the memory that do not belong there, oldest first; nothing is changed.

    `progress` is called with how many units have been looked at.
    """
    newest = _newest(store, target_language) if "duplicate" in reasons else {}
    units = store.numbered(target_language=target_language)
    seen = 0
    while batch := list(islice(units, _BATCH)):
        sides = [strip(text) for kept in batch for text in (kept.unit.source, kept.unit.target)]
        told = detection.detect_all(sides) if "wrong-language" in reasons else []
        for place, kept in enumerate(batch):
            found = _reason(kept, told[2 * place : 2 * place + 2], newest, reasons)
            if found:
                yield Suspect(kept, *found)
        seen += len(batch)
        if progress:
            progress(seen)


def clean(store: Store, found: Iterable[Suspect], *, author: str = "") -> str:
    """Take the suspects out, keeping them in their history; the name `put_back` undoes it by."""
    every = list(found)
    return store.take_out(
        {one.kept.id: one.reason for one in every},
        {one.kept.id: one.kept.unit.target for one in every},
        author=author,
    )


def _reason(
    kept: Kept,
    told: Sequence[detection.Detection],
    newest: dict[bytes, tuple[str, int]],
    reasons: Sequence[str],
) -> tuple[str, str] | None:
    unit = kept.unit
    source, target = strip(unit.source).strip(), strip(unit.target).strip()
    checks: tuple[tuple[str, Callable[[], str]], ...] = (
        ("empty", lambda: "" if _says(source) and _says(target) else "-"),
        ("copied", lambda: _copied(source, target)),
        ("wrong-language", lambda: _foreign(unit, told)),
        ("length", lambda: _odd(source, target, unit.target_language)),
        ("duplicate", lambda: "-" if newest.get(_key(unit), ("", kept.id))[1] != kept.id else ""),
    )
    for name, holds in checks:
        if name in reasons and (detail := holds()):
            return name, detail.strip("-")
    return None


def _says(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _copied(source: str, target: str) -> str:
    """Names in capitals, figures and single words may well be the same in both languages."""
    words = source.split()
    return "-" if source == target and len(words) > 2 and source.upper() != source else ""


def _foreign(unit: Unit, told: Sequence[detection.Detection]) -> str:
    sides = ((unit.source, unit.source_language), (unit.target, unit.target_language))
    for (text, language), found in zip(sides, told, strict=True):
        own = {language, "other"} | _KIN.get(language, set())
        letters = sum(char.isalpha() for char in strip(text))
        if letters >= _LONG_ENOUGH and found.language not in own and found.confidence >= _SURE:
            return found.language
    return ""


def _odd(source: str, target: str, language: str) -> str:
    if max(len(source), len(target)) < _LONG_ENOUGH:
        return ""
    off = oddness(source, target, language)
    return f"{len(target) / max(1, len(source)):.2f}" if off > _ODD else ""


def _newest(store: Store, target_language: str) -> dict[bytes, tuple[str, int]]:
    """For units that are the same but for white space and marks the newest: (when, number)."""
    found: dict[bytes, tuple[str, int]] = {}
    for kept in store.numbered(target_language=target_language):
        moment = kept.unit.changed or kept.unit.created
        age = moment.isoformat() if moment else ""
        # Of equals the one that has kept its marks, then the later one.
        rank = (f"{age} {len(marks(kept.unit.source)):03}", kept.id)
        key = _key(kept.unit)
        found[key] = max(found.get(key, rank), rank)
    return found


def _key(unit: Unit) -> bytes:
    texts = (" ".join(strip(text).split()) for text in (unit.source, unit.target))
    whole = "\0".join((unit.source_language, unit.target_language, *texts))
    return blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=12).digest()
