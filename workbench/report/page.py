"""Findings as one page to read, to print and to pass on: no file beside it, no script in it.

Grouped by file and check, each with its source and its translation, the place marked. What the
texts hold is escaped, and the page may load nothing: a segment can be hostile.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from workbench.i18n import _, ngettext, spoken
from workbench.languages import find, translate_digits
from workbench.model import Severity
from workbench.report.located import Located, Rule, Verdict, by_file
from workbench.report.sheet import POLICY, style


def render(verdict: Verdict) -> str:
    """The whole report as one HTML document, in the language set with `use`."""
    language = find(spoken())
    title = escape(_("What the checks found"))
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{language.tag}" dir="{language.direction}">',
            f'<head><meta charset="utf-8"><title>{title}</title>',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width">',
            f"<style>{style()}</style></head>",
            f"<body><header><h1>{title}</h1>{_sums(verdict)}</header>",
            *_contents(verdict),
            *_files(verdict),
            "</body></html>",
        ]
    )


def _sums(verdict: Verdict) -> str:
    parts = [
        _count("{count} file", "{count} files", len(verdict.files)),
        _count("{count} segment", "{count} segments", verdict.segments),
        *_severities(verdict.counted),
    ]
    hidden = len(verdict.findings) - len(verdict.counted)
    if hidden:
        parts.append(_count("{count} excused or known", "{count} excused or known", hidden))
    return f"<p>{' · '.join(parts)}</p>"


def _severities(findings: Sequence[Located]) -> list[str]:
    """How many there are of each severity, worst first; of what there is none, nothing."""
    nouns = {
        Severity.ERROR: ("{count} error", "{count} errors"),
        Severity.WARNING: ("{count} warning", "{count} warnings"),
        Severity.INFO: ("{count} hint", "{count} hints"),
    }
    found = [(severity, sum(f.severity is severity for f in findings)) for severity in nouns]
    return [
        f'<span class="{severity}">{_count(*nouns[severity], count)}</span>'
        for severity, count in found
        if count
    ]


def _count(one: str, many: str, count: int) -> str:
    shown = translate_digits(str(count), spoken())
    return escape(ngettext(one, many, count).format(count=shown))


def _contents(verdict: Verdict) -> Iterator[str]:
    """The files with findings, and how many they have."""
    found = {name: findings for name, findings in by_file(verdict).items() if findings}
    if not found:
        yield f'<p class="clean">{escape(_("Nothing was found."))}</p>'
    elif len(found) > 1:
        yield "<nav><ul>"
        for number, (name, findings) in enumerate(found.items(), 1):
            counts = " · ".join(_severities(findings))
            yield f'<li><a href="#file-{number}"><bdi>{escape(name)}</bdi></a> {counts}</li>'
        yield "</ul></nav>"


def _files(verdict: Verdict) -> Iterator[str]:
    found = ((name, findings) for name, findings in by_file(verdict).items() if findings)
    for number, (name, findings) in enumerate(found, 1):
        yield f'<section id="file-{number}"><h2><bdi>{escape(name)}</bdi></h2>'
        named = {finding.check for finding in findings}
        for rule in sorted(verdict.rules, key=lambda rule: rule.severity.rank):
            if rule.name in named:
                yield from _check(rule, [one for one in findings if one.check == rule.name])
        yield "</section>"


def _check(rule: Rule, findings: Sequence[Located]) -> Iterator[str]:
    yield f'<details open><summary><b lang="en" dir="ltr">{escape(rule.name)}</b> '
    yield f'<span class="title" lang="en" dir="ltr">{escape(rule.title)}</span>'
    yield f"{' · '.join(_severities(findings))}</summary>"
    for finding in findings:
        yield f'<article class="{finding.severity}">'
        place = f"{finding.line}:{finding.column}"
        yield f'<p class="said"><bdi class="place">{place}</bdi> '
        yield f'<span dir="auto">{escape(finding.told or finding.message)}</span></p>'
        if finding.source or finding.target:
            yield _text(finding.source, "en") + _text(
                finding.target, finding.language, finding.span
            )
        yield "</article>"
    yield "</details>"


def _text(text: str, code: str, span: tuple[int, int] | None = None) -> str:
    """A source or target in its own language and direction, its span marked."""
    language = find(code or "en")
    start, end = span or (0, 0)
    marked = (
        f"{escape(text[:start])}<mark>{escape(text[start:end])}</mark>{escape(text[end:])}"
        if start < end <= len(text)
        else escape(text)
    )
    return f'<p class="text" lang="{language.tag}" dir="{language.direction}">{marked}</p>'
