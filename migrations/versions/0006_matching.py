"""Matches with all that belongs to them."""

import sqlalchemy as sa
from alembic import op

revision = "0006_matching"
down_revision = "0005_issues_and_proposals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "matches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("party_set", sa.String(length=500), nullable=False),
        sa.Column("coordinator_id", sa.Integer(), nullable=True),
        sa.Column("form_id", sa.Integer(), nullable=True),
        sa.Column("occasion", sa.String(length=500), nullable=False),
        sa.Column("next_step", sa.String(length=500), nullable=False),
        sa.Column("next_step_by", sa.Date(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("purpose", sa.String(length=1000), nullable=False),
        sa.Column("who_does_what", sa.String(length=1000), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=True),
        sa.Column("period_until", sa.Date(), nullable=True),
        sa.Column("brokered_by", sa.String(length=30), nullable=True),
        sa.Column("why_no_meeting", sa.String(length=500), nullable=False),
        sa.Column("is_pact", sa.Boolean(), nullable=False),
        sa.Column("agreed_recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("agreed_recorded_at", sa.DateTime(), nullable=True),
        sa.Column("end_reason_id", sa.Integer(), nullable=True),
        sa.Column("end_note", sa.String(length=500), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("continues_id", sa.Integer(), nullable=True),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('not_agreed', 'broken_off')) = (end_reason_id IS NOT NULL)", name=op.f("ck_matches_end_reason")
        ),
        sa.CheckConstraint("brokered_by IN ('centre', 'parties', 'other')", name=op.f("ck_matches_brokered_by_known")),
        sa.CheckConstraint("kind IN ('exchange', 'cooperation')", name=op.f("ck_matches_kind_known")),
        sa.CheckConstraint(
            "state IN ('candidate', 'approached', 'meeting', 'agreed', 'active', 'completed', 'not_agreed', 'broken_off')",
            name=op.f("ck_matches_state_known"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('agreed', 'active', 'completed', 'broken_off') OR (agreed_on IS NOT NULL AND purpose <> '' AND who_does_what <> '' AND period_from IS NOT NULL AND brokered_by IS NOT NULL)",
            name=op.f("ck_matches_agreement"),
        ),
        sa.CheckConstraint("length(end_note) <= 500", name=op.f("ck_matches_end_note_length")),
        sa.CheckConstraint("length(next_step) <= 500", name=op.f("ck_matches_next_step_length")),
        sa.CheckConstraint("length(occasion) <= 500", name=op.f("ck_matches_occasion_length")),
        sa.CheckConstraint("length(party_set) <= 500", name=op.f("ck_matches_party_set_length")),
        sa.CheckConstraint("length(purpose) <= 1000", name=op.f("ck_matches_purpose_length")),
        sa.CheckConstraint("length(title) <= 60", name=op.f("ck_matches_title_length")),
        sa.CheckConstraint("length(who_does_what) <= 1000", name=op.f("ck_matches_who_does_what_length")),
        sa.CheckConstraint("length(why_no_meeting) <= 500", name=op.f("ck_matches_why_no_meeting_length")),
        sa.CheckConstraint("period_until IS NULL OR period_until >= period_from", name=op.f("ck_matches_period")),
        sa.ForeignKeyConstraint(
            ["agreed_recorded_by_id"], ["users.id"], name=op.f("fk_matches_agreed_recorded_by_id_users")
        ),
        sa.ForeignKeyConstraint(["continues_id"], ["matches.id"], name=op.f("fk_matches_continues_id_matches")),
        sa.ForeignKeyConstraint(["coordinator_id"], ["users.id"], name=op.f("fk_matches_coordinator_id_users")),
        sa.ForeignKeyConstraint(["end_reason_id"], ["terms.id"], name=op.f("fk_matches_end_reason_id_terms")),
        sa.ForeignKeyConstraint(["form_id"], ["terms.id"], name=op.f("fk_matches_form_id_terms")),
        sa.ForeignKeyConstraint(["issue_id"], ["issues.id"], name=op.f("fk_matches_issue_id_issues")),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_matches_thread_id_threads")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matches")),
        sa.UniqueConstraint("thread_id", name=op.f("uq_matches_thread_id")),
    )
    op.create_index(op.f("ix_matches_agreed_on"), "matches", ["agreed_on"], unique=False)
    op.create_index(op.f("ix_matches_coordinator_id"), "matches", ["coordinator_id"], unique=False)
    op.create_index(op.f("ix_matches_issue_id"), "matches", ["issue_id"], unique=False)
    op.create_index(op.f("ix_matches_state"), "matches", ["state"], unique=False)
    op.create_index(
        "uq_matches_one_live",
        "matches",
        ["issue_id", "party_set"],
        unique=True,
        sqlite_where=sa.text("state IN ('candidate', 'approached', 'meeting', 'agreed', 'active') AND party_set <> ''"),
        postgresql_where=sa.text(
            "state IN ('candidate', 'approached', 'meeting', 'agreed', 'active') AND party_set <> ''"
        ),
    )
    op.create_table(
        "activities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.CheckConstraint("hours IS NULL OR hours BETWEEN 0 AND 10000", name=op.f("ck_activities_hours")),
        sa.CheckConstraint("length(note) <= 500", name=op.f("ck_activities_note_length")),
        sa.CheckConstraint("people BETWEEN 0 AND 100000", name=op.f("ck_activities_people")),
        sa.ForeignKeyConstraint(["match_id"], ["matches.id"], name=op.f("fk_activities_match_id_matches")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
    )
    op.create_index(op.f("ix_activities_match_id"), "activities", ["match_id"], unique=False)
    op.create_table(
        "match_candidates",
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["match_id"], ["matches.id"], name=op.f("fk_match_candidates_match_id_matches")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_match_candidates_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("match_id", "organisation_id", name=op.f("pk_match_candidates")),
    )
    op.create_table(
        "match_proposals",
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["match_id"], ["matches.id"], name=op.f("fk_match_proposals_match_id_matches")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_match_proposals_proposal_id_proposals")
        ),
        sa.PrimaryKeyConstraint("match_id", "proposal_id", name=op.f("pk_match_proposals")),
    )
    op.create_table(
        "match_tags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column("node_id", sa.Integer(), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["match_id"], ["matches.id"], name=op.f("fk_match_tags_match_id_matches")),
        sa.ForeignKeyConstraint(["node_id"], ["nodes.id"], name=op.f("fk_match_tags_node_id_nodes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_tags")),
        sa.UniqueConstraint("match_id", "node_id", name=op.f("uq_match_tags_match_id_node_id")),
    )
    op.create_index(op.f("ix_match_tags_match_id"), "match_tags", ["match_id"], unique=False)
    op.create_index(op.f("ix_match_tags_node_id"), "match_tags", ["node_id"], unique=False)
    op.create_table(
        "outreaches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("means", sa.String(length=30), nullable=False),
        sa.Column("message", sa.String(length=1000), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(length=30), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("decline_reason_id", sa.Integer(), nullable=True),
        sa.Column("answer_note", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "answer IN ('waiting', 'accepted', 'conditional', 'declined', 'expired')",
            name=op.f("ck_outreaches_answer_known"),
        ),
        sa.CheckConstraint("means IN ('system', 'phone', 'visit', 'proposal')", name=op.f("ck_outreaches_means_known")),
        sa.CheckConstraint("length(answer_note) <= 500", name=op.f("ck_outreaches_answer_note_length")),
        sa.CheckConstraint("length(message) <= 1000", name=op.f("ck_outreaches_message_length")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name=op.f("fk_outreaches_asked_by_id_users")),
        sa.ForeignKeyConstraint(
            ["decline_reason_id"], ["terms.id"], name=op.f("fk_outreaches_decline_reason_id_terms")
        ),
        sa.ForeignKeyConstraint(["match_id"], ["matches.id"], name=op.f("fk_outreaches_match_id_matches")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_outreaches_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outreaches")),
        sa.UniqueConstraint("match_id", "organisation_id", name=op.f("uq_outreaches_match_id_organisation_id")),
    )
    op.create_index(op.f("ix_outreaches_match_id"), "outreaches", ["match_id"], unique=False)
    op.create_index(op.f("ix_outreaches_organisation_id"), "outreaches", ["organisation_id"], unique=False)
    op.create_table(
        "parties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("person_of_issue_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.CheckConstraint("role IN ('needing', 'helping', 'supporting')", name=op.f("ck_parties_role_known")),
        sa.CheckConstraint(
            "(CASE WHEN organisation_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN user_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN person_of_issue_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_parties_one_of"),
        ),
        sa.CheckConstraint("length(name) <= 40", name=op.f("ck_parties_name_length")),
        sa.ForeignKeyConstraint(["match_id"], ["matches.id"], name=op.f("fk_parties_match_id_matches")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_parties_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(
            ["person_of_issue_id"], ["issues.id"], name=op.f("fk_parties_person_of_issue_id_issues")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_parties_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parties")),
        sa.UniqueConstraint(
            "match_id", "role", "organisation_id", name=op.f("uq_parties_match_id_role_organisation_id")
        ),
        sa.UniqueConstraint("match_id", "role", "user_id", name=op.f("uq_parties_match_id_role_user_id")),
    )
    op.create_index(op.f("ix_parties_match_id"), "parties", ["match_id"], unique=False)
    op.create_index(op.f("ix_parties_organisation_id"), "parties", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_parties_user_id"), "parties", ["user_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_parties_user_id"), table_name="parties")
    op.drop_index(op.f("ix_parties_organisation_id"), table_name="parties")
    op.drop_index(op.f("ix_parties_match_id"), table_name="parties")
    op.drop_table("parties")
    op.drop_index(op.f("ix_outreaches_organisation_id"), table_name="outreaches")
    op.drop_index(op.f("ix_outreaches_match_id"), table_name="outreaches")
    op.drop_table("outreaches")
    op.drop_index(op.f("ix_match_tags_node_id"), table_name="match_tags")
    op.drop_index(op.f("ix_match_tags_match_id"), table_name="match_tags")
    op.drop_table("match_tags")
    op.drop_table("match_proposals")
    op.drop_table("match_candidates")
    op.drop_index(op.f("ix_activities_match_id"), table_name="activities")
    op.drop_table("activities")
    op.drop_index(
        "uq_matches_one_live",
        table_name="matches",
        sqlite_where=sa.text("state IN ('candidate', 'approached', 'meeting', 'agreed', 'active') AND party_set <> ''"),
        postgresql_where=sa.text(
            "state IN ('candidate', 'approached', 'meeting', 'agreed', 'active') AND party_set <> ''"
        ),
    )
    op.drop_index(op.f("ix_matches_state"), table_name="matches")
    op.drop_index(op.f("ix_matches_issue_id"), table_name="matches")
    op.drop_index(op.f("ix_matches_coordinator_id"), table_name="matches")
    op.drop_index(op.f("ix_matches_agreed_on"), table_name="matches")
    op.drop_table("matches")
