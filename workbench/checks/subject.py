"""What a check is shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from workbench.glossary import Glossary, Rendering
from workbench.model import Finding, Match, Segment, Severity


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
        message: str,
        span: tuple[int, int] | None = None,
    ) -> Finding:
        """A finding about this segment."""
        return Finding(check, severity, self.segment.key, message, span, self.segment.line)
