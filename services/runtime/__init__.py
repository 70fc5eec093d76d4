"""Plumbing that knows no news word: settings, process life, logs, metrics, NATS, databases, guarded HTTP."""
