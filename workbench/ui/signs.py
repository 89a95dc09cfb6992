"""Marks as single letters in a text box, as the editor in the page has them: ① ❶ round, ⑴ alone.

So nobody sees markup, and a mark cannot be broken. The same table stands in `parts/text.js`.
"""

from __future__ import annotations

import re

from workbench.inline import strip

_MARK = re.compile(r"<(/?)g(\d+)>|<x(\d+)/>")
_SIGNS = re.compile("[\u2460-\u2487\u2776-\u277f\u24eb-\u24f4]")
_MOST = 20
"""There are no letters for more."""


def to_box(text: str, source: str) -> str:
    """A target with its marks as letters.

    >>> to_box("<g1>سرحد</g1> باز شد<x2/>", "The <g1>border</g1> reopened<x2/>")
    '①سرحد❶ باز شد⑵'
    """
    signs = _signs(source)
    return _MARK.sub(lambda mark: signs.get(mark.group(), mark.group()), text)


def from_box(text: str, source: str) -> str:
    """What was written in the box, with its marks."""
    for mark, sign in _signs(source).items():
        text = text.replace(sign, mark)
    return text


def _signs(source: str) -> dict[str, str]:
    """The letters of a source's marks; none where its text itself has such letters."""
    if _SIGNS.search(strip(source)):
        return {}
    marks = _MARK.finditer(source)
    return {m.group(): _sign(m) for m in marks if int(m[2] or m[3]) <= _MOST}


def _sign(mark: re.Match[str]) -> str:
    number = int(mark[2] or mark[3]) - 1
    if mark[3]:
        return chr(0x2474 + number)
    if not mark[1]:
        return chr(0x2460 + number)
    return chr(0x2776 + number) if number < 10 else chr(0x24EB + number - 10)
