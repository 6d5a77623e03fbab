"""`python -m orchestration` is `saebyeok`."""

from orchestration.cli import main

main(prog_name="saebyeok")
