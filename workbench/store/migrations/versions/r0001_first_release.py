"""The tables of the first release: documents, their segments and revisions, and the memory.

Databases that were made while it was written may have some of them, but none has another form.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _documents()
    _memory()


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("format", sa.Text, nullable=False),
        sa.Column("source_language", sa.Text, nullable=False),
        sa.Column("target_language", sa.Text, nullable=False),
        sa.Column("source", sa.LargeBinary, nullable=False),
        sa.Column("created", sa.Text, nullable=False),
        sqlite_autoincrement=True,
        if_not_exists=True,
    )
    op.create_table(
        "segments",
        sa.Column(
            "document",
            sa.Integer,
            sa.ForeignKey("documents.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("translate", sa.Boolean, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "document",
            sa.Integer,
            sa.ForeignKey("documents.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("old_target", sa.Text, nullable=False),
        sa.Column("new_target", sa.Text, nullable=False),
        sa.Column("old_state", sa.Text, nullable=False),
        sa.Column("new_state", sa.Text, nullable=False),
        if_not_exists=True,
    )
    op.create_index("ix_revisions_document", "revisions", ["document"], if_not_exists=True)


def _memory() -> None:
    op.create_table(
        "memory",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("source_language", sa.Text, nullable=False),
        sa.Column("target_language", sa.Text, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("creator", sa.Text, nullable=False),
        sa.Column("created", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("changed", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("properties", sa.Text, nullable=False),
        sa.UniqueConstraint("digest", "source_language", "target_language"),
        if_not_exists=True,
    )
    op.create_table(
        "memory_past",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "unit", sa.Integer, sa.ForeignKey("memory.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("changed", sa.Text, nullable=False),
        if_not_exists=True,
    )
    op.create_index("ix_memory_past_unit", "memory_past", ["unit"], if_not_exists=True)
    op.create_table(
        "memory_words",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("pair", sa.Text, nullable=False),
        sa.Column("word", sa.Text, nullable=False),
        sa.Column("block", sa.Integer, nullable=False),
        sa.Column("units", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("pair", "word", "block"),
        if_not_exists=True,
    )
