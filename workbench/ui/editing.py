"""What the editor in the page asks of the desk, as plain values for JSON.

The page keeps no truth of its own: it is given the segments with their revisions, sends edits that
name the revision they were made on, and asks what has changed since.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from workbench import i18n, pipeline
from workbench.access import Person
from workbench.checks import CHECKS
from workbench.errors import WorkbenchError
from workbench.languages import find
from workbench.model import Finding, Match, Segment, State
from workbench.pipeline import excused
from workbench.store import (
    Comment,
    Conflict,
    Forbidden,
    Gone,
    Locked,
    Revision,
    Store,
    StoredSegment,
    mentions,
)
from workbench.ui import checked, matched, opened

MAX_EDITS = 2_000
"""In one call: a find-and-replace is cut into several."""
MAX_TARGET = 20_000
"""Characters; a segment is a sentence or two."""
MATCHES = 9
"""As many as there are keys for them."""

MENDS = frozenset(row.name for row in CHECKS if row.fix)
"""Checks whose findings are mended without asking, when asked to."""

Json = dict[str, Any]


def document(store: Store, number: int) -> Json:
    """All that can be worked on: the segments as stored, and the moment they stood.

    It comes from the database alone, so that even a long document is there at once.
    """
    _, moment = store.changes(number, 0)
    listed = store.document(number)
    latest = store.latest(number)
    return {
        "name": listed.name,
        "source": _language(listed.source_language),
        "target": _language(listed.target_language),
        "moment": moment,
        "rows": [
            row(stored) | {"changed": latest.get(stored.key, 0)}
            for stored in store.segments(number)
        ],
    }


def reading(store: Store, number: int) -> Json:
    """What is seen only by reading the file: languages, what marks mean, terms of the glossary."""
    terms = opened.terms(store, number)
    return {
        "terms": _terms(terms.values(), store.document(number).target_language),
        "rows": {
            segment.key: _read(segment) | {"terms": _spans(terms.get(segment.key, ()))}
            for segment in opened.read(store, number).segments
        },
    }


def row(stored: StoredSegment) -> Json:
    """A segment as it stands."""
    return {
        "key": stored.key,
        "source": stored.source,
        "target": stored.target,
        "state": stored.state.value,
        "origin": stored.origin,
        "translate": stored.translate,
        "revision": stored.revision,
        "locked": stored.locked,
    }


def _read(segment: Segment) -> Json:
    """What its file says of a segment."""
    return {
        "language": segment.language,
        "confidence": segment.confidence,
        "marks": {inline.number: inline.meaning for inline in segment.inlines},
    }


def _language(code: str) -> Json:
    written = find(code)
    return {"code": written.code, "tag": written.tag, "dir": written.direction}


def _terms(found: Iterable[Sequence[Match]], language: str) -> Json:
    """Each concept once, with the forms that may be written and those that may not."""
    concepts = {match.term.id: match.term for matches in found for match in matches}
    return {
        term.id: {
            "en": term.en,
            "forms": term.allowed(language),
            "avoid": term.avoid.get(language, ()),
            "note": term.note,
        }
        for term in concepts.values()
    }


def _spans(matches: Iterable[Match]) -> list[tuple[int, int, str]]:
    """Where terms stand in a source without its marks."""
    return [(match.start, match.end, match.term.id) for match in matches]


def findings(store: Store, number: int) -> dict[str, list[Json]]:
    """What the checks say of the document as it stands, by segment; under "" of the whole."""
    by_key: dict[str, list[Json]] = {}
    for finding in checked.findings(store, store.document(number)):
        by_key.setdefault(finding.key, []).append(_finding(finding))
    return by_key


def check(store: Store, number: int, key: str, target: str) -> list[Json]:
    """What the checks would say of a segment with this target; nothing is stored."""
    read = opened.read(store, number)
    segment = next((one for one in read.segments if one.key == key), None)
    if segment is None:
        return []
    tried = replace(segment, target=target, state=State.TRANSLATED, translate=True)
    given = excused.reasons(store, [number]).get(number, {})
    return [_finding(one) for one in excused.counting(opened.findings_of(read, tried), given)]


def mend(store: Store, number: int, key: str, target: str, check: str) -> str:
    """A target with what one check finds put right; nothing is stored."""
    read = opened.read(store, number)
    segment = next((one for one in read.segments if one.key == key), None)
    if segment is None:
        return target
    tried = replace(segment, target=target, state=State.TRANSLATED, translate=True)
    better, _ = pipeline.mend(replace(read, segments=(tried,)), only=check)
    return better.segments[0].target


def mends(store: Store, number: int) -> list[Json]:
    """Each segment of which something can be mended safely: what it would be, and which checks."""
    document = opened.open_document(store, number).document
    given = excused.reasons(store, [number]).get(number, {})
    better, done = pipeline.mend(document, excused=given)
    checks: dict[str, list[str]] = {}
    for key, check in done:
        checks.setdefault(key, []).append(check)
    return [
        {"key": one.key, "before": old.target, "after": one.target, "checks": checks[one.key]}
        for old, one in zip(document.segments, better.segments, strict=True)
        if one.key in checks and one.target != old.target
    ]


def _finding(finding: Finding) -> Json:
    return {
        "check": finding.check,
        "severity": finding.severity.value,
        "message": i18n.told(finding.said, finding.message),
        "mends": finding.check in MENDS and bool(finding.key),
        "excusable": finding.check in excused.KNOWN and bool(finding.key),
        "span": finding.span,
    }


def changes(store: Store, number: int, since: int, author: str) -> Json:
    """The segments that anybody changed since a moment, and what is said about any."""
    changed, moment = store.changes(number, since)
    return {
        "moment": moment,
        "rows": [row(stored) | {"changed": moment} for stored in changed],
        "talk": talk(store, number, author),
    }


def talk(store: Store, number: int, author: str) -> dict[str, Json]:
    """By segment: how many remarks wait there, and how many of them name this person."""
    waiting = [
        one for one in store.comments(number) if not one.resolved and not excused.told(one.text)
    ]
    named = any("@" in one.text for one in waiting)
    people = {*store.names(), author} if named else set()
    told: dict[str, Json] = {}
    for one in waiting:
        here = told.setdefault(one.key, {"open": 0, "mine": 0})
        here["open"] += 1
        here["mine"] += author in mentions(one.text, people)
    return told


def save(store: Store, number: int, edits: Sequence[Mapping[str, Any]], person: Person) -> Json:
    """Store edits one by one; each gets its answer, and one that fails keeps no other back.

    An edit is {name, key, target, state, revision}; its `name` is its own, so that it may be sent
    again until it is answered. What is sent back says `why`.
    """
    if len(edits) > MAX_EDITS:
        raise WorkbenchError(f"More than {MAX_EDITS} edits in one call. Send them in several.")
    return {"results": [_save(store, number, edit, person) for edit in edits]}


def _save(store: Store, number: int, edit: Mapping[str, Any], person: Person) -> Json:
    name, key = str(edit["name"])[:80], str(edit["key"])
    try:
        _require_sense(store, number, edit)
        revision = store.edit(
            number,
            key,
            target=str(edit["target"]),
            state=State(edit["state"]),
            author=person.name,
            revision=int(edit["revision"]),
            name=name,
            role=person.role,
            why=str(edit.get("why") or "").strip()[:4000],
        )
    except Conflict as conflict:
        theirs = row(conflict.stored) | {"author": conflict.author}
        return {"name": name, "key": key, "conflict": theirs}
    except Locked as locked:
        return {"name": name, "key": key, "error": str(locked), "stored": row(locked.stored)}
    except WorkbenchError as error:
        gone, refused = isinstance(error, Gone), isinstance(error, Forbidden)
        return {"name": name, "key": key, "error": str(error), "gone": gone, "refused": refused}
    return {"name": name, "key": key, "revision": revision, "author": person.name}


def _require_sense(store: Store, number: int, edit: Mapping[str, Any]) -> None:
    """Refuse what no segment can hold, and what nobody could work with."""
    if len(str(edit["target"])) > MAX_TARGET:
        raise WorkbenchError(
            f"A translation has {MAX_TARGET:,} characters at most. Shorten it; nothing was stored."
        )
    silent = State(edit["state"]) is State.REJECTED and not str(edit.get("why") or "").strip()
    if silent and store.segment(number, str(edit["key"])).state is not State.REJECTED:
        raise WorkbenchError("Say why the segment is sent back, so that it can be mended.")


def aside(store: Store, number: int, key: str, author: str) -> Json:
    """What helps with one segment: the memory's matches, its history, what was said of it."""
    listed = store.document(number)
    stored = store.segment(number, key)
    said = [one for one in store.comments(number) if one.key == key]
    people = {*store.names(), author} if any("@" in one.text for one in said) else set()
    return {
        "key": key,
        "matches": matched.matched(store, listed, stored, limit=MATCHES),
        "history": [_revision(one) for one in store.history(number, key)],
        "comments": [_comment(one, mentions(one.text, people), author) for one in said],
    }


def _revision(revision: Revision) -> Json:
    return {
        "revision": revision.revision,
        "author": revision.author,
        "at": revision.at.isoformat(),
        "old": revision.old_target,
        "new": revision.new_target,
        "state": revision.new_state.value,
    }


def _comment(comment: Comment, named: Sequence[str], reader: str) -> Json:
    return {
        "id": comment.id,
        "author": comment.author,
        "at": comment.at.isoformat(),
        "text": comment.text,
        "named": named,
        "mine": reader in named,
        "resolved": comment.resolved,
        "excuses": list(excused.told(comment.text).items()),
    }
