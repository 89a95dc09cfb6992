"""Text in Arabic letters: Persian (Dari or Iranian), Pashto, Urdu, Arabic, or a neighbour.

Letters and function words decide. A letter alone never does: ې ۍ ګ are mistyped in Persian often
enough (the poem «چو کشور نېاشد» in a well-known masthead), so they weigh little beside the
consonants only Pashto has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

_WORDS = {
    "fa": """از که به را این آن با در است شد بود برای می نمی ها های و یا هم چو چون تا بر اما اگر
    خود یک هر کرد شود باشد شده کرده ما من تو او آنها ایشان است، نیست بوده باید همه پس نیز
    دیگر چه کند کنند دارد دارند گفت استند هستند همچنان همچنین زبان زبانهای نشد بی همین
    چنین روی پیش بین هیچ میشود میکند آزاد""",
    "ps": """د په او کې کښې چې له سره ته څخه دی ده دي یې هم پر کړ کړي کړی شي شو کوي وي وو نه دې هغه
    خپل خپله زه موږ تاسو دوی سړی لپاره وروسته پورې باندې دغه یو یوه چا ولې څه لري کول کېږي
    وکړ وکړي وویل مې تر پرته مخکې ډېر لوی دا""",
    "ur": """کے کی کا میں ہے ہیں سے نے کو پر اور یہ وہ تھا تھی تھے نہیں کہ بھی ایک کر ہو گا گی گے
    جو لیے ساتھ ہوں کیا اس ان گیا گئی رہا رہے کچھ تک مگر لیکن""",
    "ar": """في من على إلى عن أن ان هذا هذه التي الذي مع كان كانت لا ما لم قد هو هي بعد بين كل أو
    ثم حتى إن وقد ذلك عند غير كما لكن ولا أي هناك قال يكون وفي ومن فيه""",
}
_LETTERS = {
    "ps": {**dict.fromkeys("ټډړږښڼځڅ", 2.0), **dict.fromkeys("ېۍګ", 0.6), "ي": 0.2},
    "ur": {**dict.fromkeys("ٹڈڑںےۓ", 2.0), "ہ": 1.5, "ھ": 1.0, "ۂ": 1.5},
    "ar": {"ة": 1.5, "أ": 0.8, "إ": 1.0, "ى": 0.6, "ي": 0.4, "ك": 0.4},
    "fa": {**dict.fromkeys("پچگژ", 0.3), "ی": 0.1, "ک": 0.1, "ۀ": 0.5},
}
_NEIGHBOURS = {
    "sd": frozenset("ڪڻڳٻڀٿٺڄڃڦڊڏڍڌڇڱ"),
    "ug": frozenset("ۇۆۈۋڭ"),
    "ckb": frozenset("ێڕڵۆڤ"),
}
_NAMES = {"fa": "Persian", "ps": "Pashto", "ur": "Urdu", "ar": "Arabic"}
_NEIGHBOUR_NAMES = {"sd": "Sindhi", "ug": "Uyghur", "ckb": "Kurdish"}
_VOTES = {
    word: [code for code, words in _WORDS.items() if word in words.split()]
    for words in _WORDS.values()
    for word in words.split()
}


def judge(words: Sequence[str]) -> tuple[str, float, str]:
    """Language, confidence and reason; `fa` stands for Persian of either variety.

    >>> judge("چو کشور نېاشد تن من مېباد".split())[0]
    'fa'
    >>> judge("د پوهنې وزارت وویل".split())
    ('ps', 0.98, 'Pashto words د, وویل; letters ې')
    >>> judge("کوردستان وڵاتێکی جوانە".split())[::2]
    ('ckb', 'Kurdish letters ڵ ێ')
    """
    letters = Counter("".join(words))
    total = sum(letters.values())
    for code, own in _NEIGHBOURS.items():
        found = [letter for letter in letters if letter in own]
        if len(found) >= 2 and sum(letters[letter] for letter in found) * 40 >= total:
            return code, 0.85, f"{_NEIGHBOUR_NAMES[code]} letters {' '.join(sorted(found)[:4])}"
    scores = {code: _score(code, words, letters) for code in _WORDS}
    best, second = sorted(scores, key=lambda code: -scores[code])[:2]
    lead = scores[best] - scores[second]
    confidence = round(min(0.98, 0.5 + lead / 4), 2)
    return best, confidence, _reason(best, words, letters)


def _score(code: str, words: Sequence[str], letters: Counter[str]) -> float:
    score = 0.3 if code == "fa" else 0.0
    score += sum(min(letters[letter], 3) * w for letter, w in _LETTERS[code].items())
    for word in words:
        if code in (votes := _VOTES.get(word, ())):
            score += 1.5 / len(votes)
    if code == "ar":
        score += sum(0.7 for word in words if word.startswith(("ال", "وال", "بال", "لل")))
        score -= sum(min(letters[letter], 3) for letter in "پچگژیک")
    return score


def _reason(code: str, words: Sequence[str], letters: Counter[str]) -> str:
    own = [word for word in dict.fromkeys(words) if _VOTES.get(word) == [code]][:3]
    marks = [
        letter for letter, weight in _LETTERS[code].items() if letters[letter] and weight > 0.4
    ]
    cues = [f"words {', '.join(own)}"] if own else []
    cues += [f"letters {' '.join(marks[:4])}"] if marks else []
    return f"{_NAMES[code]} {'; '.join(cues)}" if cues else f"{_NAMES[code]} spelling"
