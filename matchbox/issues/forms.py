"""What we ask about an issue."""

from typing import Any

from wtforms import BooleanField, EmailField, FieldList, FormField, StringField, SubmitField, TelField, TextAreaField
from wtforms import Form as Part
from wtforms.validators import Length, ValidationError

from matchbox.accounts.rules import LONGEST_EMAIL, email_complaint, is_phone, plain_phone
from matchbox.core.publication import PUBLICATION
from matchbox.core.words import N_
from matchbox.core.workflow import Transition
from matchbox.issues import rules
from matchbox.issues.models import Issue
from matchbox.issues.rules import Content, Wanted
from matchbox.issues.workflow import ENDING
from matchbox.web.fields import Choice, Radio, number_or_none
from matchbox.web.forms import Form, answered

UNKNOWN = "unknown"  # わからない
CHOOSE = ("", N_("えらんでください"))
SAY_A_NAME = N_("表示名を入力してください。本名でなくてかまいません。")
SAY_HOW_TO_REACH = N_("メールアドレスか電話番号の、どちらかを入力してください。")
NOT_A_PHONE = N_("電話番号は市外局番から入力してください（例：076-000-0000）。")
ROWS_OF_NEEDS = 5
WORDS = ("title", "body", "category_id", "place_note", "timing")
PEOPLE = ("display_name", "contact_email", "contact_phone")


class Finished:
    """Must be there, except in a draft."""

    field_flags = {"required": True}

    def __init__(self, sentence: str) -> None:
        self.check = answered(sentence)

    def __call__(self, form: Any, field: Any) -> None:
        if not form.is_draft:
            self.check(form, field)


class Named(Finished):
    """A name that the public reads, unless a group stands there with its own."""

    def __call__(self, form: Any, field: Any) -> None:
        if not ("organisation_id" in form and form.organisation_id.data):
            super().__call__(form, field)


def is_an_address(form, field) -> None:
    if field.data and (complaint := email_complaint(field.data)):
        raise ValidationError(complaint)


def is_a_number(form, field) -> None:
    field.data = plain_phone(field.data or "")
    if field.data and not (is_phone(field.data) and len(field.data) <= 20):
        raise ValidationError(NOT_A_PHONE)


class NeedForm(Part):
    class Meta(Form.Meta):
        csrf = False

    kind_id = Choice(N_("種類"), coerce=number_or_none)
    amount = StringField(
        N_("数・量"),
        [Length(max=rules.LONGEST_AMOUNT, message=N_("数・量は60文字以内で入力してください。"))],
        description=N_("例：5人くらい、半日だけ"),
    )
    timing = StringField(
        N_("時期"),
        [Length(max=rules.LONGEST_AMOUNT, message=N_("時期は60文字以内で入力してください。"))],
        description=N_("例：1月から3月の朝"),
    )

    def validate_kind_id(self, field) -> None:
        if (self.amount.data or self.timing.data) and not field.data and not field.errors:
            raise ValidationError(N_("求めるものの種類をえらんでください。"))


class ContentForm(Form):
    """What an issue says."""

    title = StringField(
        N_("題名"),
        [
            answered(N_("題名を入力してください。")),
            Length(max=rules.LONGEST_TITLE, message=N_("題名は60文字以内で入力してください。")),
        ],
        description=N_("30文字くらいで（60文字まで）、何に困っているかを書いてください。"),
    )
    body = TextAreaField(
        N_("何に困っていますか"),
        [
            Finished(N_("何に困っているかを入力してください。")),
            Length(max=rules.LONGEST_BODY, message=N_("困っていることは2000文字以内で入力してください。")),
        ],
        description=N_(
            "だれが、いつから、どのように困っているかを書いてください。名前・住所・電話番号など、個人がわかることは書かないでください。"
        ),
    )
    category_id = Choice(N_("分野"), [answered(N_("分野をえらんでください。"))], coerce=number_or_none)
    area_id = Choice(
        N_("校下・地区"),
        [Finished(N_("校下・地区をえらんでください。"))],
        description=N_("どこの話かを、おおまかに知らせてください。わからないときは「わからない」をえらんでください。"),
    )
    place_note = StringField(
        N_("どこですか（目印）"),
        [Length(max=rules.LONGEST_NOTE, message=N_("目印は200文字以内で入力してください。"))],
        description=N_(
            "公園や道路など、公共の場所だけを書いてください。例：泉野小学校の東側の歩道。番地や人の家は書かないでください。"
        ),
    )
    needs = FieldList(FormField(NeedForm), max_entries=rules.MOST_NEEDS)
    timing = StringField(
        N_("いつごろまでに助けがほしいですか"),
        [Length(max=rules.LONGEST_NOTE, message=N_("時期は200文字以内で入力してください。"))],
        description=N_("例：雪が積もる前まで"),
    )

    def __init__(self, *about: Any, **more: Any) -> None:
        super().__init__(*about, **more)
        # Not `min_entries`: after a gap in what was sent, that would read a row twice.
        while len(self.needs.entries) < ROWS_OF_NEEDS:
            self.needs.append_entry()

    @property
    def is_draft(self) -> bool:
        return "draft" in self._fields and bool(self._fields["draft"].data)

    def offer(self, *, categories: Any, areas: Any, kinds: Any) -> None:
        self.category_id.choices = [CHOOSE, *categories]
        self.area_id.choices = [CHOOSE, (UNKNOWN, N_("わからない")), *((str(id_), label) for id_, label in areas)]
        for row in self.needs:
            row.form.kind_id.choices = [CHOOSE, *kinds]

    @property
    def rows_in_use(self) -> int:
        """So many of the needs are shown open; those after them are blank."""
        used = [number for number, row in enumerate(self.needs, 1) if any(row.data.values()) or row.errors]
        return max(used, default=0)

    @property
    def content(self) -> Content:
        wanted = (Wanted(**need) for need in self.needs.data if need["kind_id"])
        return Content(
            title=self.title.data,
            body=self.body.data or "",
            category_id=self.category_id.data,
            area_id=int(self.area_id.data) if self.area_id.data not in (None, "", UNKNOWN) else None,
            place_note=self.place_note.data or "",
            timing=self.timing.data or "",
            needs=tuple(wanted),
        )


def _display_name() -> StringField:
    return StringField(
        N_("表示名"),
        [Named(SAY_A_NAME), Length(max=rules.LONGEST_NAME, message=N_("表示名は40文字以内で入力してください。"))],
        description=N_("公開される名前です。本名でなくてかまいません。例：泉野のすずめ"),
        render_kw={"autocomplete": "nickname"},
    )


def _contact_email(description: str) -> EmailField:
    return EmailField(
        N_("メールアドレス"),
        [Length(max=LONGEST_EMAIL, message=N_("メールアドレスは254文字以内で入力してください。")), is_an_address],
        description=description,
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )


def _contact_phone(description: str) -> TelField:
    return TelField(
        N_("電話番号"), [is_a_number], description=description, render_kw={"autocomplete": "tel", "inputmode": "tel"}
    )


class PostForm(ContentForm):
    """Asked of somebody who is signed in."""

    organisation_id = Choice(N_("だれの名前で投稿しますか"), coerce=number_or_none)
    display_name = _display_name()
    draft = SubmitField()

    @property
    def names(self) -> dict[str, Any]:
        group = self.organisation_id.data if "organisation_id" in self else None
        return {"organisation_id": group, "display_name": self.display_name.data or ""}


class VisitorPostForm(ContentForm):
    """Asked of somebody without an account: a mail address or a phone number is enough."""

    display_name = _display_name()
    contact_email = _contact_email(N_("このメールアドレスに、投稿を確かめるメールを送ります。公開されません。"))
    contact_phone = _contact_phone(N_("メールがないときは、センターから電話をして確かめます。公開されません。"))

    def validate_contact_email(self, field) -> None:
        if not field.data and not self.contact_phone.data:
            raise ValidationError(SAY_HOW_TO_REACH)

    @property
    def names(self) -> dict[str, str]:
        return {name: self._fields[name].data or "" for name in PEOPLE}


class SimilarForm(Form):
    """What has been typed so far of an issue."""

    title = StringField()
    body = StringField()


class EditForm(ContentForm):
    """Asked when a draft, or what was sent back, is put right; the page takes out what is not its reader's business."""

    display_name = _display_name()
    contact_email = _contact_email(N_("センターからの連絡に使います。公開されません。"))
    contact_phone = _contact_phone(N_("センターからの連絡に使います。公開されません。"))
    draft = SubmitField()

    @classmethod
    def of(cls, issue: Issue) -> "EditForm":
        known = {name: getattr(issue, name) for name in (*WORDS, *PEOPLE)}
        area = UNKNOWN if issue.area_id is None else str(issue.area_id)
        needs = [*issue.needs, {}][: rules.MOST_NEEDS]  # one more can be added
        return cls(data={**known, "area_id": area, "needs": needs})

    @property
    def names(self) -> dict[str, str]:
        return {name: self._fields[name].data or "" for name in PEOPLE if name in self}


class RecordForm(ContentForm):
    """Asked of the coordinator who writes down what somebody else said."""

    channel_id = Choice(
        N_("どのように受け付けましたか"), [answered(N_("受付の方法をえらんでください。"))], coerce=number_or_none
    )
    person = StringField(
        N_("お名前"),
        [
            answered(N_("お名前を入力してください。")),
            Length(max=rules.LONGEST_NAME, message=N_("お名前は40文字以内で入力してください。")),
        ],
        description=N_("職員だけが見ます。"),
        render_kw={"autocomplete": "off"},
    )
    display_name = _display_name()
    contact_email = _contact_email(N_("公開されません。"))
    contact_phone = _contact_phone(N_("公開されません。"))
    consented = BooleanField(N_("この内容の投稿と公開に、ご本人が同意しています"))

    @property
    def names(self) -> dict[str, str]:
        return {name: self._fields[name].data or "" for name in PEOPLE}


class VerbForm(Form):
    """One step of a life cycle. Every verb is understood (a step may be sent twice), the open ones are offered."""

    steps: list[Transition[Any]]

    verb = Radio(N_("どうしますか"), [answered(N_("どうするかをえらんでください。"))])
    reason = TextAreaField(
        N_("理由"), [Length(max=rules.LONGEST_REASON, message=N_("理由は500文字以内で入力してください。"))]
    )

    def __init__(self, *about: Any, **more: Any) -> None:
        super().__init__(*about, **more)
        self.offer(self.steps)

    def offer(self, steps: list[Transition[Any]]) -> None:
        self.verb.choices = [(step.verb, step.label) for step in steps]


class CheckForm(VerbForm):
    steps = [step for step in PUBLICATION.transitions if step.verb != "submit"]


class EndForm(VerbForm):
    steps = list(ENDING.transitions)
