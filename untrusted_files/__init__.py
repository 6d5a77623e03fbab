"""Opening files of unknown origin: their kind by content, limits, refusals, and the child process that parses them.

What is the same for tables (`automl_lib.reading`) and pages (`ocr_lib.pages`) is here; the parsers and the sentences of
refusals are there. No third-party packages, so that a child process starts fast and its limits apply before heavy imports.
"""

from untrusted_files.child_process import (
    ProcessExit,
    ProcessFailed,
    ProcessLimits,
    Run,
    importable,
    module_command,
    run,
)
from untrusted_files.opening import FileLimits, call_in_subprocess, read_head, read_in_subprocess
from untrusted_files.refusals import FileRefused, Refusals, display_name, readable_size
from untrusted_files.spare import SpareChild

__all__ = [
    "FileLimits",
    "FileRefused",
    "ProcessExit",
    "ProcessFailed",
    "ProcessLimits",
    "Refusals",
    "Run",
    "SpareChild",
    "call_in_subprocess",
    "display_name",
    "importable",
    "module_command",
    "read_head",
    "read_in_subprocess",
    "readable_size",
    "run",
]
