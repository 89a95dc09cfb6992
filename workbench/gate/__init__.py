"""The gate: translations checked against the glossary, for CI and for a person before a commit.

Reads catalogues, XLIFF and pairs of articles; every finding is told with the line and column of
the translation; what a comment excuses or a baseline knows is kept, but does not count.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from workbench import checks, i18n, pipeline
from workbench.checks.ignores import bad_ignore, ignored
from workbench.gate import baseline, reading
from workbench.gate.bilingual import Bilingual, Place
from workbench.gate.changes import changed_since
from workbench.gate.pairs import structure
from workbench.gate.renderings import inconsistent, inconsistent_term
from workbench.glossary import Glossary
from workbench.inline import strip
from workbench.model import Finding, Severity
from workbench.pipeline.settings import Settings
from workbench.report.located import Located, Rule, Verdict

__all__ = ["RULES", "changed_since", "check", "opened", "rules"]

RULES: tuple[tuple[str, Severity, Callable[[], None]], ...] = (
    ("structure", Severity.ERROR, structure),
    ("inconsistent-term", Severity.WARNING, inconsistent_term),
    ("bad-ignore", Severity.ERROR, bad_ignore),
)
"""What only a whole document or a whole file shows; a docstring each, as with the checks."""


def rules() -> tuple[Rule, ...]:
    """All that the gate looks for."""
    own = [(name, severity, function.__doc__) for name, severity, function in RULES]
    rows = [(row.name, row.severity, row.find.__doc__) for row in checks.CHECKS]
    return tuple(
        Rule(name, severity, inspect.cleandoc(text or name)) for name, severity, text in rows + own
    )


def opened(
    paths: Sequence[Path], *, since: set[Path] | None = None, settings: Settings | None = None
) -> list[Bilingual]:
    """The translations in files and folders; of those, the ones with a changed part."""
    found = []
    for job in reading.jobs(paths):
        if settings and settings.excludes(job[0]):
            continue
        parts = {part.resolve() for part in job if part}
        if since is None or parts & since:
            keys = settings.keys if settings else ()
            bilingual = reading.opened(job, chosen=job[0] in paths, keys=keys)
            found += [bilingual] if bilingual else []
    return found


def check(
    paths: Sequence[Path],
    *,
    glossary: Glossary | None = None,
    since: set[Path] | None = None,
    known: Path | None = None,
    settings: Settings | None = None,
) -> Verdict:
    """The verdict on files and folders; `known` is a baseline, `since` the files that changed.

    `settings` are the project's: what is excluded, and how bad each check is held to be.
    """
    settings = settings or Settings()
    glossary = glossary or pipeline.house_glossary()
    table = tuple(
        replace(rule, severity=settings.severity(rule.name, rule.severity)) for rule in rules()
    )
    names: list[str] = []
    findings: list[Located] = []
    segments = 0
    for bilingual in opened(paths, since=since, settings=settings):
        names.append(shown(bilingual.path))
        findings += _checked(bilingual, glossary, [rule.name for rule in table], settings)
        segments += len(bilingual.document.segments)
    stale = 0
    if known:
        findings, stale = baseline.applied(findings, baseline.read(known), names)
    return Verdict(tuple(names), tuple(findings), _all_rules(table, findings), segments, stale)


def _all_rules(table: tuple[Rule, ...], findings: Sequence[Located]) -> tuple[Rule, ...]:
    """The table, and a row for what a reader reported under a name of its own."""
    known = {rule.name for rule in table}
    others = {f.check: f.severity for f in findings if f.check not in known}
    return table + tuple(
        Rule(name, severity, "What the reader of the file could not place.")
        for name, severity in others.items()
    )


def shown(path: Path) -> str:
    """A path as reports name it: relative when it lies below, with slashes."""
    resolved, here = path.resolve(), Path.cwd()
    return (resolved.relative_to(here) if resolved.is_relative_to(here) else path).as_posix()


def _checked(
    bilingual: Bilingual, glossary: Glossary, known: Sequence[str], settings: Settings
) -> list[Located]:
    document = bilingual.document
    found: list[Finding] = [*document.findings, *bilingual.findings]
    found += checks.check(document, glossary, acronyms=settings.acronyms)
    found += inconsistent(document, glossary)
    reasons: dict[str, dict[str, str]] = {}
    before: tuple[str, ...] = ()
    for key, comments in bilingual.comments.items():
        reasons[key], faults = ignored(comments, known)
        if comments is not before:  # the segments of one block share theirs
            found += [Finding("bad-ignore", Severity.ERROR, key, fault) for fault in faults]
        before = comments
    found = settings.applied(found)
    name = shown(bilingual.path)
    texts = {one.key: (strip(one.source), strip(one.target)) for one in document.segments}
    located = [
        replace(
            _located(one, name, bilingual, reasons.get(one.key, {})),
            source=texts.get(one.key, ("", ""))[0],
            target=texts.get(one.key, ("", ""))[1],
            language=document.target_language,
            span=one.span,
        )
        for one in found
    ]
    order = sorted(range(len(found)), key=lambda i: (located[i].line, located[i].column))
    sources = {segment.key: segment.source for segment in document.segments}
    return baseline.fingerprinted(
        [located[i] for i in order], [sources.get(found[i].key, "") for i in order]
    )


def _located(finding: Finding, name: str, bilingual: Bilingual, reasons: dict[str, str]) -> Located:
    place = bilingual.places.get(finding.key) or Place((max(finding.line, 1), 1))
    (line, column), end = place.at(finding.span)
    reason = reasons.get(finding.check, "")
    return Located(
        name,
        line,
        column,
        finding.check,
        finding.severity,
        finding.message,
        "",
        end,
        finding.key,
        "ignored" if reason else "",
        reason,
        i18n.told(finding.said),
    )
