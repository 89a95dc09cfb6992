"""The rows that travel from step to step, and the table of sets that may be trained on.

A row is one sentence pair. A row without English is monolingual text, kept for denoising.
The table is the only list of sets: what is not in it is not read, whatever lies in the folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

LANGUAGES = ("prs", "ps", "fa")
TARGET_TAGS = {language: f"<2{language}>" for language in LANGUAGES}


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of training text: `weight` is how often it is seen in four passes."""

    english: str
    target: str
    language: str
    weight: float
    origin: str

    @property
    def monolingual(self) -> bool:
        """True for text without its English, which can only be denoised."""
        return not self.english


@dataclass(frozen=True, slots=True)
class TextSet:
    """One set of the corpus: where it came from, under which licence, and how much it counts."""

    name: str
    weight: float
    licence: str
    credit: str


# Persian (fa) is a helper for Dari, so its sets count less; single words and interface labels are
# many and short, so they count once; whole professional sentences count twice, news three times.
AUTHORED = TextSet("authored", 3.0, "CC0-1.0", "Written for this project by its authors")
PARALLEL_SETS = (
    TextSet("nllb_seed", 2.0, "CC-BY-SA-4.0", "NLLB Seed, Open Language Data Initiative, Meta AI"),
    TextSet("tico19", 1.5, "CC0-1.0", "TICO-19, Translation Initiative for COVID-19"),
    TextSet("storybooks_afghanistan", 1.0, "CC-BY-4.0", "Storybooks Afghanistan, Darakht-e Danesh"),
    TextSet("gatitos", 1.0, "CC-BY-4.0", "GATITOS, Google Research"),
    TextSet("dhis2_core", 1.0, "BSD-3-Clause", "DHIS2, University of Oslo"),
    TextSet("android_dhis2", 1.0, "BSD-3-Clause", "DHIS2 Android Capture, University of Oslo"),
    TextSet("android_mifos", 1.0, "MPL-2.0", "Mifos Mobile, Mifos Initiative"),
    TextSet("android_odk", 1.0, "Apache-2.0", "ODK Collect"),
    TextSet("android_orbot", 1.0, "BSD-3-Clause", "Orbot, Guardian Project"),
    TextSet("android_wikipedia", 1.0, "Apache-2.0", "Wikipedia for Android, Wikimedia Foundation"),
    TextSet("android_commons", 1.0, "Apache-2.0", "Wikimedia Commons for Android"),
    TextSet("covid_vaccine_record", 1.0, "public domain", "Washington State Department of Health"),
    TextSet("iogt_unicef", 1.0, "BSD-2-Clause", "Internet of Good Things, UNICEF"),
    TextSet("django", 1.0, "BSD-3-Clause", "Django Software Foundation"),
    TextSet("gnome_help", 1.0, "CC-BY-3.0", "GNOME user documentation and its Persian translators"),
    TextSet("kolibri", 1.0, "MIT", "Kolibri, Learning Equality"),
    TextSet("massive", 1.0, "CC-BY-4.0", "MASSIVE, Amazon"),
    TextSet("mozilla_www", 1.0, "MPL-2.0", "Mozilla web site localisation"),
    TextSet("open_bible_stories", 1.0, "CC-BY-SA-4.0", "Open Bible Stories, unfoldingWord, Door43"),
    TextSet("opensource_guide", 1.0, "CC-BY-4.0", "Open Source Guides, GitHub"),
    TextSet("osm_id_presets", 1.0, "ISC", "OpenStreetMap iD tagging schema"),
    TextSet("react_docs", 1.0, "CC-BY-4.0", "React documentation and its Persian translators"),
    TextSet("vue_docs", 1.0, "CC-BY-4.0", "Vue documentation and its Persian translators"),
    TextSet("tatoeba", 1.0, "CC-BY-2.0-FR", "Tatoeba contributors"),
    TextSet("tldr", 1.0, "CC-BY-4.0", "tldr-pages contributors"),
)
MONOLINGUAL_SETS = {
    "ps_leipzig_news_2020.txt": (
        "ps",
        TextSet("leipzig", 0.3, "CC-BY-4.0", "Leipzig Corpora Collection, Pashto news 2020"),
    ),
}
PERSIAN_SHARE = 0.4


def read_pairs(path: Path) -> Iterator[Pair]:
    """Rows of a file written by `write_pairs`."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            english, target, language, weight, origin = line.rstrip("\n").split("\t")
            yield Pair(english, target, language, float(weight), origin)


def write_pairs(path: Path, pairs: Iterable[Pair]) -> int:
    """Write rows as tab-separated lines, whole or not at all; returns how many."""
    count = 0
    unfinished = path.with_suffix(path.suffix + ".part")
    with unfinished.open("w", encoding="utf-8") as out:
        for pair in pairs:
            fields = (pair.english, pair.target, pair.language, f"{pair.weight:g}", pair.origin)
            out.write("\t".join(fields) + "\n")
            count += 1
    unfinished.replace(path)
    return count
