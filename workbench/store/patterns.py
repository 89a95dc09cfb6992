"""Texts sought within texts, in either case of the Latin letters, as fast as each database can."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import ColumnElement, Engine, or_

_SIGNS = re.compile(r"([%_\\])")


def literal(text: str) -> str:
    r"""A text for LIKE, in which no sign means anything.

    >>> literal("100% _")
    '100\\% \\_'
    """
    return _SIGNS.sub(r"\\\1", text)


def like(engine: Engine, pattern: str, *sides: Any) -> ColumnElement[bool]:
    """One of the sides is like a pattern.

    SQLite's LIKE is blind to case by itself; PostgreSQL looks three times as fast where it need
    not know the letters of a country.
    """
    if engine.dialect.name == "sqlite":
        return or_(*(side.like(pattern, escape="\\") for side in sides))
    return or_(*(side.collate("C").ilike(pattern, escape="\\") for side in sides))
