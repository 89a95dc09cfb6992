"""The account of work done: what drafts were worth, by whom, in which days; three faces."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from sqlalchemy import update

from workbench import cli, i18n
from workbench.errors import WorkbenchError
from workbench.evaluation import effort, scores
from workbench.model import Document, Segment, State
from workbench.pipeline.accounting import WAYS, Span, account, day
from workbench.store import Store, database

SOURCES = [
    "The border reopened on Monday.",
    "Rain fell in the valley.",
    "Schools closed again.",
    "The bridge is new.",
]
DRAFTS = [
    "سرحد روز دوشنبه باز شد.",
    "باران در دره بارید.",
    "مکتب‌ها باز بسته شدند.",
    "پل نو است.",
]
CONFIRMED = [
    ("سرحد روز دوشنبه باز شد.", "Amin"),
    ("در دره باران بارید.", "Amin"),
    ("مکاتب دوباره بسته شدند.", "Farida"),
]
HOSTILE = '"><script>alert(1)</script>.md'


def put(store: Store, name: str, origin: str, language: str = "prs") -> int:
    """A document with drafts of one engine, three of which people confirmed."""
    segments = tuple(Segment(str(n), source) for n, source in enumerate(SOURCES))
    number = store.add(Document(name, "markdown", segments, "en", language), b"")
    store.apply(
        number,
        [Segment(str(n), SOURCES[n], draft, State.DRAFT, origin) for n, draft in enumerate(DRAFTS)],
    )
    for key, (target, author) in enumerate(CONFIRMED):
        row = store.segment(number, str(key))
        store.edit(
            number,
            str(key),
            target=target,
            state=State.TRANSLATED,
            author=author,
            revision=row.revision,
            name=f"{number}-{key}",
        )
    return number


def dated(store: Store, number: int, author: str, moment: datetime) -> None:
    """Everything a person did in a document, as if it had been done at a moment."""
    held = database.revisions.c
    with store._transaction() as connection:
        connection.execute(
            update(database.revisions)
            .where(held.document == number, held.author == author)
            .values(at=moment.astimezone().isoformat(timespec="milliseconds"))
        )


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("WORKBENCH_DATABASE_URL", str(tmp_path / "desk.sqlite"))
    made = Store()
    put(made, "border.md", "argos en-prs 0.3 beam 4; terms 2")
    put(made, HOSTILE, "argos en-prs 0.3 beam 4")
    put(made, "rain.md", "memory 0.93", "ps")
    return made


def test_each_way_holds_every_draft_once(store: Store) -> None:
    found = account(store)
    assert found.documents == 3
    assert found.whole.effort.drafts == 9
    for way in WAYS:
        assert sum(line.effort.drafts for line in found.by[way]) == 9
        assert sum(line.words for line in found.by[way]) == found.whole.words == 39
    names = {way: [line.name for line in found.by[way]] for way in WAYS}
    assert names["engine"] == ["argos en-prs 0.3 beam 4", "memory"]
    assert names["document"] == [HOSTILE, "border.md", "rain.md"], "as many drafts each: by name"
    assert names["person"] == ["Amin", "Farida"]
    assert [(one.name, one.translated, one.words) for one in found.workers] == [
        ("Amin", 6, 30),
        ("Farida", 3, 9),
    ]


def test_the_figures_are_those_of_the_scores(store: Store) -> None:
    (line, *_) = account(store).by["engine"]
    drafts, texts = DRAFTS[:3] * 2, [text for text, _ in CONFIRMED] * 2
    _, chrf, ter = scores(drafts, texts, samples=2)
    assert line.effort.kept == pytest.approx(1 / 3)
    assert line.effort.chrf == pytest.approx(chrf.value)
    assert line.effort.ter == pytest.approx(ter.value)
    assert 0 < line.effort.distance < 1


def test_what_was_kept_costs_nothing_and_what_was_moved_costs_once() -> None:
    kept = effort([("باران در دره بارید.", "باران در دره بارید.")])
    assert (kept.kept, kept.distance, kept.chrf, kept.ter) == (1, 0, 100, 0)
    moved = effort([("یک دو سه چهار", "دو سه چهار یک")])
    assert moved.ter == 25, "one word in four, once"


def test_a_span_counts_the_day_somebody_first_confirmed(store: Store) -> None:
    number = store.documents()[0].id
    noon = datetime(2026, 3, 21, 12).astimezone()
    dated(store, number, "Amin", noon)
    for since, until, counted in (
        (date(2026, 3, 21), date(2026, 3, 21), 2),
        (None, date(2026, 3, 21), 2),
        (date(2026, 3, 22), None, 7),
        (None, date(2026, 3, 20), 0),
    ):
        found = account(store, span=Span(since, until))
        assert found.whole.effort.drafts == counted, (since, until)
        assert sum(worker.translated for worker in found.workers) == counted
    late = datetime(2026, 3, 21, 23, 59, 59).astimezone()
    dated(store, number, "Amin", late)
    assert account(store, span=Span(noon.date(), noon.date())).whole.effort.drafts == 2
    dated(store, number, "Amin", late + timedelta(seconds=1))
    assert account(store, span=Span(noon.date(), noon.date())).whole.effort.drafts == 0


def test_one_language_alone(store: Store) -> None:
    found = account(store, to="fa-AF", ways=["engine"])
    assert (found.documents, found.whole.effort.drafts, list(found.by)) == (2, 6, ["engine"])


@pytest.mark.parametrize("text", ["31 Hut", "2026-02-30", "1404-12-30", "2026-13-01", "yesterday"])
def test_what_is_no_day_says_how_to_write_one(text: str) -> None:
    with pytest.raises(WorkbenchError, match=r"There is no day .* Write year-month-day"):
        day(text)


def run(*arguments: object) -> int:
    sys.argv = ["workbench", "report", *map(str, arguments)]
    with pytest.raises(SystemExit) as leaving:
        cli.main()
    return int(leaving.value.code or 0)


class Cells(HTMLParser):
    """What a page shows in the cells of its tables, and every element it has."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.elements: set[str] = set()
        self._within = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.elements.add(tag)
        if tag in ("td", "th"):
            self._within = True
            self.shown.append("")

    def handle_endtag(self, tag: str) -> None:
        self._within = self._within and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._within:
            self.shown[-1] += data


def test_three_faces_tell_the_same(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for form in ("text", "json", "html"):
        assert run("--format", form) == 0
        told.append(capsys.readouterr().out)
        assert run("--format", form) == 0
        assert capsys.readouterr().out == told[-1], "the same desk, the same words"
    text, machine, page = told[0], json.loads(told[1]), Cells()
    page.feed(told[2])
    for way in WAYS:
        for line in machine["by"][way]:
            figures = [
                f"{line['effort']['kept']:.0%}",
                f"{line['effort']['chrf']:.1f}",
                f"{line['effort']['ter']:.1f}",
            ]
            called = {"memory": "Memory"}.get(line["name"], line["name"])
            row = next(row for row in text.splitlines() if row.strip().startswith(called))
            assert all(figure in row for figure in figures)
            assert set(figures) <= set(page.shown)
    assert "script" not in page.elements, "the name of a document is text"
    assert "default-src 'none'" in told[2]
    assert run("--format", "html", "-o", tmp_path / "out" / "work.html") == 0
    assert (tmp_path / "out" / "work.html").read_text(encoding="utf-8") == told[2]


def test_a_page_in_dari_is_read_from_the_right_in_its_digits(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    with i18n.speaking("prs"):
        assert run("--format", "html") == 0
    page = capsys.readouterr().out
    assert '<html lang="prs" dir="rtl">' in page
    assert "<bdi>۳۳٪</bdi>" in page


def test_an_empty_desk_has_an_account_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WORKBENCH_DATABASE_URL", str(tmp_path / "empty.sqlite"))
    for form in ("text", "json", "html"):
        assert run("--format", form) == 0
        assert "0" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--since", "31 Hut"], "no day '31 Hut'"),
        (["--since", "2026-05-02", "--until", "2026-05-01"], "Exchange them"),
        (["--to", "klingon"], "klingon"),
    ],
)
def test_a_mistake_is_one_sentence(
    store: Store, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert run(*arguments) == 2
    assert words in capsys.readouterr().err
