"""Findings with a place in a file: what a gate reports, whatever the notation."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workbench.model import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """What a finding's check is about."""

    name: str
    severity: Severity
    help: str
    """The check's documentation; its first line says what the fault is."""

    @property
    def title(self) -> str:
        """The first line of the documentation."""
        return self.help.strip().splitlines()[0] if self.help.strip() else self.name


@dataclass(frozen=True, slots=True)
class Located:
    """One finding in one file."""

    file: str
    """With slashes, relative to where the gate runs when it lies below."""
    line: int
    column: int
    """Both from 1, in characters; of the translation, not of its source."""
    check: str
    severity: Severity
    message: str
    fingerprint: str
    """Stays the same when the lines around it move."""
    end_column: int = 0
    """Exclusive; 0 when the finding is about a whole segment."""
    key: str = ""
    suppressed: str = ""
    """`ignored` in the file, or `baseline`; empty for what counts."""
    reason: str = ""
    """Why it is ignored."""
    told: str = ""
    """The message in the language of the person at the terminal, where that is not English."""
    source: str = ""
    target: str = ""
    """The texts it is about, without marks."""
    language: str = ""
    """Of the target."""
    span: tuple[int, int] | None = None
    """Character offsets in that target (end exclusive)."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that one run of the gate has to say."""

    files: tuple[str, ...]
    findings: tuple[Located, ...]
    rules: tuple[Rule, ...]
    segments: int = 0
    stale: int = 0
    """Entries of the baseline that are mended by now."""

    @property
    def counted(self) -> tuple[Located, ...]:
        """The findings that nothing suppresses."""
        return tuple(finding for finding in self.findings if not finding.suppressed)

    def failing(self, limit: Severity | None) -> tuple[Located, ...]:
        """The counted findings at least as bad as the limit; none without one."""
        if limit is None:
            return ()
        return tuple(f for f in self.counted if f.severity.rank <= limit.rank)


def text(verdict: Verdict) -> str:
    """As compilers write it, `file:line:column: severity: message [check]`, and a line of sums."""
    lines = [
        f"{f.file}:{f.line}:{f.column}: {f.severity}: {f.told or f.message} [{f.check}]"
        for f in verdict.counted
    ]
    return "\n".join([*lines, sums(verdict)])


def sums(verdict: Verdict) -> str:
    """How many findings of which kind, on one line."""
    by_severity = Counter(finding.severity for finding in verdict.counted)
    parts = [_count(by_severity[severity], severity) for severity in Severity]
    hidden = Counter(finding.suppressed for finding in verdict.findings if finding.suppressed)
    parts += [
        f"{count} {'ignored' if how == 'ignored' else 'in the baseline'}"
        for how, count in sorted(hidden.items())
    ]
    if verdict.stale:
        parts.append(f"{verdict.stale} of the baseline mended: write it again")
    seen = f"{_count(len(verdict.files), 'file')}, {_count(verdict.segments, 'segment')}"
    return f"{seen}: {', '.join(parts)}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("s" if number != 1 and noun != "info" else "")


def to_json(verdict: Verdict) -> str:
    """One JSON document with stable keys."""
    return json.dumps(
        {
            "files": list(verdict.files),
            "segments": verdict.segments,
            "counts": {str(s): sum(f.severity is s for f in verdict.counted) for s in Severity},
            "findings": [_plain(finding) for finding in verdict.findings],
            "stale": verdict.stale,
        },
        ensure_ascii=False,
        indent=2,
    )


def _plain(finding: Located) -> dict[str, Any]:
    return {
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "check": finding.check,
        "severity": str(finding.severity),
        "segment": finding.key,
        "message": finding.message,
        "fingerprint": finding.fingerprint,
        "suppressed": finding.suppressed,
        "reason": finding.reason,
    }


def by_file(verdict: Verdict) -> dict[str, Sequence[Located]]:
    """The counted findings of each file, files without any among them."""
    found: dict[str, list[Located]] = {name: [] for name in verdict.files}
    for finding in verdict.counted:
        found.setdefault(finding.file, []).append(finding)
    return dict(found)
