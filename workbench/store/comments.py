"""What people say to each other about a segment."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, union, update

from workbench.store import database
from workbench.store.connection import Connected
from workbench.store.rows import now
from workbench.store.turns import hold


@dataclass(frozen=True, slots=True)
class Comment:
    """One remark on one segment."""

    id: int
    key: str
    author: str
    at: datetime
    text: str
    resolved: bool


def mentions(text: str, people: Iterable[str]) -> list[str]:
    """The people named in a text with an @ before their name, in their order there.

    Of two names that begin alike the longer one is meant.

    >>> mentions("@Amin Khan, and @amin?", ["Amin", "Amin Khan", "Min"])
    ['Amin Khan', 'Amin']
    """
    known = {name.casefold(): name for name in people}
    if not known or "@" not in text:
        return []
    longest = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    found = re.finditer(rf"(?<!\w)@({longest})(?!\w)", text.casefold())
    return list(dict.fromkeys(known[match[1]] for match in found))


def remark(connection: Connection, document_id: int, key: str, *, text: str, author: str) -> int:
    """Write a remark down; its number."""
    made = connection.execute(
        insert(database.comments).values(
            document=document_id, key=key, author=author, at=now(), text=text, resolved=False
        )
    ).inserted_primary_key
    assert made is not None
    return int(made[0])


class Comments(Connected):
    """The remarks on the segments of documents."""

    def comment(self, document_id: int, key: str, *, text: str, author: str) -> int:
        """Keep a remark; its number."""
        with self._transaction() as connection:
            hold(connection, document_id)
            return remark(connection, document_id, key, text=text, author=author)

    def resolve(self, document_id: int, number: int, *, resolved: bool = True) -> None:
        """Mark a remark as dealt with, or open it again."""
        here = (database.comments.c.document == document_id) & (database.comments.c.id == number)
        with self._transaction() as connection:
            connection.execute(update(database.comments).where(here).values(resolved=resolved))

    def comments(self, document_id: int) -> list[Comment]:
        """All remarks on a document, oldest first."""
        held = database.comments.c
        wanted = (
            select(held.id, held.key, held.author, held.at, held.text, held.resolved)
            .where(held.document == document_id)
            .order_by(held.id)
        )
        with self._reading() as connection:
            return [
                Comment(number, key, author, datetime.fromisoformat(at), text, resolved)
                for number, key, author, at, text, resolved in connection.execute(wanted)
            ]

    def open_comments(
        self, documents: Iterable[int], *, begin: str = ""
    ) -> list[tuple[int, str, str]]:
        """(document, segment, text) of remarks on documents that are not dealt with, oldest first.

        Only those that `begin` so, when it is given.
        """
        held, chosen = database.comments.c, set(documents)
        wanted = select(held.document, held.key, held.text).where(
            held.resolved.is_(False), held.text.startswith(begin, autoescape=True)
        )
        if len(chosen) == 1:
            wanted = wanted.where(held.document == next(iter(chosen)))
        with self._reading() as connection:
            rows = connection.execute(wanted.order_by(held.id)).all()
        return [(number, key, text) for number, key, text in rows if number in chosen]

    def names(self) -> list[str]:
        """Everybody who changed or said something here, by name; machines are not among them."""
        revisions, comments = database.revisions.c, database.comments.c
        wanted = union(
            select(revisions.author).where(revisions.edit.is_not(None)), select(comments.author)
        )
        with self._reading() as connection:
            return sorted(name for name in connection.execute(wanted).scalars() if name)

    def comments_for(self, person: str) -> list[tuple[int, Comment]]:
        """(document, remark) of those that name a person and are not dealt with, oldest first."""
        held = database.comments.c
        columns = (held.id, held.key, held.author, held.at, held.text, held.resolved)
        wanted = (
            select(held.document, *columns)
            .where(held.resolved.is_(False), held.text.contains("@", autoescape=True))
            .order_by(held.id)
        )
        with self._reading() as connection:
            rows = connection.execute(wanted).all()
        people = {*self.names(), person} if rows else ()
        return [
            (document, Comment(number, key, author, datetime.fromisoformat(at), text, resolved))
            for document, number, key, author, at, text, resolved in rows
            if person in mentions(text, people)
        ]
