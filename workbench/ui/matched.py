"""What the memory offers for a segment, as the editor's page shows it."""

from __future__ import annotations

from typing import Any

from workbench import pipeline
from workbench.pipeline.recall import penalties
from workbench.pipeline.substitution import substituted
from workbench.store import Match, Store, StoredDocument, StoredSegment
from workbench.ui import agreed


def matched(
    store: Store, document: StoredDocument, segment: StoredSegment, *, limit: int
) -> list[dict[str, Any]]:
    """The matches of a segment, best first, each with the numbers and names it would have here.

    What their origin costs is as the project says in whose folder the desk was opened.
    """
    settings = agreed.settings()
    found = store.matches(
        segment.source,
        document.source_language,
        document.target_language,
        limit=limit,
        floor=settings.threshold,
        context=store.context(document.id, segment.key),
        penalties=penalties(settings),
    )
    return [_match(match, segment.source, document.target_language) for match in found]


def _match(match: Match, source: str, language: str) -> dict[str, Any]:
    done = substituted(match.source, match.target, source, language, pipeline.house_glossary())
    return {
        "score": min(100, match.score),
        "context": match.in_context,
        "source": match.source,
        "target": done.target if done else match.target,
        "exchanged": list(done.changes) if done else [],
        "penalty": match.penalty,
        "memory": match.memory,
        "origin": match.origin,
        "author": match.author,
        "date": match.date.isoformat() if match.date else "",
    }
