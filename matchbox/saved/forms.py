"""What we ask of whoever keeps conditions."""

from wtforms import HiddenField, StringField
from wtforms.validators import AnyOf, Length

from matchbox.core.words import N_
from matchbox.saved.rules import LONGEST_TITLE, NOTHING, ListName
from matchbox.web.forms import Form, answered


class SaveForm(Form):
    """A button beside a list, which says which list it is and what it shows."""

    list_name = HiddenField(validators=[AnyOf([name.value for name in ListName], message=NOTHING)])
    conditions = HiddenField()


class RenameForm(Form):
    title = StringField(
        N_("名前"),
        [
            answered(N_("名前を入力してください。")),
            Length(max=LONGEST_TITLE, message=N_("名前は60文字以内で入力してください。")),
        ],
        description=N_("何をさがす条件かが、あとでわかるように。"),
    )
