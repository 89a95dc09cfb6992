"""Footnotes as blocks: what belongs to one may go on in paragraphs of its own, set in by four.

CommonMark knows none: there a second paragraph would be code, and a second note the first one's
text.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

_LABEL = re.compile(r"\[\^[^\]\s]{1,200}\]:")
_INDENT = 4


def with_footnotes(markdown: MarkdownIt) -> MarkdownIt:
    """The parser with a block rule more."""
    ends = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    markdown.block.ruler.before("reference", "footnote", _footnote, ends)  # type: ignore[arg-type]
    return markdown


def _footnote(state: StateBlock, line: int, last: int, silent: bool) -> bool:
    """`[^1]: text`, with all that is set in below it."""
    begin = state.bMarks[line] + state.tShift[line]
    label = _LABEL.match(state.src, begin, state.eMarks[line])
    if state.is_code_block(line) or not label:
        return False
    if silent:
        return True
    kept = state.bMarks[line], state.tShift[line], state.sCount[line], state.blkIndent
    parent = state.parentType
    start = label.end()
    while start < state.eMarks[line] and state.src[start] in " \t":
        start += 1
    opened = state.push("footnote_open", "", 1)
    state.bMarks[line], state.tShift[line] = label.end(), start - label.end()
    state.blkIndent += _INDENT
    state.sCount[line] = state.blkIndent
    state.parentType = "footnote"
    state.md.block.tokenize(state, line, last)
    state.parentType = parent
    state.bMarks[line], state.tShift[line], state.sCount[line], state.blkIndent = kept
    opened.map = [line, state.line]
    state.push("footnote_close", "", -1)
    return True
