"""Engines put to the test: a text they translate, and how near they come to a person's words.

What is scored is what a newsroom would get: the drafts with their terms and figures, not the bare
output of a model. Marks are left out of the comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench import engines, evaluation, files, formats
from workbench.engines import ENGINES
from workbench.errors import EngineError, Mismatch, UnknownLanguage, UnreadableFile
from workbench.evaluation import Score
from workbench.glossary import Glossary
from workbench.inline import strip
from workbench.languages import find
from workbench.model import Document, Engine, Segment, State
from workbench.pipeline.termbase import house_glossary
from workbench.pipeline.translation import translate

_CONFIRMED = (State.TRANSLATED, State.REVIEWED, State.FINAL)
_HEADINGS = {"english", "source", "reference", "target", "translation"}


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
    glossary: Glossary | None = None,
    samples: int = evaluation.SAMPLES,
    progress: Callable[[str, int, int], None] | None = None,
) -> Comparison:
    """Have engines translate a test set, and score what they made of it.

    `test` is a TSV file of English and reference, or a PO or XLIFF file, whose confirmed segments
    are the references. A name is that of an engine, the path of a model package, or that of a text
    file with a translation a line.
    """
    if len(set(names)) < len(names):
        raise Mismatch("The same engine is named twice. Name another one to compare with.")
    glossary = glossary or house_glossary()
    pairs, language = _read(test, to)
    made = {}
    for name in names:

        def tell(done: int, total: int, name: str = name) -> None:
            if progress:
                progress(name, done, total)

        made[_short(name, names)] = _system(name, pairs, language, glossary, tell)
    texts = {name: [strip(text) for text in system[1]] for name, system in made.items()}
    references = [strip(reference) for _, reference in pairs]
    plain, folded = (_scores(texts, references, fold, samples) for fold in (False, True))
    sources = [strip(source) for source, _ in pairs]
    kept, terms = _terms(glossary, sources, references, language)
    return Comparison(
        test.name,
        language,
        len(pairs),
        terms,
        kept,
        tuple(
            Tested(
                name,
                signature,
                plain[name],
                folded[name],
                _terms(glossary, sources, texts[name], language)[0],
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


# The test set


def _read(test: Path, to: str) -> tuple[list[tuple[str, str]], str]:
    """The (English, reference) pairs and the language of the references."""
    asked = find(to).code if to else ""
    data = files.read(test)
    if test.suffix.lower() in (".tsv", ".tab"):
        pairs, told = _rows(formats.decode(data, name=test.name), test.name)
    else:
        document = formats.read(data, name=test.name)
        told = document.target_language
        pairs = [
            (segment.source, segment.target)
            for segment in document.segments
            if segment.translate and segment.target and segment.state in _CONFIRMED
        ]
    if told and asked and told != asked:
        raise Mismatch(f"{test.name} is in {told}, not in {asked}. Leave --to away, or mend it.")
    if not (told or asked):
        raise Mismatch(f"{test.name} does not say its language. Name it: --to prs or --to ps.")
    if not pairs:
        raise UnreadableFile(
            f"{test.name} holds no confirmed translation to compare with."
            " Give a TSV file of English and reference, or a finished PO or XLIFF file."
        )
    return pairs, told or asked


def _rows(text: str, name: str) -> tuple[list[tuple[str, str]], str]:
    """The rows of a TSV file; a first row of headings may name the language."""
    pairs, told = [], ""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if number == 1 and (heading := _heading(cells)) is not None:
            told = heading
            continue
        if len(cells) != 2 or not all(cells):
            raise UnreadableFile(
                f"{name}, line {number}: {len(cells)} cells. "
                "Write two a line, English and reference, with a tab between them."
            )
        pairs.append((cells[0], cells[1]))
    return pairs, told


def _heading(cells: Sequence[str]) -> str | None:
    """The language a row of headings names, empty when none; None for no headings."""
    if len(cells) != 2:
        return None
    if {cell.casefold() for cell in cells} <= _HEADINGS:
        return ""
    try:
        source, target = find(cells[0]).code, find(cells[1]).code
    except UnknownLanguage:
        return None
    return target if source == "en" else None


# The systems


def _system(
    name: str,
    pairs: Sequence[tuple[str, str]],
    language: str,
    glossary: Glossary,
    progress: Callable[[int, int], None],
) -> tuple[str, list[str]]:
    """(signature, a translation a source) of what a name stands for."""
    path = Path(name)
    if name not in ENGINES and path.suffix != ".argosmodel":
        if not path.is_file():
            known = ", ".join(ENGINES)
            raise EngineError(
                f"There is no engine and no file {name!r}. Use one of: {known},"
                " a model package, or a text file with a translation a line."
            )
        text = formats.decode(files.read(path), name=path.name)
        return path.name, text.removesuffix("\n").split("\n")
    engine = engines.make(name) if name in ENGINES else engines.make(model=path)
    return _translated(engine, [source for source, _ in pairs], language, glossary, progress)


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
