"""From bytes to a document whose segments know their language, and the terms in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from workbench import detection, formats
from workbench.errors import Mismatch, NothingToTranslate
from workbench.glossary import Glossary
from workbench.inline import strip
from workbench.languages import name_of
from workbench.model import Document, Match, State
from workbench.pipeline.termbase import house_glossary


def read(data: bytes, *, name: str, keys: Sequence[str] = ()) -> Document:
    """A document with the language of every segment; what is not English stays as it is.

    Of an article's front matter, the fields of these `keys`. A bilingual file says what its source
    is: there, a name alone or one word is translated too.
    """
    document = formats.read(data, name=name, keys=keys)
    told = formats.FORMATS[document.format].bilingual
    found = detection.detect_all([strip(segment.source) for segment in document.segments])
    segments = tuple(
        replace(
            segment,
            language=result.language,
            confidence=result.confidence,
            translate=segment.translate
            and (
                result.language == document.source_language
                or (told and (bool(segment.target) or _worded(result.language, segment.source)))
            ),
        )
        for segment, result in zip(document.segments, found, strict=True)
    )
    return replace(document, segments=segments)


def _worded(language: str, source: str) -> bool:
    """Whether a text has words, though no language could be told by them."""
    return language == "other" and any(char.isalpha() for char in strip(source))


def into(document: Document, code: str) -> Document:
    """The document, to be translated into a language.

    Raises Mismatch when it is a bilingual file for another one.
    """
    told = document.target_language
    if told and told != code:
        raise Mismatch(
            f"{document.name} is for translation into {name_of(told)}, not {name_of(code)}."
            f" Translate it into {told}, or take a file that names no target language."
        )
    return replace(document, target_language=code)


def terms(document: Document, *, glossary: Glossary | None = None) -> dict[str, list[Match]]:
    """The glossary terms in each segment's source (offsets without marks), by segment key."""
    glossary = glossary or house_glossary()
    return {s.key: glossary.find(strip(s.source)) for s in document.segments if s.translate}


def restore(
    name: str,
    data: bytes,
    target_language: str,
    edits: Mapping[str, tuple[str, State, str]],
) -> Document:
    """A stored document: its source bytes read again, with (target, state, origin) by key."""
    document = read(data, name=name)
    segments = tuple(
        replace(
            segment,
            target=edit[0],
            state=edit[1],
            origin=edit[2],
            translate=segment.translate or bool(edit[0]),
        )
        if (edit := edits.get(segment.key))
        else segment
        for segment in document.segments
    )
    return replace(document, segments=segments, target_language=target_language)


def require_english(document: Document) -> None:
    """Raise NothingToTranslate, saying what the document is in, when no segment is English."""
    if any(segment.translate for segment in document.segments):
        return
    counts = Counter(s.language for s in document.segments if s.language != "other")
    if not counts:
        raise NothingToTranslate(
            f"{document.name} has no sentence to translate. Give an article with English text."
        )
    main = counts.most_common(1)[0][0]
    if main == "fa":
        raise NothingToTranslate(
            f"{document.name} is in Iranian Persian: it is converted, not translated."
            " Use `workbench dari`, or give the English article."
        )
    raise NothingToTranslate(
        f"{document.name} is in {name_of(main)} already: none of its {len(document.segments)}"
        " segments is English. Give the English article instead."
    )
