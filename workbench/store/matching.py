"""Which units may be like a text: an index of words, small enough to be asked at every segment.

A word's units stand in blocks of up to 1024 numbers of four bytes, six bits of which say how many
words the unit has. A text asks for its rarest words only, as many as `MOST_BLOCKS` hold: a unit
that shares three quarters of its words shares rare ones. Those that share most of them, for their
lengths, are compared in full. A word that nearly all units have is read back to its newest blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, bindparam, func, insert, or_, select, update

from workbench.memory import plain
from workbench.store import database
from workbench.store.units import ASKED, among

FULL = 1024
"""Units a block."""
MOST_BLOCKS = 64
"""Blocks read for one text."""
CANDIDATES = 200
"""Units compared in full."""
_LONGEST = 32
"""Characters of a word that count."""
_BITS = 26
_ID = (1 << _BITS) - 1
_MOST_WORDS = 63
WORDS = database.memory_words
_Numbers = NDArray[np.uint32]


def words_of(source: str) -> list[str]:
    """The distinct words a text is found by; numbers are not among them."""
    words = dict.fromkeys(word[:_LONGEST] for word in plain(source).words)
    return [word for word in words if word.strip("0123456789-")]


def index(connection: Connection, pair: str, units: Iterable[tuple[int, str]]) -> None:
    """Enter new units, given as (id, source), into the index of a language pair."""
    fresh: dict[str, list[int]] = {}
    for identity, source in units:
        words = words_of(source)
        packed = identity | min(len(words), _MOST_WORDS) << _BITS
        for word in words:
            fresh.setdefault(word, []).append(packed)
    last = _last(connection, pair, list(fresh))
    filled, begun = [], []
    for word, numbers in fresh.items():
        identity, block, units_before = last.get(word, (0, -1, b""))
        room = FULL - len(units_before) // 4 if identity else 0
        if room and identity:
            data = units_before + np.array(numbers[:room], dtype="<u4").tobytes()
            filled.append({"which": identity, "data": data})
            numbers = numbers[room:]
        for start in range(0, len(numbers), FULL):
            block += 1
            data = np.array(numbers[start : start + FULL], dtype="<u4").tobytes()
            begun.append({"pair": pair, "word": word, "block": block, "units": data})
    if filled:
        wanted = update(WORDS).where(WORDS.c.id == bindparam("which"))
        connection.execute(wanted.values(units=bindparam("data")), filled)
    if begun:
        connection.execute(insert(WORDS), begun)


def _last(
    connection: Connection, pair: str, words: Sequence[str]
) -> Mapping[str, tuple[int, int, bytes]]:
    """The newest block of each word: (id, block, units)."""
    found: dict[str, tuple[int, int, bytes]] = {}
    for start in range(0, len(words), ASKED):
        newest = (
            select(WORDS.c.word, func.max(WORDS.c.block).label("block"))
            .where(
                WORDS.c.pair == pair, among(connection, WORDS.c.word, words[start : start + ASKED])
            )
            .group_by(WORDS.c.word)
            .subquery()
        )
        wanted = select(WORDS.c.id, WORDS.c.word, WORDS.c.block, WORDS.c.units).join(
            newest,
            (WORDS.c.word == newest.c.word)
            & (WORDS.c.block == newest.c.block)
            & (WORDS.c.pair == pair),
        )
        for identity, word, block, units in connection.execute(wanted):
            found[word] = (identity, block, units)
    return found


def candidates(connection: Connection, pair: str, source: str) -> list[int]:
    """The ids of the units that are most likely like a text, best first."""
    words = words_of(source)
    counted = (
        select(WORDS.c.word, func.max(WORDS.c.block))
        .where(WORDS.c.pair == pair, among(connection, WORDS.c.word, words))
        .group_by(WORDS.c.word)
    )
    rarest = sorted((block + 1, word) for word, block in connection.execute(counted))
    parts = [
        np.frombuffer(units, dtype="<u4") for units in _read(connection, pair, _within(rarest))
    ]
    if not parts:
        return []
    return _likely(np.concatenate(parts), len(words))


def _within(rarest: Sequence[tuple[int, str]]) -> dict[str, int]:
    """The words to read, each with the first block of it, within MOST_BLOCKS."""
    chosen: dict[str, int] = {}
    room = MOST_BLOCKS
    for blocks, word in rarest:
        if blocks > room and chosen:
            break
        chosen[word] = max(0, blocks - room)
        room -= blocks
    return chosen


def _read(connection: Connection, pair: str, chosen: Mapping[str, int]) -> Iterable[bytes]:
    if not chosen:
        return []
    whole = [word for word, block in chosen.items() if not block]
    parts: list[Any] = [
        (WORDS.c.word == word) & (WORDS.c.block >= block) for word, block in chosen.items() if block
    ]
    if whole:
        parts.append(among(connection, WORDS.c.word, whole))
    wanted = select(WORDS.c.units).where(WORDS.c.pair == pair, or_(*parts))
    return connection.execute(wanted).scalars()


def _likely(packed: _Numbers, words: int) -> list[int]:
    """Those that share most words, for their length and the text's; of equals the newer."""
    found, shared = np.unique(packed, return_counts=True)
    alike = 2 * shared / ((found >> _BITS) + min(words, _MOST_WORDS))
    if len(found) > CANDIDATES:
        enough = alike >= np.partition(alike, -CANDIDATES)[-CANDIDATES]
        found, alike = found[enough], alike[enough]
    newer = (found & _ID).astype(np.int64)
    order = np.lexsort((-newer, -alike))[:CANDIDATES]
    return [int(identity) for identity in newer[order]]
