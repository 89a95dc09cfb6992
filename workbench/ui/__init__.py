"""The workbench in the browser: one module a page, each with `page()`."""
