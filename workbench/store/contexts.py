"""Between which sentences a unit stood: what was written there before is the better answer there.

A context is a digest of the sources before and after. One unit has as many as it has been confirmed
in, each with the target it was given there; the last word of all is the unit's own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, insert, select, update

from workbench.model import Unit
from workbench.store import database
from workbench.store.units import ASKED, SAID, among, moment, unit_of

_CONTEXTS = database.memory_contexts
_BEFORE, _AFTER = ("x-context-pre", "prev"), ("x-context-post", "next")
"""What other tools call the neighbours in TMX."""
_MOST = 500
"""Contexts of a unit that are written: a caption may stand in thousands."""
_DIGEST = re.compile("[0-9a-f]{32}")


def context_of(before: str, after: str) -> bytes:
    """The context of a segment between two others; empty when it stands alone.

    >>> context_of("", ""), len(context_of("The border.", ""))
    (b'', 16)
    """
    if not (before or after):
        return b""
    whole = f"{before}\0{after}".encode("utf-8", "surrogatepass")
    return blake2b(whole, digest_size=16).digest()


def told(unit: Unit) -> list[bytes]:
    """The contexts that a unit says of itself, as other tools do and as `written` does."""
    said = dict(unit.properties)
    before, after = (
        next((said[name] for name in names if name in said), "") for names in (_BEFORE, _AFTER)
    )
    own = [bytes.fromhex(one) for one in said.get(SAID, "").split() if _DIGEST.fullmatch(one)]
    return [context for context in (context_of(before, after), *own[:_MOST]) if context]


def written(connection: Connection, rows: Sequence[RowMapping]) -> Iterator[Unit]:
    """The units of these rows, each with its contexts as a file can say them.

    What was said otherwise in a context stands before its unit, as a unit of its own that is
    older: read again, once or twice, each has its contexts and the last word is the last.
    """
    given: dict[int, dict[tuple[str, str, str], list[str]]] = defaultdict(dict)
    numbers = [row["id"] for row in rows]
    for start in range(0, len(numbers), ASKED):
        here = among(connection, _CONTEXTS.c.unit, numbers[start : start + ASKED])
        wanted = select(_CONTEXTS).where(here).order_by(_CONTEXTS.c.id)
        for one in connection.execute(wanted):
            words = one.target, one.author, one.changed
            given[one.unit].setdefault(words, []).append(bytes(one.context).hex())
    for row in rows:
        unit, own = unit_of(row), []
        for (target, author, changed), digests in given[row["id"]].items():
            if target == unit.target:
                own += digests
            elif target:
                at = _earlier(moment(changed), unit.changed or unit.created)
                other = replace(unit, target=target, author=author, changed=at)
                yield _saying(other, digests)
        yield _saying(unit, own)


def _earlier(said: datetime | None, last: datetime | None) -> datetime | None:
    if said is None or last is None or said < last:
        return said
    return last - timedelta(seconds=1)


def _saying(unit: Unit, digests: Sequence[str]) -> Unit:
    if not digests:
        return unit
    said = (SAID, " ".join(digests[-_MOST:]))
    return replace(unit, properties=(*unit.properties, said))


def keep(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep contexts: unit, context, target, author, changed; of one that is there the later."""
    latest = {(row["unit"], row["context"]): row for row in rows}
    there: dict[tuple[int, bytes], tuple[int, str]] = {}
    units = list(dict.fromkeys(unit for unit, _ in latest))
    for start in range(0, len(units), ASKED):
        wanted = select(
            _CONTEXTS.c.id, _CONTEXTS.c.unit, _CONTEXTS.c.context, _CONTEXTS.c.changed
        ).where(among(connection, _CONTEXTS.c.unit, units[start : start + ASKED]))
        for row in connection.execute(wanted):
            there[row.unit, bytes(row.context)] = row.id, row.changed
    fresh = [dict(row) for key, row in latest.items() if key not in there]
    if fresh:
        connection.execute(insert(_CONTEXTS), fresh)
    moved = [
        {"which": there[key][0], "its_target": row["target"], "its_author": row["author"],
         "its_changed": row["changed"]}
        for key, row in latest.items()
        if key in there and row["changed"] >= there[key][1]
    ]  # fmt: skip
    if moved:
        connection.execute(
            update(_CONTEXTS)
            .where(_CONTEXTS.c.id == bindparam("which"))
            .values(
                target=bindparam("its_target"),
                author=bindparam("its_author"),
                changed=bindparam("its_changed"),
            ),
            moved,
        )


def found(
    connection: Connection, units: Iterable[int], contexts: Iterable[bytes]
) -> dict[tuple[int, bytes], tuple[str, str]]:
    """(target, author) that units were given in any of these contexts."""
    numbers, wanted_contexts = list(units), {context for context in contexts if context}
    answers: dict[tuple[int, bytes], tuple[str, str]] = {}
    if not wanted_contexts:
        return answers
    for start in range(0, len(numbers), ASKED):
        wanted = select(
            _CONTEXTS.c.unit, _CONTEXTS.c.context, _CONTEXTS.c.target, _CONTEXTS.c.author
        ).where(among(connection, _CONTEXTS.c.unit, numbers[start : start + ASKED]))
        for row in connection.execute(wanted):
            if bytes(row.context) in wanted_contexts:
                answers[row.unit, bytes(row.context)] = row.target, row.author
    return answers


def rewritten(connection: Connection, unit: int, before: str, after: str) -> None:
    """A unit put right by hand is right in every context in which it said the same."""
    connection.execute(
        update(_CONTEXTS)
        .where(_CONTEXTS.c.unit == unit, _CONTEXTS.c.target == before)
        .values(target=after)
    )
