"""A segment can be locked: nobody changes it until somebody unlocks it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column(
        "segments", sa.Column("locked", sa.Boolean, nullable=False, server_default=sa.false())
    )
