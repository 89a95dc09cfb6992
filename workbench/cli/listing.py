"""`workbench detect`: one row a segment, and the counts."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import typer

from workbench import detection, files, formats
from workbench.i18n import _
from workbench.inline import strip


def detect(file: Path, *, explain: bool, as_json: bool) -> None:
    """Print the language of every segment of a file."""
    document = formats.read(files.read(file), name=file.name)
    texts = [strip(segment.source) for segment in document.segments]
    results = detection.detect_all(texts)
    rows = list(zip(document.segments, texts, results, strict=True))
    if as_json:
        plain = [{"key": s.key, "line": s.line, "text": t, **asdict(r)} for s, t, r in rows]
        typer.echo(json.dumps(plain, ensure_ascii=False, indent=2))
        return
    counts: dict[str, int] = {}
    for segment, text, result in rows:
        counts[result.language] = counts.get(result.language, 0) + 1
        reason = f"  [{result.reason}]" if explain else ""
        shown = text if len(text) <= 72 else text[:71] + "…"
        typer.echo(
            f"{segment.line:5}  {result.language:5}  {result.confidence:4.2f}  {shown}{reason}"
        )
    total = ", ".join(f"{code} {count}" for code, count in sorted(counts.items()))
    typer.echo(_("{} segments: {}").format(len(rows), total))
