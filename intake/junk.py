"""Names of files that no person dropped: a system's own, locks of open documents, copies that aren't finished.

They are passed over without a word. Everything else in the inbox is taken, or refused in a sentence.
"""

from __future__ import annotations

import re

_NAMES = frozenset(
    {
        *("thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r"),
        *(".ds_store", ".localized", ".apdisk", ".directory", ".gitkeep", ".keep", ".lock"),
    }
)
# Office's and macOS's companions of a file, LibreOffice's locks; what file servers and desktops copy into.
_PREFIXES = ("._", "~$", ".~lock.", ".nfs", ".fuse_hidden", ".smbdelete", ".goutputstream-", ".syncthing.")
_SUFFIXES = (".part", ".partial", ".crdownload", ".download", ".filepart", ".tmp", ".swp", ".swx")
# rsync writes `.NAME.ENDING.aB3xY9` beside the file it copies.
_HALF_COPIED = re.compile(r"\..+\..+\.[A-Za-z0-9]{6}")


def is_junk(name: str) -> bool:
    """Whether a file of this name is to be passed over silently."""
    folded = name.lower()
    return (
        folded in _NAMES
        or folded.startswith(_PREFIXES)
        or folded.endswith(_SUFFIXES)
        or _HALF_COPIED.fullmatch(name) is not None
    )


def is_hidden(name: str) -> bool:
    """Whether most programs would not show a file of this name."""
    return name.startswith(".")
