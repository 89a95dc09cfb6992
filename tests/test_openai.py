"""An OpenAI-compatible server: what the model is told, and how its answers are verified."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine_servers import Answer, Service, chat, echoed, openai, refusing, saying, serving
from workbench import engines, pipeline
from workbench.engines import guard
from workbench.engines.openai import KEY, MODEL, URL, OpenAI
from workbench.errors import EngineError
from workbench.glossary import Glossary
from workbench.model import Term

SECRET = "sk-of-the-newsroom"
TEXTS = ["The road is closed.", "Two men were freed.", "It rained."]


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (URL, MODEL, KEY):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def service() -> Iterator[Service]:
    with serving(openai) as running:
        yield running


def engine(service: Service) -> OpenAI:
    return OpenAI(service.address, backoff=0.01, timeout=5)


def answering(*answers: str, reason: str = "stop") -> Callable[[str, object], Answer]:
    """A model that says these things, one after another, then only the last."""
    waiting = list(answers)

    def answer(path: str, body: object) -> Answer:
        if body is None:
            return openai(path, body)
        return 200, chat(waiting.pop(0) if len(waiting) > 1 else waiting[0], reason)

    return answer


# -- what the model is told -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "named"), [("prs", "never the Iranian"), ("ps", "standard Pashto")]
)
def test_the_language_is_named_exactly(service: Service, target: str, named: str) -> None:
    engine(service).translate(TEXTS, source="en", target=target)
    [body] = service.posted()
    system, user = body["messages"]
    assert named in system["content"]
    assert "from English" in system["content"]
    assert user["content"].splitlines()[1] == "2. Two men were freed."
    assert (body["temperature"], body["seed"], body["model"]) == (0, 1, "tiny")


def test_lines_keep_their_order_and_travel_few_at_a_time(service: Service) -> None:
    texts = [f"Line {n} of the\nreport." for n in range(20)]
    found = engine(service).translate([*texts, texts[3]], source="en", target="ps")
    flat = [text.replace("\n", " ") for text in texts]
    assert [each[0].text for each in found] == echoed([*flat, flat[3]], "ps")
    assert len(service.posted()) == 3


@pytest.mark.parametrize("end", ["", "/", "/v1", "/v1/"])
def test_the_address_may_end_in_v1(service: Service, end: str) -> None:
    made = OpenAI(service.address + end)
    assert made.signature(source="en", target="ps") == "openai en-ps tiny seed 1"
    made.translate(TEXTS, source="en", target="ps")


def test_of_several_models_one_must_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(lambda path, body: openai(path, body, ["small", "large"])) as service:
        with pytest.raises(EngineError, match=f"Set {MODEL} to one of them: large, small"):
            engine(service).translate(TEXTS, source="en", target="ps")
        monkeypatch.setenv(MODEL, "large")
        engine(service).translate(TEXTS, source="en", target="ps")
        assert service.posted()[0]["model"] == "large"


def test_the_key_goes_into_its_header_and_nowhere_else(
    service: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(URL, service.address)
    monkeypatch.setenv(KEY, SECRET)
    caplog.set_level(logging.DEBUG)
    made = engines.make("openai")
    service.faults = [refusing(401, {"error": {"message": f"Incorrect API key: {SECRET}"}})]
    with pytest.raises(EngineError, match=rf"\*\*\*.*{KEY}") as error:
        made.translate(TEXTS, source="en", target="ps")
    path, body, headers = service.requests[-1]
    assert headers["Authorization"] == f"Bearer {SECRET}"
    assert SECRET not in str(error.value) + caplog.text + path + str(body) + repr(vars(made))


# -- how answers are verified ---------------------------------------------------------------------

FINE = {
    "as asked": "1. الف\n2. ب\n3. ج",
    "with empty lines": "1. الف\n\n2. ب\n\n3. ج\n",
    "in Persian digits": "۱. الف\n۲. ب\n۳. ج",
    "with brackets": "1) الف\n2) ب\n3) ج",
    "after a thought": "<think>\nHm.\n1. x\n</think>\n\n1. الف\n2. ب\n3. ج",
}


@pytest.mark.parametrize("name", FINE)
def test_an_answer_that_counts_right_is_taken(name: str) -> None:
    with serving(answering(FINE[name])) as service:
        found = engine(service).translate(TEXTS, source="en", target="prs")
        assert [each[0].text for each in found] == ["الف", "ب", "ج"]
        assert len(service.posted()) == 1


MISCOUNTED = {
    "a line too few": "1. الف\n2. ب",
    "a line too many": "1. الف\n2. ب\n3. ج\n4. د",
    "a line twice": "1. الف\n2. ب\n2. ب",
    "another order": "2. ب\n1. الف\n3. ج",
    "an empty line": "1. الف\n2.\n3. ج",
    "no numbers": "الف\nب\nج",
    "talk before": "Here you are:\n1. الف\n2. ب\n3. ج",
    "a figure, no number": "1.5",
    "nothing": "",
}


@pytest.mark.parametrize("name", MISCOUNTED)
def test_an_answer_that_counts_wrong_is_asked_for_line_by_line(name: str) -> None:
    with serving(answering(MISCOUNTED[name], "1. یک", "دو", "Sure!\n1. سه")) as service:
        found = engine(service).translate(TEXTS, source="en", target="prs")
        assert [each[0].text for each in found] == ["یک", "دو", ""]
        assert len(service.posted()) == 4
        assert service.posted()[2]["messages"][1]["content"] == "1. Two men were freed."


def test_an_answer_cut_off_is_not_taken() -> None:
    with serving(answering("1. الف", reason="length")) as service:
        [[found]] = engine(service).translate(["It rained."], source="en", target="prs")
        assert found.text == ""


def test_what_the_guard_finds_faulty_is_tried_alone_with_another_seed() -> None:
    copied = "1. The road is closed.\n2. دو مرد رها شدند.\n3. باران بارید."
    with serving(answering(copied, "1. راه بسته است.")) as service:
        found, faults = guard.translate(engine(service), TEXTS, source="en", target="prs")
        assert faults == ["", "", ""]
        assert found[0][0].text == "راه بسته است."
        assert [body["seed"] for body in service.posted()] == [1, 2]


@pytest.mark.parametrize(
    "content",
    [b"{}", b"[]", b'{"choices": []}', b'{"choices": [{"message": {"content": 5}}]}', b"null"],
)
def test_another_kind_of_server_is_told_apart(service: Service, content: bytes) -> None:
    service.faults = [saying(content)]
    with pytest.raises(EngineError, match=f"not follow the OpenAI-compatible protocol.*{URL}"):
        engine(service).translate(TEXTS, source="en", target="ps")


def test_no_address() -> None:
    with pytest.raises(EngineError, match=f"where the OpenAI-compatible server is. Set {URL}"):
        engines.make("openai")


def test_a_model_package_is_not_for_a_server(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="leave out --model"):
        engines.make("openai", model=tmp_path)


# -- as an engine like another --------------------------------------------------------------------

KUNAR = Term("kunar", "Kunar", forms={"prs": "کنر", "ps": "کونړ"}, kind="place;m;sg", case="first")


def knowing_herat(path: str, body: object) -> Answer:
    """A model that knows Herat and not Kunar."""
    status, answer = openai(path, body)
    if isinstance(body, dict):
        message = answer["choices"][0]["message"]
        [herat] = echoed(["Herat"], "prs")
        message["content"] = message["content"].replace(herat, "هرات")
    return status, answer


def test_a_term_the_model_does_not_know_is_placed_without_scores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = tmp_path / "a.md"
    article.write_text("# Floods in Kunar\n\nThe road to **Kunar** is closed.\n", encoding="utf-8")
    with serving(knowing_herat) as service:
        monkeypatch.setenv(URL, service.address)
        monkeypatch.setenv("WORKBENCH_ENGINE", "openai")
        [report] = pipeline.translate_file(article, ["prs"], tmp_path, glossary=Glossary([KUNAR]))
    assert (tmp_path / "a.prs.md").read_text("utf-8").count("کنر") == 2
    assert "term-unplaced" not in {finding.check for finding in report.findings}
    exported = (tmp_path / "a.prs.po").read_text("utf-8")
    assert exported.count("openai en-prs tiny seed 1; terms 1 (1 proxy)") == 2


def test_a_term_nobody_can_place_is_flagged(tmp_path: Path, service: Service) -> None:
    article = tmp_path / "a.md"
    article.write_text("The road to Kunar is closed.\n", encoding="utf-8")
    glossary = Glossary([KUNAR])
    [report] = pipeline.translate_file(
        article, ["prs"], tmp_path, engine=engine(service), glossary=glossary
    )
    assert "term-unplaced" in {finding.check for finding in report.findings}
    assert "1 unplaced" in (tmp_path / "a.prs.po").read_text("utf-8")
