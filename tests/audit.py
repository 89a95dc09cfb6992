"""What the project stands on: pinned as it says, free to be passed on, whole; and known faults.

    python tests/audit.py

Needs no network. The locks must hold what `pyproject.toml` and the packages themselves ask for, one
version of each with its hashes; each licence must be one of `ALLOWED`. Where `pip-audit` and a
network are there, it looks for known faults; where not, that it was left out is said.
"""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
LOCKS: dict[str, tuple[str, ...]] = {
    "requirements.lock": (),
    "requirements-house.lock": ("postgresql", "oidc"),
    "requirements-cluster.lock": ("cluster",),
    "requirements-dev.lock": ("dev", "postgresql", "oidc", "cluster"),
}
"""Each lock, and the extras it is for."""
ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "CNRI-Python",
    "ISC",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-2.0",
    "PSF-2.0",
    "Public-Domain",
    "Zlib",
    # Of a library that is imported and left as it is; an extra.
    "LGPL-3.0-only",
}
"""What may be imported by a program under Apache 2.0 and passed on with it."""
TESTS_ONLY = {"LGPL"}
"""What may stand beside the tests alone: nothing of it is passed on."""
SAID = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
"""Licences as older packages name them."""
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)((?:.*\\\n)*.*)", re.MULTILINE)
PATIENCE = 120
"""Seconds that the search for known faults may take."""


def pins(lock: str) -> dict[str, str]:
    """The version of each package; raises ValueError for one that has no hash."""
    found = {}
    for name, version, rest in _PIN.findall(lock):
        if "--hash=sha256:" not in rest:
            raise ValueError(f"{name} has no hash")
        found[canonicalize_name(name)] = version
    return found


def disagreements(
    project: Mapping[str, Any], lock: str, extras: Iterable[str], installed: Iterable[str] = ()
) -> Iterator[str]:
    """What a lock lacks, or has in a version nobody asked for.

    Of the packages that are `installed` at their pinned version, what they ask for is looked at.
    """
    pinned = pins(lock)
    left_out = set(project["tool"]["uv"]["exclude-dependencies"])
    told = project["project"]
    asked = [*told["dependencies"], *project["dependency-groups"]["build"]]
    for extra in extras:
        asked += told["optional-dependencies"][extra]
    wanted = [("pyproject.toml", Requirement(one)) for one in asked]
    for name in installed:
        wanted += [(name, one) for one in _asks(name)]
    for who, one in wanted:
        name = canonicalize_name(one.name)
        if name in left_out or (one.marker and not one.marker.evaluate({"extra": ""})):
            continue
        if name not in pinned:
            yield f"{who} asks for {name}, which is not there"
        elif not one.specifier.contains(Version(pinned[name]), prereleases=True):
            yield f"{who} asks for {one}, and {pinned[name]} is there"


def _asks(name: str) -> list[Requirement]:
    return [Requirement(text) for text in metadata.requires(name) or []]


def licences(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(package, licence) of those that are installed, as their metadata says."""
    for name in names:
        try:
            told = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue  # of another system
        named = [one.rpartition(" :: ")[2] for one in told.get_all("Classifier") or []
                 if one.startswith("License ::") and "DFSG" not in one]  # fmt: skip
        first = (told["License"] or "").strip().splitlines()[:1]
        yield name, told["License-Expression"] or " AND ".join(named or first)


def allowed(licence: str, more: Collection[str] = ()) -> bool:
    """Whether a licence is one of ours; of several that may be chosen from, one is enough.

    >>> allowed("MIT AND PSF-2.0"), allowed("Apache-2.0 OR GPL-3.0-only"), allowed("")
    (True, True, False)
    >>> allowed("GPL-3.0-or-later"), allowed("MIT AND AGPL-3.0-only")
    (False, False)
    """
    whole = re.fullmatch(r"\(([^()]*)\)", licence)
    choices = re.split(r"\s+OR\s+", whole[1] if whole else licence)
    return any(
        all(
            SAID.get(part, part) in {*ALLOWED, *more}
            for part in re.split(r"\s+(?:AND|and)\s+", choice)
        )
        for choice in choices
    )


def incomplete(project: Mapping[str, Any]) -> list[str]:
    """What `pip check` finds, but for what is left out on purpose."""
    left_out = project["tool"]["uv"]["exclude-dependencies"]
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "check"]
    done = subprocess.run(command, capture_output=True, text=True)
    said = [line for line in done.stdout.splitlines() if line and "No broken" not in line]
    meant = [f"requires {name}, which is not installed" for name in left_out]
    return [line for line in said if not any(one in line for one in meant)]


def known_faults(lock: Path) -> tuple[list[str], str]:
    """(faults that are known of the pinned versions, why they were not looked for)."""
    if importlib.util.find_spec("pip_audit") is None:
        return [], "pip-audit is not installed"
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes"]
    command += ["--format=json", "--progress-spinner=off", "--requirement", str(lock)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return [], "no network answers"
    try:
        return told(done.stdout)
    except (ValueError, KeyError):
        last = done.stderr.strip().splitlines()[-1:] or ["no answer"]
        return [], f"pip-audit could not look: {last[0]}"


def told(answer: str) -> tuple[list[str], str]:
    """(faults, why there is nothing to know) from what pip-audit says; ValueError or KeyError."""
    found = json.loads(answer)["dependencies"]
    asked = [one for one in found if "skip_reason" not in one]
    if not asked:
        return [], "whom pip-audit asks knows none of the packages"
    return [
        f"{one['name']} {one['version']}: {fault['id']} (mended in {fault['fix_versions']})"
        for one in asked
        for fault in one["vulns"]
    ], ""


def main() -> int:
    """Look at all of it; 1 when something is wrong."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wrong: list[str] = []
    versions: dict[str, str] = {}
    shipped: set[str] = set()
    for name, extras in LOCKS.items():
        lock = (ROOT / name).read_text(encoding="utf-8")
        pinned = pins(lock)
        here = [one for one, version in pinned.items() if _installed(one) == version]
        wrong += [f"{name}: {said}" for said in disagreements(project, lock, extras, here)]
        shipped |= set() if "dev" in extras else set(pinned)
        for package, version in pinned.items():
            if versions.setdefault(package, version) != version:
                wrong.append(f"{name}: {package} {version}, elsewhere {versions[package]}")
    found = list(licences(versions))
    for package, said in found:
        if not allowed(said, () if package in shipped else TESTS_ONLY):
            wrong.append(f"{package}: the licence {said!r} is not allowed")
    wrong += incomplete(project)
    faults, left_out = known_faults(ROOT / "requirements-house.lock")
    wrong += faults
    print(f"{len(versions)} packages in {len(LOCKS)} locks, {len(found)} licences read.")
    print(f"Known faults: not looked for, {left_out}." if left_out else "Known faults: looked for.")
    for one in wrong:
        print(f"wrong: {one}")
    return 1 if wrong else 0


def _installed(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


if __name__ == "__main__":
    sys.exit(main())
