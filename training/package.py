"""A CTranslate2 directory -> one `.argosmodel` a language, with its card and its licence.

The same model is packed twice; `target_prefix` in `metadata.json` chooses the language. Entries
carry a fixed date, so that equal contents make an equal file.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from training.corpus import AUTHORED, MONOLINGUAL_SETS, PARALLEL_SETS, TARGET_TAGS

NAMES = {"prs": "Dari", "ps": "Pashto"}
LICENCE = "CC-BY-SA-4.0"
_DATE = (2026, 1, 1, 0, 0, 0)
_LICENCE_TEXT = """\
This model is licensed under Creative Commons Attribution-ShareAlike 4.0 International
(CC-BY-SA-4.0). You may share and adapt it, for any purpose, if you give credit, say what you
changed, and pass it on under the same licence. Full text:
https://creativecommons.org/licenses/by-sa/4.0/legalcode

It comes with no warranty. It was trained on these texts, whose makers do not endorse it:

"""


def package(model: Path, vocabulary: Path, card: str, out: Path, version: str) -> list[Path]:
    """Write the packages of all languages into OUT; returns their paths."""
    out.mkdir(parents=True, exist_ok=True)
    return [_package_one(language, model, vocabulary, card, out, version) for language in NAMES]


def metadata(language: str, version: str) -> dict[str, object]:
    """What Argos Translate and the workbench read from a package."""
    return {
        "package_version": version,
        "argos_version": "1.11",
        "from_code": "en",
        "from_name": "English",
        "to_code": language,
        "to_name": NAMES[language],
        "target_prefix": TARGET_TAGS[language],
        "code": f"translate-en_{language}",
        "links": [],
        "licence": LICENCE,
        "terms": "inline",
    }


def licence_text() -> str:
    """The licence of the model, with credit to every set that it may have been trained on."""
    sets = [AUTHORED, *PARALLEL_SETS, *(text_set for _, text_set in MONOLINGUAL_SETS.values())]
    return _LICENCE_TEXT + "".join(f"- {s.credit} ({s.name}): {s.licence}\n" for s in sets)


def _package_one(
    language: str, model: Path, vocabulary: Path, card: str, out: Path, version: str
) -> Path:
    top = f"translate-en_{language}-{version.replace('.', '_')}"
    path = out / f"{top}.argosmodel"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in _entries(language, model, vocabulary, card, version):
            entry = zipfile.ZipInfo(f"{top}/{name}", _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return path


def _entries(
    language: str, model: Path, vocabulary: Path, card: str, version: str
) -> Iterator[tuple[str, bytes]]:
    yield "metadata.json", json.dumps(metadata(language, version), indent=2).encode()
    yield "README.md", card.encode()
    yield "LICENSE", licence_text().encode()
    yield "sentencepiece.model", vocabulary.read_bytes()
    for file in sorted(model.iterdir()):
        yield f"model/{file.name}", file.read_bytes()
