"""The house stands: imports point strictly down, and every table row has what it promises."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "workbench"

FLOORS = [
    {"model", "errors", "resources", "machine"},
    {"languages", "files", "calendars", "access"},
    {"i18n", "normalize", "inline", "numerals", "dates", "login"},
    {
        "segmentation",
        "detection",
        "conversion",
        "glossary",
        "memory",
        "alignment",
        "bitext",
        "lexicon",
    },
    {
        "formats",
        "checks",
        "engines",
        "terminology",
        "figures",
        "projection",
        "store",
        "evaluation",
        "report",
    },
    {"pipeline", "validation"},
    {"gate", "batch", "worker"},
    {"cli", "ui", "__main__"},
]
WORDS = FLOORS[0] | FLOORS[1] | {"i18n", "inline", "normalize"}
"""What everything stands on: the standard library only."""

ONLY_ON = {
    "streamlit": {"ui"},
    "starlette": {"ui"},
    "prometheus_client": {"ui"},
    "altair": {"ui"},
    "typer": {"cli"},
    "rich": {"cli"},
    "polib": {"formats"},
    "lxml": {"formats"},
    "markdown_it": {"formats"},
    "openpyxl": {"formats"},
    "yaml": {"formats"},
    "argostranslate": {"engines"},
    "ctranslate2": {"engines"},
    "sentencepiece": {"engines"},
    "httpx": {"engines"},
    "tenacity": {"engines"},
    "alembic": {"store"},
    "psycopg": {"store"},
    "sqlalchemy": {"store"},
    "sacrebleu": {"evaluation"},
    "langdetect": {"detection"},
    "rapidfuzz": {"memory"},
    "ray": {"batch"},
    "fsspec": {"batch"},
}


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def floor(name: str) -> int:
    for number, rooms in enumerate(FLOORS):
        if name in rooms:
            return number
    raise AssertionError(f"{name} stands on no floor: add it to FLOORS, or move it")


@cache
def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_strictly_down(path: Path) -> None:
    here = room(path)
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "workbench" and len(parts) > 1 and not parts[1].startswith("__version__"):
            there = parts[1]
            below = floor(there) < floor(here) or there == here or here == "__main__"
            assert below, f"{here} (floor {floor(here)}) imports {there} (floor {floor(there)})"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_each_library_has_one_room(path: Path) -> None:
    for name in imports(path):
        rooms = ONLY_ON.get(name.split(".")[0])
        assert rooms is None or room(path) in rooms, f"{name} belongs to {rooms}"


def test_the_words_need_the_standard_library_only() -> None:
    import sys

    for path in MODULES:
        if room(path) in WORDS:
            for name in imports(path):
                top = name.split(".")[0]
                assert top == "workbench" or top in sys.stdlib_module_names, f"{path.name}: {top}"


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "manager", "base"])
def test_rooms_are_named_by_what_they_hold(name: str) -> None:
    assert not [path for path in MODULES if path.stem == name]
