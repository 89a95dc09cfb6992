"""The people who sign in, and the log of what they did, which is only added to.

That it is only added to the database sees to itself: a line is changed or taken away only where
the settings hold `log gives way`, as they do while a backup takes the place of everything.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_SAID = "the log is only added to"
_GIVES_WAY = "EXISTS (SELECT 1 FROM settings WHERE name = 'log gives way')"


def upgrade() -> None:
    op.create_table(
        "people",
        sa.Column("mail", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text),
        sa.Column("since", sa.Text, nullable=False),
        sa.Column("seen", sa.Text, nullable=False),
        sa.Column("signed_in", sa.Integer, nullable=False),
        sa.Column("signed_out", sa.Text, nullable=False),
    )
    op.create_table(
        "log",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("mail", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER log_keeps_{change.lower()} BEFORE {change} ON log "
                f"WHEN NOT {_GIVES_WAY} BEGIN SELECT RAISE(ABORT, '{_SAID}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION log_keeps() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF NOT {_GIVES_WAY} THEN RAISE EXCEPTION '{_SAID}'; END IF; RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER log_keeps BEFORE UPDATE OR DELETE OR TRUNCATE ON log "
        "FOR EACH STATEMENT EXECUTE FUNCTION log_keeps()"
    )
