"""The version of the rules and the language data, carried by every findings message."""

RULES_VERSION = "2026.11.1"
"""Year, month and count of the last change that can alter a finding: replays compare it."""
