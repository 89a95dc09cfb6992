"""Comments that excuse a finding, and have to say why.

# workbench: ignore term-unplaced -- the headline names it        (PO, above the message)
<!-- workbench: ignore term-unplaced -- a quotation -->           (Markdown, before the block)
<note>workbench: ignore term-unplaced -- a quotation</note>       (XLIFF)
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

_IGNORE = re.compile(r"\s*workbench:\s*ignore\b(.*)$", re.DOTALL)
_REASON = re.compile(r"\s+(?:--|—)\s*|^(?:--|—)\s*")


def bad_ignore() -> None:
    """A comment that ignores a finding gives no reason, or names no check there is.

    Such a comment ignores nothing: write `workbench: ignore CHECK -- why`.
    """


def ignored(comments: Sequence[str], known: Collection[str]) -> tuple[dict[str, str], list[str]]:
    """The reason by check that a segment's comments give, and what is wrong with them.

    >>> ignored(["workbench: ignore lost-tag, term-unplaced -- a quotation"],
    ...         {"lost-tag", "term-unplaced"})
    ({'lost-tag': 'a quotation', 'term-unplaced': 'a quotation'}, [])
    >>> ignored(["workbench: ignore lost-tag"], {"lost-tag"})[1]
    ['The comment ignores lost-tag without a reason: write -- and why.']
    """
    reasons: dict[str, str] = {}
    faults: list[str] = []
    lines = (line for comment in comments for line in comment.splitlines())
    for found in (match for line in lines if (match := _IGNORE.match(line))):
        names, reason = _taken_apart(found[1])
        unknown = [name for name in names if name not in known]
        faults += _faults(names, unknown, reason)
        if reason:
            reasons |= {name: reason for name in names if name in known}
    return reasons, faults


def excuse(check: str, reason: str) -> str:
    r"""The comment that excuses what a check finds.

    >>> excuse("lost-tag", " a quotation\n")
    'workbench: ignore lost-tag -- a quotation'
    """
    return f"workbench: ignore {check} -- {' '.join(reason.split())}"


def _taken_apart(rest: str) -> tuple[list[str], str]:
    listed, *reason = _REASON.split(rest, maxsplit=1)
    return re.findall(r"[\w-]+", listed), reason[0].strip() if reason else ""


def _faults(names: Sequence[str], unknown: Sequence[str], reason: str) -> Iterator[str]:
    if not names:
        yield "The comment ignores nothing: name a check after the word ignore."
    for name in unknown:
        yield f"There is no check {name} to ignore: mend its name."
    if names and not reason:
        yield f"The comment ignores {', '.join(names)} without a reason: write -- and why."
