"""Bilingual files of other tools come back: untouched the same bytes, edited nothing else changed.

Over the samples of this project and, where they lie beside it, over the suites of other tools. Run
with `-s` to see the table.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from workbench import formats
from workbench.errors import WorkbenchError
from workbench.formats import FORMATS
from workbench.model import Document, State

HERE = Path(__file__).parent
SUITES = HERE.parent.parent / "shared" / "samples" / "formats"
SUFFIXES = tuple(suffix for name in ("po", "xliff") for suffix in FORMATS[name].suffixes)
OUTCOMES = ("identical", "equal", "refused", "lost")


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)


def replaced(document: Document, text: Callable[[str], str]) -> Document:
    """Every target replaced; a state stays, but for what had no target."""
    segments = tuple(
        replace(
            segment,
            target=text(segment.source),
            state=State.TRANSLATED if segment.state is State.NEW else segment.state,
            translate=True,
        )
        for segment in document.segments
    )
    return replace(document, segments=segments, target_language="")


def without_targets(data: bytes, kind: str) -> bytes:
    """All of a file but its targets, and what says how far they have come."""
    if kind == "po":
        charset = re.search(rb"charset=(?!CHARSET)([\w-]+)", data)
        text = data.decode(charset[1].decode() if charset else "utf-8")
        text = re.sub(r'(?m)^([ \t]*msgstr(\[\d\])?)\s*(".*"\s*)+', r"\1", text)
        return re.sub("charset=[\\w-]+", "", text).encode()
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, huge_tree=True))
    for target in [one for one in root.iter("{*}target") if _of_a_unit(one)]:
        _cut(target)
    for element in root.iter():
        if element.tail and not element.tail.strip():
            element.tail = None
    states = rb' (state|subState|conf|mq:status|approved)="[^"]*"'
    return re.sub(states, b"", etree.tostring(root))


def _of_a_unit(target: etree._Element) -> bool:
    parent = target.getparent()
    return parent is not None and etree.QName(parent).localname in ("trans-unit", "segment")


def _cut(element: etree._Element) -> None:
    parent, before = element.getparent(), element.getprevious()
    assert parent is not None
    if before is None:
        parent.text = (parent.text or "") + (element.tail or "")
    else:
        before.tail = (before.tail or "") + (element.tail or "")
    parent.remove(element)


def outcome(path: Path) -> tuple[str, str]:
    """What happens to a file, and why."""
    data = path.read_bytes()
    try:
        document = formats.read(data, name=path.name)
    except WorkbenchError as error:
        return "refused", str(error)
    if formats.write(document) != data:
        return "lost", "read and written it is not the same"
    edited = replaced(document, lambda source: f"{source} & <متن> 7")
    written = formats.write(edited)
    back = formats.read(written, name=path.name)
    expected = [segment.target for segment in edited.segments]
    found = [segment.target for segment in back.segments]
    if document.format == "xliff" and found != expected:
        return "lost", "a target does not read back as it was written"
    if without_targets(written, document.format) != without_targets(data, document.format):
        return "lost", "something beside the targets has changed"
    return ("equal" if written != data else "identical"), ""


def table(paths: list[Path]) -> Iterator[str]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    reasons = []
    for path in paths:
        result, why = outcome(path)
        counts[path.suffix.lower()][result] += 1
        counts[path.suffix.lower()]["identical"] += result == "equal"
        if why:
            reasons.append(f"{result}: {path.name}: {why}")
    yield "\t".join(("format", "files", *OUTCOMES))
    for suffix, count in sorted(counts.items()):
        total = sum(count[name] for name in OUTCOMES[1:]) + count["identical"] - count["equal"]
        yield "\t".join((suffix, str(total), *(str(count[name]) for name in OUTCOMES)))
    yield from reasons


@pytest.mark.parametrize("path", files(HERE / "foreign"), ids=lambda path: path.name)
def test_our_samples_come_back(path: Path) -> None:
    assert outcome(path) == ("equal", "")


def test_the_suites_of_other_tools_come_back() -> None:
    """`identical`: unedited; `equal`: but for the targets, all of them replaced."""
    if not SUITES.is_dir():
        pytest.skip("the suites of other tools lie beside the project and are not here")
    lines = list(table(files(SUITES)))
    print("", *lines, sep="\n")
    assert not [line for line in lines if line.startswith("lost")]
    assert len([line for line in lines if line.startswith("refused")]) <= 10


GETTEXT = shutil.which("msgfmt") and shutil.which("msgcat")


@pytest.mark.skipif(not GETTEXT, reason="gettext is not installed")
def test_gettext_takes_what_it_took_before(tmp_path: Path) -> None:
    catalogues = [path for path in files(HERE) + files(SUITES) if path.suffix in (".po", ".pot")]
    accepted = 0
    for path in catalogues:
        data = path.read_bytes()
        if not _accepted(data, tmp_path):
            continue
        document = formats.read(data, name=path.name)
        added = "متن" if b"charset=" in data else "text"  # gettext needs a charset for more
        written = formats.write(replaced(document, lambda source, a=added: f"{source} {a}"))
        assert _accepted(written, tmp_path), path
        accepted += 1
    assert accepted


def _accepted(data: bytes, folder: Path) -> bool:
    """Whether both tools of gettext take a catalogue."""
    path = folder / "a.po"
    path.write_bytes(data)
    commands = (["msgfmt", "-c"], ["msgcat"])
    return all(
        subprocess.run([*command, "-o", "/dev/null", path], capture_output=True).returncode == 0
        for command in commands
    )
