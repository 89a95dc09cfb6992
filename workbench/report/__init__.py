"""What a run did and found, for people and for machines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbench.i18n import told
from workbench.languages import name_of
from workbench.model import Document, Finding, Severity


@dataclass(frozen=True, slots=True)
class Report:
    """One document in one target language."""

    document: Document
    findings: tuple[Finding, ...] = ()
    placed: int = 0
    """Terms that stand in an allowed form."""
    unplaced: int = 0
    files: tuple[Path, ...] = field(default=())
    seconds: float = 0.0

    def worst(self) -> Severity | None:
        """The worst severity found, or None."""
        return min((f.severity for f in self.findings), key=lambda s: s.rank, default=None)


def languages(document: Document) -> dict[str, int]:
    """Segments by language, most frequent first."""
    return dict(
        Counter(segment.language or "unknown" for segment in document.segments).most_common()
    )


def to_text(report: Report, *, verbose: bool = False) -> str:
    """A short report; with `verbose` every finding with its line."""
    document = report.document
    wanted = [segment for segment in document.segments if segment.translate]
    done = sum(bool(segment.target) for segment in wanted)
    counts = ", ".join(f"{name_of(c)} {n}" for c, n in languages(document).items())
    by_check = Counter(finding.check for finding in report.findings)
    checks = ", ".join(f"{name} {count}" for name, count in by_check.most_common()) or "none"
    target = name_of(document.target_language)
    lines = [
        f"{document.name} -> {target}",
        f"  segments    {len(document.segments)}: {counts}",
        f"  translated  {done} of {len(wanted)}",
        f"  terms       {report.placed} placed, {report.unplaced} flagged",
        f"  findings    {checks}",
    ]
    lines += [f"  wrote       {path}" for path in report.files]
    if report.seconds:
        lines.append(f"  took        {report.seconds:.1f} s")
    if verbose:
        lines += [f"  {line(document, finding)}" for finding in report.findings]
    return "\n".join(lines)


def line(document: Document, finding: Finding) -> str:
    """One finding on one line, as compilers write them: file:line: severity: message [check]."""
    where = f"{document.name}:{finding.line}" if finding.line else document.name
    message = told(finding.said, finding.message)
    return f"{where}: {finding.severity}: {message} [{finding.check}]"


def to_json(reports: Sequence[Report]) -> str:
    """All reports as one JSON document with stable keys."""
    return json.dumps([_plain(report) for report in reports], ensure_ascii=False, indent=2)


def _plain(report: Report) -> dict[str, Any]:
    document = report.document
    return {
        "name": document.name,
        "format": document.format,
        "target": document.target_language,
        "languages": languages(document),
        "segments": len(document.segments),
        "translated": sum(bool(s.target) for s in document.segments if s.translate),
        "terms": {"placed": report.placed, "unplaced": report.unplaced},
        "findings": [
            {
                "check": finding.check,
                "severity": str(finding.severity),
                "segment": finding.key,
                "line": finding.line,
                "message": finding.message,
                "span": finding.span,
            }
            for finding in report.findings
        ],
        "files": [str(path) for path in report.files],
        "seconds": round(report.seconds, 2),
    }
