"""The ITS module of XLIFF 2.1: which attributes go together, and the records they lead to."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.validation.grammar import Fault, fault
from workbench.validation.tree import Element

_NEVER_BOTH = (
    ("its:locQualityIssuesRef", "its:locQualityIssueType"),
    ("its:locQualityIssuesRef", "its:locQualityIssueComment"),
    ("its:locQualityIssuesRef", "its:locQualityIssueSeverity"),
    ("its:locQualityIssuesRef", "its:locQualityIssueProfileRef"),
    ("its:locQualityIssuesRef", "its:locQualityIssueEnabled"),
    ("its:locQualityRatingScore", "its:locQualityRatingVote"),
    ("its:taIdentRef", "its:taIdent"),
    ("its:taIdentRef", "its:taSource"),
    ("its:provenanceRecordsRef", "its:person"),
    ("its:provenanceRecordsRef", "its:org"),
    ("its:provenanceRecordsRef", "its:tool"),
)
"""Each says by itself what the other says elsewhere."""
_NEEDS = (
    ("its:taSource", "its:taIdent"),
    ("its:taIdent", "its:taSource"),
    ("its:locQualityRatingScoreThreshold", "its:locQualityRatingScore"),
    ("its:locQualityRatingVoteThreshold", "its:locQualityRatingVote"),
)
"""The second must be there where the first is, on the element or round it."""
_RECORDS = {
    "its:locQualityIssuesRef": "its:locQualityIssues",
    "its:provenanceRecordsRef": "its:provenanceRecords",
}
_ONE_OF = {
    "its:locQualityIssue": ("locQualityIssueType", "locQualityIssueComment"),
    "its:provenanceRecord": tuple(
        "org orgRef person personRef tool toolRef revOrg revOrgRef revPerson revPersonRef revTool"
        " revToolRef provRef".split()
    ),
}


def faults(root: Element) -> Iterator[Fault]:
    """Every breach of the module."""
    for element in root.all():
        used = [name for name in element.attributes if name.startswith("its:")]
        if used:
            yield from _together(element)
        if used and element.name in ("mrk", "sm"):
            yield from _mark(element)
        if element.name in _ONE_OF:
            said = {name.removeprefix("its:") for name in element.attributes}
            if not said & set(_ONE_OF[element.name]):
                yield fault("its-record-empty", element)


def _together(element: Element) -> Iterator[Fault]:
    for first, second in _NEVER_BOTH:
        if first in element.attributes and second in element.attributes:
            yield fault("its-said-twice", element, second, name=first, other=second)
    for first, second in _NEEDS:
        if first in element.attributes and not element.inherited(second):
            yield fault("its-half-said", element, first, name=first, other=second)


def _mark(mark: Element) -> Iterator[Fault]:
    for name, records in _RECORDS.items():
        reference, unit = mark.get(name), mark.above("unit")
        if not reference or unit is None:
            continue
        known = {f"#its={one.get('xml:id')}" for one in unit.of(records)}
        if reference not in known:
            yield fault("its-record-unknown", mark, name, value=reference)
