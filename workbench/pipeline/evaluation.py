"""Engines put to the test: a text they translate, and how near they come to a person's words.

What is scored is what a newsroom would get: the drafts with their terms and figures, not the bare
output of a model. Marks are left out of the comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench import engines, evaluation, files
from workbench.engines import ENGINES
from workbench.errors import EngineError, Mismatch
from workbench.evaluation import Score
from workbench.glossary import Glossary
from workbench.inline import strip
from workbench.model import Document, Engine, Segment
from workbench.pipeline.references import Reference, reference, translations
from workbench.pipeline.termbase import house_glossary
from workbench.pipeline.translation import translate


@dataclass(frozen=True, slots=True)
class Tested:
    """What one engine made of the text."""

    name: str
    signature: str
    scores: tuple[Score, ...]
    folded: tuple[Score, ...]
    """The same with every half-space counted as a space."""
    terms_kept: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Engines side by side on one text; significance is against the first."""

    test: str
    target_language: str
    segments: int
    terms: int
    """Glossary terms in the sources."""
    reference_terms_kept: int
    """So many of them the reference itself has in an allowed form."""
    systems: tuple[Tested, ...]


def evaluate(
    test: Path,
    names: Sequence[str],
    *,
    to: str = "",
    english: Path | None = None,
    glossary: Glossary | None = None,
    samples: int = evaluation.SAMPLES,
    progress: Callable[[str, int, int], None] | None = None,
) -> Comparison:
    """Have engines translate a test set, and score what they made of it.

    `test` and the files are as in `references`; `english` is a file with the sources of a `test`
    that is a translation a line. A name is that of an engine, the path of a model package, or that
    of a file with translations.
    """
    if len(set(names)) < len(names):
        raise Mismatch("The same engine is named twice. Name another one to compare with.")
    glossary = glossary or house_glossary()
    sources = None if english is None else files.read(english)
    held = reference(test.name, files.read(test), to=to, english=sources)
    made = {}
    for name in names:

        def tell(done: int, total: int, name: str = name) -> None:
            if progress:
                progress(name, done, total)

        made[_short(name, names)] = _system(name, held, glossary, tell)
    return _compared(held, made, glossary, samples)


def _compared(
    held: Reference, made: Mapping[str, tuple[str, list[str]]], glossary: Glossary, samples: int
) -> Comparison:
    """What systems made, by name and with the signature of each."""
    texts = {name: [strip(text) for text in system[1]] for name, system in made.items()}
    references = [strip(text) for text in held.texts]
    plain, folded = (_scores(texts, references, fold, samples) for fold in (False, True))
    sources = [strip(source) for source in held.sources]
    kept, terms = _terms(glossary, sources, references, held.language)
    return Comparison(
        held.name,
        held.language,
        len(references),
        terms,
        kept,
        tuple(
            Tested(
                name,
                signature,
                plain[name],
                folded[name],
                _terms(glossary, sources, texts[name], held.language)[0],
            )
            for name, (signature, _) in made.items()
        ),
    )


def _short(name: str, names: Sequence[str]) -> str:
    """A file without its folder, where that still tells it from the others."""
    short = Path(name).name
    return short if [Path(other).name for other in names].count(short) == 1 else name


def _scores(
    texts: Mapping[str, Sequence[str]], references: Sequence[str], folded: bool, samples: int
) -> dict[str, tuple[Score, ...]]:
    if len(texts) > 1:
        return evaluation.compared(texts, references, folded=folded, samples=samples)
    return {
        name: evaluation.scores(text, references, folded=folded, samples=samples)
        for name, text in texts.items()
    }


# The systems


def _system(
    name: str, held: Reference, glossary: Glossary, progress: Callable[[int, int], None]
) -> tuple[str, list[str]]:
    """(signature, a translation a source) of what a name stands for."""
    path = Path(name)
    if name not in ENGINES and path.suffix != ".argosmodel":
        if not path.is_file():
            known = ", ".join(ENGINES)
            raise EngineError(
                f"There is no engine and no file {name!r}. Use one of: {known},"
                " a model package, or a file with translations."
            )
        return path.name, translations(path.name, files.read(path), held)
    if not held.sourced:
        raise Mismatch(
            f"{held.name} has no English for {name} to translate. Name a file of it with --source,"
            " or compare files."
        )
    engine = engines.make(name) if name in ENGINES else engines.make(model=path)
    return _translated(engine, held.sources, held.language, glossary, progress)


def _translated(
    engine: Engine,
    sources: Sequence[str],
    language: str,
    glossary: Glossary,
    progress: Callable[[int, int], None],
) -> tuple[str, list[str]]:
    segments = tuple(
        Segment(str(number), source, language="en") for number, source in enumerate(sources)
    )
    document = Document("test", "text", segments)
    done = translate(document, language, engine=engine, glossary=glossary, progress=progress)
    signature = engine.signature(source="en", target=language)
    return signature, [segment.target for segment in done.segments]


def _terms(
    glossary: Glossary, sources: Sequence[str], targets: Sequence[str], language: str
) -> tuple[int, int]:
    """(terms in an allowed form, terms in the sources)."""
    renderings = [
        rendering
        for source, target in zip(sources, targets, strict=True)
        for rendering in glossary.judge(glossary.find(source), target, language)
    ]
    return sum(rendering.placed for rendering in renderings), len(renderings)
