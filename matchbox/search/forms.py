"""What we ask of whoever says which words mean the same."""

from wtforms import StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from matchbox.core.words import N_
from matchbox.search import rules
from matchbox.web.forms import Form, answered


class GroupForm(Form):
    words = TextAreaField(
        N_("同じ意味の言葉"),
        [answered(rules.TOO_FEW)],
        description=N_(
            "1行に1つずつ、2つから20個まで。ひらがな・カタカナ、全角・半角、送りがなの違いは検索がそろえるので、並べなくてかまいません。"
            "「会」や「人」のように意味の広い言葉は、関係のないものまで見つかるので入れないでください。"
        ),
    )
    note = StringField(
        N_("メモ"),
        [Length(max=rules.LONGEST_NOTE, message=N_("メモは200文字以内で入力してください。"))],
        description=N_("なぜ登録したかなど。職員だけが読みます。"),
    )
    tried = StringField(
        N_("ためしに検索する言葉"),
        [Length(max=100, message=N_("ためしに検索する言葉は100文字以内で入力してください。"))],
        description=N_("「ためしに検索する」を押したときに使います。空のときは、いちばん上の言葉で検索します。"),
    )

    @property
    def typed(self):
        return rules.typed_words(self.words.data or "")

    @property
    def group(self):
        """What is to be kept of the answers."""
        return {"words": self.typed, "note": self.note.data or ""}

    def validate_words(self, field):
        if sentence := rules.why_not(self.typed):
            raise ValidationError(sentence)
