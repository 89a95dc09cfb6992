"""Every rule that `workbench validate` knows, as a table: its name, and the sentence it says.

In a sentence `{tag}` is the element's name as the file has it; the other words in braces are what
the check found. A rule is a warning where the file can be used and yet somebody should look.
"""

from __future__ import annotations

from workbench.model import Severity

_STRUCTURE = {
    "not-readable": "{reason}",
    "element-not-allowed": "<{tag}> may not stand in <{parent}>.",
    "element-out-of-place": "<{tag}> stands too late in <{parent}>, or once too often.",
    "element-missing": "<{tag}> lacks {name}.",
    "attribute-not-allowed": "<{tag}> may not have the attribute {name}.",
    "attribute-missing": "<{tag}> lacks the attribute {name}.",
    "text-not-allowed": "<{tag}> may not hold text.",
    "module-out-of-place": "<{tag}> may not stand in <{parent}>: its module belongs elsewhere.",
}
_VALUES = {
    "bad-name-token": "{name}={value!r} must be letters, digits and . - _ : only.",
    "bad-name-tokens": "{name}={value!r} must be ids with one space between them.",
    "bad-language-tag": "{name}={value!r} is no language tag, such as en, prs or fa-AF.",
    "bad-yes-no": "{name}={value!r} must be yes or no.",
    "bad-reorder-value": "{name}={value!r} must be yes, firstNo or no.",
    "bad-direction": "{name}={value!r} must be ltr, rtl or auto.",
    "bad-state": "{name}={value!r} is no state of this version of XLIFF.",
    "bad-state-qualifier": "{name}={value!r} is no qualifier of a state.",
    "bad-code-type": "{name}={value!r} must be fmt, ui, quote, link, image or other.",
    "bad-mark-type": "{name}={value!r} must be generic, comment, term or a prefix:value.",
    "bad-own-value": "{name}={value!r} must be a prefix, a colon and a value.",
    "bad-priority": "{name}={value!r} must be a number from 1 to 10.",
    "bad-positive-number": "{name}={value!r} must be a number, 1 or more.",
    "bad-number": "{name}={value!r} must be a number.",
    "bad-hexadecimal": "{name}={value!r} must be hexadecimal digits, two a byte.",
    "bad-side": "{name}={value!r} must be source or target.",
    "bad-sides": "{name}={value!r} must be source, target or ignorable.",
    "bad-space-value": "{name}={value!r} must be default or preserve.",
    "data-space": "Original data is kept as it is: {name}={value!r} must be preserve.",
    "bad-percentage": "{name}={value!r} must be a number from 0 to 100.",
    "bad-match-type": "{name}={value!r} must be am, mt, icm, idm, tb, tm or other.",
    "bad-normalization": "{name}={value!r} must be none, nfc or nfd.",
    "bad-format-style": "{name}={value!r} is no element of HTML that may stand here.",
    "bad-version": "{name}={value!r} is no version of this format known here.",
    "bad-position": "{name}={value!r} does not say which end it is.",
    "bad-segment-type": "{name}={value!r} must be block, paragraph, sentence or phrase.",
    "bad-date": "{name}={value!r} must be a moment such as 20250203T091500Z.",
}
_DOCUMENT = {
    "version-and-namespace": "version={value!r} does not fit the namespace of the file.",
    "target-language-missing": "There are targets, so <xliff> must have trgLang.",
    "source-language-differs": "The source is in {value!r}, but srcLang is {wanted!r}.",
    "target-language-differs": "The target is in {value!r}, but trgLang is {wanted!r}.",
    "space-differs": "xml:space must be the same for a source and its target.",
    "skeleton-empty": "<{tag}> must hold the skeleton, or name it with href.",
    "skeleton-filled-and-elsewhere": "<{tag}> has href and content: only one of them may be.",
    "unit-without-segment": "<{tag}> holds no segment.",
    "duplicate-file-id": "The id {id!r} is that of another file.",
    "duplicate-group-id": "The id {id!r} is that of another group of the file.",
    "duplicate-unit-id": "The id {id!r} is that of another unit of the file.",
    "duplicate-note-id": "The id {id!r} is that of another note beside it.",
    "duplicate-data-id": "The id {id!r} is that of other original data of the unit.",
    "duplicate-segment-id": "The id {id!r} is that of another segment of the unit.",
    "duplicate-code-id": "The id {id!r} is that of another code or segment of the unit.",
    "duplicate-target-code-id": "The id {id!r} is that of something else in the unit.",
    "duplicate-extension-id": "The id {id!r} is that of another element of the extension.",
    "sub-state-without-state": "subState needs a state beside it.",
    "state-without-target": "The state is {value!r}, but there is no translation.",
    "order-out-of-range": "order={value!r}, but the unit has {count} parts.",
    "duplicate-order": "Place {value} of the unit is taken by another target.",
}
_CODES = {
    "start-without-end": "The start {id!r} has no <ec> in the unit; isolated='yes' would say so.",
    "end-without-start": "The end of {id!r} has no <sc> of that id in the unit.",
    "end-before-start": "The end of {id!r} comes before its start.",
    "end-repeated": "{id!r} ends twice.",
    "end-without-reference": "<{tag}> needs startRef, or isolated='yes' with an id of its own.",
    "end-with-id-and-start": "<{tag}> has an id and startRef={id!r}: only one of them may be.",
    "isolated-start-has-end": "{id!r} is said to be isolated, but its end is in the unit.",
    "isolated-end-has-start": "<{tag}> is isolated, and names the start {id!r} all the same.",
    "isolated-end-without-id": "<{tag}> is isolated, so it needs an id of its own.",
    "end-direction": "The end of {id!r} may not have dir: its start has it.",
    "end-style": "The end of {id!r} may not have a format style: its start has it.",
    "pair-can-copy": "Both ends of {id!r} must say the same of canCopy.",
    "pair-can-delete": "Both ends of {id!r} must say the same of canDelete.",
    "pair-can-overlap": "Both ends of {id!r} must say the same of canOverlap.",
    "pair-can-reorder": "The end of {id!r} must have canReorder={wanted!r}, as its start has it.",
    "pair-type": "Both ends of {id!r} must have the same type.",
    "pair-sub-type": "Both ends of {id!r} must have the same subType.",
    "pair-copy-of": "Both ends of {id!r} must be copies of the same code.",
    "data-unknown": "There is no original data {id!r} in the unit.",
    "data-start-unknown": "There is no original data {id!r} in the unit for the start.",
    "data-end-unknown": "There is no original data {id!r} in the unit for the end.",
    "sub-flow-unknown": "There is no unit {id!r} in the file for the sub-flow.",
    "copy-of-unknown": "There is no code {id!r} in the unit to be a copy of.",
    "copy-forbidden": "The code {id!r} may not be copied.",
    "copy-with-data": "A copy of {id!r} has no original data of its own.",
    "sub-type-without-type": "subType needs a type beside it.",
    "sub-type-unknown": "{value!r} is no subtype of the standard.",
    "sub-type-of-other": "{value!r} needs type={wanted!r}.",
    "fixed-but-copied": "{id!r} may not be moved, so it needs canCopy='no'.",
    "fixed-but-deleted": "{id!r} may not be moved, so it needs canDelete='no'.",
    "fixed-without-first": "{id!r} may not be moved, but no code with firstNo begins its row.",
    "fixed-codes-moved": "The codes {id} must stay together and in their order.",
    "code-deleted": "The code {id!r} may not be deleted, and is missing.",
    "code-differs": "{id!r} is <{tag}> here and <{other}> in the source.",
    "mark-differs": "{id!r} must have the same {name} as in the source.",
    "character-needs-no-code": "The character {value} can be written as it is.",
    "character-beyond-unicode": "{value} is no character.",
}
_MARKS = {
    "mark-start-without-end": "The annotation {id!r} has no <em> in the unit.",
    "mark-end-without-start": "The end of the annotation {id!r} has no <sm> in the unit.",
    "mark-end-before-start": "The end of the annotation {id!r} comes before its start.",
    "mark-end-repeated": "The annotation {id!r} ends twice.",
    "comment-without-text": "A comment needs value, or ref to a note.",
    "comment-with-both": "A comment has value or ref, not both.",
    "comment-without-note": "{value!r} leads to no note of the unit.",
    "reference-syntax": "{value!r} is not written as a reference must be: #f=1/u=2/n=3.",
    "reference-order": "{value!r} must go from file to group to unit.",
    "reference-prefix-twice": "{value!r} names a file, group or unit twice.",
    "reference-prefix-short": "{value!r} has a prefix of one letter that means nothing.",
    "reference-prefix-unknown": "{value!r} has the prefix of no module known here.",
    "reference-beyond-leaf": "{value!r} goes on behind what holds nothing.",
    "reference-to-nothing": "{value!r} leads to nothing in the file.",
}
_MODULES = {
    "duplicate-match-id": "The id {id!r} is that of another match of the unit.",
    "match-language": "<{tag}> may not have xml:lang.",
    "match-reference": "{value!r} leads to no text of the unit: write #ID of a segment or code.",
    "duplicate-glossary-id": "The id {id!r} is that of another entry or translation.",
    "glossary-entry-empty": "<{tag}> needs a translation or a definition.",
    "duplicate-metadata-id": "The id {id!r} is that of another group of metadata.",
    "validation-rule-tests": "<{tag}> must test one thing, and tests {count}.",
    "validation-exists-in-source": "existsInSource needs isPresent, startsWith or endsWith.",
    "validation-occurs": "occurs needs something to count.",
    "change-of-nothing": "There is no {id!r} here for the change to be of.",
    "change-without-reference": "There are several <{name}> here: the change must name one.",
    "change-version-unknown": "There is no version {id!r} among the revisions.",
    "change-said-twice": "One revision tells of {name!r} twice.",
    "change-of-no-attribute": "{name!r} is no attribute that this <{other}> has.",
    "resource-unknown": "There is no resource {id!r} in the file.",
    "resource-empty": "<{tag}> must hold the resource, or name it with href.",
    "resource-here-and-elsewhere": "<{tag}> has href and content: only one of them may be.",
}
_WARNINGS = {"state-without-target"}

RULES: dict[str, tuple[str, Severity]] = {
    name: (sentence, Severity.WARNING if name in _WARNINGS else Severity.ERROR)
    for table in (_STRUCTURE, _VALUES, _DOCUMENT, _CODES, _MARKS, _MODULES)
    for name, sentence in table.items()
}
"""By name, in the order of the standard."""
