"""Until when a state is bound, led by the state: lists by treaty keep the index that is in their order."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_REST = ["stage", "computed_effective_on", "act", "hold", "status"]


def upgrade() -> None:
    op.create_index("ix_event_bound", "event", ["country", "treaty", *_REST], unique=False)
    op.create_index(op.f("ix_event_treaty_seq"), "event", ["treaty", "seq"], unique=False)
    op.drop_index("ix_event_leaving", "event")


def downgrade() -> None:
    op.create_index("ix_event_leaving", "event", ["treaty", "country", *_REST], unique=False)
    op.drop_index("ix_event_treaty_seq", "event")
    op.drop_index("ix_event_bound", "event")
