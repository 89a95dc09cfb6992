"""Machine translation of a document: one batch, terms enforced, marks put back, faults left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from workbench import engines, projection, terminology
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
from workbench.pipeline.opening import require_english, shipped_glossary


def translate(
    document: Document,
    target: str,
    *,
    engine: Engine | None = None,
    glossary: Glossary | None = None,
    progress: Progress | None = None,
) -> Document:
    """Machine-translate every English segment that no person has translated yet.

    Each comes back as a draft with its origin; what the engine could not do is left without a
    target and becomes a finding of the document. Raises NothingToTranslate when nothing is English.
    """
    target = find(target).code
    require_english(document)
    glossary = glossary or shipped_glossary()
    guarded = Guarded(engine or engines.default())
    document = replace(document, target_language=target)
    waiting = [s for s in document.segments if s.translate and s.state in (State.NEW, State.DRAFT)]
    lifted = [projection.lift(segment.source) for segment in waiting]
    texts = [projection.spoken(text) for text, _ in lifted]
    done = terminology.translate(
        guarded,
        glossary,
        texts,
        [glossary.find(text) for text in texts],
        source=document.source_language,
        target=target,
        progress=progress,
    )
    targets = projection.place(
        guarded,
        [
            projection.Job(text, pairs, result.text, tuple(glossary.find(text)))
            for (text, pairs), result in zip(lifted, done, strict=True)
        ],
        source=document.source_language,
        target=target,
    )
    signature = guarded.signature(source=document.source_language, target=target)
    drafts = {
        segment.key: _drafted(segment, text, _origin(signature, result))
        for segment, text, result in zip(waiting, targets, done, strict=True)
    }
    faults = tuple(
        _engine_fault(segment, guarded.faults.get(text, ""))
        for segment, text, result in zip(waiting, texts, done, strict=True)
        if not result.text
    )
    segments = tuple(drafts.get(segment.key, segment) for segment in document.segments)
    return replace(document, segments=segments, findings=document.findings + faults)


def _drafted(segment: Segment, text: str, origin: str) -> Segment:
    if not text:
        return replace(segment, target="", state=State.NEW, origin="")
    return replace(segment, target=text, state=State.DRAFT, origin=origin)


def _origin(signature: str, result: terminology.Enforced) -> str:
    ways = Counter(way for _, way in result.placed)
    helped = ", ".join(f"{count} {way}" for way, count in ways.items() if way != "draft")
    placed = f"; terms {len(result.placed)}" if result.placed else ""
    placed += f" ({helped})" if helped else ""
    return signature + placed + (f"; {len(result.unplaced)} unplaced" if result.unplaced else "")


def _engine_fault(segment: Segment, fault: str) -> Finding:
    message = f"The engine gave nothing usable ({fault or 'no output'}): translate it by hand."
    return Finding("engine-fault", Severity.WARNING, segment.key, message, None, segment.line)


@dataclass(slots=True)
class Guarded:
    """An engine whose faulty outputs are retried once, and else left out and remembered."""

    engine: Engine
    faults: dict[str, str] = field(default_factory=dict)

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
        return results

    def score(
        self, pairs: Sequence[tuple[str, str]], *, source: str, target: str
    ) -> list[list[tuple[str, float]]] | None:
        return self.engine.score(pairs, source=source, target=target)

    def signature(self, *, source: str, target: str) -> str:
        return self.engine.signature(source=source, target=target)
