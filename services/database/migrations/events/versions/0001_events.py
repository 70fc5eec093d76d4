"""Articles, findings, cases, events with their versions, and the outbox."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_TABLES = ("outbox", "finding", "event_version", "event_language", "event", "case_file", "article")


def upgrade() -> None:
    op.create_table(
        "article",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("feed_id", sa.String(), nullable=False),
        sa.Column("feed_url", sa.String(), nullable=False),
        sa.Column("feed_title", sa.String(), nullable=True),
        sa.Column("feed_language", sa.String(), nullable=True),
        sa.Column("feed_country", sa.String(), nullable=True),
        sa.Column("feed_kind", sa.String(), nullable=True),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("folded_text", sa.Text(), nullable=False),
        sa.Column("text_key", sa.String(), nullable=False),
        sa.Column("own_origin", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rules_version", sa.String(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
    )
    op.create_index(op.f("ix_article_feed_id_first_seen_at"), "article", ["feed_id", "first_seen_at"], unique=False)

    op.create_table(
        "case_file",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("treaty", sa.String(), nullable=True),
        sa.Column("producer", sa.String(), nullable=True),
        sa.Column("mine_type", sa.String(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
    )
    op.create_index(op.f("ix_case_file_topic_country"), "case_file", ["topic", "country"], unique=False)
    op.create_index(op.f("ix_case_file_treaty"), "case_file", ["treaty"], unique=False)

    op.create_table(
        "event",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("group_key", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("treaty", sa.String(), nullable=True),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=True),
        sa.Column("producer", sa.String(), nullable=True),
        sa.Column("producer_key", sa.String(), nullable=True),
        sa.Column("mine_type", sa.String(), nullable=True),
        sa.Column("quantity", sa.BigInteger(), nullable=True),
        sa.Column("capacity_per_year", sa.BigInteger(), nullable=True),
        sa.Column("notified_on", sa.Date(), nullable=True),
        sa.Column("claimed_effective_on", sa.Date(), nullable=True),
        sa.Column("computed_effective_on", sa.Date(), nullable=True),
        sa.Column("occurred_on", sa.Date(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("folded_title", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("sources", sa.Integer(), nullable=False),
        sa.Column("article_count", sa.Integer(), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("newest_report_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_announced", sa.Boolean(), nullable=False),
        sa.Column("corroborated_announced", sa.Boolean(), nullable=False),
        sa.Column("merged_into", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_event_case_id_case_file")),
        sa.ForeignKeyConstraint(["merged_into"], ["event.id"], name=op.f("fk_event_merged_into_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_case_id"), "event", ["case_id"], unique=False)
    op.create_index(op.f("ix_event_country_seq"), "event", ["country", "seq"], unique=False)
    op.create_index(op.f("ix_event_first_seen_at"), "event", ["first_seen_at"], unique=False)
    op.create_index(op.f("ix_event_group_key_stage"), "event", ["group_key", "stage"], unique=False)
    op.create_index(op.f("ix_event_mine_type_seq"), "event", ["mine_type", "seq"], unique=False)
    op.create_index(op.f("ix_event_producer_key_seq"), "event", ["producer_key", "seq"], unique=False)
    op.create_index(op.f("ix_event_seq"), "event", ["seq"], unique=True)
    op.create_index(op.f("ix_event_stage_seq"), "event", ["stage", "seq"], unique=False)
    op.create_index(op.f("ix_event_topic_seq"), "event", ["topic", "seq"], unique=False)
    op.create_index(op.f("ix_event_treaty_seq"), "event", ["treaty", "seq"], unique=False)
    op.create_index(op.f("ix_event_updated_at"), "event", ["updated_at"], unique=False)

    op.create_table(
        "event_language",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_language_event_id_event")),
        sa.PrimaryKeyConstraint("event_id", "language", name=op.f("pk_event_language")),
    )
    op.create_index(
        op.f("ix_event_language_language_event_id"), "event_language", ["language", "event_id"], unique=False
    )

    op.create_table(
        "event_version",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changes", _JSON, nullable=False),
        sa.Column("snapshot", _JSON, nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_version_event_id_event")),
        sa.PrimaryKeyConstraint("event_id", "version", name=op.f("pk_event_version")),
    )
    op.create_table(
        "finding",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("article_id", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=True),
        sa.Column("group_key", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("treaty", sa.String(), nullable=True),
        sa.Column("mine_type", sa.String(), nullable=True),
        sa.Column("producer", sa.String(), nullable=True),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=True),
        sa.Column("realis", sa.String(), nullable=False),
        sa.Column("notified_on", sa.Date(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("occurred_on", sa.Date(), nullable=True),
        sa.Column("quantity", sa.BigInteger(), nullable=True),
        sa.Column("capacity_per_year", sa.BigInteger(), nullable=True),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("evidence", _JSON, nullable=False),
        sa.Column("rules_version", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_finding_article_id_article")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_finding_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    op.create_index(op.f("ix_finding_article_id"), "finding", ["article_id"], unique=False)
    op.create_index(op.f("ix_finding_event_id_role"), "finding", ["event_id", "role"], unique=False)
    op.create_index(op.f("ix_finding_group_key_stage"), "finding", ["group_key", "stage"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_outbox_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index(op.f("ix_outbox_position"), "outbox", ["position"], unique=True)
    op.create_index(
        "ix_outbox_unpublished",
        "outbox",
        ["position"],
        unique=False,
        sqlite_where=sa.text("published_at IS NULL"),
        postgresql_where=sa.text("published_at IS NULL"),
    )


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)
