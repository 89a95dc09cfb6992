"""Findings that somebody lets stand, and why: a comment on the segment, as files have them.

`workbench: ignore term-unplaced -- a quotation` counts while it is not resolved. What is taken off
the desk for a translator carries it along, so that `workbench check` excuses the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.checks import CHECKS
from workbench.checks.ignores import excuse, ignored
from workbench.errors import WorkbenchError
from workbench.model import Document, Finding

if TYPE_CHECKING:
    from workbench.store import Store

Reasons = Mapping[str, Mapping[str, str]]
"""By segment and check."""
KNOWN = frozenset(row.name for row in CHECKS)
_BEGINS = "workbench:"
MOST = 500
"""Characters of a reason."""


def told(text: str) -> Mapping[str, str]:
    """The reasons by check that a comment gives; none of one that excuses nothing."""
    return ignored([text], KNOWN)[0]


def reasons(store: Store, documents: Iterable[int]) -> dict[int, Reasons]:
    """What is excused in documents."""
    found: dict[int, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for number, key, text in store.open_comments(documents, begin=_BEGINS):
        found[number][key] |= told(text)
    return dict(found)


def counting(findings: Sequence[Finding], given: Reasons) -> Sequence[Finding]:
    """The findings that nobody excused."""
    if not given:
        return findings
    return [one for one in findings if one.check not in given.get(one.key, ())]


def comment(check: str, reason: str) -> str:
    """The comment that lets a finding stand. Raises WorkbenchError without a reason."""
    if check not in KNOWN:
        raise WorkbenchError(f"There is no check {check!r}. Load the page again.")
    if not reason.strip():
        raise WorkbenchError("Say why it may stand, so that a colleague need not ask.")
    return excuse(check, reason[:MOST])


def noted(document: Document, given: Reasons) -> Document:
    """The document with its excuses in the notes of its segments, for files that have some."""
    segments = tuple(
        replace(
            segment, note="\n".join([*filter(None, [segment.note]), *_lines(segment.key, given)])
        )
        for segment in document.segments
    )
    return replace(document, segments=segments)


def _lines(key: str, given: Reasons) -> list[str]:
    return [excuse(check, reason) for check, reason in given.get(key, {}).items()]
