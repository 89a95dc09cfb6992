"""What a check is shown."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.glossary import Glossary
from workbench.model import Finding, Segment, Severity


@dataclass(frozen=True, slots=True)
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

    def finding(
        self,
        check: str,
        severity: Severity,
        message: str,
        span: tuple[int, int] | None = None,
    ) -> Finding:
        """A finding about this segment."""
        return Finding(check, severity, self.segment.key, message, span, self.segment.line)
