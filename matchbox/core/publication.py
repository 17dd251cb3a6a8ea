"""May it be seen? One life cycle that every public thing wears, independent of how far the thing itself has come."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from matchbox.core.words import N_, Worded
from matchbox.core.workflow import Transition, Workflow

LONGEST_REASON = 500


class Publication(Worded):
    DRAFT = "draft", N_("下書き")
    WAITING = "waiting", N_("確認待ち")
    PUBLIC = "public", N_("公開中")
    SENT_BACK = "sent_back", N_("差し戻し")
    HIDDEN = "hidden", N_("非公開")
    RESTRICTED = "restricted", N_("限定")


PUBLICATION = Workflow(
    initial=Publication.DRAFT,
    transitions=(
        Transition("submit", (Publication.DRAFT, Publication.SENT_BACK), Publication.WAITING,
                   N_("確認に出す"), N_("確認に出せるのは、「下書き」か「差し戻し」のあいだです。")),
        Transition("publish", (Publication.WAITING,), Publication.PUBLIC,
                   N_("公開する"), N_("公開できるのは、「確認待ち」のあいだです。")),
        Transition("restrict", (Publication.WAITING,), Publication.RESTRICTED,
                   N_("限定で受け付ける"), N_("限定にできるのは、「確認待ち」のあいだです。")),
        Transition("send_back", (Publication.WAITING,), Publication.SENT_BACK,
                   N_("差し戻す"), N_("差し戻せるのは、「確認待ち」のあいだです。")),
        Transition("hide", (Publication.PUBLIC,), Publication.HIDDEN,
                   N_("非公開にする"), N_("非公開にできるのは、「公開中」のものです。")),
        Transition("restore", (Publication.HIDDEN,), Publication.PUBLIC,
                   N_("公開に戻す"), N_("公開に戻せるのは、「非公開」のものです。")),
    ),
)  # fmt: skip

ACCEPTED = (Publication.PUBLIC, Publication.RESTRICTED)


class Publishable:
    """The columns of a thing that is checked before others see it."""

    publication: Mapped[Publication] = mapped_column(default=PUBLICATION.initial, index=True)
    publication_reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")
    published_at: Mapped[datetime | None]
