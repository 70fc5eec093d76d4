"""The commands of `ottawatch` that are more than a call: each module is one command."""
