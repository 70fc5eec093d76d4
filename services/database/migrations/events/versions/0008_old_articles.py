"""The oldest articles first, and among them those with a text: what the book lets go of after a time."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    has_text = sa.text("text != ''")
    op.create_index(op.f("ix_article_first_seen_at"), "article", ["first_seen_at"], unique=False)
    op.create_index(
        "ix_article_with_text", "article", ["first_seen_at"], sqlite_where=has_text, postgresql_where=has_text
    )


def downgrade() -> None:
    op.drop_index("ix_article_with_text", "article")
    op.drop_index("ix_article_first_seen_at", "article")
