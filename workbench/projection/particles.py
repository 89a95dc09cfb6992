"""Small words of the target languages that decide where a mark begins and ends."""

from __future__ import annotations

PARTICLES = {
    "prs": frozenset(
        """به از در بر با برای تا را و که یا هم نیز توسط دربارهٔ درباره روی بین میان علیه بدون پیش
        پس برابر این آن خود یک نه هیچ""".split()
    ),
    "ps": frozenset(
        """د په له ته تر پر کې څخه سره باندې لپاره پورې چې او یا هم یې و اړه دا دې دغه خپل خپله
        خپلې یو یوه یوې نه هېڅ به""".split()
    ),
}
"""Words that hold others together: alone they say nothing, and a mark does not end on one."""
ENGLISH = frozenset(
    """a an the of to in on at by for from with and or as that is are was were be been has have had
    about against between without under over not no will would""".split()
)
OWN = {
    "prs": {
        "یک": "a an one",
        "این": "this these the",
        "آن": "that those",
        "خود": "his her its their our own my",
        "نه": "not no never nor",
        "هیچ": "no any not",
    },
    "ps": {
        "یو": "a an one",
        "یوه": "a an one",
        "یوې": "a an one",
        "دا": "this these the",
        "دې": "this these",
        "دغه": "this these",
        "خپل": "his her its their our own my",
        "خپله": "his her its their our own my",
        "خپلې": "his her its their our own my",
        "نه": "not no never nor",
        "هېڅ": "no any not",
    },
}
"""Particles that belong under a mark whose English has one of these."""
VERBS = {
    "prs": frozenset(
        """است اند بود بودند شد شدند شده شود شوند می‌شود می‌شوند خواهد دارد دارند داشت ندارد ندارند
        کرد کردند کند کنند می‌کند نشد نشدند نشده نکرد نکردند نیست نبود نمی‌شود
        خواهند یافت یافتند یابد داد دادند گرفت""".split()
    ),
    "ps": frozenset(
        """دی ده دي وو وه وي شو شوه شول شي شوي شوی شوې لري لرل درلود درلودل درلوده کړ کړه کړې کړل
        کوي کېږي وکړ وکړي کړي ورکړ ورکړي ورکړې ورکوي""".split()
    ),
}
"""Verbs that stand behind what they govern; a mark round a noun does not take them in."""
HAVING = frozenset(
    """is are was were be been am has have had do does did will would can could may must not never
    no""".split()
)
"""English that such a verb may come of."""
HALVES = frozenset("منځه لاسه پای بین دست رسمیت".split())
"""Nouns that are half of a verb: what comes behind belongs to them."""
