"""Checkpoints on disk: weights, their running average, the optimiser and how far the run had come.

Files of the first starter scripts (`starter-0.1.pt`) used other names for the same weights; they
are renamed on reading, so that a run can start from them.
"""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from training.model import Shape

Weights = dict[str, Tensor]
_STARTER_NAMES = (
    (r"^emb\.", "embedding."),
    (r"^bias$", "output_bias"),
    (r"^ne\.", "encoder_norm."),
    (r"^nd\.", "decoder_norm."),
    (r"^enc\.(\d+)\.n2\.", r"encoder.\1.feed_forward_norm."),
    (r"^dec\.(\d+)\.n2\.", r"decoder.\1.source_attention_norm."),
    (r"^dec\.(\d+)\.n3\.", r"decoder.\1.feed_forward_norm."),
    (r"^enc\.", "encoder."),
    (r"^dec\.", "decoder."),
    (r"\.n1\.", ".attention_norm."),
    (r"\.att\.", ".attention."),
    (r"\.cross\.", ".source_attention."),
    (r"\.q\.", ".query."),
    (r"\.k\.", ".key."),
    (r"\.v\.", ".value."),
    (r"\.o\.", ".output."),
    (r"\.ff\.a\.", ".feed_forward.expand."),
    (r"\.ff\.b\.", ".feed_forward.contract."),
)


def save(path: Path, shape: Shape, weights: Weights, **more: Any) -> None:
    """Write a checkpoint, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    torch.save({"shape": asdict(shape), "weights": weights, **more}, unfinished)
    unfinished.replace(path)


def load(path: Path) -> dict[str, Any]:
    """A checkpoint as saved here (`shape`, `weights`, ...), or one of the starter scripts."""
    stored = torch.load(path, map_location="cpu", weights_only=True)
    if "weights" in stored:
        return {**stored, "shape": Shape(**stored["shape"])}
    sizes = stored["cfg"]
    shape = Shape(sizes["V"], sizes["d"], sizes["f"], sizes["h"], sizes["ne"], sizes["nd"])
    return {"shape": shape, "weights": {_renamed(k): v for k, v in stored["m"].items()}}


def average(paths: list[Path]) -> tuple[Shape, Weights]:
    """The mean of several checkpoints' weights; of one that keeps a running average, that."""
    stored = [load(path) for path in paths]
    shapes = {item["shape"] for item in stored}
    if len(shapes) != 1:
        raise ValueError(f"checkpoints of different shapes cannot be averaged: {shapes}")
    chosen = [item.get("average") or item["weights"] for item in stored]
    mean = {name: sum(w[name].float() for w in chosen) / len(chosen) for name in chosen[0]}
    return shapes.pop(), mean


def _renamed(name: str) -> str:
    for pattern, new in _STARTER_NAMES:
        name = re.sub(pattern, new, name)
    return name
