"""The model card: `MODEL_CARD.md` with the version and the measured scores filled in."""

from __future__ import annotations

import json
from pathlib import Path

_NAMES = {"prs": "Dari", "ps": "Pashto"}
_HEAD = "| | lines | chrF++ | BLEU | inline terms copied | useless outputs |\n" + "|---" * 6 + "|"


def model_card(template: Path, scores: Path, version: str) -> str:
    """The card; it says so where nothing was measured."""
    text = template.read_text(encoding="utf-8")
    return text.replace("VERSION", version).replace("SCORES", score_table(scores))


def score_table(scores: Path) -> str:
    """The rows of `scores.json` as a table with sacrebleu's signatures below."""
    if not scores.exists():
        return "Not measured."
    rows = json.loads(scores.read_text(encoding="utf-8"))
    lines = [_HEAD]
    for row in rows:
        copied = f"{row['terms_copied']} of {row['terms_given']}"
        useless = sum(row["degenerate"].values())
        lines.append(
            f"| {_NAMES[row['language']]} | {row['lines']} | {row['chrf']:.1f} "
            f"| {row['bleu']:.1f} | {copied} | {useless} |"
        )
    sets = sorted({row["test"] for row in rows})
    note = f"Test file {', '.join(sets)}, beam {rows[0]['beam']}; spelling folded on both sides."
    return "\n".join([*lines, "", note, "", f"`{rows[0]['signature']}`"])
