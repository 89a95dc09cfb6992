"""What has changed since a revision, asked of git: a pull request is judged by its own files."""

from __future__ import annotations

import subprocess
from pathlib import Path

from workbench.errors import WorkbenchError


def changed_since(revision: str, folder: Path) -> set[Path]:
    """Absolute paths of files that differ from where the revision and HEAD part, or are new.

    Raises WorkbenchError when there is no git, no repository, or no such revision.
    """
    root = Path(_git(folder, "rev-parse", "--show-toplevel").strip())
    known = _git(
        folder,
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        f"{revision}^{{commit}}",
        fault=f"git knows no revision {revision!r}. Fetch it, or name a branch, tag or commit.",
    ).strip()
    fault = f"{revision} and HEAD share no history. Fetch more of it: git fetch --unshallow"
    parted = _git(folder, "merge-base", known, "HEAD", fault=fault).strip()
    listed = _git(root, "diff", "--name-only", "-z", "--diff-filter=d", parted, "--")
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z")
    return {(root / name).resolve() for name in (listed + new).split("\0") if name}


def _git(folder: Path, *arguments: str, fault: str = "") -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments], capture_output=True, check=False
        )
    except OSError as error:
        raise WorkbenchError(
            "git is not installed, and --changed-since asks it. Install it, or check all files."
        ) from error
    if done.returncode:
        raise WorkbenchError(
            fault or f"{folder} lies in no git repository. Leave out --changed-since."
        )
    return done.stdout.decode("utf-8", "surrogateescape")
