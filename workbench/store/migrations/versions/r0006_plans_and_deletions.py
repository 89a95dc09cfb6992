"""When a document is due, who is to do it, and whether it was deleted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "desk",
        sa.Column(
            "document",
            sa.Integer,
            sa.ForeignKey("documents.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("due", sa.Text, nullable=False, server_default=""),
        sa.Column("assigned", sa.Text, nullable=False, server_default=""),
        sa.Column("deleted", sa.Text, nullable=False, server_default=""),
    )
