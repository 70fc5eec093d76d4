"""Text from outside that databases can hold."""

from typing import Annotated

from pydantic import AfterValidator


def _storable(text: str) -> str:
    """PostgreSQL refuses NUL, and no database takes half a character."""
    if "\0" in text:
        raise ValueError("this contains a NUL character")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError("this contains half of a character (a lone surrogate)") from error
    return text


Storable = Annotated[str, AfterValidator(_storable)]
