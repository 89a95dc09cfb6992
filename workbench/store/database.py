"""The tables as this program knows them; how a database comes to have them is in `migrations`."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
)

tables = MetaData()
documents = Table(
    "documents",
    tables,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("format", Text, nullable=False),
    Column("source_language", Text, nullable=False),
    Column("target_language", Text, nullable=False),
    Column("source", LargeBinary, nullable=False),
    Column("created", Text, nullable=False),
    # An id is never given twice: a tab left open on a deleted document must not meet another.
    sqlite_autoincrement=True,
)
# Beside the documents: their bytes would be read past for every date.
desk = Table(
    "desk",
    tables,
    Column("document", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("due", Text, nullable=False, server_default=""),
    Column("assigned", Text, nullable=False, server_default=""),
    Column("deleted", Text, nullable=False, server_default=""),
)
segments = Table(
    "segments",
    tables,
    Column("document", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("source", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("translate", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("locked", Boolean, nullable=False, server_default=false()),
    Index("segment_places", "document", "position"),
)
revisions = Table(
    "revisions",
    tables,
    Column("id", Integer, primary_key=True),
    Column("document", ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("key", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("old_target", Text, nullable=False),
    Column("new_target", Text, nullable=False),
    Column("old_state", Text, nullable=False),
    Column("new_state", Text, nullable=False),
    # What the page called the edit: sent again after a lost answer, it is not stored twice.
    Column("edit", Text),
    Index("revision_edits", "edit", unique=True),
)
comments = Table(
    "comments",
    tables,
    Column("id", Integer, primary_key=True),
    Column("document", ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("key", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("resolved", Boolean, nullable=False),
)
settings = Table(
    "settings",
    tables,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
memory = Table(
    "memory",
    tables,
    Column("id", Integer, primary_key=True),
    Column("source_language", Text, nullable=False),
    Column("target_language", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("source", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("creator", Text, nullable=False),
    Column("created", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("changed", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("properties", Text, nullable=False),
    Column("memory", Integer, nullable=False, server_default="1"),
    # The digest stands for the source: an index over whole texts would double the file.
    UniqueConstraint("digest", "source_language", "target_language"),
)
memory_past = Table(
    "memory_past",
    tables,
    Column("id", Integer, primary_key=True),
    Column("unit", ForeignKey("memory.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("target", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("changed", Text, nullable=False),
)
memories = Table(
    "memories",
    tables,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("priority", Integer, nullable=False),
    Column("read_only", Boolean, nullable=False),
    Column("created", Text, nullable=False),
)
memory_contexts = Table(
    "memory_contexts",
    tables,
    Column("id", Integer, primary_key=True),
    Column("unit", ForeignKey("memory.id", ondelete="CASCADE"), nullable=False),
    # Of the sources before and after.
    Column("context", LargeBinary, nullable=False),
    Column("target", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("changed", Text, nullable=False),
    UniqueConstraint("unit", "context"),
)
memory_words = Table(
    "memory_words",
    tables,
    Column("id", Integer, primary_key=True),
    Column("pair", Text, nullable=False),
    Column("word", Text, nullable=False),
    Column("block", Integer, nullable=False),
    Column("units", LargeBinary, nullable=False),
    UniqueConstraint("pair", "word", "block"),
)
people = Table(
    "people",
    tables,
    Column("mail", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text),
    Column("since", Text, nullable=False),
    Column("seen", Text, nullable=False),
    # When the log-in they came with was given, by its own clock, so that each is logged once.
    Column("signed_in", Integer, nullable=False),
    # Pages drawn before the person signed out are not theirs any more.
    Column("signed_out", Text, nullable=False),
)
log = Table(
    "log",
    tables,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("mail", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text, nullable=False),
)
jobs = Table(
    "jobs",
    tables,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    # One at a time: what came of the last is forgotten when another is asked for. None for a job
    # about no one document.
    Column("document", ForeignKey("documents.id", ondelete="CASCADE"), unique=True),
    # JSON: the segments it is about; empty is the whole document.
    Column("keys", Text, nullable=False),
    Column("asker", Text, nullable=False),
    Column("asked", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("error", Text, nullable=False),
    # JSON: the drafts whose place was taken, until they are put back.
    Column("replaced", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    # The how-manieth job it was that was ever begun; 0 before.
    Column("turn", Integer, nullable=False),
    Column("owner", Text, nullable=False),
    # Whoever began it has this in hand, and may store what came of it only while it stands here.
    Column("token", Text, nullable=False),
    Column("beats", Integer, nullable=False),
    # Of one about no document: what people call it, and as JSON what it was asked to do and what
    # came of it.
    Column("name", Text, nullable=False, server_default=""),
    Column("given", Text, nullable=False, server_default=""),
    Column("result", Text, nullable=False, server_default=""),
    Index("job_states", "state", "asker"),
    Index("job_turns", "asker", "turn"),
    sqlite_autoincrement=True,
)
# Beside the jobs: their bytes would be read past for every list.
job_files = Table(
    "job_files",
    tables,
    Column("id", Integer, primary_key=True),
    Column("job", ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False, index=True),
    # What came of it, rather than what it was given.
    Column("made", Boolean, nullable=False),
    Column("name", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)
