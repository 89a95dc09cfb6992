"""How far a document has come, as people read it: its states, a sentence, a count of faults."""

from __future__ import annotations

from workbench.model import Severity, State
from workbench.ui.session import _, ngettext

CONFIRMED = (State.TRANSLATED, State.REVIEWED, State.FINAL)


def state_name(state: State) -> str:
    """The name of a state, in the language of the person reading."""
    names = {
        State.NEW: _("new"),
        State.DRAFT: _("draft"),
        State.REJECTED: _("rejected"),
        State.TRANSLATED: _("translated"),
        State.REVIEWED: _("reviewed"),
        State.FINAL: _("final"),
    }
    return names[state]


def severity_name(severity: Severity) -> str:
    """The name of a severity, in the language of the person reading."""
    names = {
        Severity.ERROR: _("error"),
        Severity.WARNING: _("warning"),
        Severity.INFO: _("hint"),
    }
    return names[severity]


def counted(severity: Severity, count: int, shown: str = "") -> str:
    """A number of findings, as a phrase; `shown` stands in the place of the number."""
    if severity is Severity.ERROR:
        return ngettext("{count} error", "{count} errors", count, shown)
    if severity is Severity.WARNING:
        return ngettext("{count} warning", "{count} warnings", count, shown)
    return ngettext("{count} hint", "{count} hints", count, shown)
