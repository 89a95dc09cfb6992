"""The driver: Ray Data streams the inputs through the actors, and what comes out is taken down."""

from __future__ import annotations

import json
import logging
import os
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from workbench.batch.actor import FILE, ROW, Localiser, Task
from workbench.batch.manifest import Manifest, Outcome
from workbench.batch.places import Place
from workbench.errors import Mismatch, WorkbenchError
from workbench.machine import cores

try:
    import ray
    import ray.data
except ImportError as error:  # an extra, and a large one
    raise WorkbenchError(
        'A batch runs on Ray, which is not installed: pip install "workbench[cluster]".'
    ) from error

ARTICLES = 4
"""In a batch: what an actor that dies begins again."""
STORE = 512 * 1024 * 1024
"""Bytes of Ray's object store when it is started here: the articles on their way, no more."""
TABLES = {".parquet", ".jsonl", ".ndjson"}
REFUSED = "refused.jsonl"


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do, on what, with how many."""

    inputs: tuple[str, ...]
    task: Task
    address: str = ""
    actors: int = 0
    """0: one a processor core (or graphics card) of the cluster."""
    gpus: float = 0.0
    """Graphics cards an actor takes."""


@dataclass(frozen=True, slots=True)
class Totals:
    """How a run stands: articles done now, known from before, set aside; seconds so far."""

    expected: int = 0
    """0 while the number of rows of a table is not known."""
    done: int = 0
    known: int = 0
    refused: tuple[Outcome, ...] = field(default=())
    segments: int = 0
    seconds: float = 0.0

    @property
    def a_minute(self) -> float:
        """Articles a minute."""
        return self.done * 60 / self.seconds if self.seconds else 0.0


def run(plan: Plan, *, progress: Callable[[Totals], None] | None = None) -> Totals:
    """Localise every input that is not done yet. What cannot be is set aside with its reason.

    The outputs are the same whatever the number of actors and however often a run was broken off.
    Raises WorkbenchError when no input can be found or Ray cannot be reached.
    """
    output = Place(plan.task.output)
    manifest = Manifest(output)
    settled = frozenset(key for key, outcome in manifest.known.items() if not outcome.refused)
    task = replace(plan.task, run=uuid.uuid4().hex[:8], done=settled)
    articles, tables = _listed(plan.inputs)
    totals = Totals(expected=0 if tables else len(articles))
    started = time.monotonic()
    with _ray(plan):
        try:
            for outcome in _outcomes(plan, task, articles, tables):
                totals = _added(totals, outcome, known=outcome.digest in settled)
                totals = replace(totals, seconds=time.monotonic() - started)
                if outcome.digest not in settled:
                    manifest.add(outcome)
                if progress:
                    progress(totals)
        finally:
            manifest.flush()
    _tell_refused(output, totals.refused)
    output.sweep()
    return totals


def _added(totals: Totals, outcome: Outcome, *, known: bool) -> Totals:
    if known:
        return replace(totals, known=totals.known + 1)
    if outcome.refused:
        return replace(totals, refused=(*totals.refused, outcome))
    return replace(totals, done=totals.done + 1, segments=totals.segments + outcome.segments)


def _tell_refused(output: Place, refused: Sequence[Outcome]) -> None:
    """The list of what was set aside, for people; an old one does not outlive its reasons."""
    lines = [
        json.dumps({"name": each.name, "reason": each.refused}, ensure_ascii=False) + "\n"
        for each in sorted(refused, key=lambda each: each.name)
    ]
    if lines:
        output.write(REFUSED, "".join(lines).encode())
    else:
        output.remove(REFUSED)


def _listed(inputs: Sequence[str]) -> tuple[list[dict[str, Any]], list[str]]:
    """(articles, URLs of tables), the longest articles first: no actor is left alone at the end."""
    articles: list[dict[str, Any]] = []
    tables: list[str] = []
    sources: dict[str, str] = {}
    for each in inputs:
        for url, name, size in Place(each).files():
            if PurePosixPath(name).suffix.lower() in TABLES:
                tables.append(url)
                continue
            if sources.setdefault(name, url) != url:
                raise Mismatch(
                    f"{url} and {sources[name]} would write the same files."
                    " Name a folder above both, or translate them into two outputs."
                )
            articles.append({"url": url, "name": name, "size": size})
    articles.sort(key=lambda article: (-article["size"], article["name"]))
    return articles, tables


def _outcomes(
    plan: Plan, task: Task, articles: list[dict[str, Any]], tables: Sequence[str]
) -> Iterator[Outcome]:
    actors = plan.actors or _room(plan.gpus)
    done = _rows(articles, tables).map_batches(
        Localiser,
        fn_constructor_args=(task,),
        batch_size=ARTICLES,
        compute=ray.data.ActorPoolStrategy(size=actors),
        num_cpus=0 if plan.gpus else 1,
        num_gpus=plan.gpus or None,
    )
    for row in done.iter_rows():
        found = json.loads(row["outcome"])
        yield Outcome(**{**found, "files": tuple(found["files"])})


def _rows(articles: list[dict[str, Any]], tables: Sequence[str]) -> Any:
    """All inputs as one stream of (kind, JSON): what a table says is never taken for a place."""
    sources = []
    if articles:
        listed = [{"kind": FILE, "line": json.dumps(article)} for article in articles]
        blocks = min(max(1, len(listed) // ARTICLES), 2000)
        sources.append(ray.data.from_items(listed, override_num_blocks=blocks))
    lines = [url for url in tables if not url.endswith(".parquet")]
    if lines:
        text = ray.data.read_text(lines, drop_empty_lines=True)
        sources.append(text.map(lambda row: {"kind": ROW, "line": row["text"]}))
    for url in tables:
        if url.endswith(".parquet"):
            rows = ray.data.read_parquet(url)
            sources.append(
                rows.map(lambda row: {"kind": ROW, "line": json.dumps(row, default=str)})
            )
    return sources[0].union(*sources[1:]) if len(sources) > 1 else sources[0]


def _room(gpus: float) -> int:
    """How many actors the cluster has room for."""
    resources = ray.cluster_resources()
    if gpus:
        return max(1, int(resources.get("GPU", 0) / gpus))
    return max(1, int(resources.get("CPU", 2)) - 1)


@contextmanager
def _ray(plan: Plan) -> Iterator[None]:
    """Ray, started here for this run alone or reached at its address; left again at the end."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    variables = {name: value for name, value in os.environ.items() if name.startswith("WORKBENCH_")}
    for secret in [name for name in variables if name.endswith(("_KEY", "_TOKEN", "_URL"))]:
        del variables[secret]  # Ray shows and logs what it hands on: each machine has its own
    if not plan.gpus:
        variables["WORKBENCH_THREADS"] = "1"
    # One core more than actors: reading a table must find a place beside them.
    own = (
        {}
        if plan.address
        else {"num_cpus": (plan.actors or cores()) + 1, "object_store_memory": STORE}
    )
    try:
        ray.init(
            address=plan.address or "local",
            include_dashboard=None if plan.address else False,
            logging_level=logging.ERROR,
            log_to_driver=False,
            runtime_env={"env_vars": variables},
            **own,
        )
    except Exception as error:  # Ray has no error of its own for a start that took too long
        reason = (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
        raise WorkbenchError(
            f"Ray does not answer at {plan.address or 'this machine'}: {reason}."
            " Start it with `ray start --head`, or leave out --ray."
        ) from error
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    try:
        yield
    finally:
        ray.shutdown()
