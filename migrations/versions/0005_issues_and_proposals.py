"""Threads, issues and proposals."""

import sqlalchemy as sa
from alembic import op

revision = "0005_issues_and_proposals"
down_revision = "0004_organisations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "threads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("heading", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("audience", sa.String(length=30), nullable=False),
        sa.Column("opened", sa.Boolean(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("audience IN ('public', 'parties', 'staff')", name=op.f("ck_threads_audience_known")),
        sa.CheckConstraint("length(address) <= 200", name=op.f("ck_threads_address_length")),
        sa.CheckConstraint("length(heading) <= 120", name=op.f("ck_threads_heading_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threads")),
    )
    op.create_table(
        "comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("for_centre", sa.Boolean(), nullable=False),
        sa.Column("body", sa.String(length=1000), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.Column("deleted_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(body) <= 1000", name=op.f("ck_comments_body_length")),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_comments_author_id_users")),
        sa.ForeignKeyConstraint(["deleted_by_id"], ["users.id"], name=op.f("fk_comments_deleted_by_id_users")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_comments_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_comments_thread_id_threads")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
    )
    op.create_index(op.f("ix_comments_author_id"), "comments", ["author_id"], unique=False)
    op.create_index(op.f("ix_comments_thread_id"), "comments", ["thread_id"], unique=False)
    op.create_table(
        "issues",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("body", sa.String(length=2000), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("place_note", sa.String(length=200), nullable=False),
        sa.Column("timing", sa.String(length=200), nullable=False),
        sa.Column("poster_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("display_name", sa.String(length=40), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("contact_phone", sa.String(length=20), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=True),
        sa.Column("person", sa.String(length=40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("consented_on", sa.Date(), nullable=True),
        sa.Column("posted_at", sa.DateTime(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("reply_by", sa.Date(), nullable=True),
        sa.Column("ending", sa.String(length=30), nullable=False),
        sa.Column("ending_reason", sa.String(length=500), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("coordinator_id", sa.Integer(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("publication", sa.String(length=30), nullable=False),
        sa.Column("publication_reason", sa.String(length=500), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("ending IN ('none', 'done', 'withdrawn', 'paused')", name=op.f("ck_issues_ending_known")),
        sa.CheckConstraint("poster_id IS NOT NULL OR person <> ''", name=op.f("ck_issues_somebody")),
        sa.CheckConstraint(
            "publication IN ('draft', 'waiting', 'public', 'sent_back', 'hidden', 'restricted')",
            name=op.f("ck_issues_publication_known"),
        ),
        sa.CheckConstraint("length(body) <= 2000", name=op.f("ck_issues_body_length")),
        sa.CheckConstraint("length(contact_email) <= 254", name=op.f("ck_issues_contact_email_length")),
        sa.CheckConstraint("length(contact_phone) <= 20", name=op.f("ck_issues_contact_phone_length")),
        sa.CheckConstraint("length(display_name) <= 40", name=op.f("ck_issues_display_name_length")),
        sa.CheckConstraint("length(ending_reason) <= 500", name=op.f("ck_issues_ending_reason_length")),
        sa.CheckConstraint("length(person) <= 40", name=op.f("ck_issues_person_length")),
        sa.CheckConstraint("length(place_note) <= 200", name=op.f("ck_issues_place_note_length")),
        sa.CheckConstraint("length(publication_reason) <= 500", name=op.f("ck_issues_publication_reason_length")),
        sa.CheckConstraint("length(timing) <= 200", name=op.f("ck_issues_timing_length")),
        sa.CheckConstraint("length(title) <= 60", name=op.f("ck_issues_title_length")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_issues_area_id_areas")),
        sa.ForeignKeyConstraint(["category_id"], ["terms.id"], name=op.f("fk_issues_category_id_terms")),
        sa.ForeignKeyConstraint(["channel_id"], ["terms.id"], name=op.f("fk_issues_channel_id_terms")),
        sa.ForeignKeyConstraint(["coordinator_id"], ["users.id"], name=op.f("fk_issues_coordinator_id_users")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["issues.id"], name=op.f("fk_issues_merged_into_id_issues")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_issues_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["poster_id"], ["users.id"], name=op.f("fk_issues_poster_id_users")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["users.id"], name=op.f("fk_issues_recorded_by_id_users")),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_issues_thread_id_threads")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issues")),
        sa.UniqueConstraint("thread_id", name=op.f("uq_issues_thread_id")),
    )
    op.create_index(op.f("ix_issues_area_id"), "issues", ["area_id"], unique=False)
    op.create_index(op.f("ix_issues_category_id"), "issues", ["category_id"], unique=False)
    op.create_index(op.f("ix_issues_coordinator_id"), "issues", ["coordinator_id"], unique=False)
    op.create_index(op.f("ix_issues_merged_into_id"), "issues", ["merged_into_id"], unique=False)
    op.create_index(op.f("ix_issues_organisation_id"), "issues", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_issues_poster_id"), "issues", ["poster_id"], unique=False)
    op.create_index(op.f("ix_issues_publication"), "issues", ["publication"], unique=False)
    op.create_index(
        op.f("ix_issues_publication_merged_into_id_area_id_published_at"),
        "issues",
        ["publication", "merged_into_id", "area_id", "published_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_issues_publication_merged_into_id_category_id_published_at"),
        "issues",
        ["publication", "merged_into_id", "category_id", "published_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_issues_publication_merged_into_id_published_at"),
        "issues",
        ["publication", "merged_into_id", "published_at"],
        unique=False,
    )
    op.create_table(
        "needs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.String(length=60), nullable=False),
        sa.Column("timing", sa.String(length=60), nullable=False),
        sa.CheckConstraint("length(amount) <= 60", name=op.f("ck_needs_amount_length")),
        sa.CheckConstraint("length(timing) <= 60", name=op.f("ck_needs_timing_length")),
        sa.ForeignKeyConstraint(["issue_id"], ["issues.id"], name=op.f("fk_needs_issue_id_issues")),
        sa.ForeignKeyConstraint(["kind_id"], ["terms.id"], name=op.f("fk_needs_kind_id_terms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needs")),
    )
    op.create_index(op.f("ix_needs_issue_id"), "needs", ["issue_id"], unique=False)
    op.create_index(op.f("ix_needs_kind_id"), "needs", ["kind_id"], unique=False)
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("body", sa.String(length=2000), nullable=False),
        sa.Column("timing", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'under_review', 'chosen', 'not_this_time', 'withdrawn')",
            name=op.f("ck_proposals_state_known"),
        ),
        sa.CheckConstraint("length(body) <= 2000", name=op.f("ck_proposals_body_length")),
        sa.CheckConstraint("length(reason) <= 500", name=op.f("ck_proposals_reason_length")),
        sa.CheckConstraint("length(timing) <= 200", name=op.f("ck_proposals_timing_length")),
        sa.CheckConstraint("length(title) <= 60", name=op.f("ck_proposals_title_length")),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_proposals_author_id_users")),
        sa.ForeignKeyConstraint(["issue_id"], ["issues.id"], name=op.f("fk_proposals_issue_id_issues")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_proposals_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_proposals_thread_id_threads")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
        sa.UniqueConstraint("thread_id", name=op.f("uq_proposals_thread_id")),
    )
    op.create_index(op.f("ix_proposals_author_id"), "proposals", ["author_id"], unique=False)
    op.create_index(op.f("ix_proposals_issue_id"), "proposals", ["issue_id"], unique=False)
    op.create_index(op.f("ix_proposals_organisation_id"), "proposals", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_proposals_state"), "proposals", ["state"], unique=False)
    op.create_index(
        "uq_proposals_one_unfinished",
        "proposals",
        ["issue_id", "organisation_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('draft', 'submitted', 'under_review')"),
        postgresql_where=sa.text("state IN ('draft', 'submitted', 'under_review')"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_proposals_one_unfinished",
        table_name="proposals",
        sqlite_where=sa.text("state IN ('draft', 'submitted', 'under_review')"),
        postgresql_where=sa.text("state IN ('draft', 'submitted', 'under_review')"),
    )
    op.drop_index(op.f("ix_proposals_state"), table_name="proposals")
    op.drop_index(op.f("ix_proposals_organisation_id"), table_name="proposals")
    op.drop_index(op.f("ix_proposals_issue_id"), table_name="proposals")
    op.drop_index(op.f("ix_proposals_author_id"), table_name="proposals")
    op.drop_table("proposals")
    op.drop_index(op.f("ix_needs_kind_id"), table_name="needs")
    op.drop_index(op.f("ix_needs_issue_id"), table_name="needs")
    op.drop_table("needs")
    op.drop_index(op.f("ix_issues_publication_merged_into_id_published_at"), table_name="issues")
    op.drop_index(op.f("ix_issues_publication_merged_into_id_category_id_published_at"), table_name="issues")
    op.drop_index(op.f("ix_issues_publication_merged_into_id_area_id_published_at"), table_name="issues")
    op.drop_index(op.f("ix_issues_publication"), table_name="issues")
    op.drop_index(op.f("ix_issues_poster_id"), table_name="issues")
    op.drop_index(op.f("ix_issues_organisation_id"), table_name="issues")
    op.drop_index(op.f("ix_issues_merged_into_id"), table_name="issues")
    op.drop_index(op.f("ix_issues_coordinator_id"), table_name="issues")
    op.drop_index(op.f("ix_issues_category_id"), table_name="issues")
    op.drop_index(op.f("ix_issues_area_id"), table_name="issues")
    op.drop_table("issues")
    op.drop_index(op.f("ix_comments_thread_id"), table_name="comments")
    op.drop_index(op.f("ix_comments_author_id"), table_name="comments")
    op.drop_table("comments")
    op.drop_table("threads")
