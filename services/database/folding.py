"""Text without the differences that no reader means: case, width, and in names punctuation too."""

import unicodedata


def folded(text: str) -> str:
    """For searching: compatibility forms unified, case taken away."""
    return unicodedata.normalize("NFKC", text).casefold()


def producer_key(name: str) -> str:
    """For comparing makers: letters and digits alone, so that "P.G.Z." is "PGZ"."""
    return "".join(character for character in folded(name) if character.isalnum())
