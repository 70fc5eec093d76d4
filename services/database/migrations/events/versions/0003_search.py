"""Full text: trigrams of articles and titles, kept by the database itself; languages in the order of events."""

# ruff: noqa: S608 - every name in these statements is a constant of this file
import sqlalchemy as sa
from alembic import op

from services.database.folding import folded
from services.database.search import INDEXED_CHARACTERS

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_SEARCHED = {"article": "folded_text", "event": "folded_title"}


def upgrade() -> None:
    _fold_anew()
    op.add_column("event_language", sa.Column("seq", sa.BigInteger(), nullable=True))
    op.execute("UPDATE event_language SET seq = (SELECT seq FROM event WHERE event.id = event_language.event_id)")
    op.create_index(op.f("ix_event_language_language_seq"), "event_language", ["language", "seq"], unique=False)
    for statement in _POSTGRESQL if _is_postgresql() else _sqlite():
        op.execute(statement)


def downgrade() -> None:
    if _is_postgresql():
        op.execute("DROP TRIGGER search_language_seq ON event_language")
        op.execute("DROP FUNCTION search_language_seq()")
        for table in _SEARCHED:
            op.execute(f"DROP INDEX search_{table}")
        op.execute("DROP FUNCTION search_grams(text)")
    else:
        op.execute("DROP TRIGGER search_language_seq")
        for table in _SEARCHED:
            for event in ("added", "changed", "removed"):
                op.execute(f"DROP TRIGGER search_{table}_{event}")
        for table in ("search_vocabulary", "search_gram", "search_document"):
            op.execute(f"DROP TABLE {table}")
    op.drop_index("ix_event_language_language_seq", "event_language")
    op.drop_column("event_language", "seq")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _fold_anew() -> None:
    """Accents are no difference any more."""
    connection = op.get_bind()
    sources = (
        ("article", "folded_text", "title || chr(10) || text" if _is_postgresql() else "title || char(10) || text"),
        ("event", "folded_title", "title"),
    )
    for table, column, source in sources:
        rows = connection.execute(sa.text(f"SELECT id, {source} FROM {table}")).all()
        update = sa.text(f"UPDATE {table} SET {column} = :folded WHERE id = :id")
        for row_id, said in rows:
            connection.execute(update, {"id": row_id, "folded": folded(said)})


# Two spaces behind a text, so that its last characters begin trigrams as all others do.
_POSTGRESQL = (
    f"""
    CREATE FUNCTION search_grams(said text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
      SELECT coalesce(array_to_tsvector(array_agg(a || b || c)), ''::tsvector)
      FROM (SELECT string_to_array(left(said, {INDEXED_CHARACTERS}) || '  ', NULL) AS letters) AS spelled,
           unnest(letters, letters[2:], letters[3:]) AS gram(a, b, c)
      WHERE c IS NOT NULL
    $$
    """,
    *(
        f"CREATE INDEX search_{table} ON {table} USING gin (search_grams({column}))"
        for table, column in _SEARCHED.items()
    ),
    # Statistics of the trigrams would cost minutes and say nothing that a query here is planned by.
    *(f"ALTER INDEX search_{table} ALTER COLUMN 1 SET STATISTICS 0" for table in _SEARCHED),
    """
    CREATE FUNCTION search_language_seq() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      NEW.seq := (SELECT seq FROM event WHERE id = NEW.event_id);
      RETURN NEW;
    END
    $$
    """,
    """
    CREATE TRIGGER search_language_seq BEFORE INSERT ON event_language
    FOR EACH ROW EXECUTE FUNCTION search_language_seq()
    """,
)


def _sqlite() -> list[str]:
    statements = [
        # The numbers of rows without a primary key of whole numbers may change; these do not.
        "CREATE TABLE search_document (number INTEGER PRIMARY KEY, document_id TEXT NOT NULL UNIQUE)",
        """
        CREATE VIRTUAL TABLE search_gram USING fts5(
          said, content='', columnsize=0, detail=none, tokenize='trigram case_sensitive 1'
        )
        """,
        "CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab(search_gram, 'row')",
    ]
    for table, column in _SEARCHED.items():
        number = "(SELECT number FROM search_document WHERE document_id = {}.id)"
        said = f"substr({{}}.{column}, 1, {INDEXED_CHARACTERS}) || '  '"
        added = f"INSERT INTO search_gram (rowid, said) VALUES ({number.format('new')}, {said.format('new')});"
        removed = (
            "INSERT INTO search_gram (search_gram, rowid, said)"
            f" VALUES ('delete', {number.format('old')}, {said.format('old')});"
        )
        statements += [
            f"INSERT INTO search_document (document_id) SELECT id FROM {table}",
            f"INSERT INTO search_gram (rowid, said) SELECT number, {said.format(table)} FROM {table}"
            f" JOIN search_document ON document_id = {table}.id",
            f"CREATE TRIGGER search_{table}_added AFTER INSERT ON {table} BEGIN"
            f" INSERT INTO search_document (document_id) VALUES (new.id); {added} END",
            f"CREATE TRIGGER search_{table}_changed AFTER UPDATE OF {column} ON {table}"
            f" WHEN old.{column} IS NOT new.{column} BEGIN {removed} {added} END",
            f"CREATE TRIGGER search_{table}_removed AFTER DELETE ON {table} BEGIN"
            f" {removed} DELETE FROM search_document WHERE document_id = old.id; END",
        ]
    statements.append(
        """
        CREATE TRIGGER search_language_seq AFTER INSERT ON event_language BEGIN
          UPDATE event_language SET seq = (SELECT seq FROM event WHERE id = new.event_id)
          WHERE event_id = new.event_id AND language = new.language;
        END
        """
    )
    return statements
