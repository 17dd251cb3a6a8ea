"""What we ask about a match."""


from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from matchbox.core.words import N_
from matchbox.issues.rules import LONGEST_TITLE
from matchbox.matching.queries import PlanQuestion
from matchbox.matching.rules import (
    LONGEST_NOTE,
    LONGEST_TEXT,
    MOST_HOURS,
    MOST_PEOPLE,
    Answer,
    Broker,
    MatchKind,
    Means,
    PartyRole,
    policy_needed,
)
from matchbox.web.fields import Choice, Day, Number, Radio, Ticks, number_or_none
from matchbox.web.forms import Form, answered

NOT_CHOSEN = ("", N_("えらんでください"))
SHORT = Length(max=LONGEST_NOTE, message=N_("500文字以内で入力してください。"))
LONG = Length(max=LONGEST_TEXT, message=N_("1000文字以内で入力してください。"))


def _one_of(words):
    """The coercion to a member of an enum; nothing chosen is None."""
    return lambda value: words.of(value) if value not in (None, "") else None


class Words(TextAreaField):
    """A longer text; one that was not sent is empty."""

    def __init__(self, *about, **more):
        super().__init__(*about, default="", **more)


def _radio(label, words, *checks, among=None, **more):
    choices = [(word.value, word.label) for word in among or words]
    return Radio(label, [*checks], coerce=_one_of(words), choices=choices, **more)


class BeginForm(Form):
    title = StringField(
        N_("何についての交流・連携ですか"),
        [
            answered(N_("題名を入力してください。")),
            Length(max=LONGEST_TITLE, message=N_("題名は60文字以内で入力してください。")),
        ],
        default="",
    )
    kind = _radio(N_("種類"), MatchKind, answered(N_("種類をえらんでください。")), default=MatchKind.COOPERATION)
    proposal_ids = Ticks(
        N_("もとになる提案"), coerce=int,
        description=N_("えらんだ提案は「採用」になり、提案した団体が協力側に入ります。"),
    )  # fmt: skip
    candidate_ids = Ticks(N_("候補にあがっている団体"), coerce=int)
    candidate_id = Choice(
        N_("候補の団体を加える"), coerce=number_or_none,
        description=N_("候補の団体は、打診に「受ける」の返事があってから当事者に入ります。"),
    )  # fmt: skip
    occasion = Words(N_("きっかけ"), [SHORT], description=N_("例：団体交流会で席がとなりになった"))
    coordinator_id = Choice(N_("担当"), [answered(N_("担当をえらんでください。"))], coerce=number_or_none)

    @property
    def answers(self):
        """The candidates of both questions together."""
        given = super().answers
        added = given.pop("candidate_id", None)
        given["candidate_ids"] = [*(given.get("candidate_ids") or []), *([added] if added else [])]
        return given


class AskForm(Form):
    organisation_id = Choice(
        N_("どの団体に打診しますか"), [answered(N_("団体をえらんでください。"))], coerce=number_or_none,
        description=N_("（）の中は、ここ90日に打診した回数です。"),
    )  # fmt: skip
    means = _radio(
        N_("どのように打診しますか"), Means, answered(N_("打診の方法をえらんでください。")),
        among=(Means.SYSTEM, Means.PHONE, Means.VISIT), default=Means.SYSTEM,
        description=N_("「このサイトから」をえらぶと、団体のメンバーにお知らせが届きます。"),
    )  # fmt: skip
    message = Words(
        N_("団体に伝えること"), [LONG],
        description=N_("団体のメンバーが読みます。投稿した方の連絡先や住所は書かないでください。"),
    )  # fmt: skip
    asked_on = Day(N_("打診した日"), [answered(N_("打診した日を入力してください。"))])
    answer_by = Day(N_("返事の期限"))
    move_on = BooleanField(N_("いっしょに「打診中」へ進める"), default=True)


class AnswerForm(Form):
    answer = _radio(N_("返事"), Answer, answered(N_("返事をえらんでください。")))
    decline_reason_id = Choice(
        N_("お断りの理由"), coerce=number_or_none, description=N_("「断る」のときにえらんでください。")
    )
    answer_note = Words(
        N_("条件や補足"), [SHORT],
        description=N_("「条件付きで受ける」のときは、条件を書いてください。センターの職員が読みます。"),
    )  # fmt: skip
    answered_on = Day(N_("返事を受けた日"), [answered(N_("返事を受けた日を入力してください。"))])


class PartyForm(Form):
    role = _radio(
        N_("立場"), PartyRole, answered(N_("立場をえらんでください。")), default=PartyRole.SUPPORTING,
        description=N_("支援は記録に残りますが、件数を数えるときの「2者」には入りません。"),
    )  # fmt: skip
    organisation_id = Choice(N_("だれを加えますか"), coerce=number_or_none)


class NextStepForm(Form):
    next_step = Words(N_("次にすること"), [SHORT], description=N_("例：顔合わせの日を3つ出してもらう"))
    next_step_by = Day(N_("いつまで"))
    coordinator_id = Choice(N_("担当"), coerce=number_or_none)


class StepBackForm(Form):
    note = Words(N_("なぜ戻しますか"), [answered(N_("戻す理由を入力してください。")), SHORT])


class EndForm(Form):
    reason_id = Choice(N_("理由"), [answered(N_("理由をえらんでください。"))], coerce=number_or_none)
    note = Words(N_("くわしい事情"), [SHORT], description=N_("センターの職員だけが読みます。"))


class ActivityForm(Form):
    held_on = Day(N_("いつ活動しましたか"), [answered(N_("活動した日を入力してください。"))])
    people = Number(
        N_("何人が参加しましたか（のべ人数）"),
        [
            answered(N_("人数を数字で入力してください（例：10）。")),
            NumberRange(0, MOST_PEOPLE, N_("人数は0から100000までの数字で入力してください。")),
        ],
    )
    hours = Number(
        N_("何時間の活動でしたか"),
        [Optional(), NumberRange(0, MOST_HOURS, N_("時間は0から10000までの数字で入力してください。"))],
    )
    note = Words(
        N_("どのような活動でしたか"), [SHORT],
        description=N_("だれでも読めます。参加した方の名前や連絡先は書かないでください。"),
    )  # fmt: skip


class TermsForm(Form):
    """What was agreed: asked at 成立, and again when the record is put right."""

    agreed_on = Day(N_("成立日はいつですか"), [answered(N_("成立日を入力してください。"))])
    kind = _radio(N_("種類"), MatchKind, answered(N_("種類をえらんでください。")))
    purpose = Words(N_("何のための協力ですか（目的）"), [answered(N_("目的を入力してください。")), LONG])
    who_does_what = Words(
        N_("だれが何をしますか（役割）"), [answered(N_("だれが何をするかを入力してください。")), LONG]
    )
    period_from = Day(N_("期間の始まり"), [answered(N_("期間の始まりの日付を入力してください。"))])
    period_until = Day(N_("期間の終わり"), description=N_("決まっていないときは、空けておいてください。"))
    brokered_by = _radio(N_("だれの仲介ですか"), Broker, answered(N_("だれの仲介かをえらんでください。")))
    form_id = Choice(N_("協働の形態"), [answered(N_("協働の形態をえらんでください。"))], coerce=number_or_none)
    is_pact = BooleanField(N_("連携協定として結んだ"))


class AgreeForm(TermsForm):
    why_no_meeting = Words(
        N_("顔合わせをしなかったのはなぜですか"), [answered(N_("顔合わせをしなかった理由を入力してください。")), SHORT]
    )


class TagsForm(Form):
    """Only policies: see `with_policies`."""


class MoveForm(Form):
    to = Choice(N_("段階"), [answered(N_("移す先の段階をえらんでください。"))], coerce=str)


class AskedPolicies(Form):
    """The part of a form that asks for policies: one main and any number of others for each plan."""

    plans: tuple[PlanQuestion, ...] = ()

    @property
    def answers(self):
        given = super().answers
        mains = [given.pop(f"primary_{plan.id}") for plan in self.plans]
        others = [given.pop(f"others_{plan.id}") for plan in self.plans]
        given["primary_ids"] = [node for node in mains if node]
        given["other_ids"] = [node for nodes in others for node in nodes or [] if node not in mains]
        return given

    def show(self, tags, sent):
        """Fill in the tags that a match has, for every plan of which nothing was sent."""
        for plan in self.plans:
            if f"primary_{plan.id}" in sent:
                continue
            held = [tag for tag in tags if tag.node.plan_id == plan.id]
            self[f"primary_{plan.id}"].data = next((tag.node_id for tag in held if tag.is_primary), None)
            self[f"others_{plan.id}"].data = [tag.node_id for tag in held if not tag.is_primary]


def with_policies(kind, plans, *, complete):
    """The form `kind`, asking for the policies of these `plans` too; `complete`: required plans must be answered."""
    questions = {"plans": tuple(plans)}
    for plan in plans:
        checks = [answered(policy_needed(plan.title))] if complete and plan.required else []
        questions[f"primary_{plan.id}"] = Choice(
            N_("主に関わるもの"), checks, coerce=number_or_none, choices=[("", N_("まだえらばない")), *plan.choices]
        )
        questions[f"others_{plan.id}"] = Ticks(N_("ほかに関わるもの"), coerce=int, choices=plan.choices)
    return type(kind.__name__, (AskedPolicies, kind), questions)
