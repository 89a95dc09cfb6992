"""The passes over a batch: each a way to get terms into drafts that lack them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from workbench.alignment import Request, align, strongest
from workbench.model import Engine, Hypothesis, Match, Progress, Term
from workbench.normalize import tidy
from workbench.terminology import proxies, slots
from workbench.terminology.judging import Enforced, Job, Judge

BEAM = 4
WAYS = ("n-best", "inline", "proxy", "replaced")
_SHIFTS = 2
"""How many proxies of its class are tried for a term."""
_LEAST = 0.7
"""Nats from which a word is taken to depend on a term; fewer than for marks."""
_REPLACED = 3
"""How many terms of one text are replaced, at most."""

_Waiting = list[tuple[int, Match]]
"""A term of a job: the one to be replaced next."""


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A changed source, and what its translation must be changed back to."""

    job: int
    way: str
    source: str
    swaps: tuple[tuple[Term, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    """What a way has come to for one job: texts, the likeliest first."""

    job: int
    way: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passes:
    """An engine and a judge at work on one batch; jobs are settled in place."""

    engine: Engine
    judge: Judge
    source: str
    target: str
    ways: frozenset[str]

    def run(
        self,
        sources: Sequence[str],
        matches: Sequence[Sequence[Match]],
        progress: Progress | None,
    ) -> list[Enforced]:
        drafts = self._translate(sources, BEAM if "n-best" in self.ways else 1, progress)
        jobs = [
            self.judge.drafted(Job(text, tuple(found)), hypotheses)
            for text, found, hypotheses in zip(sources, matches, drafts, strict=True)
        ]
        if self.ways:
            for _ in range(_REPLACED):
                self._settle(jobs, self._thinned(jobs))
        if "replaced" in self.ways:
            self._replace(jobs, self._located)
        if "inline" in self.ways and self.engine.inline_terms:
            self._attempt(jobs, self._inline_attempts(jobs))
        if "proxy" in self.ways:
            for shift in range(_SHIFTS):
                self._attempt(jobs, self._proxy_attempts(jobs, shift))
            self._attempt(jobs, self._proxy_attempts(jobs, 0, alone=True))
        if "inline" in self.ways and self.engine.inline_terms:
            self._attempt(jobs, self._inline_attempts(jobs, alone=True))
        if "replaced" in self.ways:
            self._replace(jobs, self._aligned)
        return [job.best for job in jobs]

    def _translate(
        self, sources: Sequence[str], count: int, progress: Progress | None = None
    ) -> list[list[Hypothesis]]:
        pair = {"source": self.source, "target": self.target}
        results = self.engine.translate(sources, hypotheses=count, progress=progress, **pair)
        return [
            [replace(h, text=tidy(h.text, self.target)) for h in hypotheses]
            for hypotheses in results
        ]

    def _settle(self, jobs: list[Job], candidates: Iterable[_Candidate]) -> None:
        """Give each job the text that lacks least; of several ways to it, the likeliest."""
        better: dict[int, list[Job]] = {}
        for candidate in candidates:
            job, way = jobs[candidate.job], candidate.way
            found = [self.judge.bettered(job, text, way) for text in candidate.texts]
            if good := [each for each in found if each]:
                best = min(good, key=lambda each: each.cost)
                better.setdefault(candidate.job, []).append(best)
        for index, choices in better.items():
            least = min(choice.cost for choice in choices)
            better[index] = [choice for choice in choices if choice.cost == least]
        for index, likeliest in zip(better, self._likeliest(list(better.values())), strict=True):
            jobs[index] = likeliest

    def _likeliest(self, groups: Sequence[Sequence[Job]]) -> list[Job]:
        """Of each group the text most probable under its source; the first, where none can tell."""
        open_ones = [choice for group in groups if len(group) > 1 for choice in group]
        pairs = [(choice.source, choice.best.text) for choice in open_ones]
        scores = self.engine.score(pairs, source=self.source, target=self.target) if pairs else None
        if scores is None:
            return [group[0] for group in groups]
        mean = {
            pair: sum(score for _, score in tokens) / max(len(tokens), 1)
            for pair, tokens in zip(pairs, scores, strict=True)
        }
        return [
            max(group, key=lambda choice: mean.get((choice.source, choice.best.text), 0.0))
            for group in groups
        ]

    def _attempt(self, jobs: list[Job], found: Iterable[_Attempt]) -> None:
        """Translate all attempts as one batch, and settle on what comes of them."""
        if attempts := list(found):
            results = self._translate([attempt.source for attempt in attempts], BEAM)
            self._settle(jobs, self._swapped(attempts, results))

    def _swapped(
        self, attempts: Sequence[_Attempt], results: Sequence[Sequence[Hypothesis]]
    ) -> Iterator[_Candidate]:
        for attempt, hypotheses in zip(attempts, results, strict=True):
            texts = (slots.swap(h.text, attempt.swaps, self.target) for h in hypotheses)
            kept = tuple(text for text in texts if text is not None)
            yield _Candidate(attempt.job, attempt.way, kept)

    def _inline_attempts(self, jobs: Sequence[Job], *, alone: bool = False) -> Iterator[_Attempt]:
        for index, job, group in _groups(jobs, alone):
            forms = [match.term.forms[self.target] for match in group]
            yield _Attempt(index, "inline", slots.exchange(job.source, group, forms))

    def _proxy_attempts(
        self, jobs: Sequence[Job], shift: int, *, alone: bool = False
    ) -> Iterator[_Attempt]:
        for index, job, group in _groups(jobs, alone):
            if chosen := proxies.choose(job.source, group, shift):
                source = slots.exchange(job.source, group, [name for name, _ in chosen])
                forms = [known[self.target] for _, known in chosen]
                swaps = zip((match.term for match in group), forms, strict=True)
                yield _Attempt(index, "proxy", source, tuple(swaps))

    def _replace(
        self, jobs: list[Job], find: Callable[[Sequence[Job], _Waiting], Iterable[_Candidate]]
    ) -> None:
        """Put faulty terms in the place of what stands for them, one a text at a time."""
        queues = {index: job.faulty()[:_REPLACED] for index, job in enumerate(jobs)}
        for turn in range(_REPLACED):
            waiting = [
                (index, queue[turn])
                for index, queue in queues.items()
                if turn < len(queue) and queue[turn].term.id in jobs[index].wrong
            ]
            self._settle(jobs, find(jobs, waiting))

    def _thinned(self, jobs: Sequence[Job]) -> Iterator[_Candidate]:
        """Without one copy of a term that the model said too often, the last rather."""
        for index, job in enumerate(jobs):
            spans = self.judge.spare(job)[::-1] if job.wrong else []
            texts = (slots.without(job.best.text, span, self.target) for span in spans)
            yield _Candidate(index, "draft", tuple(texts))

    def _located(self, jobs: Sequence[Job], waiting: _Waiting) -> Iterator[_Candidate]:
        """In the place that needs no model to be found."""
        for index, match in waiting:
            job = jobs[index]
            spans = slots.places(job.best.text, job.source, match, self.target)
            yield self._put(index, job, spans, match)

    def _aligned(self, jobs: Sequence[Job], waiting: _Waiting) -> Iterator[_Candidate]:
        """In the place of the words that depend on the term and are no other term."""
        requests = [self._request(jobs[index], match) for index, match in waiting]
        aligned = align(self.engine, requests, source=self.source, target=self.target)
        for (index, match), words in zip(waiting, aligned, strict=True):
            taken = self.judge.taken(jobs[index])
            free = [w for w in words if not any(a < w.end and w.start < b for a, b in taken)]
            longest = len(match.term.forms[self.target].split()) + 2
            spans = (strongest(free, at_most=size, least=_LEAST) for size in range(longest, 0, -1))
            yield self._put(index, jobs[index], filter(None, spans), match)

    def _put(self, index: int, job: Job, spans: Iterable[slots.Span], match: Match) -> _Candidate:
        texts = (slots.put(job.best.text, span, match.term, self.target) for span in spans)
        return _Candidate(index, "replaced", tuple(texts))

    def _request(self, job: Job, match: Match) -> Request:
        names = tuple(name for name, _ in proxies.family(match)[:2] if name not in job.source)
        return Request(job.source, job.best.text, match.start, match.end, names or ("house",))


def _groups(jobs: Sequence[Job], alone: bool) -> Iterator[tuple[int, Job, list[Match]]]:
    """The faulty terms of each text, all at once; `alone`, one at a time where there are more."""
    for index, job in enumerate(jobs):
        faulty = job.faulty()
        if faulty and not alone:
            yield index, job, faulty
        elif len(faulty) > 1:
            yield from ((index, job, [match]) for match in faulty)
