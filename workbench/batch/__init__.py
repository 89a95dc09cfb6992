"""An archive, localised: many articles by many processes on one machine or a cluster, on Ray.

The driver lists the inputs and keeps the manifest; each actor holds one engine and writes what it
makes straight to the output, under names that depend on the input alone. So a run may die at any
moment: the next one leaves out what the manifest knows and makes the rest again, to the same bytes.
"""

from __future__ import annotations

from workbench.batch.manifest import Outcome
from workbench.batch.run import Plan, Totals, run

__all__ = ["Outcome", "Plan", "Totals", "run"]
