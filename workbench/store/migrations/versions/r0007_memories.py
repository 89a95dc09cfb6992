"""Memories have names, and a unit remembers between which sentences it stood."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    memories = op.create_table(
        "memories",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False, unique=True),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("read_only", sa.Boolean, nullable=False),
        sa.Column("created", sa.Text, nullable=False),
    )
    # A default stands for the desk's own memory, so that no row is written anew.
    op.add_column("memory", sa.Column("memory", sa.Integer, nullable=False, server_default="1"))
    desk = {"id": 1, "name": "desk", "priority": 0, "read_only": False, "created": ""}
    op.bulk_insert(memories, [desk])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT setval(pg_get_serial_sequence('memories', 'id'), 1)")
    op.create_table(
        "memory_contexts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "unit", sa.Integer, sa.ForeignKey("memory.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("context", sa.LargeBinary, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("changed", sa.Text, nullable=False),
        sa.UniqueConstraint("unit", "context"),
    )
