"""Machine translation of a document: one batch, terms enforced, marks put back, faults left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from workbench import conversion, engines, figures, projection, terminology
from workbench.engines import guard
from workbench.glossary import Glossary
from workbench.languages import find
from workbench.model import (
    Document,
    Engine,
    Finding,
    Hypothesis,
    Progress,
    Segment,
    Severity,
    State,
)
from workbench.pipeline.opening import require_english
from workbench.pipeline.recall import near, recall, with_likeness
from workbench.pipeline.settings import Settings
from workbench.pipeline.termbase import house_glossary

if TYPE_CHECKING:
    from workbench.store import Store

_OPEN = (State.NEW, State.DRAFT)
_GLOSSARY = "glossary"


def translate(
    document: Document,
    target: str,
    *,
    engine: Engine | None = None,
    glossary: Glossary | None = None,
    progress: Progress | None = None,
    memory: Store | None = None,
    settings: Settings | None = None,
) -> Document:
    """Machine-translate every English segment that no person has translated yet.

    What the memory holds word for word is recalled instead, or but for numbers and names; of what
    is like it the origin tells.
    Each comes back as a draft with its origin; what the engine could not do is left without a
    target and becomes a finding of the document. Raises NothingToTranslate when nothing is English.
    """
    target = find(target).code
    require_english(document)
    glossary = glossary or house_glossary()
    guarded = Guarded(engine or engines.default())
    named = tuple(_named(segment, glossary, target) for segment in document.segments)
    document = replace(document, segments=named, target_language=target)
    waiting = [s for s in named if s.translate and _waits(s)]
    recalled: dict[str, Segment] = {}
    scores: dict[str, int] = {}
    if memory:
        recalled = recall(memory, waiting, document, settings=settings)
        unknown = [segment for segment in waiting if segment.key not in recalled]
        made, scores = near(memory, unknown, document, glossary=glossary, settings=settings)
        recalled |= made
    waiting = [segment for segment in waiting if segment.key not in recalled]
    drafts = _drafts(guarded, glossary, document, waiting, progress)
    drafts = [*with_likeness(drafts, scores), *recalled.values()]
    by_key = {draft.key: draft for draft in drafts}
    faults = tuple(
        _engine_fault(draft, guarded.faults.get(_asked(draft), ""))
        for draft in drafts
        if not draft.target
    )
    segments = tuple(by_key.get(segment.key, segment) for segment in named)
    return replace(document, segments=segments, findings=document.findings + faults)


def _asked(segment: Segment) -> str:
    """What the engine was given of a segment."""
    return projection.spoken(projection.lift(segment.source, segment.inlines)[0])


def _waits(segment: Segment) -> bool:
    """Whether the machine may translate it; a draft from another tool says no origin and stays."""
    ours = bool(segment.origin) or not segment.target
    return segment.state in _OPEN and ours and segment.origin != _GLOSSARY


def _named(segment: Segment, glossary: Glossary, target: str) -> Segment:
    """A segment that is but a glossary name (a table cell, say) takes its preferred form."""
    if segment.language != "other" or segment.inlines or segment.target:
        return segment
    for match in glossary.find(segment.source):
        form = match.term.forms.get(target)
        if form and (match.start, match.end) == (0, len(segment.source)):
            state = State.DRAFT
            return replace(segment, target=form, state=state, origin=_GLOSSARY, translate=True)
    return segment


def _drafts(
    engine: Guarded,
    glossary: Glossary,
    document: Document,
    waiting: Sequence[Segment],
    progress: Progress | None,
) -> list[Segment]:
    """The segments with their machine drafts: terms enforced, figures mended, marks put back."""
    pair = {"source": document.source_language, "target": document.target_language}
    lifted = [projection.lift(segment.source, segment.inlines) for segment in waiting]
    texts = [projection.spoken(text) for text, _ in lifted]
    matches = [glossary.find(text) for text in texts]
    done = terminology.translate(engine, glossary, texts, matches, progress=progress, **pair)
    mended = figures.mend(engine, texts, [result.text for result in done], **pair)
    jobs = [
        projection.Job(text, marks, draft, tuple(glossary.find(text)))
        for (text, marks), (draft, _) in zip(lifted, mended, strict=True)
    ]
    targets = projection.place(engine, jobs, **pair)
    signature = engine.signature(**pair)
    return [
        replace(
            segment,
            target=text if result.text else "",
            state=State.DRAFT if result.text else State.NEW,
            origin=_origin(signature, result, figures_mended, changed) if result.text else "",
        )
        for segment, text, result, (_, figures_mended), changed in zip(
            waiting, targets, done, mended, engine.changed(texts, done), strict=True
        )
    ]


def _origin(
    signature: str, result: terminology.Enforced, figures_mended: int, changed: Sequence[str]
) -> str:
    ways = Counter(way for _, way in result.placed)
    helped = ", ".join(f"{count} {way}" for way, count in ways.items() if way != "draft")
    parts = [signature]
    if changed:
        parts.append(f"fa to prs: {', '.join(changed)}")
    if result.placed:
        parts.append(f"terms {len(result.placed)}" + (f" ({helped})" if helped else ""))
    if result.unplaced:
        parts.append(f"{len(result.unplaced)} unplaced")
    if figures_mended:
        parts.append(f"figures mended {figures_mended}")
    return "; ".join(parts)


def _engine_fault(segment: Segment, fault: str) -> Finding:
    message = f"The engine gave nothing usable ({fault or 'no output'}): translate it by hand."
    return Finding("engine-fault", Severity.WARNING, segment.key, message, None, segment.line)


@dataclass(slots=True)
class Guarded:
    """An engine whose faulty outputs are retried once, and else left out and remembered.

    What a Persian model writes for Dari is converted before anybody sees it, and that remembered.
    """

    engine: Engine
    faults: dict[str, str] = field(default_factory=dict)
    conversions: dict[str, dict[str, str]] = field(default_factory=dict)
    """By source: the words of its hypotheses that were exchanged, and for what."""

    @property
    def name(self) -> str:
        return self.engine.name

    @property
    def inline_terms(self) -> bool:
        return self.engine.inline_terms

    def pairs(self) -> frozenset[tuple[str, str]]:
        return self.engine.pairs()

    def translate(
        self,
        batch: Sequence[str],
        *,
        source: str,
        target: str,
        hypotheses: int = 1,
        progress: Progress | None = None,
    ) -> list[list[Hypothesis]]:
        results, faults = guard.translate(
            self.engine,
            batch,
            source=source,
            target=target,
            hypotheses=hypotheses,
            progress=progress,
        )
        self.faults.update(
            {text: fault for text, fault in zip(batch, faults, strict=True) if fault}
        )
        written = target
        if isinstance(self.engine, guard.Kindred):
            written = self.engine.written(source=source, target=target)
        if (written, target) != ("fa", "prs"):
            return results
        return [
            [self._converted(text, hypothesis) for hypothesis in hypotheses]
            for text, hypotheses in zip(batch, results, strict=True)
        ]

    def _converted(self, text: str, hypothesis: Hypothesis) -> Hypothesis:
        done = conversion.convert(hypothesis.text)
        known = self.conversions.setdefault(text, {})
        known.update((change.before, change.after) for change in done.changes)
        return replace(hypothesis, text=done.text)

    def changed(
        self, sources: Sequence[str], results: Sequence[terminology.Enforced]
    ) -> list[list[str]]:
        """The exchanged words that stand in each result, as `before -> after`.

        A result that came of a changed source (a proxy's, say) may hold any that were exchanged.
        """
        every = {pair: None for known in self.conversions.values() for pair in known.items()}
        found = []
        for text, result in zip(sources, results, strict=True):
            elsewhere = any(way in ("inline", "proxy") for _, way in result.placed)
            pairs = every if elsewhere else self.conversions.get(text, {}).items()
            found.append([f"{old} -> {new}" for old, new in pairs if new in result.text])
        return found

    def score(
        self, pairs: Sequence[tuple[str, str]], *, source: str, target: str
    ) -> list[list[tuple[str, float]]] | None:
        return self.engine.score(pairs, source=source, target=target)

    def signature(self, *, source: str, target: str) -> str:
        return self.engine.signature(source=source, target=target)
