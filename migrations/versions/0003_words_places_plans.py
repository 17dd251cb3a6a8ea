"""Words, districts and plans."""

import sqlalchemy as sa
from alembic import op

revision = "0003_words_places_plans"
down_revision = "0002_accounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "area_systems",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("as_of", sa.String(length=10), nullable=False),
        sa.CheckConstraint("length(as_of) <= 10", name=op.f("ck_area_systems_as_of_length")),
        sa.CheckConstraint("length(code) <= 40", name=op.f("ck_area_systems_code_length")),
        sa.CheckConstraint("length(name) <= 80", name=op.f("ck_area_systems_name_length")),
        sa.CheckConstraint("length(source) <= 200", name=op.f("ck_area_systems_source_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_systems")),
        sa.UniqueConstraint("code", name=op.f("uq_area_systems_code")),
    )
    op.create_table(
        "plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("start_year", sa.Integer(), nullable=False),
        sa.Column("end_year", sa.Integer(), nullable=False),
        sa.Column("vision", sa.String(length=200), nullable=False),
        sa.Column("authority", sa.String(length=200), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=True),
        sa.Column("baseline_year", sa.Integer(), nullable=True),
        sa.Column("target_year", sa.Integer(), nullable=True),
        sa.Column("parent_code", sa.String(length=40), nullable=False),
        sa.Column("successor_code", sa.String(length=40), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("status IN ('draft', 'adopted', 'closed')", name=op.f("ck_plans_status_known")),
        sa.CheckConstraint("length(authority) <= 200", name=op.f("ck_plans_authority_length")),
        sa.CheckConstraint("length(code) <= 40", name=op.f("ck_plans_code_length")),
        sa.CheckConstraint("length(parent_code) <= 40", name=op.f("ck_plans_parent_code_length")),
        sa.CheckConstraint("length(successor_code) <= 40", name=op.f("ck_plans_successor_code_length")),
        sa.CheckConstraint("length(title) <= 120", name=op.f("ck_plans_title_length")),
        sa.CheckConstraint("length(vision) <= 200", name=op.f("ck_plans_vision_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
        sa.UniqueConstraint("code", name=op.f("uq_plans_code")),
    )
    op.create_table(
        "terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("vocabulary", sa.String(length=30), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("meaning", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "vocabulary IN ('issue_category', 'need_kind', 'organisation_kind', 'activity_field', 'cooperation_form', 'intake_channel', 'decline_reason', 'not_agreed_reason', 'broken_off_reason')",
            name=op.f("ck_terms_vocabulary_known"),
        ),
        sa.CheckConstraint("length(code) <= 60", name=op.f("ck_terms_code_length")),
        sa.CheckConstraint("length(label) <= 60", name=op.f("ck_terms_label_length")),
        sa.CheckConstraint("length(meaning) <= 200", name=op.f("ck_terms_meaning_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms")),
        sa.UniqueConstraint("vocabulary", "code", name=op.f("uq_terms_vocabulary_code")),
    )
    op.create_table(
        "areas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("system_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length(code) <= 40", name=op.f("ck_areas_code_length")),
        sa.CheckConstraint("length(name) <= 60", name=op.f("ck_areas_name_length")),
        sa.ForeignKeyConstraint(["parent_id"], ["areas.id"], name=op.f("fk_areas_parent_id_areas")),
        sa.ForeignKeyConstraint(["system_id"], ["area_systems.id"], name=op.f("fk_areas_system_id_area_systems")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_areas")),
        sa.UniqueConstraint("system_id", "code", name=op.f("uq_areas_system_id_code")),
    )
    op.create_table(
        "nodes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("subtitle", sa.String(length=200), nullable=False),
        sa.Column("departments", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(code) <= 20", name=op.f("ck_nodes_code_length")),
        sa.CheckConstraint("length(subtitle) <= 200", name=op.f("ck_nodes_subtitle_length")),
        sa.CheckConstraint("length(title) <= 200", name=op.f("ck_nodes_title_length")),
        sa.ForeignKeyConstraint(["parent_id"], ["nodes.id"], name=op.f("fk_nodes_parent_id_nodes")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_nodes_plan_id_plans")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nodes")),
        sa.UniqueConstraint("plan_id", "code", name=op.f("uq_nodes_plan_id_code")),
    )
    op.create_index(op.f("ix_nodes_parent_id"), "nodes", ["parent_id"], unique=False)
    op.create_index(op.f("ix_nodes_plan_id"), "nodes", ["plan_id"], unique=False)
    op.create_table(
        "indicators",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("node_id", sa.Integer(), nullable=False),
        sa.Column("repost_of_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("printed_name", sa.String(length=200), nullable=False),
        sa.Column("printed_basis", sa.String(length=30), nullable=True),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("basis", sa.String(length=30), nullable=False),
        sa.Column("direction", sa.String(length=30), nullable=False),
        sa.Column("baseline", sa.Numeric(precision=16, scale=4), nullable=True),
        sa.Column("target", sa.Numeric(precision=16, scale=4), nullable=True),
        sa.Column("baseline_words", sa.String(length=40), nullable=False),
        sa.Column("target_words", sa.String(length=40), nullable=False),
        sa.Column("baseline_is_approximate", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=30), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "basis IN ('annual', 'cumulative', 'period_sum', 'milestone')", name=op.f("ck_indicators_basis_known")
        ),
        sa.CheckConstraint("direction IN ('increase', 'decrease')", name=op.f("ck_indicators_direction_known")),
        sa.CheckConstraint(
            "printed_basis IN ('annual', 'cumulative', 'period_sum', 'milestone')",
            name=op.f("ck_indicators_printed_basis_known"),
        ),
        sa.CheckConstraint(
            "source IN ('reported', 'matches', 'agreements', 'applications')", name=op.f("ck_indicators_source_known")
        ),
        sa.CheckConstraint("length(baseline_words) <= 40", name=op.f("ck_indicators_baseline_words_length")),
        sa.CheckConstraint("length(code) <= 20", name=op.f("ck_indicators_code_length")),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_indicators_name_length")),
        sa.CheckConstraint("length(printed_name) <= 200", name=op.f("ck_indicators_printed_name_length")),
        sa.CheckConstraint("length(target_words) <= 40", name=op.f("ck_indicators_target_words_length")),
        sa.CheckConstraint("length(unit) <= 20", name=op.f("ck_indicators_unit_length")),
        sa.ForeignKeyConstraint(["node_id"], ["nodes.id"], name=op.f("fk_indicators_node_id_nodes")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_indicators_plan_id_plans")),
        sa.ForeignKeyConstraint(
            ["repost_of_id"], ["indicators.id"], name=op.f("fk_indicators_repost_of_id_indicators")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicators")),
        sa.UniqueConstraint("plan_id", "code", name=op.f("uq_indicators_plan_id_code")),
    )
    op.create_index(op.f("ix_indicators_node_id"), "indicators", ["node_id"], unique=False)
    op.create_index(op.f("ix_indicators_plan_id"), "indicators", ["plan_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_indicators_plan_id"), table_name="indicators")
    op.drop_index(op.f("ix_indicators_node_id"), table_name="indicators")
    op.drop_table("indicators")
    op.drop_index(op.f("ix_nodes_plan_id"), table_name="nodes")
    op.drop_index(op.f("ix_nodes_parent_id"), table_name="nodes")
    op.drop_table("nodes")
    op.drop_table("areas")
    op.drop_table("terms")
    op.drop_table("plans")
    op.drop_table("area_systems")
