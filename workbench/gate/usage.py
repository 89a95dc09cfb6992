"""How documents render the terms: which forms, how often, and the names spelt in several ways."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from workbench.gate.bilingual import Bilingual
from workbench.gate.renderings import inflected, uses
from workbench.glossary import Glossary
from workbench.inline import strip
from workbench.model import Term


@dataclass(slots=True)
class Usage:
    """One term in one language, over all documents."""

    term: Term
    language: str
    forms: Counter[str] = field(default_factory=Counter)
    """How often each spelling stands, without the endings of Dari and Pashto."""
    files: set[str] = field(default_factory=set)
    missing: int = 0
    """Segments whose source has the term and whose translation has no allowed form."""

    @property
    def ways(self) -> int:
        """In how many ways it is spelt; cases and plurals of one spelling are one way."""
        ways: list[str] = []
        for spelling, _ in self.forms.most_common():
            if not any(self._one(spelling, way) for way in ways):
                ways.append(spelling)
        return len(ways)

    def _one(self, spelling: str, other: str) -> bool:
        words, others = (re.split(r"[\s\u200c]", each) for each in (spelling, other))
        spaced = [re.sub(r"\S", "", each) for each in (spelling, other)]
        pashto = self.language == "ps" and len(words) == len(others) and spaced[0] == spaced[1]
        return pashto and all(map(inflected, words, others))


def usage(documents: Iterable[Bilingual], glossary: Glossary) -> list[Usage]:
    """Terms that occur, those spelt in most ways first."""
    found: dict[tuple[str, str], Usage] = {}
    for bilingual in documents:
        document, language = bilingual.document, bilingual.document.target_language
        rendered: dict[str, set[str]] = defaultdict(set)
        for use in uses(document, glossary):
            row = found.setdefault((use.term.id, language), Usage(use.term, language))
            row.forms[use.spelling(language)] += 1
            row.files.add(str(bilingual.path))
            rendered[use.segment.key].add(use.term.id)
        for segment in document.segments:
            if not (segment.translate and segment.target.strip()):
                continue
            for match in {m.term.id: m for m in glossary.find(strip(segment.source))}.values():
                term = match.term
                if term.allowed(language) and term.id not in rendered[segment.key]:
                    found.setdefault((term.id, language), Usage(term, language)).missing += 1
    return sorted(found.values(), key=lambda u: (-u.ways, u.term.en, u.language))
