"""The work: read -> detect -> translate with terms -> put the marks back -> check -> write.

Every step takes a value and returns a new one; faces (command line, app) call these functions and
add nothing of their own.
"""

from __future__ import annotations

from workbench.pipeline.exchange import KINDS, check, export, kinds, merge
from workbench.pipeline.opening import (
    into,
    load_glossary,
    read,
    require_english,
    restore,
    shipped_glossary,
    terms,
)
from workbench.pipeline.runs import merge_files, report, translate_file
from workbench.pipeline.translation import translate

__all__ = [
    "KINDS",
    "check",
    "export",
    "into",
    "kinds",
    "load_glossary",
    "merge",
    "merge_files",
    "read",
    "report",
    "require_english",
    "restore",
    "shipped_glossary",
    "terms",
    "translate",
    "translate_file",
]
