"""Boxes that people draw, move, split, merge, remove and put in order."""
