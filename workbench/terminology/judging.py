"""What a translation lacks of the terms in its source, and which of two lacks less."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from workbench.glossary import Glossary, Rendering
from workbench.model import Hypothesis, Match
from workbench.numerals import missing as missing_numbers
from workbench.terminology import slots


@dataclass(frozen=True, slots=True)
class Enforced:
    """A translation and what became of the terms in its source."""

    text: str
    """Empty when the engine gave nothing usable."""
    placed: tuple[tuple[str, str], ...] = ()
    """(term id, way): `draft` or one of WAYS."""
    unplaced: tuple[str, ...] = ()
    """Ids of terms that stand in no allowed form."""
    hypotheses: tuple[Hypothesis, ...] = ()
    """What else the engine offered, best first."""


@dataclass(frozen=True, slots=True)
class Job:
    """One source text on its way through the passes."""

    source: str
    matches: tuple[Match, ...]
    best: Enforced = field(default_factory=lambda: Enforced(""))
    cost: tuple[int, int, int] = (0, 0, 0)
    """Terms missing; copies too many and forms to avoid; numbers missing."""
    wrong: frozenset[str] = frozenset()
    """Ids of the terms behind the first two."""

    def faulty(self) -> list[Match]:
        """What another way must be found for; nothing where there is no draft at all."""
        return [m for m in self.matches if self.best.text and m.term.id in self.wrong]


@dataclass(frozen=True, slots=True)
class Judge:
    """A glossary, asked about texts in one language."""

    glossary: Glossary
    language: str

    def drafted(self, job: Job, hypotheses: Sequence[Hypothesis]) -> Job:
        """The job with the first of the hypotheses that lack least."""
        job = replace(job, best=Enforced("", hypotheses=tuple(hypotheses)))
        choices: list[Job] = []
        for hypothesis in hypotheses:
            way = "n-best" if choices else "draft"
            choices.append(self._weighed(job, hypothesis.text, way)[0])
            if not any(choices[-1].cost):
                break
        return min(choices, key=lambda choice: choice.cost, default=self._weighed(job, "", "")[0])

    def taken(self, job: Job) -> list[tuple[int, int]]:
        """Where terms stand."""
        renderings = self.glossary.judge(job.matches, job.best.text, self.language)
        return [span for rendering in renderings for span in rendering.spans]

    def spare(self, job: Job) -> list[tuple[int, int]]:
        """Where a placed term stands that is doubled, and forms to avoid beside a right one."""
        found: list[tuple[int, int]] = []
        for rendering in self.glossary.judge(job.matches, job.best.text, self.language):
            if len(rendering.spans) > len(rendering.matches):
                found += rendering.spans
            if rendering.placed:
                found += [(start, end) for start, end, _ in rendering.forbidden]
        return found

    def bettered(self, job: Job, text: str, way: str) -> Job | None:
        """The job with this text, if it lacks less; None when it breaks anything.

        A number lost is forgiven for a term won: figures are mended later.
        """
        weighed, renderings = self._weighed(job, text, way)
        absent, spoilt = weighed.cost[:2]
        worse = absent > job.cost[0] or spoilt > job.cost[1]
        if worse or weighed.cost[:2] == job.cost[:2]:
            return None
        return None if self._beside_old(renderings, text, job.best.unplaced) else weighed

    def _weighed(self, job: Job, text: str, way: str) -> tuple[Job, list[Rendering]]:
        """The job as it would be with this text."""
        renderings = self.glossary.judge(job.matches, text, self.language)
        absent = [r.term.id for r in renderings if not r.placed]
        spoilt = {r.term.id: excess for r in renderings if (excess := _excess(r))}
        known = {term: how for term, how in job.best.placed if term not in job.wrong}
        placed = tuple((r.term.id, known.get(r.term.id, way)) for r in renderings if r.placed)
        return replace(
            job,
            best=Enforced(text, placed, tuple(absent), job.best.hypotheses),
            cost=(len(absent), sum(spoilt.values()), len(missing_numbers(job.source, text))),
            wrong=frozenset([*absent, *spoilt]),
        ), renderings

    def _beside_old(self, renderings: Sequence[Rendering], text: str, fresh: Sequence[str]) -> bool:
        """The old rendering of a term that was missing stands on, beside the new one."""
        taken = [span for rendering in renderings for span in rendering.spans]
        return any(
            rendering.term.id in fresh
            and rendering.placed
            and slots.misspelt(text, rendering.term, taken, self.language)
            for rendering in renderings
        )


def _excess(rendering: Rendering) -> int:
    """How often a term stands beyond its times in the source, and forms to avoid beside it."""
    return len(rendering.forbidden) + max(0, len(rendering.spans) - len(rendering.matches))
