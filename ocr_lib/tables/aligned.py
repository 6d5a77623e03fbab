from __future__ import annotations
def aligned_grids(texts, rules, line_height):
    return []
