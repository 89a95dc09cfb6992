"""A batch of texts, cut into calls that a server takes: each distinct text is sent once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from workbench.model import Progress

T = TypeVar("T")


def answered(
    batch: Sequence[str],
    ask: Callable[[list[str]], Sequence[T]],
    *,
    texts: int,
    characters: int,
    progress: Progress | None = None,
) -> dict[str, T]:
    """The answer to each text that is not blank.

    `ask` is given at most so many texts, and no more characters unless one text alone has more; it
    answers each in its place. `progress` is told how much of the batch is done after every call.

    >>> answered(["a", "b", "a", " "], lambda some: [text.upper() for text in some],
    ...          texts=1, characters=9, progress=lambda done, total: print(done, total))
    3 4
    4 4
    {'a': 'A', 'b': 'B'}
    """
    counts = Counter(text for text in batch if text.strip())
    known: dict[str, T] = {}
    done = len(batch) - counts.total()
    for some in _parcels(list(counts), texts, characters):
        known |= zip(some, ask(some), strict=True)
        done += sum(counts[text] for text in some)
        if progress:
            progress(done, len(batch))
    return known


def _parcels(waiting: Sequence[str], texts: int, characters: int) -> Iterator[list[str]]:
    parcel: list[str] = []
    for text in waiting:
        if parcel and (len(parcel) == texts or sum(map(len, parcel)) + len(text) > characters):
            yield parcel
            parcel = []
        parcel.append(text)
    if parcel:
        yield parcel
