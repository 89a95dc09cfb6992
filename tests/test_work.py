"""What was done at the desk: drafts against what was confirmed, days, and people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from workbench.model import Document, Segment, State
from workbench.store import Store

SOURCES = {"a": "The border reopened.", "b": "Rain fell.", "c": "Schools closed again today."}


@pytest.fixture
def store(desk: str) -> Iterator[Store]:
    made = Store(desk)
    yield made
    made.close()


def put(store: Store, **targets: str) -> int:
    """A document; what has a target came with a draft."""
    segments = tuple(
        Segment(key, source, targets.get(key, ""), State.DRAFT if key in targets else State.NEW)
        for key, source in SOURCES.items()
    )
    return store.add(Document("a.md", "markdown", segments, "en", "prs"), b"")


def draft(store: Store, number: int, origin: str = "argos en-prs", **targets: str) -> None:
    store.apply(
        number,
        [
            Segment(key, SOURCES[key], target, State.DRAFT, origin)
            for key, target in targets.items()
        ],
    )


def confirm(
    store: Store, number: int, key: str, target: str, *, who: str = "Amin", review: bool = False
) -> None:
    row = store.segment(number, key)
    state = State.REVIEWED if review else State.TRANSLATED
    name = f"{key}-{row.revision}-{who}"
    store.edit(
        number, key, target=target, state=state, author=who, revision=row.revision, name=name
    )


def test_a_draft_is_held_to_what_was_confirmed_at_last(store: Store) -> None:
    number = put(store)
    draft(store, number, a="سرحد بسته", b="باران بارید.")
    confirm(store, number, "a", "سرحد باز شد")
    confirm(store, number, "a", "سرحد باز شد.", who="Farid", review=True)
    (edited,) = store.edited(number)
    assert (edited.origin, edited.draft) == ("argos en-prs", "سرحد بسته")
    assert (edited.target, edited.author) == ("سرحد باز شد.", "Amin")


def test_the_last_draft_before_a_person_came_is_the_one_they_worked_on(store: Store) -> None:
    number = put(store)
    draft(store, number, a="یک")
    draft(store, number, origin="other", a="دو")
    confirm(store, number, "a", "سه")
    assert [(one.origin, one.draft) for one in store.edited(number)] == [("other", "دو")]


def test_a_draft_of_the_file_itself_has_no_engine(store: Store) -> None:
    number = put(store, a="یک")
    confirm(store, number, "a", "یک")
    assert [(one.origin, one.draft) for one in store.edited(number)] == [("", "یک")]


def test_what_a_person_wrote_from_nothing_is_no_ones_draft(store: Store) -> None:
    number = put(store)
    confirm(store, number, "a", "یک")
    draft(store, number, b="دو")
    assert store.edited(number) == []


def test_what_a_person_left_half_done_is_no_machines_draft(store: Store) -> None:
    number = put(store)
    draft(store, number, a="یک")
    row = store.segment(number, "a")
    store.edit(
        number,
        "a",
        target="دو",
        state=State.DRAFT,
        author="Amin",
        revision=row.revision,
        name="half",
    )
    confirm(store, number, "a", "سه")
    assert [(one.origin, one.draft) for one in store.edited(number)] == [("argos en-prs", "یک")]


def test_people_are_counted_by_segments_and_words(store: Store) -> None:
    first, second = put(store), put(store)
    confirm(store, first, "a", "یک")
    confirm(store, first, "a", "دو")
    confirm(store, second, "c", "سه")
    confirm(store, first, "a", "دو", who="Farid", review=True)
    draft(store, first, b="ماشین")
    told = [
        (one.name, one.translated, one.reviewed, one.words)
        for one in store.workers([first, second])
    ]
    assert told == [("Amin", 2, 0, 7), ("Farid", 0, 1, 3)]
    assert [one.name for one in store.workers([second])] == ["Amin"]


def test_days_are_counted_by_the_state_reached(store: Store) -> None:
    number = put(store)
    draft(store, number, a="یک", b="دو")
    confirm(store, number, "a", "سه")
    today = datetime.now(UTC).astimezone().date()
    assert store.daily([number]) == {today: Counter({State.DRAFT: 2, State.TRANSLATED: 1})}
    assert store.daily([]) == {}
