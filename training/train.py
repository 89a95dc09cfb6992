"""The training loop: one or several one-thread processes that average their gradients.

Progress is the largest of time spent, target tokens seen and steps made, each as a share of its
budget; the learning rate follows it (warm-up, then a cosine), and late in the run only the core
sets are seen. A run that is stopped goes on from `last.pt` when the same command is given again: in
the same pass, at the same batch, with the same draws. So a run that is counted in steps alone comes
to the same weights each time on the same machine, stopped on the way or not.
"""

from __future__ import annotations

import math
import os
import random
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist
import torch.multiprocessing as processes
from torch import Tensor

from training import checkpoint
from training.batches import Padded, TrainingText, padded
from training.model import Shape, Translator


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that decides a run; the defaults are those of the shipped pair."""

    work: Path
    run: str = "run"
    start_from: Path | None = None
    hours: float = 2.0
    tokens: float = math.inf
    steps: float = math.inf
    processes: int = 2
    batch: int = 2200
    rate: float = 6.5e-4
    warm_up: int = 150
    inline_share: float = 0.55
    late_from: float = 0.75
    save_every: float = 200.0
    low_precision: bool = False
    seed: int = 1
    shape: dict[str, Any] = field(default_factory=dict)

    @property
    def last(self) -> Path:
        """Where the run is saved."""
        return self.work / self.run / "last.pt"


def train(plan: Plan) -> None:
    """Run or resume; returns when the time or token budget is spent."""
    # Waiting threads must not burn the cores, and freed memory is wanted again at once: handing
    # it back to the system after each step cost 7 % of the time.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("MALLOC_MMAP_MAX_", "0")
    os.environ.setdefault("MALLOC_TRIM_THRESHOLD_", str(1 << 34))
    os.environ.setdefault("MASTER_ADDR", "127.0.0.1")
    os.environ.setdefault("MASTER_PORT", "29511")
    processes.start_processes(_work, (plan,), nprocs=plan.processes, start_method="spawn")


def _work(rank: int, plan: Plan) -> None:
    torch.set_num_threads(1)
    dist.init_process_group("gloo", rank=rank, world_size=plan.processes)
    Worker(rank, plan).work()
    dist.destroy_process_group()


class Worker:
    """One process of a run: its share of the batches, and the same weights as all others."""

    def __init__(self, rank: int, plan: Plan) -> None:
        import sentencepiece

        self.rank, self.plan = rank, plan
        pieces = sentencepiece.SentencePieceProcessor(
            model_file=str(plan.work / "sentencepiece.model")
        )
        self.text = TrainingText(plan.work, pieces, plan.inline_share)
        self.step, self.seen, self.spent = 0, 0, 0.0
        self.passes, self.batches, self.late = 0, 0, False
        torch.manual_seed(plan.seed)
        self._start(pieces.get_piece_size())

    def _start(self, vocabulary: int) -> None:
        """Fresh weights, those of an earlier model, or the run where it stopped."""
        source = self.plan.last if self.plan.last.exists() else self.plan.start_from
        stored = checkpoint.load(source) if source else {}
        shape = stored.get("shape") or Shape(vocabulary, **self.plan.shape)
        self.model = Translator(shape)
        if stored:
            self.model.load_state_dict(stored["weights"])
        self.masters = [p.detach().clone().requires_grad_() for p in self.model.parameters()]
        if self.plan.low_precision:
            self.model = self.model.bfloat16()
        self.optimiser = torch.optim.AdamW(
            self.masters, lr=self.plan.rate, betas=(0.9, 0.98), weight_decay=0.01, fused=True
        )
        self.average = [master.detach().clone() for master in self.masters]
        if "optimiser" in stored:
            self.optimiser.load_state_dict(stored["optimiser"])
            self.average = list(stored["average"].values())
            self.step, self.seen, self.spent = stored["progress"]
            self.passes, self.batches, self.late = stored.get("place", (self.step, 0, False))

    def work(self) -> None:
        """Pass after pass until the budget is spent."""
        self.began = self.saved = time.monotonic()
        share = (self.rank, self.plan.processes)
        smooth: float | None = None
        while (progress := self._progress()) < 1:
            if not self.batches:
                self.late = progress > self.plan.late_from
            chance = random.Random(self.plan.seed * 1_000_003 + self.passes)
            batches = self.text.one_pass(chance, late=self.late, size=self.plan.batch, share=share)
            for batch in batches[self.batches :]:
                if self.step % 20 == 0 or self.plan.steps < math.inf:
                    progress = self._progress()
                if progress >= 1:
                    break
                loss = self._learn(padded(batch), progress)
                smooth = loss if smooth is None else 0.98 * smooth + 0.02 * loss
                self._report(progress, smooth)
            else:
                self.passes, self.batches = self.passes + 1, 0
        if self.rank == 0:
            self._save()

    def _learn(self, batch: Padded, progress: float) -> float:
        for group in self.optimiser.param_groups:
            group["lr"] = rate_at(self.plan, self.step, progress)
        # What is dropped out depends on the step alone, so that a run can be taken up again.
        torch.manual_seed((self.plan.seed * 100 + self.rank) * 10_000_019 + self.step)
        tensors = (batch.source, batch.written, batch.expected)
        loss = self.model.loss(*(torch.tensor(rows) for rows in tensors))
        loss.backward()
        self._share_gradients()
        torch.nn.utils.clip_grad_norm_(self.masters, 1.0)
        self.optimiser.step()
        self._spread_weights()
        self.step += 1
        self.batches += 1
        self.seen += batch.target_tokens * self.plan.processes
        return loss.item()

    def _share_gradients(self) -> None:
        parameters = list(self.model.parameters())
        flat = torch.cat([_gradient(p).reshape(-1).float() for p in parameters])
        dist.all_reduce(flat)
        flat /= self.plan.processes
        for master, part in zip(
            self.masters, flat.split([p.numel() for p in parameters]), strict=True
        ):
            master.grad = part.view_as(master)

    @torch.no_grad()
    def _spread_weights(self) -> None:
        for parameter, master in zip(self.model.parameters(), self.masters, strict=True):
            parameter.copy_(master)
            parameter.grad = None
        if self.step % 4 == 0:
            share = max(0.02, min(0.5, 4 / (self.step + 1)))
            for mean, master in zip(self.average, self.masters, strict=True):
                mean.lerp_(master, share)

    def _progress(self) -> float:
        """The same number in all processes: the slowest one's clock counts."""
        elapsed = self.spent + time.monotonic() - self.began
        counted = max(self.seen / self.plan.tokens, self.step / self.plan.steps)
        mine = max(elapsed / (3600 * self.plan.hours), counted)
        most = torch.tensor([mine])
        dist.all_reduce(most, op=dist.ReduceOp.MAX)
        return float(most)

    def _report(self, progress: float, loss: float) -> None:
        if self.rank:
            return
        if self.step % 100 == 0:
            print(
                f"step {self.step} at {progress:.0%}: loss {loss:.3f}, {self.seen:,} tokens",
                flush=True,
            )
        if time.monotonic() - self.saved > self.plan.save_every:
            self._save()
            self.saved = time.monotonic()

    def _save(self) -> None:
        names = [name for name, _ in self.model.named_parameters()]
        weights = (master.detach() for master in self.masters)
        elapsed = self.spent + time.monotonic() - self.began
        checkpoint.save(
            self.plan.last,
            self.model.shape,
            dict(zip(names, weights, strict=True)),
            average=dict(zip(names, self.average, strict=True)),
            optimiser=self.optimiser.state_dict(),
            progress=(self.step, self.seen, elapsed),
            place=(self.passes, self.batches, self.late),
        )


def rate_at(plan: Plan, step: int, progress: float) -> float:
    """The learning rate: a straight warm-up, then a cosine down to a twentieth."""
    cosine = 0.5 * (1 + math.cos(math.pi * min(1.0, progress)))
    return plan.rate * min(1.0, (step + 1) / plan.warm_up) * (0.95 * cosine + 0.05)


def _gradient(parameter: Tensor) -> Tensor:
    return torch.zeros_like(parameter) if parameter.grad is None else parameter.grad
