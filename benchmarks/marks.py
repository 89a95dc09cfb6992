"""How many inline marks survive machine translation, and how many sit round the right words.

    python benchmarks/marks.py [--language prs] [--show wrong] [--file tests/cases/marks.json]

120 sentences of news, written for this, with one to four marks each, go through the whole path: the
model, terms, figures, marks put back. A mark survives when it comes back once and well nested, and
encloses something if it did. It sits right when what it encloses (a footnote: what stands before
it) is what a person who read the translation marked; particles and punctuation at the edges are let
off. Where the translation has none of the words that belong there, since the model left them out or
took others, no rule can tell: these are counted apart, and shown with `--show open`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from workbench import engines, pipeline  # noqa: E402
from workbench.inline import lost, marks, misnested, strip  # noqa: E402
from workbench.model import Document, Engine, Segment  # noqa: E402
from workbench.normalize import ZWNJ  # noqa: E402

CASES = ROOT / "tests" / "cases" / "marks.json"
LANGUAGES = ("prs", "ps")
Case = dict[str, object]
EDGES = {
    "prs": "به از در بر با برای تا را و که روی",
    "ps": "د په له ته تر پر کې څخه سره باندې لپاره پورې چې او له‌خوا",
}
_OUTER = "،؛؟.!:»«()\"' "


@dataclass(frozen=True, slots=True)
class Verdict:
    """One mark of one sentence."""

    mark: str
    survived: bool
    right: bool | None
    """None where no accepted words stand in the translation."""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--language", choices=LANGUAGES, action="append")
    arguments.add_argument("--show", choices=["wrong", "open", "all"], default="")
    arguments.add_argument("--file", type=Path, default=CASES)
    arguments.add_argument("--model", type=Path, help="a package instead of the shipped one")
    given = arguments.parse_args()
    cases = json.loads(given.file.read_text("utf-8"))
    engine = engines.make(model=given.model) if given.model else engines.make("argos")
    for language in given.language or LANGUAGES:
        print(measured(engine, cases, language, given.show))


def measured(engine: Engine, cases: Sequence[Case], language: str, show: str) -> str:
    """The two rates of a language, after the lines asked for."""
    found = verdicts(engine, cases, language, show)
    clear = [vs for vs in found if all(v.right is not None for v in vs)]
    whole = sum(all(v.right for v in vs) for vs in clear)
    told = right(found)
    every = sum(map(len, found))
    return (
        f"{language} {engine.signature(source='en', target=language)}: {every} marks in"
        f" {len(cases)} sentences; survive {rate(*survived(found))}; sit right {rate(*told)},"
        f" all of a sentence {rate(whole, len(clear))}; not in the translation {every - told[1]}"
    )


def verdicts(
    engine: Engine, cases: Sequence[Case], language: str, show: str = ""
) -> list[list[Verdict]]:
    """Of each mark of each sentence, once the engine has translated them."""
    targets = translated(engine, [str(case["source"]) for case in cases], language)
    found = []
    for case, target in zip(cases, targets, strict=True):
        found.append(judge(case, target, language))
        if wanted := [v.mark for v in found[-1] if show and _shown(v, show)]:
            print(f"{case['source']}\n    {target}\n    {', '.join(wanted)}")
    return found


def survived(found: Sequence[Sequence[Verdict]]) -> tuple[int, int]:
    """(marks that did, marks)."""
    every = [verdict for verdicts in found for verdict in verdicts]
    return sum(verdict.survived for verdict in every), len(every)


def right(found: Sequence[Sequence[Verdict]]) -> tuple[int, int]:
    """(marks that sit right, marks of which it can be told)."""
    every = [verdict.right for verdicts in found for verdict in verdicts]
    told = [verdict for verdict in every if verdict is not None]
    return sum(told), len(told)


def translated(engine: Engine, sources: Sequence[str], language: str) -> list[str]:
    """Drafts as the workbench makes them, with their marks."""
    segments = tuple(Segment(str(n), source, language="en") for n, source in enumerate(sources))
    document = Document("marks", "text", segments)
    return [s.target for s in pipeline.translate(document, language, engine=engine).segments]


def judge(case: Case, target: str, language: str) -> list[Verdict]:
    """What became of each mark of a sentence."""
    source = str(case["source"])
    gone = Counter(lost(source, target)) + Counter(lost(target, source))
    broken = misnested(target)
    accepted = case.get(language, {})
    assert isinstance(accepted, dict)
    found = []
    for mark in [mark for mark in marks(source) if not mark.startswith("</")]:
        name = mark.strip("<>/")
        closing = f"</{name}>"
        survived = not ({mark, closing} & (set(gone) | set(broken)))
        inner = _under(target, mark, closing) if survived else None
        if inner is not None and mark.startswith("<g") and not inner.strip():
            survived = False
        found.append(Verdict(name, survived, _right(inner, mark, target, accepted, language)))
    return found


def _under(target: str, mark: str, closing: str) -> str:
    """What a pair encloses, or all that stands before a standalone mark."""
    start = target.index(mark)
    if mark.endswith("/>"):
        return strip(target[:start])
    return strip(target[start + len(mark) : target.index(closing)])


def _right(
    inner: str | None, mark: str, target: str, accepted: dict[str, list[str]], language: str
) -> bool | None:
    forms = accepted.get(mark.strip("<>/"), [])
    plain = _folded(strip(target))
    if not any(re.search(form, plain) for form in map(_folded, forms)):
        return None
    if inner is None:
        return False
    shown = _trimmed(_folded(inner), language)
    if mark.endswith("/>"):
        return any(
            re.search(f"(?:{form})$", text)
            for form in map(_folded, forms)
            for text in (_folded(inner).rstrip(), shown)
        )
    return any(re.fullmatch(form, shown) for form in map(_folded, forms))


def _folded(text: str) -> str:
    return " ".join(text.replace(ZWNJ, "").replace("\u0654", "").split())


def _trimmed(text: str, language: str) -> str:
    """Without particles and punctuation at its edges."""
    known = {_folded(word) for word in EDGES[language].split()}
    words = text.strip(_OUTER).split()
    while len(words) > 1 and words[0].strip(_OUTER) in known:
        words.pop(0)
    while len(words) > 1 and words[-1].strip(_OUTER) in known:
        words.pop()
    return " ".join(words).strip(_OUTER)


def _shown(verdict: Verdict, show: str) -> bool:
    if show == "all":
        return True
    return verdict.right is None if show == "open" else verdict.right is False


def rate(part: int, whole: int) -> str:
    return f"{part}/{whole} ({part / max(1, whole):.1%})"


if __name__ == "__main__":
    main()
