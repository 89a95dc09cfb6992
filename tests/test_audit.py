"""The audit of what the project stands on finds what it is there to find, and nothing now."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import audit

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SMALL = {
    "project": {
        "dependencies": ["lxml>=5.3", "argos>=1,<2"],
        "optional-dependencies": {"oidc": ["authlib>=1.3"], "win": ["x; sys_platform == 'none'"]},
    },
    "dependency-groups": {"build": ["hatchling>=1.27"]},
    "tool": {"uv": {"exclude-dependencies": ["torch"]}},
}
HASH = " \\\n    --hash=sha256:00 \\\n    --hash=sha256:11\n"
LOCK = f"argos==1.2{HASH}hatchling==1.27{HASH}lxml==5.3{HASH}"


def test_nothing_is_wrong_with_the_project_and_no_network_was_needed() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "audit.py")],
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", "PIP_NO_INDEX": "1", "https_proxy": "http://127.0.0.1:1"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "licences read" in done.stdout
    assert "Known faults:" in done.stdout


@pytest.mark.parametrize(
    ("lock", "extras", "said"),
    [
        (LOCK, (), []),
        (LOCK, ("win",), []),
        (LOCK, ("oidc",), ["pyproject.toml asks for authlib, which is not there"]),
        (
            LOCK.replace("lxml==5.3", "lxml==5.2.9"),
            (),
            ["pyproject.toml asks for lxml>=5.3, and 5.2.9 is there"],
        ),
        (
            LOCK.replace("argos==1.2", "argos==2.0"),
            (),
            ["pyproject.toml asks for argos<2,>=1, and 2.0 is there"],
        ),
        (f"argos==1.2{HASH}lxml==6.0{HASH}", (), [
            "pyproject.toml asks for hatchling, which is not there"
        ]),
    ],
)  # fmt: skip
def test_a_lock_that_is_not_what_the_project_asks_for(
    lock: str, extras: tuple[str, ...], said: list[str]
) -> None:
    assert list(audit.disagreements(SMALL, lock, extras)) == said


def test_what_a_package_asks_for_must_be_there_too() -> None:
    lock = LOCK + f"httpx==0.28{HASH}"
    said = list(audit.disagreements(SMALL, lock, (), installed=["httpx"]))
    assert "httpx asks for anyio, which is not there" in said


def test_a_pin_without_a_hash_is_none() -> None:
    with pytest.raises(ValueError, match="lxml has no hash"):
        audit.pins(f"argos==1.2{HASH}lxml==5.3\n")


@pytest.mark.parametrize(
    "licence",
    ["GPL-3.0-or-later", "AGPL-3.0-only", "GNU General Public License v3 (GPLv3)", "SSPL-1.0", ""],
)
def test_what_would_bind_the_program_is_not_allowed(licence: str) -> None:
    assert not audit.allowed(licence)
    assert not audit.allowed(f"MIT AND {licence}")


def test_what_stands_beside_the_tests_alone_may_ask_for_a_little_more() -> None:
    assert not audit.allowed("LGPL")
    assert audit.allowed("LGPL", audit.TESTS_ONLY)
    assert not audit.allowed("GPL-3.0-only", audit.TESTS_ONLY)


def test_each_lock_is_that_of_its_extras() -> None:
    known = set(PROJECT["project"]["optional-dependencies"])
    assert {extra for extras in audit.LOCKS.values() for extra in extras} == known
    assert {path.name for path in ROOT.glob("requirements*.lock")} == set(audit.LOCKS)


def test_the_search_for_known_faults_says_when_it_could_not_be_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert audit.known_faults(ROOT / "requirements.lock") == ([], "pip-audit is not installed")


FAULT = {"id": "PYSEC-1", "fix_versions": ["2.0"], "aliases": [], "description": "Bad."}
WELL = {"name": "lxml", "version": "5.3", "vulns": []}
ILL = {"name": "argos", "version": "1.2", "vulns": [FAULT]}
UNKNOWN = {"name": "ours", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "faults", "left_out"),
    [
        ([WELL], [], ""),
        ([WELL, ILL, UNKNOWN], ["argos 1.2: PYSEC-1 (mended in ['2.0'])"], ""),
        ([UNKNOWN], [], "whom pip-audit asks knows none of the packages"),
        ([], [], "whom pip-audit asks knows none of the packages"),
    ],
)
def test_what_is_known_of_the_packages_is_told(
    packages: list[dict[str, object]], faults: list[str], left_out: str
) -> None:
    assert audit.told(json.dumps({"dependencies": packages})) == (faults, left_out)
