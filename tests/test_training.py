"""The recipe's steps that train nothing: the table of words, the table of a release."""

from __future__ import annotations

import gzip
import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from training import __main__ as command
from training import ablate, augment
from training import table as release
from training.align import links_of
from training.corpus import Pair, read_pairs, write_pairs
from training.lexicon import names, table, write
from training.names import replacements_from
from training.spans import Span
from workbench.engines import packages
from workbench.languages import translate_digits

TRIPLES = [
    "The bridge is closed.\tپل بسته است.\tپل تړلی دی.",
    "Snow fell all night.\tتمام شب برف بارید.\tټوله شپه واوره وورېده.",
    "Nobody was hurt.\tهیچ‌کس آسیب ندید.\tهېڅوک ټپي نه شول.",
]


def test_linked_words_become_shares_and_only_of_free_text() -> None:
    pairs = [
        Pair("The hospital is closed.", "شفاخانه بسته است.", "prs", 3.0, "authored"),
        Pair("Hospitals are closed.", "شفاخانه‌ها بسته اند.", "prs", 3.0, "authored"),
        Pair("The hospital.", "بیمارستان.", "prs", 1.0, "tatoeba_fa"),
    ]
    links = [links_of("1-0 3-1"), links_of("0-0 2-1"), links_of("1-0")]
    assert table(pairs, links, "prs") == [
        ("clos", [("بسته", 1.0)]),
        ("hospital", [("شفاخانه", 1.0)]),
    ]


def test_names_are_words_with_a_capital_inside_sentences() -> None:
    text = [
        "Snow fell in Kabul.",
        "In Kabul the UN met.",
        "The snow is deep.",
        "May it snow in May.",
    ]
    pairs = [Pair(each, "x", "prs", 1.0, "authored") for each in text]
    assert names(pairs) == ["Kabul", "May", "UN"]


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    rows = [("hospital", [("شفاخانه", 0.834)])]
    write(tmp_path / "a.gz", rows, ["Kabul"])
    write(tmp_path / "b.gz", rows, ["Kabul"])
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()
    told = gzip.decompress((tmp_path / "a.gz").read_bytes()).decode()
    assert told == "hospital\tشفاخانه 83\n=Kabul"


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three triples as every text that is measured on, and three cases of marks."""
    from benchmarks import marks
    from training import evaluate

    test = tmp_path / "held_out.tsv"
    test.write_text("\n".join(TRIPLES) + "\n", encoding="utf-8")
    cases = json.loads(marks.CASES.read_text(encoding="utf-8"))[20:23]
    (tmp_path / "marks.json").write_text(json.dumps(cases), encoding="utf-8")
    probes = evaluate.PROBES.read_text(encoding="utf-8").splitlines()[:3]
    (tmp_path / "probes.tsv").write_text("\n".join(probes), encoding="utf-8")
    monkeypatch.setattr(marks, "CASES", tmp_path / "marks.json")
    monkeypatch.setattr(evaluate, "PROBES", tmp_path / "probes.tsv")
    monkeypatch.setattr(release, "DEV", test)
    return test


def test_the_table_of_a_release(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package = str(packages.find("en-ps").path)
    out = small.parent / "table.md"
    arguments = ["table", "--model", package, "--test", str(small), "--out", str(out)]
    assert command.main(arguments) == 0
    told = out.read_text(encoding="utf-8")
    assert told == capsys.readouterr().out
    version = packages.find("en-ps").version
    assert "## English to Pashto" in told
    assert "## English to Dari" not in told
    for wanted in (
        f"| held_out.tsv | 3 | alone | {version} |",
        f"| held_out.tsv | 3 | drafts | {version} |",
        "chrF2++: `nrefs:1|",
        "| sentences a second a core, beam 2 | ",
        "| memory the model takes, MB | ",
        "| unseen terms written inline, copied | ",
        "| marks that survive | 4/4 (100.0%) |",
        f"### 3 drafts of {version}, drawn by chance",
    ):
        assert wanted in told, told
    assert all(line.split("\t")[2] in told for line in TRIPLES)


def test_a_test_file_without_triples_is_named(tmp_path: Path) -> None:
    empty = tmp_path / "empty.tsv"
    empty.write_text("no tabs here\n", encoding="utf-8")
    with pytest.raises(release.TestSetError, match=r"empty\.tsv holds no line"):
        release.rows_of(empty)


def test_a_span_becomes_a_term_or_a_stand_in_on_both_sides() -> None:
    pair = Pair("Police in Herat arrested a man.", "پولیس در هرات مردی را گرفت.", "prs", 3.0, "x")
    span = Span(10, 15, 9, 13, is_name=True, weight=5)
    pool = replacements_from(["کابل", "قندهار"], ["مکتب"])
    chance = random.Random(1)
    made = [augment.write_inline(pair, [span], pool, chance) for _ in range(200)]
    for english, target in made:
        word = english.removeprefix("Police in ").removesuffix(" arrested a man.")
        said = target.removeprefix("پولیس در ").removesuffix(" مردی را گرفت.")
        if word.startswith("X"):
            assert said == "X" + translate_digits(word[1:], "prs")
        else:
            assert said == word
    marked = sum(english.startswith("Police in X") for english, _ in made)
    assert 8 < marked < 40
    assert augment.write_inline(pair, [span], None, chance) == (
        "Police in هرات arrested a man.",
        pair.target,
    )


def test_leaving_rows_out_renumbers_the_variants_of_the_others(tmp_path: Path) -> None:
    (tmp_path / "sentencepiece.model").write_bytes(b"pieces")
    pairs = [
        Pair("One.", "یک.", "prs", 3.0, "authored"),
        Pair("Two.", "دو.", "fa", 1.0, "tatoeba_fa"),
        Pair("Three.", "سه.", "prs", 3.0, "authored"),
    ]
    write_pairs(tmp_path / "train.tsv", pairs)
    variants = [[0, "یک.", "یک."], [1, "دو.", "دو."], [2, "سه.", "سه."]]
    lines = [json.dumps(variant, ensure_ascii=False) + "\n" for variant in variants]
    (tmp_path / "inline.jsonl").write_text("".join(lines), encoding="utf-8")
    out = tmp_path / "no-persian"
    assert ablate.select(tmp_path, out, ablate.CHANGES["no Persian"].keep) == 2
    assert list(read_pairs(out / "train.tsv")) == [pairs[0], pairs[2]]
    kept = [json.loads(line) for line in (out / "inline.jsonl").read_text("utf-8").splitlines()]
    assert kept == [[0, "یک.", "یک."], [1, "سه.", "سه."]]
    assert (out / "sentencepiece.model").read_bytes() == b"pieces"


def test_a_row_that_is_made_is_not_made_again(tmp_path: Path) -> None:
    scores = {"chrf": 40.0, "terms": [5, 6], "useless": 1}
    worse = scores | {"chrf": 39.25}
    made = {
        ablate.WHOLE: {"prs": scores, "ps": scores},
        "no Persian": {"prs": worse, "ps": scores},
    }
    told = json.dumps({"5 steps on dev.tsv": made})
    (tmp_path / "ablations.json").write_text(told, encoding="utf-8")
    runs = ablate.Runs(tmp_path, tmp_path / "x.pt", Path("dev.tsv"), Path("terms"), 5, 0.5, 4e-4)
    assert list(ablate.ablate(runs, [ablate.WHOLE, "no Persian"])) == [
        "| as it stands | 40.00 | 5/6 | 1 | 40.00 | 5/6 | 1 |",
        "| no Persian | 39.25 (-0.75) | 5/6 | 1 | 40.00 (+0.00) | 5/6 | 1 |",
    ]


def run(folder: Path, name: str, *, stop_at: int = 0) -> dict[str, object]:
    """A few steps of a tiny model, in this process; stopped on the way if asked to be."""
    import torch
    import torch.distributed as dist

    from training import checkpoint
    from training.train import Plan, Worker

    class Stopping(Worker):
        def _report(self, progress: float, loss: float) -> None:
            if self.step == stop_at:
                self._save()
                raise KeyboardInterrupt

    shape = {"width": 32, "inner": 64, "heads": 2, "encoder_layers": 1, "decoder_layers": 1}
    plan = Plan(folder, name, None, hours=float("inf"), steps=16, batch=200, warm_up=4, shape=shape)
    torch.set_num_threads(1)
    store = dist.FileStore(str(folder / f"{name}-{stop_at}"), 1)
    dist.init_process_group("gloo", store=store, rank=0, world_size=1)
    try:
        Stopping(0, replace(plan, processes=1)).work()
    except KeyboardInterrupt:
        pass
    finally:
        dist.destroy_process_group()
    return checkpoint.load(plan.last)


def test_a_run_counted_in_steps_comes_out_the_same_stopped_or_not(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="training has its own requirements.txt")
    vocabulary = packages.find("en-prs").open().read("sentencepiece.model")
    (tmp_path / "sentencepiece.model").write_bytes(vocabulary)
    rows = [line.split("\t") for line in TRIPLES * 8]
    pairs = [Pair(row[0], row[1], "prs", 4.0, "authored") for row in rows]
    write_pairs(tmp_path / "train.tsv", pairs)
    whole = run(tmp_path, "whole")
    stopped = run(tmp_path, "parts", stop_at=7)
    assert stopped["progress"][0] == 7  # type: ignore[index]
    resumed = run(tmp_path, "parts")
    assert resumed["progress"][:2] == whole["progress"][:2]  # type: ignore[index]
    assert resumed["place"] == whole["place"]
    for name, weight in whole["weights"].items():  # type: ignore[attr-defined]
        assert torch.equal(weight, resumed["weights"][name]), name  # type: ignore[index]
        assert torch.equal(whole["average"][name], resumed["average"][name])  # type: ignore[index]
