"""Text from clients that databases can hold."""

from services.database.storable import Storable

__all__ = ["Storable"]
