"""The units of XLIFF 1.2 and 2.x as segments, each with the place its target stands or will stand.

In 1.2 a unit whose source is segmented (`mrk mtype="seg"`) is a segment for each part; in 2.x each
`segment` is one. Alternatives, binary units and what lies in other namespaces stay where they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from workbench.formats.lines import Lines, Walk
from workbench.formats.xliff_codes import Codes, characters
from workbench.formats.xml_scan import Node, text_of
from workbench.model import Segment, State

_STATES = {
    "translated": State.TRANSLATED,
    "reviewed": State.REVIEWED,
    "final": State.FINAL,
    "signed-off": State.REVIEWED,
    "initial": State.DRAFT,
    "new": State.DRAFT,
}
REJECTED = "workbench:rejected"
"""The `subState` of 2.x for what was sent back; its `state` is `initial`, since work is left."""
SENT_BACK = ("x-rejected", "rejected-")
"""How a `state-qualifier` of 1.2 for it begins: ours, or one of the standard's own."""
OLD = "urn:oasis:names:tc:xliff:document:1.2"
"""The namespace of XLIFF 1.2."""

_DRAFTED = ("fuzzy-match", "mt-suggestion", "id-match", "leveraged-")
CONFIRMATIONS = {
    "Draft": State.DRAFT,
    "RejectedTranslation": State.REJECTED,
    "RejectedSignOff": State.REJECTED,
    "Translated": State.TRANSLATED,
    "ApprovedTranslation": State.REVIEWED,
    "ApprovedSignOff": State.FINAL,
}
"""What SDLXLIFF says of a segment, in `conf`."""
STATUSES = {
    "NotStarted": State.DRAFT,
    "Pretranslated": State.DRAFT,
    "PartiallyEdited": State.DRAFT,
    "AssembledFromFragments": State.DRAFT,
    "Rejected": State.REJECTED,
    "ManuallyConfirmed": State.TRANSLATED,
    "Proofread": State.REVIEWED,
}
"""What MQXLIFF says of a unit, in `mq:status`."""

_NOT_STARTED = {"new", "needs-translation", "initial", "NotStarted"}

_BESIDE = ("term", "line", "origin", "draft")
"""Whose notes, in a file of our own, are no note of the segment's."""

OWN_KEY = re.compile(r"[0-9a-f]{8}(-\d+)?")


@dataclass(slots=True)
class Unit:
    """Where the targets of one unit go."""

    node: Node
    """The `trans-unit`, or the `segment`."""
    source: Node
    target: Node | None
    last: Node
    """The element after which a new target goes."""
    segmented: Node | None = None
    """The `seg-source`, when its parts are the segments."""
    confirmations: Mapping[str, Node] = field(default_factory=dict)
    """Of SDLXLIFF: `sdl:seg` by the id of the part."""


@dataclass(frozen=True, slots=True)
class Place:
    """One segment's place."""

    unit: Unit
    part: Node | None
    """Its `mrk` in the segmented source."""
    target: Node | None
    """The element that holds its target: `target`, or a `mrk` in it."""
    own: Mapping[str, str]
    """The markup of its target's marks, where it is not that of the source."""
    read: Segment
    """The segment as it was read: only what differs from it is written."""
    notes: tuple[str, ...]
    unknown: tuple[Node, ...] = ()


def old(lines: Lines | Walk, node: Node, chain: Sequence[Node], key: str) -> Iterator[Place]:
    """The segments of a `trans-unit`, whose key they have, with their `mid` where there are any."""
    text = lines.text
    core = node.space
    source = node.child("source", core)
    if source is None:
        return
    target, parts_in = node.child("target", core), node.child("seg-source", core)
    parts = list(parts_of(parts_in)) if parts_in else []
    answers = {part.get("mid"): part for part in parts_of(target)} if target else {}
    if target and not answers and _filled(text, target):
        parts = []
    seen = {
        confirmed.get("id"): confirmed
        for definitions in node.children
        if definitions.name == "seg-defs" and definitions.space != core
        for confirmed in definitions.children
    }
    unit = Unit(node, source, target, parts_in or source, parts_in if parts else None, seen)
    found = [n for n in node.children if n.name == "note" and n.space == core]
    own = bool(OWN_KEY.fullmatch(node.get("resname")))
    by = {n.get("from"): _note(text, n) for n in found} if own else {}
    notes = tuple(_note(text, n) for n in found if not own or n.get("from") not in _BESIDE)
    stays = inherited("translate", [*chain, node]) == "no"
    alternative = node.child("alt-trans", core) if own else None
    offer = alternative.child("target", core) if alternative else None
    _forget(node)
    for part in parts or [source]:
        answer = answers.get(part.get("mid")) if parts else target
        codes = Codes(text, core, own)
        preserve = inherited("xml:space", [*chain, node, source, part]) == "preserve"
        read_source = codes.source(part, preserve=preserve)
        read_target, markup = codes.target(answer, preserve=preserve) if answer else ("", {})
        confirmation = seen.get(part.get("mid")) if parts else None
        state = _old_state(unit, confirmation) if read_target else State.NEW
        if _copied(read_source, read_target, _says(unit)):
            read_target, markup, state = "", {}, State.NEW
            if offer is not None and not parts:
                read_target, markup = codes.target(offer, preserve=preserve)
                state = _STATES.get(offer.get("state"), State.DRAFT)
                state = State.REJECTED if _sent_back(offer) else state
        segment = Segment(
            f"{key}/{part.get('mid')}" if parts else key,
            read_source,
            read_target,
            state,
            by.get("origin", "") if state is State.DRAFT else "",
            inlines=tuple(codes.inlines.values()),
            translate=not stays and not (confirmation and confirmation.get("locked") == "true"),
            note="\n".join(notes),
            line=lines.line((answer or target or source).start),
        )
        unknown = tuple(codes.unknown)
        _forget(part)
        yield Place(unit, part if parts else None, answer, markup, segment, notes, unknown)


def _says(unit: Unit) -> str:
    """What a unit itself says of its state."""
    return (unit.target.get("state") if unit.target else "") or unit.node.get("mq:status")


def _copied(source: str, target: str, state: str) -> bool:
    """Whether a target is but the source, put there by a tool before anybody translated."""
    return target == source and state in _NOT_STARTED


def _old_state(unit: Unit, confirmation: Node | None) -> State:
    """How far a translation has come, whoever says it."""
    if unit.confirmations and confirmation is None:
        return State.DRAFT
    if confirmation is not None:
        return CONFIRMATIONS.get(confirmation.get("conf"), State.DRAFT)
    target = unit.target
    state = target.get("state") if target else ""
    if target and _sent_back(target):
        return State.REJECTED
    if state:
        return State.DRAFT if state.startswith("needs-") else _STATES.get(state, State.TRANSLATED)
    status = unit.node.get("mq:status")
    if status:
        return STATUSES.get(status, State.TRANSLATED)
    if unit.node.get("approved") == "yes":
        return State.FINAL
    qualifier = target.get("state-qualifier") if target else ""
    return State.DRAFT if qualifier.startswith(_DRAFTED) else State.TRANSLATED


def _sent_back(target: Node) -> bool:
    """Whether a target of 1.2 was refused, and nobody has translated it since."""
    waits = _STATES.get(target.get("state"), State.DRAFT) is State.DRAFT
    return waits and target.get("state-qualifier").startswith(SENT_BACK)


def new(lines: Lines | Walk, node: Node, chain: Sequence[Node], key: str) -> Iterator[Place]:
    """The segments of a `unit`, whose key they have, with their id where there are several."""
    text = lines.text
    core = node.space
    holder = node.child("notes", core)
    found = [n for n in holder.children if n.name == "note"] if holder else []
    notes = tuple(_note(text, n) for n in found if n.get("category") not in ("origin", "line"))
    origin = "".join(_note(text, n) for n in found if n.get("category") == "origin")
    stays = inherited("translate", [*chain, node]) == "no"
    own = is_own(node)
    segments = [child for child in node.children if child.name == "segment" and child.space == core]
    for index, part in enumerate(segments):
        source, target = part.child("source", core), part.child("target", core)
        if source is None:
            continue
        codes = Codes(text, core, own)
        preserve = inherited("xml:space", [*chain, node, part, source]) == "preserve"
        read_source = codes.source(source, preserve=preserve)
        read_target, markup = codes.target(target, preserve=preserve) if target else ("", {})
        if _copied(read_source, read_target, part.get("state")) and not part.get("subState"):
            read_target = ""
        state = _new_state(part) if read_target else State.NEW
        segment = Segment(
            f"{key}/{part.get('id', str(index))}" if len(segments) > 1 else key,
            read_source,
            read_target,
            state,
            origin if state is State.DRAFT else "",
            tuple(codes.inlines.values()),
            translate=not stays,
            note="\n".join(notes),
            line=lines.line((target or source).start),
        )
        unit = Unit(part, source, target, source)
        _forget(part, source)
        yield Place(unit, None, target, markup, segment, notes, tuple(codes.unknown))


def _new_state(segment: Node) -> State:
    """How far the translation of a `segment` of 2.x has come."""
    state = _STATES.get(segment.get("state"), State.TRANSLATED)
    sent_back = state is State.DRAFT and segment.get("subState") == REJECTED
    return State.REJECTED if sent_back else state


def _forget(*nodes: Node | None) -> None:
    """Let go of what only reading needs: most of a large file's memory."""
    for node in nodes:
        if node is not None:
            node.children, node.known = (), None


def is_own(unit: Node) -> bool:
    """Whether the workbench exported a unit: its name is a segment's key."""
    name = unit.get("name")
    return bool(OWN_KEY.fullmatch(name)) and unit.get("id") == f"u{name}"


def parts_of(node: Node | None) -> Iterator[Node]:
    """The segments marked in a source or target, outermost ones only."""
    for child in node.children if node else ():
        if child.name == "mrk" and child.get("mtype") == "seg":
            yield child
        elif child.children:
            yield from parts_of(child)


def _filled(text: str, node: Node) -> bool:
    return bool(node.children) or bool(text[node.inner : node.close].strip())


def _note(text: str, node: Node) -> str:
    if not node.children:
        return " ".join(text_of(text[node.inner : node.close]).split())
    return " ".join("".join(char for char, _ in characters(text, node, all_elements=True)).split())


def inherited(name: str, chain: Sequence[Node]) -> str:
    """An attribute of the innermost of some elements that has it."""
    for one in reversed(chain):
        if value := one.get(name):
            return value
    return ""
