"""A word that a form offers."""

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matchbox.core.database import Model, Numbered
from matchbox.core.words import N_, Worded


class Vocabulary(Worded):
    """The lists there are."""

    ISSUE_CATEGORY = "issue_category", N_("課題の分野")
    NEED_KIND = "need_kind", N_("求めるもの")
    ORGANISATION_KIND = "organisation_kind", N_("団体の種別")
    ACTIVITY_FIELD = "activity_field", N_("活動分野（特定非営利活動促進法の20分野）")
    COOPERATION_FORM = "cooperation_form", N_("協働の形態")
    INTAKE_CHANNEL = "intake_channel", N_("受付の方法")
    DECLINE_REASON = "decline_reason", N_("お断りの理由")
    NOT_AGREED_REASON = "not_agreed_reason", N_("不成立の理由")
    BROKEN_OFF_REASON = "broken_off_reason", N_("中止の理由")


class Term(Numbered, Model):
    """`code` is what rules point at and never changes; `label` is what people read."""

    __tablename__ = "terms"
    __table_args__ = (UniqueConstraint("vocabulary", "code"),)

    vocabulary: Mapped[Vocabulary]
    code: Mapped[str] = mapped_column(String(60))
    label: Mapped[str] = mapped_column(String(60))
    meaning: Mapped[str] = mapped_column(String(200), default="")
    position: Mapped[int]
    retired: Mapped[bool] = mapped_column(default=False)


