"""Signing keys in a table of their own, what subscriptions may wish for, and the health of their receivers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
PENDING = sa.text("state = 'pending'")
HELD = sa.text("state = 'held'")

# Columns are added and dropped in place. To copy the table, as alembic's batch mode does in SQLite, would delete
# every delivery: dropping the old table counts as deleting the subscriptions that they belong to.
SUBSCRIPTION = (
    sa.Column("signatures", sa.JSON(), nullable=False, server_default='["v1"]'),
    sa.Column("template", sa.Text(), nullable=True),
    sa.Column("quiet_hours", sa.JSON(), nullable=True),
    sa.Column("digest", sa.JSON(), nullable=True),
    sa.Column("ordered", sa.Boolean(), nullable=False, server_default=sa.false()),
    sa.Column("max_per_minute", sa.Integer(), nullable=True),
    sa.Column("heartbeat_hours", sa.Integer(), nullable=True),
    sa.Column("next_heartbeat_at", MOMENT, nullable=True),
    sa.Column("revision", sa.Integer(), nullable=False, server_default="1"),
    sa.Column("updated_at", MOMENT, nullable=True),
    sa.Column("consecutive_failures", sa.Integer(), nullable=False, server_default="0"),
    sa.Column("failing_since", MOMENT, nullable=True),
    sa.Column("held_until", MOMENT, nullable=True),
    sa.Column("rate_full_until", MOMENT, nullable=True),
    sa.Column("ownership_proved_at", MOMENT, nullable=True),
)
ALERT = (
    sa.Column("newest_report_at", MOMENT, nullable=True),
    sa.Column("languages", sa.JSON(), nullable=True),
    sa.Column("audience", sa.String(), nullable=False, server_default="all"),
)
DELIVERY = (
    sa.Column("alert_seq", sa.BigInteger(), nullable=False, server_default="0"),
    sa.Column("round_start", sa.Integer(), nullable=False, server_default="0"),
)


def upgrade() -> None:
    for table, columns in (("subscription", SUBSCRIPTION), ("alert", ALERT), ("delivery", DELIVERY)):
        for column in columns:
            op.add_column(table, column)
    op.create_table(
        "signing_key",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("subscription_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscription.id"], name="fk_signing_key_subscription_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_signing_key"),
    )
    op.create_index("ix_signing_key_subscription_id", "signing_key", ["subscription_id"])
    op.execute(
        "INSERT INTO signing_key (id, subscription_id, kind, sealed, created_at) "
        "SELECT 'sig_' || substr(id, 5), id, 'v1', secret, created_at FROM subscription"
    )
    op.execute("ALTER TABLE subscription DROP COLUMN secret")
    op.execute("UPDATE delivery SET alert_seq = (SELECT seq FROM alert WHERE alert.id = delivery.alert_id)")
    op.create_index("ix_delivery_log", "delivery", ["subscription_id", "alert_seq"])
    op.create_index(
        "ix_delivery_order",
        "delivery",
        ["subscription_id", "alert_seq"],
        sqlite_where=PENDING,
        postgresql_where=PENDING,
    )
    op.create_index(
        "ix_delivery_held",
        "delivery",
        ["next_attempt_at"],
        sqlite_where=HELD,
        postgresql_where=HELD,
    )


def downgrade() -> None:
    op.add_column("subscription", sa.Column("secret", sa.String(), nullable=False, server_default=""))
    op.execute(
        "UPDATE subscription SET secret = coalesce((SELECT sealed FROM signing_key WHERE kind = 'v1' "
        "AND subscription_id = subscription.id AND expires_at IS NULL LIMIT 1), '')"
    )
    for index in ("ix_delivery_held", "ix_delivery_order", "ix_delivery_log"):
        op.drop_index(index, "delivery")
    op.drop_table("signing_key")
    for table, columns in (("subscription", SUBSCRIPTION), ("alert", ALERT), ("delivery", DELIVERY)):
        for column in columns:
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column.name}")
