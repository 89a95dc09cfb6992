"""The editor in the page: one component, its parts put together from `parts/`.

Everything it shows comes through the calls of `routes`, and everything a person does goes back
through them: a rerun of the page carries no edit.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

import streamlit as st

from workbench import calendars
from workbench.access import TABLE, Person
from workbench.languages import find
from workbench.model import State
from workbench.ui import progress, session, tokens
from workbench.ui.session import _

PARTS = ("text", "outbox", "keys", "list", "editor", "choose", "many", "talk", "aside")

LETTERS = {
    "prs": "پچژگکیآأئؤهٔۀةءًّ،؛؟«»٪",
    "ps": "ټځڅډړږژښګڼپچکیېۍئيۀءًّ،؛؟«»٪",
}
"""What a keyboard of another language, or an old one of this, may lack."""


@cache
def _source(name: str) -> str:
    return (resources.files("workbench.ui") / "parts" / name).read_text(encoding="utf-8")


def show(document: int, segment: str = "", *, only: str = "") -> None:
    """Draw the editor of a document, at a segment when one is named.

    `only` is what the list begins with: `mine` shows the segments with remarks for this person.
    """
    editor = st.components.v2.component(
        "workbench_editor",
        html='<div class="place"></div>\n',
        css=_source("editor.css"),
        js="\n".join(_source(f"{part}.js") for part in PARTS),
    )
    editor(key=f"editor-{document}-{session.language()}", data=_data(document, segment, only))


def _data(document: int, segment: str, only: str) -> dict[str, Any]:
    here, person = find(session.language()), session.person()
    power = TABLE[person.role] if person.role else None
    return {
        "document": document,
        "segment": segment,
        "show": only if only in ("talk", "mine") else "",
        "token": tokens.make(session.store(), person),
        "author": person.name,
        "person": person.mail,
        "sets": sorted(power.sets) if power else [],
        "leaves": sorted(power.leaves) if power else [],
        "ui": here.code,
        "dir": here.direction,
        "digits": "latin" if here.direction == "ltr" else "own",
        "solar": calendars.MONTHS.get(here.code, ()),
        "labels": _labels(),
        "languages": {
            code: {
                "name": session.language_name(code),
                "tag": find(code).tag,
                "dir": find(code).direction,
            }
            for code in ("en", "prs", "ps", "fa", "ur", "ar")
        },
        "letters": LETTERS,
        "choices": _choices(person),
    }


def _choices(person: Person) -> dict[str, Any]:
    """How this person set their editor up."""
    try:
        kept = json.loads(session.store().choices(person.mail or person.name) or "{}")
    except ValueError:
        kept = {}
    return {"keys": kept.get("keys", {}), "options": kept.get("options", {})}


def _labels() -> dict[str, str]:
    """What the editor says, in the language of the person reading."""
    return {
        **{f"state_{state.value}": progress.state_name(state) for state in State},
        **_said(),
        **_asked(),
        **_keys(),
    }


def _said() -> dict[str, str]:
    return {
        "segments": _("Segments"),
        "help_with": _("Help with this segment"),
        "translation_of": _("Translation of segment {number}"),
        "confirmed_of": _("{done} of {total} confirmed"),
        "shown": _("{count} shown"),
        "saved": _("all saved"),
        "saving": _("saving: {count}"),
        "not_saved": _("not saved yet: {count}; trying again"),
        "gone": _("This document was deleted. What you typed is kept in this browser."),
        "stays": _("stays as it is"),
        "stays_language": _("stays as it is: {language}, {sure} %"),
        "translate_it": _("Translate it"),
        "conflict": _("{who} stored another text meanwhile. Yours is in the box; theirs is:"),
        "conflict_in": _("Somebody else has changed segment {number}; yours is kept beside it."),
        "someone": _("Someone else"),
        "peer_changed": _("Someone else has changed this segment. Yours is still in the box."),
        "nothing_to_confirm": _("There is nothing to confirm yet. Write a translation first."),
        "may_not": _("You may not set this segment to “{state}”."),
        "not_yours": _("This segment is “{state}”. Ask a colleague who may reopen it."),
        "will_be": _("Set to “{state}”"),
        "why": _("Why is it sent back?"),
        "give_up": _("Put back what is stored"),
        "last_one": _("That was the last one."),
        "none_like_that": _("No segment is like that."),
        "too_long": _("That is too long for one segment; nothing was pasted."),
        "repeats": _("{count} other segments have this source."),
        "filled": _("Filled in {count} segments."),
        "changed": _("Changed {count} segments."),
        "is_locked": _("This segment is locked."),
        "now_locked": _("Locked {count} segments."),
        "now_unlocked": _("Unlocked {count} segments."),
        "confirmed": _("Confirmed {count} segments."),
        "translated_again": _("Drafts made anew: {count}."),
        "translating": _("The machine translates: {done} of {total}"),
        "nothing_to_translate": _("Nothing there is open to the machine: all is confirmed."),
        "nothing_to_undo": _("There is nothing to undo."),
        "undone": _("Undone: {what}"),
        "matches": _("Memory"),
        "in_context": _("In context"),
        "exchanged": _("Exchanged:"),
        "terms": _("Terms"),
        "comments": _("Comments"),
        "history": _("History"),
    }


def _asked() -> dict[str, str]:
    return {
        "state": _("State"),
        "finding": _("Findings"),
        "mend": _("Mend"),
        "let_stand": _("Let it stand"),
        "why_stand": _("Why may it stand?"),
        "stands": _("May stand"),
        "mend_by_hand": _("This one has to be mended by hand."),
        "mend_all": _("Mend what is safe"),
        "mend_all_help": _("Put right what can be mended without asking, in the whole document"),
        "all_states": _("All states"),
        "open_states": _("Not confirmed"),
        "any_findings": _("Any findings"),
        "with_findings": _("With findings"),
        "without_findings": _("Without findings"),
        **_sorted_by(),
        "errors": _("With errors"),
        "warnings": _("With warnings"),
        "find": _("Find in source or target"),
        "regex": _("Regular expression"),
        "replace": _("Find and replace"),
        "find_in_targets": _("Find in translations"),
        "replace_with": _("Replace with"),
        "would_change": _("{count} segments would change"),
        "replace_all": _("Replace all"),
        "go_to": _("Go to"),
        "go_to_segment": _("Go to segment 1 to {total}"),
        "lock": _("Lock"),
        "unlock": _("Unlock"),
        "locked": _("Locked"),
        "translate_again": _("Translate again"),
        "would_translate": _(
            "{count} drafts would be made anew. What is there now stays in the history."
        ),
        "with_shown": _("With {count} shown"),
        "with_picked": _("With {count} picked"),
        "pick_it": _("Pick this segment; with Shift all up to it"),
        "pick_shown": _("Pick all shown"),
        "pick_none": _("Pick none"),
        "would_confirm": _("{count} drafts would be confirmed."),
        "have_errors": _("{count} of them have errors."),
        "confirm": _("Confirm"),
        "reviewed": _("Reviewed"),
        "reject": _("Send back"),
        "final": _("Final"),
        "reopen": _("Reopen"),
        "copy_source": _("Copy the source"),
        "half_space": _("Half-space"),
        "letters": _("Letters"),
        "invisibles": _("Show invisible characters"),
        "changes": _("Show changes to the machine's draft"),
        "keys": _("Keys"),
        "press_new_key": _("Click, then press the new key"),
        "reset_keys": _("Keys as they were"),
        "close": _("Close"),
        "cancel": _("Cancel"),
        "undo": _("Undo"),
        "fill_in": _("Fill them in"),
        "keep_mine": _("Keep mine"),
        "take_theirs": _("Take theirs"),
        "write_comment": _("Write a comment"),
        "resolve": _("Resolve"),
        "for_you": _("For you"),
        "comments_open": _("{count} comments wait here"),
        "open_again": _("Open again"),
        "restore": _("Put back"),
    }


def _sorted_by() -> dict[str, str]:
    return {
        "origin": _("Origin"),
        "any_origin": _("Any origin"),
        "by_machine": _("Machine"),
        "by_glossary": _("Glossary"),
        "from_machine": _("From the machine"),
        "from_memory": _("From the memory"),
        "from_person": _("From people"),
        "from_glossary": _("From the glossary"),
        "from_file": _("Came with the file"),
        "from_none": _("Without a translation"),
        "marked": _("Remarks"),
        "any_remark": _("Any remarks"),
        "only_talk": _("With open comments"),
        "only_mine": _("Comments that name me"),
        "only_locked": _("Locked"),
        "only_picked": _("Picked"),
        "sort": _("Order"),
        "sort_document": _("Document order"),
        "sort_shortest": _("Shortest first"),
        "sort_longest": _("Longest first"),
        "sort_state": _("By state"),
        "sort_match": _("Best match first"),
        "sort_findings": _("Most findings first"),
        "sort_changed": _("Last changed first"),
    }


def _keys() -> dict[str, str]:
    return {
        "key_confirmOpen": _("Confirm, and on to the next open one"),
        "key_confirmNext": _("Confirm, and on to the next"),
        "key_review": _("Mark as reviewed"),
        "key_final": _("Mark as final"),
        "key_reject": _("Send back"),
        "key_reopen": _("Reopen"),
        "key_up": _("Segment above"),
        "key_down": _("Segment below"),
        "key_match": _("Use a match"),
        "key_term": _("Insert a term"),
        "key_copySource": _("Copy the source"),
        "key_halfSpace": _("Half-space"),
        "key_mark": _("Insert the next mark, or round the selection"),
        "key_letters": _("Letters"),
        "key_invisibles": _("Show invisible characters"),
        "key_changes": _("Show changes to the machine's draft"),
        "key_repeats": _("Fill in repeats"),
        "key_comment": _("Write a comment"),
        "key_find": _("Find in source or target"),
        "key_replace": _("Find and replace"),
        "key_goTo": _("Go to"),
        "key_pick": _("Pick this segment, or no longer"),
        "key_lock": _("Lock this segment, or unlock it"),
        "key_batch": _("What is done to many at once"),
        "key_again": _("Translate again"),
        "key_undoBatch": _("Undo what was done to many"),
        "key_help": _("Keys"),
        "key_taken": _("That key is taken: {what}. Choose another."),
        "key_types": _("That key writes a letter. Hold Ctrl or Alt with it."),
    }
