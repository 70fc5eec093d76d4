"""Identifiers that are derived rather than drawn, so that doing a thing twice names it once."""

import hashlib

_HEX_DIGITS = 24  # 96 bits: among a billion ids the chance of any collision is about 1 in 10^11


def stable_id(prefix: str, *parts: object) -> str:
    """The id of the thing that `parts` identify: `<prefix>_` and 24 hex digits of a SHA-256.

    Every part is written with its length, so that ("ab", "c") and ("a", "bc") differ.
    """
    digest = hashlib.sha256()
    for part in parts:
        text = "" if part is None else str(part)
        data = text.encode("utf-8", "surrogatepass")
        digest.update(f"{len(data)}:".encode())
        digest.update(data)
    return f"{prefix}_{digest.hexdigest()[:_HEX_DIGITS]}"
