"""Jobs about no one document: files taken in, documents packed, an alignment, an evaluation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
_OLD = (
    "id, kind, document, keys, asker, asked, state, done, total, error, replaced, tries, turn, "
    "owner, token, beats"
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _made_anew()
    else:
        op.alter_column("jobs", "document", existing_type=sa.Integer, nullable=True)
        for column in _added():
            op.add_column("jobs", column)
    op.create_table(
        "job_files",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("job", sa.Integer, sa.ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False),
        sa.Column("made", sa.Boolean, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_job_files_job", "job_files", ["job"])


def _added() -> list[sa.Column[str]]:
    names = ("name", "given", "result")
    return [sa.Column(name, sa.Text, nullable=False, server_default="") for name in names]


def _made_anew() -> None:
    """SQLite has no other way to let a column be empty; numbers go on where they were."""
    for index in ("job_states", "job_turns"):
        op.drop_index(index, "jobs")
    op.rename_table("jobs", "jobs_before")
    number = sa.Column("id", sa.Integer, primary_key=True)
    document = sa.Column(
        "document", sa.Integer, sa.ForeignKey("documents.id", ondelete="CASCADE"), unique=True
    )
    texts = ("kind", "keys", "asker", "asked", "state", "error", "replaced", "owner", "token")
    counts = ("done", "total", "tries", "turn", "beats")
    op.create_table(
        "jobs",
        number,
        document,
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
        *(sa.Column(name, sa.Integer, nullable=False) for name in counts),
        *_added(),
        sqlite_autoincrement=True,
    )
    op.execute(f"INSERT INTO jobs ({_OLD}) SELECT {_OLD} FROM jobs_before")
    op.execute("DELETE FROM sqlite_sequence WHERE name = 'jobs'")
    op.execute(
        "INSERT INTO sqlite_sequence SELECT 'jobs', seq FROM sqlite_sequence "
        "WHERE name = 'jobs_before'"
    )
    op.drop_table("jobs_before")
    op.create_index("job_states", "jobs", ["state", "asker"])
    op.create_index("job_turns", "jobs", ["asker", "turn"])
