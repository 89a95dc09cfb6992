"""The neighbours of a segment are found by its place, however long the document is."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_index("segment_places", "segments", ["document", "position"], if_not_exists=True)
