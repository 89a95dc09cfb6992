"""Subtitles: what SRT and VTT have in common. A cue is a segment; its lines are laid anew.

A cue of one or two lines is one sentence to translate, unless each line is another speaker's (it
begins with a dash). Its time is the segment's note. A target is broken where it balances, in at
most as many lines as fit; the breaks a translator made are kept. In a target that runs from right
to left a line whose edge has no letter of that direction gets a right-to-left mark there: players
that go by the first letter would put its full stop, dash or number on the wrong side.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from unicodedata import bidirectional

from workbench.formats.keys import keys
from workbench.formats.pieces import Piece, alone, read_out, without_false_marks
from workbench.formats.splice import Edit, Span, spliced
from workbench.inline import restore, strip
from workbench.languages import find
from workbench.model import Document, Finding, Inline, InlineKind, Segment

WIDTH = 42
"""Characters that fit in a line on the screen."""
LINES = 2
_RLM = "\u200f"
_EDGE = " \t\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
_SPACE = " \t\r\n\xa0\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_TAGS = {"i": "italic", "b": "bold", "u": "underlined", "s": "struck", "font": "font"}
_TAGS |= {"c": "class", "v": "voice", "lang": "language", "ruby": "ruby", "rt": "ruby"}
_NAME = re.compile(r"</?\s*([A-Za-z]+)")
_SPEAKER = re.compile(rf"[{_EDGE}]*(?:<[^>]*>)*[-–—]\s*\S")
_ENDS = "،؛.؟!?:…"
_JOINING = ("و ", "او ", "که ", "چې ")
"""Words a line may well begin with."""
_CLINGING = frozenset("و او که چې به د از در تا با".split())
"""Words that want what follows them in the same line."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Where a cue's text stands, and when it is shown."""

    start: int
    end: int
    line: int
    timing: str
    """As the file has it, without its settings."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The file's text, and by segment key where each stands in it."""

    text: str
    spans: Mapping[str, Span]
    newline: str


Decode = Callable[[str], str]
"""What markup stands for where it is a reference (`&amp;`), else nothing."""


def document(
    name: str,
    kind: str,
    text: str,
    cues: Iterable[Cue],
    *,
    markup: re.Pattern[str],
    decode: Decode,
    findings: Sequence[Finding] = (),
) -> Document:
    """The document of a file's cues; one that holds no text is no segment."""
    key = keys()
    segments: list[Segment] = []
    spans: dict[str, Span] = {}
    for cue in cues:
        parts = list(_spoken(text, cue))
        for number, (start, end) in enumerate(parts, 1):
            pieces = _trimmed(_pieces(text[start:end], markup, decode))
            if not pieces:
                continue
            readout = read_out(pieces)
            source, inlines = readout.sentence(0, len(readout.source))
            share = f" ({number}/{len(parts)})" if len(parts) > 1 else ""
            line = cue.line + len(re.findall(r"\r\n?|\n", text[cue.start : start]))
            note = f"{cue.timing}{share}"
            segment = Segment(key(source), source, inlines=inlines, note=note, line=line)
            segments.append(segment)
            place = "line" if share else "cue"
            spans[segment.key] = Span(start + pieces[0].start, start + pieces[-1].end, place)
    newline = re.search(r"\r\n?|\n", text)
    skeleton = Skeleton(text, spans, newline[0] if newline else "\n")
    return Document(name, kind, tuple(segments), skeleton=skeleton, findings=tuple(findings))


def _spoken(text: str, cue: Cue) -> Iterator[tuple[int, int]]:
    """The parts of a cue to translate one by one: its lines where each has a speaker, or all."""
    lines = [
        (cue.start + found.start(), cue.start + found.end())
        for found in re.finditer(r"[^\r\n]+", text[cue.start : cue.end])
    ]
    if len(lines) > 1 and all(_SPEAKER.match(text, start, end) for start, end in lines):
        yield from lines
    elif lines:
        yield lines[0][0], lines[-1][1]


def _pieces(content: str, markup: re.Pattern[str], decode: Decode) -> list[Piece]:
    """A cue in pieces: text, tags paired where they close each other, line breaks as spaces."""
    found: list[Piece] = []
    opened: list[tuple[str, int]] = []
    last = 0
    pattern = re.compile(rf"{markup.pattern}|(?P<newline>\r\n?|\n)[{_EDGE}]*", markup.flags)
    for match in pattern.finditer(content):
        before = content[last : match.start()]
        before = before.rstrip(_SPACE) if match["newline"] else before
        if before:
            found.append(Piece(last, last + len(before), before))
        last = match.end()
        said = " " if match["newline"] else decode(match.group())
        if said:
            found.append(Piece(*match.span(), said))
            continue
        name = (_NAME.match(match.group()) or ["", ""])[1].lower()
        meaning = _TAGS.get(name, "time" if match.group()[1:2].isdigit() else "tag")
        found.append(alone(match.group(), match.start(), meaning))
        if match.group().startswith("</"):
            at = next((at for other, at in reversed(opened) if other == name), None)
            if at is not None:
                _pair(found, at, meaning)
                opened = [one for one in opened if one[1] < at]
        elif name:
            opened.append((name, len(found) - 1))
    if last < len(content):
        found.append(Piece(last, len(content), content[last:]))
    return without_false_marks(content, found)


def _pair(found: list[Piece], at: int, meaning: str) -> None:
    """Make a pair of the tag at a place and the last one, which closes it."""
    first, second = found[at], found[-1]
    assert first.inline is not None
    assert second.inline is not None
    pair = Inline(0, InlineKind.PAIR, first.inline.open, second.inline.open, meaning)
    found[at] = replace(first, inline=pair, side="open")
    found[-1] = replace(second, inline=pair, side="close")


def _trimmed(pieces: list[Piece]) -> list[Piece]:
    """Pieces without what encloses all of them, and without white space and tags at the edges."""
    while pieces:
        first, last = pieces[0], pieces[-1]
        if first.inline is not None and first.inline is last.inline and first is not last:
            pieces = pieces[1:-1]
        elif _idle(first):
            pieces = pieces[1:]
        elif _idle(last):
            pieces = pieces[:-1]
        else:
            break
    if not any(piece.inline is None and piece.text.strip() for piece in pieces):
        return []
    return _edged(pieces)


def _idle(piece: Piece) -> bool:
    if piece.inline is None:
        return not piece.text.strip(_SPACE)
    return piece.side == "alone" and piece.inline.meaning != "literal"


def _edged(pieces: list[Piece]) -> list[Piece]:
    """The outermost text without the white space and direction marks at its edges."""
    first = pieces[0]
    if first.inline is None and len(first.text) == first.end - first.start:
        text = first.text.lstrip(_SPACE)
        pieces = [replace(first, start=first.end - len(text), text=text), *pieces[1:]]
    last = pieces[-1]
    if last.inline is None and len(last.text) == last.end - last.start:
        text = last.text.rstrip(_SPACE)
        pieces = [*pieces[:-1], replace(last, end=last.start + len(text), text=text)]
    return pieces


def write(document: Document, escape: Callable[[str], str]) -> bytes:
    """The file with its targets; the very bytes that were read where there is none."""
    skeleton: Skeleton = document.skeleton
    rtl = bool(document.target_language) and find(document.target_language).direction == "rtl"
    edits = []
    for segment in document.segments:
        if segment.translate and segment.target.strip():
            span = skeleton.spans[segment.key]
            lines = laid(segment.target, single=span.place == "line")
            text = "\n".join(_marked(line) for line in lines) if rtl else "\n".join(lines)
            markup = restore(text, segment.inlines, escape).replace("\n", skeleton.newline)
            edits.append(Edit(span.start, span.end, markup))
    return spliced(skeleton.text, edits).encode("utf-8", "replace")


def laid(target: str, *, single: bool = False) -> list[str]:
    """A target in lines: as its translator broke it, or as it balances.

    >>> laid("از کوه تا دریا راهی دراز است و ما همه آن را با هم پیاده رفتیم.")
    ['از کوه تا دریا راهی دراز است', 'و ما همه آن را با هم پیاده رفتیم.']
    """
    given = [" ".join(line.split()) for line in target.splitlines() if line.strip()]
    if single or not given:
        return [" ".join(given)]
    if len(given) > 1:
        return given
    length = len(strip(given[0]))
    wanted = min(LINES, -(-length // WIDTH))
    return _broken(given[0]) if wanted > 1 else given


def _broken(text: str) -> list[str]:
    """A line in two, where both are about as long, best behind a comma and before an `and`."""
    best, place = len(text) * 2.0, 0
    for space in re.finditer(" ", text):
        before, after = strip(text[: space.start()]), strip(text[space.end() :])
        if not before or not after:
            continue
        cost = abs(len(before) - len(after)) + 3.0 * max(0, max(len(before), len(after)) - WIDTH)
        cost -= 8 if before[-1] in _ENDS else 0
        cost -= 5 if after.startswith(_JOINING) else 0
        cost += 8 if before.rpartition(" ")[2] in _CLINGING else 0
        if cost < best:
            best, place = cost, space.start()
    return [text[:place], text[place + 1 :]] if place else [text]


def _marked(line: str) -> str:
    """A line of a right-to-left target that no player reads the wrong way.

    >>> [_marked(line).count(_RLM) for line in ("سلام", "سلام.", "BBC گفت.", "۱۲ نفر")]
    [0, 1, 2, 1]
    """
    line = line.strip(_SPACE)
    seen = strip(line).strip()
    turns = [turn for turn in map(bidirectional, seen) if turn not in ("NSM", "BN")]
    if not turns:
        return line
    before, after = ("" if turn in ("R", "AL") else _RLM for turn in (turns[0], turns[-1]))
    return f"{before}{line}{after}"
