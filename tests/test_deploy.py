"""What stands in `deploy/` as a house would use it: nginx before two app processes, the units."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from browsing import Server
from postgres import Cluster
from workbench.access import Person
from workbench.cli import app as command_line
from workbench.model import Document, Segment
from workbench.store import Store
from workbench.ui import tokens

DEPLOY = Path(__file__).parent.parent / "deploy"
SEGMENTS = tuple(Segment(f"s{i}", f"Sentence {i} on the border.") for i in range(4))
needs_nginx = pytest.mark.skipif(
    not (shutil.which("nginx") and shutil.which("openssl")),
    reason="no nginx and openssl (Debian: apt install nginx-light openssl)",
)
needs_systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="no systemd-analyze (Debian: apt install systemd)"
)


def free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class App(Server):
    """One app process of several on one database."""

    def __init__(self, folder: Path, url: str) -> None:
        folder.mkdir()
        self._url = url
        super().__init__(folder)

    def environment(self) -> dict[str, str]:
        """The database, and that jobs are done elsewhere."""
        return {"WORKBENCH_DATABASE_URL": self._url, "WORKBENCH_WORKERS": "0"}


@dataclass
class Browser:
    """Calls over TLS, with the cookie it was given, on a connection of its own each."""

    port: int
    kept: bool = True
    cookie: str = ""
    told: dict[str, str] = field(default_factory=dict)

    def call(self, method: str, path: str, sent: Any = None, **headers: str) -> tuple[int, bytes]:
        """Status and body."""
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.port, timeout=60, context=trusting
        )
        if self.cookie:
            headers["Cookie"] = self.cookie
        body = None if sent is None else json.dumps(sent)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        self.told = dict(answer.getheaders())
        if self.kept and "Set-Cookie" in self.told:
            self.cookie = self.told["Set-Cookie"].partition(";")[0]
        data = b"" if answer.status == 101 else answer.read()
        connection.close()
        return answer.status, data


class House:
    """nginx as `deploy/nginx.conf` has it, but for its ports, before two app processes."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        self.apps = [App(folder / f"app-{number}", database) for number in (1, 2)]
        self.plain, self.port = free(), free()
        (folder / "tls").mkdir()
        made = "-subj /CN=localhost -keyout tls/key.pem -out tls/fullchain.pem".split()
        signed = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", *made]
        subprocess.run(signed, cwd=folder, check=True, capture_output=True)
        (folder / "nginx.conf").write_text(self._configuration(), encoding="utf-8")
        user = "user root root; " if os.geteuid() == 0 else ""
        self._command = ["nginx", "-p", str(folder), "-c", "nginx.conf", "-e", "error.log"]
        self._command += ["-g", f"{user}daemon off; pid nginx.pid;"]
        tested = subprocess.run([*self._command, "-t"], capture_output=True, text=True)
        assert tested.returncode == 0, tested.stderr
        self.nginx = subprocess.Popen(self._command, stderr=subprocess.DEVNULL)
        for _attempt in range(200):
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", self.port)):
                    return
            time.sleep(0.05)
        raise AssertionError((folder / "error.log").read_text())

    def _configuration(self) -> str:
        """The one of the house, on free ports, with a log of who answered whom."""
        told = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
        for number, app in enumerate(self.apps, 1):
            told = _put(told, f"app-{number}:8501", f"127.0.0.1:{app.port}")
        told = _put(told, "listen 80;", f"listen 127.0.0.1:{self.plain};")
        told = _put(told, "listen 443 ", f"listen 127.0.0.1:{self.port} ")
        temporary = "".join(
            f"{kind}_temp_path temporary-{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        log = (
            "log_format who '$desk $upstream_addr $request_method $uri';\naccess_log who.log who;\n"
        )
        return _put(told, "http {\n", f"http {{\n{temporary}{log}")

    def answered(self, path: str) -> Counter[tuple[str, int]]:
        """(browser, port that answered at last) of the calls of a path."""
        time.sleep(0.1)
        lines = (self.folder / "who.log").read_text().splitlines()
        calls = (line.rsplit(" ", 2) for line in lines)
        return Counter(
            (who.split(" ")[0], int(who.rsplit(":", 1)[1])) for who, _, uri in calls if uri == path
        )

    def stop(self) -> None:
        self.nginx.terminate()
        self.nginx.wait(30)
        for app in self.apps:
            if app.process.poll() is None:
                app.stop()


def _put(text: str, old: str, new: str) -> str:
    assert old in text, f"deploy/nginx.conf no longer has {old!r}"
    return text.replace(old, new)


@pytest.fixture(scope="module")
def database(cluster: Cluster) -> Iterator[str]:
    yield cluster.ready("house")
    cluster.drop("house")


@pytest.fixture(scope="module")
def house(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(tmp_path_factory.mktemp("house"), database)
    yield made
    made.stop()


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    made = Store(database)
    yield made
    made.close()


def save(browser: Browser, store: Store, number: int, revision: int) -> int:
    """One segment saved through nginx as the page does it; the new revision."""
    edit = {"name": f"{number} {revision}", "key": "s0", "target": f"متن {revision}"}
    edit |= {"state": "translated", "revision": str(revision)}
    token = tokens.make(store, Person("Amin"))
    told = {"X-Workbench-Token": token, "Content-Type": "application/json"}
    origin = {"Origin": f"https://127.0.0.1:{browser.port}"}
    path = f"/api/documents/{number}/save"
    for _attempt in range(20):
        status, body = browser.call("POST", path, {"edits": [edit]}, **told, **origin)
        if status == 200:
            (result,) = json.loads(body)["results"]
            return int(result["revision"])
        time.sleep(0.2)  # as the page does: what was not answered is sent again
    raise AssertionError(f"{status} {body!r}")


@needs_nginx
def test_a_browser_stays_with_one_app_and_many_are_spread(house: House) -> None:
    for _browser in range(12):
        one = Browser(house.port)
        for _call in range(5):
            assert one.call("GET", "/healthz")[0] == 200
    answered = house.answered("/healthz")
    assert set(answered.values()) == {5}, "each browser was answered by one app alone"
    assert len(answered) == 12
    assert {port for _, port in answered} == {app.port for app in house.apps}


@needs_nginx
def test_a_page_is_kept_open_through_it(house: House) -> None:
    one = Browser(house.port)
    status, page = one.call("GET", "/")
    assert status == 200
    assert b"<title>Streamlit</title>" in page or b"root" in page
    assert "frame-ancestors 'none'" in one.told["content-security-policy"]
    assert one.told["Strict-Transport-Security"] == "max-age=31536000"
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Origin": f"https://127.0.0.1:{house.port}",
    }
    assert one.call("GET", "/_stcore/stream", **upgrade)[0] == 101


@needs_nginx
def test_a_save_may_go_to_any_app(house: House, store: Store) -> None:
    number = store.add(Document("a.md", "markdown", SEGMENTS, target_language="prs"), b"")
    stranger = Browser(house.port, kept=False)
    for revision in range(16):
        assert save(stranger, store, number, revision) == revision + 1
    answered = house.answered(f"/api/documents/{number}/save")
    assert {port for _, port in answered} == {app.port for app in house.apps}
    history = [one.new_target for one in store.history(number, "s0")]
    assert history == [f"متن {revision}" for revision in range(16)]


@needs_nginx
def test_a_page_whose_app_dies_saves_through_the_other(house: House, store: Store) -> None:
    number = store.add(Document("b.md", "markdown", SEGMENTS, target_language="prs"), b"")
    one = Browser(house.port)
    assert save(one, store, number, 0) == 1
    ((_, port),) = house.answered(f"/api/documents/{number}/save")
    (app,) = [app for app in house.apps if app.port == port]
    app.stop(signal.SIGKILL)
    try:
        for revision in range(1, 6):
            assert save(one, store, number, revision) == revision + 1
    finally:
        app.start()
    answered = {port for _, port in house.answered(f"/api/documents/{number}/save")}
    assert answered == {app.port for app in house.apps}
    assert len(store.history(number, "s0")) == 6


@needs_nginx
def test_what_is_not_for_outside_stays_inside(house: House) -> None:
    assert Browser(house.port).call("GET", "/metrics")[0] == 404
    connection = http.client.HTTPConnection("127.0.0.1", house.plain, timeout=30)
    connection.request("GET", "/editor?doc=1", headers={"Host": "desk.example.org"})
    answer = connection.getresponse()
    assert answer.status == 301
    assert answer.headers["Location"] == "https://desk.example.org/editor?doc=1"
    connection.close()


# The units


@needs_systemd
@pytest.mark.parametrize("name", ["workbench@.service", "workbench-worker@.service"])
def test_systemd_takes_the_units(tmp_path: Path, name: str) -> None:
    program = tmp_path / "workbench"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    unit = (DEPLOY / name).read_text(encoding="utf-8")
    installed = "/opt/workbench/.venv/bin/workbench"
    (tmp_path / name).write_text(_put(unit, installed, str(program)), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / name)],
        capture_output=True,
        text=True,
    )
    said = [line for line in done.stderr.splitlines() if name.partition("@")[0] + "@" in line]
    assert not said, done.stderr
    exposure = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--threshold=25", str(tmp_path / name)],
        capture_output=True,
        text=True,
    )
    assert exposure.returncode == 0, exposure.stdout


def commands() -> set[str]:
    """What `workbench` can be told to do."""
    alone = command_line.registered_commands
    found = {one.name or one.callback.__name__ for one in alone if one.callback}
    return found | {str(group.name) for group in command_line.registered_groups}


def test_the_units_start_commands_that_there_are() -> None:
    for path in DEPLOY.glob("*.service"):
        (started,) = re.findall(r"^ExecStart=\S+/workbench (\w+)", path.read_text(), re.MULTILINE)
        assert started in commands()


def test_the_containers_are_those_that_nginx_knows_and_do_what_there_is() -> None:
    yaml = pytest.importorskip("yaml", reason="no reader of YAML is installed")
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]
    asked = re.findall(r"server ([\w-]+):8501", (DEPLOY / "nginx.conf").read_text(encoding="utf-8"))
    assert asked == [name for name in services if name.startswith("app-")]
    for service in services.values():
        assert "command" not in service or service["command"][1] in commands()
        for needed in service.get("depends_on", ()):
            assert needed in services
    job = yaml.safe_load((DEPLOY / "kuberay.yaml").read_text(encoding="utf-8"))["spec"]
    assert job["entrypoint"].split()[:2] == ["workbench", "batch"]
