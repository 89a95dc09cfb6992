"""Where Argos keeps packages: the folder on this machine, and the index on the network.

Argos' own settings module makes folders by being imported and reads the environment only once, so
its few rules (ARGOS_PACKAGES_DIR, XDG_DATA_HOME, settings.json) are read here, with no side effect.
"""

from __future__ import annotations

import json
import os
import urllib.request
from http.client import HTTPException
from pathlib import Path
from typing import Any

from workbench.engines.package import SUFFIX, newest_first
from workbench.errors import EngineError, NoModel

ADDRESS = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/"
"""Argos' own; ARGOS_PACKAGE_INDEX names another."""
SECONDS = 30
"""Without an answer, before the network counts as absent."""
MAX_DOWNLOAD = 4 << 30


def packages_folder() -> Path:
    """Where Argos keeps installed packages; the folder need not exist.

    The environment comes before Argos' settings file, as in Argos itself.
    """
    home = Path(os.environ.get("SNAP_USER_DATA") or Path.home())
    data = Path(os.environ.get("XDG_DATA_HOME", home / ".local" / "share"))
    return Path(setting("ARGOS_PACKAGES_DIR", str(data / "argos-translate" / "packages")))


def setting(name: str, otherwise: str) -> str:
    """One of Argos' settings: from the environment, from its settings.json, or the default."""
    if name in os.environ:
        return os.environ[name]
    home = Path(os.environ.get("SNAP_USER_DATA") or Path.home())
    config = Path(os.environ.get("XDG_CONFIG_HOME", home / ".config"))
    try:
        stored = json.loads((config / "argos-translate" / "settings.json").read_text("utf-8"))
        return str(stored.get(name, otherwise))
    except (OSError, ValueError, AttributeError):
        return otherwise


def download(pair: str, folder: Path) -> Path:
    """The newest package of a pair (`en-fa`) in Argos' index, fetched into a folder.

    Raises NoModel when the index has none, EngineError when there is no network.
    """
    listed = [each for each in _listed() if _pair(each) == pair]
    if not listed:
        raise NoModel(
            f"Argos' index has no package {pair}. "
            f"Give the path of an {SUFFIX} file, or one of the pairs in the index."
        )
    newest = min(listed, key=lambda each: newest_first(str(each.get("package_version", ""))))
    target = folder / f"translate-{pair}{SUFFIX}"
    links = [str(link) for link in newest.get("links", ()) if str(link).startswith("http")]
    for number, link in enumerate(links, start=1):
        try:
            _fetch(link, target)
        except EngineError:
            if number == len(links):
                raise
        else:
            return target
    raise NoModel(f"Argos' index names no address for {pair}. Install it from a file.")


def _listed() -> list[dict[str, Any]]:
    address = setting("ARGOS_PACKAGE_INDEX", ADDRESS).rstrip("/") + "/index.json"
    try:
        with _opened(address) as answer:
            listed = json.loads(answer.read(16 << 20))
    except (OSError, HTTPException, ValueError) as error:
        raise _absent(error) from error
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def _pair(metadata: dict[str, Any]) -> str:
    return f"{metadata.get('from_code')}-{metadata.get('to_code')}"


def _fetch(address: str, target: Path) -> None:
    try:
        with _opened(address) as answer, target.open("wb") as file:
            while block := answer.read(1 << 20):
                if file.tell() > MAX_DOWNLOAD:
                    raise EngineError(f"The package at {address} is too large to be one.")
                file.write(block)
    except (OSError, HTTPException, ValueError) as error:
        raise _absent(error) from error


def _opened(address: str) -> Any:
    if not address.startswith(("http://", "https://")):
        raise ValueError(f"{address} is no web address")
    request = urllib.request.Request(address, headers={"User-Agent": "workbench"})
    return urllib.request.urlopen(request, timeout=SECONDS)


def _absent(error: Exception) -> EngineError:
    reason = getattr(error, "reason", None) or error
    return EngineError(
        f"Argos' index cannot be reached ({reason}). "
        f"Without a network, install a package from its {SUFFIX} file."
    )
