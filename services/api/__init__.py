"""The HTTP face and the alert engine: queries, subscriptions, signed webhooks, the live page."""
