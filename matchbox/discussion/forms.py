"""What we ask somebody who speaks."""

from typing import Any

from flask_login import current_user
from wtforms import TextAreaField
from wtforms.validators import Length

from matchbox.accounts.policy import coordinator
from matchbox.core.words import N_
from matchbox.discussion.queries import groups_of
from matchbox.discussion.rules import CENTRE, LONGEST_COMMENT, OWN
from matchbox.web.fields import Choice
from matchbox.web.forms import Form, answered

AS_ONESELF = N_("自分の名前で")
FOR_CENTRE = N_("センターの職員として")


class CommentForm(Form):
    """Ready to be drawn: it knows the names in which the person who is signed in may speak."""

    body = TextAreaField(
        N_("コメント"),
        [
            answered(N_("コメントを入力してください。")),
            Length(max=LONGEST_COMMENT, message=N_("コメントは1000文字以内で入力してください。")),
        ],
        description=N_("電話番号や住所など、個人がわかることは書かないでください。"),
    )
    voice = Choice(N_("だれの名前で書きますか"), default=OWN)

    def __init__(self, *about: Any, **more: Any) -> None:
        super().__init__(*about, **more)
        self.voice.choices = _voices(current_user)

    @property
    def asks_voice(self) -> bool:
        return len(self.voice.choices) > 1


def _voices(writer: Any) -> list[tuple[str, str]]:
    voices = [(OWN, AS_ONESELF), *((str(group.id), group.name) for group in groups_of(writer))]
    return [*voices, (CENTRE, FOR_CENTRE)] if coordinator.includes(writer, None) else voices
