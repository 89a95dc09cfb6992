"""Findings told again: by a fingerprint without lines, and a file of those known before.

A baseline lets an old repository adopt the gate: what stands in it does not count, what is new
does. It is JSON, sorted, one entry a finding, so that a diff shows what was mended.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from workbench import files
from workbench.errors import UnreadableFile
from workbench.report.located import Located

_VERSION = 1


def fingerprinted(findings: Sequence[Located], sources: Sequence[str]) -> list[Located]:
    """Findings with fingerprints of file, check, source text and message; repeats are counted."""
    seen: Counter[str] = Counter()
    result = []
    for finding, source in zip(findings, sources, strict=True):
        text = "\0".join((finding.file, finding.check, source, finding.message))
        digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]
        seen[digest] += 1
        result.append(replace(finding, fingerprint=f"{digest}:{seen[digest]}"))
    return result


def write(path: Path, findings: Sequence[Located]) -> None:
    """Write the findings that count, and those the baseline had before, as a baseline."""
    entries = [
        {"fingerprint": f.fingerprint, "file": f.file, "check": f.check, "message": f.message}
        for f in sorted(findings, key=lambda f: (f.file, f.check, f.fingerprint))
        if f.suppressed != "ignored"
    ]
    text = json.dumps({"version": _VERSION, "findings": entries}, ensure_ascii=False, indent=1)
    files.write(path, (text + "\n").encode("utf-8"))


def read(path: Path) -> dict[str, str]:
    """The file of each fingerprint of a baseline. Raises UnreadableFile for anything else."""
    advice = "Write it again: workbench check PATH --baseline FILE --write-baseline"
    try:
        data = json.loads(files.read(path).decode("utf-8"))
        if data["version"] != _VERSION:
            raise UnreadableFile(f"{path} is a baseline of version {data['version']!r}. {advice}")
        return {str(entry["fingerprint"]): str(entry["file"]) for entry in data["findings"]}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableFile(f"{path} is no baseline of the gate. {advice}") from error


def applied(
    findings: Sequence[Located], known: dict[str, str], checked: Sequence[str]
) -> tuple[list[Located], int]:
    """Findings with the known ones suppressed, and how many known ones of these files are gone."""
    found = {finding.fingerprint for finding in findings}
    marked = [
        replace(f, suppressed="baseline") if not f.suppressed and f.fingerprint in known else f
        for f in findings
    ]
    stale = sum(name in checked for mark, name in known.items() if mark not in found)
    return marked, stale
