"""What PostgreSQL does otherwise than SQLite: many writers at once, passwords, lost connections."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from postgres import PASSWORD, Cluster
from workbench.errors import WorkbenchError
from workbench.model import Document, Segment, State, Unit
from workbench.store import Conflict, Gone, Store
from workbench.store.address import address, place

SEGMENTS = tuple(Segment(f"s{i}", f"Sentence {i} on the border.") for i in range(8))
ARTICLE = Document("a.md", "markdown", SEGMENTS, target_language="prs")


@pytest.fixture
def url(cluster: Cluster) -> Iterator[str]:
    yield cluster.ready("special")
    cluster.drop("special")


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    made = Store(url)
    yield made
    made.close()


def together(*work: Callable[[], object]) -> list[BaseException]:
    """Do things at once; what went wrong."""
    wrong: list[BaseException] = []

    def kept(each: Callable[[], object]) -> None:
        try:
            each()
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=kept, args=(each,)) for each in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def confirm(store: Store, number: int, key: str, rounds: int = 10) -> None:
    for revision in range(rounds):
        text = f"{key} {revision}"
        store.edit(
            number,
            key,
            target=text,
            state=State.TRANSLATED,
            author=key,
            revision=revision,
            name=text,
        )


def test_who_asks_what_is_new_while_many_write_misses_nothing(store: Store) -> None:
    number = store.add(ARTICLE, b"")
    seen: dict[str, int] = {}
    stop = threading.Event()

    def ask() -> None:
        moment = 0
        while True:
            last = stop.is_set()
            changed, moment = store.changes(number, moment)
            seen.update((segment.key, segment.revision) for segment in changed)
            if last:
                return

    asking = threading.Thread(target=ask)
    asking.start()
    wrong = together(*(lambda key=s.key: confirm(store, number, key) for s in SEGMENTS))
    stop.set()
    asking.join()
    assert wrong == []
    assert seen == {segment.key: 10 for segment in SEGMENTS}


def test_the_memorys_index_loses_no_unit_of_those_that_enter_at_once(store: Store) -> None:
    def enter(name: str) -> None:
        for i in range(5):
            store.remember([Unit(f"The border {name} reopened {i} times.", "مرز", "en", "prs")])

    assert (
        together(*(lambda name=name: enter(name) for name in ("Islam", "Torkham", "Zaranj"))) == []
    )
    for name in ("Islam", "Torkham", "Zaranj"):
        found = store.matches(f"The border {name} reopened.", "en", "prs", limit=20)
        assert sum(name in match.source for match in found) == 5


def test_an_import_and_edits_do_not_wait_for_each_other_for_ever(store: Store) -> None:
    number = store.add(ARTICLE, b"")
    units = [Unit(segment.source, "ترجمه", "en", "prs") for segment in SEGMENTS] * 20
    wrong = together(
        lambda: store.remember(units),
        lambda: confirm(store, number, "s0"),
        lambda: confirm(store, number, "s1"),
        lambda: store.apply(
            number, [replace(s, target="ماشین", state=State.DRAFT) for s in SEGMENTS]
        ),
    )
    assert [str(error) for error in wrong if "changed" not in str(error)] == []


def test_a_deleted_document_takes_no_remark(store: Store) -> None:
    with pytest.raises(Gone):
        store.comment(7, "a", text="ok", author="Amin")


def test_two_programs_make_one_secret(url: str) -> None:
    stores = [Store(url) for _ in range(4)]
    secrets: list[bytes] = []
    assert together(*(lambda s=s: secrets.append(s.secret()) for s in stores)) == []
    assert len(secrets) == 4
    assert len(set(secrets)) == 1
    for each in stores:
        each.close()


def test_programs_that_open_a_new_database_at_once_make_its_tables_once(cluster: Cluster) -> None:
    url = cluster.create("fresh")
    assert together(*(lambda: Store(url).close() for _ in range(4))) == []
    cluster.drop("fresh")


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_the_usual_names_are_understood(url: str, scheme: str) -> None:
    store = Store(url.replace("postgresql", scheme, 1))
    assert store.documents() == []
    store.close()


def network(cluster: Cluster, user: str, password: str, name: str = "special") -> str:
    from urllib.parse import quote

    return f"postgresql://{user}:{quote(password, safe='')}@127.0.0.1:{cluster.port}/{name}"


def test_a_password_opens_it(cluster: Cluster) -> None:
    cluster.create("theirs")
    cluster.sql("GRANT ALL ON SCHEMA public TO amin", "theirs")
    store = Store(network(cluster, "amin", PASSWORD, "theirs"))
    assert store.documents() == []
    assert PASSWORD not in store.address
    store.close()
    cluster.drop("theirs")


def test_a_wrong_password_is_said_and_not_shown(url: str, cluster: Cluster) -> None:
    with pytest.raises(WorkbenchError, match="does not let this user in") as caught:
        Store(network(cluster, "amin", "wrong-secret"))
    assert "wrong-secret" not in str(caught.value)
    hidden = url.replace("desk@", "amin@").replace("?", "?password=wrong-secret&")
    assert "wrong-secret" not in place(address(hidden))
    with_it = Store(url.replace("?", "?password=wrong-secret&"))
    assert "wrong-secret" not in with_it.address
    with_it.close()


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("postgresql://amin:hidden@127.0.0.1:1/desk", "No database answers at .*127.0.0.1:1/desk"),
        ("postgresql://amin:hidden@/desk?host=/nowhere", "No database answers at"),
        ("postgresql://amin:hidden@no-such-host.invalid/desk", "No database answers at"),
        ("postgresql://amin:hidden@127.0.0.1:1/desk?nonsense=1", "did not answer"),
        ("postgresql://amin:hidden@127.0.0.1:port/desk", "is not a database address"),
    ],
)
def test_a_server_that_is_not_there(where: str, said: str) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(WorkbenchError, match=said) as caught:
        Store(where)
    assert "hidden" not in str(caught.value)


def test_a_database_that_is_not_there(cluster: Cluster) -> None:
    with pytest.raises(WorkbenchError, match=r"has no database .* Make it with `createdb"):
        Store(cluster.url("missing"))


def test_a_database_without_room_for_our_letters(cluster: Cluster) -> None:
    where = cluster.create("narrow", "ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    with pytest.raises(WorkbenchError, match="no room for Dari and Pashto"):
        Store(where)


def test_a_user_who_may_only_look(store: Store, url: str, cluster: Cluster) -> None:
    cluster.sql("GRANT SELECT ON ALL TABLES IN SCHEMA public TO amin", "special")
    looking = Store(network(cluster, "amin", PASSWORD))
    assert looking.documents() == []
    with pytest.raises(WorkbenchError, match="cannot be opened for writing"):
        looking.add(ARTICLE, b"")
    looking.close()


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("disk_full", "no space left"),
        ("deadlock_detected", "in use by another program"),
        ("read_only_sql_transaction", "cannot be opened for writing"),
        ("data_corrupted", "damaged"),
        ("admin_shutdown", "was lost"),
    ],
)
def test_what_the_server_says_in_mid_edit_is_a_sentence_and_stores_nothing(
    store: Store, cluster: Cluster, fault: str, said: str
) -> None:
    number = store.add(ARTICLE, b"")
    cluster.sql(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{fault}'; END $$; "
        "CREATE TRIGGER refuse BEFORE INSERT ON revisions EXECUTE FUNCTION refuse()",
        "special",
    )
    with pytest.raises(WorkbenchError, match=said):
        confirm(store, number, "s0")
    assert store.segment(number, "s0").revision == 0


def test_a_text_no_database_of_this_kind_can_keep(store: Store) -> None:
    with pytest.raises(WorkbenchError, match="cannot keep"):
        store.add(replace(ARTICLE, name="a\x00.md"), b"")
    with pytest.raises(WorkbenchError, match="cannot keep"):
        store.add(replace(ARTICLE, name="a\ud800.md"), b"")
    assert store.documents() == []


def test_a_connection_lost_while_idle_is_made_again_unnoticed(
    store: Store, cluster: Cluster
) -> None:
    number = store.add(ARTICLE, b"")
    cluster.restart()
    confirm(store, number, "s0", rounds=1)
    assert store.segment(number, "s0").revision == 1


def test_while_the_server_is_away_nothing_is_stored_and_then_all_goes_on(
    store: Store, cluster: Cluster
) -> None:
    number = store.add(ARTICLE, b"")
    cluster.stop()
    try:
        with pytest.raises(WorkbenchError, match=r"No database answers|was lost"):
            confirm(store, number, "s0")
    finally:
        cluster.start()
    confirm(store, number, "s0", rounds=1)
    confirm(store, number, "s0", rounds=1)
    assert len(store.history(number, "s0")) == 1, "sent again, it is stored once"


def test_a_server_that_is_restarted_in_mid_save_loses_and_doubles_nothing(
    store: Store, cluster: Cluster
) -> None:
    number = store.add(ARTICLE, b"")
    stop = threading.Event()
    acknowledged: dict[str, list[int]] = {segment.key: [] for segment in SEGMENTS[:3]}

    def write(key: str) -> None:
        while not stop.is_set() or len(acknowledged[key]) < 5:
            revision = len(acknowledged[key])
            done = {"target": f"{revision}", "state": State.DRAFT, "author": key}
            try:
                made = store.edit(number, key, revision=revision, name=f"{key} {revision}", **done)
            except Conflict:  # our own edit, acknowledged or not, is known again
                raise
            except WorkbenchError:
                continue
            acknowledged[key].append(made)

    def restart() -> None:
        for _ in range(3):
            threading.Event().wait(0.3)
            cluster.restart()
        stop.set()

    assert together(restart, *(lambda key=key: write(key) for key in acknowledged)) == []
    for key, revisions in acknowledged.items():
        assert revisions == list(range(1, len(revisions) + 1))
        assert [change.revision for change in store.history(number, key)] == revisions


def test_a_session_that_holds_a_document_for_ever_is_not_waited_for(store: Store, url: str) -> None:
    number = store.add(ARTICLE, b"")
    other = Store(url)
    with store._engine.begin() as connection:
        connection.exec_driver_sql(f"SELECT 1 FROM documents WHERE id = {number} FOR UPDATE")
        with other._engine.begin() as brief:
            brief.exec_driver_sql("SET lock_timeout = '50ms'")
        # The pool hands out the connection that was just given back.
        with pytest.raises(WorkbenchError, match="in use by another program"):
            confirm(other, number, "s0")
    other.close()
