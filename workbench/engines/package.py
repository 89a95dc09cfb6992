"""One model package as Argos knows it: what its files must hold, and what its metadata says.

A package is a folder, or a zip ending in `.argosmodel` that holds that folder:

    metadata.json                          languages, version, target prefix
    model/                                 a CTranslate2 model: model.bin, config, vocabulary
    sentencepiece.model or bpe.model       the tokenizer
    target.sentencepiece.model             that of the output, where it is another (not in Argos)
    README.md                              origin and licence, optional

An archive is used as it is, without unpacking it. Nothing is ever run from a package.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.engines.archive import Archive, Folder, Store
from workbench.errors import BadPackage

TOKENIZERS = ("sentencepiece.model", "bpe.model")
TARGET_TOKENIZER = "target.sentencepiece.model"
SUFFIX = ".argosmodel"
_CODE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_VERSION = re.compile(r"[0-9A-Za-z.+-]{0,40}")


@dataclass(frozen=True, slots=True)
class Package:
    """One model package, as its metadata describes it."""

    code: str
    """`translate-en_prs`: its name in Argos' index."""
    source: str
    target: str
    """Language codes as the package has them, not canonical: `fa`."""
    version: str
    path: Path
    """A folder or an archive."""
    embedded: bool = False
    """Ships with the workbench."""
    inline_terms: bool = False
    """Trained with target-language terms written into the source."""
    target_prefix: str = ""
    """The token its output must begin with, for models of several target languages."""
    family: str = ""
    """Of an imported model: it is told its languages as `families` says, not as Argos does."""
    source_prefix: tuple[str, ...] = ()
    source_suffix: tuple[str, ...] = ()
    """Tokens before and after the source's own, for imported models."""
    licence: str = ""
    readme: str = ""
    size: int = 0
    """Bytes on disk."""

    @property
    def pair(self) -> str:
        """`en-prs`."""
        return f"{self.source}-{self.target}"

    def open(self) -> Store:
        """Its files."""
        return _open(self.path)


def read(path: Path, *, embedded: bool = False) -> Package:
    """The package at a path, checked; BadPackage when it is damaged, incomplete or hostile."""
    store = _open(path)
    metadata = _metadata(store)
    source, target = metadata["from_code"], metadata["to_code"]
    if not store.has("model/model.bin"):
        raise BadPackage(f"{path.name} holds no model (model/model.bin). Get the package again.")
    if not any(store.has(name) for name in TOKENIZERS):
        raise BadPackage(f"{path.name} holds no tokenizer ({TOKENIZERS[0]}). Get it again.")
    readme = store.read("README.md").decode("utf-8", "replace") if store.has("README.md") else ""
    return Package(
        code=f"translate-{source}_{target}",
        source=source,
        target=target,
        version=metadata["package_version"],
        path=path,
        embedded=embedded,
        inline_terms=metadata.get("terms") == "inline",
        target_prefix=metadata["target_prefix"],
        family=str(metadata.get("family", "")),
        source_prefix=_tokens(path.name, metadata, "source_prefix"),
        source_suffix=_tokens(path.name, metadata, "source_suffix"),
        licence=str(metadata.get("licence") or metadata.get("license") or _licence(readme)),
        readme=readme,
        size=store.size(),
    )


def _open(path: Path) -> Store:
    return Folder(path) if path.is_dir() else Archive(path)


def _metadata(store: Store) -> dict[str, Any]:
    """The metadata with the keys that matter present and harmless."""
    name = store.path.name
    if not store.has("metadata.json"):
        raise BadPackage(f"{name} is no model package: it holds no metadata.json.")
    try:
        metadata = json.loads(store.read("metadata.json"))
    except ValueError as error:
        raise BadPackage(f"The metadata.json of {name} cannot be read: {error}.") from error
    if not isinstance(metadata, dict) or metadata.get("type", "translate") != "translate":
        raise BadPackage(f"{name} is not a translation package.")
    _checked(name, metadata, "from_code", _CODE)
    _checked(name, metadata, "to_code", _CODE)
    metadata["package_version"] = str(metadata.get("package_version", ""))
    _checked(name, metadata, "package_version", _VERSION)
    metadata["target_prefix"] = str(metadata.get("target_prefix", ""))
    return metadata


def _licence(readme: str) -> str:
    """The licence a README names in its own words, by the first SPDX-like name in it."""
    found = re.search(r"\b(CC0(?:-1\.0)?|CC-BY[-A-Z]*-[0-9.]*[0-9]|Apache-2\.0|MIT)\b", readme)
    return found[1] if found else ""


def _tokens(name: str, metadata: dict[str, Any], key: str) -> tuple[str, ...]:
    value = metadata.get(key, [])
    if not isinstance(value, list) or len(value) > 4 or not all(isinstance(t, str) for t in value):
        raise BadPackage(f"The metadata.json of {name} has no usable {key}: {str(value)[:40]!r}.")
    return tuple(value)


def newest_first(version: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts versions newest first, without trusting them to be well-formed.

    >>> sorted(["1.9", "1.10", "0.1", ""], key=newest_first)
    ['1.10', '1.9', '0.1', '']
    """
    parts = re.findall(r"\d+|[A-Za-z]+", version)
    key = [(-1, -int(p), "") if p.isdigit() else (0, 0, p) for p in parts]
    return (*key, (1, 0, ""))


def _checked(name: str, metadata: dict[str, Any], key: str, shape: re.Pattern[str]) -> None:
    """BadPackage unless a value of the metadata is text of the given shape."""
    value = metadata.get(key)
    if not isinstance(value, str) or not shape.fullmatch(value):
        raise BadPackage(f"The metadata.json of {name} has no usable {key}: {str(value)[:40]!r}.")
