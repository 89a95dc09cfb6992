"""The work: read -> detect -> translate with terms -> put the marks back -> check -> write.

Every step takes a value and returns a new one; faces (command line, app) call these functions and
add nothing of their own.
"""

from __future__ import annotations

from workbench.pipeline.conversion import Conversion, afghan, convert_file
from workbench.pipeline.converting import convert_bilingual, extract_file
from workbench.pipeline.desk import stored, with_stored
from workbench.pipeline.evaluation import Comparison, evaluate
from workbench.pipeline.exchange import KINDS, check, export, export_names, kinds, mend
from workbench.pipeline.merging import merge
from workbench.pipeline.opening import (
    into,
    read,
    require_english,
    restore,
    terms,
)
from workbench.pipeline.publishing import Look
from workbench.pipeline.reviewing import REVIEWS, review, review_file
from workbench.pipeline.runs import localise, merge_files, report, translate_file
from workbench.pipeline.termbase import (
    Concept,
    Stamp,
    concepts,
    glossary_folder,
    glossary_stamp,
    house_glossary,
    load_glossary,
    save_term,
)
from workbench.pipeline.translation import translate

__all__ = [
    "KINDS",
    "REVIEWS",
    "Comparison",
    "Concept",
    "Conversion",
    "Look",
    "Stamp",
    "afghan",
    "check",
    "concepts",
    "convert_bilingual",
    "convert_file",
    "evaluate",
    "export",
    "export_names",
    "extract_file",
    "glossary_folder",
    "glossary_stamp",
    "house_glossary",
    "into",
    "kinds",
    "load_glossary",
    "localise",
    "mend",
    "merge",
    "merge_files",
    "read",
    "report",
    "require_english",
    "restore",
    "review",
    "review_file",
    "save_term",
    "stored",
    "terms",
    "translate",
    "translate_file",
    "with_stored",
]
