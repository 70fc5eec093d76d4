"""Deliveries that a version could not send, found at once by the next one that starts."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

PARKED = sa.text("state = 'parked'")


def upgrade() -> None:
    op.create_index("ix_delivery_parked", "delivery", ["subscription_id"], sqlite_where=PARKED, postgresql_where=PARKED)


def downgrade() -> None:
    op.drop_index("ix_delivery_parked", table_name="delivery")
    # Versions before this one know no such state; what they cannot send, they may at least try.
    op.execute(sa.text("UPDATE delivery SET state = 'pending', finished_at = NULL WHERE state = 'parked'"))
