"""Tables of HTML: what stands in a sentence, what is left alone, which attributes are text."""

from __future__ import annotations

INLINE = frozenset(
    """a abbr acronym area b bdi bdo big br button cite code data del dfn em embed font i img input
    ins kbd label map mark meter nobr output picture progress q rb rp rt rtc ruby s samp small
    source span strike strong sub sup time track tt u var wbr""".split()
)
"""Elements that do not end a sentence. All others do."""

VOID = frozenset(
    """area base basefont bgsound br col embed frame hr img input keygen link meta param source
    track wbr""".split()
)
"""Elements that enclose nothing, whatever is written."""

RAW = frozenset("iframe noembed noframes plaintext script style textarea xmp".split())
"""Elements whose content is not markup: left alone from the first tag to the last."""

FOREIGN = frozenset(("svg", "math"))
"""Elements with a language of their own inside."""

UNTRANSLATED = frozenset("code kbd samp var pre listing".split())
"""Elements whose text means the same in every language."""

SEALED = FOREIGN | {"object", "video", "audio", "canvas", "applet"}
"""Elements that are pictures or machines to the reader: what is inside them is no text."""

UNSEEN = frozenset("script style link meta base param noembed noframes".split())
"""Elements that may stand anywhere without being seen: they do not end a sentence either."""

MEANINGS = {
    "a": "link",
    "b": "bold",
    "strong": "bold",
    "em": "italic",
    "i": "italic",
    "cite": "italic",
    "dfn": "italic",
    "sup": "superscript",
    "sub": "subscript",
    "s": "struck out",
    "del": "struck out",
    "strike": "struck out",
    "u": "underlined",
    "q": "quotation",
    "br": "line break",
    "img": "image",
    "svg": "image",
    "picture": "image",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "var": "code",
}
"""What a mark is called where translators see it; `html` for the rest."""

KINDS = dict.fromkeys("h1 h2 h3 h4 h5 h6".split(), "heading")
KINDS |= {"td": "table cell", "th": "table cell", "caption": "caption", "figcaption": "caption"}
"""What a block's segments are noted as."""

ATTRIBUTES = {
    "alt": "alternative text",
    "title": "tooltip",
    "placeholder": "placeholder",
    "aria-label": "label",
    "aria-description": "label",
    "aria-placeholder": "placeholder",
    "aria-valuetext": "label",
}
"""Attributes that hold text for people, and what they are noted as."""

OWN_ATTRIBUTES = {
    ("optgroup", "label"): "label",
    ("option", "label"): "label",
    ("track", "label"): "label",
}
"""Attributes that do so on one element only."""

META = {
    "description": "page description",
    "og:title": "page title",
    "og:description": "page description",
    "og:image:alt": "alternative text",
    "twitter:title": "page title",
    "twitter:description": "page description",
    "twitter:image:alt": "alternative text",
}
"""`<meta name=... content=...>` whose content is text for people."""

SCOPES = frozenset("applet button caption html marquee object table td th template".split())
"""Elements that shut off what was opened outside them: a new paragraph ends none out there."""

NEAREST: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "p": (frozenset("p"), SCOPES - {"p"}),
    "li": (frozenset(("li",)), SCOPES | {"ul", "ol", "menu"}),
    "entry": (frozenset(("dt", "dd")), SCOPES | {"dl"}),
    "cell": (frozenset(("td", "th")), frozenset(("table", "template"))),
    "row": (frozenset(("tr",)), frozenset(("table", "template"))),
    "option": (frozenset(("option",)), frozenset(("select", "datalist", "template"))),
}
"""What may be left unclosed: the elements of each kind, and those that hide it from inside."""

CLOSES = {
    "li": ("li",),
    "dt": ("entry",),
    "dd": ("entry",),
    "td": ("cell",),
    "th": ("cell",),
    "tr": ("row", "cell"),
    "tbody": ("row", "cell"),
    "thead": ("row", "cell"),
    "tfoot": ("row", "cell"),
    "option": ("option",),
    "optgroup": ("option",),
}
"""Which of these a start tag ends; a block ends a paragraph besides."""

ENDS_PARAGRAPH = frozenset(
    """address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li listing main menu nav ol p plaintext
    pre search section summary table ul xmp""".split()
)
"""Start tags that end an open paragraph."""
