"""What the memory knows of a document, before any machine is asked.

A segment whose very source was translated before takes that translation, as a draft: somebody
answered for it, but not here. What stood between the same two sentences comes first. One that
differs in numbers or names alone takes it with these exchanged, where that is safe. One that is
only like something known is left to the engine, and its origin says that there is a match to look
at: `argos en-prs 0.2 beam 4; memory 0.82`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from workbench import files
from workbench.formats import tmx
from workbench.glossary import Glossary
from workbench.model import Document, Segment, State, Unit
from workbench.pipeline.settings import Settings
from workbench.pipeline.substitution import Substituted, substituted

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.store import Match, Recalled, Store

WORTH_SHOWING = 75
"""The least likeness of a match that a translator is told of."""
_GOOD_ENOUGH = 90
"""The least likeness, less what its origin costs, that spares the machine the work."""
_DOMAIN = "x-domain"
"""The property of a unit that says what it is about."""
_MACHINE = re.compile(
    r"\b(?:MT|NMT|machine|argos|deepl|google ?translate|libretranslate|openai|chatgpt)\b",
    re.IGNORECASE,
)


def contexts(document: Document) -> dict[str, tuple[str, str]]:
    """The sources before and after each segment, by key."""
    sources = ["", *(segment.source for segment in document.segments), ""]
    keys = [segment.key for segment in document.segments]
    return dict(zip(keys, zip(sources, sources[2:], strict=False), strict=False))


def recall(
    memory: Store,
    segments: Sequence[Segment],
    document: Document,
    *,
    settings: Settings | None = None,
) -> dict[str, Segment]:
    """The segments whose source is known, with its translation, by key."""
    from workbench.store import context_of

    between = contexts(document)
    asked = {
        segment.key: (segment.source, context_of(*between.get(segment.key, ("", ""))))
        for segment in segments
    }
    pair = document.source_language, document.target_language
    found = memory.known(list(asked.values()), *pair, penalties=penalties(settings))
    known = {s.key: found[asked[s.key]] for s in segments if asked[s.key] in found}
    return {
        segment.key: replace(
            segment,
            target=known[segment.key].unit.target,
            state=State.DRAFT,
            origin=_origin(known[segment.key]),
        )
        for segment in segments
        if segment.key in known and known[segment.key].score >= _GOOD_ENOUGH
    }


def _origin(known: Recalled) -> str:
    unit = known.unit
    how = "memory in context" if known.score > 100 else f"memory {known.score / 100:.2f}"
    who = unit.author or unit.creator
    return "; ".join(part for part in (how, known.memory, unit.origin, who) if part)


def near(
    memory: Store,
    segments: Sequence[Segment],
    document: Document,
    *,
    glossary: Glossary,
    settings: Settings | None = None,
) -> tuple[dict[str, Segment], dict[str, int]]:
    """What is nearly known: drafts with numbers and names exchanged, and how alike others are.

    Both by key; a segment without a match is in neither.
    """
    settings = settings or Settings()
    pair = document.source_language, document.target_language
    cost = penalties(settings)
    found: dict[str, list[Match]] = {}
    for source in dict.fromkeys(segment.source for segment in segments):
        found[source] = memory.matches(
            source, *pair, limit=3, floor=settings.threshold, penalties=cost
        )
    drafts: dict[str, Segment] = {}
    scores: dict[str, int] = {}
    for segment in segments:
        matches = found[segment.source]
        if not matches:
            continue
        best = _exchanged(matches, segment.source, pair[1], glossary)
        if best:
            drafts[segment.key] = replace(
                segment, target=best[1].target, state=State.DRAFT, origin=_made(*best)
            )
        else:
            scores[segment.key] = matches[0].score
    return drafts, scores


def _exchanged(
    matches: Sequence[Match], source: str, language: str, glossary: Glossary
) -> tuple[Match, Substituted] | None:
    for match in matches:
        done = substituted(match.source, match.target, source, language, glossary)
        if done:
            return match, done
    return None


def _made(match: Match, done: Substituted) -> str:
    parts = (
        f"memory {match.score / 100:.2f}",
        f"exchanged {', '.join(done.changes)}",
        match.memory,
        match.origin,
        match.author,
    )
    return "; ".join(part for part in parts if part)


def with_likeness(drafts: Sequence[Segment], scores: Mapping[str, int]) -> list[Segment]:
    """The drafts, each with the likeness of its best match in its origin."""
    return [
        replace(draft, origin=f"{draft.origin}; memory {scores[draft.key] / 100:.2f}")
        if draft.key in scores and draft.target
        else draft
        for draft in drafts
    ]


# What the project's settings say of the memory


def penalties(settings: Settings | None) -> Callable[[Unit], int] | None:
    """How many points the origin of a unit costs in a project; None where none does."""
    if settings is None or not any(settings.penalties.values()):
        return None
    own, domain = settings.penalties, settings.domain

    def cost(unit: Unit) -> int:
        return min(100, sum(own.get(name, 0) for name in origins(unit, domain)))

    return cost


def origins(unit: Unit, domain: str = "") -> list[str]:
    """What of a unit may cost points: kinds of origin, and its file.

    >>> origins(Unit("a", "b", "en", "ps", "old.tmx", author="MT"))
    ['old.tmx', 'machine']
    """
    said = dict(unit.properties)
    found = [unit.origin] if unit.origin else []
    if _MACHINE.search(f"{unit.creator} {unit.author} {said.get('x-origin', '')}"):
        found.append("machine")
    if said.get("x-state") == State.TRANSLATED:
        found.append("unreviewed")
    if "x-alignment" in said:
        found.append("aligned")
    if domain and said.get(_DOMAIN, domain) != domain:
        found.append("other-domain")
    return found


def in_domain(units: Iterable[Unit], domain: str) -> Iterator[Unit]:
    """The units, those that name no domain in this one; as they are where there is none."""
    for unit in units:
        if domain and all(name != _DOMAIN for name, _ in unit.properties):
            unit = replace(unit, properties=(*unit.properties, (_DOMAIN, domain)))
        yield unit


def attach(
    memory: Store, settings: Settings, *, progress: Callable[[int], None] | None = None
) -> list[str]:
    """The project's memory files, each as a read-only memory of its name; the names.

    A file is read again when it has changed; it is never written.
    """
    names = []
    for path in settings.memory_files:
        name = path.name
        stamp = f"{path.stat().st_mtime_ns} {path.stat().st_size}"
        found = memory.make_memory(name)
        if memory.setting(f"memory file {path}") != stamp:
            memory.set_memory(name, read_only=False)
            with files.reading(path) as data:
                memory.remember(tmx.read(data, name=name), memory=found.id, progress=progress)
            memory.decide(f"memory file {path}", stamp)
        memory.set_memory(name, read_only=True)
        names.append(name)
    return names
