"""What can go wrong while storing."""


class StoreFailure(Exception):  # noqa: N818 - the root of this package's errors
    """The root of this package's errors."""


class FigureTooLarge(StoreFailure):
    """A finding states a number that no database column holds, so no article can mean it."""
