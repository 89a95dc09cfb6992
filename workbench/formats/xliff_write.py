"""Writing XLIFF back: only the targets that changed, and what says how far they have come.

All else is the text that was read, letter for letter. A target that is not there yet goes where
the standard wants it, indented as its source is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.formats.splice import Edit, spliced
from workbench.formats.xliff_content import written
from workbench.formats.xliff_read import Bitext
from workbench.formats.xliff_units import REJECTED, SENT_BACK, Place, Unit, parts_of
from workbench.formats.xml_scan import Node
from workbench.languages import find
from workbench.model import Document, Segment, State

OLD_STATES = {
    State.NEW: "needs-translation",
    State.DRAFT: "needs-review-translation",
    State.REJECTED: "needs-translation",
    State.TRANSLATED: "translated",
    State.REVIEWED: "signed-off",
    State.FINAL: "final",
}
"""Of 1.2; what was sent back is told from what is new by a qualifier beside it."""
_STATES = {
    State.NEW: "initial",
    State.DRAFT: "initial",
    State.REJECTED: "initial",
    State.TRANSLATED: "translated",
    State.REVIEWED: "reviewed",
    State.FINAL: "final",
}
_CONFIRMATIONS = {
    State.NEW: "Draft",
    State.DRAFT: "Draft",
    State.REJECTED: "RejectedTranslation",
    State.TRANSLATED: "Translated",
    State.REVIEWED: "ApprovedTranslation",
    State.FINAL: "ApprovedSignOff",
}
_STATUSES = {
    State.NEW: "NotStarted",
    State.DRAFT: "PartiallyEdited",
    State.REJECTED: "Rejected",
    State.TRANSLATED: "ManuallyConfirmed",
    State.REVIEWED: "Proofread",
    State.FINAL: "Proofread",
}

Pair = tuple[Place, Segment]


def said(state: State) -> str:
    """The attributes of a target of 1.2 that say how far it has come."""
    qualifier = f' state-qualifier="{SENT_BACK[0]}"' if state is State.REJECTED else ""
    return f' state="{OLD_STATES[state]}"{qualifier}'


def write(document: Document) -> bytes:
    """The file with the document's targets and states in it."""
    skeleton: Bitext = document.skeleton
    units: dict[int, list[Pair]] = {}
    for segment in document.segments:
        found = skeleton.places.get(segment.key)
        if found is None or not segment.translate:
            continue
        if isinstance(found, Place) or skeleton.changed(segment):
            place = skeleton.place(segment.key)
            units.setdefault(id(place.unit), []).append((place, segment))
    writing = _Writing(skeleton)
    edits = [edit for pairs in units.values() for edit in writing.edits(pairs)]
    if edits and any(segment.target for segment in document.segments):
        edits += writing.language(document.target_language)
    return spliced(skeleton.text, edits).encode(skeleton.encoding, "xmlcharrefreplace")


@dataclass(slots=True)
class _Writing:
    """The edits of one file."""

    skeleton: Bitext

    def edits(self, pairs: Sequence[Pair]) -> Iterator[Edit]:
        """What has to change in one unit."""
        unit = pairs[0][0].unit
        changed = [pair for pair in pairs if pair[1].target != pair[0].read.target]
        before = [place.read.state for place, _ in pairs]
        after = [segment.state if segment.target else State.NEW for _, segment in pairs]
        state = min(after, key=list(State).index) if before != after else None
        if changed:
            yield from self._targets(unit, changed, state)
        elif state and unit.target and not self.skeleton.modern:
            yield from self._old_state(unit.target, unit, state)
        if state and self.skeleton.modern:
            yield from self._state(unit.node, state)
        elif state:
            yield from self._said_elsewhere(unit, pairs, state)

    def language(self, code: str) -> Iterator[Edit]:
        """The language of the targets, where the file does not say it and they need it."""
        name = "trgLang" if self.skeleton.modern else "target-language"
        if code and not self.skeleton.head.get(name):
            yield self._set(self.skeleton.head, name, find(code).tag)

    def _targets(self, unit: Unit, changed: Sequence[Pair], state: State | None) -> Iterator[Edit]:
        if unit.segmented is None:
            yield from self._whole(unit, self._content(*changed[0]), state)
        elif unit.target is not None and unit.target.children:
            yield from self._parts(unit, changed)
            yield from self._old_state(unit.target, unit, state)
        else:
            yield from self._whole(unit, self._laid_out(unit.segmented, changed), state)

    def _content(self, place: Place, segment: Segment) -> str:
        return written(segment.target, segment.inlines, place.own, point=self.skeleton.modern)

    def _whole(self, unit: Unit, content: str, state: State | None) -> Iterator[Edit]:
        """The content of a target that is there, or a new one after its source."""
        text, target = self.skeleton.text, unit.target
        if target is None:
            tag = unit.source.tag.removesuffix("source") + "target"
            says = said(state) if self._states(unit) and state else ""
            if space := unit.source.get("xml:space"):
                says += f' xml:space="{space}"'
            lead = self._lead(unit.source)
            new = f"{lead}<{tag}{says}>{content}</{tag}>"
            yield Edit(unit.last.end, unit.last.end, new)
            return
        if target.empty:
            at = target.start + len(text[target.start : target.end - 2].rstrip())
            says = self._new_state(target, unit, state)
            yield from self._old_state(target, unit, state) if not says else ()
            yield Edit(at, target.end, f"{says}>{content}</{target.tag}>")
            return
        yield from self._old_state(target, unit, state)
        yield Edit(target.inner, target.close, content)

    def _lead(self, node: Node) -> str:
        """The line break and indent an element has before it."""
        before = self.skeleton.text[max(0, node.start - 200) : node.start]
        found = re.search(r"\s*$", before)
        lead = found.group() if found else ""
        return lead if "\n" in lead or "\r" in lead else ""

    def _parts(self, unit: Unit, changed: Sequence[Pair]) -> Iterator[Edit]:
        assert unit.target is not None
        for place, segment in changed:
            content = self._content(place, segment)
            part = place.target
            if part is None:
                assert place.part is not None
                opening = self._opening(place.part)
                new = f"{opening}{content}</{place.part.tag}>"
                yield Edit(unit.target.close, unit.target.close, new)
            elif part.empty:
                yield Edit(part.start, part.end, f"{self._opening(part)}{content}</{part.tag}>")
            else:
                yield Edit(part.inner, part.close, content)

    def _opening(self, part: Node) -> str:
        opening = self.skeleton.text[part.start : part.inner]
        return f"{opening[:-2].rstrip()}>" if part.empty else opening

    def _laid_out(self, segmented: Node, changed: Sequence[Pair]) -> str:
        """The segmented source with its parts exchanged: those without a target are empty."""
        targets = {
            place.part.start: self._content(place, segment)
            for place, segment in changed
            if place.part is not None
        }
        text, parts, at = self.skeleton.text, [], segmented.inner
        for part in parts_of(segmented):
            content = targets.get(part.start, "")
            parts += [text[at : part.start], self._opening(part), content, f"</{part.tag}>"]
            at = part.end
        return "".join([*parts, text[at : segmented.close]])

    def _states(self, unit: Unit) -> bool:
        """Whether the state is said in the target itself, as 1.2 has it."""
        sdl, memoq = unit.confirmations, unit.node.get("mq:status")
        return not (self.skeleton.modern or sdl or memoq)

    def _new_state(self, target: Node, unit: Unit, state: State | None) -> str:
        if (
            state
            and self._states(unit)
            and not (target.span("state") or target.span("state-qualifier"))
        ):
            return said(state)
        return ""

    def _old_state(self, target: Node, unit: Unit, state: State | None) -> Iterator[Edit]:
        if not state or not self._states(unit):
            return
        yield self._set(target, "state", OLD_STATES[state])
        if state is State.REJECTED:
            yield self._set(target, "state-qualifier", SENT_BACK[0])
        elif target.get("state-qualifier").startswith(SENT_BACK):
            yield self._removed(target, "state-qualifier")

    def _state(self, segment: Node, state: State) -> Iterator[Edit]:
        """The state of 2.x; the finer one beside it would no longer be true."""
        yield self._set(segment, "state", _STATES[state])
        if state is State.REJECTED:
            yield self._set(segment, "subState", REJECTED)
        elif segment.span("subState"):
            yield self._removed(segment, "subState")

    def _said_elsewhere(self, unit: Unit, pairs: Sequence[Pair], state: State) -> Iterator[Edit]:
        for place, segment in pairs:
            found = unit.confirmations.get(place.part.get("mid")) if place.part else None
            reached = segment.state if segment.target else State.NEW
            if found is not None and reached is not place.read.state:
                yield self._set(found, "conf", _CONFIRMATIONS[reached])
        if unit.node.get("mq:status"):
            yield self._set(unit.node, "mq:status", _STATUSES[state])
        if unit.node.get("approved"):
            approved = state in (State.REVIEWED, State.FINAL)
            yield self._set(unit.node, "approved", "yes" if approved else "no")

    def _set(self, node: Node, name: str, value: str) -> Edit:
        span = node.span(name)
        if span:
            return Edit(*span, value)
        opening = self.skeleton.text[node.start : node.inner]
        inside = opening[:-2] if node.empty or opening.endswith("/>") else opening[:-1]
        at = node.start + len(inside.rstrip())
        return Edit(at, at, f' {name}="{value}"')

    def _removed(self, node: Node, name: str) -> Edit:
        span = node.span(name)
        assert span is not None
        text = self.skeleton.text
        start = text.rindex(name, node.start, span[0])
        start = node.start + len(text[node.start : start].rstrip())
        return Edit(start, span[1] + 1, "")
