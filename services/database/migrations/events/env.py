"""Alembic's entry for the book of events; the connection comes from services.database.migrate."""

from alembic import context

from services.database.events import EVENTS_METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=EVENTS_METADATA,
    render_as_batch=True,  # SQLite cannot alter a table in place
)
with context.begin_transaction():
    context.run_migrations()
