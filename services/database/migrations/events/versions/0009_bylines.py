"""Where an article's text was read, and whom its page names as its author."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("article", sa.Column("text_from", sa.String(), nullable=False, server_default="feed"))
    op.add_column("article", sa.Column("author", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("article", "author")
    op.drop_column("article", "text_from")
