"""What must hold before a document leaves the desk, where it does not, and many documents packed.

An editor decides it for the whole newsroom; every way out asks here.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError
from workbench.model import Document, Finding, Progress, Severity, State
from workbench.pipeline import excused
from workbench.pipeline.desk import stored
from workbench.pipeline.exchange import check, export, export_names
from workbench.pipeline.publishing import PLAIN, Look

if TYPE_CHECKING:
    from workbench.store import Comment, Store, StoredSegment

_SETTING = "export-conditions"
REVIEWED = (State.REVIEWED, State.FINAL)
TRANSLATED = (State.TRANSLATED, *REVIEWED)


class Weight(StrEnum):
    """What happens when a condition does not hold."""

    OFF = "off"
    WARN = "warn"
    REFUSE = "refuse"


CONDITIONS = ("errors", "translated", "reviewed", "comments", "terms")
"""No finding is an error, all is confirmed, all is reviewed, no remark is open, terms are in."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A condition that does not hold, and the segments where; an empty key is the whole file."""

    condition: str
    weight: Weight
    keys: tuple[str, ...]


class Refused(WorkbenchError):
    """The document may not leave the desk yet."""


Find = Callable[["Store", int], Sequence[Finding]]
"""What the checks find in a document of the desk; whoever remembers that need not look again."""


def looked(store: Store, number: int) -> Sequence[Finding]:
    """What the checks find in a document as it stands, and nobody excused."""
    given = excused.reasons(store, [number]).get(number, {})
    return excused.counting(check(stored(store, number)), given)


def weights(store: Store) -> dict[str, Weight]:
    """What was decided; nothing is asked for until somebody decides it."""
    try:
        told = json.loads(store.setting(_SETTING) or "{}")
    except ValueError:
        told = {}
    known = {weight.value for weight in Weight}
    return {
        name: Weight(told[name]) if told.get(name) in known else Weight.OFF for name in CONDITIONS
    }


def decide(store: Store, chosen: Mapping[str, Weight]) -> None:
    """Decide it for everybody."""
    store.decide(_SETTING, json.dumps({name: weight.value for name, weight in chosen.items()}))


def missing(store: Store, number: int, *, find: Find = looked) -> list[Missing]:
    """What does not hold of a document, as it stands now."""
    asked = {name: weight for name, weight in weights(store).items() if weight is not Weight.OFF}
    if not asked:
        return []
    rows = [row for row in store.segments(number) if row.translate]
    findings = find(store, number) if {"errors", "terms"} & set(asked) else ()
    found = {name: _where(store, number, name, rows, findings) for name in asked}
    return [Missing(name, asked[name], keys) for name, keys in found.items() if keys]


def _where(
    store: Store,
    number: int,
    condition: str,
    rows: Sequence[StoredSegment],
    findings: Sequence[Finding],
) -> tuple[str, ...]:
    """The segments in which a condition does not hold, each once, in their order."""
    if condition == "errors":
        keys = [one.key for one in findings if one.severity is Severity.ERROR]
    elif condition == "terms":
        keys = [one.key for one in findings if one.check == "term-unplaced"]
    elif condition == "comments":
        keys = [one.key for one in store.comments(number) if _waits(one)]
    else:
        enough = TRANSLATED if condition == "translated" else REVIEWED
        keys = [row.key for row in rows if row.state not in enough]
    return tuple(dict.fromkeys(keys))


def _waits(comment: Comment) -> bool:
    """Whether somebody is to answer it: what lets a finding stand is an answer itself."""
    return not comment.resolved and not excused.told(comment.text)


def refused(store: Store, number: int, *, find: Find = looked) -> list[Missing]:
    """What keeps a document on the desk."""
    return [one for one in missing(store, number, find=find) if one.weight is Weight.REFUSE]


def require(store: Store, number: int, *, find: Find = looked) -> None:
    """Raise Refused when the document may not leave yet."""
    if held := refused(store, number, find=find):
        where = ", ".join(f"{one.condition} ({len(one.keys)})" for one in held)
        raise Refused(
            f"{store.document(number).name} may not be exported yet: {where}. "
            "Mend it in the editor, or change the conditions on the settings page."
        )


def bundle(
    store: Store,
    numbers: Sequence[int],
    *,
    look: Look = PLAIN,
    find: Find = looked,
    progress: Progress | None = None,
) -> bytes:
    """Every export of some documents in one ZIP; the same documents give the same bytes.

    Raises Refused where the newsroom keeps one of them on the desk.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        for done, number in enumerate(numbers):
            if progress:
                progress(done, len(numbers))
            require(store, number, find=find)
            place = "" if len(numbers) == 1 else f"{number}-"
            for name, data in _files(noted(store, number), look):
                folder.writestr(zipfile.ZipInfo(place + name, (1980, 1, 1, 0, 0, 0)), data)
    return packed.getvalue()


def noted(store: Store, number: int) -> Document:
    """The document as it stands, with what is excused in it said where files can say it."""
    given = excused.reasons(store, [number]).get(number, {})
    document = stored(store, number)
    return excused.noted(document, given) if given else document


def fitting(document: Document, look: Look) -> Look:
    """The look as far as a document can have it: only a page has a font."""
    return look if document.format == "html" else Look(look.digits)


def _files(document: Document, look: Look) -> Iterator[tuple[str, bytes]]:
    """Each export of a document, and what its look needs beside it."""
    look = fitting(document, look)
    kinds: dict[str, str] = {}
    for kind, name in export_names(document).items():
        kinds.setdefault(name, kind)  # not the older version of a format that is in already
    for name, kind in kinds.items():
        yield name, export(document, kind, look=look)[1]
    yield from look.beside()
