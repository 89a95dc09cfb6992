"""gettext catalogues: what msgfmt refuses, and what it lets through and a program trips over."""

from __future__ import annotations

import gettext
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from workbench.formats.po_scan import Entry, scan, text_of
from workbench.validation.grammar import Fault

_FLAG = re.compile(r"#,(.*)")
_FIELD = re.compile(r"^([\w-]+):[ \t]*(.*)$", re.MULTILINE)
_PLURALS = re.compile(r"\s*nplurals\s*=\s*(\d{1,2})\s*;\s*plural\s*=\s*([^;]{1,500}?)\s*;?\s*")
_REACH = 200
"""How many numbers the plural expression is tried with."""

_PERCENT = re.compile(
    r"%(?:(\d{1,3})\$)?[-+ #0',I]*(\*|\d{1,9})?(?:\.(\*|\d{1,9}))?(?:hh|ll|[hljztLqw])?"
    r"([diouxXeEfFgGaAcCsSpn@%])"
)
_NAMED = re.compile(r"%\((\w{1,80})\)[-+ #0]*\d{0,9}(?:\.\d{1,9})?([diouxXeEfFgGcrsa])")
_ANYTHING = {"r": "s", "a": "s", "i": "d", "u": "d"}
_BRACED = re.compile(r"\{\{|\}\}|\{([^{}!:]{0,80})(?:![rsa])?(?::[^{}]{0,80})?\}")


def _percent(text: str) -> Counter[str]:
    """The conversions of C and its kin, each with the argument it takes."""
    found: Counter[str] = Counter()
    number = 0
    for place, width, precision, kind in _PERCENT.findall(text):
        if kind == "%":
            continue
        number += 1 + [width, precision].count("*")
        found[f"%{place or number}${'d' if kind in 'iu' else kind}"] += 1
    return found


def _python(text: str) -> Counter[str]:
    """Those of Python, where s, r and a take anything."""
    text = re.sub(r"%%", "", text)
    named = Counter(f"%({name}){_ANYTHING.get(kind, kind)}" for name, kind in _NAMED.findall(text))
    return named or Counter(
        {re.sub("[ra]$", "s", one): count for one, count in _percent(text).items()}
    )


def _braced(text: str) -> Counter[str]:
    found = [name for name in _BRACED.finditer(text) if name[1] is not None]
    return Counter(f"{{{one[1]}}}" for one in found)


_FORMATS: dict[str, Callable[[str], Counter[str]]] = {
    "c-format": _percent,
    "objc-format": _percent,
    "php-format": _percent,
    "python-format": _python,
    "python-brace-format": _braced,
}
"""By flag: what of a text is no text but a place for a value."""


def faults(text: str, name: str) -> Iterator[Fault]:
    """Every breach in a catalogue, in no order. Raises UnreadableFile where it cannot be read."""
    entries = list(scan(text, name))
    if text.startswith("\ufeff"):
        yield Fault("byte-order-mark", 0, {})
    header = next((entry for entry in entries if _identity(text, entry) == ("", "")), None)
    template = name.lower().endswith(".pot")
    if header is None:
        yield Fault("header-missing", 0, {})
    elif header is not entries[0]:
        yield Fault("header-not-first", header.fields["msgid"].start, {})
    count = 0
    if header is not None:
        yield from _header(text, header, entries, template)
        plurals = _PLURALS.fullmatch(_fields(text, header).get("plural-forms", ""))
        count = int(plurals[1]) if plurals else 0
    seen: set[tuple[str | None, ...]] = set()
    for entry in entries:
        key = (*_identity(text, entry), ("msgctxt" in entry.fields and "context") or None)
        if key in seen:
            said = {"id": _shown(text_of(text, entry.fields.get("msgid")))}
            yield Fault("duplicate-message", entry.fields["msgid"].start, said)
        seen.add(key)
        if entry is not header:
            yield from _entry(text, entry, count)


def _identity(text: str, entry: Entry) -> tuple[str, str]:
    return tuple(text_of(text, entry.fields.get(n)) for n in ("msgctxt", "msgid"))  # type: ignore[return-value]


def _shown(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _fields(text: str, header: Entry) -> dict[str, str]:
    written = text_of(text, header.fields.get("msgstr"))
    return {name.lower(): value.strip() for name, value in _FIELD.findall(written)}


def _header(text: str, header: Entry, entries: Sequence[Entry], template: bool) -> Iterator[Fault]:
    at = header.fields["msgid"].start
    fields = _fields(text, header)
    charset = re.search(r"charset=([^\s;]+)", fields.get("content-type", ""))
    if charset is None:
        yield Fault("charset-missing", at, {})
    elif charset[1] == "CHARSET" and not template:
        yield Fault("charset-placeholder", at, {})
    if not template and not fields.get("language"):
        yield Fault("header-language-missing", at, {})
    if template:
        return
    plural = next((entry for entry in entries if "msgid_plural" in entry.fields), None)
    forms = fields.get("plural-forms", "")
    if plural is not None and not forms:
        yield Fault("plural-forms-missing", at, {})
    elif forms:
        reason = _plural_fault(forms)
        if reason:
            yield Fault(reason, at, {"value": _shown(forms)})


def _plural_fault(forms: str) -> str:
    """The rule that a Plural-Forms breaks; empty where it breaks none."""
    found = _PLURALS.fullmatch(forms)
    try:
        chosen = gettext.c2py(found[2]) if found else None
        numbers = {chosen(number) for number in range(_REACH)} if chosen else {-1}
    except (ValueError, ZeroDivisionError, RecursionError):
        return "plural-forms-broken"
    if found is None or int(found[1]) < 1:
        return "plural-forms-broken"
    return "plural-forms-too-few" if max(numbers) >= int(found[1]) else ""


def _entry(text: str, entry: Entry, count: int) -> Iterator[Fault]:
    names = entry.translations
    targets = [text_of(text, entry.fields[name]) for name in names]
    if "msgid_plural" in entry.fields and any(targets):
        numbers = [int(re.sub(r"\D", "", name) or 0) for name in names]
        at = entry.fields[names[0]].start
        if numbers != list(range(len(numbers))):
            yield Fault("plural-index", at, {})
        elif count and len(names) != count:
            yield Fault("plural-count", at, {"count": str(len(names)), "wanted": str(count)})
    flags = _flags(text, entry)
    if "fuzzy" in flags:
        return
    sources = [text_of(text, entry.fields.get(one)) for one in ("msgid", "msgid_plural")]
    if "msgid_plural" not in entry.fields:
        sources = sources[:1]
    for name, target in zip(names, targets, strict=True):
        if target:
            at = entry.fields[name].strings[0][0]
            yield from _edges(sources[0], target, at)
            for flag in flags & set(_FORMATS):
                yield from _places(_FORMATS[flag], sources, target, at)


def _flags(text: str, entry: Entry) -> set[str]:
    found: set[str] = set()
    for start, end in entry.comments:
        if flags := _FLAG.match(text, start, end):
            found |= {flag.strip() for flag in flags[1].split(",")}
    return found


def _edges(source: str, target: str, at: int) -> Iterator[Fault]:
    if source.startswith("\n") is not target.startswith("\n"):
        yield Fault("newline-at-start", at, {})
    if source.endswith("\n") is not target.endswith("\n"):
        yield Fault("newline-at-end", at, {})


def _places(
    places: Callable[[str], Counter[str]], sources: Sequence[str], target: str, at: int
) -> Iterator[Fault]:
    """One form of a plural may leave the number out; nothing may come in that no source has."""
    allowed = [places(source) for source in sources]
    found = places(target)
    named = places is not _percent
    known = set().union(*allowed)
    extra = sorted(one for one in found if one not in known)
    if extra:
        yield Fault("placeholder-unknown", at, {"name": ", ".join(extra)})
    missing = sorted(set(allowed[0]) - set(found)) if len(sources) == 1 else []
    if missing and not extra:
        yield Fault("placeholder-missing", at, {"name": ", ".join(missing)})
    elif not named and not extra and len(sources) == 1 and found != allowed[0]:
        yield Fault("placeholder-repeated", at, {})
