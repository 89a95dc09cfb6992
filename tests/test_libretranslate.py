"""LibreTranslate: what is sent, what is made of the answer, and every way a server can fail."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine_servers import (
    Service,
    dripping,
    hanging_up,
    libretranslate,
    refusing,
    saying,
    serving,
    sleeping,
    swollen,
)
from workbench import engines, pipeline, terminology
from workbench.engines.libretranslate import KEY, URL, LibreTranslate
from workbench.errors import EngineError, NoModel
from workbench.glossary import Glossary
from workbench.model import Term

SECRET = "s3cret-key-of-the-newsroom"


@pytest.fixture
def service() -> Iterator[Service]:
    with serving(libretranslate) as running:
        yield running


def engine(service: Service, **options: float) -> LibreTranslate:
    return LibreTranslate(service.address, **{"backoff": 0.01, "timeout": 5.0} | options)  # type: ignore[arg-type]


# -- what is sent ---------------------------------------------------------------------------------


def test_texts_travel_in_few_requests_and_each_once(service: Service) -> None:
    texts = [f"Line {n % 40} of the report." for n in range(80)]
    found = engine(service).translate(texts, source="en", target="ps")
    assert [len(body["q"]) for body in service.posted()] == [32, 8]
    assert found[0] == found[40] != found[1]
    assert {body["format"] for body in service.posted()} == {"text"}


def test_alternatives_are_asked_for_only_when_wanted(service: Service) -> None:
    [found] = engine(service).translate(["Rain"], source="en", target="ps", hypotheses=3)
    assert [each.text for each in found] == ["ړاین", "ړاین 0", "ړاین 1"]
    engine(service).translate(["Rain"], source="en", target="ps")
    assert [body.get("alternatives") for body in service.posted()] == [2, None]


def test_the_key_goes_into_the_body_and_nowhere_else(
    service: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(URL, service.address)
    monkeypatch.setenv(KEY, SECRET)
    caplog.set_level(logging.DEBUG)
    made = engines.make("libretranslate")
    made.translate(["Rain"], source="en", target="ps")
    [(path, body, headers)] = [each for each in service.requests if each[1]]
    assert body["api_key"] == SECRET
    assert SECRET not in path + str(headers) + caplog.text + repr(vars(made)["_server"])
    service.faults = [refusing(403, {"error": f"Invalid API key {SECRET}"})]
    with pytest.raises(EngineError, match=r"refused \(403: Invalid API key \*\*\*\)") as error:
        made.translate(["Rain"], source="en", target="ps")
    assert KEY in str(error.value)
    assert SECRET not in str(error.value)


def test_dari_is_asked_for_as_persian_where_there_is_no_dari() -> None:
    languages = [{"code": "en", "name": "English", "targets": ["fa"]}]
    with serving(lambda path, body: libretranslate(path, body, languages)) as service:
        made = engine(service)
        made.translate(["Rain"], source="en", target="prs")
        assert service.posted()[0]["target"] == "fa"
        assert made.signature(source="en", target="prs") == "libretranslate en-fa for prs"
        assert made.written(source="en", target="prs") == "fa"
        assert made.pairs() == {("en", "fa"), ("en", "prs")}
        with pytest.raises(NoModel, match=r"en into ps; it serves en-fa\. Install a package"):
            made.translate(["Rain"], source="en", target="ps")


# -- what goes wrong ------------------------------------------------------------------------------

PASSING: dict[str, list[Callable[..., bool]]] = {
    "500, then fine": [refusing(500)],
    "429 with a pause": [refusing(429, Retry_After="0")],
    "503 twice, an error page": [refusing(503, "<html>"), refusing(503)],
    "a connection that breaks": [hanging_up],
    "JSON cut off": [saying(b'{"translatedText": ["a')],
    "all at once": [refusing(502), hanging_up, saying(b"")],
}


@pytest.mark.parametrize("name", PASSING)
def test_what_passes_is_tried_again(service: Service, name: str) -> None:
    service.faults = list(PASSING[name])
    [[found]] = engine(service).translate(["Rain"], source="en", target="ps")
    assert found.text == "ړاین"
    assert len(service.posted()) == len(PASSING[name]) + 1


def test_the_pause_a_server_asks_for_is_kept(service: Service) -> None:
    service.faults = [refusing(429, Retry_After="1")]
    started = time.monotonic()
    engine(service).translate(["Rain"], source="en", target="ps")
    assert time.monotonic() - started >= 1


def test_a_server_that_counts_requests_is_given_a_minute(service: Service) -> None:
    """LibreTranslate counts by the minute, and names no pause."""
    service.faults = [refusing(429, {"error": "Slowdown: 3 per 1 minute"})] * 3
    started = time.monotonic()
    engine(service, backoff=0.002).translate(["Rain"], source="en", target="ps")
    assert (time.monotonic() - started) * 0.5 / 0.002 > 60


LASTING: dict[str, tuple[Callable[..., bool], int, str]] = {
    "a server that is down": (refusing(500), 4, r"refused \(500: not now\)\. See the server's own"),
    "no more requests today": (
        refusing(429, Retry_After="86400"),
        1,
        "429.*Try later, or put a key",
    ),
    "no key": (refusing(401), 1, "accepts in WORKBENCH_LIBRETRANSLATE_KEY"),
    "another server": (refusing(404, "<html>"), 1, "Check WORKBENCH_LIBRETRANSLATE_URL"),
    "a redirect": (
        refusing(302, Location="http://127.0.0.1:9/"),
        1,
        "has moved: set WORKBENCH_LIBRETRANSLATE_URL",
    ),
    "no JSON": (saying(b"<html>"), 4, "does not follow the LibreTranslate protocol"),
    "JSON without end": (saying(b"[" * 100_000), 4, "does not follow the LibreTranslate protocol"),
    "a list": (saying(b"[]"), 1, "not one translation a text"),
    "a wrong count": (saying(b'{"translatedText": ["a", "b"]}'), 1, "not one translation a text"),
    "numbers": (saying(b'{"translatedText": [1]}'), 1, "not one translation a text"),
    "silence": (sleeping(0.5), 4, r"did not answer in 0\.2 s"),
    "a drip": (dripping, 4, r"did not answer in 0\.2 s"),
    "an answer that swells": (swollen, 4, "does not follow the LibreTranslate protocol"),
    "escape codes": (refusing(400, {"error": "\x1b[2J no\nline"}), 1, r"\(400: \[2J no line\)"),
    "an answer of 20 MB": (saying(b" " * (20 << 20)), 1, "too large"),
}


@pytest.mark.parametrize("name", LASTING)
def test_what_lasts_is_one_sentence_that_says_what_to_do(service: Service, name: str) -> None:
    fault, tries, message = LASTING[name]
    made = engine(service, timeout=0.2 if name in ("silence", "a drip") else 5.0)
    made.pairs()
    service.faults = [fault] * 9
    with pytest.raises(EngineError, match=message) as error:
        made.translate(["Rain"], source="en", target="ps")
    assert len(service.posted()) == tries
    assert "\n" not in str(error.value)


def test_a_server_that_limits_its_requests_is_sent_less() -> None:
    def narrow(path: str, body: object) -> tuple[int, object]:
        if isinstance(body, dict) and (len(body["q"]) > 3 or "x" * 99 in body["q"]):
            return 400, {"error": "request (9) exceeds text limit (3)"}
        return libretranslate(path, body)

    texts = [*(f"Line {n}" for n in range(9)), "x" * 99]
    with serving(narrow) as service:
        found = engine(service).translate(texts, source="en", target="prs")
        assert [each[0].text for each in found] == [*(f"لینه {n}" for n in range(9)), ""]


def test_nobody_there() -> None:
    with serving(libretranslate) as service:
        address = service.address
    made = LibreTranslate(address, backoff=0.01)
    with pytest.raises(EngineError, match=f"no LibreTranslate server at {address}.*Start it, or"):
        made.pairs()


@pytest.mark.parametrize(
    "address",
    ["", "  ", "localhost:5000", "ftp://host", "file:///etc/passwd", "http://", "http://h/?key=1"],
)
def test_an_address_that_is_none(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(URL, raising=False)
    with pytest.raises(EngineError, match=f"{URL}.*like http://127"):
        LibreTranslate(address)


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(EngineError, match="may not carry") as error:
        LibreTranslate("http://me:hunter2@host:5000")
    assert "hunter2" not in str(error.value)


def test_a_key_no_header_could_carry_is_refused_and_not_repeated() -> None:
    with pytest.raises(EngineError, match=KEY) as error:
        LibreTranslate("http://127.0.0.1:9", key="ab\ncd")
    assert "cd" not in str(error.value)


# -- as an engine like another --------------------------------------------------------------------

KUNAR = Term("kunar", "Kunar", forms={"prs": "کنر", "ps": "کونړ"}, kind="place;m;sg", case="first")
TTP = Term("ttp", "TTP", forms={"prs": "تی‌تی‌پی", "ps": "ټي‌ټي‌پي"}, kind="group;m;sg", case="exact")


@pytest.mark.parametrize("target", ["prs", "ps"])
def test_terms_are_placed_or_flagged_without_scores(service: Service, target: str) -> None:
    glossary = Glossary([KUNAR, TTP])
    sentences = ["The road to Kunar was closed.", "Fighters of the TTP left Kunar.", "It rained."]
    results = terminology.translate(
        engine(service),
        glossary,
        sentences,
        [glossary.find(sentence) for sentence in sentences],
        source="en",
        target=target,
    )
    for sentence, result in zip(sentences, results, strict=True):
        named = {match.term.id for match in glossary.find(sentence)}
        assert {term for term, _ in result.placed} | set(result.unplaced) == named
        for term, _ in result.placed:
            assert {"kunar": KUNAR, "ttp": TTP}[term].forms[target] in result.text


def test_an_article_through_the_server(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(URL, service.address)
    monkeypatch.setenv("WORKBENCH_ENGINE", "libretranslate")
    article = tmp_path / "a.md"
    article.write_text("# Floods in Kunar\n\nThe road to **Kunar** is closed.\n", encoding="utf-8")
    [report] = pipeline.translate_file(article, ["prs"], tmp_path, glossary=Glossary([KUNAR]))
    written = (tmp_path / "a.prs.md").read_text("utf-8")
    flagged = {finding.check for finding in report.findings}
    assert written.count("کنر") == 2 or "term-unplaced" in flagged
    assert "libretranslate en-prs; " in (tmp_path / "a.prs.po").read_text("utf-8")


@pytest.mark.skipif(not os.environ.get(URL), reason=f"{URL} names no server")
def test_libretranslate_itself() -> None:
    """A real one with the starter packages, whose translations it must give."""
    texts = ["The road is closed.", "Who came?", "Wheat prices in Herat rose by 18 percent."]
    for target in ("prs", "ps"):
        own = engines.make("argos").translate(texts, source="en", target=target)
        found = engines.make("libretranslate").translate(texts, source="en", target=target)
        assert [each[0].text for each in found] == [each[0].text for each in own]


def test_an_english_mark_put_behind_the_languages_own_is_dropped() -> None:
    """LibreTranslate ends a translation as the source ends, if it does not by the same letter."""

    def doubling(path: str, body: object) -> tuple[int, object]:
        status, answer = libretranslate(path, body)
        if isinstance(body, dict):
            texts = ["کی آمد؟?", "Why?", "۱۰؟!", "؟"]
            answer = {"translatedText": texts, "alternatives": [["کی؟?"], [], [], []]}
        return status, answer

    with serving(doubling) as service:
        given = ["Who came?", "Why?", "10?!", "?"]
        found = engine(service).translate(given, source="en", target="prs", hypotheses=2)
    assert [[each.text for each in one] for one in found] == [
        ["کی آمد؟", "کی؟"],
        ["Why?"],
        ["۱۰؟!"],
        ["؟"],
    ]
