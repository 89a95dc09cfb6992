"""How much faster the workbench translates than Argos, on one package, with the same beam.

    python benchmarks/translate.py [--target prs] [--beam 4] [--rounds 3] [--file news.txt]

Four ways to translate the same text, each in a process of its own, in turns:

    workbench     all segments as one job, as `workbench translate` does
    argos         argostranslate's own `translate`, one paragraph a call, as its users call it
    call          Argos' call of the model (its parameters and threads), one sentence a call
    call-1        the same with one thread, to tell what of the difference is threads

Models are loaded, and a first sentence translated, before the clock starts. Argos' sentence
splitter wants a model from the network: it is handed the workbench's segmentation instead, and
where stanza and minisbd are not installed, empty modules stand in for them (it imports them
unasked). Nothing else of it is changed, and what it does with its own time is its own.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

WAYS = ("workbench", "argos", "call", "call-1")
NEWS = Path(__file__).parent / "news.txt"
WARM = "The weather is good."
Paragraphs = list[list[str]]
Translate = Callable[[Paragraphs], Paragraphs]


def paragraphs(path: Path) -> Paragraphs:
    """The text's paragraphs, each cut into sentences by the workbench."""
    from workbench import segmentation

    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    texts = [line for line in lines if line and not line.startswith("#")]
    return [[text[a:b].strip() for a, b in segmentation.split(text, "en")] for text in texts]


def workbench(target: str, beam: int) -> Translate:
    """All sentences as one job."""
    from workbench.engines.argos import Argos

    engine = Argos(beam=beam)

    def translate(text: Paragraphs) -> Paragraphs:
        flat = [sentence for paragraph in text for sentence in paragraph]
        done = iter(engine.translate(flat, source="en", target=target))
        return [[next(done)[0].text for _ in paragraph] for paragraph in text]

    return translate


def argos(target: str, beam: int) -> Translate:
    """Argostranslate's own `translate`, one paragraph a call."""
    os.environ["ARGOS_BEAM_SIZE"] = str(beam)
    for name in ("stanza", "minisbd"):
        if find_spec(name) is None:
            stub: Any = ModuleType(name)
            stub.SBDetect, stub.models = None, ModuleType("models")
            sys.modules[name] = stub
    import argostranslate.translate as theirs

    sentences: dict[str, list[str]] = {}

    class Given:
        """The sentences of a paragraph as the workbench cut them."""

        def __init__(self, _: object) -> None: ...

        def split_sentences(self, text: str) -> list[str]:
            return sentences[text]

    theirs.MiniSBDSentencizer = Given
    prefix = theirs.get_translation_from_codes("en", target).underlying.pkg.target_prefix

    def translate(text: Paragraphs) -> Paragraphs:
        done = []
        for paragraph in text:
            whole = " ".join(paragraph)
            sentences[whole] = paragraph
            value = theirs.translate(whole, "en", target)
            # It cuts the prefix from the first sentence of a paragraph only.
            parts = value.split(prefix) if prefix else [value]
            done.append([part.strip(" ") for part in parts])
        return done

    return translate


def call(target: str, beam: int, threads: int = 0) -> Translate:
    """Argos' call of the model without anything round it, one sentence at a time."""
    import ctranslate2
    from argostranslate.tokenizer import SentencePieceTokenizer

    folder = next(Path(os.environ["ARGOS_PACKAGES_DIR"]).glob("*"))
    prefix = json.loads((folder / "metadata.json").read_text("utf-8")).get("target_prefix", "")
    tokenizer = SentencePieceTokenizer(folder / "sentencepiece.model")
    model = ctranslate2.Translator(str(folder / "model"), intra_threads=threads)

    def sentence(text: str) -> str:
        [result] = model.translate_batch(
            [tokenizer.encode(text)],
            target_prefix=[[prefix]] if prefix else None,
            replace_unknowns=True,
            max_batch_size=32,
            batch_type="tokens",
            beam_size=beam,
            num_hypotheses=1,
            length_penalty=0.2,
            return_scores=True,
        )
        return str(tokenizer.decode(result.hypotheses[0])).removeprefix(prefix).removeprefix(" ")

    return lambda text: [[sentence(each) for each in paragraph] for paragraph in text]


def worker(way: str, target: str, beam: int, path: Path) -> None:
    """One way, timed; the result as JSON on standard output."""
    text = paragraphs(path)
    ways: dict[str, Translate | Callable[[], Translate]] = {
        "workbench": lambda: workbench(target, beam),
        "argos": lambda: argos(target, beam),
        "call": lambda: call(target, beam),
        "call-1": lambda: call(target, beam, threads=1),
    }
    translate: Any = ways[way]()  # type: ignore[call-arg]
    translate([[WARM]])
    wall, cpu = time.perf_counter(), time.process_time()
    done = translate(text)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(json.dumps({"wall": wall, "cpu": cpu, "text": done}))


def measure(options: argparse.Namespace) -> dict[str, list[dict[str, Any]]]:
    """Every way as often as asked for, in turns, so that a busy moment hits all alike."""
    from workbench.engines import packages

    results: dict[str, list[dict[str, Any]]] = {way: [] for way in WAYS}
    with TemporaryDirectory() as home:
        os.environ |= {f"XDG_{name}_HOME": home for name in ("DATA", "CONFIG", "CACHE")}
        os.environ["ARGOS_PACKAGES_DIR"] = f"{home}/packages"
        packages.install(str(packages.find(f"en-{options.target}").path))
        for _ in range(options.rounds):
            for way in WAYS:
                command = [sys.executable, __file__, "--worker", way]
                command += ["--target", options.target, "--beam", str(options.beam)]
                command += ["--file", str(options.file)]
                done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
                results[way].append(json.loads(done.stdout.splitlines()[-1]))
    return results


def report(options: argparse.Namespace, results: dict[str, list[dict[str, Any]]]) -> None:
    """The table; ratios are medians, and say how often the workbench is faster."""
    from workbench.engines import decoder, packages

    text = paragraphs(options.file)
    flat = [sentence for paragraph in text for sentence in paragraph]
    package = packages.find(f"en-{options.target}")
    stubbed = [name for name in ("stanza", "minisbd") if find_spec(name) is None]
    print(
        f"{len(flat)} segments ({len(set(flat))} distinct) in {len(text)} paragraphs; "
        f"package {package.pair} {package.version}; beam {options.beam}; "
        f"median of {options.rounds} rounds\n"
        f"workbench: {decoder.threads()} batches at a time, one thread each; argostranslate "
        f"{version('argostranslate')}, ctranslate2 {version('ctranslate2')} with their defaults\n"
        f"argostranslate got the workbench's segmentation"
        f"{'; empty modules stood in for ' + ', '.join(stubbed) if stubbed else ''}\n"
    )
    print(f"{'':10} seconds   CPU s  segm./s   workbench faster by (CPU)   same output")
    ours = _medians(results["workbench"])
    for way in WAYS:
        wall, cpu = _medians(results[way])
        same = _same(results["workbench"][0]["text"], results[way][0]["text"]) / len(flat)
        print(
            f"{way:10} {wall:7.2f} {cpu:7.2f} {len(flat) / wall:8.1f}   "
            f"{wall / ours[0]:19.2f} ({cpu / ours[1]:.2f}) {same:13.1%}"
        )


def _medians(runs: list[dict[str, Any]]) -> tuple[float, float]:
    return (
        statistics.median(run["wall"] for run in runs),
        statistics.median(run["cpu"] for run in runs),
    )


def _same(ours: Paragraphs, theirs: Paragraphs) -> int:
    """How many sentences are the same to the letter."""
    return sum(
        a.strip(" ") == b.strip(" ")
        for one, other in zip(ours, theirs, strict=True)
        for a, b in zip(one, other, strict=False)
    )


def main() -> None:
    """Measure and print, or be one of the measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--target", default="prs", choices=["prs", "ps"])
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--file", type=Path, default=NEWS, help="a text, one paragraph a line")
    parser.add_argument("--worker", choices=WAYS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        worker(options.worker, options.target, options.beam, options.file)
    else:
        report(options, measure(options))


if __name__ == "__main__":
    main()
