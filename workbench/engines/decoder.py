"""A model package, loaded: its tokenizer and its CTranslate2 model.

Loading happens once a process. Packages that hold the very same model (the embedded pair does: one
multilingual model, two target prefixes) share one in memory; packages in archives are loaded from
the archive, without a copy on disk.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import ctranslate2
import sentencepiece
from argostranslate.tokenizer import BPETokenizer, SentencePieceTokenizer, Tokenizer

from workbench.engines.archive import Folder
from workbench.engines.package import TARGET_TOKENIZER, Package
from workbench.errors import BadPackage
from workbench.machine import cores

SPACE = "\u2581"
SCORE_TOKENS = 2048
"""Tokens scored together."""

_loading = Lock()
_models: dict[str, ctranslate2.Translator] = {}


class Decoder:
    """What a package can do once loaded. Safe to use from several threads."""

    def __init__(self, package: Package) -> None:
        self._tokenizer = _tokenizer(package)
        self._target = _target_tokenizer(package) or self._tokenizer
        self.model = _model(package)
        self._prefix = package.target_prefix
        self._package = package

    def encode(self, text: str) -> list[str]:
        """The text in the model's tokens, with those that imported models want round it."""
        tokens = self._tokenizer.encode(text)
        return [*self._package.source_prefix, *tokens, *self._package.source_suffix]

    def decode(self, tokens: Sequence[str]) -> str:
        """The text of output tokens, to the letter as Argos makes it.

        That includes its turning every underscore into a space. An imported model's tokens are
        taken as its own tokenizer made them.
        """
        if self._package.family:
            pieces = [token for token in tokens if token != self._prefix]
            return str(self._target.lazy_processor().decode_pieces(pieces)).strip()
        text = str(self._tokenizer.decode(list(tokens)))
        if self._prefix:
            text = text.removeprefix(self._prefix)
        return text.removeprefix(" ")

    def submit(self, batch: Sequence[list[str]], options: dict[str, Any]) -> list[Any]:
        """Begin to translate a batch; the results wait where their `result()` is called."""
        prefix = [[self._prefix]] * len(batch) if self._prefix else None
        submitted = self.model.translate_batch(
            list(batch), target_prefix=prefix, asynchronous=True, **options
        )
        return list(submitted)

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[list[tuple[str, float]]]:
        """For each (source, target): the target's tokens with their log-probabilities.

        A token is the piece of the target it stands for, so that the pieces joined are the target
        even where the tokenizer rewrites letters or falls back to bytes.
        """
        sources = [self.encode(source) for source, _ in pairs]
        targets = [self._pieces(target) for _, target in pairs]
        prefix = [self._prefix] if self._prefix else []
        results = self.model.score_batch(
            sources,
            [prefix + [token for token, _ in target] for target in targets],
            max_batch_size=SCORE_TOKENS,
            batch_type="tokens",
        )
        return [
            [
                (surface, log_prob)
                for (_, surface), log_prob in zip(
                    target, result.log_probs[len(prefix) :], strict=False
                )
            ]
            for target, result in zip(targets, results, strict=True)
        ]

    def _pieces(self, text: str) -> list[tuple[str, str]]:
        """(token, the part of the text it stands for, spaces as U+2581)."""
        if isinstance(self._target, SentencePieceTokenizer):
            found = _parse(self._target.lazy_processor(), text)
            return [(each.piece, each.surface.replace(" ", SPACE)) for each in found.pieces]
        tokens = self._target.encode(text)
        begins = [not index or not tokens[index - 1].endswith("@@") for index in range(len(tokens))]
        return [
            (token, SPACE * begin + token.removesuffix("@@"))
            for token, begin in zip(tokens, begins, strict=True)
        ]


def _parse(processor: Any, text: str) -> Any:
    """The tokens with the text under each; the call changed its name after sentencepiece 0.2.1."""
    try:
        return processor.encode(text, return_type="proto")
    except TypeError:
        return processor.encode(text, out_type="immutable_proto")


@cache
def _decoder(package: Package) -> Decoder:
    return Decoder(package)


def load(package: Package) -> Decoder:
    """The package, loaded now or before."""
    with _loading:
        return _decoder(package)


def threads() -> int:
    """How many batches are decoded at a time: one a core this process may use.

    WORKBENCH_THREADS says otherwise, where several processes share the cores.

    One thread a batch and as many batches as cores, never the reverse: matrices this small gain
    nothing from being shared out, and the threads that share them burn time waiting for each other.
    """
    told = os.environ.get("WORKBENCH_THREADS", "")
    if told.isdigit() and int(told):
        return int(told)
    return cores()


def _tokenizer(package: Package) -> Tokenizer:
    """Argos' own tokenizer, fed from the archive where there is no file to name."""
    store = package.open()
    path = Path(package.path)
    if not store.has("sentencepiece.model"):
        if not isinstance(store, Folder):
            raise BadPackage(f"{path.name} has a BPE tokenizer: install it before using it.")
        return BPETokenizer(path / "bpe.model", package.source, package.target)
    return _sentencepiece(package, "sentencepiece.model")


def _target_tokenizer(package: Package) -> Tokenizer | None:
    """That of the output, where an imported model has one of its own."""
    own = package.family and package.open().has(TARGET_TOKENIZER)
    return _sentencepiece(package, TARGET_TOKENIZER) if own else None


def _sentencepiece(package: Package, name: str) -> SentencePieceTokenizer:
    tokenizer = SentencePieceTokenizer(package.path / name)
    try:
        tokenizer.processor = sentencepiece.SentencePieceProcessor(
            model_proto=package.open().read(name)
        )
    except RuntimeError as error:
        raise BadPackage(
            f"The tokenizer of {package.path.name} is damaged. Get it again."
        ) from error
    return tokenizer


def _model(package: Package) -> ctranslate2.Translator:
    """The CTranslate2 model: one for all packages that hold the same bytes.

    Out of a folder CTranslate2 reads it itself, so that gigabytes need not stand in memory twice.
    """
    store = package.open()
    names = store.names("model")
    files = {} if isinstance(store, Folder) else {n: store.read(f"model/{n}") for n in names}
    key = _digest(package.path / "model", names, files)
    if key not in _models:
        where = str(package.path / "model") if not files else package.pair
        options = {"files": files} if files else {}
        try:
            _models[key] = ctranslate2.Translator(
                where, inter_threads=threads(), intra_threads=1, **options
            )
        except (RuntimeError, ValueError) as error:
            reason = str(error).splitlines()[0]
            raise BadPackage(
                f"The model in {package.path.name} does not load: {reason}."
            ) from error
    return _models[key]


def _digest(folder: Path, names: Sequence[str], files: Mapping[str, bytes]) -> str:
    """Of the names and bytes of a model's files, read here piece by piece where not given."""
    digest = hashlib.sha256()
    for name in names:
        if name in files:
            own = hashlib.sha256(files[name])
        else:
            try:
                with (folder / name).open("rb") as file:
                    own = hashlib.file_digest(file, "sha256")
            except OSError as error:
                raise BadPackage(f"{folder / name} cannot be read: {error.strerror}.") from error
        digest.update(f"{name} {own.hexdigest()} ".encode())
    return digest.hexdigest()
