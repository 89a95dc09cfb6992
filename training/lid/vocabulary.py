"""Make workbench/detection/english.txt: common English words, from the CC0 texts of the corpus.

A word belongs if it is written small often enough in news or health text. Names never are, which
is the point: "European Languages" is English, "Taut Bataut" is a name.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from sources import texts

OUTPUT = Path(__file__).resolve().parents[2] / "workbench" / "detection" / "english.txt"
SOURCES = ("authored", "tico19")
FEWEST = 2
_WORD = re.compile(r"(?<![\w'’.-])[a-z]{2,}(?![\w'’-])")


def main() -> None:
    found = texts()
    counts: Counter[str] = Counter()
    for source in SOURCES:
        for line in found[source, "en"]:
            counts.update(_WORD.findall(line))
    words = sorted(word for word, count in counts.items() if count >= FEWEST)
    OUTPUT.write_text("\n".join(words) + "\n", encoding="utf-8")
    print(f"{OUTPUT.name}: {len(words)} words")


if __name__ == "__main__":
    main()
