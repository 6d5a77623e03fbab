"""Mutated files thrown at what reads strangers' files: `make fuzz SECONDS=300`, or `python -m fuzz TARGET`.

A target takes bytes, reads them as the child process would, and lets pass whatever is no refusal. The seeds are the
bad inputs of `tests/hostile`. A find becomes a case there.
"""
