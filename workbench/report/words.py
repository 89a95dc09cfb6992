"""What the sheets of figures say, in the language set with `use`."""

from __future__ import annotations

from workbench.i18n import _


def account() -> dict[str, str]:
    """Of the work that is done."""
    return {
        "title": _("The account of work"),
        "told": _("{} drafts that people confirmed, in {} documents on the desk; {}"),
        "span": _("{} to {}"),
        "ever": _("all time"),
        "worth": _("What the drafts were worth"),
        "engine": _("by engine"),
        "document": _("by document"),
        "person": _("by person"),
        "": _("came with the file"),
        "memory": _("Memory"),
        "glossary": _("Glossary"),
        "drafts": _("drafts"),
        "words": _("words of the source"),
        "kept": _("kept as they were"),
        "changed": _("characters changed"),
        "all": _("in all"),
        "who": _("Who did how much"),
        "translated": _("translated"),
        "reviewed": _("reviewed"),
        "last": _("last"),
        "first": _("A draft counts on the day somebody first confirmed it, and for that person."),
        "scores": _(
            "Kept: to the letter. Characters changed: the mean share. chrF++ and TER: those of "
            "sacrebleu, of the draft against what stands now."
        ),
    }


def analysis() -> dict[str, str]:
    """Of an order before the work begins."""
    return {
        "title": _("Words by match band"),
        "told": _("{} words in {} segments are to be translated."),
        "all": _("All files"),
        "segments": _("segments"),
        "words": _("words"),
        "characters": _("characters"),
        "internal": _("like another of the order"),
        "sum": _("in all"),
        "note": _(
            "In context and 100%: known to the memory word for word. Repeated: stands before in "
            "the order. Other bands: likeness to what is known, less what its origin costs."
        ),
        **bands(),
    }


def bands() -> dict[str, str]:
    """The bands by name."""
    return {
        "done": _("confirmed"),
        "in-context": _("in context"),
        "repetition": _("repeated"),
        "100": "100%",
        "95-99": "95–99%",
        "85-94": "85–94%",
        "75-84": "75–84%",
        "50-74": "50–74%",
        "new": _("new words"),
    }


def comparison() -> dict[str, str]:
    """Of engines held to a reference."""
    return {
        "title": _("Engines against a reference"),
        "told": _("{}: {} segments, English into {}; the reference keeps {} of the terms"),
        "score": _("score"),
        "interval": _("95 of 100 resamples"),
        "folded": _("half-spaces as spaces"),
        "terms": _("terms kept"),
        "brackets": _(
            "In brackets what 95 of 100 resamples come to; p: the chance of such a difference by"
            " luck"
        ),
        "from": _(", * from {} down"),
        "en": _("English"),
        "prs": _("Dari"),
        "ps": _("Pashto"),
    }
