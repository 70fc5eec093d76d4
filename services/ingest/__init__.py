"""Polls the feeds and publishes what is new in them as articles."""
