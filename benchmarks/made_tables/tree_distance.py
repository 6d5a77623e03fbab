"""Edit distance of ordered labelled trees, every edit at a cost of 1 (Zhang and Shasha, 1989).

The `apted` package of PubTabNet's own scorer computes the same distance; this needs no further package.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Node:
    """A node and its children."""

    label: str
    children: Sequence[Node]

    @property
    def size(self) -> int:
        return 1 + sum(child.size for child in self.children)


def tree_distance(one: Node, other: Node) -> int:
    """The least number of nodes to insert, delete or relabel."""
    if one == other:
        return 0
    left, right = _flattened(one), _flattened(other)
    distances = np.zeros((len(left.labels), len(right.labels)))
    for i in left.key_roots:
        for j in right.key_roots:
            _fill(distances, left, right, i, j)
    return int(distances[-1, -1])


@dataclass(frozen=True)
class _Flattened:
    """A tree in post-order: labels, the first leaf under each node, and the nodes with a sibling at their left, and the root."""

    labels: list[str]
    first_leaf: list[int]
    key_roots: list[int]


def _flattened(root: Node) -> _Flattened:
    labels: list[str] = []
    first_leaf: list[int] = []

    def visit(node: Node) -> int:
        leaves = [visit(child) for child in node.children]
        labels.append(node.label)
        first_leaf.append(leaves[0] if leaves else len(labels) - 1)
        return first_leaf[-1]

    visit(root)
    last = {leaf: number for number, leaf in enumerate(first_leaf)}
    return _Flattened(labels, first_leaf, sorted(last.values()))


def _fill(distances: NDArray[np.float64], left: _Flattened, right: _Flattened, i: int, j: int) -> None:
    """The distances of all pairs of subtrees on the left paths of i and j."""
    low_i, low_j = left.first_leaf[i], right.first_leaf[j]
    rows, columns = i - low_i + 2, j - low_j + 2
    forest = [[float(x + y) if 0 in (x, y) else 0.0 for y in range(columns)] for x in range(rows)]
    for x in range(1, rows):
        node = low_i + x - 1
        first = left.first_leaf[node]
        row, above = forest[x], forest[x - 1]
        for y in range(1, columns):
            other = low_j + y - 1
            other_first = right.first_leaf[other]
            cheapest = min(above[y], row[y - 1]) + 1
            if first == low_i and other_first == low_j:
                row[y] = min(cheapest, above[y - 1] + (left.labels[node] != right.labels[other]))
                distances[node, other] = row[y]
            else:
                row[y] = min(cheapest, forest[first - low_i][other_first - low_j] + distances[node, other])
