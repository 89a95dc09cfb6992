"""Terms in machine translation: every glossary term comes out in an allowed form, or is flagged.

No decoder option guarantees a term in the middle of a sentence, and masking it ruins the grammar
round it. So the draft is judged, and only where a term is missing, doubled or beside a form to
avoid are other ways tried, cheapest first:

    n-best     another hypothesis of the same beam already has it
    replaced   what stands for it in the draft gives way to its form: a form to avoid, a copy of
               the English, a misspelling
    inline     the target form written into the source, for models trained to copy it
    proxy      a name of the same class the model knows well is translated in its place, and swapped
    replaced   the words that depend on the term (see `alignment`) give way to its preferred form

Each pass is one batch for the whole document. What no way can place keeps its best draft and is
reported as unplaced: never a second copy of the term, never its old rendering beside it, never
silence.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from workbench.glossary import Glossary
from workbench.model import Engine, Match, Progress
from workbench.terminology.judging import Enforced, Judge
from workbench.terminology.passes import WAYS, Passes

__all__ = ["WAYS", "Enforced", "translate"]


def translate(
    engine: Engine,
    glossary: Glossary,
    sources: Sequence[str],
    matches: Sequence[Sequence[Match]],
    *,
    source: str,
    target: str,
    ways: Collection[str] = WAYS,
    progress: Progress | None = None,
) -> list[Enforced]:
    """Translate texts (without marks) so that their matched terms come out in an allowed form.

    `ways` are those to try besides the draft itself; fewer show what each is worth.
    """
    passes = Passes(engine, Judge(glossary, target), source, target, frozenset(ways))
    return passes.run(sources, matches, progress)
