"""Groups, their members and offers."""

import sqlalchemy as sa
from alembic import op

revision = "0004_organisations"
down_revision = "0003_words_places_plans"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "organisations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kana", sa.String(length=160), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("founded_year", sa.Integer(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(length=1000), nullable=False),
        sa.Column("activities", sa.String(length=1000), nullable=False),
        sa.Column("whole_city", sa.Boolean(), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("contact_name", sa.String(length=60), nullable=False),
        sa.Column("contact_name_public", sa.Boolean(), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("phone_public", sa.Boolean(), nullable=False),
        sa.Column("mobile", sa.String(length=20), nullable=False),
        sa.Column("mobile_public", sa.Boolean(), nullable=False),
        sa.Column("fax", sa.String(length=20), nullable=False),
        sa.Column("fax_public", sa.Boolean(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_public", sa.Boolean(), nullable=False),
        sa.Column("postal_code", sa.String(length=8), nullable=False),
        sa.Column("postal_code_public", sa.Boolean(), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("address_public", sa.Boolean(), nullable=False),
        sa.Column("verification", sa.String(length=30), nullable=False),
        sa.Column("verification_reason", sa.String(length=500), nullable=False),
        sa.Column("verified_at", sa.DateTime(), nullable=True),
        sa.Column("verified_until", sa.Date(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "verification IN ('applied', 'verified', 'expiring', 'expired', 'refused')",
            name=op.f("ck_organisations_verification_known"),
        ),
        sa.CheckConstraint("length(activities) <= 1000", name=op.f("ck_organisations_activities_length")),
        sa.CheckConstraint("length(address) <= 120", name=op.f("ck_organisations_address_length")),
        sa.CheckConstraint("length(contact_name) <= 60", name=op.f("ck_organisations_contact_name_length")),
        sa.CheckConstraint("length(email) <= 254", name=op.f("ck_organisations_email_length")),
        sa.CheckConstraint("length(fax) <= 20", name=op.f("ck_organisations_fax_length")),
        sa.CheckConstraint("length(kana) <= 160", name=op.f("ck_organisations_kana_length")),
        sa.CheckConstraint("length(mobile) <= 20", name=op.f("ck_organisations_mobile_length")),
        sa.CheckConstraint("length(name) <= 80", name=op.f("ck_organisations_name_length")),
        sa.CheckConstraint("length(phone) <= 20", name=op.f("ck_organisations_phone_length")),
        sa.CheckConstraint("length(postal_code) <= 8", name=op.f("ck_organisations_postal_code_length")),
        sa.CheckConstraint("length(purpose) <= 1000", name=op.f("ck_organisations_purpose_length")),
        sa.CheckConstraint("length(url) <= 300", name=op.f("ck_organisations_url_length")),
        sa.CheckConstraint(
            "length(verification_reason) <= 500", name=op.f("ck_organisations_verification_reason_length")
        ),
        sa.ForeignKeyConstraint(["kind_id"], ["terms.id"], name=op.f("fk_organisations_kind_id_terms")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["organisations.id"], name=op.f("fk_organisations_merged_into_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
    )
    op.create_index(op.f("ix_organisations_kind_id"), "organisations", ["kind_id"], unique=False)
    op.create_index(op.f("ix_organisations_name"), "organisations", ["name"], unique=False)
    op.create_index(op.f("ix_organisations_verification"), "organisations", ["verification"], unique=False)
    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint("role IN ('representative', 'liaison', 'member')", name=op.f("ck_memberships_role_known")),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name=op.f("ck_memberships_term")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_memberships_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_memberships_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
    )
    op.create_index(op.f("ix_memberships_organisation_id"), "memberships", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_memberships_user_id"), "memberships", ["user_id"], unique=False)
    op.create_table(
        "offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("description", sa.String(length=1000), nullable=False),
        sa.Column("months_off", sa.JSON(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("capacity BETWEEN 1 AND 20", name=op.f("ck_offers_capacity")),
        sa.CheckConstraint("length(description) <= 1000", name=op.f("ck_offers_description_length")),
        sa.CheckConstraint("length(title) <= 60", name=op.f("ck_offers_title_length")),
        sa.ForeignKeyConstraint(["kind_id"], ["terms.id"], name=op.f("fk_offers_kind_id_terms")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_offers_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
    )
    op.create_index(op.f("ix_offers_organisation_id"), "offers", ["organisation_id"], unique=False)
    op.create_table(
        "organisation_areas",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_organisation_areas_area_id_areas")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_organisation_areas_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "area_id", name=op.f("pk_organisation_areas")),
    )
    op.create_table(
        "organisation_fields",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_organisation_fields_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["term_id"], ["terms.id"], name=op.f("fk_organisation_fields_term_id_terms")),
        sa.PrimaryKeyConstraint("organisation_id", "term_id", name=op.f("pk_organisation_fields")),
    )


def downgrade() -> None:
    op.drop_table("organisation_fields")
    op.drop_table("organisation_areas")
    op.drop_index(op.f("ix_offers_organisation_id"), table_name="offers")
    op.drop_table("offers")
    op.drop_index(op.f("ix_memberships_user_id"), table_name="memberships")
    op.drop_index(op.f("ix_memberships_organisation_id"), table_name="memberships")
    op.drop_table("memberships")
    op.drop_index(op.f("ix_organisations_verification"), table_name="organisations")
    op.drop_index(op.f("ix_organisations_name"), table_name="organisations")
    op.drop_index(op.f("ix_organisations_kind_id"), table_name="organisations")
    op.drop_table("organisations")
