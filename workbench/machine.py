"""What the machine lends to this process."""

from __future__ import annotations

import os


def cores() -> int:
    """How many processor cores this process may use.

    >>> cores() >= 1
    True
    """
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # only Linux says what is allowed
        return os.cpu_count() or 1
