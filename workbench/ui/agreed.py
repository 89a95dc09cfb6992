"""What the project has agreed on in whose folder the desk runs: its workbench.toml."""

from __future__ import annotations

from workbench.errors import BadSettings
from workbench.pipeline.settings import Settings, settings_for


def settings() -> Settings:
    """Those of the folder; a slip in them is told where files are checked."""
    try:
        return settings_for([])
    except BadSettings:
        return Settings()
