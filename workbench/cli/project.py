"""What a command does where its options are silent: what the project's `workbench.toml` says."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from workbench import pipeline
from workbench.cli.output import FailOn
from workbench.errors import BadSettings
from workbench.glossary import Glossary
from workbench.languages import find
from workbench.pipeline.settings import Settings, settings_for


def languages(given: str, settings: Settings) -> list[str]:
    """The target languages: those asked for, the project's, or both that we know."""
    chosen = given or ",".join(settings.languages) or "prs,ps"
    return [code for code in chosen.split(",") if code.strip()]


def engine(given: str, model: Path | None, settings: Settings) -> str:
    """The name of the engine: the environment counts more than the project."""
    chosen = given or os.environ.get("WORKBENCH_ENGINE", "")
    return chosen if chosen or model else settings.engine


def glossary(given: Path | None, settings: Settings) -> Glossary | None:
    """The glossary asked for or the project's; None for the house's own."""
    theirs = None if os.environ.get("WORKBENCH_GLOSSARY") else settings.glossary
    chosen = given or theirs
    return pipeline.load_glossary(chosen) if chosen else None


def memory_languages(given: str, settings: Settings) -> list[str]:
    """The languages of the memory that a command is about, by code; [""] is all of them."""
    chosen = [find(code).code for code in given.split(",") if code.strip()]
    return list(dict.fromkeys(chosen)) or list(settings.languages) or [""]


def settings_of(file: Path) -> Settings:
    """The settings of the project a file lies in. Raises BadSettings where they exclude it."""
    settings = settings_for([file])
    if settings.excludes(file):
        raise BadSettings(
            f"{settings.path} excludes {file.name}. Name another file, or mend exclude there."
        )
    return settings


def fail_on(given: FailOn | None, settings: Settings, otherwise: FailOn) -> FailOn:
    """From which severity on a run fails."""
    return given or (FailOn(settings.fail_on) if settings.fail_on else otherwise)


def keys(asked: str, settings: Settings) -> tuple[str, ...]:
    """The fields of the front matter to translate; the project's, unless the command names some."""
    return tuple(key.strip() for key in asked.split(",") if key.strip()) or settings.keys


def with_keys(asked: str, settings: Settings) -> Settings:
    """The settings, with the fields the command names."""
    return replace(settings, keys=keys(asked, settings))
