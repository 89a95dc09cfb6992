"""An edit has a name: sent again after a lost answer, it is not stored twice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("revisions", sa.Column("edit", sa.Text))
    op.create_index("revision_edits", "revisions", ["edit"], unique=True)
