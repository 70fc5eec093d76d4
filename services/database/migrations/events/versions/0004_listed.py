"""One index for every mix of filters in place of three that few could use; findings by article with their events."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_LISTED = [
    "seq",
    "status",
    "topic",
    "country",
    "treaty",
    "stage",
    "mine_type",
    "producer_key",
    "sources",
    "score",
    "first_seen_at",
]
_REPLACED = ("topic", "stage", "mine_type")


def upgrade() -> None:
    op.create_index("ix_event_listed", "event", _LISTED, unique=False)
    for name in _REPLACED:
        op.drop_index(f"ix_event_{name}_seq", "event")
    op.create_index(op.f("ix_finding_article_id_event_id"), "finding", ["article_id", "event_id"], unique=False)
    op.drop_index("ix_finding_article_id", "finding")


def downgrade() -> None:
    op.create_index("ix_finding_article_id", "finding", ["article_id"], unique=False)
    op.drop_index("ix_finding_article_id_event_id", "finding")
    for name in _REPLACED:
        op.create_index(f"ix_event_{name}_seq", "event", [name, "seq"], unique=False)
    op.drop_index("ix_event_listed", "event")
