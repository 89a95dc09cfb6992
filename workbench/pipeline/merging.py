"""A translator's work back into the article it was exported from, and nothing of it lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from workbench import detection, memory
from workbench.errors import Mismatch
from workbench.i18n import Said, english, said
from workbench.inline import strip
from workbench.model import Document, Finding, Segment, Severity, State

LIKE_ENOUGH = 75
"""The least likeness of a source that was changed since to what it was."""
_SHOWN = 60
"""Characters of a text in a message."""


def merge(article: Document, translated: Document) -> Document:
    """Put the targets of a PO, XLIFF or table file into the article it was exported from.

    Matched by key, then by source. Where the source was changed since, the translation of what it
    was is taken as a draft, and reported; so is a translation that finds no place at all. Raises
    Mismatch when nothing fits.
    """
    offered = [segment for segment in translated.segments if segment.target]
    by_key = {segment.key: segment for segment in offered}
    by_source = {segment.source: segment for segment in offered}
    exact = [by_key.get(one.key) or by_source.get(one.source) for one in article.segments]
    used = {found.key for found in exact if found}
    left = [segment for segment in offered if segment.key not in used]
    segments: list[Segment] = []
    findings: list[Finding] = []
    for segment, same in zip(article.segments, exact, strict=True):
        found, likeness = (same, 100) if same or not segment.translate else _like(segment, left)
        if found:
            left = [other for other in left if other is not found]
            segments.append(_taken(segment, found, likeness))
            findings += _changed(segment, found, likeness)
        else:
            segments.append(segment)
            findings += [_missing(segment)] if segment.translate else []
    if not any(segment.target for segment in segments):
        raise Mismatch(
            f"{translated.name} holds no translation of {article.name}."
            " Merge a file that was exported from this very article."
        )
    findings += [_left_over(segment) for segment in left]
    return replace(
        article,
        segments=tuple(segments),
        target_language=translated.target_language
        or article.target_language
        or written_in([segment.target for segment in offered]),
        findings=article.findings + tuple(findings),
    )


def _like(segment: Segment, left: Sequence[Segment]) -> tuple[Segment | None, int]:
    """Of what has found no place, the translation of the source most like this one."""
    sources = [other.source for other in left]
    for index, likeness in memory.best(segment.source, sources, limit=1, floor=LIKE_ENOUGH):
        return left[index], likeness
    return None, 0


def _taken(segment: Segment, found: Segment, likeness: int) -> Segment:
    state, origin = found.state, found.origin
    if likeness < 100:
        state = State.DRAFT
        origin = "; ".join(part for part in (f"merged {likeness / 100:.2f}", origin) if part)
    return replace(segment, target=found.target, state=state, origin=origin, translate=True)


def _changed(segment: Segment, found: Segment, likeness: int) -> list[Finding]:
    """What to say where the source is not what the translator saw, or wrote."""
    if " ".join(strip(segment.source).split()) == " ".join(strip(found.source).split()):
        return []
    before = _shown(found.source)
    message = said("The source was “{}” when this was translated: look at it again.", before)
    severity = Severity.WARNING
    if likeness == 100:
        message = said(
            "The source reads “{}” in the file merged: was it the article to change?", before
        )
        severity = Severity.INFO
    return [_finding("changed-source", severity, segment, message)]


def _missing(segment: Segment) -> Finding:
    message = said("No translation of this segment in the file to merge: it stays English.")
    return _finding("not-merged", Severity.WARNING, segment, message)


def _left_over(segment: Segment) -> Finding:
    texts = _shown(segment.source), _shown(segment.target)
    message = said("A translation found no place in the article: “{}” as “{}”.", *texts)
    if segment.line:
        message = said(
            "A translation found no place in the article: “{}” as “{}”"
            " (line {} of the file merged).",
            *texts,
            segment.line,
        )
    return Finding("left-over", Severity.WARNING, "", english(message), said=message)


def _finding(check: str, severity: Severity, segment: Segment, message: Said) -> Finding:
    told = english(message)
    return Finding(check, severity, segment.key, told, None, segment.line, said=message)


def _shown(text: str) -> str:
    text = " ".join(strip(text).split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def written_in(targets: Sequence[str]) -> str:
    """The language of a file that does not say it; what reads as Persian is meant as Dari."""
    codes = [one.language for one in detection.detect_all([strip(text) for text in targets])]
    counts = Counter("prs" if code == "fa" else code for code in codes if code != "other")
    return counts.most_common(1)[0][0] if counts else ""
