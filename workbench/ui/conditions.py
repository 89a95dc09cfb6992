"""What must hold before a document leaves the desk, as the pages ask for it.

The pages remember what the checks found (`checked`); the rule itself is `pipeline.leaving`.
"""

from __future__ import annotations

from collections.abc import Sequence

from workbench.model import Finding
from workbench.pipeline import leaving
from workbench.pipeline.leaving import (
    CONDITIONS,
    REVIEWED,
    TRANSLATED,
    Missing,
    Refused,
    Weight,
    decide,
    weights,
)
from workbench.store import Store
from workbench.ui import checked

__all__ = [
    "CONDITIONS",
    "REVIEWED",
    "TRANSLATED",
    "Missing",
    "Refused",
    "Weight",
    "decide",
    "findings",
    "missing",
    "refused",
    "require",
    "weights",
]


def findings(store: Store, number: int) -> Sequence[Finding]:
    """What the checks find, from what is known of it already."""
    return checked.findings(store, store.document(number))


def missing(store: Store, number: int) -> list[Missing]:
    """What does not hold of a document, as it stands now."""
    return leaving.missing(store, number, find=findings)


def refused(store: Store, number: int) -> list[Missing]:
    """What keeps a document on the desk."""
    return leaving.refused(store, number, find=findings)


def require(store: Store, number: int) -> None:
    """Raise Refused when the document may not leave yet."""
    leaving.require(store, number, find=findings)
