"""A translation workbench for Afghan newsrooms: English into Dari and Pashto, offline."""

from __future__ import annotations

__version__ = "0.1.0"

__all__ = ["__version__"]
