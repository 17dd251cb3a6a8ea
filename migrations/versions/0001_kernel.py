"""Journal, outbox and sent forms."""

import sqlalchemy as sa
from alembic import op

revision = "0001_kernel"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "journal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("subject_kind", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("audience", sa.String(length=30), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.CheckConstraint("audience IN ('public', 'parties', 'staff')", name=op.f("ck_journal_audience_known")),
        sa.CheckConstraint("length(kind) <= 60", name=op.f("ck_journal_kind_length")),
        sa.CheckConstraint("length(subject_kind) <= 30", name=op.f("ck_journal_subject_kind_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
    )
    op.create_index(op.f("ix_journal_actor_id"), "journal", ["actor_id"], unique=False)
    op.create_index(op.f("ix_journal_kind"), "journal", ["kind"], unique=False)
    op.create_index(op.f("ix_journal_subject_kind_subject_id"), "journal", ["subject_kind", "subject_id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("claimed_until", sa.DateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("last_error", sa.String(length=500), nullable=False),
        sa.CheckConstraint("length(last_error) <= 500", name=op.f("ck_outbox_last_error_length")),
        sa.CheckConstraint("length(topic) <= 40", name=op.f("ck_outbox_topic_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index(op.f("ix_outbox_done_at_due_at"), "outbox", ["done_at", "due_at"], unique=False)
    op.create_table(
        "sent_forms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.CheckConstraint("length(fingerprint) <= 64", name=op.f("ck_sent_forms_fingerprint_length")),
        sa.CheckConstraint("length(key) <= 64", name=op.f("ck_sent_forms_key_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_forms")),
        sa.UniqueConstraint("key", name=op.f("uq_sent_forms_key")),
    )


def downgrade() -> None:
    op.drop_table("sent_forms")
    op.drop_index(op.f("ix_outbox_done_at_due_at"), table_name="outbox")
    op.drop_table("outbox")
    op.drop_index(op.f("ix_journal_subject_kind_subject_id"), table_name="journal")
    op.drop_index(op.f("ix_journal_kind"), table_name="journal")
    op.drop_index(op.f("ix_journal_actor_id"), table_name="journal")
    op.drop_table("journal")
