"""Values of attributes: what each type allows, and the rule that a value of it breaks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Type:
    """One row: the rule that is broken, and what fits."""

    rule: str
    fits: Callable[[str], bool]


def _pattern(text: str) -> Callable[[str], bool]:
    compiled = re.compile(text)
    return lambda value: compiled.fullmatch(value) is not None


def _one_of(words: str) -> Callable[[str], bool]:
    known = frozenset(words.split())
    return lambda value: value in known


def _percent(value: str) -> bool:
    return bool(re.fullmatch(r"\d{1,3}(\.\d{1,20})?", value)) and float(value) <= 100


_NAME = r"[\w.:\u00b7-]+"
_LANGUAGE = r"(?:[A-Za-z]{2,8}|[xiXI])(?:-[A-Za-z0-9]{1,8})*"
_HTML = (
    "a b bdo big blockquote body br button caption center cite code col colgroup dd del div dl dt"
    " em h1 h2 h3 h4 h5 h6 head hr html i img label legend li ol option p pre q s samp select small"
    " span strike strong sub sup table tbody td tfoot th thead title tr tt u ul"
)
_STATES = (
    "final needs-adaptation needs-l10n needs-review-adaptation needs-review-l10n"
    " needs-review-translation needs-translation new signed-off translated"
)
_QUALIFIERS = (
    "exact-match fuzzy-match id-match leveraged-glossary leveraged-inherited leveraged-mt"
    " leveraged-repository leveraged-tm mt-suggestion rejected-grammar rejected-inaccurate"
    " rejected-length rejected-spelling tm-suggestion"
)


def _listed_or_own(words: str) -> Callable[[str], bool]:
    listed = _one_of(words)
    return lambda value: listed(value) or bool(re.fullmatch(r"x-\S+", value))


TYPES = {
    "nmtoken": Type("bad-name-token", _pattern(_NAME)),
    "nmtokens": Type("bad-name-tokens", _pattern(rf"{_NAME}(?: {_NAME})*")),
    "language": Type("bad-language-tag", _pattern(_LANGUAGE)),
    "yesno": Type("bad-yes-no", _one_of("yes no")),
    "reorder": Type("bad-reorder-value", _one_of("yes firstNo no")),
    "direction": Type("bad-direction", _one_of("ltr rtl auto")),
    "state": Type("bad-state", _one_of("initial translated reviewed final")),
    "code": Type("bad-code-type", _one_of("fmt ui quote link image other")),
    "mark": Type("bad-mark-type", _pattern(r"generic|comment|term|[^\s:]+:[^\s:]+")),
    "own": Type("bad-own-value", _pattern(r"[^\s:]+:[^\s:]+")),
    "priority": Type("bad-priority", _pattern(r"\+?0*(?:[1-9]|10)")),
    "positive": Type("bad-positive-number", _pattern(r"\+?0*[1-9]\d{0,17}")),
    "hex": Type("bad-hexadecimal", _pattern(r"(?:[0-9A-Fa-f]{2})+")),
    "side": Type("bad-side", _one_of("source target")),
    "sides": Type("bad-sides", _one_of("source target ignorable")),
    "space": Type("bad-space-value", _one_of("default preserve")),
    "preserve": Type("data-space", _one_of("preserve")),
    "percent": Type("bad-percentage", _percent),
    "match": Type("bad-match-type", _one_of("am mt icm idm tb tm other")),
    "normal": Type("bad-normalization", _one_of("none nfc nfd")),
    "html": Type("bad-format-style", _one_of(_HTML)),
    "version": Type("bad-version", _one_of("2.0 2.1 2.2")),
    "oldversion": Type("bad-version", _one_of("1.0 1.1 1.2")),
    "oldstate": Type("bad-state", _listed_or_own(_STATES)),
    "qualifier": Type("bad-state-qualifier", _listed_or_own(_QUALIFIERS)),
    "position": Type("bad-position", _one_of("open close")),
    "edge": Type("bad-position", _one_of("begin end")),
    "segtype": Type("bad-segment-type", _one_of("block paragraph sentence phrase")),
    "tmxversion": Type("bad-version", _one_of("1.1 1.2 1.3 1.4")),
    "moment": Type("bad-date", _pattern(r"\d{8}T\d{6}Z")),
    "number": Type("bad-number", _pattern(r"\d{1,18}")),
}
"""By the names that the tables use."""
