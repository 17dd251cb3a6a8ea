"""The pages of organisations."""

from flask import Blueprint, render_template, url_for
from flask_login import current_user

from matchbox.core.listings import NONE
from matchbox.core.permissions import can
from matchbox.core.words import N_
from matchbox.matching import queries as matching
from matchbox.organisations import actions, policy, queries
from matchbox.organisations.forms import ApplyForm, EndForm, MemberForm, OfferForm, ProfileForm, RefuseForm
from matchbox.organisations.models import Membership, Offer, Organisation
from matchbox.organisations.workflow import VERIFICATION, Verification
from matchbox.places import queries as places
from matchbox.proposals import queries as proposals
from matchbox.search import queries as search
from matchbox.search.queries import Kind
from matchbox.vocabulary import queries as vocabulary
from matchbox.vocabulary.models import Vocabulary
from matchbox.web.access import opens
from matchbox.web.deeds import carry_out, press
from matchbox.web.facets import words
from matchbox.web.forms import Button
from matchbox.web.lists import asked_for, offered, page_of

bp = Blueprint("organisations", __name__)

# ---- the directory ----


def _choices():
    """The words of every facet."""
    return {
        "kind": vocabulary.choices(Vocabulary.ORGANISATION_KIND),
        "field": vocabulary.choices(Vocabulary.ACTIVITY_FIELD),
        "area": [*places.choices(), (NONE, N_("市全域"))],
        "verified": words(Verification),
        "offer": vocabulary.choices(Vocabulary.NEED_KIND),
    }


@bp.get("/organisations")
@opens(policy.VIEW)
def index():
    choices = _choices()
    asked = asked_for(queries.FACETS, choices, queries.SORTS)
    hits = search.find(asked.q, Kind.ORGANISATION) if asked.q else None
    directory = queries.directory(current_user, asked, hits and hits.ids)
    page, groups = page_of(directory, hits and hits.ids)
    return render_template(
        "organisations/index.html",
        groups=groups,
        offers=queries.offers_among(group.id for group in groups),
        pages=page,
        hits=hits,
        tabs=search.tabs(asked.q),
        **offered(directory, choices, queries.counts(directory, current_user)),
    )


# ---- one group ----


def _may(organisation):
    """Which of the page's buttons the viewer is shown."""
    steps = {step.verb for step in VERIFICATION.open_from(organisation.verification)}
    verifies = can(current_user, policy.VERIFY, organisation)
    return {
        "edit": can(current_user, policy.EDIT, organisation),
        "members": can(current_user, policy.MEMBERS, organisation),
        "verify": verifies and "verify" in steps,
        "refuse": verifies and "refuse" in steps,
        "apply_again": can(current_user, policy.APPLY_AGAIN, organisation) and "apply_again" in steps,
        "know": can(current_user, policy.KNOW, organisation),
    }


def _matches_of(organisation):
    """Matches stand above groups: a page may look up at them, but it does not know their tables by name."""
    found = matching.visible_to(current_user)
    match = found.column_descriptions[0]["entity"]
    its_own = found.where(match.parties.any(organisation_id=organisation.id))
    return [line.match for line in matching.lines(its_own, current_user) if line.parties_known]


def _profile_of(organisation):
    """What every page about one group shows of it."""
    return {
        "organisation": organisation,
        "contacts": organisation.contacts(can(current_user, policy.SEE_CONTACT, organisation)),
        "may": _may(organisation),
        "offers": queries.offers_of(organisation),
        "record": queries.record(organisation, current_user),
        "namesakes": queries.namesakes(organisation),
        "button": Button(),
    }


@bp.get("/organisations/<int:organisation_id>")
@opens(policy.VIEW, Organisation, "organisation_id", among=queries.visible_to)
def show(organisation):
    matches = _matches_of(organisation)
    return render_template(
        "organisations/show.html",
        matches=matches,
        agreed=[match for match in matches if match.agreed_on and match.end_reason_id is None],
        proposals=proposals.of_organisation(organisation, current_user),
        fitting=search.for_group(organisation) if organisation.may_act else [],
        **_profile_of(organisation),
    )


def _page_of(organisation):
    return url_for(".show", organisation_id=organisation.id)


@bp.route("/organisations/apply", methods=["GET", "POST"])
@opens(policy.APPLY)
def apply():
    form = ApplyForm().offering(queries.lists())
    done = carry_out(
        form,
        lambda: actions.apply(current_user, None, **form.answers),
        to=_page_of,
        say=N_("申請を受け付けました。センターが内容を確かめて、結果をお知らせします。"),
    )
    return done or (render_template("organisations/apply.html", form=form), form.status)


@bp.post("/organisations/<int:organisation_id>/apply-again")
@opens(policy.APPLY_AGAIN, Organisation, "organisation_id", among=queries.visible_to)
def apply_again(organisation):
    here = _page_of(organisation)
    return press(
        Button(),
        lambda: actions.apply_again(current_user, organisation),
        to=lambda _: here,
        back=here,
        say=N_("もう一度申請しました。センターが内容を確かめて、結果をお知らせします。"),
    )


@bp.route("/organisations/<int:organisation_id>/edit", methods=["GET", "POST"])
@opens(policy.EDIT, Organisation, "organisation_id", among=queries.visible_to)
def edit(organisation):
    form = ProfileForm(obj=organisation).offering(queries.lists(organisation))
    done = carry_out(
        form,
        lambda: actions.edit(current_user, organisation, **form.answers),
        to=_page_of,
        say=N_("団体の紹介を直しました。"),
    )
    return done or (render_template("organisations/edit.html", form=form, organisation=organisation), form.status)


@bp.route("/organisations/<int:organisation_id>/verify", methods=["GET", "POST"])
@opens(policy.VERIFY, Organisation, "organisation_id", among=queries.visible_to)
def verify(organisation):
    done = carry_out(
        Button(), lambda: actions.verify(current_user, organisation), to=_page_of, say=N_("団体を承認しました。")
    )
    return done or render_template(
        "organisations/verify.html", members=queries.members_of(organisation), **_profile_of(organisation)
    )


@bp.route("/organisations/<int:organisation_id>/refuse", methods=["GET", "POST"])
@opens(policy.VERIFY, Organisation, "organisation_id", among=queries.visible_to)
def refuse(organisation):
    form = RefuseForm()
    done = carry_out(
        form,
        lambda: actions.refuse(current_user, organisation, **form.answers),
        to=_page_of,
        say=N_("申請を却下しました。理由は団体のメンバーに伝わります。"),
    )
    return done or (render_template("organisations/refuse.html", form=form, organisation=organisation), form.status)


# ---- its members ----


def _members_page(organisation):
    return url_for(".members", organisation_id=organisation.id)


@bp.route("/organisations/<int:organisation_id>/members", methods=["GET", "POST"])
@opens(policy.MEMBERS, Organisation, "organisation_id", among=queries.visible_to)
def members(organisation):
    form = MemberForm()
    done = carry_out(
        form,
        lambda: actions.add_member(current_user, organisation, **form.answers),
        to=lambda membership: _members_page(membership.organisation),
        say=N_("メンバーを加えました。"),
    )
    if done:
        return done
    everybody = queries.members_of(organisation)
    page = render_template("organisations/members.html", form=form, organisation=organisation, members=everybody)
    return page, form.status


@bp.route("/memberships/<int:membership_id>/end", methods=["GET", "POST"])
@opens(policy.MEMBERS, Membership, "membership_id", among=queries.memberships_visible_to)
def end_membership(membership):
    form = EndForm()
    done = carry_out(
        form,
        lambda: actions.end_membership(current_user, membership, **form.answers),
        to=lambda ended: _members_page(ended.organisation),
        say=N_("任期の最後の日を記録しました。"),
    )
    return done or (render_template("organisations/end_membership.html", form=form, membership=membership), form.status)


# ---- what it offers ----


@bp.route("/organisations/<int:organisation_id>/offers/new", methods=["GET", "POST"])
@opens(policy.EDIT, Organisation, "organisation_id", among=queries.visible_to)
def offer(organisation):
    form = OfferForm().offering(vocabulary.choices(Vocabulary.NEED_KIND))
    done = carry_out(
        form,
        lambda: actions.publish_offer(current_user, organisation, **form.answers),
        to=lambda _: _page_of(organisation),
        say=N_("できることを登録しました。"),
    )
    return done or (render_template("organisations/offer.html", form=form, organisation=organisation), form.status)


@bp.route("/offers/<int:offer_id>/edit", methods=["GET", "POST"])
@opens(policy.EDIT, Offer, "offer_id", among=queries.offers_visible_to)
def edit_offer(offer):
    form = OfferForm(obj=offer).offering(vocabulary.choices(Vocabulary.NEED_KIND))
    done = carry_out(
        form,
        lambda: actions.edit_offer(current_user, offer, **form.answers),
        to=lambda changed: _page_of(changed.organisation),
        say=N_("できることを直しました。"),
    )
    if done:
        return done
    return render_template("organisations/edit_offer.html", form=form, offer=offer, button=Button()), form.status


@bp.post("/offers/<int:offer_id>/withdraw")
@opens(policy.EDIT, Offer, "offer_id", among=queries.offers_visible_to)
def withdraw_offer(offer):
    page = url_for(".show", organisation_id=offer.organisation_id)
    return press(
        Button(),
        lambda: actions.withdraw_offer(current_user, offer),
        to=lambda _: page,
        back=page,
        say=N_("できることを取り下げました。"),
    )
