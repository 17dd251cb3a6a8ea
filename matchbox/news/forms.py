"""What we ask of whoever writes news."""

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import Length

from matchbox.core.words import N_
from matchbox.news.rules import LONGEST_BODY, LONGEST_TITLE
from matchbox.web.fields import Day
from matchbox.web.forms import Form, answered


class NewsForm(Form):
    title = StringField(
        N_("題名"),
        [
            answered(N_("題名を入力してください。")),
            Length(max=LONGEST_TITLE, message=N_("題名は80文字以内で入力してください。")),
        ],
        description=N_("何のお知らせかが、題名だけでわかるように。"),
    )
    body = TextAreaField(
        N_("本文"),
        [
            answered(N_("本文を入力してください。")),
            Length(max=LONGEST_BODY, message=N_("本文は4000文字以内で入力してください。")),
        ],
        description=N_("改行は、そのまま表示されます。1行あけると、段落が分かれます。"),
    )
    until_on = Day(
        N_("ホームに出す最後の日"),
        description=N_("この日を過ぎると、ホームには出ません。お知らせの一覧には残ります。"),
    )
    is_important = BooleanField(N_("重要なお知らせとして、ホームのいちばん上に出す"))
