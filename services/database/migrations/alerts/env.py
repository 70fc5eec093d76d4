"""Alembic's entry for the book of alerts; the connection comes from services.database.migrate."""

from alembic import context

from services.database.alerts import ALERTS_METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=ALERTS_METADATA,
    render_as_batch=True,  # SQLite cannot alter a table in place
)
with context.begin_transaction():
    context.run_migrations()
