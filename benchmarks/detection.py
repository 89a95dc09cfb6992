"""Which language a segment is in: ours beside langdetect, py3langid, pycld2, on held-out sources.

    python benchmarks/detection.py [--lines 1000]

A source is held out whole: the model under test is trained here without it (`training/lid`, a few
minutes each, kept in build/lid). Peers that are not installed are left out with the reason. The
lexicon for Dari is written by hand and was pruned by counts over all sources, these among them:
read its figures as an upper bound. Speed is processor time, one segment a call, loading left out.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "training" / "lid")]

import sources  # noqa: E402

from workbench.detection import detect_all, ngrams  # noqa: E402

LANGUAGES = ("en", "fa", "ps", "ur", "ar")
"""`fa` is Persian: Dari and Iranian merged."""
_FIRST = ("tico19",)
_SECOND = ("nllb_seed", "ud_perdt", "ud_seraji", "django", "dhis2_core", "android_dhis2")
SETS = {
    "TICO-19: health and news": (_FIRST, _FIRST),
    "NLLB seed and UD: encyclopaedia and news": (_SECOND, _SECOND[:3]),
    "Django and DHIS2: interface texts": (_SECOND, _SECOND[3:]),
}
"""Title: (sources held out of training, sources tested on)."""
CUTS = {"full": None, "5 words": 5, "2 words": 2, "1 word": 1}
WINDOWS = {"sentence": 1, "10 sentences": 10, "document of 30": 30}
Lines = dict[str, list[str]]
Detector = Callable[[list[str]], list[str]]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--lines", type=int, default=1000, help="lines a language, at most")
    given = arguments.parse_args()
    if not sources.CORPUS.is_dir():
        raise SystemExit(f"Skipped: there is no corpus at {sources.CORPUS}.")
    for title, (held_out, tested) in SETS.items():
        ngrams.use(_model_without(held_out))
        lines = _lines(tested, given.lines)
        print(f"\n## {title}: {', '.join(f'{len(v)} {k}' for k, v in lines.items())}\n")
        _print_languages(lines)
        if "django" not in tested:
            _print_mistyped(lines)
            _print_varieties(tested)


def _model_without(held_out: tuple[str, ...]) -> Path:
    path = ROOT / "build" / "lid" / f"without-{held_out[0]}.npz"
    if not path.exists():
        train = [sys.executable, str(ROOT / "training" / "lid" / "train.py")]
        options = [option for source in held_out for option in ("--without", source)]
        print(f"Training without {', '.join(held_out)} ...", flush=True)
        subprocess.run([*train, *options, "--output", str(path)], check=True)
    return path


def _lines(held_out: tuple[str, ...], most: int) -> Lines:
    """Lines by language, in a fixed random order; Persian is half Dari, half Iranian."""
    found: dict[str, list[str]] = {}
    for (source, language), lines in sources.texts().items():
        if source in held_out:
            found.setdefault(language, []).extend(line for line in lines if line.strip())
    if "django" in held_out:
        for code in ("en", "ur", "ar"):
            found.setdefault(code, []).extend(_django(code))
    for lines in found.values():
        random.Random(7).shuffle(lines)
    persian = [line for code in ("prs", "fa") for line in found.pop(code, [])[: most // 2]]
    return {code: (persian if code == "fa" else found.get(code, []))[:most] for code in LANGUAGES}


def _django(code: str) -> list[str]:
    """Django's own interface texts: in the training corpus there are none in Urdu and Arabic."""
    try:
        import django
        import polib
    except ImportError as error:
        print(f"Django's catalogues: skipped, {error}")
        return []
    paths = sorted(
        Path(django.__file__).parent.rglob(f"locale/{'ar' if code == 'en' else code}/**/*.po")
    )
    entries = [entry for path in paths for entry in polib.pofile(str(path)) if not entry.obsolete]
    return [entry.msgid if code == "en" else entry.msgstr for entry in entries if entry.msgstr]


def cut(line: str, words: int | None) -> str:
    if words is None:
        return line
    parts = [part for part in line.split() if any(char.isalpha() for char in part)] or [""]
    if words == 1:
        return parts[int(hashlib.md5(line.encode()).hexdigest(), 16) % len(parts)]
    return " ".join(parts[:words])


def detectors() -> dict[str, Detector]:
    return {
        "workbench": lambda texts: [one.language for one in map(_alone, texts)],
        **_peer("langdetect", _langdetect),
        **_peer("py3langid", _py3langid),
        **_peer("py3langid, five languages", lambda: _py3langid(LANGUAGES)),
        **_peer("pycld2, best effort", _pycld2),
    }


def _alone(text: str):
    return detect_all([text])[0]


def _peer(name: str, make: Callable[[], Detector]) -> dict[str, Detector]:
    try:
        return {name: make()}
    except ImportError as error:
        print(f"{name}: skipped, {error}")
        return {}


def _langdetect() -> Detector:
    import langdetect

    langdetect.DetectorFactory.seed = 0

    def one(text: str) -> str:
        try:
            return langdetect.detect(text)
        except langdetect.LangDetectException:
            return "other"

    return lambda texts: [one(text) for text in texts]


def _py3langid(only: tuple[str, ...] = ()) -> Detector:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    if only:
        identifier.set_languages(list(only))
    return lambda texts: [identifier.classify(text)[0] for text in texts]


def _pycld2() -> Detector:
    import pycld2

    def one(text: str) -> str:
        try:
            code = pycld2.detect(text, bestEffort=True)[2][0][1]
        except pycld2.error:
            return "other"
        return "other" if code == "un" else code

    return lambda texts: [one(text) for text in texts]


def _print_languages(lines: Lines) -> None:
    present = [code for code in LANGUAGES if lines[code]]
    print(f"Macro-F1 over {', '.join(present)} (fa: Dari and Iranian merged), %\n")
    print(
        f"| | {' | '.join(CUTS)} | other | segments a CPU second |\n|---|{'---|' * (len(CUTS) + 2)}"
    )
    for name, detector in detectors().items():
        detector(
            ["Le gouvernement a parlé.", *(text for code in present for text in lines[code][:9])]
        )
        scores, speed = [], 0.0
        for words in CUTS.values():
            truth = [(code, cut(line, words)) for code in present for line in lines[code]]
            truth = [(code, text) for code, text in truth if _has_script(text, code)]
            started = time.process_time()
            found = detector([text for _, text in truth])
            speed = speed or len(truth) / (time.process_time() - started)
            pairs = Counter(
                (code, _merge(one)) for (code, _), one in zip(truth, found, strict=True)
            )
            scores.append(f"{_macro_f1(pairs, present):.2f}")
        noise = nonlanguage()
        right = sum(one == "other" for one in detector(noise)) / len(noise)
        print(f"| {name} | {' | '.join(scores)} | {100 * right:.1f} | {speed:,.0f} |", flush=True)


def _has_script(text: str, code: str) -> bool:
    return any(char.isascii() == (code == "en") for char in text if char.isalpha())


def _merge(code: str) -> str:
    return "fa" if code == "prs" else code


def _macro_f1(pairs: Counter[tuple[str, str]], present: list[str]) -> float:
    scores = []
    for code in present:
        hits = pairs[code, code]
        missed = sum(n for (truth, found), n in pairs.items() if truth == code != found)
        wrong = sum(n for (truth, found), n in pairs.items() if truth != code == found)
        scores.append(2 * hits / (2 * hits + missed + wrong))
    return 100 * sum(scores) / len(scores)


def nonlanguage() -> list[str]:
    """600 numbers, dates, links, addresses and bullets, in three digit systems."""
    rng = random.Random(3)
    tables = [str.maketrans("0123456789", digits) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")]
    found = []
    for index in range(600):
        day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(1990, 2030)
        host = "".join(rng.choices("abcdefghijklmnop", k=8))
        text = [
            f"{day}.{month}.{year}",
            f"{rng.randint(1000, 10**7):,}",
            f"{rng.uniform(0, 100):.1f}%",
            f"https://www.{host}.org/{year}/{month}?p={day}",
            f"{host}@{host[::-1]}.com",
            f"+93 {rng.randint(700, 799)} {rng.randint(100, 999)} {rng.randint(100, 999)}",
            f"({rng.randint(1, 50)})",
            f"$ {rng.randint(1, 999)}",
            rng.choice(["—", "* * *", "•", "…", "[1]", "§ 3"]),
            f"{day}/{month}/{year} {rng.randint(0, 23)}:{rng.randint(10, 59)}",
        ][index % 10]
        table = [None, *tables][index // 10 % 3]
        found.append(text.translate(table) if table and index % 10 not in (3, 4) else text)
    return found


SWAPS = {
    "fa: every ی typed ې": ("fa", {"ی": "ې"}),
    "fa: ګ for گ, ۍ for ی": ("fa", {"گ": "ګ", "ی": "ۍ"}),
    "fa: Arabic ي and ك": ("fa", {"ی": "ي", "ک": "ك"}),
    "ps: on a Persian keyboard": ("ps", dict(zip("ټډړږښڼڅځېۍګي", "تدرژشنچزییگی", strict=True))),
}


def _print_mistyped(lines: Lines) -> None:
    print("\nMistyped, % right\n")
    known = detectors()
    print(f"| | {' | '.join(known)} |\n|---|{'---|' * len(known)}")
    for title, (code, swap) in SWAPS.items():
        for words in (None, 6):
            texts = [cut(line, words).translate(str.maketrans(swap)) for line in lines[code][:400]]
            right = [
                f"{100 * sum(_merge(one) == code for one in detector(texts)) / len(texts):.1f}"
                for detector in known.values()
            ]
            print(f"| {title}{', 6 words' if words else ''} | {' | '.join(right)} |", flush=True)


def _print_varieties(held_out: tuple[str, ...]) -> None:
    texts = sources.texts()
    found = {
        code: [line for source in held_out for line in texts.get((source, code), [])]
        for code in ("prs", "fa")
    }
    print("\nDari against Iranian Persian, balanced accuracy % (Dari right, Iranian right)\n")
    for title, size in WINDOWS.items():
        right = {code: _recall(lines, code, size) for code, lines in found.items()}
        balanced = sum(right.values()) / 2
        print(f"- {title}: {balanced:.1f} ({right['prs']:.1f}, {right['fa']:.1f})", flush=True)


def _recall(lines: list[str], code: str, size: int) -> float:
    """Windows of consecutive lines whose Persian segments are mostly called `code`, %."""
    right = total = 0.0
    for start in range(0, len(lines) - size + 1, size):
        counts = Counter(one.language for one in detect_all(lines[start : start + size]))
        total += 1
        other = "fa" if code == "prs" else "prs"
        right += 1 if counts[code] > counts[other] else 0.5 * (counts[code] == counts[other])
    return 100 * right / total


if __name__ == "__main__":
    main()
