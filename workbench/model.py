"""The words the workbench speaks: documents, segments, marks, terms, findings, engines.

All values are frozen; a step takes one and returns a new one (`dataclasses.replace`).

Inline markup never travels as text. A segment's `source` and `target` hold numbered marks in the
notation translators know from CAT tools, and `inlines` says what each number stands for:

    source   "At least <g1>73 percent</g1> of attacks<x2/>"
    inlines  Inline(1, PAIR, "**", "**", "bold"), Inline(2, STANDALONE, "[^1]", "", "footnote")
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, StrEnum
from typing import Any, Protocol, cast


class State(StrEnum):
    """How far a segment has come. PO and XLIFF equivalents stand with the formats."""

    NEW = "new"
    """No target yet."""
    DRAFT = "draft"
    """A target nobody has looked at: machine output or a fuzzy match."""
    REJECTED = "rejected"
    """A person has seen the target and sent it back; a comment says why."""
    TRANSLATED = "translated"
    """A person wrote or confirmed the target."""
    REVIEWED = "reviewed"
    """A second person agreed."""
    FINAL = "final"
    """Released; not to be changed without reopening."""


class Severity(StrEnum):
    """How bad a finding is, worst first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst; compare with `<=`."""
        return list(Severity).index(self)


class InlineKind(Enum):
    """Whether a mark encloses text."""

    PAIR = "g"
    """`<g1>...</g1>`: bold, a link, superscript."""
    STANDALONE = "x"
    """`<x1/>`: an image, a code span, a placeholder; its text is not translated."""


@dataclass(frozen=True, slots=True)
class Inline:
    """One piece of inline markup, taken out of the text and numbered."""

    number: int
    """1-based within the segment, in source order."""
    kind: InlineKind
    open: str
    """The markup itself (for a pair, its opening part), exactly as the file has it."""
    close: str = ""
    """The closing part of a pair."""
    meaning: str = ""
    """For people: bold, italic, link, code, superscript, image, html, escape."""


PLURAL_FORM = "plural form"
"""How the note begins that tells the forms of one message from each other, `plural form 0`."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One translatable unit: usually a sentence, with all that is known of it."""

    key: str
    """Stable within its document as long as the source text is: a hash, `-2` on a repeat."""
    source: str
    target: str = ""
    state: State = State.NEW
    origin: str = ""
    """How the target came to be: `argos en-prs 0.1 beam 4; terms 2`, or a person's name."""
    inlines: tuple[Inline, ...] = ()
    language: str = ""
    """The language the source is in (canonical code, `other`, or empty when not yet asked)."""
    confidence: float = 0.0
    """How sure the language is, 0 to 1."""
    translate: bool = True
    """False for text that stays: already in another language, a date, an address."""
    note: str = ""
    """For the translator."""
    line: int = 0
    """1-based line of the source file; 0 when the format has no lines."""


class _Segment:
    """A segment while it is made: a frozen one sets each field by a slow call."""

    __slots__ = Segment.__slots__

    def __init__(
        self,
        key: str,
        source: str,
        target: str,
        state: State,
        origin: str,
        inlines: tuple[Inline, ...],
        translate: bool,
        note: str,
        line: int,
    ) -> None:
        self.key, self.source, self.target, self.state = key, source, target, state
        self.origin, self.inlines, self.translate = origin, inlines, translate
        self.note, self.line, self.language, self.confidence = note, line, "", 0.0


def segment(
    key: str,
    source: str,
    target: str,
    state: State,
    origin: str,
    inlines: tuple[Inline, ...],
    *,
    translate: bool,
    note: str,
    line: int,
) -> Segment:
    """A segment in a fifth of the time: for readers of files with very many.

    >>> segment("k", "s", "", State.NEW, "", (), translate=True, note="", line=1) == Segment(
    ...     "k", "s", line=1
    ... )
    True
    """
    made = _Segment(key, source, target, state, origin, inlines, translate, note, line)
    made.__class__ = Segment  # type: ignore[assignment]
    return cast(Segment, made)


@dataclass(frozen=True, slots=True)
class Unit:
    """One entry of a translation memory: a source text, and how somebody translated it."""

    source: str
    target: str
    """Both with numbered marks, as in a segment; what the marks stood for is not kept."""
    source_language: str
    target_language: str
    """Canonical codes."""
    origin: str = ""
    """Where it came from: the name of a document, or of another tool's file."""
    creator: str = ""
    created: datetime | None = None
    author: str = ""
    """Who changed it last."""
    changed: datetime | None = None
    note: str = ""
    properties: tuple[tuple[str, str], ...] = ()
    """What other tools wrote beside it: (type, text)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault, or a doubt, in a text."""

    check: str
    """The check's name: `missing-number`, `lost-tag`, `term-unplaced`."""
    severity: Severity
    key: str
    """Of the segment; empty when the finding is about the whole file."""
    message: str
    span: tuple[int, int] | None = None
    """Character offsets in the target (end exclusive)."""
    line: int = 0
    said: tuple[str, ...] = ()
    """The message as the catalogues have it, and what fills it: for those who read another
    language. Empty when it is told in English only."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file as the workbench sees it: segments, and a skeleton only its format understands."""

    name: str
    """The file's own name, without its folder."""
    format: str
    """A key of FORMATS."""
    segments: tuple[Segment, ...] = ()
    source_language: str = "en"
    target_language: str = ""
    skeleton: Any = None
    findings: tuple[Finding, ...] = ()
    """What the reader could not place; it stays untouched in the skeleton."""


@dataclass(frozen=True, slots=True)
class Term:
    """One concept of the termbase: a row of `glossary/*.csv`."""

    id: str
    en: str
    en_also: tuple[str, ...] = ()
    forms: dict[str, str] = field(default_factory=dict)
    """Preferred form by language code."""
    also: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Other allowed forms (variants, Pashto oblique and plural) by language code."""
    avoid: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Forms the house style forbids, by language code."""
    kind: str = ""
    """The `class` column: `group;m;pl`, `place;f;sg`."""
    case: str = "any"
    """How the English must be cased to match: `any`, `first` (a capital) or `exact`."""
    status: str = "proposed"
    note: str = ""
    source: str = ""

    def allowed(self, language: str) -> tuple[str, ...]:
        """The preferred form first, then the other allowed ones; () without a preferred one."""
        preferred = self.forms.get(language, "")
        return (preferred, *self.also.get(language, ())) if preferred else ()


@dataclass(frozen=True, slots=True)
class Match:
    """A glossary term found in a source text."""

    term: Term
    start: int
    end: int
    """Character offsets in the source as given (end exclusive)."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One translation an engine offers."""

    text: str
    score: float = 0.0
    """Log-probability, higher is better; 0 where the engine has none."""


Progress = Callable[[int, int], None]
"""Called with (segments done, segments in all)."""


class Engine(Protocol):
    """Something that translates. Texts go in and come out without marks."""

    @property
    def name(self) -> str:
        """A row of the table of engines."""
        ...

    @property
    def inline_terms(self) -> bool:
        """True when the model was trained with target-language terms written into the source."""
        ...

    def pairs(self) -> frozenset[tuple[str, str]]:
        """The (source, target) codes this engine serves."""
        ...

    def translate(
        self,
        batch: Sequence[str],
        *,
        source: str,
        target: str,
        hypotheses: int = 1,
        progress: Progress | None = None,
    ) -> list[list[Hypothesis]]:
        """Translate; one list of at most `hypotheses` results a text, best first."""
        ...

    def score(
        self, pairs: Sequence[tuple[str, str]], *, source: str, target: str
    ) -> list[list[tuple[str, float]]] | None:
        """Token log-probabilities of given translations, or None where the engine has none.

        Each result holds (token, log-probability); the tokens joined, with U+2581 read as a
        space, give the target text back.
        """
        ...

    def signature(self, *, source: str, target: str) -> str:
        """What made the translation: `argos en-prs 0.1 beam 4`."""
        ...
