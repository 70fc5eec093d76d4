"""Reviews, the marks of the clocks, and what tells origins, contradictions and reopened cases."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_NEW_COLUMNS = {
    "article": ("agency", "publisher", "signature", "shingles"),
    "event": ("cycle", "date_conflict", "unconfirmed", "hold", "contradictions"),
    "finding": ("rung_id", "fold_reason"),
}


def upgrade() -> None:
    op.add_column("article", sa.Column("agency", sa.String(), nullable=True))
    op.add_column("article", sa.Column("publisher", sa.String(), nullable=True))
    op.add_column("article", sa.Column("signature", sa.LargeBinary(), nullable=True))
    op.add_column("article", sa.Column("shingles", sa.Integer(), nullable=True))

    op.add_column("event", sa.Column("cycle", sa.Integer(), nullable=False, server_default=sa.text("1")))
    op.add_column("event", sa.Column("date_conflict", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.add_column("event", sa.Column("unconfirmed", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.add_column("event", sa.Column("hold", sa.String(), nullable=True))
    op.add_column("event", sa.Column("contradictions", _JSON, nullable=False, server_default=sa.text("'[]'")))

    op.add_column("finding", sa.Column("rung_id", sa.String(), nullable=True))
    op.add_column("finding", sa.Column("fold_reason", sa.Text(), nullable=True))
    op.execute("UPDATE finding SET rung_id = event_id")

    op.create_table(
        "review",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("group_key", sa.String(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("fields", _JSON, nullable=False),
        sa.Column("into", sa.String(), nullable=True),
        sa.Column("into_group_key", sa.String(), nullable=True),
        sa.Column("article_ids", _JSON, nullable=False),
        sa.Column("undoes", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("source_url", sa.Text(), nullable=True),
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("key_id", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refused", sa.Text(), nullable=True),
        sa.Column("snapshot", _JSON, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index(op.f("ix_review_position"), "review", ["position"], unique=True)
    op.create_index(op.f("ix_review_event_id_position"), "review", ["event_id", "position"], unique=False)
    op.create_index(op.f("ix_review_group_key"), "review", ["group_key"], unique=False)
    op.create_index(op.f("ix_review_into_group_key"), "review", ["into_group_key"], unique=False)

    op.create_table(
        "clock_mark",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("days_before", sa.Integer(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("was_told", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_clock_mark_event_id_event")),
        sa.PrimaryKeyConstraint("event_id", "days_before", name=op.f("pk_clock_mark")),
    )
    op.create_index(
        "ix_clock_mark_open",
        "clock_mark",
        ["due_on"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("clock_mark")
    op.drop_table("review")
    for table, columns in _NEW_COLUMNS.items():
        for column in columns:
            op.drop_column(table, column)
