"""The web console: FastAPI, Jinja2 and htmx, where people look, decide and correct.

It reads and writes records, shows files of the store, and hands what people bring to `intake`. It computes nothing
itself: what takes work is a request, followed by TB_PROGRESS.
"""
