"""The table of checks: each a function (segment, context) -> findings, named by the fault it finds.

A check's docstring is its documentation: the first line names the fault, the rest says what is
right although it looks wrong. Checks look at the target a reader will see; they never change it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from workbench.checks import (
    bidi,
    characters,
    completeness,
    dates,
    leftovers,
    pairs,
    quantities,
    repetition,
    signs,
    spacing,
    subtitles,
    swaps,
    untouched,
    vocabulary,
)
from workbench.checks.language import wrong_language
from workbench.checks.letters import foreign_letter, with_own_letters
from workbench.checks.marks import lost_tag
from workbench.checks.numbers import missing_number
from workbench.checks.punctuation import end_punctuation
from workbench.checks.subject import Repeats, Subject
from workbench.checks.terms import forbidden_term, term_unplaced
from workbench.checks.untranslated import untranslated
from workbench.glossary import Glossary
from workbench.i18n import said
from workbench.inline import strip
from workbench.model import Document, Finding, Severity

__all__ = ["CHECKS", "Check", "Known", "Subject", "check", "found_by", "subjects"]


@dataclass(frozen=True, slots=True)
class Check:
    """One row of the table."""

    name: str
    severity: Severity
    """Of what it usually finds; a finding may be milder."""
    find: Callable[[Subject], Iterable[Finding]]
    fix: Callable[[str, str], str] | None = None
    """(target, language) -> target, where mending is safe without asking anybody. Inline marks
    reach it as single characters of their own (see `fixing`)."""

    @property
    def title(self) -> str:
        """The first sentence of the documentation."""
        return (self.find.__doc__ or "").strip().splitlines()[0]


CHECKS: tuple[Check, ...] = (
    Check("untranslated", Severity.ERROR, untranslated),
    Check("wrong-language", Severity.ERROR, wrong_language),
    Check("term-unplaced", Severity.ERROR, term_unplaced),
    Check("forbidden-term", Severity.ERROR, forbidden_term),
    Check("forbidden-word", Severity.WARNING, vocabulary.forbidden_word),
    Check("missing-number", Severity.ERROR, missing_number),
    Check("lost-tag", Severity.ERROR, lost_tag),
    Check("foreign-letter", Severity.ERROR, foreign_letter, with_own_letters),
    Check("end-punctuation", Severity.WARNING, end_punctuation),
    Check("broken-mark", Severity.ERROR, untouched.broken_mark, untouched.with_whole_marks),
    Check("lost-placeholder", Severity.ERROR, untouched.lost_placeholder),
    Check("lost-address", Severity.ERROR, untouched.lost_address),
    Check("lost-path", Severity.ERROR, untouched.lost_path),
    Check("lost-hashtag", Severity.WARNING, untouched.lost_hashtag),
    Check("strange-acronym", Severity.WARNING, untouched.strange_acronym),
    Check("lost-acronym", Severity.WARNING, untouched.lost_acronym),
    Check("english-left", Severity.ERROR, untouched.english_left),
    Check("copied", Severity.ERROR, untouched.copied),
    Check("broken-text", Severity.ERROR, characters.broken_text),
    Check("stray-entity", Severity.ERROR, characters.stray_entity, characters.without_entities),
    Check(
        "presentation-form",
        Severity.ERROR,
        characters.presentation_form,
        characters.without_presentation_forms,
    ),
    Check("decomposed-letter", Severity.WARNING, characters.decomposed_letter, characters.composed),
    Check("kashida", Severity.WARNING, characters.kashida, characters.without_kashida),
    Check("vowel-marks", Severity.INFO, characters.vowel_marks, characters.with_single_marks),
    Check(
        "mixed-digits", Severity.ERROR, characters.mixed_digits, characters.with_digits_of_one_kind
    ),
    Check(
        "arabic-digits", Severity.WARNING, characters.arabic_digits, characters.with_persian_digits
    ),
    Check("bidi-override", Severity.ERROR, bidi.bidi_override, bidi.without_overrides),
    Check("unbalanced-bidi", Severity.ERROR, bidi.unbalanced_bidi, bidi.without_unbalanced),
    Check("stray-bidi-mark", Severity.WARNING, bidi.stray_bidi_mark, bidi.without_stray_marks),
    Check("false-zwnj", Severity.ERROR, spacing.false_zwnj, spacing.with_true_zwnj),
    Check("doubled-zwnj", Severity.WARNING, spacing.doubled_zwnj, spacing.with_single_zwnj),
    Check("stray-zwnj", Severity.WARNING, spacing.stray_zwnj, spacing.without_stray_zwnj),
    Check(
        "invisible-character", Severity.WARNING, bidi.invisible_character, bidi.without_invisible
    ),
    Check("verb-prefix", Severity.INFO, spacing.verb_prefix, spacing.with_joined_prefixes),
    Check("plural-ending", Severity.INFO, spacing.plural_ending, spacing.with_joined_plurals),
    Check("double-space", Severity.WARNING, spacing.double_space, spacing.with_single_spaces),
    Check(
        "space-before-mark",
        Severity.WARNING,
        spacing.space_before_mark,
        spacing.without_space_before_marks,
    ),
    Check(
        "space-after-mark",
        Severity.WARNING,
        spacing.space_after_mark,
        spacing.with_space_after_marks,
    ),
    Check(
        "space-inside-bracket",
        Severity.WARNING,
        spacing.space_inside_bracket,
        spacing.without_space_inside_brackets,
    ),
    Check("edge-space", Severity.WARNING, spacing.edge_space),
    Check("lost-line-break", Severity.WARNING, spacing.lost_line_break),
    Check("latin-mark", Severity.WARNING, pairs.latin_mark, pairs.with_own_marks),
    Check("doubled-mark", Severity.WARNING, pairs.doubled_mark),
    Check("mirrored-bracket", Severity.ERROR, pairs.mirrored_bracket),
    Check("unpaired-bracket", Severity.WARNING, pairs.unpaired_bracket),
    Check("lost-quotation", Severity.WARNING, pairs.lost_quotation),
    Check("lost-parenthesis", Severity.INFO, pairs.lost_parenthesis),
    Check("quotation-mark", Severity.INFO, pairs.quotation_mark, pairs.with_guillemets),
    Check("false-dash", Severity.WARNING, pairs.false_dash, pairs.with_dashes),
    Check("wrong-month", Severity.ERROR, dates.wrong_month),
    Check("wrong-solar-date", Severity.ERROR, dates.wrong_solar_date),
    Check("impossible-date", Severity.ERROR, dates.impossible_date),
    Check("wrong-weekday", Severity.ERROR, dates.wrong_weekday),
    Check("iranian-month", Severity.WARNING, dates.iranian_month, dates.with_afghan_months),
    Check("extra-number", Severity.WARNING, quantities.extra_number),
    Check("lost-percent", Severity.WARNING, quantities.lost_percent),
    Check("lost-currency", Severity.WARNING, quantities.lost_currency),
    Check("lost-unit", Severity.WARNING, quantities.lost_unit),
    Check("lost-minus", Severity.WARNING, signs.lost_minus),
    Check("misplaced-percent", Severity.INFO, signs.misplaced_percent, signs.with_percent_after),
    Check("lost-roman-numeral", Severity.WARNING, signs.lost_roman_numeral),
    Check("reversed-range", Severity.ERROR, quantities.reversed_range),
    Check(
        "number-separator",
        Severity.WARNING,
        quantities.number_separator,
        quantities.with_thousands_separators,
    ),
    Check("english-ending", Severity.ERROR, quantities.english_ending),
    Check("western-digits", Severity.INFO, quantities.western_digits, quantities.with_own_digits),
    Check("iranian-word", Severity.WARNING, vocabulary.iranian_word),
    Check("persian-word", Severity.WARNING, vocabulary.persian_word),
    Check("pashto-word", Severity.WARNING, vocabulary.pashto_word),
    Check(
        "pashto-spelling",
        Severity.INFO,
        vocabulary.pashto_spelling,
        vocabulary.with_spelt_particles,
    ),
    Check("pashto-yeh", Severity.WARNING, vocabulary.pashto_yeh),
    Check("teh-marbuta", Severity.WARNING, vocabulary.teh_marbuta),
    Check("informal-address", Severity.WARNING, vocabulary.informal_address),
    Check("length", Severity.WARNING, completeness.length),
    Check("lost-sentence", Severity.WARNING, completeness.lost_sentence),
    Check("lost-negation", Severity.WARNING, completeness.lost_negation),
    Check("lost-number-word", Severity.WARNING, completeness.lost_number_word),
    Check("swapped-word", Severity.WARNING, swaps.swapped_word),
    Check("two-choices", Severity.WARNING, leftovers.two_choices),
    Check("machine-talk", Severity.ERROR, leftovers.machine_talk),
    Check("letters-apart", Severity.WARNING, leftovers.letters_apart),
    Check("repeated-phrase", Severity.ERROR, repetition.repeated_phrase),
    Check(
        "repeated-word", Severity.WARNING, repetition.repeated_word, repetition.with_single_words
    ),
    Check("inconsistent", Severity.WARNING, repetition.inconsistent),
    Check("same-target", Severity.WARNING, repetition.same_target),
    Check("reading-speed", Severity.WARNING, subtitles.reading_speed),
)


Known = dict[str, tuple[object, list[Finding]]]
"""By key: what the checks saw of a segment, and what they found."""


def check(
    document: Document,
    glossary: Glossary,
    checks: Sequence[Check] = CHECKS,
    *,
    known: Known | None = None,
    acronyms: Collection[str] = (),
) -> list[Finding]:
    """All findings of a document, in the order of its segments, worst first within one.

    What is `known` of segments that are as they were, and whose repeats are, is not looked for
    again; it is brought up to date. It is good for one language, glossary, choice of checks and
    list of the `acronyms` that the house leaves in Latin.
    """
    known = {} if known is None else known
    findings: list[Finding] = []
    for subject in subjects(document, glossary, acronyms):
        key, seen = subject.segment.key, subject.seen
        if key not in known or known[key][0] != seen:
            found = [finding for each in checks for finding in found_by(each, subject)]
            known[key] = seen, sorted(found, key=lambda finding: finding.severity.rank)
        findings += known[key][1]
    return findings


def subjects(
    document: Document, glossary: Glossary, acronyms: Collection[str] = ()
) -> Iterator[Subject]:
    """What the checks are shown of a document: its segments that are to be translated."""
    repeats = Repeats.of(document.segments)
    for segment in document.segments:
        if segment.translate:
            plain = strip(segment.source), strip(segment.target)
            yield Subject(segment, document.target_language, glossary, *plain, repeats, acronyms)


def found_by(row: Check, subject: Subject) -> list[Finding]:
    """A check's findings; one that breaks on a text says so, and the others go on."""
    try:
        return list(row.find(subject))
    except Exception as error:
        message = said(
            "The check {} broke on this text ({}): report it.", row.name, type(error).__name__
        )
        return [subject.finding("broken-check", Severity.INFO, message)]
