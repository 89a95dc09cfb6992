"""The steps, each from files of the work folder to files of the work folder.

Modules that need torch, ctranslate2 or sentencepiece are imported by the step that needs them, so
that the early steps run on plain Python.
"""

from __future__ import annotations

import json
import math
import random
from argparse import Namespace
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from training.align import align, format_links, links_of
from training.augment import denoising_pairs, inline_examples
from training.corpus import LANGUAGES, read_pairs, write_pairs
from training.filter import keep_fit
from training.gather import gather
from training.normalise import normalise_english, normalise_target

SEED = 1


class InputMissingError(Exception):
    """A step was asked for before the one whose output it reads."""


def gather_step(options: Namespace) -> None:
    """Read the corpus folder into gathered.tsv, licensed sets only."""
    out = options.work / "gathered.tsv"
    if _is_done(options, out):
        return
    pairs = gather(options.corpus, held_out=frozenset(options.without))
    print(f"{write_pairs(out, pairs):,} rows gathered")


def normalise_step(options: Namespace) -> None:
    """One spelling for every row: normalised.tsv."""
    source, out = _files(options.work, "gathered.tsv", "normalised.tsv")
    if _is_done(options, out, source):
        return
    pairs = (
        replace(
            pair,
            english=normalise_english(pair.english),
            target=normalise_target(pair.target, pair.language),
        )
        for pair in read_pairs(source)
    )
    print(f"{write_pairs(out, pairs):,} rows normalised")


def filter_step(options: Namespace) -> None:
    """Drop what is no sentence pair: filtered.tsv."""
    source, out = _files(options.work, "normalised.tsv", "filtered.tsv")
    if _is_done(options, out, source):
        return
    dropped: Counter[str] = Counter()
    print(f"{write_pairs(out, keep_fit(read_pairs(source), dropped)):,} rows kept")
    for reason, count in dropped.most_common():
        print(f"{count:>9,} dropped: {reason}")


def vocabulary_step(options: Namespace) -> None:
    """Learn the subwords: sentencepiece.model (or take it from an earlier model)."""
    source, out = _files(options.work, "filtered.tsv", "sentencepiece.model")
    if _is_done(options, out, source):
        return
    if options.take:
        out.write_bytes(options.take.read_bytes())
        return
    from training.vocabulary import train_vocabulary

    train_vocabulary(read_pairs(source), out.with_suffix(""), size=options.size)


def align_step(options: Namespace) -> None:
    """Link the words of every pair with eflomal: links.txt, a line a bilingual row."""
    source, out = _files(options.work, "filtered.tsv", "links.txt")
    if _is_done(options, out, source):
        return
    pairs = [pair for pair in read_pairs(source) if not pair.monolingual]
    links = [""] * len(pairs)
    for language in LANGUAGES:
        rows = [row for row, pair in enumerate(pairs) if pair.language == language]
        if rows:
            made = align([pairs[row] for row in rows], options.work / "align" / language)
            for row, linked in zip(rows, made, strict=True):
                links[row] = format_links(linked)
    out.write_text("\n".join(links) + "\n", encoding="utf-8")


def reverse_step(options: Namespace) -> None:
    """Turn the pairs round, to train the model that back-translates: reverse/train.tsv."""
    from training.reverse import turned_round

    source, out = _files(options.work, "filtered.tsv", "reverse/train.tsv")
    vocabulary = _existing(options.work / "sentencepiece.model")
    if _is_done(options, out, source):
        return
    out.parent.mkdir(exist_ok=True)
    (out.parent / vocabulary.name).write_bytes(vocabulary.read_bytes())
    print(f"{write_pairs(out, turned_round(read_pairs(source))):,} rows turned round")


def backtranslate_step(options: Namespace) -> None:
    """Give monolingual Pashto an English source by the reverse model: backtranslated.tsv."""
    from training.reverse import backtranslate

    source, out = _files(options.work, "filtered.tsv", "backtranslated.tsv")
    model = _existing(options.work / "reverse" / "model")
    if _is_done(options, out, source, model):
        return
    pairs = [pair for pair in read_pairs(source) if pair.monolingual and pair.language == "ps"]
    made = backtranslate(pairs, model, _existing(options.work / "sentencepiece.model"))
    print(f"{write_pairs(out, made):,} of {len(pairs):,} rows back-translated")


def augment_step(options: Namespace) -> None:
    """Write inline terms into sources and noise into targets: train.tsv and inline.jsonl."""
    source, out = _files(options.work, "filtered.tsv", "inline.jsonl")
    links_file = options.work / "links.txt"
    if _is_done(options, out, source, links_file):
        return
    everything = list(read_pairs(source))
    pairs = [pair for pair in everything if not pair.monolingual]
    made = options.work / "backtranslated.tsv"
    back = list(read_pairs(made)) if made.exists() else []
    # What has a source by now need not be denoised.
    sourced = {pair.target for pair in back}
    rest = [pair for pair in everything if pair.target not in sourced or not pair.monolingual]
    rng = random.Random(SEED)
    rows = write_pairs(options.work / "train.tsv", [*pairs, *back, *denoising_pairs(rest, rng)])
    links = [links_of(line) for line in links_file.read_text(encoding="utf-8").splitlines()]
    variants = 0
    with out.open("w", encoding="utf-8") as lines:
        for example in inline_examples(pairs, links, rng):
            row = [example.row, example.english, example.target]
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
            variants += 1
    print(f"{rows:,} rows to train on, {variants:,} inline variants")


def train_step(options: Namespace) -> None:
    """Train, or go on training: RUN/last.pt."""
    _files(options.work, "train.tsv", "")
    from training.train import Plan, train

    plan = Plan(
        work=options.work,
        run=options.run_name,
        start_from=options.start_from,
        hours=options.hours or (2.0 if options.steps == math.inf else math.inf),
        tokens=options.tokens,
        steps=options.steps,
        processes=options.processes,
        rate=options.rate,
        inline_share=options.inline_share,
        low_precision=options.low_precision,
    )
    train(plan)


def lexicon_step(options: Namespace) -> None:
    """Make the tables of words that marks are put back by: words-prs.tsv.gz, words-ps.tsv.gz."""
    from training.lexicon import names, table, write

    source, links_file = _files(options.work, "filtered.tsv", "links.txt")
    pairs = [pair for pair in read_pairs(source) if not pair.monolingual]
    lines = _existing(links_file).read_text(encoding="utf-8").splitlines()
    links = [links_of(line) for line in lines]
    for language in ("prs", "ps"):
        out = options.out / f"words-{language}.tsv.gz"
        print(f"{out} {write(out, table(pairs, links, language), names(pairs)):,} lines")


def table_step(options: Namespace) -> None:
    """Print the table of a release: packages on test sets, against other packages."""
    from training import table

    try:
        parts = [*table.report(options.model, options.against, options.test)]
    except table.TestSetError as fault:
        raise InputMissingError(str(fault)) from fault
    text = "\n".join(parts).lstrip() + "\n"
    print(text, end="")
    if options.out:
        options.out.write_text(text, encoding="utf-8")


def ablate_step(options: Namespace) -> None:
    """Short runs from the same weights, one change a row: ablations.json."""
    from training.ablate import CHANGES, HEAD, Runs, ablate

    _files(options.work, "train.tsv", "")
    if unknown := set(options.rows) - set(CHANGES):
        raise InputMissingError(f"No row {min(unknown)!r}. Rows: {', '.join(CHANGES)}.")
    runs = Runs(
        options.work,
        _existing(options.start_from),
        _existing(options.test),
        options.terms,
        options.steps,
        options.inline_share,
        options.rate,
    )
    print(HEAD)
    for row in ablate(runs, options.rows):
        print(row, flush=True)


def average_step(options: Namespace) -> None:
    """Take the running average of checkpoints, and the mean of several: averaged.pt."""
    from training import checkpoint

    files = options.checkpoints or [options.work / "run" / "last.pt"]
    shape, weights = checkpoint.average([_existing(file) for file in files])
    checkpoint.save(options.work / "averaged.pt", shape, weights)


def convert_step(options: Namespace) -> None:
    """Make the int8 CTranslate2 directory: model/."""
    from training.convert import convert

    weights, out = _files(options.work, "averaged.pt", "model")
    convert(weights, _existing(options.work / "sentencepiece.model"), out)


def package_step(options: Namespace) -> None:
    """Pack the model, its card and licence: packages/*.argosmodel."""
    from training.card import model_card
    from training.package import package

    model, out = _files(options.work, "model", "packages")
    vocabulary = _existing(options.work / "sentencepiece.model")
    card = model_card(options.card, options.work / "scores.json", options.version)
    for path in package(model, vocabulary, card, out, options.version):
        print(f"{path} {path.stat().st_size / 1e6:.1f} MB")


def evaluate_step(options: Namespace) -> None:
    """Score a converted model on a test file and on terms written inline: scores.json."""
    from training.evaluate import Model, copied_terms, score

    folder = options.model or _existing(options.work / "model")
    vocabulary = options.vocabulary or _existing(options.work / "sentencepiece.model")
    model = Model(folder, vocabulary, beam=options.beam)
    report: list[dict[str, Any]] = []
    for language in ("prs", "ps"):
        scores, outputs = score(model, _existing(options.test), language)
        copied, given, _ = copied_terms(model, _existing(options.terms), language)
        more = {"test": options.test.name, "beam": options.beam}
        more |= {"terms_copied": copied, "terms_given": given}
        report.append(scores.as_dict() | more)
        lines = "\n".join(outputs) + "\n"
        (options.work / f"outputs.{language}.txt").write_text(lines, encoding="utf-8")
    text = json.dumps(report, indent=2, ensure_ascii=False)
    (options.work / "scores.json").write_text(text + "\n", encoding="utf-8")
    print(text)


def _files(work: Path, source: str, out: str) -> tuple[Path, Path]:
    return _existing(work / source), work / out


def _existing(path: Path) -> Path:
    if not path.exists():
        raise InputMissingError(f"{path} is not there: run the step that writes it first.")
    return path


def _is_done(options: Namespace, out: Path, *sources: Path) -> bool:
    """True, and said, if OUT is newer than what it is made from."""
    for source in sources:
        _existing(source)
    made = out.stat().st_mtime if out.exists() else -math.inf
    done = not options.again and all(source.stat().st_mtime <= made for source in sources)
    if done and out.exists():
        print(f"{out} is up to date")
        return True
    return False


_HERE = Path(__file__).parent
STEPS: dict[str, Callable[[Namespace], None]] = {
    "gather": gather_step,
    "normalise": normalise_step,
    "filter": filter_step,
    "vocabulary": vocabulary_step,
    "align": align_step,
    "reverse": reverse_step,
    "backtranslate": backtranslate_step,
    "lexicon": lexicon_step,
    "augment": augment_step,
    "train": train_step,
    "average": average_step,
    "convert": convert_step,
    "evaluate": evaluate_step,
    "package": package_step,
    "table": table_step,
    "ablate": ablate_step,
}
WITHOUT_WORK = frozenset({"table"})
"""Steps that need no work folder."""
OPTIONS: dict[str, dict[str, dict[str, Any]]] = {
    "gather": {
        "--corpus": {"type": Path, "required": True, "help": "folder with public/ and mono/"},
        "--without": {"nargs": "*", "default": [], "metavar": "SET", "help": "sets held out"},
    },
    "vocabulary": {
        "--size": {"type": int, "default": 12_000},
        "--take": {"type": Path, "help": "vocabulary of a model that training starts from"},
    },
    "lexicon": {
        "--out": {"type": Path, "default": _HERE.parent / "workbench" / "starter"},
    },
    "ablate": {
        "--start-from": {"type": Path, "required": True, "help": "weights all rows start from"},
        "--test": {"type": Path, "default": _HERE / "corpus" / "dev.tsv"},
        "--terms": {"type": Path, "default": _HERE / "probes" / "inline_terms.tsv"},
        "--steps": {"type": int, "default": 300, "help": "of each row"},
        "--inline-share": {"type": float, "default": 0.5},
        "--rate": {"type": float, "default": 4e-4},
        "--rows": {"nargs": "*", "default": [], "help": "some of the rows, by their names"},
    },
    "table": {
        "--model": {"nargs": "+", "required": True, "help": "the packages to judge"},
        "--against": {"nargs": "*", "default": [], "help": "those to compare them with"},
        "--test": {"nargs": "+", "type": Path, "required": True, "help": "files of triples"},
        "--out": {"type": Path, "help": "a file for the table too"},
    },
    "train": {
        "--run-name": {"default": "run"},
        "--start-from": {"type": Path, "help": "checkpoint to train on from"},
        "--hours": {"type": float, "help": "2, where no --steps are given"},
        "--steps": {
            "type": float,
            "default": math.inf,
            "help": "budget; the same weights each time",
        },
        "--tokens": {"type": float, "default": math.inf, "help": "budget in target tokens"},
        "--processes": {"type": int, "default": 2, "help": "one thread each"},
        "--rate": {"type": float, "default": 6.5e-4},
        "--inline-share": {"type": float, "default": 0.55, "help": "0: plain pairs only"},
        "--low-precision": {"action": "store_true", "help": "bf16, for processors with AMX"},
    },
    "average": {"--checkpoints": {"type": Path, "nargs": "*"}},
    "package": {
        "--version": {"required": True},
        "--card": {"type": Path, "default": _HERE / "MODEL_CARD.md"},
    },
    "evaluate": {
        "--test": {"type": Path, "required": True, "help": "english, dari, pashto by tabs"},
        "--terms": {"type": Path, "default": _HERE / "probes" / "inline_terms.tsv"},
        "--model": {"type": Path, "help": "another CTranslate2 directory"},
        "--vocabulary": {"type": Path, "help": "and its sentencepiece.model"},
        "--beam": {"type": int, "default": 4},
    },
}
