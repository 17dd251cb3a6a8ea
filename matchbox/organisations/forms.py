"""What we ask of and about groups."""

from wtforms import BooleanField, EmailField, StringField, TelField, TextAreaField, URLField
from wtforms.validators import Length, ValidationError

from matchbox.accounts.rules import email_complaint
from matchbox.core import clock
from matchbox.core.words import N_
from matchbox.organisations import rules
from matchbox.organisations.models import OFFICERS, MemberRole
from matchbox.web.fields import Choice, Day, Number, Ticks, number_or_none
from matchbox.web.forms import Form, answered


def role_or_none(value):
    return MemberRole.of(value) if value else None


def roles(*offered):
    return [("", N_("えらんでください")), *((role.value, role.label) for role in offered)]


def spelled(fold):
    """A filter that brings an answer into the one spelling it is kept in."""
    return staticmethod(lambda value: fold(value) if value else value)


def proper(complain):
    """The validator of an answer that may be missing, but not wrong."""

    def check(form, field):
        if field.data not in (None, "", []) and (sentence := complain(field.data)):
            raise ValidationError(sentence)

    return check


def at_most(length, sentence):
    return Length(max=length, message=sentence)


class ProfileForm(Form):
    name = StringField(
        N_("団体名"),
        [
            answered(N_("団体名を入力してください。")),
            at_most(rules.LONGEST_NAME, N_("団体名は80文字以内で入力してください。")),
        ],
        render_kw={"autocomplete": "organization"},
    )
    kana = StringField(
        N_("フリガナ"),
        [
            answered(N_("フリガナを入力してください。")),
            at_most(rules.LONGEST_KANA, N_("フリガナは160文字以内で入力してください。")),
            proper(rules.kana_complaint),
        ],
        description=N_("ひらがなや半角で入力しても、全角カタカナに直します。"),
    )
    kind_id = Choice(N_("団体の種別"), [answered(N_("団体の種別をえらんでください。"))], coerce=number_or_none)
    founded_year = Number(
        N_("設立年"),
        [proper(lambda year: rules.year_complaint(year, clock.today()))],
        description=N_("西暦で入力してください（例：2012）。"),
    )
    people = Number(
        N_("構成員の数"), [proper(rules.headcount_complaint)], description=N_("おおよその人数（町会は世帯数）。")
    )
    purpose = TextAreaField(
        N_("目的"),
        [
            answered(N_("団体の目的を入力してください。")),
            at_most(rules.LONGEST_TEXT, N_("目的は1000文字以内で入力してください。")),
        ],
        description=N_("だれのために、何を目指す団体ですか。一覧にも表示されます。"),
    )
    activities = TextAreaField(
        N_("活動内容"),
        [at_most(rules.LONGEST_TEXT, N_("活動内容は1000文字以内で入力してください。"))],
        description=N_("ふだんの活動、これまでにしたこと、集まる日など。"),
    )
    field_ids = Ticks(
        N_("活動分野"),
        [answered(rules.NO_FIELD), proper(rules.fields_complaint)],
        coerce=int,
        description=N_("主なものを3つまでえらんでください（特定非営利活動促進法の20分野）。"),
    )
    whole_city = BooleanField(N_("市全域で活動しています"))
    area_ids = Ticks(N_("活動する校下・地区"), coerce=int)
    url = URLField(
        N_("ホームページ・SNS"),
        [
            at_most(rules.LONGEST_URL, N_("ホームページのアドレスは300文字以内で入力してください。")),
            proper(rules.url_complaint),
        ],
        description=N_("「https://」から入力してください。団体の紹介に載ります。"),
        render_kw={"autocomplete": "url"},
    )

    contact_name = StringField(
        N_("代表者・連絡責任者の氏名"),
        [at_most(rules.LONGEST_PERSON, N_("氏名は60文字以内で入力してください。"))],
    )
    contact_name_public = BooleanField(N_("氏名を公開する"))
    phone = TelField(
        N_("電話番号"), [proper(rules.phone_complaint)],
        description=N_("ハイフンはあってもなくてもかまいません。"),
    )  # fmt: skip
    phone_public = BooleanField(N_("電話番号を公開する"))
    mobile = TelField(N_("携帯電話"), [proper(rules.phone_complaint)])
    mobile_public = BooleanField(N_("携帯電話を公開する"))
    fax = TelField(N_("FAX"), [proper(rules.phone_complaint)])
    fax_public = BooleanField(N_("FAXを公開する"))
    email = EmailField(N_("団体のメールアドレス"), [proper(email_complaint)])
    email_public = BooleanField(N_("メールアドレスを公開する"))
    postal_code = TelField(
        N_("郵便番号"), [proper(rules.postal_code_complaint)],
        description=N_("7けたの数字（例：920-0000）。"),
    )  # fmt: skip
    postal_code_public = BooleanField(N_("郵便番号を公開する"))
    address = StringField(
        N_("住所"),
        [at_most(rules.LONGEST_ADDRESS, N_("住所は120文字以内で入力してください。"))],
        description=N_("番地まで（例：夕日寺町ロ35番地）。"),
    )
    address_public = BooleanField(N_("住所を公開する"))

    # How these answers are spelled: WTForms finds a filter by the name of its field.
    filter_kana = spelled(rules.folded_kana)
    filter_url = spelled(rules.folded_url)
    filter_phone = filter_mobile = filter_fax = spelled(rules.folded_phone)
    filter_postal_code = spelled(rules.folded_postal_code)

    def offering(self, lists):
        self.kind_id.choices = [("", N_("えらんでください")), *lists.kinds.items()]
        self.field_ids.choices, self.area_ids.choices = list(lists.fields.items()), list(lists.areas.items())
        return self

    def validate_area_ids(self, field):
        if sentence := rules.areas_complaint(self.whole_city.data, field.data or []):
            raise ValidationError(sentence)


class ApplyForm(ProfileForm):
    role = Choice(
        N_("あなたの役割"),
        [answered(N_("あなたの役割をえらんでください。"))],
        coerce=role_or_none,
        choices=roles(*OFFICERS),
        description=N_("申請した方が、この団体の最初の代表か連絡責任者になります。"),
    )


class RefuseForm(Form):
    reason = TextAreaField(
        N_("却下の理由"),
        [
            answered(N_("却下の理由を入力してください。")),
            at_most(rules.LONGEST_REASON, N_("理由は500文字以内で入力してください。")),
        ],
        description=N_("団体のメンバーに伝わります。何を直せばもう一度申請できるかを書いてください。"),
    )


class MemberForm(Form):
    email = EmailField(
        N_("加える方のメールアドレス"),
        [answered(N_("メールアドレスを入力してください。")), proper(email_complaint)],
        description=N_("マッチ箱に登録している方を加えられます。まだの方には、先に「新規登録」をお願いしてください。"),
    )
    role = Choice(
        N_("役割"), [answered(N_("役割をえらんでください。"))], coerce=role_or_none, choices=roles(*MemberRole)
    )
    from_on = Day(N_("任期の始まり"), [answered(N_("任期の始まりの日を入力してください。"))], default=clock.today)
    until_on = Day(N_("任期の終わり"), description=N_("決まっていないときは、空けておいてください。"))


class EndForm(Form):
    until_on = Day(
        N_("任期の最後の日"),
        [answered(N_("任期の最後の日を入力してください。"))],
        default=clock.today,
        description=N_("この日まで、団体の名前で活動できます。"),
    )


class OfferForm(Form):
    kind_id = Choice(N_("種類"), [answered(N_("種類をえらんでください。"))], coerce=number_or_none)
    title = StringField(
        N_("できること"),
        [
            answered(N_("できることを入力してください。")),
            at_most(rules.LONGEST_OFFER, N_("できることは60文字以内で入力してください。")),
        ],
        description=N_("ひとことで書いてください（例：雪の朝、5人までで雪かきを手伝えます）。"),
    )
    description = TextAreaField(
        N_("くわしい説明"),
        [at_most(rules.LONGEST_TEXT, N_("説明は1000文字以内で入力してください。"))],
        description=N_("人数、時間帯、持っている道具、頼むときの約束など。"),
    )
    capacity = Number(
        N_("同時に受けられる数"),
        [answered(rules.NOT_A_CAPACITY), proper(rules.capacity_complaint)],
        default=1,
        description=N_("1から20まで。"),
    )
    months_off = Ticks(
        N_("休みの月"),
        [proper(rules.months_complaint)],
        coerce=int,
        choices=[(month, f"{month}月") for month in rules.MONTHS],
        description=N_("受けられない月があれば、えらんでください。"),
    )

    def offering(self, kinds):
        self.kind_id.choices = [("", N_("えらんでください")), *kinds]
        return self
