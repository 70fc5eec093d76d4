"""Answers to requests that carried an Idempotency-Key, for whoever sends one again."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "idempotent_answer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("media_type", sa.String(), nullable=True),
        sa.Column("sealed_body", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_idempotent_answer"),
    )
    op.create_index("ix_idempotent_answer_begun_at", "idempotent_answer", ["begun_at"])


def downgrade() -> None:
    op.drop_table("idempotent_answer")
