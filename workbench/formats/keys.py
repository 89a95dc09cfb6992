"""Keys: what tells a segment from the others of its document, and outlives changes around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from hashlib import sha256


def keys() -> Callable[[str], str]:
    """A function that gives each source text its key: a hash, with `-2`, `-3` on repeats.

    >>> key = keys()
    >>> key("Kabul"), key("Herat"), key("Kabul")
    ('8d79c106', 'fbc842ff', '8d79c106-2')
    """
    seen: Counter[str] = Counter()

    def key(source: str) -> str:
        digest = sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        seen[digest] += 1
        return digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"

    return key
