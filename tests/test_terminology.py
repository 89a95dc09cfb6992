"""Terms in machine translation: in an allowed form, or flagged; never doubled, never silent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from workbench import engines, terminology
from workbench.glossary import Glossary, occurrences
from workbench.model import Engine, Hypothesis, Progress, Term
from workbench.normalize import fold
from workbench.pipeline.opening import house_glossary
from workbench.terminology import slots

CASES = json.loads((Path(__file__).parent / "cases" / "enforcement.json").read_text("utf-8"))
TERMS = Glossary(
    Term(
        id=row["id"],
        en=row["en"],
        forms={"prs": row["prs"], "ps": row["ps"]},
        also={"ps": tuple(row.get("ps_also", ()))},
        kind=row["class"],
        case=row.get("case", "first"),
    )
    for row in CASES["terms"]
)
SENTENCES: list[str] = CASES["sentences"]


@pytest.fixture(scope="session")
def argos() -> Engine:
    return engines.make("argos")


def enforce(engine: Engine, sentences: Sequence[str], target: str) -> list[terminology.Enforced]:
    matches = [TERMS.find(sentence) for sentence in sentences]
    return terminology.translate(engine, TERMS, sentences, matches, source="en", target=target)


@pytest.mark.parametrize("target", ["prs", "ps"])
def test_every_term_is_placed_or_flagged_and_none_is_doubled(argos: Engine, target: str) -> None:
    results = enforce(argos, SENTENCES, target)
    placed = wanted = 0
    for sentence, result in zip(SENTENCES, results, strict=True):
        renderings = TERMS.judge(TERMS.find(sentence), result.text, target)
        standing = {r.term.id for r in renderings if r.placed}
        assert standing == {term for term, _ in result.placed}
        assert {r.term.id for r in renderings} - standing == set(result.unplaced)
        placed += len(standing)
        wanted += len(renderings)
        for rendering in renderings:
            way = dict(result.placed).get(rendering.term.id)
            if way in ("inline", "proxy", "replaced"):
                assert len(rendering.spans) <= len(rendering.matches), (sentence, result.text)
    assert placed >= 0.9 * wanted, f"{placed} of {wanted}"


@pytest.mark.parametrize("target", ["prs", "ps"])
def test_enforcement_is_deterministic(argos: Engine, target: str) -> None:
    assert enforce(argos, SENTENCES[:8], target) == enforce(argos, SENTENCES[:8], target)


class Scripted:
    """An engine that says what a test tells it to, as a flawed model would."""

    name = "scripted"
    inline_terms = False

    def __init__(self, answers: dict[str, list[str]]) -> None:
        self.answers = answers

    def pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset({("en", "prs")})

    def translate(
        self,
        batch: Sequence[str],
        *,
        source: str,
        target: str,
        hypotheses: int = 1,
        progress: Progress | None = None,
    ) -> list[list[Hypothesis]]:
        return [
            [Hypothesis(text, -rank) for rank, text in enumerate(self.answers.get(given, []))][
                :hypotheses
            ]
            for given in batch
        ]

    def score(self, pairs: Sequence[tuple[str, str]], *, source: str, target: str) -> None:
        return None

    def signature(self, *, source: str, target: str) -> str:
        return "scripted"


BISHAM = "Police closed the road near Bisham."


def run(answers: dict[str, list[str]]) -> terminology.Enforced:
    (result,) = enforce(Scripted(answers), [BISHAM], "prs")
    return result


def test_another_hypothesis_that_has_the_term_is_preferred() -> None:
    result = run({BISHAM: ["پولیس راه را بست.", "پولیس راه نزدیک بشام را بست."]})
    assert result.text == "پولیس راه نزدیک بشام را بست."
    assert result.placed == (("place-bisham", "n-best"),)


def test_a_name_the_model_knows_stands_in_and_is_swapped() -> None:
    answers = {BISHAM: ["پولیس راه را بست."]}
    answers[BISHAM.replace("Bisham", "Herat")] = ["پولیس راه نزدیک هرات را بست."]
    result = run(answers)
    assert result.text == "پولیس راه نزدیک بشام را بست."
    assert result.placed == (("place-bisham", "proxy"),)


def test_a_stand_in_that_came_out_twice_is_not_used() -> None:
    answers = {BISHAM: ["پولیس راه را بست."]}
    answers[BISHAM.replace("Bisham", "Herat")] = ["پولیس هرات راه نزدیک هرات را بست."]
    result = run(answers)
    assert (result.text, result.unplaced) == ("پولیس راه را بست.", ("place-bisham",))


def test_what_cannot_be_placed_is_flagged_and_the_draft_kept() -> None:
    result = run({BISHAM: ["پولیس راه را بست."]})
    assert (result.text, result.placed, result.unplaced) == (
        "پولیس راه را بست.",
        (),
        ("place-bisham",),
    )


def test_an_engine_without_an_answer_leaves_nothing() -> None:
    assert run({}).text == ""


def test_a_form_to_avoid_beside_the_term_is_not_taken() -> None:
    glossary = Glossary(
        [
            Term(
                "place-japan",
                "Japan",
                forms={"prs": "جاپان"},
                avoid={"prs": ("ژاپن",)},
                kind="place",
            )
        ]
    )
    source = "Japan agreed."
    answers = {source: ["ژاپن موافقت کرد."], "Herat agreed.": ["هرات و ژاپن موافقت کرد."]}
    answers["Kabul agreed."] = ["کابل موافقت کرد."]
    (result,) = terminology.translate(
        Scripted(answers), glossary, [source], [glossary.find(source)], source="en", target="prs"
    )
    assert result.text == "جاپان موافقت کرد."
    assert not occurrences(fold(result.text, "prs"), ["ژاپن"], "prs")


ASIA = Term("place-south-asia", "South Asia", forms={"prs": "جنوب آسیا"}, kind="place;m;sg")
HAQQANI = Term("person-haqqani", "Haqqani", forms={"ps": "سراج الدین حقاني"}, kind="person;m;sg")
TALIBAN = Term(
    "group-taliban",
    "Taliban",
    forms={"ps": "طالبان"},
    also={"ps": ("طالبانو",)},
    kind="group;m;pl",
)
DASU = Term("place-dasu", "Dasu Dam", forms={"ps": "د داسو بند"}, kind="place;m;sg")


@pytest.mark.parametrize(
    ("text", "old", "term", "language", "expected"),
    [
        ("آسیای جنوبی گرم شد", "جنوبی", ASIA, "prs", "جنوب آسیا گرم شد"),
        ("سراجاج حقاني وویل", "سراجاج", HAQQANI, "ps", "سراج الدین حقاني وویل"),
        ("د بند انجنیران", "بند", DASU, "ps", "د داسو بند انجنیران"),
        ("د ډلې مشر", "ډلې", TALIBAN, "ps", "د طالبانو مشر"),
        ("ډله وايي", "ډله", TALIBAN, "ps", "طالبان وايي"),
        ("وویل: «ډله، خلک»", "«ډله،", TALIBAN, "ps", "وویل: «طالبان، خلک»"),
    ],
)
def test_a_term_takes_the_place_of_its_old_rendering_and_fits_there(
    text: str, old: str, term: Term, language: str, expected: str
) -> None:
    start = text.index(old)
    assert slots.put(text, (start, start + len(old)), term, language) == expected


def test_a_misspelling_gives_way_without_a_second_translation() -> None:
    source = "Girls in Samangan study."
    term = Term("place-samangan", "Samangan", forms={"prs": "سمنگان"}, kind="place")
    glossary = Glossary([term])
    (result,) = terminology.translate(
        Scripted({source: ["دختران در سمنگ درس می‌خوانند."]}),
        glossary,
        [source],
        [glossary.find(source)],
        source="en",
        target="prs",
    )
    assert result.text == "دختران در سمنگان درس می‌خوانند."
    assert result.placed == (("place-samangan", "replaced"),)


def test_a_short_name_is_not_taken_for_a_word_like_it() -> None:
    assert not slots.misspelt("در کنار سرک", Term("k", "Kunar", forms={"prs": "کنر"}), [], "prs")


def test_a_term_the_model_said_too_often_is_said_once() -> None:
    result = run({BISHAM: ["پولیس در بشام راه نزدیک بشام را در بشام بست."]})
    assert result.text.count("بشام") == 1
    assert result.placed == (("place-bisham", "draft"),)


def test_no_draft_flags_every_term() -> None:
    assert run({}).unplaced == ("place-bisham",)


def test_no_ways_leave_the_plain_draft() -> None:
    answers = {BISHAM: ["پولیس راه را بست.", "پولیس راه نزدیک بشام را بست."]}
    matches = [TERMS.find(BISHAM)]
    (result,) = terminology.translate(
        Scripted(answers), TERMS, [BISHAM], matches, source="en", target="prs", ways=()
    )
    assert (result.text, result.unplaced) == ("پولیس راه را بست.", ("place-bisham",))


def test_the_sentences_of_the_benchmark_are_five_hundred_with_a_term_each() -> None:
    path = Path(__file__).parent / "cases" / "enforcement_sentences.txt"
    sentences = path.read_text("utf-8").splitlines()
    glossary = house_glossary()
    assert len(set(sentences)) == 500
    assert all(glossary.find(sentence) for sentence in sentences)
