"""The SQLModel tables and their migrations: store's book of events and api's book of alerts."""
