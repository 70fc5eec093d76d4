"""Making a tree of characters small once it is whole."""

import sys
from typing import Any

Node = dict[Any, Any]
OUT = 0
"""The key under which a node holds the signs of the terms that end there."""

_signs: dict[tuple[Any, ...], tuple[Any, ...]] = {}
_last_nodes: dict[tuple[Any, ...], Node] = {}
"""What terms tell, and the nodes they end at, which trees of all languages have alike: kept once for them all."""


def packed(root: Node) -> Node:
    """The tree with its unbranched stretches as strings and like endings kept once: a tenth of the memory."""
    return _packed(root, {}, {})


def _packed(node: Node, alike: dict[tuple[Any, ...], Node], ways: dict[tuple[str, int], tuple[str, Node]]) -> Node:
    found: Node = {}
    is_last = True
    for key, child in node.items():
        if key == OUT:
            found[key] = _kept(tuple(_kept(sign) for sign in child))
        elif isinstance(key, str):
            letters, end = _stretch(child)
            behind = _packed(end, alike, ways)
            found[key] = ways.setdefault((letters, id(behind)), (sys.intern(letters), behind))
            is_last = False
        else:
            found[key] = _packed(child, alike, ways)
            is_last = is_last and not found[key].keys() - {OUT}
    # What is kept is never let go, so that its address names it.
    shape = tuple((key, id(value)) for key, value in found.items())
    return (_last_nodes if is_last else alike).setdefault(shape, found)


def _kept(signs: tuple[Any, ...]) -> tuple[Any, ...]:
    return _signs.setdefault(signs, signs)


def _stretch(node: Node) -> tuple[str, Node]:
    """The letters that must follow, one after the other, and the node behind them."""
    letters = ""
    while len(node) == 1:
        [(letter, after)] = node.items()
        if not isinstance(letter, str):
            break
        letters += letter
        node = after
    return letters, node
