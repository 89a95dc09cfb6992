"""Terms in machine translation: every glossary term comes out in an allowed form, or is flagged.

No decoder option guarantees a term in the middle of a sentence, and masking it ruins the grammar
round it. So the draft is judged, and only where a term is missing other ways are tried, in order:

    n-best     another hypothesis of the same beam already has it
    inline     the target form written into the source, for models trained to copy it
    proxy      a name of the same class the model knows well is translated in its place, and swapped
    replaced   the words that depend on the term (see `alignment`) give way to its preferred form

Each pass is one batch for the whole document. What no way can place keeps its best draft and is
reported as unplaced: never a second copy of the term, never silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workbench.alignment import Request, align, strongest
from workbench.glossary import Glossary, Rendering, occurrences
from workbench.model import Engine, Hypothesis, Match, Progress, Term
from workbench.normalize import fold, tidy
from workbench.numerals import missing as missing_numbers

BEAM = 4

# Names the model has seen often, by class of term: (English, forms to look for by language).
# Pashto agreement follows gender and number, hence more than one a class.
_PROXIES: dict[str, tuple[tuple[str, dict[str, tuple[str, ...]]], ...]] = {
    "place": (
        ("Herat", {"prs": ("هرات",), "ps": ("هرات",)}),
        ("Kabul", {"prs": ("کابل",), "ps": ("کابل",)}),
        ("Iran", {"prs": ("ایران",), "ps": ("ایران",)}),
    ),
    "group": (
        ("Taliban", {"prs": ("طالبان",), "ps": ("طالبان", "طالبانو")}),
        ("NATO", {"prs": ("ناتو",), "ps": ("ناټو",)}),
        ("al-Qaeda", {"prs": ("القاعده",), "ps": ("القاعده", "القاعدې")}),
    ),
    "institution": (
        ("UNAMA", {"prs": ("یوناما",), "ps": ("یوناما",)}),
        ("NATO", {"prs": ("ناتو",), "ps": ("ناټو",)}),
        ("World Bank", {"prs": ("بانک جهانی",), "ps": ("نړیوال بانک",)}),
    ),
    "person": (
        ("Ahmad", {"prs": ("احمد",), "ps": ("احمد",)}),
        ("Karim", {"prs": ("کریم",), "ps": ("کریم",)}),
    ),
    "title": (
        ("president", {"prs": ("رئیس‌جمهور",), "ps": ("ولسمشر",)}),
        ("prime minister", {"prs": ("صدراعظم",), "ps": ("لومړی وزیر", "لومړي وزیر")}),
    ),
    "thing": (
        ("hospital", {"prs": ("شفاخانه",), "ps": ("روغتون",)}),
        ("university", {"prs": ("پوهنتون",), "ps": ("پوهنتون",)}),
    ),
    "time": (
        ("June", {"prs": ("جون",), "ps": ("جون",)}),
        ("March", {"prs": ("مارچ",), "ps": ("مارچ",)}),
    ),
}


@dataclass(frozen=True, slots=True)
class Enforced:
    """A translation and what became of the terms in its source."""

    text: str
    """Empty when the engine gave nothing usable."""
    placed: tuple[tuple[str, str], ...] = ()
    """(term id, way): `draft`, `n-best`, `inline`, `proxy` or `replaced`."""
    unplaced: tuple[str, ...] = ()
    """Ids of terms that stand in no allowed form."""
    hypotheses: tuple[Hypothesis, ...] = ()
    """What else the engine offered, best first."""


@dataclass(frozen=True, slots=True)
class _Job:
    """One source text on its way through the passes."""

    source: str
    matches: tuple[Match, ...]
    best: Enforced
    cost: tuple[int, int] = (0, 0)
    """Terms missing, numbers missing: what the best text still lacks."""
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A changed source, and what its translation must be changed back to."""

    job: int
    way: str
    source: str
    swaps: tuple[tuple[Term, tuple[str, ...]], ...] = ()


def translate(
    engine: Engine,
    glossary: Glossary,
    sources: Sequence[str],
    matches: Sequence[Sequence[Match]],
    *,
    source: str,
    target: str,
    progress: Progress | None = None,
) -> list[Enforced]:
    """Translate texts (without marks) so that their matched terms come out in an allowed form."""
    return _Enforcement(engine, glossary, source, target).run(sources, matches, progress)


@dataclass(frozen=True, slots=True)
class _Enforcement:
    engine: Engine
    glossary: Glossary
    source: str
    target: str

    def run(
        self,
        sources: Sequence[str],
        matches: Sequence[Sequence[Match]],
        progress: Progress | None,
    ) -> list[Enforced]:
        drafts = self._translate(sources, progress)
        jobs = [
            self._choose(_Job(text, tuple(found), Enforced("")), hypotheses, "draft")
            for text, found, hypotheses in zip(sources, matches, drafts, strict=True)
        ]
        jobs = self._attempt(jobs, self._inline_attempts(jobs))
        jobs = self._attempt(jobs, self._proxy_attempts(jobs))
        jobs = self._attempt(jobs, self._proxy_attempts(jobs, alone=True))
        return [job.best for job in self._replace(jobs)]

    def _translate(
        self, sources: Sequence[str], progress: Progress | None = None
    ) -> list[list[Hypothesis]]:
        results = self.engine.translate(
            sources, source=self.source, target=self.target, hypotheses=BEAM, progress=progress
        )
        return [
            [replace(h, text=tidy(h.text, self.target)) for h in hypotheses]
            for hypotheses in results
        ]

    def _renderings(self, job: _Job, text: str) -> list[Rendering]:
        return self.glossary.judge(job.matches, text, self.target)

    def _choose(self, job: _Job, hypotheses: Sequence[Hypothesis], way: str) -> _Job:
        """The job with its best text so far: fewest terms, then fewest numbers missing.

        Among equals the first wins, which is the likeliest. A later way must gain a term, and may
        not double one.
        """
        for rank, hypothesis in enumerate(hypotheses):
            renderings = self._renderings(job, hypothesis.text)
            absent = tuple(r.term.id for r in renderings if not r.placed)
            cost = len(absent), len(missing_numbers(job.source, hypothesis.text))
            if job.best.text and not (cost < job.cost if way == "draft" else cost[0] < job.cost[0]):
                continue
            if way != "draft" and _spoilt(renderings):
                continue
            how = "n-best" if way == "draft" and rank else way
            known = {} if way == "draft" else dict(job.best.placed)
            placed = tuple((r.term.id, known.get(r.term.id, how)) for r in renderings if r.placed)
            kept = job.best.hypotheses or tuple(hypotheses)
            best = Enforced(hypothesis.text, placed, absent, kept)
            job = replace(job, best=best, cost=cost, score=hypothesis.score)
        return job

    def _attempt(self, jobs: list[_Job], attempts: list[_Attempt]) -> list[_Job]:
        """Translate all attempts as one batch; keep what leaves fewer terms missing."""
        results = self._translate([attempt.source for attempt in attempts]) if attempts else []
        for attempt, hypotheses in zip(attempts, results, strict=True):
            swapped = [
                replace(h, text=text)
                for h in hypotheses
                if (text := self._swap(h.text, attempt.swaps)) is not None
            ]
            jobs[attempt.job] = self._choose(jobs[attempt.job], swapped, attempt.way)
        return jobs

    def _missing(self, job: _Job) -> list[Match]:
        return [match for match in job.matches if match.term.id in job.best.unplaced]

    def _inline_attempts(self, jobs: list[_Job]) -> list[_Attempt]:
        if not self.engine.inline_terms:
            return []
        attempts = []
        for index, job in enumerate(jobs):
            missing = self._missing(job)
            if missing and job.best.text:
                texts = [match.term.forms[self.target] for match in missing]
                attempts.append(_Attempt(index, "inline", _exchange(job.source, missing, texts)))
        return attempts

    def _proxy_attempts(self, jobs: list[_Job], *, alone: bool = False) -> list[_Attempt]:
        """Stand-ins for all missing terms of a text at once; `alone`, for one at a time."""
        attempts = []
        for index, job in enumerate(jobs):
            missing = self._missing(job) if job.best.text else []
            groups = [[match] for match in missing] if alone else [missing]
            if not missing or (alone and len(missing) == 1):
                continue
            for group in groups:
                for shift in range(3):
                    chosen = self._proxies(job, group, shift)
                    source = _exchange(job.source, group, [english for english, _ in chosen])
                    swaps = tuple(
                        (m.term, forms) for m, (_, forms) in zip(group, chosen, strict=False)
                    )
                    if len(chosen) == len(group):
                        attempts.append(_Attempt(index, "proxy", source, swaps))
        return attempts

    def _proxies(
        self, job: _Job, missing: Sequence[Match], shift: int
    ) -> list[tuple[str, tuple[str, ...]]]:
        """One proxy a missing match, of its class, none twice and none already in the source."""
        chosen: list[tuple[str, tuple[str, ...]]] = []
        for match in missing:
            family = _PROXIES.get(match.term.kind.split(";")[0], _PROXIES["thing"])
            fresh = [
                proxy
                for proxy in family[shift % len(family) :] + family[: shift % len(family)]
                if proxy[0] not in job.source and proxy[0] not in {name for name, _ in chosen}
            ]
            if not fresh:
                return []
            chosen.append((fresh[0][0], fresh[0][1][self.target]))
        return chosen

    def _swap(self, text: str, swaps: Sequence[tuple[Term, tuple[str, ...]]]) -> str | None:
        """The text with each proxy exchanged for its term; None when one stands more than once.

        A proxy that did not come out leaves its term missing, which costs the candidate its rank.
        """
        for term, proxies in swaps:
            spans = occurrences(fold(text, self.target), proxies, self.target)
            if len(spans) > 1:
                return None
            if not spans:
                continue
            start, end = spans[0]
            form = _fitting_form(term, text[start:end], self.target)
            text = text[:start] + form + text[end:]
        return text

    def _replace(self, jobs: list[_Job]) -> list[_Job]:
        """Put what is still missing in the place of the words that depend on it, one term a job."""
        waiting = [
            (index, match)
            for index, job in enumerate(jobs)
            for match in self._missing(job)[:3]
            if job.best.text
        ]
        while waiting:
            now = dict(reversed(waiting))
            waiting = [(index, match) for index, match in waiting if now[index] is not match]
            requests = [self._request(jobs[index], match) for index, match in now.items()]
            aligned = align(self.engine, requests, source=self.source, target=self.target)
            for (index, match), words in zip(now.items(), aligned, strict=True):
                at_most = len(match.term.forms[self.target].split()) + 2
                span = _copied(jobs[index], match) or strongest(words, at_most=at_most)
                if span:
                    jobs[index] = self._replaced(jobs[index], match.term, span)
        return jobs

    def _request(self, job: _Job, match: Match) -> Request:
        family = _PROXIES.get(match.term.kind.split(";")[0], _PROXIES["thing"])
        names = tuple(name for name, _ in family if name not in job.source)
        text = job.best.text
        return Request(job.source, text, match.start, match.end, names or ("house",))

    def _replaced(self, job: _Job, term: Term, span: tuple[int, int]) -> _Job:
        text = job.best.text
        old = text[span[0] : span[1]]
        core = old.strip("،؛؟.!:»«()\"'")
        if not core:
            return job
        start = span[0] + old.index(core)
        form = term.forms[self.target]
        new = tidy(text[:start] + form + text[start + len(core) :], self.target)
        return self._choose(job, [Hypothesis(new, job.score)], "replaced")


def _spoilt(renderings: Sequence[Rendering]) -> bool:
    """A term stands more often than in the source, or beside a form to avoid."""
    return any(
        rendering.forbidden or len(rendering.spans) > len(rendering.matches)
        for rendering in renderings
    )


def _copied(job: _Job, match: Match) -> tuple[int, int] | None:
    """Where the English of a term was copied into the draft as it is."""
    english = job.source[match.start : match.end]
    start = job.best.text.find(english)
    return (start, start + len(english)) if start >= 0 else None


def _exchange(source: str, matches: Sequence[Match], texts: Sequence[str]) -> str:
    """The source with each matched span exchanged for a text, keeping a possessive ending."""
    for match, text in sorted(
        zip(matches, texts, strict=False), key=lambda pair: pair[0].start, reverse=True
    ):
        old = source[match.start : match.end]
        ending = "'s" if old.endswith(("'s", "’s", "s'", "s’")) else ""
        source = source[: match.start] + text + ending + source[match.end :]
    return source


def _fitting_form(term: Term, proxy: str, language: str) -> str:
    """The term's form for the slot a proxy stood in: oblique where the proxy was oblique."""
    preferred = term.forms[language]
    if language == "ps" and proxy.endswith(("و", "ې")) and not preferred.endswith(("و", "ې")):
        for form in term.also.get(language, ()):
            if form.endswith(("و", "ې")):
                return form
    return preferred
