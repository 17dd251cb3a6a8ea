"""What search keeps, news, saved searches, and the places of districts on the tile map."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008_finding"
down_revision = "0007_year_closes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_documents",
        sa.Column("generation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("during", sa.Integer(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("grams", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("lexemes", postgresql.TSVECTOR().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("generation", "key", name=op.f("pk_search_documents")),
        postgresql_with={"toast_tuple_target": 128},
    )
    op.create_index(
        op.f("ix_search_documents_lexemes"),
        "search_documents",
        ["lexemes"],
        unique=False,
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
    )

    op.create_table(
        "search_index",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("building", sa.Integer(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_index")),
    )
    op.create_table(
        "synonym_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("code", sa.String(length=61), nullable=True),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("length(code) <= 61", name=op.f("ck_synonym_groups_code_length")),
        sa.CheckConstraint("length(note) <= 200", name=op.f("ck_synonym_groups_note_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synonym_groups")),
        sa.UniqueConstraint("code", name=op.f("uq_synonym_groups_code")),
    )
    op.create_table(
        "news",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("body", sa.String(length=4000), nullable=False),
        sa.Column("is_important", sa.Boolean(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("edited_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("state = 'draft' OR published_at IS NOT NULL", name=op.f("ck_news_published")),
        sa.CheckConstraint("state IN ('draft', 'public', 'withdrawn')", name=op.f("ck_news_state_known")),
        sa.CheckConstraint("length(body) <= 4000", name=op.f("ck_news_body_length")),
        sa.CheckConstraint("length(title) <= 80", name=op.f("ck_news_title_length")),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_news_author_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news")),
    )
    op.create_index(op.f("ix_news_author_id"), "news", ["author_id"], unique=False)
    op.create_index(op.f("ix_news_state_published_at"), "news", ["state", "published_at"], unique=False)

    op.create_table(
        "saved_searches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("list_name", sa.String(length=30), nullable=False),
        sa.Column("conditions", sa.String(length=1000), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.CheckConstraint(
            "list_name IN ('issues', 'organisations', 'proposals', 'matches', 'search')",
            name=op.f("ck_saved_searches_list_name_known"),
        ),
        sa.CheckConstraint("length(conditions) <= 1000", name=op.f("ck_saved_searches_conditions_length")),
        sa.CheckConstraint("length(title) <= 60", name=op.f("ck_saved_searches_title_length")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_saved_searches_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_searches")),
        sa.UniqueConstraint(
            "user_id", "list_name", "conditions", name=op.f("uq_saved_searches_user_id_list_name_conditions")
        ),
    )
    op.create_table(
        "synonym_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('loaded', 'added', 'changed', 'withdrawn', 'restored')",
            name=op.f("ck_synonym_changes_kind_known"),
        ),
        sa.ForeignKeyConstraint(["changed_by_id"], ["users.id"], name=op.f("fk_synonym_changes_changed_by_id_users")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["synonym_groups.id"], name=op.f("fk_synonym_changes_group_id_synonym_groups")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synonym_changes")),
    )
    op.create_index(op.f("ix_synonym_changes_changed_by_id"), "synonym_changes", ["changed_by_id"], unique=False)
    op.create_index(op.f("ix_synonym_changes_group_id"), "synonym_changes", ["group_id"], unique=False)

    with op.batch_alter_table("areas") as table:
        table.add_column(sa.Column("tile_x", sa.Integer(), nullable=True))
        table.add_column(sa.Column("tile_y", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("areas") as table:
        table.drop_column("tile_y")
        table.drop_column("tile_x")

    op.drop_index(
        op.f("ix_synonym_changes_group_id"),
        table_name="synonym_changes",
    )
    op.drop_index(
        op.f("ix_synonym_changes_changed_by_id"),
        table_name="synonym_changes",
    )

    op.drop_table("synonym_changes")
    op.drop_table("saved_searches")
    op.drop_index(
        op.f("ix_news_state_published_at"),
        table_name="news",
    )
    op.drop_index(
        op.f("ix_news_author_id"),
        table_name="news",
    )

    op.drop_table("news")
    op.drop_table("synonym_groups")
    op.drop_table("search_index")
    op.drop_index(
        op.f("ix_search_documents_lexemes"),
        table_name="search_documents",
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
    )

    op.drop_table("search_documents")
