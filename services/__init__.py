"""Ottawatch: event-driven monitoring of public news for treaty withdrawals and mine production."""
