"""How far a document has come, as people read it: a bar, a sentence, a count of faults."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.model import Severity, State
from workbench.ui import session, show
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


def bar(states: Mapping[State, int]) -> str:
    """One bar with a part for each state, the furthest first."""
    total = sum(states.values())
    parts = "".join(
        f'<i class="s-{state.value}" style="flex:{states[state]}" '
        f'title="{show.escaped(state_name(state))} {session.number(states[state])}"></i>'
        for state in reversed(State)
        if states.get(state)
    )
    return (
        f'<div class="bar" role="img" aria-label="{_label(states)}">{parts}</div>' if total else ""
    )


def said(states: Mapping[State, int]) -> str:
    """How many segments people have confirmed."""
    total = sum(states.values())
    if not total:
        return show.escaped(_("nothing to translate"))
    done = sum(states.get(state, 0) for state in CONFIRMED)
    return show.escaped(
        _("{done} of {total} confirmed").format(
            done=session.number(done), total=session.number(total)
        )
    )


def tallied(counts: Mapping[Severity, int]) -> str:
    """The number of findings of each severity."""
    return "".join(
        f'<span class="count {severity.value}">{show.escaped(_counted(severity, count))}</span>'
        for severity, count in counts.items()
    )


def _counted(severity: Severity, count: int) -> str:
    if severity is Severity.ERROR:
        return ngettext("{count} error", "{count} errors", count)
    if severity is Severity.WARNING:
        return ngettext("{count} warning", "{count} warnings", count)
    return ngettext("{count} hint", "{count} hints", count)


def _label(states: Mapping[State, int]) -> str:
    return show.escaped(
        ", ".join(f"{state_name(state)} {count}" for state, count in states.items() if count)
    )
