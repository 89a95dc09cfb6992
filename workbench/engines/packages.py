"""The model packages there are: installed the Argos way, or shipped with the workbench.

An installed package wins over a shipped one of the same pair, a newer one over an older.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from workbench.engines import index
from workbench.engines.package import SUFFIX, Package, newest_first, read
from workbench.errors import BadPackage, EngineError, NoModel, UnwritableFile
from workbench.languages import find as language

STARTER = Path(__file__).parent.parent / "starter"
"""The packages that ship with the workbench."""


def installed() -> list[Package]:
    """All packages that can be used: those installed the Argos way first, then the embedded ones.

    A folder that is not a translation package (Argos keeps sentence splitters there too), or a
    damaged one, is passed over: one bad download must not stop the others from working.
    """
    found = []
    for folder, embedded in ((index.packages_folder(), False), (STARTER, True)):
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.name.startswith(".") or not (path.is_dir() or path.suffix == SUFFIX):
                continue
            try:
                found.append(read(path, embedded=embedded))
            except BadPackage:
                continue
    return sorted(found, key=lambda package: (package.embedded, package.pair))


def choose(source: str, target: str, packages: Sequence[Package]) -> Package | None:
    """The best package for a pair of canonical codes, or None.

    The language's own code comes before a kindred one (en-prs before en-fa, for Dari), an installed
    package before an embedded one, the newest version before older ones.
    """
    codes = language(target).engine_codes or (target,)
    fitting = [
        package
        for package in packages
        if package.source in language(source).engine_codes and package.target in codes
    ]
    return min(
        fitting,
        key=lambda p: (codes.index(p.target), p.embedded, newest_first(p.version)),
        default=None,
    )


def find(name: str, packages: Sequence[Package] | None = None) -> Package:
    """The installed package of a name: `en-prs`, `en_prs` or `translate-en_prs`; or at a path.

    Raises NoModel, listing what there is.
    """
    path = Path(name)
    if path.suffix == SUFFIX or (path / "metadata.json").is_file():
        return read(path)
    packages = installed() if packages is None else packages
    fitting = [package for package in packages if package.pair == pair_of(name)]
    if not fitting:
        raise NoModel(f"No installed package is called {name}. {listing(packages)}")
    return min(fitting, key=lambda p: (p.embedded, newest_first(p.version)))


def pair_of(name: str) -> str:
    """The pair a package name stands for.

    >>> pair_of("translate-en_fa"), pair_of("en-fa"), pair_of("en_fa")
    ('en-fa', 'en-fa', 'en-fa')
    """
    return name.strip().removeprefix("translate-").replace("_", "-", 1)


def install(name: str) -> Package:
    """Install a package from a file, a folder, or Argos' index (`en-fa`), replacing its like.

    It is unpacked beside its place, checked there and then moved in: whatever goes wrong, nothing
    half-installed remains. Raises BadPackage, NoModel, EngineError (no network), UnwritableFile.
    """
    path = Path(name)
    if path.suffix == SUFFIX or path.is_file() or (path / "metadata.json").is_file():
        return _placed(path)
    with TemporaryDirectory(prefix="workbench-") as folder:
        return _placed(index.download(pair_of(name), Path(folder)))


def remove(package: Package) -> None:
    """Remove an installed package; EngineError when it came with the workbench."""
    if package.embedded:
        raise EngineError(
            f"{package.pair} {package.version} came with the workbench and stays. "
            "Install another package of the pair to use that one instead."
        )
    if index.packages_folder().absolute() not in package.path.absolute().parents:
        raise EngineError(f"{package.path} is not installed, only lies there: delete it yourself.")
    with writing(package.path):
        if package.path.is_dir() and not package.path.is_symlink():
            shutil.rmtree(package.path)
        else:
            package.path.unlink()


def plain(package: Package) -> dict[str, object]:
    """A package as JSON can hold it."""
    return {**asdict(package), "path": str(package.path)}


def describe(package: Package) -> str:
    """A package for people: what it translates, its version, size, licence and README."""
    facts = {
        "languages": f"{package.source} -> {package.target}",
        "version": package.version,
        "size": f"{package.size / 1e6:.1f} MB",
        "licence": package.licence or "not stated",
        "terms": "may be written into the source" if package.inline_terms else "",
        "place": "came with the workbench" if package.embedded else str(package.path),
    }
    lines = [f"{key:9}  {value}" for key, value in facts.items() if value]
    return "\n".join([package.code, *lines, "", package.readme]).rstrip()


def listing(packages: Sequence[Package]) -> str:
    """What is installed and how to get more, for the end of an error message."""
    names = ", ".join(f"{p.pair} {p.version}" for p in packages) or "nothing"
    return f"Installed: {names}. Install one with: workbench models install NAME-or-path."


def _placed(origin: Path) -> Package:
    """The package copied among the installed ones, in place of one of the same version."""
    package = read(origin)
    home = index.packages_folder()
    place = home / f"{package.code}-{package.version.replace('.', '_')}"
    with writing(home):
        home.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".installing-", dir=beside(home)) as folder:
            fresh, old = Path(folder) / "new", Path(folder) / "old"
            fresh.mkdir()
            package.open().unpack(fresh)
            read(fresh)
            if place.exists():
                place.rename(old)
            try:
                fresh.rename(place)
            except OSError:
                if old.exists():
                    old.rename(place)
                raise
    return read(place)


def beside(home: Path) -> Path:
    """Where to unpack: not among the packages, since Argos stumbles over a half-filled folder.

    Only where the folder above is another file system or not ours does it have to be.
    """
    above = home.parent
    return above if above.stat().st_dev == home.stat().st_dev and _ours(above) else home


def _ours(folder: Path) -> bool:
    return os.access(folder, os.W_OK | os.X_OK)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Whatever the system says no to becomes UnwritableFile."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnwritableFile(
            f"{path} cannot be written: {reason}. Free it, or set ARGOS_PACKAGES_DIR to a folder."
        ) from error
