"""`workbench.toml`: what a project has agreed on, found upward from the files it is about.

    languages = ["prs", "ps"]          # what `translate` makes when --to says nothing
    glossary = "glossary"              # a folder or CSV file of the project
    engine = "argos"
    fail-on = "error"                  # from which severity on a run fails
    exclude = ["drafts/*", "*.old.md"] # files that no command looks at
    domain = "trade"                   # what the project's articles are about
    acronyms = ["UNHCR", "NATO"]       # these stay in Latin letters
    keys = ["title", "seo.title"]      # fields of the front matter to translate, by their path

    [memory]
    use = true                         # recall before the machine, as --memory does
    files = ["memory/house.tmx"]       # read beside the desk's memory, never written
    threshold = 75                     # the least likeness worth showing

    [memory.penalties]                 # points off the likeness, by where a unit comes from
    machine = 10
    unreviewed = 2
    aligned = 1
    other-domain = 5                   # of units that name a domain, and another one
    "agency.tmx" = 8                   # or by the name of a file

    [checks]                           # a check is off, or as bad as it is held to be
    verb-prefix = "off"
    length = "error"

    [style]
    digits = "own"                     # own, western or any
    half-space = "zwnj"                # zwnj, space or any

What a command line says counts more, and so does the environment. Paths stay inside the project: a
pull request must not have others' files read. Every key is checked, so that a slip is no setting
that quietly does nothing.
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from workbench import checks, files
from workbench.engines import ENGINES
from workbench.errors import BadSettings, UnknownLanguage
from workbench.languages import find, targets
from workbench.model import Finding, Severity

NAME = "workbench.toml"
PENALTIES = ("machine", "unreviewed", "aligned", "other-domain")
"""Where a unit may come from; a penalty may name a file as well."""
OFF = "off"
_LEVELS = (OFF, *(severity.value for severity in Severity))
_ACRONYM = re.compile("(?=.*[A-Z])[A-Za-z][A-Za-z0-9.&/-]{1,19}")
_FAIL_ON = (*(severity.value for severity in Severity), "never")
_STYLES: dict[str, dict[str, dict[str, str]]] = {
    "digits": {
        "own": {"western-digits": "warning"},
        "western": {"western-digits": OFF, "arabic-digits": OFF, "number-separator": OFF},
        "any": {"western-digits": OFF},
    },
    "half-space": {
        "zwnj": {"verb-prefix": "warning", "plural-ending": "warning"},
        "space": {"verb-prefix": OFF, "plural-ending": OFF},
        "any": {"verb-prefix": OFF, "plural-ending": OFF},
    },
}
"""What each style makes of the checks."""
_ELSEWHERE = ("structure", "inconsistent-term", "bad-ignore")
"""What the gate finds in whole files."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a project has agreed on; without a file, nothing beyond the house's own ways."""

    path: Path | None = None
    """The file, absolute."""
    languages: tuple[str, ...] = ()
    glossary: Path | None = None
    engine: str = ""
    fail_on: str = ""
    exclude: tuple[str, ...] = ()
    domain: str = ""
    keys: tuple[str, ...] = ()
    """Fields of an article's front matter; without any, those that hold text nearly always."""
    recall: bool = False
    memory_files: tuple[Path, ...] = ()
    threshold: int = 75
    penalties: Mapping[str, int] = field(default_factory=dict)
    severities: Mapping[str, str] = field(default_factory=dict)
    """By check: off, info, warning or error."""
    acronyms: tuple[str, ...] = ()
    """Those that stay in Latin letters."""

    def excludes(self, path: Path) -> bool:
        """Whether no command is to look at a file."""
        if self.path is None or not self.exclude:
            return False
        place = path.resolve()
        if not place.is_relative_to(self.path.parent):
            return False
        name = place.relative_to(self.path.parent).as_posix()
        return any(
            fnmatchcase(name, pattern)
            or fnmatchcase(name, f"{pattern.rstrip('/')}/*")
            or ("/" not in pattern and fnmatchcase(place.name, pattern))
            for pattern in self.exclude
        )

    def included(self, paths: Iterable[Path]) -> list[Path]:
        """The paths that are not excluded."""
        return [path for path in paths if not self.excludes(path)]

    def applied(self, findings: Iterable[Finding]) -> list[Finding]:
        """Findings as the project holds them to be: those of checks that are off left out."""
        judged = [(found, self.severities.get(found.check, "")) for found in findings]
        return [
            replace(found, severity=Severity(level)) if level else found
            for found, level in judged
            if level != OFF
        ]

    def severity(self, check: str, own: Severity) -> Severity:
        """How bad a check is held to be."""
        level = self.severities.get(check, "")
        return Severity(level) if level not in ("", OFF) else own


def settings_for(paths: Sequence[Path]) -> Settings:
    """The settings of the project that files and folders lie in; the house's own where it has none.

    Raises BadSettings, naming the key, when the file cannot be trusted.
    """
    folders = [path.resolve() if path.is_dir() else path.resolve().parent for path in paths]
    try:
        start = Path(os.path.commonpath(folders)) if folders else Path.cwd()
    except ValueError:  # drives of their own
        return Settings()
    for folder in (start, *start.parents):
        if (folder / NAME).is_file():
            return read(folder / NAME)
    return Settings()


def read(path: Path) -> Settings:
    """The settings of one file. Raises BadSettings."""
    try:
        values = tomllib.loads(files.read(path).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadSettings(f"{path} is not in UTF-8. Save it again in that encoding.") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadSettings(f"{path} is no TOML: {error}. Mend that line.") from error
    return _Reading(path.resolve()).settings(values)


# Reading


@dataclass(frozen=True, slots=True)
class _Reading:
    """One file being read: its path stands in every complaint."""

    path: Path

    def settings(self, values: dict[str, Any]) -> Settings:
        own = (
            "languages",
            "glossary",
            "engine",
            "fail-on",
            "exclude",
            "domain",
            "acronyms",
            "keys",
        )
        self.only(values, (*own, "memory", "checks", "style"), "")
        memory = self.table(values, "memory")
        self.only(memory, ("use", "files", "threshold", "penalties"), "memory.")
        return Settings(
            self.path,
            tuple(self.language(code) for code in self.texts(values, "languages")),
            self.inside(self.text(values, "glossary"), "glossary"),
            self.one_of(self.text(values, "engine"), "engine", tuple(ENGINES)),
            self.one_of(self.text(values, "fail-on"), "fail-on", _FAIL_ON),
            tuple(self.texts(values, "exclude")),
            self.text(values, "domain"),
            tuple(self.texts(values, "keys")),
            self.switch(memory, "use", "memory."),
            tuple(
                place
                for name in self.texts(memory, "files", "memory.")
                if (place := self.inside(name, "memory.files"))
            ),
            self.number(memory.get("threshold", 75), "memory.threshold", 50),
            self.penalties(memory),
            self.severities(values),
            tuple(self.acronym(name) for name in self.texts(values, "acronyms")),
        )

    def penalties(self, memory: dict[str, Any]) -> dict[str, int]:
        found = self.table(memory, "penalties", "memory.")
        for name in found:
            if "." not in name:  # not the name of a file
                self.known(name, PENALTIES, "memory.penalties.")
        return {
            key: self.number(value, f"memory.penalties.{key}", 0) for key, value in found.items()
        }

    def severities(self, values: dict[str, Any]) -> dict[str, str]:
        style, chosen = self.table(values, "style"), self.table(values, "checks")
        found: dict[str, str] = {}
        self.only(style, tuple(_STYLES), "style.")
        for key, value in style.items():
            found |= _STYLES[key][self.one_of(value, f"style.{key}", tuple(_STYLES[key]))]
        names = [row.name for row in checks.CHECKS]
        self.only(chosen, (*names, *_ELSEWHERE), "checks.")
        for key, value in chosen.items():
            value = {True: "", False: OFF}.get(value, value) if isinstance(value, bool) else value
            found[key] = value and self.one_of(value, f"checks.{key}", _LEVELS)
        return {name: level for name, level in found.items() if level}

    def only(self, values: Mapping[str, Any], names: Sequence[str], within: str) -> None:
        for name in values:
            self.known(name, names, within)

    def known(self, name: str, names: Sequence[str], within: str) -> None:
        if name not in names:
            near = difflib.get_close_matches(name, names, 1)
            hint = f" Did you mean {within}{near[0]}?" if near else f" Use one of: {_list(names)}."
            raise BadSettings(f"{self.path} has a setting nobody knows, {within}{name}.{hint}")

    def wrong(self, key: str, wanted: str) -> BadSettings:
        return BadSettings(f"{self.path}: {key} must be {wanted}. Change it there.")

    def table(self, values: Mapping[str, Any], key: str, within: str = "") -> dict[str, Any]:
        value = values.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(within + key, f"a table, written as [{within}{key}]")
        return value

    def text(self, values: Mapping[str, Any], key: str) -> str:
        value = values.get(key, "")
        if not isinstance(value, str):
            raise self.wrong(key, 'a text in quotation marks, such as "argos"')
        return value

    def texts(self, values: Mapping[str, Any], key: str, within: str = "") -> list[str]:
        value = values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.wrong(within + key, 'a list of texts, such as ["prs", "ps"]')
        return value

    def switch(self, values: Mapping[str, Any], key: str, within: str) -> bool:
        value = values.get(key, False)
        if not isinstance(value, bool):
            raise self.wrong(within + key, "true or false, without quotation marks")
        return value

    def number(self, value: object, key: str, least: int) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= 100:
            raise self.wrong(key, f"a whole number from {least} to 100")
        return value

    def one_of(self, value: object, key: str, choices: Sequence[str]) -> str:
        if value in ("", *choices) and isinstance(value, str):
            return value
        near = difflib.get_close_matches(str(value), choices, 1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise BadSettings(f"{self.path}: {key} must be one of {_list(choices)}.{hint}")

    def language(self, code: str) -> str:
        try:
            found = find(code).code
        except UnknownLanguage as error:
            raise BadSettings(f"{self.path}: languages: {error}") from error
        if found not in {language.code for language in targets()}:
            known = _list([language.code for language in targets()])
            raise BadSettings(
                f"{self.path}: languages: nothing is translated into {code!r}. Use {known}."
            )
        return found

    def acronym(self, name: str) -> str:
        if not _ACRONYM.fullmatch(name):
            raise self.wrong(
                f"acronyms: {name!r}", 'Latin letters of which one is a capital, such as "UNHCR"'
            )
        return name

    def inside(self, name: str, key: str) -> Path | None:
        if not name:
            return None
        place = (self.path.parent / name).resolve()
        if not place.is_relative_to(self.path.parent):
            raise BadSettings(
                f"{self.path}: {key} leads out of the project, to {name}."
                " Name a place beside or below the file."
            )
        if not place.exists():
            raise BadSettings(f"{self.path}: {key}: there is no {name}. Mend the name.")
        return place


def _list(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) < 12 else ", ".join([*names[:8], "..."])
