"""Numbered marks: how inline markup stands in a segment's text, and how it becomes markup again.

`<g1>...</g1>` encloses text, `<x2/>` stands alone; the notation is that of CAT tools. It is read
strictly: `< g1 >` or `<G1>` is literal text, so that nothing a translator writes by chance turns
into markup. Literal text that looks like a mark is the readers' business: they take it out as a
standalone mark of its own (meaning "literal"), so that here every mark is one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from workbench.model import Inline, InlineKind

MARK = re.compile(r"</?g[1-9][0-9]{0,5}>|<x[1-9][0-9]{0,5}/>")
"""One mark. It has no groups; `number` and `is_closing` take it apart."""


def marks(text: str) -> list[str]:
    """The marks of a text, in its order.

    >>> marks("At <g1>73</g1> percent<x2/> < g3 >")
    ['<g1>', '</g1>', '<x2/>']
    """
    return MARK.findall(text)


def strip(text: str) -> str:
    """A text without its marks.

    >>> strip("15<g1>th</g1> August<x2/>")
    '15th August'
    """
    return MARK.sub("", text)


def number(mark: str) -> int:
    """The number of a mark.

    >>> number("</g12>"), number("<x3/>")
    (12, 3)
    """
    return int(mark.strip("</gx>"))


def is_closing(mark: str) -> bool:
    """Whether a mark ends a pair."""
    return mark.startswith("</")


def is_standalone(mark: str) -> bool:
    """Whether a mark encloses nothing."""
    return mark.endswith("/>")


def opening(inline: Inline) -> str:
    """The mark an inline begins with, or is."""
    return f"<x{inline.number}/>" if inline.kind is InlineKind.STANDALONE else f"<g{inline.number}>"


def closing(inline: Inline) -> str:
    """The mark an inline ends with; empty for a standalone one."""
    return "" if inline.kind is InlineKind.STANDALONE else f"</g{inline.number}>"


def split(text: str) -> Iterator[tuple[str, bool]]:
    """The runs of a text, each with True when it is a mark; empty runs are left out.

    >>> list(split("a<x1/>b"))
    [('a', False), ('<x1/>', True), ('b', False)]
    """
    position = 0
    for found in MARK.finditer(text):
        if found.start() > position:
            yield text[position : found.start()], False
        yield found.group(), True
        position = found.end()
    if position < len(text):
        yield text[position:], False


def restore(text: str, inlines: Iterable[Inline], escape: Callable[[str], str]) -> str:
    """A text with its marks turned into markup, and all else through `escape`.

    A mark that stands for nothing is literal text: dropping it would lose what somebody wrote.

    >>> bold = Inline(1, InlineKind.PAIR, "**", "**", "bold")
    >>> restore("a <g1>b</g1> <x9/>", [bold], lambda literal: literal.replace("<", "&lt;"))
    'a **b** &lt;x9/>'
    """
    markup = markup_of(inlines)
    literal = ""
    result = []
    for run, is_mark in split(text):
        if is_mark and run in markup:
            result += [escape(literal), markup[run]] if literal else [markup[run]]
            literal = ""
        else:
            literal += run
    return "".join(result) + (escape(literal) if literal else "")


def markup_of(inlines: Iterable[Inline]) -> dict[str, str]:
    """What each mark stands for.

    >>> markup_of([Inline(1, InlineKind.PAIR, "<b>", "</b>")])
    {'<g1>': '<b>', '</g1>': '</b>'}
    """
    markup = {}
    for inline in inlines:
        markup[opening(inline)] = inline.open
        if inline.kind is InlineKind.PAIR:
            markup[closing(inline)] = inline.close
    return markup


def lost(source: str, target: str) -> list[str]:
    """Marks the source has and the target lacks.

    >>> lost("<g1>a</g1><x2/>", "<g1>a</g1>")
    ['<x2/>']
    """
    return list((Counter(marks(source)) - Counter(marks(target))).elements())


def extra(source: str, target: str) -> list[str]:
    """Marks the target has and the source lacks, or has less often."""
    return lost(target, source)


def misnested(text: str) -> list[str]:
    """Closing marks that do not close what was opened last, and opening marks never closed.

    >>> misnested("<g1>a<g2>b</g1>c</g2>"), misnested("</g1>a<g1>")
    (['</g1>'], ['</g1>', '<g1>'])
    """
    faults: list[str] = []
    opened: list[str] = []
    for mark in marks(text):
        if is_standalone(mark):
            continue
        if not is_closing(mark):
            opened.append(mark)
        elif opened and number(opened[-1]) == number(mark):
            opened.pop()
        else:
            faults.append(mark)
            opened = [other for other in opened if number(other) != number(mark)]
    return faults + opened
