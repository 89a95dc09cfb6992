"""The whole desk as an editor sees it."""

from __future__ import annotations

from workbench.ui import session


def page() -> None:
    """Findings, progress and effort over all documents."""
    session.header("quality")
