"""A model of another kind as an installed package: NLLB, M2M-100, MADLAD-400, OPUS-MT.

What is needed is a folder as CTranslate2's converters write it (model.bin, a vocabulary) with the
SentencePiece file of the original beside it. The family is recognised by its language tokens. Each
language pair becomes a package of its own, so that it is listed, chosen, signed and removed like
any other; the pairs of one import share their weights on disk and in memory. Argos itself, which
looks into the same folder, cannot put such a package to use.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from workbench.engines import decoder, families, guard, index, packages
from workbench.engines.argos import Argos
from workbench.engines.families import Direction, Family
from workbench.engines.package import TARGET_TOKENIZER, Package
from workbench.errors import BadPackage, EngineError
from workbench.languages import find

SENTENCE = "The road to the airport was closed on Monday."
"""What each imported model must translate before it is installed."""
_ONE = ("sentencepiece.bpe.model", "spiece.model", "sentencepiece.model", "spm.model")
_TWO = ("source.spm", "target.spm")
_VOCABULARIES = ("shared_vocabulary", "source_vocabulary")


@dataclass(frozen=True, slots=True)
class Imported:
    """A package made of a foreign model, and what it said when tried."""

    package: Package
    sentence: str
    translation: str
    fault: str
    """What `guard` finds wrong with it; the package is installed all the same."""
    before: str
    """The package that is used all the same for the language asked for; "" when it is this one."""


@dataclass(frozen=True, slots=True)
class _Model:
    """What lies in the folder."""

    folder: Path
    files: tuple[Path, ...]
    tokenizers: tuple[Path, ...]
    """One for both languages, or that of the source and that of the target."""
    vocabulary: frozenset[str]
    config: dict[str, Any]
    licence: str


def wrap(
    folder: Path,
    *,
    source: str = "en",
    targets: Sequence[str] = ("prs", "ps"),
    name: str = "",
    family: str = "",
    licence: str = "",
    tokenizer: Path | None = None,
) -> list[Imported]:
    """Install a CTranslate2 model, one package a target language, each tried on one sentence.

    Raises BadPackage when the files are no model, EngineError when the model has not the languages
    or nothing states its licence; then nothing is installed.
    """
    model = _surveyed(folder, tokenizer)
    kind = families.named(family) if family else families.recognised(model.vocabulary)
    ways = _ways(kind, source, targets, model.vocabulary)
    licence = licence.strip() or model.licence or kind.licence
    if not licence:
        raise EngineError(
            f"Nothing in {folder} states the model's licence. Look it up where you got the model, "
            "and give it with --licence."
        )
    version = "1.0+" + re.sub(r"[^0-9A-Za-z.-]+", "-", name or folder.resolve().name)[:32]
    home = index.packages_folder()
    with packages.writing(home):
        home.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".importing-", dir=packages.beside(home)) as place:
            staged = [_staged(Path(place), model, way, version, licence) for way in ways]
            tried = [_tried(path, model, way) for path, way in zip(staged, ways, strict=True)]
            done = [packages.install(str(path)) for path in staged]
    for package in done[1:]:
        _share(done[0].path, package.path)
    return [
        Imported(package, SENTENCE, *said, _preferred(package, way))
        for package, said, way in zip(done, tried, ways, strict=True)
    ]


def _ways(
    family: Family, source: str, targets: Sequence[str], vocabulary: frozenset[str]
) -> list[Direction]:
    """One direction a language that comes out: Dari and Persian may be one."""
    codes = list(dict.fromkeys(find(code).code for code in targets))
    if len(codes) > 1 and not (family.source or family.target):
        raise EngineError(
            "This model names no languages, so it writes but one. Say which with --to, "
            "or give the --family of a model that writes several."
        )
    ways = [families.direction(family, find(source).code, code, vocabulary) for code in codes]
    return list({way.target: way for way in ways}.values())


def _surveyed(folder: Path, tokenizer: Path | None) -> _Model:
    """The model in a folder, with every file there that it needs."""
    if (folder / "metadata.json").is_file():
        raise BadPackage(
            f"{folder} is a package already. Install it with: workbench models install {folder}"
        )
    if not (folder / "model.bin").is_file():
        raise BadPackage(
            f"{folder} holds no CTranslate2 model (model.bin). Give the folder that one of "
            "CTranslate2's converters wrote, such as ct2-transformers-converter."
        )
    vocabularies = [p for p in sorted(folder.iterdir()) if p.stem.endswith("_vocabulary")]
    config = folder / "config.json"
    return _Model(
        folder,
        (folder / "model.bin", *vocabularies, *([config] if config.is_file() else [])),
        _tokenizers(folder, tokenizer),
        _vocabulary(folder),
        _config(config),
        _stated(folder / "README.md"),
    )


def _tokenizers(folder: Path, given: Path | None) -> tuple[Path, ...]:
    if given is not None:
        if not given.is_file():
            raise BadPackage(f"There is no tokenizer {given}. Give the model's SentencePiece file.")
        return (given,)
    if all((folder / name).is_file() for name in _TWO):
        return tuple(folder / name for name in _TWO)
    for name in _ONE:
        if (folder / name).is_file():
            return (folder / name,)
    others = sorted(folder.glob("*.model"))
    if len(others) == 1:
        return (others[0],)
    raise BadPackage(
        f"{folder} holds no SentencePiece file ({', '.join(_ONE[:2])}, or {' and '.join(_TWO)}). "
        "Copy it from the original model, or give --tokenizer; a tokenizer.json will not do."
    )


def _vocabulary(folder: Path) -> frozenset[str]:
    for stem in _VOCABULARIES:
        for suffix in (".json", ".txt"):
            path = folder / (stem + suffix)
            if not path.is_file():
                continue
            try:
                text = path.read_text("utf-8")
                return frozenset(
                    map(str, json.loads(text) if suffix == ".json" else text.split("\n"))
                )
            except (OSError, ValueError, TypeError) as error:
                raise BadPackage(f"{path} is no vocabulary: {error}. Convert it again.") from error
    raise BadPackage(f"{folder} holds no vocabulary (shared_vocabulary.json). Convert it again.")


def _config(path: Path) -> dict[str, Any]:
    try:
        config = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    except (OSError, ValueError) as error:
        raise BadPackage(f"{path} cannot be read: {error}. Convert the model again.") from error
    return config if isinstance(config, dict) else {}


def _stated(readme: Path) -> str:
    """The licence at the head of a model card: `license: cc-by-nc-4.0`."""
    text = readme.read_text("utf-8", "replace") if readme.is_file() else ""
    found = re.search(r"^licen[sc]e:\s*[\"']?([\w.+-]+)", text[:4000], re.MULTILINE)
    return found[1].upper().replace("APACHE", "Apache") if found else ""


def _staged(place: Path, model: _Model, way: Direction, version: str, licence: str) -> Path:
    """The package of one direction, of links: installing copies what they stand for."""
    folder = place / way.target
    (folder / "model").mkdir(parents=True)
    for path in model.files:
        _lay(path, folder / "model" / path.name)
    names = ("sentencepiece.model", TARGET_TOKENIZER)
    for path, name in zip(model.tokenizers, names, strict=False):
        _lay(path, folder / name)
    end = str(model.config.get("eos_token", "</s>"))
    adds = bool(model.config.get("add_source_eos")) or end not in model.vocabulary
    metadata = {
        "type": "translate",
        "from_code": way.source,
        "to_code": way.target,
        "package_version": version,
        "family": way.family.name,
        "source_prefix": [way.source_token] if way.source_token else [],
        "source_suffix": [] if adds else [end],
        "target_prefix": way.target_token,
        "licence": licence,
    }
    (folder / "metadata.json").write_text(json.dumps(metadata, indent=2), encoding="utf-8")
    (folder / "README.md").write_text(_readme(model.folder, way, licence), encoding="utf-8")
    return folder


def _readme(folder: Path, way: Direction, licence: str) -> str:
    return (
        f"# {find(way.source).name} to {find(way.target).name}: {way.family.title}\n\n"
        f"Imported from {folder.resolve().name}. Licence: {licence}"
        f"{' - not for commercial use' if non_commercial(licence) else ''}.\n"
        "Made for the workbench: Argos Translate itself cannot use this package.\n"
    )


def non_commercial(licence: str) -> bool:
    """Whether a licence forbids commercial use.

    >>> non_commercial("CC-BY-NC-4.0"), non_commercial("Apache-2.0")
    (True, False)
    """
    return re.search(r"\bNC\b|non-?commercial", licence, re.IGNORECASE) is not None


def _tried(path: Path, model: _Model, way: Direction) -> tuple[str, str]:
    """The translation of one sentence, and its fault; BadPackage when the files do not fit."""
    tokens = decoder.load(packages.find(str(path))).encode(SENTENCE)
    if sum(token in model.vocabulary for token in tokens) < len(tokens) / 2:
        raise BadPackage(
            f"The tokenizer in {model.folder} is not this model's: its vocabulary lacks most of "
            "what it cuts a sentence into. Give the right one with --tokenizer."
        )
    engine = Argos(models=[path])
    try:
        [[found, *_]] = engine.translate([SENTENCE], source=way.source, target=way.target)
    except (RuntimeError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise BadPackage(f"The model in {model.folder} does not run: {reason}.") from error
    return found.text, guard.fault(SENTENCE, found.text, way.target)


def _preferred(package: Package, way: Direction) -> str:
    used = packages.choose(way.source, way.wanted, packages.installed())
    return "" if used is None or used.path == package.path else f"{used.pair} {used.version}"


def _lay(path: Path, place: Path) -> None:
    """The same file at another place, without a copy where the file system can."""
    try:
        os.link(path.resolve(), place)
    except OSError:
        shutil.copyfile(path, place)


def _share(first: Path, other: Path) -> None:
    """Let two installed packages of one import hold their weights once."""
    for path in (first / "model").iterdir():
        fresh = other / "model" / f".{path.name}"
        try:
            os.link(path, fresh)
            fresh.replace(other / "model" / path.name)
        except OSError:
            fresh.unlink(missing_ok=True)
            return
