"""`python -m fuzz TARGET --seconds 60`: mutate and read until the time is over or a fault is found.

What was found lies in `.fuzz/TARGET/found/`; `python -m fuzz TARGET FILE` reads one of them again.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import click

from fuzz.targets import LARGEST, TARGETS, seeds, target

WORK = Path(".fuzz")
WATCHED = ["automl_lib.reading", "ocr_lib.pages", "PIL", "pypdfium2", "zipfile"]
MOST_MEMORY_MB = 3000
MOST_SECONDS = 60
"""Of one file."""


@click.command()
@click.argument("name", type=click.Choice(TARGETS))
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--seconds", type=click.IntRange(1), default=60, help="How long to try.")
def main(name: str, file: Path | None, seconds: int) -> None:
    """Throw mutated files at one entry point."""
    if file is not None:
        target(name)(file.read_bytes())
        return
    import atheris

    with atheris.instrument_imports(include=WATCHED):
        one = target(name)
    corpus, found = WORK / name / "corpus", WORK / name / "found"
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    for seed in seeds(name):
        (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    atheris.Setup(
        [
            sys.argv[0],
            str(corpus),
            f"-max_total_time={seconds}",
            f"-max_len={LARGEST}",
            f"-timeout={MOST_SECONDS}",
            f"-rss_limit_mb={MOST_MEMORY_MB}",
            f"-artifact_prefix={found}/",
            "-print_final_stats=1",
        ],
        one,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
