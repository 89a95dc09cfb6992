"""What a check is shown."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from workbench.glossary import Glossary, Rendering
from workbench.i18n import Said, english
from workbench.inline import is_standalone, split, strip
from workbench.model import PLURAL_FORM, Finding, Match, Segment, Severity

# Letters and vowel marks of the Arabic script, no digits, and the half-space that joins compounds.
WORD = re.compile("[\u0620-\u065f\u0670-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\u200c]+")
ADDRESS = re.compile(
    r"(?:https?|ftp)://[^\s<>«»\"()،؛]+|\bwww\.[^\s<>«»\"()،؛]+"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
)
"""URLs and e-mail addresses."""
PLACEHOLDER = re.compile(
    r"\{\{[^{}\n]{1,60}\}\}|\$\{[^{}\n]{1,60}\}|\{[A-Za-z0-9_.:!]{0,40}\}"
    r"|%\([A-Za-z0-9_]{1,40}\)[-+ #0-9.]{0,6}[a-zA-Z]|(?<![\w%])%(?:[0-9]\$)?[sdiufgx@](?![A-Za-z])"
)
"""What a program fills in: {name}, {{ x }}, ${x}, %s, %1$d, %(count)d."""
_FOLD = str.maketrans("يىېۍكګ", "ییییکگ")


@dataclass(frozen=True, slots=True)
class Repeats:
    """What a whole document says of its sentences: who says the same in another way."""

    targets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """By source: how often each target stands."""
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By target: the sources it answers, in order."""

    @classmethod
    def of(cls, segments: Iterable[Segment]) -> Repeats:
        """Those of the segments that are translated; marks and case of a source do not count.

        Forms of one plural are left out: they differ because they must.
        """
        targets: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        sources: dict[str, dict[str, None]] = defaultdict(dict)
        for segment in segments:
            plural = any(line.startswith(PLURAL_FORM) for line in segment.note.splitlines())
            if segment.translate and segment.target.strip() and not plural:
                source, target = comparable(segment.source), comparable(segment.target)
                targets[source][target] += 1
                sources[target][source] = None
        return cls(targets, {target: tuple(found) for target, found in sources.items()})


def comparable(text: str) -> str:
    """A text without marks, in lower case, with single spaces."""
    return " ".join(strip(text).lower().split())


@dataclass(frozen=True)
class Subject:
    """A segment and what the checks need to know around it."""

    segment: Segment
    language: str
    """Canonical code of the target language."""
    glossary: Glossary
    source: str
    """The source without marks."""
    target: str
    """The target without marks."""
    repeats: Repeats = Repeats()
    """Of the document the segment stands in; empty when it is looked at alone."""
    acronyms: Collection[str] = ()
    """Those that the house leaves in Latin."""

    @property
    def seen(self) -> object:
        """All that a check can see of this segment and its document, to be compared."""
        targets = self.repeats.targets.get(comparable(self.segment.source), {})
        sources = self.repeats.sources.get(comparable(self.segment.target), ())
        return self.segment, tuple(targets.items()), sources

    @property
    def answered(self) -> bool:
        """Whether there is a target at all: an empty one is the `untranslated` check's."""
        return bool(self.target.strip())

    @cached_property
    def prose(self) -> str:
        """The target with x in place of addresses and placeholders: the same length."""
        return _hidden(self.target)

    @cached_property
    def source_prose(self) -> str:
        """The source likewise."""
        return _hidden(self.source)

    @cached_property
    def gaps(self) -> list[int]:
        """Where in the target something stands that is no text: code, an image, a placeholder."""
        offset, found = 0, []
        for run, is_mark in split(self.segment.target):
            if not is_mark:
                offset += len(run)
            elif is_standalone(run):
                found.append(offset)
        return found

    def across(self, start: int, end: int) -> bool:
        """Whether a span of the target reads over such a gap."""
        at = bisect_left(self.gaps, start)
        return at < len(self.gaps) and self.gaps[at] <= end

    def first(self, pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
        """The first match in the target, or in its prose, that reads over no gap."""
        return next((m for m in pattern.finditer(text) if not self.across(*m.span())), None)

    @cached_property
    def words(self) -> list[tuple[str, int, int]]:
        """The words of the target in Arabic script: word, start, end."""
        return [(found.group(), *found.span()) for found in WORD.finditer(self.prose)]

    @cached_property
    def folded(self) -> list[str]:
        """The words again, every yeh and kaf in one form and without half-spaces."""
        return [loose(word) for word, _, _ in self.words]

    @cached_property
    def matches(self) -> list[Match]:
        """The glossary terms in the source."""
        return self.glossary.find(self.source)

    @cached_property
    def renderings(self) -> list[Rendering]:
        """How they fare in the target: looked up once, whatever number of checks ask."""
        return self.glossary.judge(self.matches, self.target, self.language)

    def finding(
        self,
        check: str,
        severity: Severity,
        message: Said,
        span: tuple[int, int] | None = None,
    ) -> Finding:
        """A finding about this segment."""
        text, line = english(message), self.segment.line
        return Finding(check, severity, self.segment.key, text, span, line, message)


def _hidden(text: str) -> str:
    for pattern in (ADDRESS, PLACEHOLDER):
        text = pattern.sub(lambda found: "x" * len(found.group()), text)
    return text


@lru_cache
def alone(acronym: str) -> re.Pattern[str]:
    """An acronym that is part of no other word, in any number."""
    return re.compile(rf"(?<![\w&.-]){re.escape(acronym)}(?:['’]?s)?(?![A-Za-z0-9&-])")


def loose(word: str) -> str:
    """A word in letters that forgive: one yeh, one kaf, no half-space, no vowel marks.

    >>> loose("می\u200cشود") == "میشود", loose("فبروري") == "فبروری"
    (True, True)
    """
    return re.sub("[\u064b-\u0652\u0640\u0670\u200c]", "", word.translate(_FOLD))
