"""Runs work on untrusted files in a child process, so that a crash, a bomb or an endless loop costs one file.

A job is a JSON object on the child's standard input, its answer one on standard output. What is done with a
file, and the messages to people, belong to the caller. Standard library only.
"""

from untrusted_files.child_process import Broken, Limits, importable, module, run
from untrusted_files.ending import Ending
from untrusted_files.worker import serve

__all__ = ["Broken", "Ending", "Limits", "importable", "module", "run", "serve"]
