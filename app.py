"""The door of the workbench."""
