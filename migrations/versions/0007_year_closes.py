"""Closed fiscal years."""

import sqlalchemy as sa
from alembic import op

revision = "0007_year_closes"
down_revision = "0006_matching"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "year_closes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["closed_by_id"], ["users.id"], name=op.f("fk_year_closes_closed_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_closes")),
        sa.UniqueConstraint("fiscal_year", name=op.f("uq_year_closes_fiscal_year")),
    )


def downgrade() -> None:
    op.drop_table("year_closes")
