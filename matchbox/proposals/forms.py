"""What we ask of a proposal, and of whoever decides about it."""

from wtforms import StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from matchbox.core.words import N_
from matchbox.proposals.rules import LONGEST_BODY, LONGEST_NOTE, LONGEST_REASON, LONGEST_TITLE
from matchbox.web.fields import Choice, Radio, number_or_none
from matchbox.web.forms import Form, answered

NO_REASON = N_("見送りの理由を入力してください。")


class EditForm(Form):
    title = StringField(
        N_("提案の題名"),
        [
            answered(N_("提案の題名を入力してください。")),
            Length(max=LONGEST_TITLE, message=N_("題名は60文字以内で入力してください。")),
        ],
        description=N_("何をする提案かが、ひとことでわかるように。"),
    )
    body = TextAreaField(
        N_("内容"),
        [
            answered(N_("提案の内容を入力してください。")),
            Length(max=LONGEST_BODY, message=N_("内容は2000文字以内で入力してください。")),
        ],
        description=N_("何を、だれが、どのように行いますか。必要なものや、課題を投稿した方にお願いしたいことも書いてください。"),
    )
    timing = StringField(
        N_("時期"),
        [Length(max=LONGEST_NOTE, message=N_("時期は200文字以内で入力してください。"))],
        description=N_("いつから始められますか（例：12月の第2土曜から、月に2回）。"),
    )


class ProposalForm(EditForm):
    organisation_id = Choice(
        N_("提案する団体"), [answered(N_("どの団体の名前で提案するかをえらんでください。"))], coerce=number_or_none
    )

    def offering(self, groups):
        self.organisation_id.choices = [("", N_("えらんでください")), *((group.id, group.name) for group in groups)]
        return self


class DecideForm(Form):
    verb = Radio(N_("検討の結果"), [answered(N_("検討の結果をえらんでください。"))])
    reason = TextAreaField(
        N_("理由"),
        [Length(max=LONGEST_REASON, message=N_("理由は500文字以内で入力してください。"))],
        description=N_("見送るときは必ず入力してください。提案のページで公開されます。"),
    )

    def offering(self, steps):
        self.verb.choices = [(step.verb, step.label) for step in steps]
        return self

    def validate_reason(self, field):
        if self.verb.data == "decline" and not field.data:
            raise ValidationError(NO_REASON)


class WithdrawForm(Form):
    reason = TextAreaField(
        N_("取り下げる理由"),
        [Length(max=LONGEST_REASON, message=N_("理由は500文字以内で入力してください。"))],
        description=N_("団体のメンバーとセンターの職員だけが読みます。"),
    )
