"""Crops with their labels on disk: what may be learnt from, for what, and LMDB files of it."""
