"""Model packages: which there are, which one is used, how one is installed and removed."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from test_archive import METADATA, build, home
from workbench.engines import index, packages
from workbench.engines.package import Package
from workbench.errors import EngineError, NoModel, UnwritableFile

__all__ = ["home"]


def test_the_starter_pair_is_always_there() -> None:
    found = {package.pair: package for package in packages.installed()}
    assert set(found) == {"en-prs", "en-ps"}
    dari = found["en-prs"]
    assert dari.embedded
    assert dari.inline_terms
    assert dari.target_prefix == "<2prs>"
    assert dari.licence == "CC-BY-SA-4.0"
    assert "English to Dari" in dari.readme
    assert dari.size == dari.path.stat().st_size > 10_000_000


def test_looking_makes_no_folders(tmp_path: Path) -> None:
    packages.installed()
    assert not list(tmp_path.iterdir())


def test_an_installed_package_is_found_and_removed(tmp_path: Path, home: Path) -> None:
    package = packages.install(str(build(tmp_path / "x.argosmodel")))
    assert (package.pair, package.version, package.embedded) == ("en-fa", "1.5", False)
    assert package.path.parent == home
    assert packages.find("translate-en_fa") == packages.find("en-fa") == package
    assert packages.find(str(tmp_path / "x.argosmodel")).path != package.path
    packages.remove(package)
    assert not list(home.iterdir())


def test_an_unpacked_folder_can_be_installed(tmp_path: Path) -> None:
    with zipfile.ZipFile(build(tmp_path / "x.argosmodel")) as archive:
        archive.extractall(tmp_path)
    assert packages.install(str(tmp_path / "en_fa")).pair == "en-fa"


def test_which_package_serves_a_pair() -> None:
    def package(target: str, version: str, *, embedded: bool = False) -> Package:
        return Package(f"translate-en_{target}", "en", target, version, Path("x"), embedded)

    shipped = package("prs", "2.0", embedded=True)
    older, newer = package("prs", "0.9"), package("prs", "0.10")
    persian = package("fa", "1.5")
    assert packages.choose("en", "prs", [shipped, older, newer, persian]) is newer
    assert packages.choose("en", "prs", [shipped, persian]) is shipped
    assert packages.choose("en", "prs", [persian]) is persian
    assert packages.choose("en", "ps", [persian, newer]) is None


def test_a_package_of_the_same_version_is_replaced(tmp_path: Path, home: Path) -> None:
    packages.install(str(build(tmp_path / "a.argosmodel")))
    second = build(tmp_path / "b.argosmodel", extra={"en_fa/NOTES.md": b"second"})
    package = packages.install(str(second))
    assert (package.path / "NOTES.md").read_bytes() == b"second"
    assert len(list(home.iterdir())) == 1


def test_what_is_shipped_stays() -> None:
    with pytest.raises(EngineError, match="came with the workbench and stays"):
        packages.remove(packages.find("en-ps"))


def test_a_file_elsewhere_is_not_deleted(tmp_path: Path) -> None:
    path = build(tmp_path / "mine.argosmodel")
    with pytest.raises(EngineError, match="not installed"):
        packages.remove(packages.find(str(path)))
    assert path.exists()


def test_a_package_described_for_people_and_machines() -> None:
    package = packages.find("en-prs")
    text = packages.describe(package)
    assert text.startswith("translate-en_prs\n")
    assert "CC-BY-SA-4.0" in text
    assert json.loads(json.dumps(packages.plain(package)))["target"] == "prs"


def test_a_full_disk_leaves_nothing(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = build(tmp_path / "x.argosmodel")
    monkeypatch.setattr(shutil, "copyfileobj", full)
    with pytest.raises(UnwritableFile, match="No space left"):
        packages.install(str(path))
    assert not list(home.iterdir())


def test_a_file_where_the_folder_should_be(tmp_path: Path, home: Path) -> None:
    home.parent.mkdir(parents=True)
    home.write_text("", encoding="utf-8")
    with pytest.raises(UnwritableFile):
        packages.install(str(build(tmp_path / "x.argosmodel")))


def test_a_damaged_neighbour_stops_nobody(home: Path) -> None:
    (home / "broken").mkdir(parents=True)
    (home / "broken" / "metadata.json").write_text("{", encoding="utf-8")
    assert {package.pair for package in packages.installed()} == {"en-prs", "en-ps"}


@pytest.fixture
def network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Argos' index on this machine: en-fa in two versions, the newer one behind a dead link."""
    package = build(tmp_path / "served.zip").read_bytes()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = f"http://{self.headers['Host']}"
            links = [f"{host}/gone", f"{host}/en_fa.argosmodel"]
            listed = [METADATA | {"package_version": "1.0"}, METADATA | {"links": links}]
            body = json.dumps(listed).encode() if self.path == "/index.json" else package
            self.send_response(404 if self.path == "/gone" else 200)
            self.end_headers()
            shutil.copyfileobj(io.BytesIO(body), self.wfile)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("ARGOS_PACKAGE_INDEX", f"http://127.0.0.1:{server.server_port}/")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    yield
    server.shutdown()
    server.server_close()


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize("name", ["en-fa", "en_fa", "translate-en_fa"])
def test_a_package_of_the_index_is_installed_by_name(name: str) -> None:
    assert packages.install(name).version == "1.5"


@pytest.mark.usefixtures("network")
def test_a_pair_the_index_does_not_have() -> None:
    with pytest.raises(NoModel, match="no package en-xx"):
        packages.install("en-xx")


def test_without_a_network_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARGOS_PACKAGE_INDEX", "http://127.0.0.1:9/")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with pytest.raises(EngineError, match="cannot be reached"):
        packages.install("en-fa")


ASK_ARGOS = """
from argostranslate import package, settings
print(settings.package_data_dir)
for each in package.get_installed_packages():
    print(each.from_code, each.to_code, each.package_version, each.target_prefix)
"""


@pytest.mark.parametrize("way", ["home", "XDG_DATA_HOME", "ARGOS_PACKAGES_DIR", "settings.json"])
def test_argos_itself_sees_the_same_packages(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rules read in `index` are Argos' rules: it is asked, in a process of its own."""
    if way == "settings.json":
        config = tmp_path / ".config" / "argos-translate"
        config.mkdir(parents=True)
        stored = json.dumps({"ARGOS_PACKAGES_DIR": str(tmp_path / "stored")})
        (config / "settings.json").write_text(stored, encoding="utf-8")
    elif way != "home":
        monkeypatch.setenv(way, str(tmp_path / "elsewhere"))
    packages.install(str(packages.find("en-prs").path))
    packages.install(str(build(tmp_path / "x.argosmodel")))
    answer = subprocess.run(
        [sys.executable, "-c", ASK_ARGOS],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ,
    )
    folder, *lines = answer.stdout.splitlines()
    assert Path(folder) == index.packages_folder()
    ours = [p for p in packages.installed() if not p.embedded]
    assert sorted(line.split() for line in lines) == sorted(
        f"{p.source} {p.target} {p.version} {p.target_prefix}".split() for p in ours
    )
