"""Steps out of a treaty by state: what boards are made of, and what tells until when a maker's state is bound."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_LEAVING = ["treaty", "country", "stage", "computed_effective_on", "act", "hold", "status"]


def upgrade() -> None:
    op.create_index("ix_event_leaving", "event", _LEAVING, unique=False)
    op.drop_index("ix_event_treaty_seq", "event")


def downgrade() -> None:
    op.create_index("ix_event_treaty_seq", "event", ["treaty", "seq"], unique=False)
    op.drop_index("ix_event_leaving", "event")
