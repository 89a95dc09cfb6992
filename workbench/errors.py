"""What can go wrong in a call, as one tree; faults in a text are findings instead.

    WorkbenchError              exit 2   anything a person can mend by calling differently
    +-- UnreadableFile          exit 2   no such file, a folder, binary, wrong encoding, broken
    +-- UnwritableFile          exit 2   no permission, no space, a folder in the way
    +-- UnknownFormat           exit 2   no reader or writer for this file
    +-- UnknownLanguage         exit 2   a language code nobody here knows
    +-- BadGlossary             exit 2   a term file that cannot be trusted, with line and column
    +-- BadSettings             exit 2   a workbench.toml with a slip, the key named
    +-- EngineError             exit 2   a translation engine cannot start or answer
    |   +-- NoModel             exit 2   no installed package serves the pair
    |   +-- BadPackage          exit 2   a corrupt or hostile model package
    +-- Mismatch                exit 2   two files that do not belong together
    +-- NothingToTranslate      exit 2   no segment is in the source language
    +-- DatabaseAway            exit 2   the database does not answer now; it may again
        +-- DatabaseShut        exit 2   it answers and cannot store: no space, or others write

Every message is one sentence that says what is wrong, and one that says what to do next.
"""

from __future__ import annotations


class WorkbenchError(Exception):
    """A fault in the call: reported in one sentence, nothing changed on disk."""

    exit_code = 2


class UnreadableFile(WorkbenchError):
    """The input cannot be read as text of a known format."""


class UnwritableFile(WorkbenchError):
    """The output cannot be written where it was asked for."""


class UnknownFormat(WorkbenchError):
    """No row in the table of formats fits."""


class UnknownLanguage(WorkbenchError):
    """The language code is not in the table of languages."""


class BadGlossary(WorkbenchError):
    """A glossary file breaks its own rules; the message names line and column."""


class BadSettings(WorkbenchError):
    """A project's settings cannot be trusted; the message names file and key."""


class EngineError(WorkbenchError):
    """The translation engine cannot do its work."""


class NoModel(EngineError):
    """No installed model package serves the language pair."""


class BadPackage(EngineError):
    """A model package is damaged, incomplete or hostile."""


class Mismatch(WorkbenchError):
    """Two files do not belong to the same article."""


class NothingToTranslate(WorkbenchError):
    """No segment of the document is in the language to translate from."""


class DatabaseAway(WorkbenchError):
    """The database does not answer; nothing is wrong with what was to be stored."""


class DatabaseShut(UnwritableFile, DatabaseAway):
    """The database answers and cannot store now: its disk is full, or others hold it."""
